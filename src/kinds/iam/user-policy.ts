// An inline policy of a user: taken away, or given back its last good text.
import { DeleteUserPolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { textIn } from '../recalling.ts';
import { absent, inlineActions, judgeInline, recallInline, type InlinePolicyOf } from './parts/inline-actions.ts';
import { authorizationDetails, READS_DETAILS } from './parts/authorization-details.ts';
import { DENY_ALL_NAME, DENY_OLDER_NAME } from './parts/deny-policies.ts';
import { userPolicy } from './parts/principal-reads.ts';
import { LEGACY_QUARANTINE } from './parts/quarantine-name.ts';
import { userIds } from './parts/user-ids.ts';
import type { User } from './user.ts';

export interface UserPolicy extends InlinePolicyOf {
  readonly userName: string;
  readonly userId: string;
}
/** Policies that are kinds of their own: the quarantine, and what contains a user's sessions. */
const ELSEWHERE: readonly string[] = [LEGACY_QUARANTINE, DENY_ALL_NAME, DENY_OLDER_NAME];

const policyOf = (user: { readonly arn: string; readonly userName: string; readonly userId: string }, name: string, document: string | null): UserPolicy => ({
  arn: ownArn('iam/user-policy', 'aws-global', user.userName, name), uid: `${user.userId}/${name}`, name, region: 'aws-global', owner: user.arn, userName: user.userName, userId: user.userId, document,
});
const named = (policy: UserPolicy) => ({ UserName: policy.userName, PolicyName: policy.name });

export default defineKind<UserPolicy>({
  id: 'iam/user-policy', version: 1, title: say('Inline policy of an IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetUser', 'iam:GetUserPolicy'],

  async *list(scan) {
    for (const user of (await authorizationDetails(scan)).users) {
      for (const { name, document } of user.inline) {
        if (!ELSEWHERE.includes(name)) yield policyOf(user, name, document);
      }
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const ids = await userIds(aws, rs.map((r) => r.userName));
    return inParallel(rs, 8, async (r) => {
      const document = ids.get(r.userName) === r.userId ? await userPolicy(client, r.userName, r.name) ?? absent(r) : undefined;
      return document === undefined ? undefined : policyOf({ arn: r.owner ?? '', userName: r.userName, userId: r.userId }, r.name, document);
    });
  },

  traces: {
    ids: (policy) => [policy.name],
    created: ['iam:PutUserPolicy'],
    changed: ['iam:DeleteUserPolicy'],
    concerns: (policy, { request }) => request?.['userName'] === policy.userName && request['policyName'] === policy.name,
  },

  taken: { by: 'iam:DeleteUserPolicy', place: ({ userName, policyName }, find) => { const user = find('iam/user', userName) as User | undefined, name = textIn(policyName); return user && name !== undefined && !ELSEWHERE.includes(name) ? policyOf(user, name, null) : undefined; } },
  judge: (policy, context) => judgeInline(policy, context),
  recall: (policy, history) => recallInline(policy, history),

  actions: inlineActions<UserPolicy>({
    put: { operation: 'iam:PutUserPolicy', send: (client, policy, PolicyDocument) => client.send(new PutUserPolicyCommand({ ...named(policy), PolicyDocument })) },
    remove: { operation: 'iam:DeleteUserPolicy', send: (client, policy) => client.send(new DeleteUserPolicyCommand(named(policy))) },
    named, whose: (policy) => policy.userName,
    title: (policy) => say('Take the inline policy {{policy}} away from user {{user}}', { policy: policy.name, user: policy.userName }),
    breaks: (policy) => say('User {{user}} may no longer do what only this policy allows.', { user: policy.userName }),
    cuts: (policy) => [policy.owner ?? ''],
  }),
});
