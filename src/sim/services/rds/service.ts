// The simulated RDS: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { RDSClient } from '@aws-sdk/client-rds';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerInstanceChanges } from './instance-changes.ts';
import { registerInstances } from './instances.ts';
import { registerSharing } from './sharing.ts';
import { registerSnapshots } from './snapshots.ts';

const PARTS = [registerInstances, registerInstanceChanges, registerSnapshots, registerSharing];

export default function rds(): Service<SimCall> {
  const service = new Service<SimCall>(RDSClient, { id: 'rds' });
  for (const register of PARTS) register(service);
  return service;
}
