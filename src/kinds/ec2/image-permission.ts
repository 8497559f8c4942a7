// Who may start instances from an image of the account: other accounts, organizations, everybody.
import { DescribeImageAttributeCommand, ModifyImageAttributeCommand } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import { ifThere } from '../refusal.ts';
import { ownImages, READS_IMAGES } from './parts/images.ts';
import { sharedKind } from './parts/shared-kind.ts';
import { permissionsOf, sharedOf, tooMuch } from './parts/sharing.ts';

export default sharedKind({
  id: 'ec2/image-permission', title: say('Sharing of an image (AMI)'), of: 'image', noun: 'Image', attribute: 'launch-permission', member: 'launchPermission',
  reads: READS_IMAGES,
  all: async (scan) => (await ownImages(scan)).flatMap(({ State, ImageId = '' }) => (State === 'disabled' ? [] : [ImageId])),
  read: async (client, ImageId) => {
    const found = await ifThere(client.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })));
    return found && sharedOf(found.LaunchPermissions ?? []);
  },
  change: (ImageId, how, whom) => ({ ImageId, LaunchPermission: { [how]: permissionsOf(whom) } }),
  send: (client, input) => client.send(new ModifyImageAttributeCommand(input as { ImageId: string })),
  open: (r) => ({ verdict: 'weak', because: say('Everybody can start instances from image {{image}}, and read what is on its disks.', { image: r.name }), techniques: ['T1537'] }),
  stop: (r) => say('Stop sharing image {{image}} in {{region}} with {{others}}', { image: r.name, region: r.region, others: [...tooMuch(r).groups, ...tooMuch(r).users, ...tooMuch(r).organizations] }),
  breaks: say('They can no longer start instances from it. What they copied or started already stays theirs.'),
});
