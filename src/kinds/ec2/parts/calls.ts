// Small things that the kinds of EC2 share: a call as the gate shows it, ARNs, present members.
import type { Call, JsonObject, Operation, Resource } from '../../../core/types.ts';

export const callOn = (r: Resource, operation: Operation, input: object): Call => ({ operation, region: r.region, input: input as JsonObject });

interface Where { readonly partition: string; readonly accountId: string; readonly region: string }
/** Images and snapshots have no account in their ARN. */
export const ec2Arn = ({ partition, accountId, region }: Where, type: string, id: string): string => `arn:${partition}:ec2:${region}:${type === 'image' || type === 'snapshot' ? '' : accountId}:${type}/${id}`;

/** In parts of that many. */
export const chunksOf = <T>(all: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
