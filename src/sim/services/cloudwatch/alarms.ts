// Metric alarms of one Region.
import type { MetricAlarm, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export type SimAlarm = MetricAlarm & { readonly AlarmName: string };
export const alarms = ({ account, region }: SimCall): Map<string, SimAlarm> => inRegion(account, 'cloudwatch', region, () => new Map<string, SimAlarm>());
export const alarmArn = (name: string, { account, region }: SimCall): string => `arn:${account.partition}:cloudwatch:${region}:${account.id}:alarm:${name}`;

/** Replaces the whole alarm: what is left out is not kept. */
export function putAlarm({ Tags: _, ...given }: PutMetricAlarmCommandInput, call: SimCall): object {
  const name = given.AlarmName ?? '';
  const known = alarms(call).get(name);
  alarms(call).set(name, {
    ...given, AlarmName: name, AlarmArn: alarmArn(name, call), ActionsEnabled: given.ActionsEnabled ?? true,
    OKActions: given.OKActions ?? [], AlarmActions: given.AlarmActions ?? [], InsufficientDataActions: given.InsufficientDataActions ?? [], Dimensions: given.Dimensions ?? [],
    AlarmConfigurationUpdatedTimestamp: call.now, StateValue: known?.StateValue ?? 'INSUFFICIENT_DATA', StateReason: 'Unchecked: Initial alarm creation', StateUpdatedTimestamp: known?.StateUpdatedTimestamp ?? call.now,
  });
  return {};
}

export function setActions(names: readonly string[] | undefined, ActionsEnabled: boolean, call: SimCall): object {
  const room = alarms(call);
  for (const name of names ?? []) {
    const alarm = room.get(name);
    if (alarm) room.set(name, { ...alarm, ActionsEnabled, AlarmConfigurationUpdatedTimestamp: call.now });
  }
  return {};
}

export function deleteAlarms(names: readonly string[] | undefined, call: SimCall): object {
  const room = alarms(call);
  const missing = (names ?? []).filter((name) => !room.has(name));
  if (missing.length > 0) throw new AwsError('ResourceNotFound', `Unknown alarms: ${missing.join(', ')}`, 404);
  for (const name of names ?? []) room.delete(name);
  return {};
}
