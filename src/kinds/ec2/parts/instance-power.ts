// An instance is stopped, also where it is protected against it, and started again as it was.
import { ModifyInstanceAttributeCommand, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { failureOf } from '../../../aws/errors.ts';
import type { ChangeAws } from '../../../aws/session.ts';
import type { Deed } from '../../kind.ts';
import { patiently } from '../../refusal.ts';
import type { Instance } from './instance-view.ts';

export const isRunning = (state: string): boolean => state === 'running' || state === 'pending';
export const isStopped = (state: string): boolean => state === 'stopped' || state === 'stopping';
// EC2 takes one attribute a call.
export const stopProtection = (r: Instance, Value: boolean) => ({ InstanceId: r.name, DisableApiStop: { Value } });
const ids = (r: Instance) => ({ InstanceIds: [r.name] });

export async function stop(aws: ChangeAws, r: Instance, deed: Deed): Promise<void> {
  if (isStopped(r.state)) return;
  const client = await aws.client('ec2');
  const send = (): Promise<unknown> => client.send(new StopInstancesCommand(ids(r)));
  try {
    await send();
  } catch (error) {
    // Whether it is protected is not asked: who may not read it can stop it all the same.
    if (failureOf(error).code === 'OperationNotPermitted' && !r.spot) {
      await deed.making('stop-protection', r.name);
      await client.send(new ModifyInstanceAttributeCommand(stopProtection(r, false)));
    }
    if (failureOf(error).maybeDone) throw error;
    await patiently(deed, send);
  }
}

export async function start(aws: ChangeAws, before: Instance, made: Readonly<Record<string, string>>, deed: Deed): Promise<void> {
  const client = await aws.client('ec2');
  // An instance that is still stopping cannot be started yet.
  if (isRunning(before.state)) await patiently(deed, () => client.send(new StartInstancesCommand(ids(before))));
  if (made['stop-protection'] !== undefined) await client.send(new ModifyInstanceAttributeCommand(stopProtection(before, true)));
}
