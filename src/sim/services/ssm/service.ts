// The simulated Systems Manager: one service, put together from its parts. Behaviour: BEHAVIOUR.md beside it.
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerAssociations } from './associations.ts';
import { registerDocuments } from './documents.ts';
import { registerNodes } from './nodes.ts';
import { registerWindows } from './windows.ts';

export default function ssm(): Service<SimCall> {
  const service = new Service<SimCall>(SSMClient, { id: 'ssm' });
  for (const register of [registerDocuments, registerAssociations, registerNodes, registerWindows]) register(service);
  return service;
}
