// What the simulated ECS keeps in a Region: clusters, their services and tasks, task definitions.
import type { ContainerDefinition, NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, rooms } from '../rooms.ts';

export interface Cluster { readonly name: string; readonly arn: string; status: 'ACTIVE' | 'INACTIVE' }
export interface EcsService {
  readonly name: string; readonly arn: string; readonly cluster: Cluster; readonly launchType: 'EC2' | 'FARGATE' | 'EXTERNAL'; readonly scheduling: 'REPLICA' | 'DAEMON';
  readonly createdAt: Date; readonly createdBy: string; readonly network: NetworkConfiguration | undefined;
  taskDefinition: string; desired: number; status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
}
export interface Task {
  readonly arn: string; readonly cluster: Cluster; readonly taskDefinition: string; readonly launchType: 'EC2' | 'FARGATE' | 'EXTERNAL'; readonly startedBy: string | undefined; readonly group: string;
  readonly createdAt: Date; status: 'RUNNING' | 'STOPPED'; stoppedAt?: Date; reason?: string;
}
export interface TaskDefinition {
  readonly family: string; readonly revision: number; readonly arn: string; readonly containers: ContainerDefinition[]; readonly registeredAt: Date; readonly registeredBy: string;
  readonly taskRoleArn: string | undefined; readonly executionRoleArn: string | undefined; readonly networkMode: 'bridge' | 'host' | 'awsvpc' | 'none' | undefined; readonly compatibilities: ('EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES')[];
  readonly cpu: string | undefined; readonly memory: string | undefined;
  status: 'ACTIVE' | 'INACTIVE';
}
interface EcsRoom { readonly clusters: Map<string, Cluster>; services: EcsService[]; tasks: Task[]; readonly definitions: TaskDefinition[] }
export const ecsRoom = rooms<EcsRoom>('ecs', () => ({ clusters: new Map(), services: [], tasks: [], definitions: [] }));

const SCHEDULER_MS = 5_000;
export const nameIn = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
export const ecsArn = (call: SimCall, resource: string): string => arnIn(call, 'ecs', resource);

/** By name or ARN; the cluster `default` where none is named. */
export function needCluster(call: SimCall, cluster: string | undefined): Cluster {
  const found = ecsRoom(call).clusters.get(nameIn(cluster ?? 'default'));
  if (found?.status !== 'ACTIVE') throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  return found;
}
/** The newest service of that name, whatever its state. */
export const findService = (call: SimCall, cluster: Cluster, service: string): EcsService | undefined =>
  ecsRoom(call).services.findLast((s) => s.cluster === cluster && s.name === nameIn(service));

/** `family`: its newest active revision; `family:revision` or an ARN: that one. */
export function findDefinition(call: SimCall, wanted: string): TaskDefinition | undefined {
  const [family, revision] = nameIn(wanted).split(':');
  const all = ecsRoom(call).definitions.filter((d) => d.family === family);
  return revision === undefined ? all.findLast((d) => d.status === 'ACTIVE') : all.find((d) => String(d.revision) === revision);
}

export function startTask(call: SimCall, of: Pick<Task, 'cluster' | 'taskDefinition' | 'launchType' | 'startedBy' | 'group'>): Task {
  const task: Task = { ...of, arn: ecsArn(call, `task/${of.cluster.name}/${call.account.ids.hex(32)}`), createdAt: call.account.now(), status: 'RUNNING' };
  ecsRoom(call).tasks.push(task);
  return task;
}
export function stopTask(call: SimCall, task: Task, reason: string): void {
  task.status = 'STOPPED';
  task.stoppedAt = call.account.now();
  task.reason = reason;
}
export const running = (call: SimCall, service: EcsService): Task[] => ecsRoom(call).tasks.filter((t) => t.cluster === service.cluster && t.group === `service:${service.name}` && t.status === 'RUNNING');

/** After some seconds as many tasks run as are desired. */
export function schedule(call: SimCall, service: EcsService): void {
  later(call, SCHEDULER_MS, () => {
    const tasks = running(call, service);
    const wanted = service.status === 'ACTIVE' ? service.desired : 0;
    for (let n = tasks.length; n < wanted; n++) startTask(call, { cluster: service.cluster, taskDefinition: service.taskDefinition, launchType: service.launchType, startedBy: `ecs-svc/${call.account.ids.hex(16)}`, group: `service:${service.name}` });
    for (const task of tasks.slice(wanted)) stopTask(call, task, 'Scaling activity initiated by deployment');
    if (service.status === 'DRAINING') service.status = 'INACTIVE';
  });
}
