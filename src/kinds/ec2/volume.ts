// An EBS volume. Only one that the stranger made by itself is deleted; an instance's own disks go with the instance.
import { CreateSnapshotCommand, DeleteVolumeCommand, DescribeSnapshotsCommand, paginateDescribeVolumes, type EC2Client, type Volume as SdkVolume } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Deed } from '../kind.ts';
import { ifThere, patiently } from '../refusal.ts';
import { callOn, chunksOf, ec2Arn } from './parts/calls.ts';

export interface Volume extends Resource { readonly gib: number; readonly zone: string; readonly encrypted: boolean; readonly fromSnapshot: string; /** Instance ids. */ readonly attachedTo: readonly string[] }
const WAIT_MS = 15_000;

const volumeOf = (from: SdkVolume, aws: Omit<ReadAws, 'client'>): Volume => {
  const id = from.VolumeId ?? '';
  return {
    arn: ec2Arn(aws, 'volume', id), uid: id, name: id, region: aws.region, ...(from.CreateTime ? { createdAt: from.CreateTime.toISOString() } : {}),
    gib: from.Size ?? 0, zone: from.AvailabilityZone ?? '', encrypted: from.Encrypted ?? false, fromSnapshot: from.SnapshotId ?? '', attachedTo: (from.Attachments ?? []).flatMap((a) => a.InstanceId ?? []).sort(),
  };
};
async function* read(client: EC2Client, Values?: string[]): AsyncIterable<SdkVolume> {
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { MaxResults: 500, ...(Values ? { Filters: [{ Name: 'volume-id', Values }] } : {}) })) yield* Volumes;
}

const copying = (r: Volume, token: string) => ({ VolumeId: r.name, Description: `Evidence of ${r.name}`, TagSpecifications: [{ ResourceType: 'snapshot' as const, Tags: [{ Key: 'aws-incident', Value: token }] }] });
/** Finds this deed's snapshot by its tag, makes it where there is none, and waits. */
async function copy(client: EC2Client, r: Volume, deed: Deed): Promise<void> {
  const find = async () => (await client.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters: [{ Name: 'tag:aws-incident', Values: [deed.token] }] }))).Snapshots?.[0];
  if (!await find()) await client.send(new CreateSnapshotCommand(copying(r, deed.token)));
  for (;;) {
    const snapshot = await find();
    if (snapshot?.State === 'error') throw failed(say('The snapshot {{snapshot}} of {{volume}} failed, so the disk is not preserved. Delete that snapshot and try again.', { snapshot: snapshot.SnapshotId ?? '', volume: r.name }));
    if (snapshot?.State === 'completed') { await deed.making('snapshot', snapshot.SnapshotId ?? ''); return; }
    await deed.sleep(WAIT_MS);
  }
}

export default defineKind<Volume>({
  id: 'ec2/volume', version: 1, title: say('EBS volume'), scope: 'regional', role: 'data',
  reads: ['ec2:DescribeVolumes'],

  async *list({ aws }) {
    for await (const one of read(await aws.client('ec2'))) yield volumeOf(one, aws);
  },

  async look(aws, rs) {
    const client = await aws.client('ec2');
    const found = new Map<string, Volume>();
    for (const ids of chunksOf(rs.map((r) => r.uid), 200)) for await (const one of read(client, ids)) found.set(one.VolumeId ?? '', volumeOf(one, aws));
    return rs.map((r) => found.get(r.uid));
  },

  traces: { ids: (r) => [r.name, r.arn], created: ['ec2:CreateVolume'], changed: [] },

  actions: {
    preserve: {
      operations: ['ec2:CreateSnapshot'], reads: ['ec2:DescribeSnapshots'],
      title: (r) => say('Copy disk {{volume}} ({{gib}} GiB) in {{region}}', { volume: r.name, gib: r.gib, region: r.region }),
      breaks: () => say('Nothing. The snapshot costs storage until you delete it.'),
      calls: (r) => [callOn(r, 'ec2:CreateSnapshot', copying(r, '‹token›'))],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        await copy(await aws.client('ec2'), r, deed);
        const file = `volume-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(r, null, 2)}\n`, { operation: 'ec2:DescribeVolumes' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ec2:DeleteVolume'],
      title: (r) => say('Delete disk {{volume}} ({{gib}} GiB) in {{region}}', { volume: r.name, gib: r.gib, region: r.region }),
      destroys: (r) => say('What is on disk {{volume}}.', { volume: r.name }),
      impossible: (r) => (r.attachedTo.length === 0 ? undefined : say('Disk {{volume}} is attached to {{instances}}. Terminate or detach that first.', { volume: r.name, instances: [...r.attachedTo] })),
      calls: (r) => [callOn(r, 'ec2:DeleteVolume', { VolumeId: r.name })],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('ec2');
        await patiently(deed, () => ifThere(client.send(new DeleteVolumeCommand({ VolumeId: r.name }))));
      },
      undo: irreversible(say('AWS gives a deleted volume back only where the Recycle Bin keeps volumes. A new one can be made from its snapshot.')),
    },
  },
});
