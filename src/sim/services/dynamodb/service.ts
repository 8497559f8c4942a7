// The simulated DynamoDB. Behaviour: BEHAVIOUR.md beside it.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerBackups } from './backups.ts';
import { registerPolicies } from './policies.ts';
import { registerTables } from './tables.ts';

export default function dynamodb(): Service<SimCall> {
  return registerBackups(registerPolicies(registerTables(new Service<SimCall>(DynamoDBClient, { id: 'dynamodb' }))));
}
