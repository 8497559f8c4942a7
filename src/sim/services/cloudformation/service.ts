// The simulated CloudFormation. Behaviour: BEHAVIOUR.md beside it.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';

export default function cloudformation(): Service<SimCall> {
  return new Service<SimCall>(CloudFormationClient, { id: 'cloudformation' });
}
