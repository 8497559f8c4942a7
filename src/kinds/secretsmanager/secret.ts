// A secret: brought back where it is to be deleted, rotated where a stranger read it. Its value is never read.
import { DeleteSecretCommand, RestoreSecretCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { say } from '../../core/text.ts';
import type { Call, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isForeign } from '../recalling.ts';
import { judged } from '../standing.ts';
import { until } from '../waiting.ts';
import { describeSecret, READS_SECRETS, secretsInScan, uidOf, type SecretDetail } from './parts/secrets.ts';

export interface StoredSecret extends Resource {
  /** Is it to be deleted? */
  readonly deleted: boolean;
  /** The function that gives it a new value; '' where there is none. */
  readonly rotatedBy: string;
  readonly rotates: boolean;
  readonly rotatedAt: string;
  /** The service that made it for itself (`rds`); '' for the owner's. */
  readonly service: string;
  /** The day of its last use; since when it is to be deleted. */
  readonly seen: { readonly lastAccessed: string; readonly deletedAt: string };
}

const secretOf = (s: SecretDetail, region: string): StoredSecret => ({
  arn: s.ARN, uid: uidOf(s), name: s.Name, region, ...(s.CreatedDate ? { createdAt: s.CreatedDate.toISOString() } : {}), deleted: s.DeletedDate !== undefined,
  rotatedBy: s.RotationLambdaARN ?? '', rotates: s.RotationEnabled ?? false, rotatedAt: s.LastRotatedDate?.toISOString() ?? '', service: s.OwningService ?? '', seen: { lastAccessed: s.LastAccessedDate?.toISOString().slice(0, 10) ?? '', deletedAt: s.DeletedDate?.toISOString() ?? '' },
});
const values = (r: StoredSecret) => ({ secret: r.name, region: r.region });
const MONTH = { RecoveryWindowInDays: 30 } as const;
const call = (r: StoredSecret, operation: Operation, more: object = {}): Call => ({ operation, region: r.region, input: { SecretId: r.arn, ...more } });

export default defineKind<StoredSecret>({
  id: 'secretsmanager/secret', version: 1, title: say('Secret'), scope: 'regional', role: 'data',
  reads: READS_SECRETS,

  async *list(scan) {
    for (const secret of await secretsInScan(scan)) yield secretOf(secret, scan.region);
  },
  async look(aws, rs) {
    const client = await aws.client('secretsmanager');
    return inParallel(rs, 8, async (r) => {
      const found = await describeSecret(client, r.arn);
      return found && uidOf(found) === r.uid ? secretOf(found, aws.region) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.arn, r.name],
    // A copy is made in its first's Region, by the first's name; every other call by name means the secret of its own Region.
    created: ['secretsmanager:CreateSecret'], anywhere: true,
    changed: ['secretsmanager:DeleteSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret', 'secretsmanager:UpdateSecretVersionStage'],
    used: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
    concerns: (r, { request, region = r.region }) => [request?.['secretId'], request?.['name'], ...listOf(request?.['secretIdList'])].some((id) => id === r.arn || (id === r.name && (region === r.region || JSON.stringify(request?.['addReplicaRegions'] ?? []).includes(`"${r.region}"`)))),
  },
  // Told apart for its rotation: what was only deleted or changed is no secret that is out.
  recall: (_, history) => ({ read: history.some((e) => isForeign(e) && e.event.endsWith('GetSecretValue')) }),
  judge: (r, context) => {
    const read = context.touches.find((t) => !t.failed && t.attribution === 'attacker' && t.event.endsWith('GetSecretValue'));
    const { attributed } = context;
    if (read && attributed) return { ...attributed, techniques: ['T1555.006'], because: say('The stranger read its value at {{time}} from {{sourceIp}}: whatever it opens is open to the stranger until it is changed.', { time: read.time, sourceIp: read.sourceIp }) };
    return judged(context, ['T1485'], r.deleted ? say('It is to be deleted since {{at}}.', { at: r.seen.deletedAt }) : undefined);
  },

  actions: {
    contain: {
      operations: ['secretsmanager:RestoreSecret', 'secretsmanager:DeleteSecret'],
      title: (r) => say('Keep the secret {{secret}} in {{region}} from being deleted', values(r)),
      calls: (r) => [call(r, 'secretsmanager:RestoreSecret')],
      undoCalls: (before) => [call(before, 'secretsmanager:DeleteSecret', MONTH)],
      done: (now) => now !== undefined && !now.deleted,
      apply: async (aws, r) => { await (await aws.client('secretsmanager')).send(new RestoreSecretCommand({ SecretId: r.arn })); },
      undo: async (aws, before) => { await (await aws.client('secretsmanager')).send(new DeleteSecretCommand({ SecretId: before.arn, ...MONTH })); },
    },
    replace: {
      operations: ['secretsmanager:RotateSecret'],
      title: (r) => say('Give the secret {{secret}} in {{region}} a new value, by its own rotation', values(r)),
      breaks: (r) => say('Whatever holds the old value of {{secret}} and does not read it again stops working. A function does the rotation ({{function}}): look first that it is yours.', { ...values(r), function: r.rotatedBy === '' ? r.service : r.rotatedBy }),
      impossible: (r) => {
        if (r.deleted) return say('The secret {{secret}} is to be deleted, so it cannot be rotated. Restore it first if something needs it.', values(r));
        if (r.aim?.['read'] === false) return say('The stranger changed the secret {{secret}}, and nothing shows that its value was read. It need not be rotated for that.', values(r));
        return r.rotates ? undefined : say('The secret {{secret}} has no rotation. Make a new password or key where it is used, put it into the secret, and end the old one there.', values(r));
      },
      calls: (r) => [call(r, 'secretsmanager:RotateSecret', { ClientRequestToken: '‹one per step›', RotateImmediately: true })],
      done: (now, { before }) => now !== undefined && now.rotatedAt !== '' && now.rotatedAt !== (before as StoredSecret | undefined)?.rotatedAt,
      apply: async (aws, r, deed) => {
        const client = await aws.client('secretsmanager');
        // With the same token AWS rotates once, however often it is asked.
        await client.send(new RotateSecretCommand({ SecretId: r.arn, ClientRequestToken: `${deed.token}-rotation`, RotateImmediately: true }));
        const before = (deed.before as StoredSecret | undefined)?.rotatedAt ?? r.rotatedAt;
        await until(deed, r.name, async () => ((await describeSecret(client, r.arn))?.LastRotatedDate?.toISOString() ?? '') !== before);
      },
      undo: irreversible(say('The old value is known to the stranger, so it is not put back.')),
    },
    eradicate: {
      operations: ['secretsmanager:DeleteSecret', 'secretsmanager:RestoreSecret'],
      title: (r) => say('Have the secret {{secret}} in {{region}} deleted in 30 days', values(r)),
      destroys: (r) => say('After 30 days the value of {{secret}} is lost. Until then the secret can be restored.', values(r)),
      calls: (r) => [call(r, 'secretsmanager:DeleteSecret', MONTH)],
      undoCalls: (before) => [call(before, 'secretsmanager:RestoreSecret')],
      done: (now) => now === undefined || now.deleted,
      apply: async (aws, r) => { await (await aws.client('secretsmanager')).send(new DeleteSecretCommand({ SecretId: r.arn, ...MONTH })); },
      undo: async (aws, before) => { await (await aws.client('secretsmanager')).send(new RestoreSecretCommand({ SecretId: before.arn })); },
    },
  },
});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
