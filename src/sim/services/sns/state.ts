// What SNS keeps in one Region: topics with their policies, and who is subscribed to them.
import type { SimAccount, SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface Topic { readonly arn: string; readonly name: string; readonly attributes: Map<string, string>; policy: string }
export interface Subscription { readonly arn: string; readonly topicArn: string; readonly protocol: string; readonly endpoint: string; readonly attributes: Map<string, string>; confirmed: boolean }
export interface SnsRegion { readonly topics: Map<string, Topic>; readonly subscriptions: Map<string, Subscription> }
export type SnsService = Service<SimCall>;

export const snsRegion = (account: SimAccount, region: string): SnsRegion => inRegion(account, 'sns', region, () => ({ topics: new Map(), subscriptions: new Map() }));
export const roomOf = (call: SimCall): SnsRegion => snsRegion(call.account, call.region);

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', `Invalid parameter: ${message}`);
export function topicOf(call: SimCall, arn: string | undefined): Topic {
  const topic = roomOf(call).topics.get(arn ?? '');
  if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist', 404);
  call.touch({ type: 'AWS::SNS::Topic', name: topic.arn });
  return topic;
}
export const topicArn = (call: SimCall, name: string): string => `arn:${call.account.partition}:sns:${call.region}:${call.account.id}:${name}`;
