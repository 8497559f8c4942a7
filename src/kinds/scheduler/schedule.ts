// A schedule of EventBridge Scheduler: disabled, deleted where a stranger made it.
import { DeleteScheduleCommand, GetScheduleCommand, paginateListSchedules, UpdateScheduleCommand, type GetScheduleOutput, type UpdateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, KEPT_ALL, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, isHidden, lastOwn, objectIn, sdkNames, switchBefore, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { holds } from '../s3/parts/json.ts';

export interface Schedule extends Resource {
  readonly group: string;
  readonly state: string;
  readonly target: Arn;
  /** All of it as UpdateSchedule takes it, which replaces a schedule whole. A list does not tell it. */
  readonly whole?: JsonObject;
}
const isOn = (state: string): boolean => state !== 'DISABLED';

/** Dates as text: they are made dates again before they are sent. */
function wholeOf({ Name, GroupName, ScheduleExpression, ScheduleExpressionTimezone, StartDate, EndDate, Description, KmsKeyArn, Target, FlexibleTimeWindow, ActionAfterCompletion }: GetScheduleOutput): JsonObject {
  return JSON.parse(JSON.stringify({ Name, GroupName, ScheduleExpression, ScheduleExpressionTimezone, StartDate, EndDate, Description, KmsKeyArn, Target, FlexibleTimeWindow, ActionAfterCompletion })) as JsonObject;
}
/** A token of its own for each call: AWS would take the same one for the call of before. */
const tokenOf = (deed: Deed): string => `${deed.token}-${String(deed.awsNow().getTime())}`;
const inputOf = (whole: JsonObject, State: string, deed: Deed): UpdateScheduleCommandInput => {
  const { StartDate, EndDate, ...rest } = whole as JsonObject & { readonly StartDate?: string; readonly EndDate?: string };
  return { ...rest, ...(StartDate === undefined ? {} : { StartDate: new Date(StartDate) }), ...(EndDate === undefined ? {} : { EndDate: new Date(EndDate) }), State, ClientToken: tokenOf(deed) } as unknown as UpdateScheduleCommandInput;
};
const call = (r: Schedule, State: string): Call => ({ operation: 'scheduler:UpdateSchedule', region: r.region, input: { ...r.whole, State, ClientToken: '‹a token of this call›' } });
const turn = async (aws: ChangeAws, r: Schedule, state: string, deed: Deed): Promise<void> => { await (await aws.client('scheduler')).send(new UpdateScheduleCommand(inputOf(r.whole ?? {}, state, deed))); };

function scheduleOf(s: { readonly Arn?: string | undefined; readonly Name?: string | undefined; readonly GroupName?: string | undefined; readonly State?: string | undefined; readonly CreationDate?: Date | undefined; readonly LastModificationDate?: Date | undefined; readonly Target?: { readonly Arn?: string | undefined } | undefined }, region: string): Schedule {
  const createdAt = s.CreationDate?.toISOString() ?? '';
  return { arn: s.Arn ?? '', uid: `${s.Arn ?? ''}@${createdAt}`, name: s.Name ?? '', region, createdAt, group: s.GroupName ?? '', state: s.State ?? '', target: s.Target?.Arn ?? '', seen: { changedAt: s.LastModificationDate?.toISOString() ?? '' } };
}
const TITLE = say('EventBridge schedule');
const UPDATE = 'scheduler:UpdateSchedule';
/** What AWS leaves out where it is not set; of the rest it shows its defaults. */
const OPTIONAL = ['StartDate', 'EndDate', 'Description', 'KmsKeyArn'];
const asBefore = (r: Schedule): Schedule => ({ ...r, ...(r.aim as Partial<Schedule> | undefined) });
const targetIn = (r: Schedule): string => textIn(objectIn(r.whole?.['Target'])?.['Arn']) ?? r.target;
/** An update replaces all of it. A time in an event is the day's text, and is not given back. */
function recall(r: Schedule, history: readonly HistoryEvent[]): JsonObject | undefined {
  const own = lastOwn(history, (e) => isEvent(e, 'scheduler:CreateSchedule', UPDATE))?.request;
  const is = (to: string) => (e: HistoryEvent): boolean => isEvent(e, UPDATE) && (textIn(e.request?.['state']) ?? 'ENABLED') === to;
  if (!own) return !isOn(r.state) && switchBefore(history, is('ENABLED'), is('DISABLED')) === true ? { state: 'ENABLED' } : undefined;
  const { State = 'ENABLED', ClientToken: _, ...whole } = objectIn(sdkNames(own, ['tags'])) ?? {};
  return !history.some(isForeign) || 'StartDate' in whole || 'EndDate' in whole || isHidden(whole) ? undefined : { state: State, whole: { GroupName: 'default', ScheduleExpressionTimezone: 'UTC', ActionAfterCompletion: 'NONE', ...whole } };
}
const told = (r: Schedule) => ({ schedule: r.name, region: r.region, target: r.target });
const target = (r: Schedule) => ({ Name: r.name, GroupName: r.group });

export default defineKind<Schedule>({
  id: 'scheduler/schedule', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['scheduler:ListSchedules', 'scheduler:GetSchedule'],

  async *list({ aws, region }) {
    for await (const { Schedules = [] } of paginateListSchedules({ client: await aws.client('scheduler') }, {})) yield* Schedules.map((s) => scheduleOf(s, region));
  },

  async look(aws, rs) {
    const client = await aws.client('scheduler');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new GetScheduleCommand(target(r))));
      const now = found && scheduleOf(found, aws.region);
      return found && now?.uid === r.uid ? { ...now, whole: wholeOf(found) } : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['scheduler:CreateSchedule'],
    changed: ['scheduler:UpdateSchedule'],
    concerns: (r, { request }) => textIn(request?.['name']) === r.name && (textIn(request?.['groupName']) ?? 'default') === r.group,
  },
  recall,

  actions: {
    contain: {
      operations: ['scheduler:UpdateSchedule'], permissions: ['iam:PassRole'],
      title: (r) => say('Disable the schedule {{schedule}} in {{region}}', told(r)),
      breaks: (r) => say('{{target}} is no longer called at its times.', told(r)),
      calls: (r) => [call(r, 'DISABLED')],
      undoCalls: (before) => [call(before, before.state)],
      done: (now) => now !== undefined && !isOn(now.state),
      apply: (aws, r, deed) => turn(aws, r, 'DISABLED', deed),
      undo: (aws, before, _, deed) => turn(aws, before, before.state, deed),
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the schedule {{schedule}} in {{region}} as it is', told(r)), file: (r) => `schedule-${r.region}-${r.group}-${r.name}`, operation: 'scheduler:GetSchedule' }),
    eradicate: {
      operations: ['scheduler:DeleteSchedule'],
      title: (r) => say('Delete the schedule {{schedule}} in {{region}}', told(r)),
      calls: (r) => [{ operation: 'scheduler:DeleteSchedule', region: r.region, input: { ...target(r), ClientToken: '‹a token of this call›' } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => { await ifThere((await aws.client('scheduler')).send(new DeleteScheduleCommand({ ...target(r), ClientToken: tokenOf(deed) }))); },
      undo: KEPT_ALL,
    },
    recover: givingBack<Schedule>({
      sort: TITLE, operations: ['scheduler:UpdateSchedule'], permissions: ['iam:PassRole'],
      breaks: (r) => say('{{target}} is called at its times again.', { target: targetIn(asBefore(r)) }),
      back: asBefore,
      calls: (from, to) => (from.state === to.state && holds(to.whole ?? {}, from.whole) && OPTIONAL.every((name) => from.whole?.[name] === to.whole?.[name]) ? [] : [call(to, to.state)]),
      send: async (aws, { input: { State, ClientToken: _, ...whole } }, deed) => { await (await aws.client('scheduler')).send(new UpdateScheduleCommand(inputOf(whole, State as string, deed))); },
    }),
  },
});
