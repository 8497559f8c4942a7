// One setting of a bucket (its policy, its lifecycle …): read alike, given another content alike, and given back alike.
import type { S3Client } from '@aws-sdk/client-s3';
import type { ReadAws } from '../../../aws/session.ts';
import type { Text } from '../../../core/text.ts';
import type { Call, Json, JsonObject, KindId, Operation, Resource } from '../../../core/types.ts';
import { defineKind, ownArn, type Action, type HistoryEvent, type Kind } from '../../kind.ts';
import { inParallel } from '../../in-parallel.ts';
import { ifThere } from '../../refusal.ts';
import { bucketsByUid, bucketsHere, READS_BUCKETS, type BucketEntry } from './buckets.ts';
import { holds, isObject } from './json.ts';

/** There is one for every bucket, set or not. */
export interface BucketSetting extends Resource {
  readonly bucket: string;
  /** The account that the bucket is in. */
  readonly account: string;
  /** What AWS says; `null`: not set. */
  readonly is: JsonObject | null;
}
export type Content = JsonObject | null;

interface Sent { readonly operation: Operation; send(client: S3Client, input: JsonObject): Promise<unknown> }
/** How a content is set, and how it is taken off. */
export interface Writing { readonly put: Sent & { input(bucket: string, is: JsonObject): JsonObject }; readonly remove?: Sent }

function sending({ put, remove }: Writing, bucket: string, is: Content): { readonly sent: Sent; readonly input: JsonObject } | undefined {
  // The SDK would add it by itself, unseen at the gate.
  if (is !== null) return { sent: put, input: { ...put.input(bucket, is), ChecksumAlgorithm: 'CRC32' } };
  return remove && { sent: remove, input: { Bucket: bucket } };
}
function callsFor(writing: Writing, r: BucketSetting, is: Content | undefined): readonly Call[] {
  const found = is === undefined ? undefined : sending(writing, r.bucket, is);
  return found ? [{ operation: found.sent.operation, region: r.region, input: found.input }] : [];
}
async function give(aws: ReadAws, writing: Writing, r: BucketSetting, is: Content | undefined): Promise<void> {
  const found = is === undefined ? undefined : sending(writing, r.bucket, is);
  if (found) await found.sent.send(await aws.client('s3'), found.input);
}

export interface Giving {
  /** What it shall hold; undefined: there is nothing to be done. */
  readonly target: (r: BucketSetting) => Content | undefined;
  readonly title: (r: BucketSetting) => Text;
  readonly breaks?: (r: BucketSetting) => Text;
  /** Why nothing is to be done, or cannot be. */
  readonly idle: (r: BucketSetting) => Text | undefined;
  readonly permissions?: readonly string[];
}
const firstOf = (before: Resource | undefined, now: BucketSetting): BucketSetting => (before && 'is' in before ? before as BucketSetting : now);

/** The action that sets the target, and whose undo sets what stood before. */
export const giving = (writing: Writing, { target, title, breaks, idle, permissions }: Giving): Action<BucketSetting> => ({
  operations: [writing.put.operation, ...(writing.remove ? [writing.remove.operation] : [])],
  ...(permissions ? { permissions } : {}),
  title, ...(breaks ? { breaks } : {}), impossible: idle,
  calls: (r) => callsFor(writing, r, target(r)),
  undoCalls: (before) => callsFor(writing, before, before.is),
  done: (now, { before }) => {
    const wanted = now && target(firstOf(before, now));
    return now !== undefined && wanted !== undefined && holds(wanted, now.is);
  },
  apply: (aws, now, deed) => give(aws, writing, now, target(firstOf(deed.before, now))),
  undo: (aws, before) => give(aws, writing, before, before.is),
  undoReopens: true,
});

/** What its `aim` says that it held, as `recover` gives it back. */
export function aimOf(r: BucketSetting): Content | undefined {
  const is = r.aim?.['is'];
  return isObject(is) || is === null ? is : undefined;
}

/** The last content that nobody tied to the attack has set, out of the events before the first that is. */
export function lastGood(history: readonly HistoryEvent[], contentOf: (event: HistoryEvent) => Content | undefined): JsonObject | undefined {
  const spoiled = history.findIndex((e) => e.by !== undefined && e.by !== 'owner');
  const good = (spoiled < 0 ? history : history.slice(0, spoiled)).at(-1);
  const is = good && contentOf(good);
  return is === undefined ? undefined : { is };
}

interface SettingOf extends Pick<Kind<BucketSetting>, 'title' | 'judge' | 'actions'> {
  readonly id: KindId;
  readonly operation: Operation;
  /** The setting itself, or undefined where it is not set. */
  readonly read: (client: S3Client, bucket: string) => Promise<Content | undefined>;
  /** Event names that set it or take it off. */
  readonly changed: readonly string[];
  /** The content that an event has set. */
  readonly contentOf?: (event: HistoryEvent) => Content | undefined;
}

export function defineSetting({ id, operation, read, changed, contentOf, ...rest }: SettingOf): Kind<BucketSetting> {
  const settingOf = (b: BucketEntry, account: string, is: Content): BucketSetting => ({
    arn: ownArn(id, b.region, '', b.name), uid: `${b.uid}/${id}`, name: b.name, region: b.region, owner: b.arn, createdAt: b.createdAt, bucket: b.name, account, is,
  });
  return defineKind<BucketSetting>({
    ...rest, id, version: 1, scope: 'regional', role: 'data', reads: [...READS_BUCKETS, operation],

    async *list(scan) {
      const buckets = await bucketsHere(scan);
      if (buckets.length === 0) return;
      const client = await scan.aws.client('s3');
      const found = await inParallel(buckets, 8, async (b) => {
        try {
          return settingOf(b, scan.aws.accountId, await ifThere(read(client, b.name)) ?? null);
        } catch (error) {
          scan.gap(operation, error, b.name);
          return undefined;
        }
      });
      yield* found.filter((r) => r !== undefined);
    },

    async look(aws, rs) {
      const buckets = await bucketsByUid(aws);
      const client = await aws.client('s3');
      return inParallel(rs, 8, async (r) => {
        const b = r.uid.endsWith(`/${id}`) ? buckets.get(r.uid.slice(0, -id.length - 1)) : undefined;
        return b && settingOf(b, aws.accountId, await ifThere(read(client, b.name)) ?? null);
      });
    },

    traces: {
      ids: (r) => [r.bucket, r.owner ?? ''], created: [], changed, whole: changed, anywhere: true,
      concerns: (r, { request }) => request?.['bucketName'] === r.bucket,
    },
    ...(contentOf ? { recall: (_, history) => lastGood(history, contentOf) } : {}),
  });
}
export const element = (event: HistoryEvent, name: string): Json | undefined => event.request?.[name];
