// Whether images (AMIs) in a Region can newly be made public. Those that are public stay so.
import { DisableImageBlockPublicAccessCommand, EnableImageBlockPublicAccessCommand, GetImageBlockPublicAccessStateCommand } from '@aws-sdk/client-ec2';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Deed } from '../kind.ts';
import { regionSetting, settingCall, type RegionSetting } from './parts/region-setting.ts';

export interface ImageBlockPublicAccess extends RegionSetting { readonly state: string }
const BLOCKED = 'block-new-sharing';
/** AWS shows it after seconds mostly, and after ten minutes at the latest: it is not waited for that long. */
const LOOKS = 6;
const PAUSE_MS = 2_000;

async function read(aws: ReadAws): Promise<Pick<ImageBlockPublicAccess, 'state' | 'managedBy'>> {
  const { ImageBlockPublicAccessState: state = 'unblocked', ManagedBy: managedBy = 'account' } = await (await aws.client('ec2')).send(new GetImageBlockPublicAccessStateCommand({}));
  return { state, managedBy };
}
async function block(aws: ChangeAws, deed: Deed): Promise<void> {
  await (await aws.client('ec2')).send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: BLOCKED }));
  for (let looks = 0; looks < LOOKS && (await read(aws)).state !== BLOCKED; looks++) await deed.sleep(PAUSE_MS);
}

export default regionSetting<ImageBlockPublicAccess>({
  id: 'ec2/image-block-public-access', title: say('Block public access for AMIs'),
  reads: ['ec2:GetImageBlockPublicAccessState'],
  read,
  changed: ['ec2:DisableImageBlockPublicAccess', 'ec2:EnableImageBlockPublicAccess'],
  weak: ({ state, region }) => (state === 'unblocked' ? say('Images (AMIs) in {{region}} can be made public.', { region }) : undefined),
  stronger: {
    operations: ['ec2:EnableImageBlockPublicAccess', 'ec2:DisableImageBlockPublicAccess'],
    title: ({ region }) => say('Block new public sharing of images (AMIs) in {{region}}', { region }),
    breaks: ({ region }) => say('Nobody can make an image in {{region}} public; those that are public stay public. AWS can take ten minutes to show it.', { region }),
    calls: (r) => [settingCall(r, 'ec2:EnableImageBlockPublicAccess', { ImageBlockPublicAccessState: BLOCKED })],
    undoCalls: (before) => (before.state === BLOCKED ? [] : [settingCall(before, 'ec2:DisableImageBlockPublicAccess', {})]),
    done: (now) => now?.state === BLOCKED,
    apply: async (aws, now, deed) => { if (now.state !== BLOCKED) await block(aws, deed); },
    undo: async (aws, before) => { if (before.state !== BLOCKED) await (await aws.client('ec2')).send(new DisableImageBlockPublicAccessCommand({})); },
  },
});
