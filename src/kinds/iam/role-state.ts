// What can be done to a role at all, and how its deletion goes.
import {
  DeleteInstanceProfileCommand, DeleteRoleCommand, DeleteRolePolicyCommand, DetachRolePolicyCommand, RemoveRoleFromInstanceProfileCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { say, type Text } from '../../core/text.ts';
import type { Call, Operation } from '../../core/types.ts';
import { globalCall } from '../kind.ts';
import type { RoleDetail } from './authorization-details.ts';
import { REVOKE_NAME } from './deny-policies.ts';

/** Service-linked roles and those of IAM Identity Center answer every change with UnmodifiableEntity. */
export const isUnmodifiable = (path: string): boolean => path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/');

/** Why AWS lets nobody change this role, and where its sessions are ended instead. */
export function unmodifiable(roleName: string, path: string): Text | undefined {
  if (path.startsWith('/aws-reserved/')) return say('AWS manages the role {{role}} for IAM Identity Center, and nobody can change it here. End its sessions and take the assignment away in IAM Identity Center.', { role: roleName });
  if (path.startsWith('/aws-service-role/')) return say('The role {{role}} belongs to an AWS service, and nobody can change it or end its sessions. It goes away in that service.', { role: roleName });
  return undefined;
}

interface Part { readonly call: Call; readonly send: (client: IAMClient) => Promise<unknown> }
const part = <I extends Call['input']>(operation: Operation, input: I, send: (client: IAMClient, input: I) => Promise<unknown>): Part => ({ call: globalCall(operation, input), send: (client) => send(client, input) });

export const ROLE_DELETION_OPERATIONS: readonly Operation[] = ['iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:DeleteRole'];

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
