// The simulated KMS: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { KMSClient } from '@aws-sdk/client-kms';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerKeyAccess } from './key-access.ts';
import { registerKeyState } from './key-state.ts';
import { registerKeys } from './keys.ts';

const PARTS = [registerKeys, registerKeyState, registerKeyAccess];

export default function kms(): Service<SimCall> {
  const service = new Service<SimCall>(KMSClient, { id: 'kms' });
  for (const register of PARTS) register(service);
  return service;
}
