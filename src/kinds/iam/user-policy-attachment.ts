// A managed policy attached to a user: detached, and attached again. AWS's quarantine is a kind of its own and never touched here.
import { AttachUserPolicyCommand, DetachUserPolicyCommand, paginateListAttachedUserPolicies } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import type { User } from './user.ts';
import { attachedActions, judgeAttached, placeOf, policyIn, recallAttached } from './parts/attaching.ts';
import { authorizationDetails, attachedOf, READS_DETAILS, type ManagedPolicy } from './parts/authorization-details.ts';
import { awsDenyAll, partitionOf } from './parts/deny-policies.ts';
import { all } from './parts/principal-reads.ts';
import { isQuarantineArn } from './parts/quarantine-name.ts';
import { userIds } from './parts/user-ids.ts';

export interface UserPolicyAttachment extends Resource {
  readonly userName: string;
  readonly userId: string;
  readonly policyArn: Arn;
}
const OFF = 'iam:DetachUserPolicy';

const attachmentOf = (user: { readonly arn: Arn; readonly userName: string; readonly userId: string }, policy: ManagedPolicy): UserPolicyAttachment => ({
  arn: ownArn('iam/user-policy-attachment', 'aws-global', user.userName, policy.arn), uid: `${user.userId}/${policy.arn}`, name: policy.name, region: 'aws-global', owner: user.arn,
  userName: user.userName, userId: user.userId, policyArn: policy.arn,
});
const named = (attachment: UserPolicyAttachment) => ({ UserName: attachment.userName, PolicyArn: attachment.policyArn });
const isOrdinary = ({ arn }: ManagedPolicy): boolean => !isQuarantineArn(arn) && arn !== awsDenyAll(partitionOf(arn));

export default defineKind<UserPolicyAttachment>({
  id: 'iam/user-policy-attachment', version: 1, title: say('Managed policy attached to an IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetUser', 'iam:ListAttachedUserPolicies'],

  async *list(scan) {
    for (const user of (await authorizationDetails(scan)).users) {
      for (const policy of user.attached.filter(isOrdinary)) yield attachmentOf(user, policy);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const ids = await userIds(aws, rs.map((r) => r.userName));
    const attached = new Map(await inParallel([...ids.keys()], 8, async (name) =>
      [name, attachedOf(await ifThere(all(paginateListAttachedUserPolicies({ client }, { UserName: name }), (page) => page.AttachedPolicies)))] as const));
    return rs.map((r) => {
      const found = attached.get(r.userName)?.find((p) => p.arn === r.policyArn);
      if (ids.get(r.userName) !== r.userId) return undefined;
      return found ? attachmentOf({ arn: r.owner ?? '', userName: r.userName, userId: r.userId }, found) : placeOf(r);
    });
  },

  traces: {
    ids: (attachment) => [attachment.policyArn],
    created: ['iam:AttachUserPolicy'],
    changed: [OFF],
    concerns: (attachment, { request }) => request?.['userName'] === attachment.userName && request['policyArn'] === attachment.policyArn,
  },

  taken: { by: OFF, place: ({ userName, policyArn }, find) => { const user = find('iam/user', userName) as User | undefined, policy = policyIn(policyArn); return user && policy && attachmentOf(user, policy); } },
  judge: (r, context) => judgeAttached(r, context, OFF),
  recall: (_, history) => recallAttached(history, OFF),

  actions: attachedActions<UserPolicyAttachment>({
    on: { operation: 'iam:AttachUserPolicy', send: (client, r) => client.send(new AttachUserPolicyCommand(named(r))) },
    off: { operation: OFF, send: (client, r) => client.send(new DetachUserPolicyCommand(named(r))) },
    named, from: (r) => r.userName,
    title: (r) => say('Detach the policy {{policy}} from user {{user}}', { policy: r.name, user: r.userName }),
    breaks: (r) => say('User {{user}} may no longer do what only this policy allows.', { user: r.userName }),
    cuts: (r) => [r.owner ?? ''],
  }),
});
