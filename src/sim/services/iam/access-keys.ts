// Access keys of users and of root, and when they were last used.
import {
  CreateAccessKeyCommand, DeleteAccessKeyCommand, GetAccessKeyLastUsedCommand, ListAccessKeysCommand, UpdateAccessKeyCommand,
  type AccessKey, type AccessKeyLastUsed, type AccessKeyMetadata, type ListAccessKeysCommandInput, type UpdateAccessKeyCommandInput,
} from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { accessDenied, noSuchEntity, overQuota } from './errors.ts';
import { ownerById, ownerOf, touchUser, type Owner } from './owner.ts';
import { checkStatus } from './names.ts';
import { pageOf } from './page.ts';
import type { KeyRecord } from './records.ts';
import { register, type Given, type IamService, type Nothing } from './register.ts';
import { onUser } from './resources.ts';
import { iamState, type IamState } from './state.ts';

const MOST_KEYS = 2;

/** Oldest first. */
export function keysOf(ownerId: string, state: IamState): KeyRecord[] {
  return [...state.keys.current()].map(([, key]) => key).filter((key) => key.ownerId === ownerId).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
const keyOut = (key: KeyRecord, owner: Owner): AccessKeyMetadata =>
  ({ ...(owner.name === undefined ? {} : { UserName: owner.name }), AccessKeyId: key.id, Status: key.status, CreateDate: key.createdAt });

function keyOfOwner(id: string, owner: Owner, call: SimCall): KeyRecord {
  const key = iamState(call.account).keys.get(id);
  if (key === undefined || key.ownerId !== owner.id) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}
function touch(call: SimCall, owner: Owner, id: string): void {
  call.touch({ type: 'AWS::IAM::AccessKey', name: id });
  touchUser(call, owner);
}

function createAccessKey({ UserName }: { UserName?: string | undefined }, call: SimCall): { AccessKey: AccessKey } {
  const state = iamState(call.account);
  const owner = ownerOf(UserName, call);
  if (keysOf(owner.id, state).length >= MOST_KEYS) throw overQuota('AccessKeysPerUser', MOST_KEYS);
  const key: KeyRecord = {
    id: call.account.ids.id('AKIA', 16), secret: call.account.ids.secret(40), ownerId: owner.id, status: 'Active', createdAt: call.now, changedAt: call.now,
  };
  state.keys.set(key.id, key, call.now);
  touch(call, owner, key.id);
  return { AccessKey: { UserName: owner.name, AccessKeyId: key.id, Status: key.status, SecretAccessKey: key.secret, CreateDate: key.createdAt } };
}

function listAccessKeys(input: ListAccessKeysCommandInput, call: SimCall): { AccessKeyMetadata: AccessKeyMetadata[]; IsTruncated: boolean; Marker?: string } {
  const owner = ownerOf(input.UserName, call);
  const { items, rest } = pageOf(keysOf(owner.id, iamState(call.account)), ({ createdAt, id }) => `${createdAt.toISOString()} ${id}`, input, call);
  return { AccessKeyMetadata: items.map((key) => keyOut(key, owner)), ...rest };
}

function updateAccessKey(input: Given<UpdateAccessKeyCommandInput>, call: SimCall): Nothing {
  const owner = ownerOf(input.UserName, call);
  const key = keyOfOwner(input.AccessKeyId, owner, call);
  iamState(call.account).keys.set(key.id, { ...key, status: checkStatus(input.Status), changedAt: call.now }, call.now);
  touch(call, owner, key.id);
  return {};
}

function deleteAccessKey(userName: string | undefined, id: string, call: SimCall): Nothing {
  const state = iamState(call.account);
  const owner = ownerOf(userName, call);
  const key = keyOfOwner(id, owner, call);
  state.keys.delete(key.id, call.now);
  touch(call, owner, key.id);
  return {};
}

function lastUsed(id: string, call: SimCall): { UserName?: string; AccessKeyLastUsed: AccessKeyLastUsed } {
  const state = iamState(call.account);
  const key = state.keys.get(id);
  if (key === undefined) throw accessDenied(`User: ${call.caller.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`);
  const name = ownerById(key.ownerId, call.account)?.name;
  const use = state.keyUses.get(id);
  return {
    ...(name === undefined ? {} : { UserName: name }),
    AccessKeyLastUsed: use === undefined ? { ServiceName: 'N/A', Region: 'N/A' } : { LastUsedDate: use.at, ServiceName: use.service, Region: use.region },
  };
}

// Whoever asks for a key of another account is asked for leave on everything.
function onOwnerOfKey({ AccessKeyId }: { readonly AccessKeyId: string }, call: SimCall): string[] {
  const key = iamState(call.account).keys.get(AccessKeyId);
  return [(key && ownerById(key.ownerId, call.account)?.arn) ?? '*'];
}

export function addAccessKeys(iam: IamService): void {
  register(iam, CreateAccessKeyCommand, createAccessKey, { resources: onUser });
  register(iam, ListAccessKeysCommand, listAccessKeys, { resources: onUser });
  register(iam, UpdateAccessKeyCommand, updateAccessKey, { resources: onUser });
  register(iam, DeleteAccessKeyCommand, ({ UserName, AccessKeyId }, call) => deleteAccessKey(UserName, AccessKeyId, call), { resources: onUser });
  register(iam, GetAccessKeyLastUsedCommand, ({ AccessKeyId }, call) => lastUsed(AccessKeyId, call), { resources: onOwnerOfKey });
}
