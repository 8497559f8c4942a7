// The simulated SageMaker, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerNotebooks } from './notebooks.ts';
import { registerWorkloads } from './workloads.ts';

export default function sagemaker(): Service<SimCall> {
  const service = new Service<SimCall>(SageMakerClient, { id: 'sagemaker' });
  registerNotebooks(service);
  registerWorkloads(service);
  return service;
}
