// An EventBridge rule with its targets: disabled, deleted where all of it is a stranger's, enabled again where a stranger switched it off.
import { DeleteRuleCommand, DescribeRuleCommand, DisableRuleCommand, EnableRuleCommand, ListEventBusesCommand, ListRulesCommand, ListTargetsByRuleCommand, PutRuleCommand, RemoveTargetsCommand, type EventBridgeClient, type PutRuleRequest, type Rule as AwsRule, type Target } from '@aws-sdk/client-eventbridge';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Judgement, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, type Action, type HistoryEvent, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, objectIn, switchBefore, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';

export interface Rule extends Resource {
  readonly bus: string;
  readonly state: string;
  readonly pattern: string;
  readonly schedule: string;
  readonly description: string;
  readonly roleArn: string;
  /** The AWS service that made it for itself. */
  readonly managedBy: string;
  readonly targets: readonly { readonly id: string; readonly arn: Arn; readonly roleArn: string }[];
}

const targetOf = ({ Id = '', Arn = '', RoleArn = '' }: Target) => ({ id: Id, arn: Arn, roleArn: RoleArn });
/** AWS tells no id and no time of making: a rule made again under its name is not told apart. */
const ruleOf = (r: AwsRule, targets: readonly Target[], region: string): Rule => ({
  arn: r.Arn ?? '', uid: r.Arn ?? '', name: r.Name ?? '', region, bus: r.EventBusName ?? 'default', state: r.State ?? '', pattern: r.EventPattern ?? '', schedule: r.ScheduleExpression ?? '', description: r.Description ?? '', roleArn: r.RoleArn ?? '', managedBy: r.ManagedBy ?? '',
  targets: targets.map(targetOf).sort((a, b) => (a.id < b.id ? -1 : 1)),
});

/** EventBridge's client has no paginators. */
async function pages<T>(read: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}
const from = (NextToken: string | undefined) => (NextToken === undefined ? {} : { NextToken });
const targetsOf = (client: EventBridgeClient, Rule: string, EventBusName: string): Promise<Target[]> => pages(async (token) => {
  const { Targets = [], NextToken } = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName, ...from(token) }));
  return { items: Targets, next: NextToken };
});
const rulesOn = (client: EventBridgeClient, EventBusName: string): Promise<AwsRule[]> => pages(async (token) => {
  const { Rules = [], NextToken } = await client.send(new ListRulesCommand({ EventBusName, ...from(token) }));
  return { items: Rules, next: NextToken };
});
const buses = (client: EventBridgeClient): Promise<string[]> => pages(async (token) => {
  const { EventBuses = [], NextToken } = await client.send(new ListEventBusesCommand(from(token)));
  return { items: EventBuses.map((b) => b.Name ?? ''), next: NextToken };
});

const named = (r: Rule) => ({ Name: r.name, EventBusName: r.bus });
const call = (r: Rule, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });
const told = (r: Rule) => ({ rule: r.name, region: r.region });
const isOn = (state: string): boolean => state !== 'DISABLED';

/** EnableRule knows only ENABLED: a rule that also took read-only events is put again, whole. Its targets stay. */
const whole = (r: Rule): PutRuleRequest & JsonObject => ({
  ...named(r), State: r.state as 'ENABLED', ...(r.pattern === '' ? {} : { EventPattern: r.pattern }), ...(r.schedule === '' ? {} : { ScheduleExpression: r.schedule }), ...(r.description === '' ? {} : { Description: r.description }), ...(r.roleArn === '' ? {} : { RoleArn: r.roleArn }),
});
const isPlain = (r: Rule): boolean => r.state === 'ENABLED';
const givenBack = (before: Rule): Call => (isPlain(before) ? call(before, 'events:EnableRule', named(before)) : call(before, 'events:PutRule', whole(before)));
async function giveBack(aws: ChangeAws, before: Rule): Promise<void> {
  const client = await aws.client('events');
  if (isPlain(before)) await client.send(new EnableRuleCommand(named(before))); else await client.send(new PutRuleCommand(whole(before)));
}
const disable = async (aws: ChangeAws, r: Rule): Promise<void> => { await (await aws.client('events')).send(new DisableRuleCommand(named(r))); };

const idsIn = ({ request }: HistoryEvent): readonly string[] => { const targets = request?.['targets']; return Array.isArray(targets) ? targets.flatMap((t: JsonObject) => textIn(objectIn(t)?.['id']) ?? []) : []; };
/**
 * PutRule makes a rule or replaces it, and its event does not say which. All of it is a stranger's where a stranger last wrote the rule,
 * put every one of its targets, and took none away: what was the owner's in it, if anything, is gone already.
 */
export function isAllForeign(r: Rule, history: readonly HistoryEvent[]): boolean {
  const written = history.filter((e) => isEvent(e, 'events:PutRule'));
  const put = new Set(history.filter((e) => e.by === 'attacker' && isEvent(e, 'events:PutTargets')).flatMap(idsIn));
  const owners = history.some((e) => !isForeign(e) && isEvent(e, 'events:PutRule', 'events:PutTargets', 'events:EnableRule', 'events:DisableRule'));
  const taken = history.some((e) => isForeign(e) && isEvent(e, 'events:RemoveTargets'));
  return written.length > 0 && written.every((e) => e.by === 'attacker') && !owners && !taken && r.targets.every((t) => put.has(t.id));
}
function judge(r: Rule, context: JudgeContext): Judgement | undefined {
  const { attributed, accountId, history = [] } = context;
  if (attributed?.verdict === 'malicious' && attributed.origin === 'changed' && isAllForeign(r, history)) return { ...attributed, origin: 'created', because: say('The stranger wrote the rule and put every target that it has.'), techniques: ['T1546'] };
  const foreign = r.targets.filter((t) => t.arn.startsWith('arn:') && t.arn.split(':')[4] !== accountId && t.arn.includes(':event-bus/')).map((t) => t.arn);
  return judged(context, ['T1546'], foreign.length === 0 ? undefined : say('It sends events to another account: {{targets}}.', { targets: foreign }));
}

