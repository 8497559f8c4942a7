// The ARNs that IAM's operations are authorized on. A thing that does not exist is asked for under the path `/`.
import type { SimCall } from '../../account.ts';
import { arnOf } from './names.ts';
import { iamState } from './state.ts';

interface ByUser { readonly UserName?: string | undefined }
interface ByGroup { readonly GroupName: string }
interface ByRole { readonly RoleName: string }

export const onUser = ({ UserName }: ByUser, call: SimCall): string[] =>
  [UserName === undefined ? call.caller.arn : iamState(call.account).users.byName(UserName)?.arn ?? arnOf(call.account, 'user', '/', UserName)];
export const onGroup = ({ GroupName }: ByGroup, call: SimCall): string[] =>
  [iamState(call.account).groups.byName(GroupName)?.arn ?? arnOf(call.account, 'group', '/', GroupName)];
export const onRole = ({ RoleName }: ByRole, call: SimCall): string[] =>
  [iamState(call.account).roles.byName(RoleName)?.arn ?? arnOf(call.account, 'role', '/', RoleName)];
export const onPolicy = ({ PolicyArn }: { readonly PolicyArn: string }): string[] => [PolicyArn];
export const onInstanceProfile = ({ InstanceProfileName }: { readonly InstanceProfileName: string }, call: SimCall): string[] =>
  [iamState(call.account).instanceProfiles.get(InstanceProfileName)?.arn ?? arnOf(call.account, 'instance-profile', '/', InstanceProfileName)];

/** Of lists: everything of a type under a path. */
export const onAll = (type: string) => ({ PathPrefix = '/' }: { readonly PathPrefix?: string | undefined }, call: SimCall): string[] => [arnOf(call.account, type, PathPrefix, '')];

/** Of things that are about to be made: the path is in the input. */
export const onNew = <K extends string>(type: string, member: K) => (input: { readonly Path?: string | undefined } & { readonly [key in K]: string }, call: SimCall): string[] =>
  [arnOf(call.account, type, input.Path ?? '/', input[member])];
