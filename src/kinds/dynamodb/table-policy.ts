// The resource policy of a table: whom of outside it lets in is taken out, and the last good text given back.
import { DeleteResourcePolicyCommand, GetResourcePolicyCommand, PutResourcePolicyCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent } from '../recalling.ts';
import { judgePolicy, policyActions, policyText, recallPolicy, type ResourcePolicy, type ToldPolicy } from '../resource-policy.ts';
import { tableNames } from './parts/tables.ts';

export interface TablePolicy extends ResourcePolicy { readonly tableArn: Arn }

const policyOfTable = (tableArn: Arn, region: string, policy: string): TablePolicy => ({
  arn: ownArn('dynamodb/table-policy', region, tableArn, 'policy'), uid: `${tableArn}/policy`, name: tableArn.slice(tableArn.indexOf('/') + 1), region, owner: tableArn, tableArn, accountId: tableArn.split(':')[4] ?? '', policy,
});
/** `''` for a table without one, `undefined` for a table that is gone. */
async function read(client: DynamoDBClient, ResourceArn: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetResourcePolicyCommand({ ResourceArn }))).Policy ?? '';
  } catch (error) {
    const { code } = failureOf(error);
    if (code === 'PolicyNotFoundException') return '';
    if (code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
function told(event: HistoryEvent): ToldPolicy {
  if (isEvent(event, 'dynamodb:PutResourcePolicy')) return policyText(event.request?.['policy']);
  if (isEvent(event, 'dynamodb:CreateTable')) return policyText(event.request?.['resourcePolicy']) ?? '';
  return isEvent(event, 'dynamodb:DeleteResourcePolicy') ? '' : undefined;
}

export default defineKind<TablePolicy>({
  id: 'dynamodb/table-policy', version: 1, title: say('Resource policy of a DynamoDB table'), scope: 'regional', role: 'data',
  reads: ['dynamodb:ListTables', 'dynamodb:GetResourcePolicy'],

  async *list(scan) {
    const { aws, region } = scan;
    const arns = (await tableNames(scan)).map((name) => `arn:${aws.partition}:dynamodb:${region}:${aws.accountId}:table/${name}`);
    const client = await aws.client('dynamodb');
    const policies = await inParallel(arns, 8, async (arn) => {
      try { return await read(client, arn); } catch (error) { scan.gap('dynamodb:GetResourcePolicy', error, arn); return undefined; }
    });
    for (const [i, arn] of arns.entries()) {
      const policy = policies[i];
      if (policy !== undefined) yield policyOfTable(arn, region, policy);
    }
  },
  async look(aws, rs) {
    const client = await aws.client('dynamodb');
    return inParallel(rs, 8, async (r) => {
      const policy = r.uid === `${r.tableArn}/policy` ? await read(client, r.tableArn) : undefined;
      return policy === undefined ? undefined : policyOfTable(r.tableArn, aws.region, policy);
    });
  },

  traces: {
    ids: (r) => [r.tableArn, r.name],
    created: [],
    changed: ['dynamodb:PutResourcePolicy', 'dynamodb:DeleteResourcePolicy', 'dynamodb:CreateTable'], whole: ['dynamodb:PutResourcePolicy', 'dynamodb:DeleteResourcePolicy'],
    concerns: (r, { name, request }) => (name.endsWith('CreateTable') ? request?.['tableName'] === r.name : request?.['resourceArn'] === r.tableArn),
  },
  recall: (_, history) => recallPolicy(history, told),
  judge: (r, context) => judgePolicy(r, context, ['T1537']),

  actions: policyActions<TablePolicy>({
    thing: (r) => say('the DynamoDB table {{table}}', { table: r.name }),
    put: {
      operation: 'dynamodb:PutResourcePolicy', input: (r, Policy) => ({ ResourceArn: r.tableArn, Policy }),
      send: async (aws, r, Policy) => (await aws.client('dynamodb')).send(new PutResourcePolicyCommand({ ResourceArn: r.tableArn, Policy })),
    },
    remove: {
      operation: 'dynamodb:DeleteResourcePolicy', input: (r) => ({ ResourceArn: r.tableArn }),
      send: async (aws, r) => (await aws.client('dynamodb')).send(new DeleteResourcePolicyCommand({ ResourceArn: r.tableArn })),
    },
  }),
});
