// Whether EBS snapshots in a Region can be public. Sharing with single accounts is not stopped by it.
import { DisableSnapshotBlockPublicAccessCommand, EnableSnapshotBlockPublicAccessCommand, GetSnapshotBlockPublicAccessStateCommand } from '@aws-sdk/client-ec2';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call } from '../../core/types.ts';
import { regionSetting, settingCall, type RegionSetting } from './parts/region-setting.ts';

/** `block-new-sharing` leaves what is public already. */
type State = 'unblocked' | 'block-new-sharing' | 'block-all-sharing';
export interface SnapshotBlockPublicAccess extends RegionSetting { readonly state: State }

const back = (before: SnapshotBlockPublicAccess): Call =>
  (before.state === 'unblocked' ? settingCall(before, 'ec2:DisableSnapshotBlockPublicAccess', {}) : settingCall(before, 'ec2:EnableSnapshotBlockPublicAccess', { State: before.state }));
async function giveBack(aws: ChangeAws, { state }: SnapshotBlockPublicAccess): Promise<void> {
  const client = await aws.client('ec2');
  await (state === 'unblocked' ? client.send(new DisableSnapshotBlockPublicAccessCommand({})) : client.send(new EnableSnapshotBlockPublicAccessCommand({ State: state })));
}

export default regionSetting<SnapshotBlockPublicAccess>({
  id: 'ec2/snapshot-block-public-access', title: say('Block public access for EBS snapshots'),
  reads: ['ec2:GetSnapshotBlockPublicAccessState'],
  read: async (aws) => {
    const { State: state = 'unblocked', ManagedBy: managedBy = 'account' } = await (await aws.client('ec2')).send(new GetSnapshotBlockPublicAccessStateCommand({}));
    return { state, managedBy };
  },
  changed: ['ec2:DisableSnapshotBlockPublicAccess', 'ec2:EnableSnapshotBlockPublicAccess'],
  weak: ({ state, region }) => (state === 'unblocked' ? say('EBS snapshots in {{region}} can be made public.', { region }) : undefined),
  stronger: {
    operations: ['ec2:EnableSnapshotBlockPublicAccess', 'ec2:DisableSnapshotBlockPublicAccess'],
    title: ({ region }) => say('Block public access to EBS snapshots in {{region}}', { region }),
    breaks: ({ region }) => say('Snapshots in {{region}} that are public now can no longer be used by others; sharing with single accounts goes on. AWS takes this call once in ten seconds.', { region }),
    calls: (r) => [settingCall(r, 'ec2:EnableSnapshotBlockPublicAccess', { State: 'block-all-sharing' })],
    undoCalls: (before) => [back(before)],
    done: (now) => now?.state === 'block-all-sharing',
    apply: async (aws, now) => { if (now.state !== 'block-all-sharing') await (await aws.client('ec2')).send(new EnableSnapshotBlockPublicAccessCommand({ State: 'block-all-sharing' })); },
    undo: giveBack,
  },
});
