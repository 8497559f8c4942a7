// What DynamoDB keeps in one Region: tables and their policies.
import type { AttributeDefinition, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { SimAccount, SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface Table {
  readonly name: string; readonly arn: string; readonly id: string; readonly created: Date; readonly schema: readonly KeySchemaElement[]; readonly attributes: readonly AttributeDefinition[];
  status: 'CREATING' | 'ACTIVE' | 'DELETING'; protected: boolean; recovery: boolean; policy?: { readonly text: string; readonly revision: string };
}
export type DynamoService = Service<SimCall>;

export const dynamoRegion = (account: SimAccount, region: string): Map<string, Table> => inRegion(account, 'dynamodb', region, () => new Map<string, Table>());
export const roomOf = (call: SimCall): Map<string, Table> => dynamoRegion(call.account, call.region);

const nameOf = (named: string): string => (named.startsWith('arn:') ? named.slice(named.indexOf('/') + 1) : named);
export const tableArn = (call: SimCall, name: string): string => `arn:${call.account.partition}:dynamodb:${call.region}:${call.account.id}:table/${name}`;
export const tableArns = (input: { readonly TableName?: string | undefined }, call: SimCall): string[] => [tableArn(call, nameOf(input.TableName ?? '*'))];
export function tableOf(call: SimCall, named: string | undefined): Table {
  const table = roomOf(call).get(nameOf(named ?? ''));
  if (!table) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${nameOf(named ?? '')} not found`);
  call.touch({ type: 'AWS::DynamoDB::Table', name: table.arn });
  return table;
}
