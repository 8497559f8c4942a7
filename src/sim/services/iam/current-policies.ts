// The policies that a user, group or role has as reads show them, with the names under which a simulation cites them.
import type { PolicySourceType } from '@aws-sdk/client-iam';
import type { SimAccount } from '../../account.ts';
import { parsePolicy, type PolicyDocument } from '../../policy/document.ts';
import { defaultVersionOf, findPolicy, isAwsPolicy } from './managed.ts';
import type { Holder } from './records.ts';
import { iamState } from './state.ts';

export interface SourcedPolicy { readonly name: string; readonly source: PolicySourceType; readonly document: PolicyDocument }

function sourced(name: string, source: PolicySourceType, json: string): SourcedPolicy[] {
  const document = parsePolicy(json);
  return document === undefined ? [] : [{ name, source, document }];
}
export function managedDocument(arn: string, account: SimAccount): SourcedPolicy[] {
  const policy = findPolicy(arn, account);
  return policy === undefined ? [] : sourced(policy.name, isAwsPolicy(arn) ? 'aws-managed' : 'user-managed', defaultVersionOf(policy).document);
}
function policiesOf(source: 'user' | 'group' | 'role', { inline, attached }: Holder, account: SimAccount): SourcedPolicy[] {
  return [...[...inline].flatMap(([name, json]) => sourced(name, source, json)), ...attached.flatMap((arn) => managedDocument(arn, account))];
}

export interface Subject {
  readonly sort: 'user' | 'group' | 'role';
  readonly holder: Holder;
  readonly policies: readonly SourcedPolicy[];
  readonly boundary: string | undefined;
}
/** Undefined where no user, group or role has this ARN. A user has the policies of its groups, too. */
export function subjectAt(arn: string, account: SimAccount): Subject | undefined {
  const { users, groups, roles } = iamState(account);
  const user = users.byArn(arn);
  if (user !== undefined) {
    const ofGroups = user.groups.map((id) => groups.byId(id)).filter((group) => group !== undefined).flatMap((group) => policiesOf('group', group, account));
    return { sort: 'user', holder: user, policies: [...policiesOf('user', user, account), ...ofGroups], boundary: user.boundary };
  }
  const role = roles.byArn(arn);
  if (role !== undefined) return { sort: 'role', holder: role, policies: policiesOf('role', role, account), boundary: role.boundary };
  const group = groups.byArn(arn);
  return group && { sort: 'group', holder: group, policies: policiesOf('group', group, account), boundary: undefined };
}
