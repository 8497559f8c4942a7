// Cost anomaly detection: one monitor of all services an account, and who is told.
import type {
  AnomalyMonitor, AnomalySubscription, CreateAnomalyMonitorCommandInput, CreateAnomalySubscriptionCommandInput, DeleteAnomalyMonitorCommandInput, DeleteAnomalySubscriptionCommandInput, GetAnomalyMonitorsCommandInput, GetAnomalySubscriptionsCommandInput,
} from '@aws-sdk/client-cost-explorer';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';

interface Anomalies { readonly monitors: Map<string, AnomalyMonitor>; readonly subscriptions: Map<string, AnomalySubscription> }
const newAnomalies = (): Anomalies => ({ monitors: new Map(), subscriptions: new Map() });
export const anomalies = (account: SimAccount): Anomalies => account.state('ce/anomalies', newAnomalies);

const arnOf = ({ account }: SimCall, sort: string): string => `arn:${account.partition}:ce::${account.id}:${sort}/${account.ids.uuid()}`;
const invalid = (message: string): AwsError => new AwsError('ValidationException', message, 400);

export function createMonitor({ AnomalyMonitor: asked }: CreateAnomalyMonitorCommandInput, call: SimCall): { MonitorArn: string } {
  const { monitors } = anomalies(call.account);
  if (!asked?.MonitorName) throw invalid('A monitor needs a name.');
  if (asked.MonitorType === 'DIMENSIONAL' && [...monitors.values()].some((m) => m.MonitorDimension === asked.MonitorDimension)) throw new AwsError('LimitExceededException', 'Limit exceeded on dimensional spend monitor creation', 400);
  const MonitorArn = arnOf(call, 'anomalymonitor');
  const CreationDate = call.now.toISOString();
  monitors.set(MonitorArn, { ...asked, MonitorArn, CreationDate, LastUpdatedDate: CreationDate });
  return { MonitorArn };
}
export function getMonitors({ MonitorArnList: some, NextPageToken: token, MaxResults: max }: GetAnomalyMonitorsCommandInput, call: SimCall): { AnomalyMonitors: AnomalyMonitor[]; NextPageToken?: string } {
  const all = [...anomalies(call.account).monitors.values()].filter((m) => !some?.length || some.includes(m.MonitorArn ?? ''));
  const { page, next } = pageOf(all, call, { max, token, refusal: 'InvalidNextTokenException' });
  return { AnomalyMonitors: page, ...(next === undefined ? {} : { NextPageToken: next }) };
}
export function deleteMonitor({ MonitorArn = '' }: DeleteAnomalyMonitorCommandInput, call: SimCall): Record<string, never> {
  const { monitors, subscriptions } = anomalies(call.account);
  if (!monitors.delete(MonitorArn)) throw new AwsError('UnknownMonitorException', `Cannot find monitor ${MonitorArn}`, 400);
  for (const [arn, one] of subscriptions) {
    const left = (one.MonitorArnList ?? []).filter((m) => m !== MonitorArn);
    if (left.length === 0) subscriptions.delete(arn); else subscriptions.set(arn, { ...one, MonitorArnList: left });
  }
  return {};
}

export function createSubscription({ AnomalySubscription: asked }: CreateAnomalySubscriptionCommandInput, call: SimCall): { SubscriptionArn: string } {
  const { monitors, subscriptions } = anomalies(call.account);
  if (!asked?.SubscriptionName || !asked.Subscribers?.length) throw invalid('A subscription needs a name and a subscriber.');
  for (const arn of asked.MonitorArnList ?? []) if (!monitors.has(arn)) throw new AwsError('UnknownMonitorException', `Cannot find monitor ${arn}`, 400);
  const mails = asked.Subscribers.some((s) => s.Type === 'EMAIL');
  if ((asked.Frequency === 'IMMEDIATE') === mails) throw invalid(mails ? 'Email subscribers can only receive daily or weekly summaries.' : 'SNS subscribers can only receive immediate alerts.');
  const SubscriptionArn = arnOf(call, 'anomalysubscription');
  subscriptions.set(SubscriptionArn, { ...asked, SubscriptionArn, AccountId: call.account.id });
  return { SubscriptionArn };
}
export function getSubscriptions({ SubscriptionArnList: some, MonitorArn, NextPageToken: token, MaxResults: max }: GetAnomalySubscriptionsCommandInput, call: SimCall): { AnomalySubscriptions: AnomalySubscription[]; NextPageToken?: string } {
  const all = [...anomalies(call.account).subscriptions.values()].filter((s) => (!some?.length || some.includes(s.SubscriptionArn ?? '')) && (MonitorArn === undefined || s.MonitorArnList?.includes(MonitorArn)));
  const { page, next } = pageOf(all, call, { max, token, refusal: 'InvalidNextTokenException' });
  return { AnomalySubscriptions: page, ...(next === undefined ? {} : { NextPageToken: next }) };
}
export function deleteSubscription({ SubscriptionArn = '' }: DeleteAnomalySubscriptionCommandInput, call: SimCall): Record<string, never> {
  if (!anomalies(call.account).subscriptions.delete(SubscriptionArn)) throw new AwsError('UnknownSubscriptionException', `Cannot find subscription ${SubscriptionArn}`, 400);
  return {};
}
