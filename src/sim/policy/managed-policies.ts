// The AWS managed policies that the simulated account knows, by name.
import type { PolicyDocument } from './document.ts';
import { many } from './document.ts';
import { PUBLISHED } from './managed-policies-data.ts';

export interface ManagedPolicy {
  readonly document: PolicyDocument;
  readonly versionId: string;
  /** When AWS made the policy, and this version of it. */
  readonly createDate: Date;
  readonly updateDate: Date;
  /** Between `policy/` and the name: '' or `job-function/`. */
  readonly path: string;
}

const published = Object.fromEntries(PUBLISHED.map(({ name, createDate, updateDate, ...rest }): [string, ManagedPolicy] =>
  [name, { ...rest, createDate: new Date(createDate), updateDate: new Date(updateDate) }]));

/**
 * AWS has published AWSCompromisedKeyQuarantineV4 (created 2026-11-06, edited 2026-11-09), but only the beginning of its list could
 * be had: it is V3's beginning. This document is a model of it, not AWS's text: V3's statement under V4's name and dates.
 */
const quarantineV4: ManagedPolicy = {
  path: '',
  versionId: 'v2',
  createDate: new Date('2026-11-06T00:00:00Z'),
  updateDate: new Date('2026-11-09T00:00:00Z'),
  document: {
    Version: '2012-10-17',
    Statement: many(published['AWSCompromisedKeyQuarantineV3']?.document.Statement).map((statement) => ({ ...statement, Sid: 'ModelledAfterV3' })),
  },
};

export const managedPolicies: Readonly<Record<string, ManagedPolicy>> = { ...published, AWSCompromisedKeyQuarantineV4: quarantineV4 };

/** By ARN in either partition; undefined for one that the account does not know. */
export function managedPolicy(arn: string): (ManagedPolicy & { readonly name: string }) | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const policy = Object.hasOwn(managedPolicies, name) ? managedPolicies[name] : undefined;
  if (policy === undefined) return undefined;
  return arn === `arn:aws:iam::aws:policy/${policy.path}${name}` || arn === `arn:aws-cn:iam::aws:policy/${policy.path}${name}` ? { ...policy, name } : undefined;
}
