// A maintenance window with its tasks: disabled, deleted where a stranger made it.
import { DeleteMaintenanceWindowCommand, GetMaintenanceWindowCommand, paginateDescribeMaintenanceWindows, paginateDescribeMaintenanceWindowTasks, UpdateMaintenanceWindowCommand, type MaintenanceWindowIdentity, type SSMClient } from '@aws-sdk/client-ssm';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, switchBefore } from '../recalling.ts';
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
const told = (r: MaintenanceWindow) => ({ window: r.label, id: r.name, region: r.region, tasks: (r.tasks ?? []).length > 0 ? (r.tasks ?? []).map((t) => t.what) : '0' });

export default defineKind<MaintenanceWindow>({
  id: 'ssm/maintenance-window', version: 1, title: say('Maintenance window'), scope: 'regional', role: 'respawner',
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
    changed: ['ssm:UpdateMaintenanceWindow', 'ssm:RegisterTaskWithMaintenanceWindow', 'ssm:UpdateMaintenanceWindowTask', 'ssm:RegisterTargetWithMaintenanceWindow', 'ssm:UpdateMaintenanceWindowTarget'],
  },
  recall: (r, history) => (!r.enabled && switchBefore(history, (e) => isEvent(e, 'ssm:UpdateMaintenanceWindow') && e.request?.['enabled'] === true, (e) => isEvent(e, 'ssm:UpdateMaintenanceWindow') && e.request?.['enabled'] === false) === true ? { enabled: true } : undefined),

  actions: {
    contain: {
      operations: ['ssm:UpdateMaintenanceWindow'],
      title: (r) => say('Disable the maintenance window {{window}} ({{id}}) in {{region}}', told(r)),
      breaks: (r) => say('These no longer run in it: {{tasks}}.', told(r)),
      calls: (r) => [call(r, false)],
      undoCalls: (before) => [call(before, true)],
      done: (now) => now?.enabled === false,
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
      undo: irreversible(say('AWS does not give a deleted maintenance window back. What it held is kept with the evidence.')),
    },
    recover: {
      operations: ['ssm:UpdateMaintenanceWindow'],
      title: (r) => say('Enable the maintenance window {{window}} ({{id}}) in {{region}} again', told(r)),
      breaks: (r) => say('These run in it again: {{tasks}}.', told(r)),
      calls: (r) => [call(r, true)],
      undoCalls: (before) => [call(before, false)],
      done: (now) => now?.enabled === true,
      apply: (aws, r) => turn(aws, r, true),
      undo: (aws, before) => turn(aws, before, false),
    },
  },
});
