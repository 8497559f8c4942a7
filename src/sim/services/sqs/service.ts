// The simulated SQS. Behaviour: BEHAVIOUR.md beside it.
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerQueues } from './queues.ts';

export default function sqs(): Service<SimCall> {
  return registerQueues(new Service<SimCall>(SQSClient, { id: 'sqs' }));
}
