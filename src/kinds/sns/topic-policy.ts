// The access policy of a topic: whom of outside it lets in is taken out, and the last good text given back.
import { DeleteTopicCommand, GetTopicAttributesCommand, paginateListTopics, SetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { say } from '../../core/text.ts';
import type { Arn, Judgement } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, objectIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { overwritten } from '../standing.ts';
import { deleting, judgePolicy, policyActions, policyText, recallPolicy, withoutAdded, type ResourcePolicy, type ToldPolicy } from '../resource-policy.ts';

export interface TopicPolicy extends ResourcePolicy { readonly topicArn: Arn }

const policyOfTopic = (topicArn: Arn, region: string, policy: string): TopicPolicy => ({
  arn: ownArn('sns/topic-policy', region, topicArn, 'policy'), uid: `${topicArn}/policy`, name: topicArn.slice(topicArn.lastIndexOf(':') + 1), region, owner: topicArn, topicArn, accountId: topicArn.split(':')[4] ?? '', policy,
});
const read = async (client: SNSClient, TopicArn: string): Promise<string | undefined> => (await ifThere(client.send(new GetTopicAttributesCommand({ TopicArn }))))?.Attributes?.['Policy'];

const ACTIONS = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'];
/** What AWS gives a topic that is given none: its own account, by IAM. */
const everything = ({ topicArn, accountId }: TopicPolicy): string => JSON.stringify({
  Version: '2008-10-17', Id: '__default_policy_ID',
  Statement: [{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' }, Action: ACTIONS.map((a) => `SNS:${a}`), Resource: topicArn, Condition: { StringEquals: { 'AWS:SourceOwner': accountId } } }],
});
const thing = (r: TopicPolicy) => say('the SNS topic {{topic}}', { topic: r.name });
const topic = (r: TopicPolicy) => ({ TopicArn: r.topicArn });
/** AWS does not tell when a topic was made, and making it again changes nothing. */
function judge(r: TopicPolicy, context: JudgeContext): Judgement | undefined {
  const [first] = context.history ?? [];
  const own = first !== undefined && (!isForeign(first) || !isEvent(first, 'sns:CreateTopic'));
  return judgePolicy(r, { ...context, attributed: overwritten(context.attributed, own) }, ['T1537']);
}
const input = (r: TopicPolicy, AttributeValue: string) => ({ TopicArn: r.topicArn, AttributeName: 'Policy', AttributeValue });

const told = (r: TopicPolicy) => (event: HistoryEvent): ToldPolicy => {
  const { request } = event;
  if (isEvent(event, 'sns:SetTopicAttributes')) return policyText(request?.['attributeValue']);
  if (isEvent(event, 'sns:AddPermission', 'sns:RemovePermission')) return null;
  const attributes = objectIn(request?.['attributes']);
  return isEvent(event, 'sns:CreateTopic') ? policyText(attributes?.['Policy'] ?? attributes?.['policy']) ?? everything(r) : undefined;
};

export default defineKind<TopicPolicy>({
  id: 'sns/topic-policy', version: 1, title: say('Access policy of an SNS topic'), scope: 'regional', role: 'data',
  reads: ['sns:ListTopics', 'sns:GetTopicAttributes'],

  async *list(scan) {
    const client = await scan.aws.client('sns');
    const arns: string[] = [];
    for await (const page of paginateListTopics({ client }, {})) for (const { TopicArn } of page.Topics ?? []) if (TopicArn !== undefined) arns.push(TopicArn);
    const policies = await inParallel(arns, 8, async (arn) => {
      try { return await read(client, arn); } catch (error) { scan.gap('sns:GetTopicAttributes', error, arn); return undefined; }
    });
    for (const [i, arn] of arns.entries()) {
      const policy = policies[i];
      if (policy !== undefined) yield policyOfTopic(arn, scan.region, policy);
    }
  },
  async look(aws, rs) {
    const client = await aws.client('sns');
    return inParallel(rs, 8, async (r) => {
      const policy = r.uid === `${r.topicArn}/policy` ? await read(client, r.topicArn) : undefined;
      return policy === undefined ? undefined : policyOfTopic(r.topicArn, aws.region, policy);
    });
  },

  traces: {
    ids: (r) => [r.topicArn],
    created: ['sns:CreateTopic'],
    changed: ['sns:SetTopicAttributes', 'sns:AddPermission', 'sns:RemovePermission'],
    concerns: (_, { name, request }) => !name.endsWith('SetTopicAttributes') || request?.['attributeName'] === 'Policy',
  },
  recall: (r, history) => recallPolicy(history, told(r)) ?? withoutAdded(r, history, told(r), 'sns:AddPermission'),
  judge,

  actions: { ...policyActions<TopicPolicy>({
    thing,
    put: { operation: 'sns:SetTopicAttributes', input, send: async (aws, r, policy) => (await aws.client('sns')).send(new SetTopicAttributesCommand(input(r, policy))) },
    least: everything,
  }), eradicate: deleting(thing, 'sns:DeleteTopic', topic, async (aws, r) => (await aws.client('sns')).send(new DeleteTopicCommand(topic(r)))) },
});
