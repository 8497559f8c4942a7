// Whether somebody is told when the root user is used, and when AWS sees a leak: two rules at the global Region, a topic, and an address that must confirm.
import { DeleteRuleCommand, ListRulesCommand, ListTargetsByRuleCommand, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand, type EventBridgeClient, type PutRuleRequest, type PutTargetsRequest, type Rule } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, DeleteTopicCommand, paginateListSubscriptionsByTopic, SetTopicAttributesCommand, SubscribeCommand, type SNSClient } from '@aws-sdk/client-sns';
import { partitionById } from '../../aws/partition.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { digestOf } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { ADDRESS, askAddress } from '../ask-reach.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, ownArn, type Deed } from '../kind.ts';
import { onceInAccount } from '../once-in-account.ts';
import { ifThere } from '../refusal.ts';
import { ALARMS, covers, putOf, targetOf, topicPolicy, type Alarm } from './parts/account-alarms.ts';

export interface AccountAlarm extends Resource {
  readonly accountId: string;
  /** What nobody is told of: `root`, `risk`. */
  readonly missing: readonly Alarm[];
  /** Our rules that are there, by what they are for. */
  readonly own: readonly Alarm[];
  readonly topicArn: Arn;
  readonly hasTopic: boolean;
  /** Who is subscribed to the topic. */
  readonly seen: { readonly mail: readonly string[] };
}
export const READS_ALARM_MAIL: readonly Operation[] = ['sns:ListSubscriptionsByTopic'];

/** Endpoints, confirmed or not; undefined where there is no such topic. AWS drops after two days what nobody confirmed. */
export async function subscribersOf(client: SNSClient, TopicArn: Arn): Promise<readonly { readonly endpoint: string; readonly confirmed: boolean }[] | undefined> {
  return ifThere((async () => {
    const found: { endpoint: string; confirmed: boolean }[] = [];
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) found.push(...Subscriptions.map((s) => ({ endpoint: s.Endpoint ?? '', confirmed: s.SubscriptionArn?.startsWith('arn:') === true })));
    return found;
  })());
}

async function rulesOf(client: EventBridgeClient): Promise<Rule[]> {
  const all: Rule[] = [];
  let token: string | undefined;
  do {
    const { Rules = [], NextToken } = await client.send(new ListRulesCommand(token === undefined ? {} : { NextToken: token }));
    all.push(...Rules);
    token = NextToken;
  } while (token !== undefined);
  return all;
}

const nameOf = (alarm: Alarm, accountId: string): string => `${ALARMS[alarm].name}-${digestOf([accountId]).slice(0, 6)}`;
async function read(aws: ReadAws): Promise<AccountAlarm> {
  const { region, accountId, partition } = aws;
  const [events, sns] = [await aws.client('events'), await aws.client('sns')];
  const topicArn = `arn:${partition}:sns:${region}:${accountId}:account-alarms-${digestOf([accountId]).slice(0, 6)}`;
  const [rules, subscribers] = [await rulesOf(events), await subscribersOf(sns, topicArn)];
  const wanted = partitionById(partition).hasRoot ? ['root', 'risk'] as const : ['risk'] as const;
  const missing = await inParallel(wanted, 2, async (alarm) => {
    const telling = await inParallel(rules.filter((r) => covers(alarm, r)), 4, async (r) => (await ifThere(events.send(new ListTargetsByRuleCommand({ Rule: r.Name ?? '' }))))?.Targets ?? []);
    // Our topic tells nobody while nobody is subscribed to it.
    return telling.flat().some((target) => target.Arn !== topicArn || (subscribers ?? []).length > 0) ? [] : [alarm];
  });
  const arn = ownArn('events/account-alarm', region, accountId, 'alarm');
  return {
    arn, uid: arn, name: 'account-alarm', region, accountId, missing: missing.flat(), own: wanted.filter((alarm) => rules.some((r) => r.Name === nameOf(alarm, accountId))),
    topicArn, hasTopic: subscribers !== undefined, seen: { mail: (subscribers ?? []).map((s) => s.endpoint).sort() },
  };
}

