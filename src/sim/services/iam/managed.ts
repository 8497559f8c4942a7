// Managed policies as one sort of thing: the account's own and AWS's, and who uses them.
import { createHash } from 'node:crypto';
import type { SimAccount } from '../../account.ts';
import { managedPolicies, managedPolicy } from '../../policy/managed-policies.ts';
import type { Bounded, Holder, PolicyRecord, PolicyVersionRecord } from './records.ts';
import { iamState, type IamState } from './state.ts';

const awsPrefix = (account: SimAccount): string => `arn:${account.partition}:iam::aws:policy/`;
export const isAwsPolicy = (arn: string): boolean => /^arn:aws(?:-cn)?:iam::aws:policy\//.test(arn);

/** By ARN, of the account or of AWS, as reads show it. */
export function findPolicy(arn: string, account: SimAccount): PolicyRecord | undefined {
  return isAwsPolicy(arn) ? awsPolicy(arn, account) : iamState(account).policies.byArn(arn);
}
function awsPolicy(arn: string, account: SimAccount): PolicyRecord | undefined {
  const found = arn.startsWith(awsPrefix(account)) ? managedPolicy(arn) : undefined;
  if (found === undefined) return undefined;
  const { name, path, versionId, createDate, updateDate, document } = found;
  return {
    id: awsPolicyId(name), name, path: `/${path}`, arn, createdAt: createDate, updatedAt: updateDate, description: undefined, tags: [],
    versions: [{ id: versionId, document: JSON.stringify(document), createdAt: updateDate }], defaultVersion: versionId, versionsMade: 1,
  };
}
// AWS's policies have the same id in every account.
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const awsPolicyId = (name: string): string => `ANPA${[...createHash('sha256').update(name).digest().subarray(0, 17)].map((byte) => BASE32[byte & 31]).join('')}`;

export const awsPolicies = (account: SimAccount): PolicyRecord[] =>
  Object.entries(managedPolicies).map(([name, { path }]) => awsPolicy(`${awsPrefix(account)}${path}${name}`, account)).filter((policy) => policy !== undefined);

export const defaultVersionOf = (policy: PolicyRecord): PolicyVersionRecord => {
  const version = policy.versions.find(({ id }) => id === policy.defaultVersion);
  if (version === undefined) throw new Error(`Policy ${policy.arn} has no version ${policy.defaultVersion}.`);
  return version;
};

export interface PolicyUse { readonly attachments: number; readonly boundaries: number }
/** How often each managed policy is used, by ARN. */
export function policyUses(state: IamState): (arn: string) => PolicyUse {
  const holders: readonly Holder[] = [...state.users.list(), ...state.groups.list(), ...state.roles.list()];
  const bounded: readonly Bounded[] = [...state.users.list(), ...state.roles.list()];
  const attachments = count(holders.flatMap(({ attached }) => attached));
  const boundaries = count(bounded.flatMap(({ boundary }) => (boundary === undefined ? [] : [boundary])));
  return (arn) => ({ attachments: attachments.get(arn) ?? 0, boundaries: boundaries.get(arn) ?? 0 });
}
function count(arns: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const arn of arns) counts.set(arn, (counts.get(arn) ?? 0) + 1);
  return counts;
}
