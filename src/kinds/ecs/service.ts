// An ECS service: it starts its tasks again for as long as it stands. Scaled to nothing, given back its task definition, deleted.
import { DeleteServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject } from '../../core/types.ts';
import { defineKind, irreversible, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { lastOwn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { clustersOf, isAbout, lastName, object } from './parts/clusters.ts';
import { describeServices, servicesIn, type EcsService } from './parts/service-view.ts';

type Update = { readonly desiredCount?: number; readonly taskDefinition?: string };
const inputOf = (r: EcsService, update: Update) => ({ cluster: r.cluster, service: r.arn, ...update });
const updateCall = (r: EcsService, update: Update) => ({ operation: 'ecs:UpdateService' as const, region: r.region, input: inputOf(r, update) });
async function update(aws: ChangeAws, r: EcsService, to: Update): Promise<void> {
  await (await aws.client('ecs')).send(new UpdateServiceCommand(inputOf(r, to)));
}

/** What the owner last set, each by itself, as ECS answered: a deployment since the stranger stays; of the rest what stood before. */
function recall(_: EcsService, history: readonly HistoryEvent[]): JsonObject | undefined {
  const answered = (e: HistoryEvent | undefined): JsonObject => object(e?.response?.['service']) ?? {};
  const first = history.findIndex((e) => e.by === 'attacker');
  const before = answered(history.slice(0, Math.max(first, 0)).findLast((e) => answered(e)['taskDefinition'] !== undefined));
  const own = (member: string) => answered(lastOwn(history, (e) => e.request?.[member] !== undefined && answered(e)[member] !== undefined))[member] ?? before[member];
  const [taskDefinition, desiredCount] = [own('taskDefinition'), own('desiredCount')];
  return typeof taskDefinition === 'string' && typeof desiredCount === 'number' ? { taskDefinition, desiredCount } : undefined;
}
function aimOf(r: EcsService): { readonly desiredCount: number; readonly taskDefinition: string } {
  const { desiredCount, taskDefinition } = r.aim ?? {};
  return { desiredCount: typeof desiredCount === 'number' ? desiredCount : r.desired, taskDefinition: typeof taskDefinition === 'string' ? taskDefinition : r.taskDefinition };
}
const isDaemon = (r: EcsService) => (r.scheduling === 'DAEMON' ? say('Service {{service}} runs one task on each machine of its cluster: AWS knows no number for it. Stop the machines, or delete the service.', { service: r.name }) : undefined);

export default defineKind<EcsService>({
  id: 'ecs/service', version: 1, title: say('ECS service'), scope: 'regional', role: 'respawner',
  reads: ['ecs:ListClusters', 'ecs:ListServices', 'ecs:DescribeServices'],

  async *list(scan) {
    const client = await scan.aws.client('ecs');
    const found = await inParallel(await clustersOf(scan), 4, (cluster) => servicesIn(client, cluster, scan.region).catch((error: unknown) => { scan.gap('ecs:ListServices', error, cluster); return []; }));
    yield* found.flat();
  },

  async look(aws, rs) {
    const client = await aws.client('ecs');
    const clusters = [...new Set(rs.map((r) => r.cluster))];
    const found = (await inParallel(clusters, 4, (cluster) => describeServices(client, cluster, [...new Set(rs.filter((r) => r.cluster === cluster).map((r) => r.arn))], aws.region))).flat();
    return rs.map((r) => found.find((s) => s.uid === r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['ecs:CreateService'],
    changed: ['ecs:UpdateService', 'ecs:CreateTaskSet', 'ecs:UpdateTaskSet', 'ecs:UpdateServicePrimaryTaskSet'],
    concerns: (r, { request }) => {
      const named = request?.['service'] ?? request?.['serviceName'];
      return typeof named === 'string' && lastName(named) === r.name && isAbout(r.cluster, request);
    },
  },
  recall,

  actions: {
    contain: {
      operations: ['ecs:UpdateService'],
      title: (r) => say('Set the ECS service {{service}} in {{region}} to no tasks', { service: r.name, region: r.region }),
      breaks: (r) => say('ECS stops the tasks of {{service}} ({{n}}) and starts no others, unless a scaling policy or a deployment sets another number.', { service: r.name, n: r.desired }),
      impossible: isDaemon,
      calls: (r) => [updateCall(r, { desiredCount: 0 })],
      undoCalls: (before) => [updateCall(before, { desiredCount: before.desired })],
      done: (now) => now?.desired === 0,
      apply: (aws, r) => update(aws, r, { desiredCount: 0 }),
      undo: (aws, before) => update(aws, before, { desiredCount: before.desired }),
    },
    recover: {
      operations: ['ecs:UpdateService'],
      title: (r) => say('Give the ECS service {{service}} in {{region}} its task definition {{definition}} and {{n}} tasks back', { service: r.name, region: r.region, definition: lastName(aimOf(r).taskDefinition), n: aimOf(r).desiredCount }),
      breaks: () => say('ECS replaces the running tasks by tasks of that definition. It must still be active.'),
      impossible: isDaemon,
      calls: (r) => [updateCall(r, aimOf(r))],
      undoCalls: (before) => [updateCall(before, { desiredCount: before.desired, taskDefinition: before.taskDefinition })],
      done: (now, { before }) => now !== undefined && before !== undefined && now.desired === aimOf(before as EcsService).desiredCount && now.taskDefinition === aimOf(before as EcsService).taskDefinition,
      apply: (aws, r) => update(aws, r, aimOf(r)),
      undo: (aws, before) => update(aws, before, { desiredCount: before.desired, taskDefinition: before.taskDefinition }),
      undoReopens: true,
    },
    eradicate: {
      operations: ['ecs:DeleteService'],
      title: (r) => say('Delete the ECS service {{service}} in {{region}} and stop its tasks', { service: r.name, region: r.region }),
      destroys: (r) => say('The service and its running tasks ({{n}}), with what they hold in memory and on their own disks.', { n: Number(r.seen?.['running'] ?? r.desired) }),
      calls: (r) => [{ operation: 'ecs:DeleteService', region: r.region, input: { cluster: r.cluster, service: r.arn, force: true } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await ifThere((await aws.client('ecs')).send(new DeleteServiceCommand({ cluster: r.cluster, service: r.arn, force: true })));
      },
      undo: irreversible(say('AWS does not give a deleted service back. Its task definition stays, and a service can be made of it anew.')),
    },
  },
});
