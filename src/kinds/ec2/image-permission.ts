// Who may start instances from an image of the account: other accounts, organizations, everybody.
import { DescribeImageAttributeCommand, ModifyImageAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { say } from '../../core/text.ts';
import type { Judgement } from '../../core/types.ts';
import { defineKind, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { callOn, ec2Arn } from './parts/calls.ts';
import { ownImages, READS_IMAGES } from './parts/images.ts';
import { isNobody, permissionsOf, sharedOf, sharingBefore, tooMuch, type Shared, type Sharing } from './parts/sharing.ts';
import type { ReadAws } from '../../aws/session.ts';

const sharingOf = (id: string, shared: Shared, aws: Omit<ReadAws, 'client'>): Sharing =>
  ({ arn: ownArn('ec2/image-permission', aws.region, id, 'launch-permission'), uid: id, name: id, region: aws.region, owner: ec2Arn(aws, 'image', id), ...shared });
/** Undefined where the image is gone. */
async function read(client: EC2Client, ImageId: string): Promise<Shared | undefined> {
  const found = await ifThere(client.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })));
  return found && sharedOf(found.LaunchPermissions ?? []);
}

const removal = (r: Sharing) => ({ ImageId: r.name, LaunchPermission: { Remove: permissionsOf(tooMuch(r)) } });
const addition = (r: Sharing) => ({ ImageId: r.name, LaunchPermission: { Add: permissionsOf(tooMuch(r)) } });

function judge(r: Sharing, { attributed }: { readonly attributed: Judgement | undefined }): Judgement | undefined {
  if (attributed || !r.groups.includes('all')) return attributed;
  return { verdict: 'weak', because: say('Everybody can start instances from image {{image}}, and read what is on its disks.', { image: r.name }), techniques: ['T1537'] };
}

export default defineKind<Sharing>({
  id: 'ec2/image-permission', version: 1, title: say('Sharing of an image (AMI)'), scope: 'regional', role: 'data',
  reads: [...READS_IMAGES, 'ec2:DescribeImageAttribute'],

  // AWS tells of each image by itself whom it is shared with.
  async *list(scan) {
    const images = (await ownImages(scan)).filter((one) => one.State !== 'disabled');
    if (images.length === 0) return;
    const client = await scan.aws.client('ec2');
    const found = await inParallel(images, 8, async ({ ImageId: id = '' }) => {
      try {
        return { id, shared: await read(client, id) };
      } catch (error) {
        scan.gap('ec2:DescribeImageAttribute', error, id);
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
    created: [], changed: ['ec2:ModifyImageAttribute', 'ec2:ResetImageAttribute'],
    concerns: (r, { request }) => request?.['imageId'] === r.uid,
  },
  recall: sharingBefore('launchPermission'),
  judge,

  actions: {
    contain: {
      operations: ['ec2:ModifyImageAttribute'],
      title: (r) => say('Stop sharing image {{image}} in {{region}} with {{others}}', { image: r.name, region: r.region, others: [...tooMuch(r).groups, ...tooMuch(r).users, ...tooMuch(r).organizations] }),
      breaks: () => say('They can no longer start instances from it. What they copied or started already stays theirs.'),
      calls: (r) => [callOn(r, 'ec2:ModifyImageAttribute', removal(r))],
      undoCalls: (before) => [callOn(before, 'ec2:ModifyImageAttribute', addition(before))],
      done: (now) => now !== undefined && isNobody(tooMuch(now)),
      apply: async (aws, r) => { if (!isNobody(tooMuch(r))) await (await aws.client('ec2')).send(new ModifyImageAttributeCommand(removal(r))); },
      undo: async (aws, before) => { await (await aws.client('ec2')).send(new ModifyImageAttributeCommand(addition(before))); },
      undoReopens: true,
    },
  },
});
