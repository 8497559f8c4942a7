// Names, paths, tags and ARNs: what IAM accepts.
import type { SimAccount } from '../../account.ts';
import { invalidInput, overQuota, validation } from './errors.ts';
import type { Status, Tag } from './records.ts';

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^\/(?:[\u0021-\u007e]+\/)?$/;
const MOST_TAGS = 50;

/** `member` is the parameter's name as the message has it: `userName`. */
export function checkName(name: string, member: string, longest = 64): string {
  if (!NAME.test(name)) throw validation(`The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`);
  if (name.length > longest) {
    throw validation(`1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`);
  }
  return name;
}
export function checkPath(path = '/'): string {
  if (!PATH.test(path) || path.length > 512) throw validation('The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.');
  return path;
}

/** `arnOf(account, 'user', '/team/', 'alice')` → `arn:aws:iam::111122223333:user/team/alice`. */
export const arnOf = (account: SimAccount, type: string, path: string, name: string): string => `arn:${account.partition}:iam::${account.id}:${type}${path}${name}`;
export const rootArn = (account: SimAccount): string => `arn:${account.partition}:iam::${account.id}:root`;

export type TagInput = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

/** The tags after these were added; a key keeps its place. */
export function addTags(tags: readonly Tag[], added: TagInput | undefined): readonly Tag[] {
  const given = (added ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const keys = given.map(({ Key }) => Key.toLowerCase());
  if (new Set(keys).size !== keys.length) throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if (keys.some((key) => key.startsWith('aws:'))) throw invalidInput('Tags that are prefixed with aws: are reserved for AWS use.');
  const all = [...tags.map((tag) => given.find(({ Key }) => Key === tag.Key) ?? tag), ...given.filter(({ Key }) => !tags.some((tag) => tag.Key === Key))];
  if (all.length > MOST_TAGS) throw overQuota('TagsPerResource', MOST_TAGS);
  return all;
}
export const removeTags = (tags: readonly Tag[], keys: readonly string[]): readonly Tag[] => tags.filter(({ Key }) => !keys.includes(Key));
/** Left out where there are none, as AWS does. */
export const tagsOut = (tags: readonly Tag[]): { readonly Tags?: Tag[] } => (tags.length === 0 ? {} : { Tags: [...tags] });

/** Of keys, certificates and other credentials. */
export function checkStatus(status: string): Status {
  if (status !== 'Active' && status !== 'Inactive') throw validation(`1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`);
  return status;
}
