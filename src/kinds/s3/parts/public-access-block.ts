// The four settings of S3 Block Public Access, of a bucket and of an account.
import type { JsonObject } from '../../../core/types.ts';

export const ALL_BLOCKED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } as const satisfies JsonObject;
export const isAllBlocked = (is: JsonObject | null): boolean => is !== null && Object.keys(ALL_BLOCKED).every((flag) => is[flag] === true);
