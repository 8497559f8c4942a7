// An IAM user with everything that belongs to it: saved, then deleted completely. It is contained by `iam/user-session` and its keys.
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
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

export default defineKind<User>({
  id: 'iam/user', version: 1, title: say('IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, ...READS_USER, ...READS_CREDENTIALS],

  async *list(scan) {
    for (const detail of (await authorizationDetails(scan)).users) yield userOf(detail);
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 4, async (r) => {
      const detail = await readUser(client, r.name);
      const credentials = detail?.userId === r.uid ? await ifThere(credentialsOf(client, r.name)) : undefined;
      return detail && credentials && userOf(detail, credentials);
    });
  },

  traces: {
    ids: (user) => [user.name, user.userId, user.arn],
    created: ['iam:CreateUser'],
    changed: ['iam:UpdateUser', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup', 'iam:TagUser', 'iam:UntagUser'],
    concerns: (user, { request }) => request?.['userName'] === user.name || request?.['newUserName'] === user.name,
  },

  // Made before the event history begins, by nobody knows whom.
  judge: ({ arn, name }, { attributed, indicators, history = [] }) => attributed ?? (indicators.alone?.includes(arn) === true && !history.some((e) => e.event === 'iam:CreateUser')
    ? { verdict: 'suspicious', origin: 'created', because: say('Nobody but the stranger was seen acting as user {{user}}, and no event tells who made it.', { user: name }), techniques: ['T1136.003'] } : undefined),

  actions: {
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
