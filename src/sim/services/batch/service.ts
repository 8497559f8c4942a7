// The simulated Batch. Behaviour: BEHAVIOUR.md beside it.
import { BatchClient } from '@aws-sdk/client-batch';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function batch(): Service<SimCall> {
  return new Service<SimCall>(BatchClient, { id: 'batch' });
}
