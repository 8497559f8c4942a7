// A CloudWatch alarm: one that a stranger silenced speaks again, one that a stranger rewrote is given back, a stranger's own is silenced and deleted.
import { DeleteAlarmsCommand, DescribeAlarmsCommand, DisableAlarmActionsCommand, EnableAlarmActionsCommand, paginateDescribeAlarms, PutMetricAlarmCommand, type MetricAlarm, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Judgement, Operation, Resource } from '../../core/types.ts';
import { defineKind, KEPT_ALL, type Action, type HistoryEvent, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, lastOwn, objectIn, sdkNames, switchBefore, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { saving } from '../saving.ts';

/** `rule`: all that `PutMetricAlarm` takes, without the switch. */
export interface Alarm extends Resource { readonly actionsEnabled: boolean; readonly rule: JsonObject }

const CHUNK = 100;
function alarmOf(found: MetricAlarm, aws: ReadAws): Alarm {
  const { AlarmArn = '', AlarmName = '', ActionsEnabled, AlarmConfigurationUpdatedTimestamp, StateValue, StateReason: _r, StateReasonData: _d, StateUpdatedTimestamp, StateTransitionedTimestamp: _s, EvaluationState: _e, ...rule } = found;
  return {
    arn: AlarmArn, uid: AlarmArn, name: AlarmName, region: aws.region, actionsEnabled: ActionsEnabled ?? true, rule: JSON.parse(JSON.stringify(rule)) as JsonObject,
    seen: { updatedAt: AlarmConfigurationUpdatedTimestamp?.toISOString() ?? null, state: StateValue ?? null, stateSince: StateUpdatedTimestamp?.toISOString() ?? null },
  };
}

const where = (r: Alarm) => ({ alarm: r.name, region: r.region });
const names = (r: Alarm) => ({ AlarmNames: [r.name] });
const call = (r: Alarm, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input: input });
const isOff = (way: string | undefined): boolean => way === 'silence';
const switching = (enabled: boolean): Operation => (enabled ? 'cloudwatch:EnableAlarmActions' : 'cloudwatch:DisableAlarmActions');
const switched = (r: Alarm, enabled: boolean) => (enabled ? new EnableAlarmActionsCommand(names(r)) : new DisableAlarmActionsCommand(names(r)));

const contain: Action<Alarm> = {
  operations: ['cloudwatch:EnableAlarmActions', 'cloudwatch:DisableAlarmActions'],
  title: (r, way) => (isOff(way) ? say('Let alarm {{alarm}} in {{region}} do nothing', where(r)) : say('Let alarm {{alarm}} in {{region}} act again', where(r))),
  breaks: (r, way) => (isOff(way) ? say('What alarm {{alarm}} sets going is set going no more.', where(r)) : undefined),
  ways: (_, origin) => (origin === 'created' ? [{ id: 'silence', title: say('Switch its actions off') }] : [{ id: 'speak', title: say('Switch its actions on') }]),
  calls: (r, way) => [call(r, switching(!isOff(way)), names(r))],
  undoCalls: (before) => [call(before, switching(before.actionsEnabled), names(before))],
  // An alarm that the owner had silenced stays silent.
  done: (now, { way }) => now !== undefined && (isOff(way) ? !now.actionsEnabled : now.actionsEnabled || now.aim?.['actionsEnabled'] !== true),
  apply: async (aws, r, deed) => { if (r.actionsEnabled === isOff(deed.way)) await (await aws.client('cloudwatch')).send(switched(r, !isOff(deed.way))); },
  undo: async (aws, before) => { await (await aws.client('cloudwatch')).send(switched(before, before.actionsEnabled)); },
};

