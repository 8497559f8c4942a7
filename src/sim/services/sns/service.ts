// The simulated SNS: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { SNSClient } from '@aws-sdk/client-sns';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerSms } from './sms.ts';
import { registerSubscriptions } from './subscriptions.ts';
import { registerTopicPolicy } from './topic-policy.ts';
import { registerTopics } from './topics.ts';

const PARTS = [registerTopics, registerTopicPolicy, registerSubscriptions, registerSms];

export default function sns(): Service<SimCall> {
  const service = new Service<SimCall>(SNSClient, { id: 'sns' });
  for (const register of PARTS) register(service);
  return service;
}
