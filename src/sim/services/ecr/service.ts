// The simulated ECR. Behaviour: BEHAVIOUR.md beside it.
import { ECRClient } from '@aws-sdk/client-ecr';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function ecr(): Service<SimCall> {
  return new Service<SimCall>(ECRClient, { id: 'ecr' });
}
