// Managed policies attached to users, groups and roles.
import {
  AttachGroupPolicyCommand, AttachRolePolicyCommand, AttachUserPolicyCommand, DetachGroupPolicyCommand, DetachRolePolicyCommand, DetachUserPolicyCommand,
  ListAttachedGroupPoliciesCommand, ListAttachedRolePoliciesCommand, ListAttachedUserPoliciesCommand, type AttachedPolicy,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { noSuchEntity, overQuota } from './errors.ts';
import { GROUP, ROLE, touchHolder, USER, type HolderKind } from './holders.ts';
import { findPolicy } from './managed.ts';
import { pageOf, type PageInput } from './page.ts';
import type { Holder } from './records.ts';
import { register, type IamService, type Nothing } from './register.ts';
import { onGroup, onRole, onUser } from './resources.ts';

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
export const attachedOut = (arn: string): AttachedPolicy => ({ PolicyName: nameOf(arn), PolicyArn: arn });

function attach<T extends Holder>(kind: HolderKind<T>, name: string, arn: string, call: SimCall): Nothing {
  const holder = kind.find(name, call);
  kind.guard(holder, call);
  if (findPolicy(arn, call.account) === undefined) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (!holder.attached.includes(arn)) {
    const { name: quota, most } = kind.attachmentQuota;
    if (holder.attached.length >= most) throw overQuota(quota, most);
    kind.replace({ ...holder, attached: [...holder.attached, arn] }, call);
  }
  call.touch({ type: 'AWS::IAM::Policy', name: arn });
  touchHolder(kind, holder, call);
  return {};
}

function detach<T extends Holder>(kind: HolderKind<T>, name: string, arn: string, call: SimCall): Nothing {
  const holder = kind.find(name, call);
  kind.guard(holder, call);
  if (!holder.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  kind.replace({ ...holder, attached: holder.attached.filter((one) => one !== arn) }, call);
  call.touch({ type: 'AWS::IAM::Policy', name: arn });
  touchHolder(kind, holder, call);
  return {};
}

interface ListInput extends PageInput { readonly PathPrefix?: string | undefined }
function list<T extends Holder>(kind: HolderKind<T>, name: string, input: ListInput, call: SimCall): { AttachedPolicies: AttachedPolicy[]; IsTruncated: boolean; Marker?: string } {
  const arns = kind.find(name, call).attached.filter((arn) => pathOf(arn, call.account).startsWith(input.PathPrefix ?? '/'));
  const { items, rest } = pageOf(arns, (arn) => `${nameOf(arn)} ${arn}`, input, call);
  return { AttachedPolicies: items.map(attachedOut), ...rest };
}
const pathOf = (arn: string, account: SimAccount): string => findPolicy(arn, account)?.path ?? '/';

export function addAttachments(iam: IamService): void {
  register(iam, AttachUserPolicyCommand, (i, call) => attach(USER, i.UserName, i.PolicyArn, call), { resources: onUser });
  register(iam, DetachUserPolicyCommand, (i, call) => detach(USER, i.UserName, i.PolicyArn, call), { resources: onUser });
  register(iam, ListAttachedUserPoliciesCommand, (i, call) => list(USER, i.UserName, i, call), { resources: onUser });

  register(iam, AttachGroupPolicyCommand, (i, call) => attach(GROUP, i.GroupName, i.PolicyArn, call), { resources: onGroup });
  register(iam, DetachGroupPolicyCommand, (i, call) => detach(GROUP, i.GroupName, i.PolicyArn, call), { resources: onGroup });
  register(iam, ListAttachedGroupPoliciesCommand, (i, call) => list(GROUP, i.GroupName, i, call), { resources: onGroup });

  register(iam, AttachRolePolicyCommand, (i, call) => attach(ROLE, i.RoleName, i.PolicyArn, call), { resources: onRole });
  register(iam, DetachRolePolicyCommand, (i, call) => detach(ROLE, i.RoleName, i.PolicyArn, call), { resources: onRole });
  register(iam, ListAttachedRolePoliciesCommand, (i, call) => list(ROLE, i.RoleName, i, call), { resources: onRole });
}
