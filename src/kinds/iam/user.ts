// An IAM user with everything that belongs to it: saved, then deleted completely. It is contained by `iam/user-session` and its keys.
import { UpdateUserCommand } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, globalCall, irreversible, nothingToUndo, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isForeign, objectIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { authorizationDetails, READS_DETAILS, type UserDetail } from './parts/authorization-details.ts';
import { READS_USER, readUser } from './parts/principal-reads.ts';
import { credentialsOf, READS_CREDENTIALS, type UserCredentials } from './parts/user-credentials.ts';
import { keepUser, READS_EVIDENCE } from './parts/user-evidence.ts';
import { deleteUser, deletionCalls, DELETION_OPERATIONS } from './parts/user-deletion.ts';

export interface User extends Resource, Omit<UserDetail, 'arn' | 'createdAt'> {
  /** Keys, password, devices and the rest. Six reads a user: not listed, asked when it is looked at. */
  readonly credentials?: UserCredentials;
}

const userOf = (detail: UserDetail, credentials?: UserCredentials): User => ({ ...detail, uid: detail.userId, name: detail.userName, region: 'aws-global', ...(credentials ? { credentials } : {}) });

const RENAME = 'iam:UpdateUser';
interface Named { readonly UserName: string; readonly Path: string }
const named = ({ name, arn }: User): Named => ({ UserName: name, Path: arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1) });
const aimOf = (user: User): Named => ({ UserName: textIn(user.aim?.['name']) ?? user.name, Path: textIn(user.aim?.['path']) ?? named(user).Path });
const renaming = (from: Named, to: Named): { UserName: string; NewUserName?: string; NewPath?: string } => ({ UserName: from.UserName, ...(to.UserName === from.UserName ? {} : { NewUserName: to.UserName }), ...(to.Path === from.Path ? {} : { NewPath: to.Path }) });
/** It may have that name already. */
async function rename(aws: ChangeAws, from: Named, to: Named): Promise<void> { if (!isSame(from, to)) await ifThere((await aws.client('iam')).send(new UpdateUserCommand(renaming(from, to)))); }
const isSame = (from: Named, to: Named): boolean => Object.keys(renaming(from, to)).length === 1;

/** Its name and path before a stranger's hand. */
function recallName(history: readonly HistoryEvent[]): JsonObject | undefined {
  let path: string | undefined, aim: JsonObject | undefined;
  for (const { event, by, request, ...e } of history) {
    const to = textIn(request?.['newPath']);
    if (event === 'iam:CreateUser') path = textIn(request?.['path']) ?? '/';
    if (event !== RENAME) continue;
    if (isForeign({ event, by, request, ...e })) aim ??= { name: request?.['userName'] ?? null, ...(to !== undefined && path !== undefined ? { path } : {}) };
    else [aim, path] = [undefined, to ?? path];
  }
  return aim;
}

export default defineKind<User>({
  id: 'iam/user', version: 1, title: say('IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, ...READS_USER, ...READS_CREDENTIALS],

  async *list(scan) {
    for (const detail of (await authorizationDetails(scan)).users) yield userOf(detail);
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 4, async (r) => {
      const name = textIn(r.aim?.['name']), back = name === undefined ? undefined : await readUser(client, name);
      const detail = back?.userId === r.uid ? back : await readUser(client, r.name);
      const credentials = detail?.userId === r.uid ? await ifThere(credentialsOf(client, detail.userName)) : undefined;
      return detail && credentials && userOf(detail, credentials);
    });
  },

  traces: {
    ids: (user) => [user.name, user.userId, user.arn],
    created: ['iam:CreateUser'],
    changed: ['iam:UpdateUser', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup', 'iam:TagUser', 'iam:UntagUser'],
    // A user that was renamed since was made under another name.
    concerns: (user, { request, response }) => request?.['userName'] === user.name || request?.['newUserName'] === user.name || objectIn(response?.['user'])?.['userId'] === user.userId,
  },

  // Made before the event history begins, by nobody knows whom.
  judge: ({ arn, name }, { attributed, indicators, history = [] }) => attributed ?? (indicators.alone?.includes(arn) === true && !history.some((e) => e.event === 'iam:CreateUser')
    ? { verdict: 'suspicious', origin: 'created', because: say('Nobody but the stranger was seen acting as user {{user}}, and no event tells who made it.', { user: name }), techniques: ['T1136.003'] } : undefined),

  recall: (_, history) => recallName(history),

  actions: {
    recover: {
      operations: [RENAME],
      title: (user) => givingBackTitle(say('IAM user'), aimOf(user).UserName, user.region),
      calls: (user) => [globalCall(RENAME, renaming(named(user), aimOf(user)))],
      undoCalls: (before) => [globalCall(RENAME, renaming(aimOf(before), named(before)))],
      done: (now) => now !== undefined && isSame(named(now), aimOf(now)),
      apply: (aws, user) => rename(aws, named(user), aimOf(user)),
      undo: (aws, before) => rename(aws, aimOf(before), named(before)),
      undoReopens: true,
    },
    preserve: {
      operations: [], reads: READS_EVIDENCE,
      title: (user) => say('Save user {{user}} as it is: credentials\' data, policies, groups, boundary, tags', { user: user.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: (aws, user, deed) => keepUser(aws, user.name, `user-${user.name}.json`, deed),
      undo: nothingToUndo,
    },
    eradicate: {
      operations: DELETION_OPERATIONS,
      title: (user) => say('Delete user {{user}} with everything that belongs to it', { user: user.name }),
      destroys: ({ credentials: has, ...user }) => say('Access keys: {{keys}}. Passwords: {{passwords}}. MFA devices: {{devices}}. Other credentials: {{more}}. Policies: {{policies}}. Group memberships: {{groups}}.', {
        keys: has?.keys.length ?? 0, passwords: has?.password ? 1 : 0, devices: has?.devices.length ?? 0,
        more: (has?.certificates.length ?? 0) + (has?.sshKeys.length ?? 0) + (has?.serviceCredentials.length ?? 0), policies: user.inline.length + user.attached.length, groups: user.groups.length,
      }),
      cuts: (user) => [user.arn, ...(user.credentials?.keys ?? []).map((key) => key.id)],
      calls: deletionCalls,
      done: (now) => now === undefined,
      apply: deleteUser,
      undo: irreversible(say('AWS does not give a deleted user back. One made anew under this name has another id and other credentials.')),
    },
  },
});
