// The simulated EKS, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { EKSClient } from '@aws-sdk/client-eks';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerAccessEntries } from './access-entries.ts';
import { registerClusters } from './clusters.ts';
import { registerNodegroups } from './nodegroups.ts';

export default function eks(): Service<SimCall> {
  const service = new Service<SimCall>(EKSClient, { id: 'eks' });
  for (const register of [registerClusters, registerNodegroups, registerAccessEntries]) register(service);
  return service;
}
