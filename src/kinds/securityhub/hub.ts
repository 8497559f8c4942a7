// Security Hub in a Region: switched on again where a stranger switched it off.
import { BatchDisableStandardsCommand, BatchEnableStandardsCommand, DescribeHubCommand, DisableSecurityHubCommand, EnableSecurityHubCommand, paginateGetEnabledStandards, type SecurityHubClient } from '@aws-sdk/client-securityhub';
import { failureOf } from '../../aws/errors.ts';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Action, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, listIn, objectIn, switchBefore, textIn } from '../recalling.ts';

/** What is kept is the Region's, so that a hub that was switched off can be told, too. */
export interface Hub extends Resource { readonly enabled: boolean; readonly standards: readonly string[]; /** Of its ARNs. */ readonly prefix: string }

async function read(client: SecurityHubClient, aws: ReadAws): Promise<Hub> {
  const arn = ownArn('securityhub/hub', aws.region, aws.accountId, 'hub');
  const base = { arn, uid: arn, name: `Security Hub ${aws.region}`, region: aws.region, prefix: `arn:${aws.partition}:securityhub:${aws.region}:${aws.accountId}` };
  try {
    await client.send(new DescribeHubCommand({}));
  } catch (error) {
    // So it answers where it is off, or the Region has none.
    if (/^(InvalidAccess|ResourceNotFound)/.test(failureOf(error).code)) return { ...base, enabled: false, standards: [] };
    throw error;
  }
  const standards: string[] = [];
  for await (const page of paginateGetEnabledStandards({ client }, {})) for (const { StandardsArn } of page.StandardsSubscriptions ?? []) if (StandardsArn !== undefined) standards.push(StandardsArn);
  return { ...base, enabled: true, standards: standards.sort() };
}

const aimed = (r: Hub): readonly string[] => (Array.isArray(r.aim?.['standards']) ? (r.aim['standards'] as readonly Json[]).flatMap((one) => textIn(one) ?? []) : []);
const requests = (arns: readonly string[]) => ({ StandardsSubscriptionRequests: arns.map((StandardsArn) => ({ StandardsArn })) });
/** A subscription is named as its standard, in the account. */
const subscriptions = (r: Hub) => ({ StandardsSubscriptionArns: aimed(r).filter((arn) => !r.standards.includes(arn)).map((arn) => `${r.prefix}:subscription/${arn.replace(/^.*?:(?:standards|ruleset)\//, '')}`) });
const call = (r: Hub, operation: Call['operation'], input: JsonObject): Call => ({ operation, region: r.region, input: input });
/** The history tells which standards the owner chose; else AWS's own choice comes with it. */
const enabling = (r: Hub) => ({ EnableDefaultStandards: aimed(r).length === 0 });

const contain: Action<Hub> = {
  operations: ['securityhub:EnableSecurityHub', 'securityhub:BatchEnableStandards', 'securityhub:DisableSecurityHub', 'securityhub:BatchDisableStandards'],
  permissions: ['iam:CreateServiceLinkedRole'],
  title: (r) => (r.enabled ? say('Switch the standards of Security Hub in {{region}} on again', { region: r.region }) : say('Switch Security Hub on again in {{region}}', { region: r.region })),
  breaks: () => say('Nothing. It costs again what it cost before. Its own settings, insights and members have to be made anew.'),
  calls: (r) => [...(r.enabled ? [] : [call(r, 'securityhub:EnableSecurityHub', enabling(r))]), ...(aimed(r).length > 0 ? [call(r, 'securityhub:BatchEnableStandards', requests(aimed(r)))] : [])],
  undoCalls: (before) => (before.enabled ? [call(before, 'securityhub:BatchDisableStandards', subscriptions(before))] : [call(before, 'securityhub:DisableSecurityHub', {})]),
  done: (now) => now !== undefined && (now.aim?.['enabled'] !== true || (now.enabled && aimed(now).every((arn) => now.standards.includes(arn)))),
  apply: async (aws, r) => {
    const client = await aws.client('securityhub');
    if (!r.enabled) await client.send(new EnableSecurityHubCommand(enabling(r)));
    if (aimed(r).some((arn) => !r.standards.includes(arn))) await client.send(new BatchEnableStandardsCommand(requests(aimed(r))));
  },
  undo: async (aws, before) => {
    const client = await aws.client('securityhub');
    if (before.enabled) await client.send(new BatchDisableStandardsCommand(subscriptions(before)));
    else if ((await read(client, aws)).enabled) await client.send(new DisableSecurityHubCommand({}));
  },
};

const EVENTS = ['securityhub:DisableSecurityHub', 'securityhub:EnableSecurityHub', 'securityhub:BatchDisableStandards', 'securityhub:BatchEnableStandards'] as const;
function recall(r: Hub, history: readonly HistoryEvent[]): JsonObject | undefined {
  const enabled = switchBefore(history, (e) => isEvent(e, 'securityhub:EnableSecurityHub'), (e) => isEvent(e, 'securityhub:DisableSecurityHub'));
  const arnsIn = (list: Json | undefined): readonly string[] => listIn(list).flatMap((one) => textIn(objectIn(one)?.['standardsArn']) ?? []);
  const chosen = history.filter((e) => !isForeign(e) && isEvent(e, 'securityhub:BatchEnableStandards')).flatMap(({ request }) => arnsIn(request?.['standardsSubscriptionRequests']));
  const off = history.filter((e) => isForeign(e) && isEvent(e, 'securityhub:BatchDisableStandards')).flatMap(({ response }) => arnsIn(response?.['standardsSubscriptions']));
  if (enabled !== true && (!r.enabled || off.length === 0)) return undefined;
  return { enabled: true, standards: [...new Set(enabled === true ? chosen : off)].sort() };
}

export default defineKind<Hub>({
  id: 'securityhub/hub', version: 1, title: say('Security Hub'), scope: 'regional', role: 'guard',
  reads: ['securityhub:DescribeHub', 'securityhub:GetEnabledStandards'],

  async *list({ aws }) { yield await read(await aws.client('securityhub'), aws); },
  async look(aws, rs) {
    const now = await read(await aws.client('securityhub'), aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },

  traces: { ids: () => EVENTS, created: [], changed: EVENTS },
  recall,
  actions: { contain },
});
