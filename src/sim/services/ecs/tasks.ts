// Tasks that somebody runs, and those of services: listed, described, stopped.
import {
  DescribeTasksCommand, ListTasksCommand, RunTaskCommand, StopTaskCommand,
  type DescribeTasksCommandInput, type Failure, type ListTasksCommandInput, type RunTaskCommandInput, type StopTaskCommandInput, type Task as TaskOutput,
} from '@aws-sdk/client-ecs';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { ecsArn, ecsRoom, findDefinition, findService, nameIn, needCluster, schedule, startTask, stopTask, type Cluster, type Task } from './state.ts';

/** A stopped task is described for an hour. */
const VISIBLE_MS = 3_600_000;

const viewOf = (t: Task): TaskOutput => ({
  taskArn: t.arn, clusterArn: t.cluster.arn, taskDefinitionArn: t.taskDefinition, lastStatus: t.status, desiredStatus: t.status, launchType: t.launchType, group: t.group, createdAt: t.createdAt, attachments: [], containers: [], overrides: {}, version: 1, tags: [],
  ...(t.startedBy !== undefined && { startedBy: t.startedBy }), ...(t.stoppedAt && { stoppedAt: t.stoppedAt }), ...(t.reason !== undefined && { stoppedReason: t.reason, stopCode: 'UserInitiated' as const }),
});

function run(input: RunTaskCommandInput, call: SimCall): { tasks: TaskOutput[]; failures: Failure[] } {
  const cluster = needCluster(call, input.cluster);
  const definition = findDefinition(call, input.taskDefinition ?? '');
  if (definition?.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition not found.');
  const made = Array.from({ length: input.count ?? 1 }, () => startTask(call, {
    cluster, taskDefinition: definition.arn, launchType: input.launchType === 'FARGATE' ? 'FARGATE' : 'EC2', startedBy: input.startedBy, group: input.group ?? `family:${definition.family}`,
  }));
  return { tasks: made.map(viewOf), failures: [] };
}

function seen(call: SimCall, cluster: Cluster): Task[] {
  const from = call.account.now().getTime() - VISIBLE_MS;
  return ecsRoom(call).tasks.filter((t) => t.cluster === cluster && (t.stoppedAt === undefined || t.stoppedAt.getTime() > from));
}

function stop(input: StopTaskCommandInput, call: SimCall): { task: TaskOutput } {
  const cluster = needCluster(call, input.cluster);
  const task = seen(call, cluster).find((t) => nameIn(t.arn) === nameIn(input.task ?? ''));
  if (!task) throw new AwsError('InvalidParameterException', 'The referenced task was not found.');
  if (task.status === 'RUNNING') stopTask(call, task, input.reason ?? 'Task stopped by user');
  const service = task.group.startsWith('service:') ? findService(call, cluster, task.group.slice('service:'.length)) : undefined;
  if (service?.status === 'ACTIVE') schedule(call, service);
  return { task: viewOf(task) };
}

function list(input: ListTasksCommandInput, call: SimCall): { taskArns: string[]; nextToken: string | undefined } {
  const cluster = needCluster(call, input.cluster);
  const status = input.desiredStatus ?? 'RUNNING';
  const all = seen(call, cluster).filter((t) => t.status === status && (input.serviceName === undefined || t.group === `service:${nameIn(input.serviceName)}`) && (input.startedBy === undefined || t.startedBy === input.startedBy)).map((t) => t.arn);
  const { page, next } = pageOf(all, call, { max: input.maxResults, token: input.nextToken });
  return { taskArns: page, nextToken: next };
}

function describe(input: DescribeTasksCommandInput, call: SimCall): { tasks: TaskOutput[]; failures: Failure[] } {
  const cluster = needCluster(call, input.cluster);
  const known = seen(call, cluster);
  const asked = (input.tasks ?? []).map((wanted) => ({ wanted, found: known.find((t) => nameIn(t.arn) === nameIn(wanted)) }));
  if (asked.length > 100) throw new AwsError('InvalidParameterException', 'Tasks cannot have more than 100 elements.');
  return {
    tasks: asked.flatMap(({ found }) => (found ? [viewOf(found)] : [])),
    failures: asked.flatMap(({ wanted, found }) => (found ? [] : [{ arn: ecsArn(call, `task/${cluster.name}/${nameIn(wanted)}`), reason: 'MISSING' }])),
  };
}

const arnOf = (cluster: string | undefined, task: string | undefined, call: SimCall): string => ecsArn(call, `task/${nameIn(cluster ?? 'default')}/${nameIn(task ?? '*')}`);

export const registerTasks = (ecs: Service<SimCall>): Service<SimCall> => ecs
  .on(RunTaskCommand, run, { resources: (i, call) => [ecsArn(call, `task-definition/${nameIn(i.taskDefinition ?? '*')}`)] })
  .on(StopTaskCommand, stop, { resources: (i, call) => [arnOf(i.cluster, i.task, call)] })
  .on(ListTasksCommand, list)
  .on(DescribeTasksCommand, describe, { resources: (i, call) => (i.tasks ?? []).map((t) => arnOf(i.cluster, t, call)) });
