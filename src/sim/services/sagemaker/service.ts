// The simulated SageMaker. Behaviour: BEHAVIOUR.md beside it.
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function sagemaker(): Service<SimCall> {
  return new Service<SimCall>(SageMakerClient, { id: 'sagemaker' });
}
