// An EBS snapshot. Only one that the stranger made is deleted: a copy made to be carried away.
import { DeleteSnapshotCommand, type Snapshot as SdkSnapshot } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { defineKind, irreversible } from '../kind.ts';
import { textIn } from '../recalling.ts';
import { ifThere, patiently } from '../refusal.ts';
import { callOn, ec2Arn } from './parts/calls.ts';
import { ownSnapshots, READS_OWN_SNAPSHOTS, snapshotsById } from './parts/snapshots.ts';

export interface Snapshot extends Resource { readonly volume: string; readonly gib: number; readonly encrypted: boolean; readonly description: string }

const snapshotOf = (from: SdkSnapshot, aws: Omit<ReadAws, 'client'>): Snapshot => {
  const id = from.SnapshotId ?? '';
  return {
    arn: ec2Arn(aws, 'snapshot', id), uid: id, name: id, region: aws.region, ...(from.StartTime ? { createdAt: from.StartTime.toISOString() } : {}),
    volume: from.VolumeId ?? '', gib: from.VolumeSize ?? 0, encrypted: from.Encrypted ?? false, description: from.Description ?? '', seen: { state: from.State ?? '' },
  };
};

/** The making or copying of an image answers with the image only; its snapshots say whose they are. */
const imageOf = ({ description }: Snapshot): readonly string[] => /^(?:Created by CreateImage\(i-[\da-f]+\)|Copied) for (?:DestinationAmi )?(ami-[\da-f]+)/.exec(description)?.slice(1) ?? [];

export default defineKind<Snapshot>({
  id: 'ec2/snapshot', version: 1, title: say('EBS snapshot'), scope: 'regional', role: 'data',
  reads: READS_OWN_SNAPSHOTS,

  async *list(scan) {
    for (const one of await ownSnapshots(scan)) yield snapshotOf(one, scan.aws);
  },

  async look(aws, rs) {
    const found = await snapshotsById(await aws.client('ec2'), rs.map((r) => r.uid));
    return rs.map((r) => { const one = found.get(r.uid); return one && snapshotOf(one, aws); });
  },

  traces: {
    ids: (r) => [r.name, ...imageOf(r)], created: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots', 'ec2:CopySnapshot', 'ec2:ImportSnapshot', 'ec2:CreateImage', 'ec2:CopyImage'], changed: [],
    // A copy's request names its source.
    concerns: (r, { name, request, response }) => (/Image$/.test(name) ? imageOf(r).includes(textIn(response?.['imageId']) ?? '') : !/CopySnapshot$/.test(name) || request?.['sourceSnapshotId'] !== r.name),
  },

  actions: {
    preserve: preserving({
      title: (r) => say('Save what snapshot {{snapshot}} is: of which disk, when, how large', { snapshot: r.name }),
      file: (r) => `snapshot-${r.name}`, operation: 'ec2:DescribeSnapshots',
    }),
    eradicate: {
      operations: ['ec2:DeleteSnapshot'],
      title: (r) => say('Delete snapshot {{snapshot}} of {{volume}} ({{gib}} GiB) in {{region}}', { snapshot: r.name, volume: r.volume, gib: r.gib, region: r.region }),
      destroys: (r) => say('The copy of {{volume}} as it was then. The disk itself stays as it is.', { volume: r.volume }),
      breaks: () => say('AWS refuses while an image needs it.'),
      calls: (r) => [callOn(r, 'ec2:DeleteSnapshot', { SnapshotId: r.name })],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('ec2');
        await patiently(deed, () => ifThere(client.send(new DeleteSnapshotCommand({ SnapshotId: r.name }))));
      },
      undo: irreversible(say('AWS gives a deleted snapshot back only where the Recycle Bin keeps snapshots.')),
    },
  },
});
