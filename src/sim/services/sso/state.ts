// What IAM Identity Center keeps in one Region: instances with permission sets and assignments, and each instance's users and groups.
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { rooms, roomsIn } from '../rooms.ts';

export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly created: Date;
  sessionDuration: string;
  inline: string;
  readonly managed: Set<string>;
  readonly own: Map<string, { readonly Name: string; readonly Path: string }>;
  boundary: string | undefined;
  /** Account → what of the set stands there. */
  readonly provisioned: Map<string, string>;
}
export interface Assignment { readonly accountId: string; readonly setArn: string; readonly principalType: 'USER' | 'GROUP'; readonly principalId: string }
export interface StoreUser { readonly id: string; readonly userName: string; readonly displayName: string | undefined; readonly email: string | undefined; readonly created: Date }
export interface StoreGroup { readonly id: string; readonly name: string; readonly description: string | undefined; readonly created: Date }
export interface Membership { readonly id: string; readonly groupId: string; readonly userId: string; readonly created: Date }
export interface Store { readonly id: string; readonly users: Map<string, StoreUser>; readonly groups: Map<string, StoreGroup>; readonly memberships: Map<string, Membership> }
export interface Instance {
  readonly arn: string;
  name: string | undefined;
  readonly created: Date;
  /** The organization's own, with permission sets; else an account instance. */
  readonly organization: boolean;
  readonly sets: Map<string, PermissionSet>;
  readonly assignments: Map<string, Assignment>;
  readonly store: Store;
  /** Ids of what was asked for → when it was done, and who is let in then. */
  readonly requests: Map<string, { readonly from: Date; readonly done: Date; readonly setArn: string; readonly assigns?: Assignment }>;
}
const newRoom = (): Map<string, Instance> => new Map();
export const ssoRoom = rooms('sso', newRoom);
export const ssoRooms = roomsIn<Map<string, Instance>>('sso');

export function instanceOf(call: SimCall, arn: string | undefined): Instance {
  const instance = ssoRoom(call).get(arn ?? '');
  if (!instance) throw new AwsError('ResourceNotFoundException', `Instance ${arn ?? ''} does not exist.`, 404);
  return instance;
}
/** Only the organization's instance has permission sets. */
export function withSets(call: SimCall, arn: string | undefined): Instance {
  const instance = instanceOf(call, arn);
  if (!instance.organization) throw new AwsError('ValidationException', 'The operation is not supported for this Identity Center instance.', 400);
  return instance;
}
export function setOf(call: SimCall, input: { readonly InstanceArn: string | undefined; readonly PermissionSetArn: string | undefined }): PermissionSet {
  const set = withSets(call, input.InstanceArn).sets.get(input.PermissionSetArn ?? '');
  if (!set) throw new AwsError('ResourceNotFoundException', `PermissionSet with ARN ${input.PermissionSetArn ?? ''} does not exist.`, 404);
  return set;
}
export function storeOf(call: SimCall, id: string | undefined): Store {
  const store = [...ssoRoom(call).values()].find((one) => one.store.id === id)?.store;
  if (!store) throw new AwsError('ResourceNotFoundException', `IdentityStore ${id ?? ''} not found.`, 400, { ResourceType: 'IDENTITY_STORE' });
  return store;
}
/** What of a set its accounts are given. */
export const contentOf = (set: PermissionSet): string => JSON.stringify([set.inline, [...set.managed].sort(), [...set.own.keys()].sort(), set.boundary ?? '', set.sessionDuration]);
export const badToken = (): AwsError => new AwsError('ValidationException', 'Invalid NextToken.', 400);
