// The simulated ECS, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { ECSClient } from '@aws-sdk/client-ecs';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerClusters } from './clusters.ts';
import { registerServices } from './services.ts';
import { registerTaskDefinitions } from './task-definitions.ts';
import { registerTasks } from './tasks.ts';

export default function ecs(): Service<SimCall> {
  const service = new Service<SimCall>(ECSClient, { id: 'ecs' });
  for (const register of [registerClusters, registerServices, registerTasks, registerTaskDefinitions]) register(service);
  return service;
}
