// A maintenance window with its tasks: disabled, deleted where a stranger made it.
import { DeleteMaintenanceWindowCommand, DeregisterTaskFromMaintenanceWindowCommand, GetMaintenanceWindowCommand, paginateDescribeMaintenanceWindows, paginateDescribeMaintenanceWindowTasks, UpdateMaintenanceWindowCommand, type MaintenanceWindowIdentity, type SSMClient } from '@aws-sdk/client-ssm';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, KEPT_ALL, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, ownMembers, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

export interface MaintenanceWindow extends Resource {
  readonly label: string;
  readonly enabled: boolean;
  readonly schedule: string;
  /** What runs in it. Asked for when it is looked at. */
  readonly tasks?: readonly { readonly id: string; readonly what: string; readonly type: string; readonly roleArn: string }[];
}
const windowOf = (w: MaintenanceWindowIdentity, region: string, { accountId, partition }: { readonly accountId: string; readonly partition: string }): MaintenanceWindow => {
  const id = w.WindowId ?? '';
  return { arn: `arn:${partition}:ssm:${region}:${accountId}:maintenancewindow/${id}`, uid: id, name: id, region, label: w.Name ?? '', enabled: w.Enabled ?? false, schedule: w.Schedule ?? '' };
};
async function tasksOf(client: SSMClient, WindowId: string): Promise<NonNullable<MaintenanceWindow['tasks']>> {
  const all: NonNullable<MaintenanceWindow['tasks']>[number][] = [];
  for await (const { Tasks = [] } of paginateDescribeMaintenanceWindowTasks({ client }, { WindowId })) all.push(...Tasks.map((t) => ({ id: t.WindowTaskId ?? '', what: t.TaskArn ?? '', type: t.Type ?? '', roleArn: t.ServiceRoleArn ?? '' })));
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
const turn = async (aws: ChangeAws, r: MaintenanceWindow, Enabled: boolean): Promise<void> => { await (await aws.client('ssm')).send(new UpdateMaintenanceWindowCommand({ WindowId: r.uid, Enabled })); };
const call = (r: MaintenanceWindow, Enabled: boolean): Call => ({ operation: 'ssm:UpdateMaintenanceWindow', region: r.region, input: { WindowId: r.uid, Enabled } });
const TITLE = say('Maintenance window');
const UPDATE = 'ssm:UpdateMaintenanceWindow';
const REGISTER = 'ssm:RegisterTaskWithMaintenanceWindow';
/** Tasks that a stranger put in, and what a stranger set; not where one changed tasks or targets of the owner's. */
function recall(_: MaintenanceWindow, history: readonly HistoryEvent[]): JsonObject | undefined {
  const own = ownMembers(history, 'ssm:CreateMaintenanceWindow', UPDATE, ['windowId', 'clientToken', 'replace'], { enabled: true });
  const off = history.flatMap((e) => (isForeign(e) && isEvent(e, REGISTER) ? textIn(e.response?.['windowTaskId']) ?? [] : []));
  if (!own || Object.keys(own).some((name) => name !== 'enabled' && name !== 'schedule') || history.some((e) => isForeign(e) && !isEvent(e, UPDATE, REGISTER))) return undefined;
  return { ...own, off };
}
const asBefore = (r: MaintenanceWindow): MaintenanceWindow => {
  const { off = [], ...rest } = (r.aim ?? {}) as Partial<MaintenanceWindow> & { readonly off?: readonly string[] };
  return { ...r, ...rest, ...(r.tasks ? { tasks: r.tasks.filter(({ id }) => !off.includes(id)) } : {}) };
};
const told = (r: MaintenanceWindow) => ({ window: r.label, id: r.name, region: r.region, tasks: (r.tasks ?? []).length > 0 ? (r.tasks ?? []).map((t) => t.what) : '0' });

export default defineKind<MaintenanceWindow>({
  id: 'ssm/maintenance-window', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['ssm:DescribeMaintenanceWindows', 'ssm:GetMaintenanceWindow', 'ssm:DescribeMaintenanceWindowTasks'],

  async *list({ aws, region }) {
    for await (const { WindowIdentities = [] } of paginateDescribeMaintenanceWindows({ client: await aws.client('ssm') }, {})) yield* WindowIdentities.map((w) => windowOf(w, region, aws));
  },

  async look(aws, rs) {
    const client = await aws.client('ssm');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new GetMaintenanceWindowCommand({ WindowId: r.uid })));
      const tasks = found && await ifThere(tasksOf(client, r.uid));
      return tasks && { ...windowOf(found, aws.region, aws), tasks };
    });
  },

  traces: {
    ids: (r) => [r.uid],
    created: ['ssm:CreateMaintenanceWindow'],
    changed: [UPDATE, REGISTER, 'ssm:UpdateMaintenanceWindowTask', 'ssm:RegisterTargetWithMaintenanceWindow', 'ssm:UpdateMaintenanceWindowTarget'],
  },
  recall,

  actions: {
    contain: {
      operations: ['ssm:UpdateMaintenanceWindow'],
      title: (r) => say('Disable the maintenance window {{window}} ({{id}}) in {{region}}', told(r)),
      breaks: (r) => say('These no longer run in it: {{tasks}}.', told(r)),
      calls: (r) => [call(r, false)],
      undoCalls: (before) => [call(before, true)],
      done: (now) => now?.enabled === false,
      undone: (now, before) => now?.enabled === before.enabled,
      apply: (aws, r) => turn(aws, r, false),
      undo: (aws, before) => turn(aws, before, true),
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the maintenance window {{window}} ({{id}}) with its tasks', told(r)), file: (r) => `ssm-maintenance-window-${r.region}-${r.name}`, operation: 'ssm:DescribeMaintenanceWindowTasks' }),
    eradicate: {
      operations: ['ssm:DeleteMaintenanceWindow'],
      title: (r) => say('Delete the maintenance window {{window}} ({{id}}) in {{region}} with its tasks', told(r)),
      destroys: (r) => say('Tasks: {{tasks}}.', told(r)),
      calls: (r) => [{ operation: 'ssm:DeleteMaintenanceWindow', region: r.region, input: { WindowId: r.uid } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('ssm')).send(new DeleteMaintenanceWindowCommand({ WindowId: r.uid }))); },
      undo: KEPT_ALL,
    },
    recover: {
      ...givingBack<MaintenanceWindow>({
        sort: TITLE, name: (r) => `${r.label} (${r.name})`, operations: ['ssm:DeregisterTaskFromMaintenanceWindow', UPDATE],
        breaks: (r) => say('These run in it again: {{tasks}}.', told(asBefore(r))),
        lifts: (r) => r.aim?.['enabled'] === undefined,
        back: asBefore,
        calls: (from, to) => [
          ...(from.tasks ?? []).filter(({ id }) => !to.tasks?.some((t) => t.id === id)).map(({ id }): Call => ({ operation: 'ssm:DeregisterTaskFromMaintenanceWindow', region: to.region, input: { WindowId: to.uid, WindowTaskId: id } })),
          ...(from.enabled === to.enabled && from.schedule === to.schedule ? [] : [{ operation: UPDATE, region: to.region, input: { WindowId: to.uid, Enabled: to.enabled, Schedule: to.schedule } } as const]),
        ],
        send: async (aws, { operation, input }) => {
          const client = await aws.client('ssm');
          return operation === UPDATE ? client.send(new UpdateMaintenanceWindowCommand(input as never)) : client.send(new DeregisterTaskFromMaintenanceWindowCommand(input as never));
        },
      }),
      undo: irreversible(say('What the stranger put in is not given back. It is kept with the evidence.')),
    },
  },
});
