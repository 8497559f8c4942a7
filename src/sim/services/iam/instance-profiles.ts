// Instance profiles: the envelope in which EC2 is given a role.
import {
  AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, DeleteInstanceProfileCommand, GetInstanceProfileCommand, ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand, RemoveRoleFromInstanceProfileCommand, type CreateInstanceProfileCommandInput, type InstanceProfile,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { alreadyExists, deleteConflict, noSuchEntity, overQuota } from './errors.ts';
import { ROLE } from './holders.ts';
import { addTags, arnOf, checkName, checkPath, tagsOut } from './names.ts';
import { pageOf, type PageInput } from './page.ts';
import type { InstanceProfileRecord, RoleRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onAll, onInstanceProfile, onNew, onRole } from './resources.ts';
import { roleOut } from './roles.ts';
import { iamState, type IamState } from './state.ts';

const touch = (call: SimCall, name: string): void => { call.touch({ type: 'AWS::IAM::InstanceProfile', name }); };
export function profileOut(profile: InstanceProfileRecord, state: IamState): InstanceProfile {
  const role = profile.roleId === undefined ? undefined : state.roles.byId(profile.roleId);
  return { Path: profile.path, InstanceProfileName: profile.name, InstanceProfileId: profile.id, Arn: profile.arn, CreateDate: profile.createdAt, Roles: role === undefined ? [] : [roleOut(role)] };
}
export const profilesOfRole = (role: RoleRecord, state: IamState): InstanceProfileRecord[] => [...state.instanceProfiles.values()].filter(({ roleId }) => roleId === role.id);

function profileNamed(name: string, call: SimCall): InstanceProfileRecord {
  const profile = iamState(call.account).instanceProfiles.get(name);
  if (profile === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

function create(input: Given<CreateInstanceProfileCommandInput>, call: SimCall): { InstanceProfile: InstanceProfile } {
  const state = iamState(call.account);
  const name = checkName(input.InstanceProfileName, 'instanceProfileName', 128);
  const path = checkPath(input.Path);
  if ([...state.instanceProfiles.keys()].some((one) => one.toLowerCase() === name.toLowerCase())) throw alreadyExists(`Instance Profile ${name} already exists.`);
  const profile: InstanceProfileRecord = {
    id: call.account.ids.id('AIPA', 17), name, path, arn: arnOf(call.account, 'instance-profile', path, name), createdAt: call.now, tags: addTags([], input.Tags), roleId: undefined,
  };
  state.instanceProfiles.set(name, profile);
  touch(call, name);
  return { InstanceProfile: { ...profileOut(profile, state), ...tagsOut(profile.tags) } };
}

interface Membership { readonly InstanceProfileName: string; readonly RoleName: string }
function addRole(input: Membership, call: SimCall): Nothing {
  const profile = profileNamed(input.InstanceProfileName, call);
  const role = ROLE.find(input.RoleName, call);
  ROLE.guard(role, call);
  if (profile.roleId !== undefined) throw overQuota('InstanceSessionsPerInstanceProfile', 1);
  iamState(call.account).instanceProfiles.set(profile.name, { ...profile, roleId: role.id });
  touch(call, profile.name);
  return {};
}
function removeRole(input: Membership, call: SimCall): Nothing {
  const profile = profileNamed(input.InstanceProfileName, call);
  const role = ROLE.find(input.RoleName, call);
  ROLE.guard(role, call);
  if (profile.roleId !== role.id) throw noSuchEntity(`Role ${role.name} in Instance Profile ${profile.name} cannot be found.`);
  iamState(call.account).instanceProfiles.set(profile.name, { ...profile, roleId: undefined });
  touch(call, profile.name);
  return {};
}

function list(profiles: readonly InstanceProfileRecord[], input: PageInput, call: SimCall): { InstanceProfiles: InstanceProfile[]; IsTruncated: boolean; Marker?: string } {
  const { items, rest } = pageOf(profiles, ({ name }) => name, input, call);
  return { InstanceProfiles: items.map((profile) => profileOut(profile, iamState(call.account))), ...rest };
}

export function addInstanceProfiles(iam: IamService): void {
  register(iam, CreateInstanceProfileCommand, create, { resources: onNew('instance-profile', 'InstanceProfileName') });
  register(iam, GetInstanceProfileCommand, ({ InstanceProfileName }, call) => {
    const profile = profileNamed(InstanceProfileName, call);
    return { InstanceProfile: { ...profileOut(profile, iamState(call.account)), ...tagsOut(profile.tags) } };
  }, { resources: onInstanceProfile });
  register(iam, ListInstanceProfilesCommand, (input, call) =>
    list([...iamState(call.account).instanceProfiles.values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/')), input, call), { resources: onAll('instance-profile') });
  register(iam, ListInstanceProfilesForRoleCommand, (input, call) => list(profilesOfRole(ROLE.find(input.RoleName, call), iamState(call.account)), input, call), { resources: onRole });
  register(iam, AddRoleToInstanceProfileCommand, addRole, { resources: onInstanceProfile });
  register(iam, RemoveRoleFromInstanceProfileCommand, removeRole, { resources: onInstanceProfile });
  register(iam, DeleteInstanceProfileCommand, ({ InstanceProfileName }, call) => {
    const profile = profileNamed(InstanceProfileName, call);
    if (profile.roleId !== undefined) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    iamState(call.account).instanceProfiles.delete(profile.name);
    touch(call, profile.name);
    return {};
  }, { resources: onInstanceProfile });
}
