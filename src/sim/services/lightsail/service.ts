// The simulated Lightsail. Behaviour: BEHAVIOUR.md beside it.
import { LightsailClient } from '@aws-sdk/client-lightsail';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function lightsail(): Service<SimCall> {
  return new Service<SimCall>(LightsailClient, { id: 'lightsail' });
}
