// The simulated Secrets Manager: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerSecrets } from './secrets.ts';
import { registerSharing } from './sharing.ts';
import { registerValues } from './values.ts';

const PARTS = [registerSecrets, registerValues, registerSharing];

export default function secretsmanager(): Service<SimCall> {
  const service = new Service<SimCall>(SecretsManagerClient, { id: 'secretsmanager' });
  for (const register of PARTS) register(service);
  return service;
}
