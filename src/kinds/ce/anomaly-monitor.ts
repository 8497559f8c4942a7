// Whether AWS watches the bill for what is unusual, and tells somebody. One monitor of all services an account; AWS may have made it by itself.
import { CreateAnomalyMonitorCommand, CreateAnomalySubscriptionCommand, DeleteAnomalyMonitorCommand, DeleteAnomalySubscriptionCommand, GetAnomalyMonitorsCommand, GetAnomalySubscriptionsCommand, type AnomalyMonitor as Monitor, type AnomalySubscription, type CostExplorerClient, type CreateAnomalySubscriptionCommandInput } from '@aws-sdk/client-cost-explorer';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { ADDRESS, askAddress } from '../ask-reach.ts';
import { defineKind, globalCall, ownArn, type Deed } from '../kind.ts';

export interface AnomalyMonitor extends Resource {
  /** ARN of the monitor of all services, where there is one. */
  readonly monitor?: string;
  /** ARNs of the subscriptions that tell somebody of it. */
  readonly subscriptions: readonly string[];
}

async function monitorsOf(client: CostExplorerClient): Promise<Monitor[]> {
  const all: Monitor[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new GetAnomalyMonitorsCommand({ MaxResults: 100, ...(token === undefined ? {} : { NextPageToken: token }) }));
    all.push(...page.AnomalyMonitors ?? []);
    token = page.NextPageToken;
  } while (token !== undefined);
  return all;
}
async function subscriptionsOf(client: CostExplorerClient, MonitorArn: string): Promise<AnomalySubscription[]> {
  const all: AnomalySubscription[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new GetAnomalySubscriptionsCommand({ MonitorArn, MaxResults: 100, ...(token === undefined ? {} : { NextPageToken: token }) }));
    all.push(...page.AnomalySubscriptions ?? []);
    token = page.NextPageToken;
  } while (token !== undefined);
  return all;
}
const serviceMonitor = async (client: CostExplorerClient): Promise<string | undefined> => (await monitorsOf(client)).find((m) => m.MonitorDimension === 'SERVICE')?.MonitorArn;

async function see(aws: ReadAws): Promise<AnomalyMonitor> {
  const client = await aws.client('ce');
  const monitor = await serviceMonitor(client);
  const told = monitor === undefined ? [] : (await subscriptionsOf(client, monitor)).filter((s) => (s.Subscribers?.length ?? 0) > 0);
  return { arn: ownArn('ce/anomaly-monitor', 'aws-global', aws.accountId, 'services'), uid: aws.accountId, name: 'services', region: 'aws-global', ...(monitor === undefined ? {} : { monitor }), subscriptions: told.flatMap((s) => s.SubscriptionArn ?? []).sort() };
}

const MONITOR = { MonitorName: 'AWS services', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' } as const;
/** E-mail is for daily summaries only; what is less than ten dollars too much is not worth a mail. */
const subscription = (SubscriptionName: string, MonitorArn: string, Address: string): CreateAnomalySubscriptionCommandInput & JsonObject => ({
  AnomalySubscription: {
    SubscriptionName, MonitorArnList: [MonitorArn], Subscribers: [{ Type: 'EMAIL', Address }], Frequency: 'DAILY',
    ThresholdExpression: { Dimensions: { Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: ['10'] } },
  },
});

/** A crash may have come before its ARN was written down: it is found by looking. */
async function madeMonitor(client: CostExplorerClient, r: AnomalyMonitor, deed: Deed): Promise<string> {
  const known = r.monitor ?? await serviceMonitor(client);
  const arn = known ?? (await client.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor: MONITOR }))).MonitorArn ?? '';
  await deed.making('monitor', arn);
  return arn;
}
async function give(client: CostExplorerClient, before: AnomalyMonitor): Promise<void> {
  const monitor = await serviceMonitor(client);
  if (monitor === undefined) return;
  for (const { SubscriptionArn: arn = '' } of await subscriptionsOf(client, monitor)) if (!before.subscriptions.includes(arn)) await client.send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn: arn }));
  if (before.monitor === undefined) await client.send(new DeleteAnomalyMonitorCommand({ MonitorArn: monitor }));
}

export default defineKind<AnomalyMonitor>({
  id: 'ce/anomaly-monitor', version: 1, title: say('Cost anomaly detection'), scope: 'global', role: 'setting',
  reads: ['ce:GetAnomalyMonitors', 'ce:GetAnomalySubscriptions'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [], created: [], changed: [] },
  judge: ({ monitor, subscriptions }) => (subscriptions.length > 0 ? undefined : {
    verdict: 'weak', techniques: [], because: monitor === undefined ? say('Nothing watches the bill for what is unusual.') : say('The bill is watched for what is unusual, and nobody is told.'),
  }),

  actions: {
    harden: {
      operations: ['ce:CreateAnomalyMonitor', 'ce:CreateAnomalySubscription', 'ce:DeleteAnomalySubscription', 'ce:DeleteAnomalyMonitor'], asks: true,
      title: ({ monitor }) => (monitor === undefined ? say('Let AWS watch the bill for what is unusual, and write to you') : say('Let AWS write to you when the bill is unusual')),
      calls: (r) => [
        ...(r.monitor === undefined ? [globalCall('ce:CreateAnomalyMonitor', { AnomalyMonitor: MONITOR })] : []),
        globalCall('ce:CreateAnomalySubscription', subscription('‹made:subscription›', '‹made:monitor›', ADDRESS)),
      ],
      undoCalls: (before, made) => [
        globalCall('ce:DeleteAnomalySubscription', { SubscriptionArn: '‹the ARN that AWS gave it›' }),
        ...(before.monitor === undefined && made['monitor'] !== undefined ? [globalCall('ce:DeleteAnomalyMonitor', { MonitorArn: made['monitor'] })] : []),
      ],
      done: (now) => now !== undefined && now.subscriptions.length > 0,
      apply: async (aws, r, deed) => {
        if (r.subscriptions.length > 0) return;
        const client = await aws.client('ce');
        const address = await askAddress(deed, say('Where shall AWS write when the bill is unusual?'));
        const monitor = await madeMonitor(client, r, deed);
        await deed.making('subscription', deed.token);
        await client.send(new CreateAnomalySubscriptionCommand(subscription(deed.token, monitor, address)));
      },
      undo: async (aws, before) => { await give(await aws.client('ce'), before); },
    },
  },
});
