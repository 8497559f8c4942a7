// A subscription to a topic: ended, so that what is published no longer goes there.
import { GetSubscriptionAttributesCommand, paginateListSubscriptions, paginateListSubscriptionsByTopic, SubscribeCommand, UnsubscribeCommand, type SNSClient, type Subscription as Listed } from '@aws-sdk/client-sns';
import { say } from '../../core/text.ts';
import type { Arn, Call, Json, Resource } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';

export interface Subscription extends Resource {
  readonly topicArn: Arn;
  /** `email`, `https`, `sqs`, `lambda`, `sms` … */
  readonly protocol: string;
  readonly endpoint: string;
  /** AWS's ARN of it, which another subscription of the same endpoint has anew; '' until the endpoint has confirmed. */
  readonly seen: { readonly subscriptionArn: string };
}

function subscriptionOf(s: Listed, region: string): Subscription {
  const { TopicArn: topicArn = '', Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn = '' } = s;
  const arn = ownArn('sns/subscription', region, topicArn, `${protocol}/${endpoint}`);
  return { arn, uid: arn, name: endpoint, region, owner: topicArn, topicArn, protocol, endpoint, seen: { subscriptionArn: SubscriptionArn.startsWith('arn:') ? SubscriptionArn : '' } };
}
async function ofTopic(client: SNSClient, TopicArn: string, region: string): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) found.push(...(page.Subscriptions ?? []).map((s) => subscriptionOf(s, region)));
  return found;
}
const topicName = (r: Subscription): string => r.topicArn.slice(r.topicArn.lastIndexOf(':') + 1);
const values = (r: Subscription) => ({ endpoint: r.endpoint, protocol: r.protocol, topic: topicName(r), region: r.region });

/** What can be set again when it is given back. */
const SETTABLE = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy', 'SubscriptionRoleArn'];
const settableOf = (attributes: Readonly<Record<string, string>> | undefined): Record<string, string> => Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => SETTABLE.includes(name)));
const again = (r: Subscription, made: Readonly<Record<string, string>>) => ({ TopicArn: r.topicArn, Protocol: r.protocol, Endpoint: r.endpoint, Attributes: JSON.parse(made['attributes'] ?? '{}') as Record<string, string> });
const call = (r: Subscription, operation: Call['operation'], input: Call['input']): Call => ({ operation, region: r.region, input });

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const isEndpoint = (told: Json | undefined, r: Subscription): boolean => told === r.endpoint || told === HIDDEN || told === undefined;
/** The account of a queue, function or stream that is told. */
const accountOf = (endpoint: string): string | undefined => (endpoint.startsWith('arn:') ? endpoint.split(':')[4] : undefined);

export default defineKind<Subscription>({
  id: 'sns/subscription', version: 1, title: say('SNS subscription'), scope: 'regional', role: 'data',
  reads: ['sns:ListSubscriptions', 'sns:ListSubscriptionsByTopic'],

  async *list({ aws, region }) {
    const client = await aws.client('sns');
    for await (const page of paginateListSubscriptions({ client }, {})) yield* (page.Subscriptions ?? []).map((s) => subscriptionOf(s, region));
  },
  async look(aws, rs) {
    const client = await aws.client('sns');
    const topics = [...new Set(rs.map((r) => r.topicArn))];
    const found = (await inParallel(topics, 4, async (arn) => await ifThere(ofTopic(client, arn, aws.region)) ?? [])).flat();
    const now = new Map(found.map((s) => [s.uid, s]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.topicArn, ...(r.seen.subscriptionArn === '' ? [] : [r.seen.subscriptionArn])],
    created: ['sns:Subscribe', 'sns:ConfirmSubscription'],
    changed: ['sns:SetSubscriptionAttributes'],
    concerns: (r, { request, response }) => [response?.['subscriptionArn'], request?.['subscriptionArn']].some((arn) => arn !== undefined && arn === r.seen.subscriptionArn)
      || (request?.['topicArn'] === r.topicArn && request['protocol'] === r.protocol && isEndpoint(request['endpoint'], r)),
  },
  judge: (r, context) => {
    const account = accountOf(r.endpoint);
    return judged(context, ['T1537'], account !== undefined && account !== '' && account !== context.accountId ? say('What the topic publishes goes to another account: {{endpoint}}.', { endpoint: r.endpoint }) : undefined);
  },

  actions: {
    contain: {
      operations: ['sns:Unsubscribe', 'sns:Subscribe'], reads: ['sns:GetSubscriptionAttributes'],
      title: (r) => say('End the subscription of {{endpoint}} ({{protocol}}) to the SNS topic {{topic}} in {{region}}', values(r)),
      breaks: (r) => say('{{endpoint}} is no longer told what {{topic}} publishes. Given back, an e-mail address or a web address must confirm again.', values(r)),
      impossible: (r) => (r.seen.subscriptionArn === '' ? say('{{endpoint}} has not confirmed the subscription, so nothing goes there and nobody can end it. AWS forgets it after two days.', values(r)) : undefined),
      calls: (r) => [call(r, 'sns:Unsubscribe', { SubscriptionArn: r.seen.subscriptionArn })],
      undoCalls: (before, made) => [call(before, 'sns:Subscribe', again(before, made))],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('sns');
        const SubscriptionArn = r.seen.subscriptionArn;
        if (deed.made['attributes'] === undefined) {
          const found = await ifThere(client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })));
          await deed.making('attributes', JSON.stringify(settableOf(found?.Attributes)));
        }
        await client.send(new UnsubscribeCommand({ SubscriptionArn }));
      },
      undo: async (aws, before, made) => { await (await aws.client('sns')).send(new SubscribeCommand(again(before, made))); },
      undoReopens: true,
    },
  },
});
