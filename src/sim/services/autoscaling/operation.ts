// What Auto Scaling's operations share: its errors, its pages, the ARNs that policies speak of.
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';

export const invalid = (message: string): AwsError => new AwsError('ValidationError', message, 400);

export function paged<T>(all: readonly T[], { MaxRecords, NextToken }: { readonly MaxRecords?: number | undefined; readonly NextToken?: string | undefined }, call: SimCall): { page: T[]; NextToken: string | undefined } {
  const { page, next } = listing(all, { max: MaxRecords ?? 50, token: NextToken }, call, () => new AwsError('InvalidNextToken', 'The token \'…\' is invalid.', 400));
  return { page, NextToken: next };
}

/** Policies name groups and launch configurations with their uuid left open. */
export const arnsOf = (call: SimCall, sort: 'autoScalingGroup' | 'launchConfiguration', name: string | undefined): string[] =>
  [`arn:${call.account.partition}:autoscaling:${call.region}:${call.account.id}:${sort}:*:${sort}Name/${name ?? '*'}`];
