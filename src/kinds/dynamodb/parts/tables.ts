// The names of a Region's tables, read once.
import { paginateListTables } from '@aws-sdk/client-dynamodb';
import type { Scan } from '../../kind.ts';

export const tableNames = (scan: Scan): Promise<readonly string[]> => scan.once(`dynamodb/tables/${scan.region}`, async () => {
  const client = await scan.aws.client('dynamodb');
  const names: string[] = [];
  for await (const page of paginateListTables({ client }, {})) names.push(...page.TableNames ?? []);
  return names;
});
