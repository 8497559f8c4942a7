// What the deletion of a customer managed policy takes. IAM refuses while anybody uses it or a second version stands.
import {
  DeletePolicyCommand, DeletePolicyVersionCommand, DeleteRolePermissionsBoundaryCommand, DeleteUserPermissionsBoundaryCommand, DetachGroupPolicyCommand, DetachRolePolicyCommand, DetachUserPolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Call, Operation } from '../../../core/types.ts';
import { globalCall } from '../../kind.ts';
import type { OwnPolicy } from './authorization-details.ts';
import type { PolicyUses } from './policy-reads.ts';

interface Part { readonly call: Call; readonly send: (client: IAMClient) => Promise<unknown> }
const part = <I extends Call['input']>(operation: Operation, input: I, send: (client: IAMClient, input: I) => Promise<unknown>): Part => ({ call: globalCall(operation, input), send: (client) => send(client, input) });

export const POLICY_DELETION_OPERATIONS: readonly Operation[] = [
  'iam:DetachUserPolicy', 'iam:DetachGroupPolicy', 'iam:DetachRolePolicy', 'iam:DeleteUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary', 'iam:DeletePolicyVersion', 'iam:DeletePolicy',
];

/** Everything that a policy's deletion takes, in order: its uses as a permissions policy and as a boundary, its other versions, itself. */
export function policyDeletion({ arn: PolicyArn, versions, defaultVersion }: Pick<OwnPolicy, 'arn' | 'versions' | 'defaultVersion'>, uses: PolicyUses): { readonly strip: readonly Part[]; readonly end: Part } {
  return {
    strip: [
      ...uses.users.map((UserName) => part('iam:DetachUserPolicy', { UserName, PolicyArn }, (c, i) => c.send(new DetachUserPolicyCommand(i)))),
      ...uses.groups.map((GroupName) => part('iam:DetachGroupPolicy', { GroupName, PolicyArn }, (c, i) => c.send(new DetachGroupPolicyCommand(i)))),
      ...uses.roles.map((RoleName) => part('iam:DetachRolePolicy', { RoleName, PolicyArn }, (c, i) => c.send(new DetachRolePolicyCommand(i)))),
      ...uses.boundedUsers.map((UserName) => part('iam:DeleteUserPermissionsBoundary', { UserName }, (c, i) => c.send(new DeleteUserPermissionsBoundaryCommand(i)))),
      ...uses.boundedRoles.map((RoleName) => part('iam:DeleteRolePermissionsBoundary', { RoleName }, (c, i) => c.send(new DeleteRolePermissionsBoundaryCommand(i)))),
      ...versions.filter((v) => v.id !== defaultVersion).map((v) => part('iam:DeletePolicyVersion', { PolicyArn, VersionId: v.id }, (c, i) => c.send(new DeletePolicyVersionCommand(i)))),
    ],
    end: part('iam:DeletePolicy', { PolicyArn }, (c, i) => c.send(new DeletePolicyCommand(i))),
  };
}
