// What the contract suite finds in the services of containers and managed compute: three or more of each, one page holds two.
import type { Play } from '../account.ts';

const NAMES = ['blue', 'green', 'red'] as const;

export async function furnishEcs(play: Play): Promise<void> {
  for (const family of NAMES) await play('ecs', 'RegisterTaskDefinition', { family, containerDefinitions: [{ name: 'main', image: 'public.ecr.aws/docker/library/busybox:latest', memory: 128 }] });
  for (const cluster of NAMES) {
    await play('ecs', 'CreateCluster', { clusterName: cluster });
    await play('ecs', 'RunTask', { cluster, taskDefinition: 'blue' });
  }
  for (const serviceName of NAMES) await play('ecs', 'CreateService', { cluster: 'blue', serviceName, taskDefinition: serviceName, desiredCount: 2, launchType: 'FARGATE' });
}
export async function furnishEcsClusters(play: Play): Promise<void> {
  for (const clusterName of NAMES) await play('ecs', 'CreateCluster', { clusterName });
}
