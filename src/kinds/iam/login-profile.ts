// A user's console password. It cannot be switched off: a user who stays gets another one, a stranger's is deleted.
import { DeleteLoginProfileCommand, GetAccountPasswordPolicyCommand, SimulatePrincipalPolicyCommand, UpdateLoginProfileCommand, type IAMClient } from '@aws-sdk/client-iam';
import { failureOf } from '../../aws/errors.ts';
import { Secret } from '../../core/secret.ts';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
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
  /** May the user change it (iam:ChangePassword)? Asked when it is looked at; absent where IAM does not say. */
  readonly seen?: { readonly mayChange: boolean };
}

/** Whoever must change a password and may not is locked out. The account's password policy lets all of them, but for whom a policy forbids it (AWS's quarantine does). */
async function mayChange(client: IAMClient, user: Arn): Promise<boolean | undefined> {
  try {
    const { EvaluationResults: [result] = [] } = await client.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: user, ActionNames: ['iam:ChangePassword'], ResourceArns: [user] }));
    if (result?.EvalDecision !== 'implicitDeny') return result && result.EvalDecision === 'allowed';
    return (await ifThere(client.send(new GetAccountPasswordPolicyCommand({}))))?.PasswordPolicy?.AllowUsersToChangePassword === true;
  } catch (error) {
    if (failureOf(error).class === 'denied' || failureOf(error).class === 'not-found') return undefined;
    throw error;
  }
}
const isKept = (profile: LoginProfile): boolean => profile.seen?.mayChange === false;

const profileOf = (owner: string, userName: string, { createdAt, resetRequired }: PasswordDetail): LoginProfile => ({
  arn: ownArn('iam/login-profile', 'aws-global', userName, 'password'), uid: `${owner}/password@${createdAt}`, name: userName, region: 'aws-global', owner, createdAt, userName, resetRequired,
});

export default defineKind<LoginProfile>({
  id: 'iam/login-profile', version: 1, title: say('Console password'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetLoginProfile', 'iam:GetAccountPasswordPolicy', 'iam:SimulatePrincipalPolicy'],

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
      if (now?.uid !== r.uid) return undefined;
      const may = await mayChange(client, r.owner ?? '');
      return may === undefined ? now : { ...now, seen: { mayChange: may } };
    });
  },

  traces: {
    ids: (profile) => [profile.userName, profile.owner ?? ''],
    created: ['iam:CreateLoginProfile'],
    changed: ['iam:UpdateLoginProfile', 'iam:ChangePassword'],
    // Whoever signed in with it knows it.
    used: ['signin:ConsoleLogin'],
    concerns: (profile, { request, response, principal }) => (request?.['userName'] ?? undefined) === profile.userName || (request === null && principal === profile.owner && response?.['ConsoleLogin'] !== 'Failure'),
  },

  actions: {
    replace: {
      operations: ['iam:UpdateLoginProfile'],
      title: (profile) => (isKept(profile) ? say('Give user {{user}} a new console password', { user: profile.userName }) : say('Give user {{user}} a new console password, to be changed at the next sign-in', { user: profile.userName })),
      breaks: (profile) => (isKept(profile)
        ? say('User {{user}} can sign in only with the new password, and is not allowed to change it (iam:ChangePassword): told to do so at the next sign-in, the user would be locked out. Sessions that are open stay open.', { user: profile.userName })
        : say('User {{user}} can sign in only with the new password, and must be allowed to change it (iam:ChangePassword). Sessions that are open stay open.', { user: profile.userName })),
      cuts: (profile) => [profile.owner ?? ''],
      calls: (profile) => [globalCall('iam:UpdateLoginProfile', { UserName: profile.userName, Password: '‹new password›', PasswordResetRequired: !isKept(profile) })],
      done: (now, { made }) => now !== undefined && made['handed-over'] !== undefined,
      // After a crash before the hand-over nobody knows the password, so another one is set.
      apply: async (aws, profile, deed) => {
        if (deed.made['handed-over'] !== undefined) return;
        const client = await aws.client('iam');
        const password = newPassword(await passwordLength(client));
        await patiently(deed, () => client.send(new UpdateLoginProfileCommand({ UserName: profile.userName, Password: password, PasswordResetRequired: !isKept(profile) })));
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
