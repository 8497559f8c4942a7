// The simulated Glue. Behaviour: BEHAVIOUR.md beside it.
import { GlueClient } from '@aws-sdk/client-glue';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function glue(): Service<SimCall> {
  return new Service<SimCall>(GlueClient, { id: 'glue' });
}
