// Who else may restore a manual snapshot: other accounts, or everybody. It is unshared; copies that were made meanwhile cannot be called back.
import { DescribeDBClusterSnapshotAttributesCommand, DescribeDBSnapshotAttributesCommand, ModifyDBClusterSnapshotAttributeCommand, ModifyDBSnapshotAttributeCommand, type RDSClient } from '@aws-sdk/client-rds';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isForeign, listIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { READS_SNAPSHOTS, snapshotsInScan, type ManualSnapshot } from './parts/snapshots.ts';

export interface SnapshotSharing extends Resource {
  readonly snapshotArn: Arn;
  readonly ofCluster: boolean;
  readonly source: string;
  /** Account ids; `all` for everybody. */
  readonly sharedWith: readonly string[];
}

const sharingOf = (s: Pick<ManualSnapshot, 'arn' | 'name' | 'ofCluster' | 'source'>, uid: string, region: string, sharedWith: readonly string[]): SnapshotSharing => ({
  arn: ownArn('rds/snapshot-sharing', region, s.arn, 'restore'), uid, name: s.name, region, owner: s.arn, snapshotArn: s.arn, ofCluster: s.ofCluster, source: s.source, sharedWith: [...sharedWith].sort(),
});
async function read(client: RDSClient, name: string, ofCluster: boolean): Promise<readonly string[] | undefined> {
  const found = ofCluster
    ? (await ifThere(client.send(new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: name }))))?.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes
    : (await ifThere(client.send(new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: name }))))?.DBSnapshotAttributesResult?.DBSnapshotAttributes;
  return found && found.filter((a) => a.AttributeName === 'restore').flatMap((a) => a.AttributeValues ?? []);
}

/** Whom the owner lets in stays. */
const over = (r: SnapshotSharing): string[] => r.sharedWith.filter((one) => !listIn(r.aim?.['kept']).includes(one));
function recall(r: SnapshotSharing, history: readonly HistoryEvent[]): JsonObject | undefined {
  const added = (theirs: boolean): readonly Json[] => history.filter((e) => isForeign(e) === theirs).flatMap((e) => listIn(e.request?.['valuesToAdd']));
  return { kept: r.sharedWith.filter((one) => !added(true).includes(one) || added(false).includes(one)) };
}

type Change = { readonly ValuesToAdd: string[] } | { readonly ValuesToRemove: string[] };
const call = (r: SnapshotSharing, change: Change): Call => (r.ofCluster
  ? { operation: 'rds:ModifyDBClusterSnapshotAttribute', region: r.region, input: { DBClusterSnapshotIdentifier: r.name, AttributeName: 'restore', ...change } }
  : { operation: 'rds:ModifyDBSnapshotAttribute', region: r.region, input: { DBSnapshotIdentifier: r.name, AttributeName: 'restore', ...change } });
async function send(aws: ChangeAws, r: SnapshotSharing, change: Change): Promise<void> {
  const client = await aws.client('rds');
  await (r.ofCluster ? client.send(new ModifyDBClusterSnapshotAttributeCommand({ DBClusterSnapshotIdentifier: r.name, AttributeName: 'restore', ...change }))
    : client.send(new ModifyDBSnapshotAttributeCommand({ DBSnapshotIdentifier: r.name, AttributeName: 'restore', ...change })));
}

export default defineKind<SnapshotSharing>({
  id: 'rds/snapshot-sharing', version: 1, title: say('Sharing of a DB snapshot'), scope: 'regional', role: 'data',
  reads: [...READS_SNAPSHOTS, 'rds:DescribeDBSnapshotAttributes', 'rds:DescribeDBClusterSnapshotAttributes'],

  async *list(scan) {
    const snapshots = await snapshotsInScan(scan);
    const client = await scan.aws.client('rds');
    const shared = await inParallel(snapshots, 4, async (s) => {
      try { return await read(client, s.name, s.ofCluster); } catch (error) { scan.gap(s.ofCluster ? 'rds:DescribeDBClusterSnapshotAttributes' : 'rds:DescribeDBSnapshotAttributes', error, s.name); return undefined; }
    });
    for (const [i, s] of snapshots.entries()) {
      const sharedWith = shared[i] ?? [];
      if (sharedWith.length > 0) yield sharingOf(s, `${s.uid}/restore`, scan.region, sharedWith);
    }
  },
  async look(aws, rs) {
    const client = await aws.client('rds');
    return inParallel(rs, 8, async (r) => {
      const sharedWith = r.uid.startsWith(`${r.snapshotArn}@`) && r.uid.endsWith('/restore') ? await read(client, r.name, r.ofCluster) : undefined;
      return sharedWith && sharingOf({ ...r, arn: r.snapshotArn }, r.uid, aws.region, sharedWith);
    });
  },

  traces: {
    ids: (r) => [r.name, r.snapshotArn],
    created: [],
    changed: ['rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute'],
    concerns: (r, { request }) => [request?.['dBSnapshotIdentifier'], request?.['dBClusterSnapshotIdentifier']].some((id) => id === r.name || id === r.snapshotArn),
  },
  recall,
  judge: (r, context) => judged(context, ['T1537'], say('Others may restore it: {{accounts}}.', { accounts: r.sharedWith })),

  actions: {
    contain: {
      operations: ['rds:ModifyDBSnapshotAttribute', 'rds:ModifyDBClusterSnapshotAttribute'],
      title: (r) => say('Stop sharing the DB snapshot {{snapshot}} in {{region}} with {{accounts}}', { snapshot: r.name, region: r.region, accounts: over(r) }),
      breaks: (r) => say('{{accounts}} can no longer restore or copy the snapshot of {{source}}. Copies that were made meanwhile stay theirs.', { accounts: over(r), source: r.source }),
      calls: (r) => [call(r, { ValuesToRemove: over(r) })],
      undoCalls: (before) => [call(before, { ValuesToAdd: over(before) })],
      done: (now) => now !== undefined && over(now).length === 0,
      // Of the first look: an interrupted run may have done it already.
      apply: (aws, r, deed) => send(aws, r, { ValuesToRemove: over((deed.before as SnapshotSharing | undefined) ?? r) }),
      undo: (aws, before) => send(aws, before, { ValuesToAdd: over(before) }),
      undoReopens: true,
    },
  },
});
