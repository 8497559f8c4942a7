// Who may make volumes from a snapshot of the account: other accounts, or everybody.
import { DescribeSnapshotAttributeCommand, ModifySnapshotAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Judgement } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { callOn, ec2Arn } from './parts/calls.ts';
import { isNobody, sharedOf, sharingBefore, tooMuch, type Shared, type Sharing } from './parts/sharing.ts';
import { ownSnapshots, READS_OWN_SNAPSHOTS } from './parts/snapshots.ts';

const sharingOf = (id: string, shared: Shared, aws: Omit<ReadAws, 'client'>): Sharing =>
  ({ arn: ownArn('ec2/snapshot-permission', aws.region, id, 'create-volume-permission'), uid: id, name: id, region: aws.region, owner: ec2Arn(aws, 'snapshot', id), ...shared });
/** Undefined where the snapshot is gone. */
async function read(client: EC2Client, SnapshotId: string): Promise<Shared | undefined> {
  const found = await ifThere(client.send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' })));
  return found && sharedOf(found.CreateVolumePermissions ?? []);
}

const permissions = ({ users, groups }: Shared) => [...groups.map(() => ({ Group: 'all' as const })), ...users.map((UserId) => ({ UserId }))];
const removal = (r: Sharing) => ({ SnapshotId: r.name, CreateVolumePermission: { Remove: permissions(tooMuch(r)) } });
const addition = (r: Sharing) => ({ SnapshotId: r.name, CreateVolumePermission: { Add: permissions(tooMuch(r)) } });

function judge(r: Sharing, { attributed }: { readonly attributed: Judgement | undefined }): Judgement | undefined {
  if (attributed || !r.groups.includes('all')) return attributed;
  return { verdict: 'suspicious', because: say('Everybody can make a disk from snapshot {{snapshot}} and read what is on it.', { snapshot: r.name }), techniques: ['T1537'], origin: 'unknown' };
}

export default defineKind<Sharing>({
  id: 'ec2/snapshot-permission', version: 1, title: say('Sharing of an EBS snapshot'), scope: 'regional', role: 'data',
  reads: [...READS_OWN_SNAPSHOTS, 'ec2:DescribeSnapshotAttribute'],

  // AWS tells of each snapshot by itself whom it is shared with.
  async *list(scan) {
    const snapshots = await ownSnapshots(scan);
    if (snapshots.length === 0) return;
    const client = await scan.aws.client('ec2');
    const found = await inParallel(snapshots, 8, async ({ SnapshotId: id = '' }) => {
      try {
        return { id, shared: await read(client, id) };
      } catch (error) {
        scan.gap('ec2:DescribeSnapshotAttribute', error, id);
        return { id, shared: undefined };
      }
    });
    for (const { id, shared } of found) if (shared && !isNobody(shared)) yield sharingOf(id, shared, scan.aws);
  },

  async look(aws, rs) {
    const client = await aws.client('ec2');
    return inParallel(rs, 8, async (r) => {
      if (r.uid !== r.owner?.split('/').at(-1)) return undefined;
      const shared = await read(client, r.uid);
      return shared && sharingOf(r.uid, shared, aws);
    });
  },

  traces: {
    ids: (r) => [r.uid],
    created: [], changed: ['ec2:ModifySnapshotAttribute', 'ec2:ResetSnapshotAttribute'],
    concerns: (r, { request }) => request?.['snapshotId'] === r.uid,
  },
  recall: sharingBefore('createVolumePermission'),
  judge,

  actions: {
    contain: {
      operations: ['ec2:ModifySnapshotAttribute'],
      title: (r) => say('Stop sharing snapshot {{snapshot}} in {{region}} with {{others}}', { snapshot: r.name, region: r.region, others: [...tooMuch(r).groups, ...tooMuch(r).users] }),
      breaks: () => say('They can no longer make disks from it. What they copied already stays theirs: secrets on that disk are to be changed.'),
      calls: (r) => [callOn(r, 'ec2:ModifySnapshotAttribute', removal(r))],
      undoCalls: (before) => [callOn(before, 'ec2:ModifySnapshotAttribute', addition(before))],
      done: (now) => now !== undefined && isNobody(tooMuch(now)),
      apply: async (aws, r) => { if (!isNobody(tooMuch(r))) await (await aws.client('ec2')).send(new ModifySnapshotAttributeCommand(removal(r))); },
      undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifySnapshotAttributeCommand(addition(before))); },
      undoReopens: true,
    },
  },
});
