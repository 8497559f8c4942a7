// A scheduled action of an Auto Scaling group: it makes a group grow again long after everybody has gone home.
import { DeleteScheduledActionCommand, PutScheduledUpdateGroupActionCommand, ResumeProcessesCommand, SuspendProcessesCommand, paginateDescribeScheduledActions, type AutoScalingClient, type ScheduledUpdateGroupAction } from '@aws-sdk/client-auto-scaling';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { defineKind, KEPT_ALL, type Action, type HistoryEvent } from '../kind.ts';
import { overwritten } from '../standing.ts';
import { isSaidGone } from './parts/gone.ts';
import { groupsOf, READS_GROUPS, readGroups } from './parts/groups.ts';

export interface ScheduledAction extends Resource {
  readonly group: string;
  /** Sizes that it sets, times as ISO, recurrence in cron's words. Absent: not set. */
  readonly sets: { readonly min?: number; readonly max?: number; readonly desired?: number };
  readonly when: { readonly start?: string; readonly end?: string; readonly recurrence?: string; readonly timeZone?: string };
  /** The group carries out no scheduled actions at the moment. */
  readonly paused: boolean;
}

const present = <T extends object>(from: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as never;
type Suspended = ReadonlyMap<string, boolean>;

function actionOf(a: ScheduledUpdateGroupAction, region: string, suspended: Suspended): ScheduledAction {
  const { AutoScalingGroupName: group = '', ScheduledActionName: name = '', ScheduledActionARN: arn = '' } = a;
  const recurring = a.Recurrence !== undefined;
  return {
    arn, uid: arn, name, region, group, sets: present({ min: a.MinSize, max: a.MaxSize, desired: a.DesiredCapacity }), paused: suspended.get(group) ?? false,
    when: present({ start: recurring ? undefined : a.StartTime?.toISOString(), end: a.EndTime?.toISOString(), recurrence: a.Recurrence, timeZone: a.TimeZone }),
    // A recurring action's start moves on by itself.
    ...(recurring && a.StartTime ? { seen: { next: a.StartTime.toISOString() } } : {}),
  };
}
async function readActions(client: AutoScalingClient): Promise<ScheduledUpdateGroupAction[]> {
  const found: ScheduledUpdateGroupAction[] = [];
  for await (const { ScheduledUpdateGroupActions = [] } of paginateDescribeScheduledActions({ client }, { MaxRecords: 100 })) found.push(...ScheduledUpdateGroupActions);
  return found;
}
const pausedIn = (groups: Awaited<ReturnType<typeof readGroups>>): Suspended =>
  new Map(groups.map((g) => [g.AutoScalingGroupName ?? '', (g.SuspendedProcesses ?? []).some((p) => p.ProcessName === 'ScheduledActions')]));

const call = (r: ScheduledAction, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });
const process = (r: ScheduledAction) => ({ AutoScalingGroupName: r.group, ScalingProcesses: ['ScheduledActions'] });
const named = (r: ScheduledAction) => ({ AutoScalingGroupName: r.group, ScheduledActionName: r.name });

const contain: Action<ScheduledAction> = {
  operations: ['autoscaling:SuspendProcesses', 'autoscaling:ResumeProcesses'],
  title: (r) => say('Keep Auto Scaling group {{group}} from carrying out scheduled actions ({{action}})', { group: r.group, action: r.name }),
  breaks: (r) => say('No scheduled action of the group {{group}} takes place, the owner’s neither.', { group: r.group }),
  calls: (r) => [call(r, 'autoscaling:SuspendProcesses', process(r))],
  undoCalls: (before) => (before.paused ? [] : [call(before, 'autoscaling:ResumeProcesses', process(before))]),
  done: (now) => now?.paused === true,
  undone: (now, before) => now?.paused === before.paused,
  apply: async (aws, r) => { await (await aws.client('autoscaling')).send(new SuspendProcessesCommand(process(r))); },
  undo: async (aws, before) => { if (!before.paused) await isSaidGone((await aws.client('autoscaling')).send(new ResumeProcessesCommand(process(before)))); },
  undoReopens: true,
  // The owner's other actions of the group are kept from taking place as well.
  outlives: (r) => r.group,
};

