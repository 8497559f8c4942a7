// The clusters of a Region, asked for once by every kind that looks into them, and the names by which ECS's events call things.
import { paginateListClusters } from '@aws-sdk/client-ecs';
import type { Arn, Json, JsonObject } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';

export const clustersOf = (scan: Scan): Promise<readonly Arn[]> => scan.once(`ecs/clusters ${scan.region}`, async () => {
  const clusters: Arn[] = [];
  for await (const { clusterArns = [] } of paginateListClusters({ client: await scan.aws.client('ecs') }, { maxResults: 100 })) clusters.push(...clusterArns);
  return clusters;
});

/** The name at the end of an ARN; a name is its own. */
export const lastName = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** Does the call name this cluster? One that names none means the cluster `default`. */
export const isAbout = (cluster: Arn, request: JsonObject | null): boolean => {
  const named = request?.['cluster'] ?? request?.['clusterName'] ?? 'default';
  return typeof named === 'string' && lastName(named) === lastName(cluster);
};
export const object = (value: Json | undefined): JsonObject | undefined => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : undefined);
