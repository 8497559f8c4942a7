// A topic's attributes, above all the policy that says who else may publish and subscribe.
import {
  AddPermissionCommand, GetTopicAttributesCommand, RemovePermissionCommand, SetTopicAttributesCommand,
  type AddPermissionCommandInput, type GetTopicAttributesCommandInput, type RemovePermissionCommandInput, type SetTopicAttributesCommandInput,
} from '@aws-sdk/client-sns';
import type { SimCall } from '../../account.ts';
import { many, parsePolicy, type Statement } from '../../policy/document.ts';
import { invalid, roomOf, topicOf, type SnsService } from './state.ts';

const ACTIONS = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'];
export const defaultPolicy = (arn: string, accountId: string): string => JSON.stringify({
  Version: '2008-10-17', Id: '__default_policy_ID',
  Statement: [{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' }, Action: ACTIONS.map((a) => `SNS:${a}`), Resource: arn, Condition: { StringEquals: { 'AWS:SourceOwner': accountId } } }],
});

function get(input: GetTopicAttributesCommandInput, call: SimCall): { Attributes: Record<string, string> } {
  const topic = topicOf(call, input.TopicArn);
  const own = [...roomOf(call).subscriptions.values()].filter((s) => s.topicArn === topic.arn);
  const count = (confirmed: boolean): string => String(own.filter((s) => s.confirmed === confirmed).length);
  return { Attributes: { TopicArn: topic.arn, Owner: call.account.id, Policy: topic.policy, SubscriptionsConfirmed: count(true), SubscriptionsPending: count(false), SubscriptionsDeleted: '0', ...Object.fromEntries(topic.attributes) } };
}

function set({ TopicArn, AttributeName = '', AttributeValue = '' }: SetTopicAttributesCommandInput, call: SimCall): Record<string, never> {
  const topic = topicOf(call, TopicArn);
  if (AttributeName !== 'Policy') topic.attributes.set(AttributeName, AttributeValue);
  else if (parsePolicy(AttributeValue) === undefined) throw invalid('Policy Error: null');
  else topic.policy = AttributeValue;
  return {};
}

const statements = (policy: string): readonly Statement[] => many(parsePolicy(policy)?.Statement);
const withStatements = (policy: string, Statement: readonly Statement[]): string => JSON.stringify({ ...parsePolicy(policy), Statement });

function add(input: AddPermissionCommandInput, call: SimCall): Record<string, never> {
  const topic = topicOf(call, input.TopicArn);
  const all = statements(topic.policy);
  if (all.some((s) => s.Sid === input.Label)) throw invalid('Statement already exists');
  const AWS = (input.AWSAccountId ?? []).map((id) => `arn:${call.account.partition}:iam::${id}:root`);
  topic.policy = withStatements(topic.policy, [...all, { Sid: input.Label ?? '', Effect: 'Allow', Principal: { AWS }, Action: (input.ActionName ?? []).map((a) => `SNS:${a}`), Resource: topic.arn }]);
  return {};
}
function remove(input: RemovePermissionCommandInput, call: SimCall): Record<string, never> {
  const topic = topicOf(call, input.TopicArn);
  topic.policy = withStatements(topic.policy, statements(topic.policy).filter((s) => s.Sid !== input.Label));
  return {};
}

const resources = (input: { readonly TopicArn?: string | undefined }): string[] => [input.TopicArn ?? '*'];
export const registerTopicPolicy = (sns: SnsService): SnsService => sns
  .on(GetTopicAttributesCommand, get, { resources })
  .on(SetTopicAttributesCommand, set, { resources })
  .on(AddPermissionCommand, add, { resources })
  .on(RemovePermissionCommand, remove, { resources });