const number = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const text = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What it held before the stranger's first change. A time in an event is the day's text, so only recurring actions are given back. */
function recall(_: ScheduledAction, history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex((e) => e.by === 'attacker');
  const last = history.slice(0, Math.max(0, first)).filter((e) => e.event === 'autoscaling:PutScheduledUpdateGroupAction').at(-1)?.request;
  const recurrence = text(last?.['recurrence']);
  if (!last || recurrence === undefined) return undefined;
  return present({ MinSize: number(last['minSize']), MaxSize: number(last['maxSize']), DesiredCapacity: number(last['desiredCapacity']), Recurrence: recurrence, TimeZone: text(last['timeZone']) });
}
const put = (r: ScheduledAction, aim: JsonObject) => ({ ...named(r), ...aim });
const asItIs = (r: ScheduledAction) => present({ MinSize: r.sets.min, MaxSize: r.sets.max, DesiredCapacity: r.sets.desired, Recurrence: r.when.recurrence, TimeZone: r.when.timeZone, StartTime: r.when.start, EndTime: r.when.end });
/** Times stand in a call as text; the SDK wants them as dates. */
const sent = ({ StartTime, EndTime, ...rest }: Partial<ReturnType<typeof asItIs>>) => ({ ...rest, ...(StartTime === undefined ? {} : { StartTime: new Date(StartTime) }), ...(EndTime === undefined ? {} : { EndTime: new Date(EndTime) }) });

const recover: Action<ScheduledAction> = {
  operations: ['autoscaling:PutScheduledUpdateGroupAction'], lifts: () => true,
  title: (r) => say('Give scheduled action {{action}} of the group {{group}} back what it was: {{recurrence}}', { action: r.name, group: r.group, recurrence: text(r.aim?.['Recurrence']) ?? '' }),
  calls: (r) => (r.aim ? [call(r, 'autoscaling:PutScheduledUpdateGroupAction', put(r, r.aim))] : []),
  undoCalls: (before) => [call(before, 'autoscaling:PutScheduledUpdateGroupAction', put(before, asItIs(before)))],
  done: (now) => now?.aim !== undefined && Object.entries(now.aim).every(([key, value]) => (asItIs(now) as JsonObject)[key] === value),
  apply: async (aws, r) => { await (await aws.client('autoscaling')).send(new PutScheduledUpdateGroupActionCommand(r.aim ? put(r, r.aim) : { ...named(r), ...sent(asItIs(r)) })); },
  undo: async (aws, before) => { await (await aws.client('autoscaling')).send(new PutScheduledUpdateGroupActionCommand({ ...named(before), ...sent(asItIs(before)) })); },
  undoReopens: true,
};

export default defineKind<ScheduledAction>({
  id: 'autoscaling/scheduled-action', version: 1, title: say('Scheduled action of an Auto Scaling group'), scope: 'regional', role: 'respawner',
  reads: ['autoscaling:DescribeScheduledActions', ...READS_GROUPS],

  async *list(scan) {
    const actions = await readActions(await scan.aws.client('autoscaling'));
    if (actions.length === 0) return;
    const suspended = pausedIn(await groupsOf(scan));
    for (const one of actions) yield actionOf(one, scan.region, suspended);
  },

  async look(aws, rs) {
    const client = await aws.client('autoscaling');
    const actions = await readActions(client);
    const suspended = pausedIn(await readGroups(client, [...new Set(rs.map((r) => r.group))]));
    const now = new Map(actions.map((one) => actionOf(one, aws.region, suspended)).map((a) => [a.uid, a]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['autoscaling:PutScheduledUpdateGroupAction'],
    changed: ['autoscaling:PutScheduledUpdateGroupAction'],
    concerns: (r, { request }) => request?.['scheduledActionName'] === r.name && request['autoScalingGroupName'] === r.group,
  },
  recall,
  judge: (_, { attributed, history = [] }) => overwritten(attributed, history.slice(0, Math.max(0, history.findIndex((e) => e.by === 'attacker'))).some((e) => e.event === 'autoscaling:PutScheduledUpdateGroupAction')),

  actions: {
    preserve: preserving({
      title: (r) => say('Save scheduled action {{action}} of the group {{group}}', { action: r.name, group: r.group }),
      file: (r) => `scheduled-action-${r.group}-${r.name}`, operation: 'autoscaling:DescribeScheduledActions',
    }),
    contain, recover,
    eradicate: {
      operations: ['autoscaling:DeleteScheduledAction'],
      title: (r) => say('Delete scheduled action {{action}} of the group {{group}} in {{region}}', { action: r.name, group: r.group, region: r.region }),
      calls: (r) => [call(r, 'autoscaling:DeleteScheduledAction', named(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await isSaidGone((await aws.client('autoscaling')).send(new DeleteScheduledActionCommand(named(r)))); },
      undo: KEPT_ALL,
    },
  },
});
