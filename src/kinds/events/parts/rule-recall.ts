// What an EventBridge rule held before a stranger's hand, out of its events, and the calls that lead there.
import type { PutRuleRequest } from '@aws-sdk/client-eventbridge';
import type { Call, JsonObject, Operation } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, isHidden, lastOwn, listIn, objectIn, sdkNames, switchBefore, textIn } from '../../recalling.ts';
import { holds } from '../../s3/parts/json.ts';
import type { Rule } from '../rule.ts';

/** As PutTargets takes it. */
export type RuleTarget = JsonObject & { readonly Id: string; readonly Arn: string };
const MAPS = ['inputPathsMap', 'headerParameters', 'queryStringParameters'];

export const named = (r: Rule) => ({ Name: r.name, EventBusName: r.bus });
export const call = (r: Rule, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });
/** EnableRule knows only ENABLED: a rule that also took read-only events is put again, whole. Its targets stay. */
export const whole = (r: Rule): PutRuleRequest & JsonObject => ({
  ...named(r), State: r.state as 'ENABLED', ...(r.pattern === '' ? {} : { EventPattern: r.pattern }), ...(r.schedule === '' ? {} : { ScheduleExpression: r.schedule }), ...(r.description === '' ? {} : { Description: r.description }), ...(r.roleArn === '' ? {} : { RoleArn: r.roleArn }),
});
export const isPlain = (r: Rule): boolean => r.state === 'ENABLED';

const PUT = 'events:PutRule';
const PUT_TARGETS = 'events:PutTargets';
export const targetsIn = ({ request }: HistoryEvent): readonly RuleTarget[] => listIn(request?.['targets']).flatMap((one) => {
  const target = objectIn(sdkNames(one, MAPS));
  return textIn(target?.['Id']) === undefined ? [] : [target as RuleTarget];
});
const touched = (e: HistoryEvent): readonly string[] => (isEvent(e, PUT_TARGETS) ? targetsIn(e).map((t) => t.Id) : isEvent(e, 'events:RemoveTargets') ? listIn(e.request?.['ids']).flatMap((id) => textIn(id) ?? []) : []);

/** Of each target that a stranger touched: what its owner last put, or nothing. Undefined where the owner's is not told any more. */
function targetsBefore(history: readonly HistoryEvent[]): { readonly off: readonly string[]; readonly targets: readonly RuleTarget[] } | undefined {
  const off = [...new Set(history.filter(isForeign).flatMap(touched))];
  const targets: RuleTarget[] = [];
  for (const id of off) {
    const last = lastOwn(history, (e) => touched(e).includes(id));
    const target = last && targetsIn(last).find((t) => t.Id === id);
    if (target) targets.push(target);
    else if (!last && isEvent(history.find((e) => touched(e).includes(id)) as HistoryEvent, 'events:RemoveTargets')) return undefined;
  }
  return isHidden(targets) ? undefined : { off, targets };
}
const stateIn = (e: HistoryEvent): string => (isEvent(e, PUT) ? textIn(e.request?.['state']) ?? 'ENABLED' : isEvent(e, 'events:EnableRule') ? 'ENABLED' : 'DISABLED');
const switches = (e: HistoryEvent): boolean => isEvent(e, PUT, 'events:EnableRule', 'events:DisableRule');
function stateBefore(history: readonly HistoryEvent[]): string | undefined {
  const own = lastOwn(history, switches);
  const was = switchBefore(history, (e) => switches(e) && stateIn(e) !== 'DISABLED', (e) => switches(e) && stateIn(e) === 'DISABLED');
  return own ? stateIn(own) : was === undefined ? undefined : was ? 'ENABLED' : 'DISABLED';
}

/** `state` is left out where nobody has switched it: then what its containment did is taken back. */
export function recallRule(r: Rule, history: readonly HistoryEvent[]): JsonObject | undefined {
  const before = targetsBefore(history);
  const put = history.some((e) => isForeign(e) && isEvent(e, PUT));
  const request = lastOwn(history, (e) => isEvent(e, PUT))?.request;
  if (!before || (put && !request)) return undefined;
  const state = stateBefore(history);
  const told = (name: string): string => textIn(request?.[name]) ?? '';
  const aim = { ...(state === undefined ? {} : { state }), ...(put ? { pattern: told('eventPattern'), schedule: told('scheduleExpression'), description: told('description'), roleArn: told('roleArn') } : {}), ...(before.off.length > 0 ? before : {}) };
  return leading(r, asBefore({ ...r, aim })).length > 0 ? aim : undefined;
}

export function asBefore(r: Rule): Rule {
  if (!r.aim) return r;
  const { off = [], targets = [], ...rest } = r.aim as Partial<Rule> & { readonly off?: readonly string[]; readonly targets?: readonly RuleTarget[] };
  return { ...r, ...rest, targets: [...r.targets.filter((t) => !off.includes(t.Id)), ...targets] };
}

/** Enabled last, when it starts what it should. */
export function leading(from: Rule, to: Rule): readonly Call[] {
  const where = { Rule: to.name, EventBusName: to.bus };
  const gone = from.targets.map((t) => t.Id).filter((id) => !to.targets.some((t) => t.Id === id));
  const put = to.targets.filter((t) => !from.targets.some((one) => holds(t, one) && holds(one, t)));
  const { State: _from, ...was } = whole(from);
  const { State: _to, ...is } = whole(to);
  const rule = holds(is, was) && holds(was, is) ? from.state === to.state ? [] : isPlain(to) ? [call(to, 'events:EnableRule', named(to))] : to.state === 'DISABLED' ? [call(to, 'events:DisableRule', named(to))] : [call(to, PUT, whole(to))] : [call(to, PUT, whole(to))];
  return [...(gone.length > 0 ? [call(to, 'events:RemoveTargets', { ...where, Ids: gone })] : []), ...(put.length > 0 ? [call(to, PUT_TARGETS, { ...where, Targets: put })] : []), ...rule];
}
