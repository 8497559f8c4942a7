// Permissions boundaries of users and roles: one managed policy each.
import {
  DeleteRolePermissionsBoundaryCommand, DeleteUserPermissionsBoundaryCommand, PutRolePermissionsBoundaryCommand, PutUserPermissionsBoundaryCommand,
  type AttachedPermissionsBoundary,
} from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { noSuchEntity } from './errors.ts';
import { ROLE, touchHolder, USER, type HolderKind } from './holders.ts';
import { findPolicy } from './managed.ts';
import type { Bounded } from './records.ts';
import { register, type IamService, type Nothing } from './register.ts';
import { onRole, onUser } from './resources.ts';

export const boundaryOut = (arn: string | undefined): { PermissionsBoundary?: AttachedPermissionsBoundary } =>
  (arn === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn } });

/** A boundary must be a managed policy that exists. */
export function checkBoundary(arn: string | undefined, account: SimAccount): string | undefined {
  if (arn !== undefined && findPolicy(arn, account) === undefined) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

function setBoundary<T extends Bounded>(kind: HolderKind<T>, name: string, arn: string | undefined, call: SimCall): Nothing {
  const holder = kind.find(name, call);
  kind.guard(holder, call);
  if (arn === undefined && holder.boundary === undefined) throw noSuchEntity(`The permissions boundary of ${kind.word} ${name} cannot be found.`);
  kind.replace({ ...holder, boundary: checkBoundary(arn, call.account) }, call);
  touchHolder(kind, holder, call);
  return {};
}

export function addBoundaries(iam: IamService): void {
  register(iam, PutUserPermissionsBoundaryCommand, (i, call) => setBoundary(USER, i.UserName, i.PermissionsBoundary, call), { resources: onUser });
  register(iam, DeleteUserPermissionsBoundaryCommand, (i, call) => setBoundary(USER, i.UserName, undefined, call), { resources: onUser });
  register(iam, PutRolePermissionsBoundaryCommand, (i, call) => setBoundary(ROLE, i.RoleName, i.PermissionsBoundary, call), { resources: onRole });
  register(iam, DeleteRolePermissionsBoundaryCommand, (i, call) => setBoundary(ROLE, i.RoleName, undefined, call), { resources: onRole });
}
