// What the kinds "who may use this image" and "who may use this snapshot" have in common: AWS tells of each by itself whom it is shared with, and takes additions and removals by one call.
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../../aws/session.ts';
import type { Text } from '../../../core/text.ts';
import type { Judgement, KindId, Operation } from '../../../core/types.ts';
import { inParallel } from '../../in-parallel.ts';
import { defineKind, ownArn, type Kind, type Scan } from '../../kind.ts';
import { callOn, ec2Arn } from './calls.ts';
import { isNobody, sharingBefore, tooMuch, type Shared, type Sharing } from './sharing.ts';

/** One request for what is added or taken away. */
type Change = (id: string, how: 'Add' | 'Remove', whom: Shared) => object;
export interface SharedKind {
  readonly id: KindId;
  readonly title: Text;
  readonly of: 'image' | 'snapshot';
  /** Last part of the ARN, as AWS names the attribute. */
  readonly attribute: string;
  /** The attribute in a request. */
  readonly member: string;
  /** `Image` in DescribeImageAttribute, ModifyImageAttribute, ResetImageAttribute. */
  readonly noun: 'Image' | 'Snapshot';
  readonly reads: readonly Operation[];
  /** The ids of all that can be shared. */
  all(scan: Scan): Promise<readonly string[]>;
  /** Undefined where it is gone. */
  read(client: EC2Client, id: string): Promise<Shared | undefined>;
  readonly change: Change;
  send(client: EC2Client, input: object): Promise<unknown>;
  /** Where everybody may use it, and nothing is known of how that came. */
  open(r: Sharing): Judgement;
  readonly stop: (r: Sharing) => Text;
  readonly breaks: Text;
}

export function sharedKind(k: SharedKind): Kind<Sharing> {
  const reading: Operation = `ec2:Describe${k.noun}Attribute`, changing: Operation = `ec2:Modify${k.noun}Attribute`;
  const sharingOf = (id: string, shared: Shared, aws: Omit<ReadAws, 'client'>): Sharing =>
    ({ arn: ownArn(k.id, aws.region, id, k.attribute), uid: id, name: id, region: aws.region, owner: ec2Arn(aws, k.of, id), ...shared });
  const removal = (r: Sharing): object => k.change(r.name, 'Remove', tooMuch(r)), addition = (r: Sharing): object => k.change(r.name, 'Add', tooMuch(r));

  return defineKind<Sharing>({
    id: k.id, version: 1, title: k.title, scope: 'regional', role: 'data',
    reads: [...k.reads, reading],

    async *list(scan) {
      const ids = await k.all(scan);
      if (ids.length === 0) return;
      const client = await scan.aws.client('ec2');
      const found = await inParallel(ids, 8, async (id) => {
        try {
          return { id, shared: await k.read(client, id) };
        } catch (error) {
          scan.gap(reading, error, id);
          return { id, shared: undefined };
        }
      });
      for (const { id, shared } of found) if (shared && !isNobody(shared)) yield sharingOf(id, shared, scan.aws);
    },

    async look(aws, rs) {
      const client = await aws.client('ec2');
      return inParallel(rs, 8, async (r) => {
        if (r.uid !== r.owner?.split('/').at(-1)) return undefined;
        const shared = await k.read(client, r.uid);
        return shared && sharingOf(r.uid, shared, aws);
      });
    },

    traces: {
      ids: (r) => [r.uid],
      created: [], changed: [changing, `ec2:Reset${k.noun}Attribute`],
      concerns: (r, { request }) => request?.[`${k.of}Id`] === r.uid,
    },
    recall: sharingBefore(k.member),
    judge: (r, { attributed }) => (attributed || !r.groups.includes('all') ? attributed : k.open(r)),

    actions: {
      contain: {
        operations: [changing],
        title: k.stop,
        breaks: () => k.breaks,
        calls: (r) => [callOn(r, changing, removal(r))],
        undoCalls: (before) => [callOn(before, changing, addition(before))],
        done: (now) => now !== undefined && isNobody(tooMuch(now)),
        apply: async (aws, r) => { if (!isNobody(tooMuch(r))) await k.send(await aws.client('ec2'), removal(r)); },
        undo: async (aws, before) => { await k.send(await aws.client('ec2'), addition(before)); },
        undoReopens: true,
      },
    },
  });
}