const contain: Action<Rule> = {
  operations: ['events:DisableRule', 'events:EnableRule', 'events:PutRule'], permissions: ['iam:PassRole'],
  title: (r) => say('Disable the EventBridge rule {{rule}} in {{region}}', told(r)),
  breaks: (r) => say('These are no longer started by it: {{targets}}.', { targets: r.targets.length > 0 ? r.targets.map((t) => t.arn) : '0' }),
  impossible: (r) => managed(r),
  calls: (r) => [call(r, 'events:DisableRule', named(r))],
  undoCalls: (before) => [givenBack(before)],
  done: (now) => now !== undefined && !isOn(now.state),
  apply: disable,
  undo: giveBack,
  undoReopens: true,
};
const managed = (r: Rule) => (r.managedBy === '' ? undefined : say('The rule {{rule}} belongs to {{service}}, which alone changes it. Look at that service.', { rule: r.name, service: r.managedBy }));

export default defineKind<Rule>({
  id: 'events/rule', version: 1, title: say('EventBridge rule'), scope: 'regional', role: 'respawner',
  reads: ['events:ListEventBuses', 'events:ListRules', 'events:ListTargetsByRule', 'events:DescribeRule'],

  async *list(scan) {
    const client = await scan.aws.client('events');
    const found = (await inParallel(await buses(client), 4, async (bus) => {
      try { return await rulesOn(client, bus); } catch (error) { scan.gap('events:ListRules', error, bus); return []; }
    })).flat();
    yield* await inParallel(found, 4, async (rule) => {
      const at = async (): Promise<Target[]> => { try { return await targetsOf(client, rule.Name ?? '', rule.EventBusName ?? 'default'); } catch (error) { scan.gap('events:ListTargetsByRule', error, rule.Name); return []; } };
      return ruleOf(rule, await at(), scan.region);
    });
  },

  async look(aws, rs) {
    const client = await aws.client('events');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new DescribeRuleCommand(named(r))));
      const targets = found && await ifThere(targetsOf(client, r.name, r.bus));
      return found && targets && found.Arn === r.uid ? ruleOf(found, targets, aws.region) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: [],
    changed: ['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:EnableRule', 'events:DisableRule'],
    concerns: (r, { region = r.region, request }) => region === r.region && (textIn(request?.['name']) ?? textIn(request?.['rule'])) === r.name && [r.bus, `${r.arn.split(':rule/')[0] ?? ''}:event-bus/${r.bus}`].includes(textIn(request?.['eventBusName']) ?? 'default'),
  },
  judge,
  recall: (r, history) => (!isOn(r.state) && switchBefore(history, (e) => isEvent(e, 'events:EnableRule') || (isEvent(e, 'events:PutRule') && e.request?.['state'] !== 'DISABLED'), (e) => isEvent(e, 'events:DisableRule') || (isEvent(e, 'events:PutRule') && e.request?.['state'] === 'DISABLED')) === true
    && !history.some((e) => isForeign(e) && isEvent(e, 'events:PutRule', 'events:PutTargets')) ? { state: 'ENABLED' } : undefined),

  actions: {
    contain,
    preserve: preserving({
      title: (r) => say('Save the EventBridge rule {{rule}} in {{region}} with its targets', told(r)), file: (r) => `events-rule-${r.region}-${r.bus}-${r.name}`, operation: 'events:ListTargetsByRule',
      more: async (aws, r) => ({ targets: await targetsOf(await aws.client('events'), r.name, r.bus) }),
    }),
    eradicate: {
      operations: ['events:RemoveTargets', 'events:DeleteRule'],
      title: (r) => say('Delete the EventBridge rule {{rule}} in {{region}} with its targets', told(r)),
      destroys: (r) => say('Targets: {{n}}. What they point to stays.', { n: r.targets.length }),
      impossible: (r) => managed(r),
      // AWS deletes no rule that has targets.
      calls: (r) => [...(r.targets.length > 0 ? [call(r, 'events:RemoveTargets', { Rule: r.name, EventBusName: r.bus, Ids: r.targets.map((t) => t.id) })] : []), call(r, 'events:DeleteRule', named(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('events');
        if (r.targets.length > 0) await client.send(new RemoveTargetsCommand({ Rule: r.name, EventBusName: r.bus, Ids: r.targets.map((t) => t.id) }));
        await ifThere(client.send(new DeleteRuleCommand(named(r))));
      },
      undo: irreversible(say('AWS does not give a deleted rule back. What it held is kept with the evidence.')),
    },
    recover: {
      operations: ['events:EnableRule', 'events:DisableRule'],
      title: (r) => say('Enable the EventBridge rule {{rule}} in {{region}} again', told(r)),
      breaks: (r) => say('These are started by it again: {{targets}}.', { targets: r.targets.length > 0 ? r.targets.map((t) => t.arn) : '0' }),
      impossible: (r) => managed(r),
      calls: (r) => [call(r, 'events:EnableRule', named(r))],
      undoCalls: (before) => [call(before, 'events:DisableRule', named(before))],
      done: (now) => now !== undefined && isOn(now.state),
      apply: async (aws, r) => { await (await aws.client('events')).send(new EnableRuleCommand(named(r))); },
      undo: disable,
    },
  },
});