const aimed = (r: Alarm): JsonObject | undefined => objectIn(r.aim?.['rule']);
const putInput = (r: Alarm, rule: JsonObject): JsonObject => ({ ...rule, AlarmName: r.name, ActionsEnabled: r.actionsEnabled });
/** AWS answers with empty lists where none were given. */
const filled = (rule: JsonObject): JsonObject => Object.fromEntries(Object.entries(rule).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
const same = (a: JsonObject, b: JsonObject): boolean => canonical(filled(a)) === canonical(filled(b));
const recover: Action<Alarm> = {
  operations: ['cloudwatch:PutMetricAlarm'],
  title: (r) => say('Give alarm {{alarm}} in {{region}} back its rule and its actions', where(r)),
  impossible: (r) => (aimed(r) === undefined ? say('The event history does not tell what alarm {{alarm}} was before.', where(r)) : undefined),
  calls: (r) => [call(r, 'cloudwatch:PutMetricAlarm', putInput(r, aimed(r) ?? r.rule))],
  undoCalls: (before) => [call(before, 'cloudwatch:PutMetricAlarm', putInput(before, before.rule))],
  done: (now) => now !== undefined && same(aimed(now) ?? now.rule, now.rule),
  apply: async (aws, r) => {
    const rule = aimed(r);
    if (rule && !same(rule, r.rule)) await (await aws.client('cloudwatch')).send(new PutMetricAlarmCommand(putInput(r, rule) as unknown as PutMetricAlarmCommandInput));
  },
  undo: async (aws, before) => { await (await aws.client('cloudwatch')).send(new PutMetricAlarmCommand(putInput(before, before.rule) as unknown as PutMetricAlarmCommandInput)); },
};

const isPut = (e: HistoryEvent): boolean => isEvent(e, 'cloudwatch:PutMetricAlarm');
function recall(_: Alarm, history: readonly HistoryEvent[]): JsonObject | undefined {
  const enabled = switchBefore(history, (e) => isEvent(e, 'cloudwatch:EnableAlarmActions'), (e) => isEvent(e, 'cloudwatch:DisableAlarmActions') || (isPut(e) && e.request?.['actionsEnabled'] === false));
  const rule = history.some((e) => isPut(e) && isForeign(e)) ? ruleIn(lastOwn(history, isPut)?.request) : undefined;
  const aim = { ...(enabled === true ? { actionsEnabled: true } : {}), ...(rule ? { rule } : {}) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}
function ruleIn(request: JsonObject | null | undefined): JsonObject | undefined {
  const { AlarmName: _n, ActionsEnabled: _e, Tags: _t, ...rule } = objectIn(sdkNames(request ?? null)) ?? {};
  return Object.keys(rule).length === 0 ? undefined : rule;
}

/** PutMetricAlarm makes and replaces, and its event does not tell which. Replacing keeps the state: one older than the put, or an owner's put, shows that the alarm was there before. */
function judge(r: Alarm, { attributed, touches }: JudgeContext): Judgement | undefined {
  if (attributed?.origin !== 'created') return attributed;
  const puts = touches.filter((t) => !t.failed && t.event === 'cloudwatch:PutMetricAlarm');
  const first = puts.map((t) => t.time).sort()[0] ?? '';
  const since = textIn(r.seen?.['stateSince']) ?? '';
  const older = since < first || puts.some((t) => t.attribution === 'owner');
  return older ? { ...attributed, origin: 'changed', because: say('It was rewritten by PutMetricAlarm: {{why}}', { why: attributed.because }) } : attributed;
}

export default defineKind<Alarm>({
  id: 'cloudwatch/alarm', version: 1, title: say('CloudWatch alarm'), scope: 'regional', role: 'guard',
  reads: ['cloudwatch:DescribeAlarms'],

  async *list({ aws }) {
    for await (const page of paginateDescribeAlarms({ client: await aws.client('cloudwatch') }, {})) for (const found of page.MetricAlarms ?? []) yield alarmOf(found, aws);
  },
  async look(aws, rs) {
    const client = await aws.client('cloudwatch');
    const chunks = Array.from({ length: Math.ceil(rs.length / CHUNK) }, (_, n) => rs.slice(n * CHUNK, (n + 1) * CHUNK).map((r) => r.name));
    const pages = await inParallel(chunks, 4, async (AlarmNames) => {
      const found: MetricAlarm[] = [];
      for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
        const page = await client.send(new DescribeAlarmsCommand({ AlarmNames, ...(NextToken === undefined ? {} : { NextToken }) }));
        found.push(...page.MetricAlarms ?? []);
        ({ NextToken } = page);
      }
      return found;
    });
    const now = new Map(pages.flat().map((found) => [found.AlarmArn ?? '', alarmOf(found, aws)]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: { ids: (r) => [r.name], created: ['cloudwatch:PutMetricAlarm'], changed: ['cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions', 'cloudwatch:SetAlarmState'] },
  recall,
  judge,

  actions: {
    preserve: saving((r) => say('Save alarm {{alarm}} in {{region}}', where(r)), 'alarm', 'cloudwatch:DescribeAlarms'),
    contain,
    recover,
    eradicate: {
      operations: ['cloudwatch:DeleteAlarms'],
      title: (r) => say('Delete alarm {{alarm}} in {{region}}', where(r)),
      calls: (r) => [call(r, 'cloudwatch:DeleteAlarms', names(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('cloudwatch')).send(new DeleteAlarmsCommand(names(r)))); },
      undo: KEPT_ALL,
    },
  },
});
