// The servers of Transfer Family in one Region: what its kinds share.
import { paginateListServers, type ListedServer } from '@aws-sdk/client-transfer';
import type { Scan } from '../../kind.ts';

export const serversIn = (scan: Scan): Promise<readonly ListedServer[]> => scan.once(`transfer/servers ${scan.region}`, async () => {
  const found: ListedServer[] = [];
  for await (const { Servers = [] } of paginateListServers({ client: await scan.aws.client('transfer') }, {})) found.push(...Servers);
  return found;
});
