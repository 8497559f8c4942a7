// Queues and their attributes, above all the policy that says who else may send and receive.
import {
  AddPermissionCommand, CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, PurgeQueueCommand, RemovePermissionCommand, SetQueueAttributesCommand,
  type AddPermissionCommandInput, type CreateQueueCommandInput, type GetQueueAttributesCommandInput, type ListQueuesCommandInput, type RemovePermissionCommandInput, type SetQueueAttributesCommandInput,
} from '@aws-sdk/client-sqs';
import type { SimCall } from '../../account.ts';
import { many, parsePolicy, type Statement } from '../../policy/document.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { sqsRegion, type Queue, type SqsRegion } from './state.ts';

const roomOf = (call: SimCall): SqsRegion => sqsRegion(call.account, call.region);

const arnOf = (call: SimCall, name: string): string => `arn:${call.account.partition}:sqs:${call.region}:${call.account.id}:${name}`;
const hostOf = (call: SimCall): string => `sqs.${call.region}.amazonaws.com${call.account.partition === 'aws-cn' ? '.cn' : ''}`;
const nameIn = (url: string | undefined): string => url?.slice(url.lastIndexOf('/') + 1) ?? '';
function queueOf(call: SimCall, url: string | undefined): Queue {
  const queue = roomOf(call).get(nameIn(url));
  if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400);
  call.touch({ type: 'AWS::SQS::Queue', name: queue.arn });
  return queue;
}

function create({ QueueName = '', Attributes = {} }: CreateQueueCommandInput, call: SimCall): { QueueUrl: string } {
  const room = roomOf(call);
  const known = room.get(QueueName);
  if (known && Object.entries(Attributes).some(([key, value]) => known.attributes.get(key) !== value)) throw new AwsError('QueueNameExists', 'A queue already exists with the same name and a different value for attribute(s).');
  const queue = known ?? { name: QueueName, url: `https://${hostOf(call)}/${call.account.id}/${QueueName}`, arn: arnOf(call, QueueName), created: call.now, attributes: new Map(Object.entries(Attributes)) };
  room.set(QueueName, queue);
  call.touch({ type: 'AWS::SQS::Queue', name: queue.arn });
  return { QueueUrl: queue.url };
}

function list({ QueueNamePrefix = '', MaxResults, NextToken }: ListQueuesCommandInput, call: SimCall): { QueueUrls?: string[]; NextToken?: string } {
  const all = [...roomOf(call).values()].filter((q) => q.name.startsWith(QueueNamePrefix)).map((q) => q.url);
  if (all.length === 0) return {};
  if (MaxResults === undefined) return { QueueUrls: all.slice(0, 1_000) };
  const { page, next } = listing(all, { max: MaxResults, token: NextToken, most: 1_000 }, call, () => new AwsError('InvalidAttributeValue', 'Invalid NextToken value.'));
  return { QueueUrls: page, ...(next === undefined ? {} : { NextToken: next }) };
}

function get({ QueueUrl, AttributeNames = [] }: GetQueueAttributesCommandInput, call: SimCall): { Attributes?: Record<string, string> } {
  const queue = queueOf(call, QueueUrl);
  const at = String(Math.floor(queue.created.getTime() / 1_000));
  const all = { QueueArn: queue.arn, CreatedTimestamp: at, LastModifiedTimestamp: at, VisibilityTimeout: '30', MessageRetentionPeriod: '345600', ApproximateNumberOfMessages: '0', ...Object.fromEntries(queue.attributes) };
  const wanted = Object.entries(all).filter(([name]) => AttributeNames.some((asked) => asked === 'All' || asked === name));
  return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
}

function set({ QueueUrl, Attributes = {} }: SetQueueAttributesCommandInput, call: SimCall): Record<string, never> {
  const queue = queueOf(call, QueueUrl);
  const { Policy } = Attributes;
  if (Policy !== undefined && Policy !== '' && parsePolicy(Policy) === undefined) throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.');
  for (const [name, value] of Object.entries(Attributes)) if (value === '') queue.attributes.delete(name); else queue.attributes.set(name, value);
  return {};
}

const statements = (queue: Queue): readonly Statement[] => many(parsePolicy(queue.attributes.get('Policy') ?? '')?.Statement);
function add(input: AddPermissionCommandInput, call: SimCall): Record<string, never> {
  const queue = queueOf(call, input.QueueUrl);
  const AWS = (input.AWSAccountIds ?? []).map((id) => `arn:${call.account.partition}:iam::${id}:root`);
  const added = { Sid: input.Label ?? '', Effect: 'Allow', Principal: { AWS }, Action: (input.Actions ?? []).map((a) => `SQS:${a}`), Resource: queue.arn } as const;
  queue.attributes.set('Policy', JSON.stringify({ Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [...statements(queue), added] }));
  return {};
}
function withdraw(input: RemovePermissionCommandInput, call: SimCall): Record<string, never> {
  const queue = queueOf(call, input.QueueUrl);
  const left = statements(queue).filter((s) => s.Sid !== input.Label);
  if (left.length === 0) queue.attributes.delete('Policy'); else queue.attributes.set('Policy', JSON.stringify({ Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: left }));
  return {};
}

function purge(input: { readonly QueueUrl?: string | undefined }, call: SimCall): Record<string, never> {
  const queue = queueOf(call, input.QueueUrl);
  if (queue.purged && call.now.getTime() - queue.purged.getTime() < 60_000) throw new AwsError('PurgeQueueInProgress', `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`);
  queue.purged = call.now;
  return {};
}
function remove(input: { readonly QueueUrl?: string | undefined }, call: SimCall): Record<string, never> {
  roomOf(call).delete(queueOf(call, input.QueueUrl).name);
  return {};
}

const resources = (input: { readonly QueueUrl?: string | undefined }, call: SimCall): string[] => [arnOf(call, nameIn(input.QueueUrl))];
const named = (input: { readonly QueueName?: string | undefined }, call: SimCall): string[] => [arnOf(call, input.QueueName ?? '*')];
export const registerQueues = (sqs: Service<SimCall>): Service<SimCall> => sqs
  .on(CreateQueueCommand, create, { resources: named })
  .on(GetQueueUrlCommand, (input, call) => ({ QueueUrl: queueOf(call, input.QueueName).url }), { resources: named })
  .on(ListQueuesCommand, list)
  .on(GetQueueAttributesCommand, get, { resources })
  .on(SetQueueAttributesCommand, set, { resources })
  .on(AddPermissionCommand, add, { resources })
  .on(RemovePermissionCommand, withdraw, { resources })
  .on(PurgeQueueCommand, purge, { resources })
  .on(DeleteQueueCommand, remove, { resources });
