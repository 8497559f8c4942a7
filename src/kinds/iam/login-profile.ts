// A user's console password. It cannot be switched off: a user who stays gets another one, a stranger's is deleted.
import { DeleteLoginProfileCommand, UpdateLoginProfileCommand } from '@aws-sdk/client-iam';
import { Secret } from '../../core/secret.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { newPassword, passwordLength } from './parts/new-password.ts';
import { ofEachUser, passwordOf, type PasswordDetail } from './parts/user-credentials.ts';

export interface LoginProfile extends Resource {
  readonly userName: string;
  /** True until the user has chosen a password of their own. */
  readonly resetRequired: boolean;
}

const profileOf = (owner: string, userName: string, { createdAt, resetRequired }: PasswordDetail): LoginProfile => ({
  arn: ownArn('iam/login-profile', 'aws-global', userName, 'password'), uid: `${owner}/password@${createdAt}`, name: userName, region: 'aws-global', owner, createdAt, userName, resetRequired,
});

export default defineKind<LoginProfile>({
  id: 'iam/login-profile', version: 1, title: say('Console password'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetLoginProfile'],

  async *list(scan) {
    for (const { user, has } of await ofEachUser(scan, 'iam:GetLoginProfile', passwordOf)) {
      if (has) yield profileOf(user.arn, user.userName, has);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, async (r) => {
      const found = await passwordOf(client, r.userName);
      const now = found && profileOf(r.owner ?? '', r.userName, found);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (profile) => [profile.userName, profile.owner ?? ''],
    created: ['iam:CreateLoginProfile'],
    changed: ['iam:UpdateLoginProfile', 'iam:ChangePassword'],
    concerns: (profile, { request }) => request?.['userName'] === profile.userName,
  },

  actions: {
    replace: {
      operations: ['iam:UpdateLoginProfile'], reads: ['iam:GetAccountPasswordPolicy'],
      title: (profile) => say('Give user {{user}} a new console password, to be changed at the next sign-in', { user: profile.userName }),
      breaks: (profile) => say('User {{user}} can sign in only with the new password, and must be allowed to change it (iam:ChangePassword). Sessions that are open stay open.', { user: profile.userName }),
      cuts: (profile) => [profile.owner ?? ''],
      calls: (profile) => [globalCall('iam:UpdateLoginProfile', { UserName: profile.userName, Password: '‹new password›', PasswordResetRequired: true })],
      done: (now, { made }) => now !== undefined && made['handed-over'] !== undefined,
      // After a crash before the hand-over nobody knows the password, so another one is set.
      apply: async (aws, profile, deed) => {
        if (deed.made['handed-over'] !== undefined) return;
        const client = await aws.client('iam');
        const password = newPassword(await passwordLength(client));
        await patiently(deed, () => client.send(new UpdateLoginProfileCommand({ UserName: profile.userName, Password: password, PasswordResetRequired: true })));
        await deed.handOver(new Secret(say('New console password of user {{user}}', { user: profile.userName }), `password-${profile.userName}`, { userName: profile.userName, password }));
      },
      undo: irreversible(say('AWS shows nobody the old password, so it cannot be set again.')),
    },
    eradicate: {
      operations: ['iam:DeleteLoginProfile'],
      title: (profile) => say('Delete the console password of user {{user}}', { user: profile.userName }),
      breaks: (profile) => say('User {{user}} can no longer sign in to the console. Sessions that are open stay open.', { user: profile.userName }),
      cuts: (profile) => [profile.owner ?? ''],
      calls: (profile) => [globalCall('iam:DeleteLoginProfile', { UserName: profile.userName })],
      done: (now) => now === undefined,
      apply: async (aws, profile, deed) => {
        const client = await aws.client('iam');
        await patiently(deed, () => ifThere(client.send(new DeleteLoginProfileCommand({ UserName: profile.userName }))));
      },
      undo: irreversible(say('AWS shows nobody the password, so it cannot be given back; a new one can be made.')),
    },
  },
});
