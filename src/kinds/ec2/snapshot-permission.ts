// Who may make volumes from a snapshot of the account: other accounts, or everybody.
import { DescribeSnapshotAttributeCommand, ModifySnapshotAttributeCommand } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import { ifThere } from '../refusal.ts';
import { sharedKind } from './parts/shared-kind.ts';
import { permissionsOf, sharedOf, tooMuch } from './parts/sharing.ts';
import { ownSnapshots, READS_OWN_SNAPSHOTS } from './parts/snapshots.ts';

export default sharedKind({
  id: 'ec2/snapshot-permission', title: say('Sharing of an EBS snapshot'), of: 'snapshot', noun: 'Snapshot', attribute: 'create-volume-permission', member: 'createVolumePermission',
  reads: READS_OWN_SNAPSHOTS,
  all: async (scan) => (await ownSnapshots(scan)).map(({ SnapshotId = '' }) => SnapshotId),
  read: async (client, SnapshotId) => {
    const found = await ifThere(client.send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' })));
    return found && sharedOf(found.CreateVolumePermissions ?? []);
  },
  // Snapshots are not shared with organizations.
  change: (SnapshotId, how, whom) => ({ SnapshotId, CreateVolumePermission: { [how]: permissionsOf({ ...whom, organizations: [] }) } }),
  send: (client, input) => client.send(new ModifySnapshotAttributeCommand(input as { SnapshotId: string })),
  open: (r) => ({ verdict: 'suspicious', because: say('Everybody can make a disk from snapshot {{snapshot}} and read what is on it.', { snapshot: r.name }), techniques: ['T1537'], origin: 'unknown' }),
  stop: (r) => say('Stop sharing snapshot {{snapshot}} in {{region}} with {{others}}', { snapshot: r.name, region: r.region, others: [...tooMuch(r).groups, ...tooMuch(r).users] }),
  breaks: say('They can no longer make disks from it. What they copied already stays theirs: secrets on that disk are to be changed.'),
});
