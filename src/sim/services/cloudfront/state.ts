// What CloudFront keeps: distributions, and functions with their stages.
import type { DistributionConfig, FunctionConfig, Invalidation } from '@aws-sdk/client-cloudfront';
import type { SimAccount } from '../../account.ts';

export interface Site { readonly id: string; readonly arn: string; readonly domain: string; config: DistributionConfig; etag: string; status: string; changedAt: Date; readonly invalidations: Map<string, Invalidation> }
export interface Stage { code: Uint8Array; config: FunctionConfig; etag: string; at: Date }
export interface EdgeFunction { readonly name: string; readonly arn: string; readonly createdAt: Date; readonly stages: Map<string, Stage> }
export interface CloudFrontState { readonly sites: Map<string, Site>; readonly functions: Map<string, EdgeFunction> }
export const cloudfrontState = (account: SimAccount): CloudFrontState => account.state('cloudfront', (): CloudFrontState => ({ sites: new Map(), functions: new Map() }));
