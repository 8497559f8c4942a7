// The simulated Amazon EC2 Auto Scaling: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerConfigurations } from './configurations.ts';
import { registerGroups } from './groups.ts';
import { registerScheduledActions } from './scheduled-actions.ts';

export default function autoscaling(): Service<SimCall> {
  const service = new Service<SimCall>(AutoScalingClient, { id: 'autoscaling' });
  for (const register of [registerGroups, registerConfigurations, registerScheduledActions]) register(service);
  return service;
}
