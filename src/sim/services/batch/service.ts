// The simulated Batch, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { BatchClient } from '@aws-sdk/client-batch';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerEnvironments } from './environments.ts';
import { registerQueues } from './queues.ts';

export default function batch(): Service<SimCall> {
  const service = new Service<SimCall>(BatchClient, { id: 'batch' });
  registerEnvironments(service);
  registerQueues(service);
  return service;
}
