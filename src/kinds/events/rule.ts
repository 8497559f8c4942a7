// An EventBridge rule with its targets: disabled, deleted where all of it is a stranger's, enabled again where a stranger switched it off.
import { DeleteRuleCommand, DescribeRuleCommand, DisableRuleCommand, EnableRuleCommand, ListEventBusesCommand, ListRulesCommand, ListTargetsByRuleCommand, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand, type EventBridgeClient, type Rule as AwsRule, type Target } from '@aws-sdk/client-eventbridge';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Judgement, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, KEPT_ALL, type Action, type HistoryEvent, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { plain } from '../s3/parts/json.ts';
import { judged } from '../standing.ts';
import { asBefore, call, isPlain, leading, named, recallRule, targetsIn, whole, type RuleTarget } from './parts/rule-recall.ts';

export interface Rule extends Resource {
  readonly bus: string;
  readonly state: string;
  readonly pattern: string;
  readonly schedule: string;
  readonly description: string;
  readonly roleArn: string;
  /** The AWS service that made it for itself. */
  readonly managedBy: string;
  readonly targets: readonly RuleTarget[];
}

const targetOf = (t: Target): RuleTarget => ({ ...plain(t), Id: t.Id ?? '', Arn: t.Arn ?? '' });
/** AWS tells no id and no time of making: a rule made again under its name is not told apart. */
const ruleOf = (r: AwsRule, targets: readonly Target[], region: string): Rule => ({
  arn: r.Arn ?? '', uid: r.Arn ?? '', name: r.Name ?? '', region, bus: r.EventBusName ?? 'default', state: r.State ?? '', pattern: r.EventPattern ?? '', schedule: r.ScheduleExpression ?? '', description: r.Description ?? '', roleArn: r.RoleArn ?? '', managedBy: r.ManagedBy ?? '',
  targets: targets.map(targetOf).sort((a, b) => (a.Id < b.Id ? -1 : 1)),
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

const told = (r: Rule) => ({ rule: r.name, region: r.region });
const arnsOf = ({ targets }: Rule): readonly string[] | string => (targets.length > 0 ? targets.map((t) => t.Arn) : '0');
const TITLE = say('EventBridge rule');
const isOn = (state: string): boolean => state !== 'DISABLED';

const givenBack = (before: Rule): Call => (isPlain(before) ? call(before, 'events:EnableRule', named(before)) : call(before, 'events:PutRule', whole(before)));
async function giveBack(aws: ChangeAws, before: Rule): Promise<void> {
  const client = await aws.client('events');
  if (isPlain(before)) await client.send(new EnableRuleCommand(named(before))); else await client.send(new PutRuleCommand(whole(before)));
}
const disable = async (aws: ChangeAws, r: Rule): Promise<void> => { await (await aws.client('events')).send(new DisableRuleCommand(named(r))); };

const idsIn = (event: HistoryEvent): readonly string[] => targetsIn(event).map((t) => t.Id);
/**
 * PutRule makes a rule or replaces it, and its event does not say which. All of it is a stranger's where a stranger last wrote the rule,
 * put every one of its targets, and took none away: what was the owner's in it, if anything, is gone already.
 */
export function isAllForeign(r: Rule, history: readonly HistoryEvent[]): boolean {
  const written = history.filter((e) => isEvent(e, 'events:PutRule'));
  const put = new Set(history.filter((e) => e.by === 'attacker' && isEvent(e, 'events:PutTargets')).flatMap(idsIn));
  const owners = history.some((e) => !isForeign(e) && isEvent(e, 'events:PutRule', 'events:PutTargets', 'events:EnableRule', 'events:DisableRule'));
  const taken = history.some((e) => isForeign(e) && isEvent(e, 'events:RemoveTargets'));
  return written.length > 0 && written.every((e) => e.by === 'attacker') && !owners && !taken && r.targets.every((t) => put.has(t.Id));
}
function judge(r: Rule, context: JudgeContext): Judgement | undefined {
  const { attributed, accountId, history = [] } = context;
  if (attributed?.verdict === 'malicious' && attributed.origin === 'changed' && isAllForeign(r, history)) return { ...attributed, origin: 'created', because: say('The stranger wrote the rule and put every target that it has.'), techniques: ['T1546'] };
  const foreign = r.targets.filter((t) => t.Arn.startsWith('arn:') && t.Arn.split(':')[4] !== accountId && t.Arn.includes(':event-bus/')).map((t) => t.Arn);
  return judged(context, ['T1546'], foreign.length === 0 ? undefined : say('It sends events to another account: {{targets}}.', { targets: foreign }));
}

const contain: Action<Rule> = {
  operations: ['events:DisableRule', 'events:EnableRule', 'events:PutRule'], permissions: ['iam:PassRole'],
  title: (r) => say('Disable the EventBridge rule {{rule}} in {{region}}', told(r)),
  breaks: (r) => say('These are no longer started by it: {{targets}}.', { targets: arnsOf(r) }),
  impossible: (r) => managed(r),
  calls: (r) => [call(r, 'events:DisableRule', named(r))],
  undoCalls: (before) => [givenBack(before)],
  done: (now) => now !== undefined && !isOn(now.state),
  undone: (now, before) => now?.state === before.state,
  apply: disable,
  undo: giveBack,
  undoReopens: true,
};
const managed = (r: Rule) => (r.managedBy === '' ? undefined : say('The rule {{rule}} belongs to {{service}}, which alone changes it. Look at that service.', { rule: r.name, service: r.managedBy }));

export default defineKind<Rule>({
  id: 'events/rule', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
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
    concerns: (r, { request }) => (textIn(request?.['name']) ?? textIn(request?.['rule'])) === r.name && [r.bus, `${r.arn.split(':rule/')[0] ?? ''}:event-bus/${r.bus}`].includes(textIn(request?.['eventBusName']) ?? 'default'),
  },
  judge,
  recall: recallRule,

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
      calls: (r) => [...(r.targets.length > 0 ? [call(r, 'events:RemoveTargets', { Rule: r.name, EventBusName: r.bus, Ids: r.targets.map((t) => t.Id) })] : []), call(r, 'events:DeleteRule', named(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('events');
        if (r.targets.length > 0) await client.send(new RemoveTargetsCommand({ Rule: r.name, EventBusName: r.bus, Ids: r.targets.map((t) => t.Id) }));
        await ifThere(client.send(new DeleteRuleCommand(named(r))));
      },
      undo: KEPT_ALL,
    },
    recover: givingBack<Rule>({
      sort: TITLE, operations: ['events:RemoveTargets', 'events:PutTargets', 'events:PutRule', 'events:EnableRule', 'events:DisableRule'], permissions: ['iam:PassRole'],
      breaks: (r) => say('These are started by it again: {{targets}}.', { targets: arnsOf(asBefore(r)) }),
      impossible: (r) => managed(r),
      lifts: (r) => r.aim?.['state'] === undefined,
      back: asBefore,
      calls: leading,
      send: async (aws, { operation, input }) => {
        const client = await aws.client('events');
        const given = input as never;
        return operation === 'events:RemoveTargets' ? client.send(new RemoveTargetsCommand(given)) : operation === 'events:PutTargets' ? client.send(new PutTargetsCommand(given)) : operation === 'events:PutRule' ? client.send(new PutRuleCommand(given))
          : operation === 'events:EnableRule' ? client.send(new EnableRuleCommand(given)) : client.send(new DisableRuleCommand(given));
      },
    }),
  },
});
