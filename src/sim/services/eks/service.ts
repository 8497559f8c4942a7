// The simulated EKS. Behaviour: BEHAVIOUR.md beside it.
import { EKSClient } from '@aws-sdk/client-eks';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function eks(): Service<SimCall> {
  return new Service<SimCall>(EKSClient, { id: 'eks' });
}
