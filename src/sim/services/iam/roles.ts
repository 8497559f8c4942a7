// IAM roles: their life, their trust and their last use.
import {
  CreateRoleCommand, DeleteRoleCommand, GetRoleCommand, ListRolesCommand, ListRoleTagsCommand, TagRoleCommand, UntagRoleCommand, UpdateAssumeRolePolicyCommand, UpdateRoleCommand,
  UpdateRoleDescriptionCommand, type CreateRoleCommandInput, type ListRolesCommandInput, type Role, type RoleLastUsed, type UpdateRoleCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { checkBoundary } from './boundary.ts';
import { checkTrustPolicy, encodeDocument, sizeOf } from './documents.ts';
import { alreadyExists, deleteConflict, invalidInput, overQuota, validation } from './errors.ts';
import { isProtected, ROLE, touchHolder } from './holders.ts';
import { addTags, arnOf, checkName, checkPath, removeTags } from './names.ts';
import { pageOf } from './page.ts';
import type { RoleRecord, Tag } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onAll, onNew, onRole } from './resources.ts';
import { iamState, type IamState } from './state.ts';
import { boundedOut } from './users.ts';

const MOST_ROLES = 5_000;
const LARGEST_TRUST = 2_048;
const SHORTEST_SESSION = 3_600;
const LONGEST_SESSION = 43_200;

/** As lists show it: without tags, boundary and last use. */
export const roleOut = (role: RoleRecord): Role => ({
  Path: role.path, RoleName: role.name, RoleId: role.id, Arn: role.arn, CreateDate: role.createdAt, AssumeRolePolicyDocument: encodeDocument(role.trust),
  ...(role.description === undefined ? {} : { Description: role.description }), MaxSessionDuration: role.maxSessionSeconds,
});
export function lastUsedOut(role: RoleRecord, state: IamState): RoleLastUsed {
  const use = state.roleUses.get(role.id);
  return use === undefined ? {} : { LastUsedDate: use.at, Region: use.region };
}

const checkTrust = (document: string, call: SimCall): string => {
  if (sizeOf(checkTrustPolicy(document, call.account)) > LARGEST_TRUST) throw overQuota('ACLSizePerRole', LARGEST_TRUST);
  return document;
};
function checkSession(seconds: number): number {
  if (seconds < SHORTEST_SESSION || seconds > LONGEST_SESSION) {
    throw validation(`1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between ${SHORTEST_SESSION} and ${LONGEST_SESSION}`);
  }
  return seconds;
}

/** Makes a role, also for AWS itself (service-linked roles). */
export function makeRole(input: Given<CreateRoleCommandInput>, call: SimCall): RoleRecord {
  const state = iamState(call.account);
  const name = checkName(input.RoleName, 'roleName');
  const path = checkPath(input.Path);
  const trust = checkTrust(input.AssumeRolePolicyDocument, call);
  if (state.roles.taken(name)) throw alreadyExists(`Role with name ${name} already exists.`);
  if (state.roles.list().length >= MOST_ROLES) throw overQuota('RolesPerAccount', MOST_ROLES);
  const role: RoleRecord = {
    id: call.account.ids.id('AROA', 17), name, path, arn: arnOf(call.account, 'role', path, name), createdAt: call.now, description: input.Description, trust,
    maxSessionSeconds: checkSession(input.MaxSessionDuration ?? SHORTEST_SESSION),
    tags: addTags([], input.Tags), inline: new Map(), attached: [], boundary: checkBoundary(input.PermissionsBoundary, call.account),
  };
  state.roles.put(role, call.now);
  touchHolder(ROLE, role, call);
  return role;
}
function createRole(input: Given<CreateRoleCommandInput>, call: SimCall): { Role: Role } {
  if (isProtected({ path: checkPath(input.Path) }) && call.caller.type !== 'AWSService') throw invalidInput(`The path ${input.Path ?? '/'} is reserved for AWS.`);
  const role = makeRole(input, call);
  return { Role: { ...roleOut(role), ...boundedOut(role) } };
}

function listRoles(input: ListRolesCommandInput, call: SimCall): { Roles: Role[]; IsTruncated: boolean; Marker?: string } {
  const roles = iamState(call.account).roles.list().filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { items, rest } = pageOf(roles, ({ name }) => name, input, call);
  return { Roles: items.map(roleOut), ...rest };
}

function change(name: string, call: SimCall, replace: (role: RoleRecord) => RoleRecord): RoleRecord {
  const role = ROLE.find(name, call);
  ROLE.guard(role, call);
  const changed = replace(role);
  ROLE.replace(changed, call);
  touchHolder(ROLE, role, call);
  return changed;
}
function updateRole(input: Given<UpdateRoleCommandInput>, call: SimCall): Nothing {
  change(input.RoleName, call, (role) => ({
    ...role, description: input.Description ?? role.description, maxSessionSeconds: checkSession(input.MaxSessionDuration ?? role.maxSessionSeconds),
  }));
  return {};
}

function deleteRole(name: string, call: SimCall): Nothing {
  const state = iamState(call.account);
  const role = ROLE.find(name, call);
  ROLE.guard(role, call);
  if ([...state.instanceProfiles.values()].some(({ roleId }) => roleId === role.id)) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  state.roles.remove(role, call.now);
  touchHolder(ROLE, role, call);
  return {};
}
const retag = (name: string, call: SimCall, next: (tags: readonly Tag[]) => readonly Tag[]): Nothing => {
  change(name, call, (role) => ({ ...role, tags: next(role.tags) }));
  return {};
};

export function addRoles(iam: IamService): void {
  register(iam, CreateRoleCommand, createRole, { resources: onNew('role', 'RoleName') });
  register(iam, GetRoleCommand, ({ RoleName }, call) => {
    const role = ROLE.find(RoleName, call);
    return { Role: { ...roleOut(role), ...boundedOut(role), RoleLastUsed: lastUsedOut(role, iamState(call.account)) } };
  }, { resources: onRole });
  register(iam, ListRolesCommand, listRoles, { resources: onAll('role') });
  register(iam, UpdateRoleCommand, updateRole, { resources: onRole });
  register(iam, UpdateRoleDescriptionCommand, ({ RoleName, Description }, call) => ({ Role: roleOut(change(RoleName, call, (role) => ({ ...role, description: Description }))) }), { resources: onRole });
  register(iam, UpdateAssumeRolePolicyCommand, ({ RoleName, PolicyDocument }, call) => {
    change(RoleName, call, (role) => ({ ...role, trust: checkTrust(PolicyDocument, call) }));
    return {};
  }, { resources: onRole });
  register(iam, DeleteRoleCommand, ({ RoleName }, call) => deleteRole(RoleName, call), { resources: onRole });
  register(iam, TagRoleCommand, ({ RoleName, Tags }, call) => retag(RoleName, call, (tags) => addTags(tags, Tags)), { resources: onRole });
  register(iam, UntagRoleCommand, ({ RoleName, TagKeys }, call) => retag(RoleName, call, (tags) => removeTags(tags, TagKeys)), { resources: onRole });
  register(iam, ListRoleTagsCommand, (input, call) => {
    const { items, rest } = pageOf(ROLE.find(input.RoleName, call).tags, ({ Key }) => Key, input, call);
    return { Tags: items, ...rest };
  }, { resources: onRole });
}
