// An image (AMI) of the account's own. A stranger's is disabled, so that nothing starts from it, and in the end deregistered.
import { DeregisterImageCommand, DisableImageCommand, DisableImageDeregistrationProtectionCommand, EnableImageCommand, EnableImageDeregistrationProtectionCommand, type Image as SdkImage } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, type Action } from '../kind.ts';
import { isEvent, switchBefore } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { callOn, ec2Arn } from './parts/calls.ts';
import { imagesById, ownImages, READS_IMAGES } from './parts/images.ts';

export interface Image extends Resource {
  readonly imageName: string;
  readonly disabled: boolean;
  readonly public: boolean;
  /** Deregistration protection, with or without a cooldown. */
  readonly protection: string;
  readonly sourceInstance: string;
  readonly snapshots: readonly string[];
}

const imageOf = (from: SdkImage, aws: Omit<ReadAws, 'client'>): Image => {
  const id = from.ImageId ?? '';
  return {
    arn: ec2Arn(aws, 'image', id), uid: id, name: id, region: aws.region, ...(from.CreationDate === undefined ? {} : { createdAt: new Date(from.CreationDate).toISOString() }), imageName: from.Name ?? '',
    disabled: from.State === 'disabled', public: from.Public ?? false, protection: from.DeregistrationProtection ?? 'disabled', sourceInstance: from.SourceInstanceId ?? '',
    snapshots: (from.BlockDeviceMappings ?? []).flatMap((b) => b.Ebs?.SnapshotId ?? []).sort(),
  };
};
const target = (r: Image) => ({ ImageId: r.name });

/** Disabling takes every launch permission away for good, so a shared image is taken from the others first, by `ec2/image-permission`. */
const contain: Action<Image> = {
  operations: ['ec2:DisableImage', 'ec2:EnableImage'],
  title: (r) => say('Disable image {{image}} ({{label}}) in {{region}}', { image: r.name, label: r.imageName, region: r.region }),
  // What of an image can be given back is given back: the owner's groups start from it.
  needed: (r) => r.aim === undefined,
  breaks: (r) => say('Nobody can start instances from {{image}}, and who it is shared with loses it: enabling it again does not give them that back. Instances that run go on running.', { image: r.name }),
  calls: (r) => [callOn(r, 'ec2:DisableImage', target(r))],
  undoCalls: (before) => [callOn(before, 'ec2:EnableImage', target(before))],
  done: (now) => now?.disabled === true,
  apply: async (aws, r) => { await (await aws.client('ec2')).send(new DisableImageCommand(target(r))); },
  undo: async (aws, before) => { await (await aws.client('ec2')).send(new EnableImageCommand(target(before))); },
};

const TITLE = say('Image (AMI) of the account');
const isProtected = (r: Image): boolean => r.protection.startsWith('enabled');

export default defineKind<Image>({
  id: 'ec2/image', version: 1, title: TITLE, scope: 'regional', role: 'setting',
  reads: READS_IMAGES,

  async *list(scan) {
    for (const one of await ownImages(scan)) yield imageOf(one, scan.aws);
  },

  async look(aws, rs) {
    const found = await imagesById(await aws.client('ec2'), rs.map((r) => r.uid));
    return rs.map((r) => { const one = found.get(r.uid); return one && imageOf(one, aws); });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['ec2:CreateImage', 'ec2:RegisterImage', 'ec2:CopyImage', 'ec2:CreateRestoreImageTask', 'ec2:ImportImage'],
    changed: ['ec2:EnableImage', 'ec2:DisableImage', 'ec2:EnableImageDeregistrationProtection', 'ec2:DisableImageDeregistrationProtection'],
    // What starts from an image names it as well; only the image's own making answers with its id.
    concerns: (r, { name, request, response }) => !/CopyImage$/.test(name) || response?.['imageId'] === r.name || request?.['imageId'] === r.name,
  },

  recall: (_, history) => {
    const stood = (thing: string): boolean | undefined => switchBefore(history, (e) => isEvent(e, `ec2:Enable${thing}`), (e) => isEvent(e, `ec2:Disable${thing}`));
    const [enabled, isKept] = [stood('Image'), stood('ImageDeregistrationProtection')];
    return enabled === undefined && isKept === undefined ? undefined : { ...(enabled === undefined ? {} : { disabled: !enabled }), ...(isKept === undefined ? {} : { protection: isKept ? 'enabled-without-cooldown' : 'disabled' }) };
  },

  actions: {
    recover: givingBack<Image>({
      sort: TITLE, operations: ['ec2:EnableImage', 'ec2:DisableImage', 'ec2:EnableImageDeregistrationProtection', 'ec2:DisableImageDeregistrationProtection'],
      back: (r) => ({ ...r, ...(r.aim as Partial<Image> | undefined) }),
      calls: (from, to) => [
        ...(from.disabled === to.disabled ? [] : [callOn(to, to.disabled ? 'ec2:DisableImage' : 'ec2:EnableImage', target(to))]),
        ...(isProtected(from) === isProtected(to) ? [] : [callOn(to, isProtected(to) ? 'ec2:EnableImageDeregistrationProtection' : 'ec2:DisableImageDeregistrationProtection', target(to))]),
      ],
      send: async (aws, { operation, input }) => {
        const client = await aws.client('ec2');
        switch (operation) {
          case 'ec2:EnableImage': return client.send(new EnableImageCommand(input as never));
          case 'ec2:DisableImage': return client.send(new DisableImageCommand(input as never));
          case 'ec2:EnableImageDeregistrationProtection': return client.send(new EnableImageDeregistrationProtectionCommand(input as never));
          default: return client.send(new DisableImageDeregistrationProtectionCommand(input as never));
        }
      },
    }),
    preserve: preserving({
      title: (r) => say('Save what image {{image}} is: its disks’ snapshots and where it came from', { image: r.name }),
      file: (r) => `image-${r.name}`, operation: 'ec2:DescribeImages',
      more: async (aws, r) => ({ image: (await imagesById(await aws.client('ec2'), [r.uid])).get(r.uid) ?? null }),
    }),
    contain,
    eradicate: {
      operations: ['ec2:DisableImageDeregistrationProtection', 'ec2:DeregisterImage'],
      title: (r) => say('Deregister image {{image}} ({{label}}) in {{region}}', { image: r.name, label: r.imageName, region: r.region }),
      breaks: (r) => (r.snapshots.length === 0 ? say('Nothing can start instances from it any more.')
        : say('Nothing can start instances from it any more. Its snapshots are not deleted with it: {{snapshots}}.', { snapshots: [...r.snapshots] })),
      impossible: (r) => (r.protection === 'enabled-with-cooldown' ? say('Image {{image}} is protected against deregistration with a cooldown of a day. Take the protection off in the console, and deregister it tomorrow.', { image: r.name }) : undefined),
      calls: (r) => [...(isProtected(r) ? [callOn(r, 'ec2:DisableImageDeregistrationProtection', target(r))] : []), callOn(r, 'ec2:DeregisterImage', target(r))],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('ec2');
        if (isProtected(r)) await client.send(new DisableImageDeregistrationProtectionCommand(target(r)));
        await ifThere(client.send(new DeregisterImageCommand(target(r))));
      },
      undo: irreversible(say('A deregistered image can be registered anew from its snapshots, under another id; AWS gives this one back only where the Recycle Bin keeps images.')),
    },
  },
});
