// What users, groups and roles have in common when policies are put on them.
import type { SimCall } from '../../account.ts';
import { notFound, unmodifiable } from './errors.ts';
import type { Entities } from './entities.ts';
import type { GroupRecord, Holder, RoleRecord, UserRecord } from './records.ts';
import { iamState, type IamState } from './state.ts';

export interface HolderKind<T extends Holder> {
  readonly word: 'user' | 'group' | 'role';
  readonly type: 'AWS::IAM::User' | 'AWS::IAM::Group' | 'AWS::IAM::Role';
  /** Characters of all inline policies together, without white space. */
  readonly inlineQuota: number;
  readonly attachmentQuota: { readonly name: string; readonly most: number };
  find(name: string, call: SimCall): T;
  replace(record: T, call: SimCall): void;
  /** Throws UnmodifiableEntity for what only AWS may change. */
  guard(record: T, call: SimCall): void;
}

function kind<T extends Holder>(
  word: HolderKind<T>['word'], type: HolderKind<T>['type'], inlineQuota: number, quotaName: string, entities: (state: IamState) => Entities<T>,
  guard: HolderKind<T>['guard'] = () => undefined,
): HolderKind<T> {
  return {
    word, type, inlineQuota, attachmentQuota: { name: quotaName, most: 10 }, guard,
    find: (name, call) => {
      const record = entities(iamState(call.account)).byName(name);
      if (record === undefined) throw notFound(word, name);
      return record;
    },
    replace: (record, call) => { entities(iamState(call.account)).put(record, call.now); },
  };
}

/** Service-linked roles and those of IAM Identity Center. */
export const isProtected = ({ path }: { readonly path: string }): boolean => path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/');
function guardRole(role: RoleRecord, call: SimCall): void {
  if (isProtected(role) && call.caller.type !== 'AWSService') {
    throw unmodifiable(`Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`);
  }
}

export const USER: HolderKind<UserRecord> = kind('user', 'AWS::IAM::User', 2_048, 'PoliciesPerUser', ({ users }) => users);
export const GROUP: HolderKind<GroupRecord> = kind('group', 'AWS::IAM::Group', 5_120, 'PoliciesPerGroup', ({ groups }) => groups);
export const ROLE: HolderKind<RoleRecord> = kind('role', 'AWS::IAM::Role', 10_240, 'PoliciesPerRole', ({ roles }) => roles, guardRole);

export const touchHolder = <T extends Holder>(of: HolderKind<T>, holder: T, call: SimCall): void => { call.touch({ type: of.type, name: holder.name }); };
