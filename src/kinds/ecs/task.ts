// An ECS task that somebody ran by itself, without a service: described, then stopped.
import { DescribeTasksCommand, paginateListTasks, StopTaskCommand, type ECSClient, type Task } from '@aws-sdk/client-ecs';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { inPieces } from '../waiting.ts';
import { clustersOf, lastName } from './parts/clusters.ts';

interface EcsTask extends Resource {
  readonly cluster: Arn;
  readonly taskDefinition: Arn;
  readonly launchType: string;
  readonly group: string;
  /** Who or what started it: anybody's text. */
  readonly starter: string;
}

/** The tasks of a service come and go with it: they are no things of their own. */
const isOfService = ({ group, startedBy }: Task): boolean => group?.startsWith('service:') === true || startedBy?.startsWith('ecs-svc/') === true;

function taskOf(from: Task, region: string): EcsTask | undefined {
  const { taskArn: arn } = from;
  if (arn === undefined || from.desiredStatus === 'STOPPED' || from.lastStatus === 'STOPPED' || isOfService(from)) return undefined;
  return {
    arn, uid: arn, name: lastName(arn), region, ...(from.createdAt && { createdAt: from.createdAt.toISOString() }), cluster: from.clusterArn ?? '', taskDefinition: from.taskDefinitionArn ?? '',
    launchType: from.launchType ?? '', group: from.group ?? '', starter: from.startedBy ?? '', seen: { status: from.lastStatus ?? '' },
  };
}
async function describe(client: ECSClient, cluster: Arn, tasks: readonly Arn[]): Promise<Task[]> {
  const found: Task[] = [];
  for (const piece of inPieces(tasks, 100)) found.push(...((await ifThere(client.send(new DescribeTasksCommand({ cluster, tasks: piece }))))?.tasks ?? []));
  return found;
}
async function tasksIn(client: ECSClient, cluster: Arn): Promise<Task[]> {
  const arns: Arn[] = [];
  for await (const { taskArns = [] } of paginateListTasks({ client }, { cluster, maxResults: 100 })) arns.push(...taskArns);
  return describe(client, cluster, arns);
}
const input = (r: EcsTask) => ({ cluster: r.cluster, task: r.arn });
/** ECS answers so for a task that it has forgotten. */
const isForgotten = (error: unknown): boolean => failureOf(error).message.includes('task was not found');

export default defineKind<EcsTask>({
  id: 'ecs/task', version: 1, title: say('ECS task'), scope: 'regional', role: 'machine',
  reads: ['ecs:ListClusters', 'ecs:ListTasks', 'ecs:DescribeTasks'],

  async *list(scan) {
    const client = await scan.aws.client('ecs');
    const found = await inParallel(await clustersOf(scan), 4, (cluster) => tasksIn(client, cluster).catch((error: unknown) => { scan.gap('ecs:ListTasks', error, cluster); return []; }));
    yield* found.flat().flatMap((task) => taskOf(task, scan.region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('ecs');
    const clusters = [...new Set(rs.map((r) => r.cluster))];
    const found = (await inParallel(clusters, 4, (cluster) => describe(client, cluster, [...new Set(rs.filter((r) => r.cluster === cluster).map((r) => r.arn))]))).flat().flatMap((task) => taskOf(task, aws.region) ?? []);
    return rs.map((r) => found.find((t) => t.uid === r.uid));
  },

  traces: {
    ids: (r) => [r.arn, r.name],
    created: ['ecs:RunTask', 'ecs:StartTask'],
    changed: [],
    used: ['ecs:ExecuteCommand'],
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save what AWS shows of the ECS task {{task}} in {{region}}', { task: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const [task] = await describe(await aws.client('ecs'), r.cluster, [r.arn]);
        const file = `ecs-task-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(task ?? r, null, 2)}\n`, { operation: 'ecs:DescribeTasks' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ecs:StopTask'],
      title: (r) => say('Stop the ECS task {{task}} ({{definition}}) in {{region}}', { task: r.name, definition: lastName(r.taskDefinition), region: r.region }),
      destroys: () => say('What the task holds in memory and on its own disks. AWS describes it for an hour more.'),
      calls: (r) => [{ operation: 'ecs:StopTask', region: r.region, input: input(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        try {
          await (await aws.client('ecs')).send(new StopTaskCommand(input(r)));
        } catch (error) {
          if (!isForgotten(error)) throw error;
        }
      },
      undo: irreversible(say('A stopped task does not start again. Another one can be run from its task definition.')),
    },
  },
});
