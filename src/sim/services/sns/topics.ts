// Topics: made, listed, deleted.
import { CreateTopicCommand, DeleteTopicCommand, ListTopicsCommand, type CreateTopicCommandInput, type DeleteTopicCommandInput, type ListTopicsCommandInput, type Topic as ListedTopic } from '@aws-sdk/client-sns';
import type { SimCall } from '../../account.ts';
import { listing } from '../listing.ts';
import { defaultPolicy } from './topic-policy.ts';
import { invalid, roomOf, topicArn, type SnsService } from './state.ts';

function create(input: CreateTopicCommandInput, call: SimCall): { TopicArn: string } {
  const name = input.Name ?? '';
  if (!/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/u.test(name)) throw invalid('Topic Name');
  const arn = topicArn(call, name);
  const { topics } = roomOf(call);
  if (!topics.has(arn)) {
    const { Policy, ...rest } = input.Attributes ?? {};
    topics.set(arn, { arn, name, policy: Policy ?? defaultPolicy(arn, call.account.id), attributes: new Map(Object.entries(rest)) });
  }
  call.touch({ type: 'AWS::SNS::Topic', name: arn });
  return { TopicArn: arn };
}

function list(input: ListTopicsCommandInput, call: SimCall): { Topics: ListedTopic[]; NextToken?: string } {
  const { page, next } = listing([...roomOf(call).topics.values()], { token: input.NextToken }, call, () => invalid('NextToken'));
  return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), ...(next === undefined ? {} : { NextToken: next }) };
}

/** Deleting what is not there succeeds. */
function remove(input: DeleteTopicCommandInput, call: SimCall): Record<string, never> {
  const room = roomOf(call);
  const arn = input.TopicArn ?? '';
  room.topics.delete(arn);
  for (const one of [...room.subscriptions.values()]) if (one.topicArn === arn) room.subscriptions.delete(one.arn);
  call.touch({ type: 'AWS::SNS::Topic', name: arn });
  return {};
}

export const registerTopics = (sns: SnsService): SnsService => sns
  .on(CreateTopicCommand, create, { resources: (i, call) => [topicArn(call, i.Name ?? '*')] })
  .on(ListTopicsCommand, list, { resources: (_, call) => [topicArn(call, '*')] })
  .on(DeleteTopicCommand, remove, { resources: (i) => [i.TopicArn ?? '*'] });
