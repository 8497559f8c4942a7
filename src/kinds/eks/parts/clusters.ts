// The clusters of a Region by name, asked for once by every kind that looks into them.
import { paginateListClusters } from '@aws-sdk/client-eks';
import type { Scan } from '../../kind.ts';

export const clustersOf = (scan: Scan): Promise<readonly string[]> => scan.once(`eks/clusters ${scan.region}`, async () => {
  const names: string[] = [];
  for await (const { clusters = [] } of paginateListClusters({ client: await scan.aws.client('eks') }, { maxResults: 100 })) names.push(...clusters);
  return names;
});
