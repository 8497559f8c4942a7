// The simulated EMR. Behaviour: BEHAVIOUR.md beside it.
import { EMRClient } from '@aws-sdk/client-emr';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function elasticmapreduce(): Service<SimCall> {
  return new Service<SimCall>(EMRClient, { id: 'elasticmapreduce' });
}
