// Copies of all disks of an instance, taken at one moment, and waited for until AWS says that they are complete.
import { CreateSnapshotsCommand, DescribeSnapshotsCommand, paginateDescribeSnapshots, type EC2Client, type Snapshot } from '@aws-sdk/client-ec2';
import type { ChangeAws } from '../../../aws/session.ts';
import { failed } from '../../../core/errors.ts';
import { say } from '../../../core/text.ts';
import type { Call, Operation } from '../../../core/types.ts';
import type { Deed } from '../../kind.ts';
import { objectIn } from '../../recalling.ts';
import type { Instance } from './instance-view.ts';

export const READS_SNAPSHOTS: readonly Operation[] = ['ec2:DescribeSnapshots'];
/** A copy of a small disk takes a minute, of a large one hours: asked every five seconds for two minutes, and every fifteen after that. */
const pauseMs = (round: number): number => (round < 24 ? 5_000 : 15_000);

/** The copy that stands for a machine's disks: of another machine of the same image, as the operator chose. */
interface Copy { readonly of: string; readonly snapshots: readonly string[] }
/** What a step's resource carries, so that the journal says it: `aim.copy`. */
export const restingOn = (instance: Instance, { of, snapshots }: Copy): Instance => ({ ...instance, aim: { ...instance.aim, copy: { of, snapshots: [...snapshots] } } });
export function copyOf({ aim }: Instance): Copy | undefined {
  const { of, snapshots } = objectIn(aim?.['copy']) ?? {};
  return typeof of === 'string' && Array.isArray(snapshots) ? { of, snapshots: snapshots.filter((one) => typeof one === 'string') } : undefined;
}

const creation = (InstanceId: string, token: string) => ({
  InstanceSpecification: { InstanceId }, Description: `Evidence of ${InstanceId}`,
  TagSpecifications: [{ ResourceType: 'snapshot' as const, Tags: [{ Key: 'aws-incident', Value: token }] }],
});
export const snapshotCalls = (instance: Instance): Call[] =>
  (instance.volumes.length === 0 || copyOf(instance) ? [] : [{ operation: 'ec2:CreateSnapshots', region: instance.region, input: creation(instance.name, '‹token›') }]);

/** Finds this deed's snapshots by their tag, makes them where there are none, and waits. CreateSnapshots makes all or none. */
export async function snapshotAll(aws: ChangeAws, instance: Instance, deed: Deed): Promise<void> {
  if (instance.volumes.length === 0) return;
  const client = await aws.client('ec2');
  const copy = copyOf(instance);
  if (copy) return restOn(client, instance, copy, deed);
  let snapshots = await taggedWith(client, deed.token);
  if (snapshots.length === 0) {
    const made = (await client.send(new CreateSnapshotsCommand(creation(instance.name, deed.token)))).Snapshots ?? [];
    await deed.making('snapshots', made.map((s) => s.SnapshotId ?? '').join(' '));
  }
  for (let round = 0; ; round++) {
    snapshots = await taggedWith(client, deed.token);
    const broken = snapshots.find((s) => s.State === 'error');
    if (broken) throw isBroken(broken.SnapshotId, instance.name);
    const complete = snapshots.filter((s) => s.State === 'completed').length;
    deed.progress(complete, Math.max(snapshots.length, instance.volumes.length));
    if (snapshots.length > 0 && complete === snapshots.length) break;
    await deed.sleep(pauseMs(round));
  }
  await deed.making('snapshots', snapshots.map((s) => s.SnapshotId ?? '').sort().join(' '));
}

const isBroken = (snapshot = '', instance = ''): Error => failed(say('The snapshot {{snapshot}} of {{instance}} failed, so the instance\'s disks are not preserved. Delete that snapshot and try again.', { snapshot, instance }));

/** Nothing is copied; but that copy must be there, and whole. */
async function restOn(client: EC2Client, instance: Instance, { of, snapshots }: Copy, deed: Deed): Promise<void> {
  const { Snapshots: found = [] } = await client.send(new DescribeSnapshotsCommand({ SnapshotIds: [...snapshots] }));
  const missing = snapshots.find((id) => found.every((s) => s.SnapshotId !== id || s.State !== 'completed'));
  if (snapshots.length < instance.volumes.length || missing !== undefined) throw isBroken(missing, of);
  await deed.making('copy', [of, ...snapshots].join(' '));
}

async function taggedWith(client: EC2Client, token: string): Promise<Snapshot[]> {
  const found: Snapshot[] = [];
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { OwnerIds: ['self'], Filters: [{ Name: 'tag:aws-incident', Values: [token] }], MaxResults: 1_000 })) found.push(...Snapshots);
  return found;
}
