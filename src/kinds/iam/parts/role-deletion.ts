// What a role's deletion takes. IAM refuses while anything hangs on it.
import {
  DeleteInstanceProfileCommand, DeleteRoleCommand, DeleteRolePolicyCommand, DetachRolePolicyCommand, RemoveRoleFromInstanceProfileCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import type { Call, Operation } from '../../../core/types.ts';
import { globalCall } from '../../kind.ts';
import type { RoleDetail } from './authorization-details.ts';
import { REVOKE_NAME } from './deny-policies.ts';

interface Part { readonly call: Call; readonly send: (client: IAMClient) => Promise<unknown> }
const part = <I extends Call['input']>(operation: Operation, input: I, send: (client: IAMClient, input: I) => Promise<unknown>): Part => ({ call: globalCall(operation, input), send: (client) => send(client, input) });

export const ROLE_DELETION_OPERATIONS: readonly Operation[] = ['iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:DeleteRole', 'iam:DeleteServiceLinkedRole'];

/** Everything that a role's deletion takes, in order. What denies its sessions goes last but for the role. */
export function roleDeletion({ roleName: RoleName, profiles, attached, inline }: Pick<RoleDetail, 'roleName' | 'profiles' | 'attached' | 'inline'>): { readonly strip: readonly Part[]; readonly end: readonly Part[] } {
  const policy = (name: string): Part => part('iam:DeleteRolePolicy', { RoleName, PolicyName: name }, (c, i) => c.send(new DeleteRolePolicyCommand(i)));
  return {
    strip: [
      ...profiles.flatMap((InstanceProfileName) => [
        part('iam:RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }, (c, i) => c.send(new RemoveRoleFromInstanceProfileCommand(i))),
        // The console makes a profile of the role's name with the role; another profile is not the role's.
        ...(InstanceProfileName === RoleName ? [part('iam:DeleteInstanceProfile', { InstanceProfileName }, (c, i) => c.send(new DeleteInstanceProfileCommand(i)))] : []),
      ]),
      ...attached.map(({ arn }) => part('iam:DetachRolePolicy', { RoleName, PolicyArn: arn }, (c, i) => c.send(new DetachRolePolicyCommand(i)))),
      ...inline.filter((p) => p.name !== REVOKE_NAME).map((p) => policy(p.name)),
    ],
    end: [
      ...inline.filter((p) => p.name === REVOKE_NAME).map((p) => policy(p.name)),
      part('iam:DeleteRole', { RoleName }, (c, i) => c.send(new DeleteRoleCommand(i))),
    ],
  };
}
