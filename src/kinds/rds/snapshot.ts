// A manual snapshot of a DB instance or a cluster: a stranger's copy is deleted.
import { DeleteDBClusterSnapshotCommand, DeleteDBSnapshotCommand } from '@aws-sdk/client-rds';
import { say } from '../../core/text.ts';
import type { Call } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { READS_SNAPSHOTS, readSnapshot, snapshotsInScan, type ManualSnapshot } from './parts/snapshots.ts';

const deletion = (r: ManualSnapshot): Call => (r.ofCluster
  ? { operation: 'rds:DeleteDBClusterSnapshot', region: r.region, input: { DBClusterSnapshotIdentifier: r.name } }
  : { operation: 'rds:DeleteDBSnapshot', region: r.region, input: { DBSnapshotIdentifier: r.name } });

export default defineKind<ManualSnapshot>({
  id: 'rds/snapshot', version: 1, title: say('DB snapshot'), scope: 'regional', role: 'data',
  reads: READS_SNAPSHOTS,

  async *list(scan) {
    yield* await snapshotsInScan(scan);
  },
  async look(aws, rs) {
    const client = await aws.client('rds');
    return inParallel(rs, 8, async (r) => {
      const found = await readSnapshot(client, r, aws.region);
      return found?.uid === r.uid ? found : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['rds:CreateDBSnapshot', 'rds:CopyDBSnapshot', 'rds:CreateDBClusterSnapshot', 'rds:CopyDBClusterSnapshot'],
    changed: [],
    concerns: (r, { request }) => ['dBSnapshotIdentifier', 'targetDBSnapshotIdentifier', 'dBClusterSnapshotIdentifier', 'targetDBClusterSnapshotIdentifier'].some((name) => request?.[name] === r.name || request?.[name] === r.arn),
  },
  judge: (_, context) => judged(context, ['T1537']),

  actions: {
    eradicate: {
      operations: ['rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot'],
      title: (r) => say('Delete the DB snapshot {{snapshot}} of {{source}} in {{region}}', { snapshot: r.name, source: r.source, region: r.region }),
      destroys: (r) => say('The copy of {{source}} that the stranger made. If {{source}} itself was destroyed or changed, keep the copy: it may be the best that there is.', { source: r.source }),
      calls: (r) => [deletion(r)],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        const client = await aws.client('rds');
        await (r.ofCluster ? ifThere(client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: r.name }))) : ifThere(client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: r.name }))));
      },
      undo: irreversible(say('AWS does not give a deleted snapshot back.')),
    },
  },
});