const ruleInput = (r: AccountAlarm, alarm: Alarm) => putOf(alarm, nameOf(alarm, r.accountId)) satisfies PutRuleRequest & JsonObject;
const targetInput = (r: AccountAlarm, alarm: Alarm) => ({ Rule: nameOf(alarm, r.accountId), Targets: [targetOf(alarm, r.topicArn)] }) satisfies PutTargetsRequest & JsonObject;
const policyInput = (r: AccountAlarm) => ({ TopicArn: r.topicArn, AttributeName: 'Policy', AttributeValue: topicPolicy(r.topicArn, r.accountId) });
const topicInput = (r: AccountAlarm) => ({ Name: r.topicArn.slice(r.topicArn.lastIndexOf(':') + 1) });
const mailInput = (r: AccountAlarm, Endpoint: string) => ({ TopicArn: r.topicArn, Protocol: 'email', Endpoint });
const call = (r: AccountAlarm, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });

const calls = (r: AccountAlarm): readonly Call[] => [
  call(r, 'sns:CreateTopic', topicInput(r)), call(r, 'sns:SetTopicAttributes', policyInput(r)), call(r, 'sns:Subscribe', mailInput(r, ADDRESS)),
  ...r.missing.flatMap((alarm) => [call(r, 'events:PutRule', ruleInput(r, alarm)), call(r, 'events:PutTargets', targetInput(r, alarm))]),
];
async function apply(aws: ChangeAws, r: AccountAlarm, deed: Deed): Promise<void> {
  const [events, sns] = [await aws.client('events'), await aws.client('sns')];
  const address = await askAddress(deed, say('Where shall AWS write when it sees a leak?'));
  await sns.send(new CreateTopicCommand(topicInput(r)));
  await sns.send(new SetTopicAttributesCommand(policyInput(r)));
  if (!r.seen.mail.includes(address)) await sns.send(new SubscribeCommand(mailInput(r, address)));
  for (const alarm of r.missing) {
    await events.send(new PutRuleCommand(ruleInput(r, alarm)));
    await events.send(new PutTargetsCommand(targetInput(r, alarm)));
  }
}

const madeBy = (before: AccountAlarm): readonly Alarm[] => before.missing.filter((alarm) => !before.own.includes(alarm));
const undoCalls = (before: AccountAlarm): readonly Call[] => [
  ...madeBy(before).flatMap((alarm) => { const Rule = nameOf(alarm, before.accountId); return [call(before, 'events:RemoveTargets', { Rule, Ids: [alarm] }), call(before, 'events:DeleteRule', { Name: Rule })]; }),
  ...(before.hasTopic ? [] : [call(before, 'sns:DeleteTopic', { TopicArn: before.topicArn })]),
];
async function undo(aws: ChangeAws, before: AccountAlarm): Promise<void> {
  const events = await aws.client('events');
  for (const alarm of madeBy(before)) {
    const Rule = nameOf(alarm, before.accountId);
    await ifThere(events.send(new RemoveTargetsCommand({ Rule, Ids: [alarm] })));
    await ifThere(events.send(new DeleteRuleCommand({ Name: Rule })));
  }
  // Its subscriptions go with it.
  if (!before.hasTopic) await ifThere((await aws.client('sns')).send(new DeleteTopicCommand({ TopicArn: before.topicArn })));
}

export default defineKind<AccountAlarm>({
  id: 'events/account-alarm', version: 1, title: say('Alarm about the account'), scope: 'regional', role: 'guard',
  reads: ['events:ListRules', 'events:ListTargetsByRule', ...READS_ALARM_MAIL],

  // Sign-ins of root, calls to IAM, and what AWS Health says of the account come to the global Region.
  ...onceInAccount(read),

  // What a stranger does to rules and topics is told of these themselves.
  traces: { ids: () => [], created: [], changed: [] },
  judge: ({ missing }, { attributed }) => (attributed || missing.length === 0 ? attributed : {
    verdict: 'weak', techniques: [], because: !missing.includes('root') ? say('Nobody is told when AWS sees a leak.') : missing.includes('risk') ? say('Nobody is told when the root user is used, or when AWS sees a leak.') : say('Nobody is told when the root user is used.'),
  }),

  actions: {
    harden: {
      operations: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:DeleteTopic', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'], asks: true,
      title: ({ missing, region }) => (missing.includes('root') ? say('Let AWS write to you when the root user is used, and when AWS sees a leak (rules and a topic in {{region}})', { region }) : say('Let AWS write to you when AWS sees a leak (a rule and a topic in {{region}})', { region })),
      breaks: ({ missing, region }) => (missing.includes('root') ? say('Nothing. Use of the root user is seen only while a trail logs, and in other Regions than {{region}} not at all. The address must confirm within two days.', { region }) : say('Nothing. The address must confirm within two days.')),
      calls,
      undoCalls,
      done: (now) => now?.missing.length === 0,
      apply,
      undo,
    },
  },
});
