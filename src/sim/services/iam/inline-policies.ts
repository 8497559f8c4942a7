// Inline policies of users, groups and roles.
import {
  DeleteGroupPolicyCommand, DeleteRolePolicyCommand, DeleteUserPolicyCommand, GetGroupPolicyCommand, GetRolePolicyCommand, GetUserPolicyCommand,
  ListGroupPoliciesCommand, ListRolePoliciesCommand, ListUserPoliciesCommand, PutGroupPolicyCommand, PutRolePolicyCommand, PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { checkIdentityPolicy, encodeDocument, sizeOf } from './documents.ts';
import { limitExceeded, notFound } from './errors.ts';
import { GROUP, ROLE, touchHolder, USER, type HolderKind } from './holders.ts';
import { checkName } from './names.ts';
import { pageOf, type PageInput } from './page.ts';
import type { Holder } from './records.ts';
import { register, type IamService, type Nothing } from './register.ts';
import { onGroup, onRole, onUser } from './resources.ts';

interface Named { readonly PolicyName: string }
interface Put extends Named { readonly PolicyDocument: string }

function put<T extends Holder>(kind: HolderKind<T>, name: string, { PolicyName, PolicyDocument }: Put, call: SimCall): Nothing {
  const holder = kind.find(name, call);
  kind.guard(holder, call);
  const inline = new Map(holder.inline).set(checkName(PolicyName, 'policyName', 128), checkIdentityPolicy(PolicyDocument));
  const size = [...inline.values()].reduce((sum, document) => sum + sizeOf(document), 0);
  if (size > kind.inlineQuota) throw limitExceeded(`Maximum policy size of ${kind.inlineQuota} bytes exceeded for ${kind.word} ${name}`);
  kind.replace({ ...holder, inline }, call);
  touchHolder(kind, holder, call);
  return {};
}

function documentOf<T extends Holder>(kind: HolderKind<T>, holder: T, policyName: string): string {
  const document = holder.inline.get(policyName);
  if (document === undefined) throw notFound(`${kind.word} policy`, policyName);
  return document;
}
const get = <T extends Holder>(kind: HolderKind<T>, name: string, { PolicyName }: Named, call: SimCall): { PolicyName: string; PolicyDocument: string } =>
  ({ PolicyName, PolicyDocument: encodeDocument(documentOf(kind, kind.find(name, call), PolicyName)) });

function list<T extends Holder>(kind: HolderKind<T>, name: string, input: PageInput, call: SimCall): { PolicyNames: string[]; IsTruncated: boolean; Marker?: string } {
  const { items, rest } = pageOf([...kind.find(name, call).inline.keys()], (policy) => policy, input, call);
  return { PolicyNames: items, ...rest };
}

function remove<T extends Holder>(kind: HolderKind<T>, name: string, { PolicyName }: Named, call: SimCall): Nothing {
  const holder = kind.find(name, call);
  kind.guard(holder, call);
  documentOf(kind, holder, PolicyName);
  const inline = new Map(holder.inline);
  inline.delete(PolicyName);
  kind.replace({ ...holder, inline }, call);
  touchHolder(kind, holder, call);
  return {};
}

export function addInlinePolicies(iam: IamService): void {
  register(iam, PutUserPolicyCommand, (i, call) => put(USER, i.UserName, i, call), { resources: onUser });
  register(iam, GetUserPolicyCommand, (i, call) => ({ UserName: i.UserName, ...get(USER, i.UserName, i, call) }), { resources: onUser });
  register(iam, ListUserPoliciesCommand, (i, call) => list(USER, i.UserName, i, call), { resources: onUser });
  register(iam, DeleteUserPolicyCommand, (i, call) => remove(USER, i.UserName, i, call), { resources: onUser });

  register(iam, PutGroupPolicyCommand, (i, call) => put(GROUP, i.GroupName, i, call), { resources: onGroup });
  register(iam, GetGroupPolicyCommand, (i, call) => ({ GroupName: i.GroupName, ...get(GROUP, i.GroupName, i, call) }), { resources: onGroup });
  register(iam, ListGroupPoliciesCommand, (i, call) => list(GROUP, i.GroupName, i, call), { resources: onGroup });
  register(iam, DeleteGroupPolicyCommand, (i, call) => remove(GROUP, i.GroupName, i, call), { resources: onGroup });

  register(iam, PutRolePolicyCommand, (i, call) => put(ROLE, i.RoleName, i, call), { resources: onRole });
  register(iam, GetRolePolicyCommand, (i, call) => ({ RoleName: i.RoleName, ...get(ROLE, i.RoleName, i, call) }), { resources: onRole });
  register(iam, ListRolePoliciesCommand, (i, call) => list(ROLE, i.RoleName, i, call), { resources: onRole });
  register(iam, DeleteRolePolicyCommand, (i, call) => remove(ROLE, i.RoleName, i, call), { resources: onRole });
}
