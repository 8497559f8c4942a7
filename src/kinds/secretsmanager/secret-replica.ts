// A copy of a secret in another Region: cut from its first, so that it can be deleted where it stands.
import { DeleteSecretCommand, StopReplicationToReplicaCommand } from '@aws-sdk/client-secrets-manager';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { judged } from '../standing.ts';
import { describeSecret, READS_SECRETS, secretsInScan, uidOf, type SecretDetail } from './parts/secrets.ts';

export interface SecretReplica extends Resource {
  /** The Region of the secret that it is a copy of. */
  readonly primaryRegion: string;
  readonly deleted: boolean;
}

const isReplica = (s: SecretDetail, region: string): boolean => s.PrimaryRegion !== undefined && s.PrimaryRegion !== region;
const replicaOf = (s: SecretDetail, region: string): SecretReplica => ({
  arn: s.ARN, uid: uidOf(s), name: s.Name, region, primaryRegion: s.PrimaryRegion ?? region, deleted: s.DeletedDate !== undefined, ...(s.CreatedDate ? { createdAt: s.CreatedDate.toISOString() } : {}),
});
const MONTH = { RecoveryWindowInDays: 30 } as const;
const values = (r: SecretReplica) => ({ secret: r.name, region: r.region, primary: r.primaryRegion });

export default defineKind<SecretReplica>({
  id: 'secretsmanager/secret-replica', version: 1, title: say('Replica of a secret'), scope: 'regional', role: 'data',
  reads: READS_SECRETS,

  async *list(scan) {
    for (const secret of await secretsInScan(scan)) if (isReplica(secret, scan.region)) yield replicaOf(secret, scan.region);
  },
  async look(aws, rs) {
    const client = await aws.client('secretsmanager');
    return inParallel(rs, 8, async (r) => {
      const found = await describeSecret(client, r.arn);
      return found && uidOf(found) === r.uid ? replicaOf(found, aws.region) : undefined;
    });
  },

  // The event stands in the first's Region and names it by an ARN of that Region.
  traces: {
    ids: (r) => [r.arn.replace(/^(arn:[^:]*:secretsmanager:)[^:]*/, `$1${r.primaryRegion}`), r.name],
    created: ['secretsmanager:ReplicateSecretToRegions', 'secretsmanager:CreateSecret'], anywhere: true,
    changed: [],
    concerns: (r, { request }) => JSON.stringify(request?.['addReplicaRegions'] ?? []).includes(`"${r.region}"`),
  },
  judge: (_, context) => judged(context, ['T1555.006']),

  actions: {
    eradicate: {
      operations: ['secretsmanager:StopReplicationToReplica', 'secretsmanager:DeleteSecret'],
      title: (r) => say('Cut the copy of the secret {{secret}} in {{region}} from its first in {{primary}}, and have it deleted in 30 days', values(r)),
      breaks: (r) => say('Whatever in {{region}} reads the secret {{secret}} there stops working. The first in {{primary}} stays.', values(r)),
      calls: (r): readonly Call[] => [
        { operation: 'secretsmanager:StopReplicationToReplica', region: r.region, input: { SecretId: r.arn } },
        { operation: 'secretsmanager:DeleteSecret', region: r.region, input: { SecretId: r.arn, ...MONTH } },
      ],
      done: (now) => now === undefined || now.deleted,
      apply: async (aws, r) => {
        const client = await aws.client('secretsmanager');
        // Cut already, by an interrupted run.
        if (r.primaryRegion !== r.region) await client.send(new StopReplicationToReplicaCommand({ SecretId: r.arn }));
        await client.send(new DeleteSecretCommand({ SecretId: r.arn, ...MONTH }));
      },
      undo: irreversible(say('A copy that was cut off is not made one again. The first can be replicated anew.')),
    },
  },
});
