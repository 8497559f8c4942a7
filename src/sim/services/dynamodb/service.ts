// The simulated DynamoDB. Behaviour: BEHAVIOUR.md beside it.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerPolicies } from './policies.ts';
import { registerTables } from './tables.ts';

export default function dynamodb(): Service<SimCall> {
  return registerPolicies(registerTables(new Service<SimCall>(DynamoDBClient, { id: 'dynamodb' })));
}
