// A machine that is cut off and kept as evidence must not end itself: a shutdown from within stops it, and its disks stay.
import { ModifyInstanceAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { failureOf } from '../../../aws/errors.ts';
import { isIncidentError } from '../../../core/errors.ts';
import { awsCli, shellWord } from '../../../core/shell.ts';
import { say, type Text } from '../../../core/text.ts';
import type { Call } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { objectIn, textIn } from '../../recalling.ts';
import { callOn } from './calls.ts';
import { settingsNow } from './instance-settings.ts';
import type { Instance } from './instance-view.ts';

const STOPS = 'stop';
const ending = (r: Instance, Value: string) => ({ InstanceId: r.name, InstanceInitiatedShutdownBehavior: { Value } });
/** Neither a Spot Instance nor one without a disk can be stopped. */
const canStop = (r: Instance): boolean => !r.spot && r.rootDevice === 'ebs';

export const keepingCalls = (r: Instance): readonly Call[] => (canStop(r) ? [callOn(r, 'ec2:ModifyInstanceAttribute', ending(r, STOPS))] : []);
export const unkeepingCalls = (before: Instance, made: Readonly<Record<string, string>>): readonly Call[] => (made['shutdown'] === undefined ? [] : [callOn(before, 'ec2:ModifyInstanceAttribute', ending(before, made['shutdown']))]);

/** After the machine is cut off, and what hinders it hinders nothing else: it is written down. What a stranger had set is not what it is given back to. */
export async function keepFromEnding(client: EC2Client, r: Instance, deed: Deed): Promise<void> {
  if (!canStop(r)) return;
  try {
    const now = textIn((await settingsNow(client, r.name, { settings: { instanceInitiatedShutdownBehavior: STOPS } }))?.['instanceInitiatedShutdownBehavior']) ?? STOPS;
    if (now === STOPS) return;
    await deed.making('shutdown', textIn(objectIn(r.aim?.['settings'])?.['instanceInitiatedShutdownBehavior']) ?? now);
    await client.send(new ModifyInstanceAttributeCommand(ending(r, STOPS)));
  } catch (error) {
    if (isIncidentError(error)) throw error;
    await deed.making('not-kept', failureOf(error).code);
  }
}
export async function unkeep(client: EC2Client, before: Instance, made: Readonly<Record<string, string>>): Promise<void> {
  if (made['shutdown'] !== undefined) await client.send(new ModifyInstanceAttributeCommand(ending(before, made['shutdown'])));
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html: what is on standby is not looked after, and another machine takes its place. */
export const orEndedByItsGroup = ({ name, region, startedBy }: Instance, more: Text): Text => (startedBy?.kind !== 'autoscaling/auto-scaling-group' ? more
  : say('{{more}} Its Auto Scaling group ends it, disks and all, as soon as it is missed. Put it on standby there at once: {{command}}', {
    more, command: awsCli(region, 'autoscaling', 'enter-standby', '--auto-scaling-group-name', shellWord(startedBy.name), '--instance-ids', name, '--no-should-decrement-desired-capacity'),
  }));
