// The simulated IAM Identity Center. Behaviour: BEHAVIOUR.md beside it.
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerAssignments } from './assignments.ts';
import { registerInstances } from './instances.ts';
import { registerPermissionSets } from './permission-sets.ts';
import { registerSetPolicies } from './set-policies.ts';

export default function sso(): Service<SimCall> {
  return registerAssignments(registerSetPolicies(registerPermissionSets(registerInstances(new Service<SimCall>(SSOAdminClient, { id: 'sso' })))));
}
