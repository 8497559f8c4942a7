// Whose credentials an operation is about: the user it names, or the caller where AWS infers one.
import type { SimAccount, SimCall } from '../../account.ts';
import { notFound, validation } from './errors.ts';
import { rootArn } from './names.ts';
import type { UserRecord } from './records.ts';
import { iamState, type IamState } from './state.ts';

/** A user, or root (without a user record). `id` is what credentials are filed under. */
export interface Owner { readonly id: string; readonly arn: string; readonly name: string | undefined; readonly user: UserRecord | undefined }

export function userNamed(state: IamState, name: string): UserRecord {
  const user = state.users.byName(name);
  if (user === undefined) throw notFound('user', name);
  return user;
}
export const ownerOfUser = (user: UserRecord): Owner => ({ id: user.id, arn: user.arn, name: user.name, user });
export const rootOwner = (account: SimAccount): Owner => ({ id: account.id, arn: rootArn(account), name: undefined, user: undefined });

/** The named user; without a name the caller itself, which then must be a user or root. */
export function ownerOf(userName: string | undefined, call: SimCall): Owner {
  const state = iamState(call.account);
  if (userName !== undefined) return ownerOfUser(userNamed(state, userName));
  if (call.caller.type === 'Root') return rootOwner(call.account);
  const user = call.caller.type === 'IAMUser' ? state.users.byId(call.caller.principalId) : undefined;
  if (user === undefined) throw validation('Must specify userName when calling with non-User credentials');
  return ownerOfUser(user);
}

/** The owner of a credential; undefined for a user who is gone. */
export function ownerById(id: string, account: SimAccount): Owner | undefined {
  if (id === account.id) return rootOwner(account);
  const user = iamState(account).users.byId(id);
  return user && ownerOfUser(user);
}

export const touchUser = (call: SimCall, owner: Owner): void => { if (owner.name !== undefined) call.touch({ type: 'AWS::IAM::User', name: owner.name }); };
