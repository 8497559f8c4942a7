// Who is told of what a topic publishes.
import {
  GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, ListSubscriptionsCommand, SubscribeCommand, UnsubscribeCommand,
  type GetSubscriptionAttributesCommandInput, type ListSubscriptionsByTopicCommandInput, type ListSubscriptionsCommandInput, type SubscribeCommandInput, type Subscription as Listed, type UnsubscribeCommandInput,
} from '@aws-sdk/client-sns';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { invalid, roomOf, topicArn, topicOf, type SnsService, type Subscription } from './state.ts';

const AT_ONCE = new Set(['lambda', 'sqs', 'firehose', 'sms', 'application']);
const TWO_DAYS = 48 * 3_600_000;
const PENDING = 'PendingConfirmation';

function subscribe({ TopicArn, Protocol = '', Endpoint = '', Attributes, ReturnSubscriptionArn }: SubscribeCommandInput, call: SimCall): { SubscriptionArn: string } {
  const topic = topicOf(call, TopicArn);
  const { subscriptions } = roomOf(call);
  const known = [...subscriptions.values()].find((s) => s.topicArn === topic.arn && s.protocol === Protocol && s.endpoint === Endpoint);
  const made: Subscription = known ?? { arn: `${topic.arn}:${call.account.ids.uuid()}`, topicArn: topic.arn, protocol: Protocol, endpoint: Endpoint, attributes: new Map(Object.entries(Attributes ?? {})), confirmed: AT_ONCE.has(Protocol) };
  subscriptions.set(made.arn, made);
  if (!made.confirmed) call.account.schedule(new Date(call.now.getTime() + TWO_DAYS), () => { if (!made.confirmed) subscriptions.delete(made.arn); });
  return { SubscriptionArn: made.confirmed || ReturnSubscriptionArn === true ? made.arn : 'pending confirmation' };
}

const shown = (call: SimCall) => (s: Subscription): Listed => ({ SubscriptionArn: s.confirmed ? s.arn : PENDING, Owner: call.account.id, Protocol: s.protocol, Endpoint: s.endpoint, TopicArn: s.topicArn });
function paged(all: readonly Subscription[], token: string | undefined, call: SimCall): { Subscriptions: Listed[]; NextToken?: string } {
  const { page, next } = listing(all, { token }, call, () => invalid('NextToken'));
  return { Subscriptions: page.map(shown(call)), ...(next === undefined ? {} : { NextToken: next }) };
}
const list = (input: ListSubscriptionsCommandInput, call: SimCall) => paged([...roomOf(call).subscriptions.values()], input.NextToken, call);
function ofTopic(input: ListSubscriptionsByTopicCommandInput, call: SimCall) {
  const topic = topicOf(call, input.TopicArn);
  return paged([...roomOf(call).subscriptions.values()].filter((s) => s.topicArn === topic.arn), input.NextToken, call);
}

function get(input: GetSubscriptionAttributesCommandInput, call: SimCall): { Attributes: Record<string, string> } {
  const one = roomOf(call).subscriptions.get(input.SubscriptionArn ?? '');
  if (!one) throw new AwsError('NotFoundException', 'Subscription does not exist', 404);
  return { Attributes: { SubscriptionArn: one.arn, TopicArn: one.topicArn, Owner: call.account.id, Protocol: one.protocol, Endpoint: one.endpoint, PendingConfirmation: String(!one.confirmed), RawMessageDelivery: 'false', ...Object.fromEntries(one.attributes) } };
}

/** Ending what is not there succeeds. */
function unsubscribe(input: UnsubscribeCommandInput, call: SimCall): Record<string, never> {
  const arn = input.SubscriptionArn ?? '';
  if (!arn.startsWith('arn:')) throw invalid('SubscriptionArn');
  roomOf(call).subscriptions.delete(arn);
  call.touch({ type: 'AWS::SNS::Subscription', name: arn });
  return {};
}

const topic = (input: { readonly TopicArn?: string | undefined }): string[] => [input.TopicArn ?? '*'];
const ofSubscription = (input: { readonly SubscriptionArn?: string | undefined }): string[] => [input.SubscriptionArn?.split(':').slice(0, 6).join(':') ?? '*'];
export const registerSubscriptions = (sns: SnsService): SnsService => sns
  .on(SubscribeCommand, subscribe, { resources: topic, trail: { request: (i) => ({ topicArn: i.TopicArn, protocol: i.Protocol, endpoint: i.Endpoint, returnSubscriptionArn: i.ReturnSubscriptionArn, attributes: i.Attributes }) } })
  .on(ListSubscriptionsCommand, list, { resources: (_, call) => [topicArn(call, '*')] })
  .on(ListSubscriptionsByTopicCommand, ofTopic, { resources: topic })
  .on(GetSubscriptionAttributesCommand, get, { resources: ofSubscription })
  .on(UnsubscribeCommand, unsubscribe, { resources: ofSubscription });
