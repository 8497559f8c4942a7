// An ECS service as the tool keeps it, read ten at a time.
import { DescribeServicesCommand, paginateListServices, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import type { Arn, Resource } from '../../../core/types.ts';
import { ifThere } from '../../refusal.ts';
import { inPieces } from '../../waiting.ts';

export interface EcsService extends Resource {
  readonly cluster: Arn;
  /** How many tasks ECS keeps running; `seen` has how many do. */
  readonly desired: number;
  readonly taskDefinition: Arn;
  readonly launchType: string;
  /** `REPLICA`, or `DAEMON`: one task on each machine of the cluster. */
  readonly scheduling: string;
}

function serviceOf(from: Service, region: string): EcsService | undefined {
  if (from.status !== 'ACTIVE' || from.serviceArn === undefined) return undefined;
  const createdAt = from.createdAt?.toISOString() ?? '';
  return {
    arn: from.serviceArn, uid: `${from.serviceArn}@${createdAt}`, name: from.serviceName ?? '', region, createdAt, cluster: from.clusterArn ?? '', desired: from.desiredCount ?? 0,
    taskDefinition: from.taskDefinition ?? '', launchType: from.launchType ?? 'EC2', scheduling: from.schedulingStrategy ?? 'REPLICA', seen: { running: from.runningCount ?? 0 },
  };
}

export async function describeServices(client: ECSClient, cluster: Arn, services: readonly Arn[], region: string): Promise<EcsService[]> {
  const found: EcsService[] = [];
  for (const piece of inPieces(services, 10)) {
    const answer = await ifThere(client.send(new DescribeServicesCommand({ cluster, services: piece })));
    found.push(...(answer?.services ?? []).flatMap((s) => serviceOf(s, region) ?? []));
  }
  return found;
}
export async function servicesIn(client: ECSClient, cluster: Arn, region: string): Promise<EcsService[]> {
  const arns: Arn[] = [];
  for await (const { serviceArns = [] } of paginateListServices({ client }, { cluster, maxResults: 100 })) arns.push(...serviceArns);
  return describeServices(client, cluster, arns, region);
}
