// The simulated Lambda: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerEventSourceMappings } from './event-source-mappings.ts';
import { registerFunctionUpdates } from './function-updates.ts';
import { registerFunctions } from './functions.ts';
import { registerLayers } from './layers.ts';
import { registerPermissions } from './permissions.ts';
import { registerUrls } from './urls.ts';

export default function lambda(): Service<SimCall> {
  const service = new Service<SimCall>(LambdaClient, { id: 'lambda' });
  for (const register of [registerFunctions, registerFunctionUpdates, registerPermissions, registerUrls, registerEventSourceMappings, registerLayers]) register(service);
  return service;
}
