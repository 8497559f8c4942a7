// A DB instance: closed to the internet or stopped, its settings given back, its master password replaced; a stranger's is copied, then deleted.
import { CreateDBSnapshotCommand, DeleteDBInstanceCommand, DescribeDBSnapshotsCommand, ModifyDBInstanceCommand, StartDBInstanceCommand, StopDBInstanceCommand, type ModifyDBInstanceCommandInput, type RDSClient } from '@aws-sdk/client-rds';
import type { AwsFailure } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { Secret } from '../../core/secret.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Action, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { newPassword } from '../iam/parts/new-password.ts';
import { ifThere } from '../refusal.ts';
import { judged } from '../standing.ts';
import { until, whileBusy } from '../waiting.ts';
import { recallDatabase } from './parts/instance-recall.ts';
import { listDatabases, readDatabase, type Database } from './parts/instance-view.ts';

const call = (r: Database, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { DBInstanceIdentifier: r.name, ...more } });
const modification = (r: Database, more: JsonObject): Call => call(r, 'rds:ModifyDBInstance', { ...more, ApplyImmediately: true });
const values = (r: Database) => ({ database: r.name, region: r.region });
/** Another change is still under way. */
const isBusy = ({ code }: AwsFailure): boolean => code.startsWith('InvalidDBInstanceState');
async function modify(aws: ChangeAws, r: Database, deed: Deed, more: Omit<ModifyDBInstanceCommandInput, 'DBInstanceIdentifier'>): Promise<void> {
  const client = await aws.client('rds');
  await whileBusy(deed, () => client.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: r.name, ...more, ApplyImmediately: true })), isBusy);
}
const inCluster = (r: Database) => (r.cluster === '' ? undefined : say('DB instance {{database}} is a member of the cluster {{cluster}}: copy and delete the cluster in the RDS console.', { ...values(r), cluster: r.cluster }));

const contain: Action<Database> = {
  operations: ['rds:ModifyDBInstance', 'rds:StopDBInstance', 'rds:StartDBInstance'],
  title: (r, way) => (way === 'stop' ? say('Stop DB instance {{database}} in {{region}}', values(r)) : say('Make DB instance {{database}} in {{region}} unreachable from the internet', values(r))),
  breaks: (r, way) => (way === 'stop' ? say('Whatever uses the database {{database}} stops working. AWS starts it again after seven days.', values(r)) : say('Whoever reaches {{database}} over the internet no longer does. From inside of the VPC it stays reachable.', values(r))),
  impossible: (r, way) => (way === 'stop' ? inCluster(r) : undefined),
  ways: () => [
    { id: 'close', title: say('Close it to the internet'), consequence: say('It goes on working inside of the VPC.') },
    { id: 'stop', title: say('Stop it'), consequence: say('Nothing reaches it. AWS makes no snapshot of it while it is stopped.') },
  ],
  calls: (r, way) => [way === 'stop' ? call(r, 'rds:StopDBInstance') : modification(r, { PubliclyAccessible: false })],
  undoCalls: (before) => [modification(before, { PubliclyAccessible: before.publiclyAccessible }), call(before, 'rds:StartDBInstance')],
  done: (now, { way }) => now !== undefined && (way === 'stop' ? now.stopped : !now.publiclyAccessible),
  undone: (now, before) => now !== undefined && now.stopped === before.stopped && now.publiclyAccessible === before.publiclyAccessible,
  apply: async (aws, r, deed) => {
    if (deed.way !== 'stop') return modify(aws, r, deed, { PubliclyAccessible: false });
    if (r.stopped) return;
    const client = await aws.client('rds');
    await whileBusy(deed, () => client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: r.name })), isBusy);
  },
  undo: async (aws, before, _, deed) => {
    const client = await aws.client('rds');
    const now = await readDatabase(client, before.name, before.region);
    if (now && now.publiclyAccessible !== before.publiclyAccessible) await modify(aws, before, deed, { PubliclyAccessible: before.publiclyAccessible });
    if (now?.stopped === true && !before.stopped) await whileBusy(deed, () => client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: before.name })), isBusy);
  },
  undoReopens: true,
};

/** What `recall` found, as a modification. */
function settingsOf(aim: Readonly<Record<string, unknown>> | undefined): { readonly PubliclyAccessible?: boolean; readonly DeletionProtection?: boolean; readonly BackupRetentionPeriod?: number } {
  const { publiclyAccessible, deletionProtection, backupRetention } = aim ?? {};
  return {
    ...(typeof publiclyAccessible === 'boolean' ? { PubliclyAccessible: publiclyAccessible } : {}), ...(typeof deletionProtection === 'boolean' ? { DeletionProtection: deletionProtection } : {}),
    ...(typeof backupRetention === 'number' ? { BackupRetentionPeriod: backupRetention } : {}),
  };
}
const asWas = ({ publiclyAccessible: PubliclyAccessible, deletionProtection: DeletionProtection, backupRetention: BackupRetentionPeriod }: Database) => ({ PubliclyAccessible, DeletionProtection, BackupRetentionPeriod });
const has = (r: Database, wanted: object): boolean => Object.entries(wanted).every(([name, value]) => asWas(r)[name as keyof ReturnType<typeof asWas>] === value);

/** The stranger stopped it. */
const starts = (r: Database): boolean => r.aim?.['stopped'] === false;
const isSet = (r: Database): boolean => Object.keys(settingsOf(r.aim)).length > 0;

const recover: Action<Database> = {
  operations: ['rds:StartDBInstance', 'rds:ModifyDBInstance', 'rds:StopDBInstance'],
  needed: (r) => isSet(r) || (starts(r) && r.stopped),
  title: (r) => say('Give DB instance {{database}} in {{region}} back what it was set to: {{settings}}', { ...values(r), settings: Object.entries({ ...settingsOf(r.aim), ...(starts(r) ? { stopped: false } : {}) }).map(([name, value]) => say('{{name}} {{value}}', { name, value: String(value) })) }),
  breaks: () => say('Nothing, as a rule. Where backups are switched on again, those that were lost do not come back.'),
  // RDS changes nothing of one that is stopped.
  calls: (r) => [...(starts(r) ? [call(r, 'rds:StartDBInstance')] : []), ...(isSet(r) ? [modification(r, settingsOf(r.aim))] : [])],
  undoCalls: (before) => [...(isSet(before) ? [modification(before, asWas(before))] : []), ...(starts(before) ? [call(before, 'rds:StopDBInstance')] : [])],
  done: (now) => now !== undefined && has(now, settingsOf(now.aim)) && !(starts(now) && now.stopped),
  undone: (now, before) => now !== undefined && has(now, asWas(before)) && (!starts(before) || now.stopped === before.stopped),
  apply: async (aws, r, deed) => {
    const client = await aws.client('rds');
    if (starts(r) && r.stopped) await client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: r.name }));
    if (isSet(r)) await modify(aws, r, deed, settingsOf(r.aim));
  },
  undo: async (aws, before, _, deed) => {
    const client = await aws.client('rds');
    if (isSet(before)) await modify(aws, before, deed, asWas(before));
    if (starts(before) && before.stopped) await whileBusy(deed, () => client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: before.name })), isBusy);
  },
  undoReopens: true,
};

const replace: Action<Database> = {
  operations: ['rds:ModifyDBInstance'],
  title: (r) => say('Give DB instance {{database}} in {{region}} a new master password', values(r)),
  // Nothing else shows that the stranger knows it.
  needed: (r) => r.aim?.['masterPassword'] === 'changed',
  breaks: (r) => say('Whatever signs in to {{database}} as {{user}} needs the new password. Connections that are open stay open; look for users inside of the database that you do not know.', { ...values(r), user: r.masterUser }),
  impossible: (r) => {
    if (r.managedPassword) return say('Secrets Manager keeps the master password of {{database}}. Rotate that secret.', values(r));
    if (r.cluster !== '') return inCluster(r);
    return undefined;
  },
  calls: (r) => [modification(r, { MasterUserPassword: '‹new password›' })],
  done: (now, { made }) => now !== undefined && made['handed-over'] !== undefined,
  // After a crash before the hand-over nobody knows the password, so another one is set.
  apply: async (aws, r, deed) => {
    if (deed.made['handed-over'] !== undefined) return;
    const password = newPassword().replaceAll('@', '-');
    await modify(aws, r, deed, { MasterUserPassword: password });
    await deed.handOver(new Secret(say('New master password of DB instance {{database}}', values(r)), `password-${r.name}`, { userName: r.masterUser, password }));
  },
  undo: irreversible(say('AWS shows nobody the old password, so it cannot be set again.')),
};

async function snapshot(client: RDSClient, r: Database, deed: Deed): Promise<void> {
  const id = deed.token;
  const read = async () => (await ifThere(client.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: id }))))?.DBSnapshots?.[0];
  await deed.making('snapshot', id);
  if (!await read()) await whileBusy(deed, () => client.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: r.name, DBSnapshotIdentifier: id })), isBusy);
  await until(deed, id, async () => (await read())?.Status === 'available');
}

export default defineKind<Database>({
  id: 'rds/db-instance', version: 1, title: say('DB instance'), scope: 'regional', role: 'data',
  reads: ['rds:DescribeDBInstances'],

  async *list({ aws, region }) {
    yield* listDatabases(await aws.client('rds'), region);
  },
  async look(aws, rs) {
    const client = await aws.client('rds');
    return inParallel(rs, 8, async (r) => {
      const found = await readDatabase(client, r.name, aws.region);
      return found?.uid === r.uid ? found : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn, r.uid],
    created: ['rds:CreateDBInstance', 'rds:CreateDBInstanceReadReplica', 'rds:RestoreDBInstanceFromDBSnapshot', 'rds:RestoreDBInstanceToPointInTime', 'rds:RestoreDBInstanceFromS3'],
    changed: ['rds:ModifyDBInstance', 'rds:StopDBInstance', 'rds:StartDBInstance', 'rds:RebootDBInstance'],
    concerns: (r, { request, response }) => [request?.['dBInstanceIdentifier'], request?.['targetDBInstanceIdentifier'], response?.['dBInstanceArn']].some((id) => id === r.name || id === r.arn),
  },
  recall: (_, history) => recallDatabase(history),
  judge: (r, context) => judged(context, ['T1578.005', 'T1530'], r.publiclyAccessible ? say('It has a public address: whoever its security groups let in reaches it over the internet.') : undefined),

  actions: {
    contain,
    preserve: {
      operations: ['rds:CreateDBSnapshot'], reads: ['rds:DescribeDBSnapshots'],
      // Nobody deletes the owner's; it is started again.
      needed: (r, origin) => !r.stopped || origin === 'created',
      title: (r) => say('Copy DB instance {{database}} in {{region}} as a snapshot', values(r)),
      breaks: () => say('Nothing changes for the database. Its snapshot costs storage until you delete it.'),
      impossible: (r) => inCluster(r) ?? (r.stopped ? say('AWS makes no snapshot of a DB instance that is stopped. Start {{database}} again: undo its containment, or start it in the console.', values(r)) : undefined),
      calls: (r) => [call(r, 'rds:CreateDBSnapshot', { DBSnapshotIdentifier: '‹made:snapshot›' })],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        await snapshot(await aws.client('rds'), r, deed);
        await deed.making('kept', r.name);
      },
      undo: nothingToUndo,
    },
    replace,
    eradicate: {
      operations: ['rds:ModifyDBInstance', 'rds:DeleteDBInstance'],
      title: (r) => say('Delete DB instance {{database}} in {{region}}', values(r)),
      destroys: (r) => say('The database {{database}} with what it holds. Its automated backups and snapshots stay.', values(r)),
      impossible: inCluster,
      calls: (r) => [modification(r, { DeletionProtection: false }), call(r, 'rds:DeleteDBInstance', { SkipFinalSnapshot: true, DeleteAutomatedBackups: false })],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('rds');
        if (r.deletionProtection) await modify(aws, r, deed, { DeletionProtection: false });
        await whileBusy(deed, () => ifThere(client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: r.name, SkipFinalSnapshot: true, DeleteAutomatedBackups: false }))), isBusy);
      },
      undo: irreversible(say('AWS does not give a deleted DB instance back. From its snapshot another one can be made.')),
    },
    recover,
    harden: {
      operations: ['rds:ModifyDBInstance'],
      title: (r) => say('Take the public address from DB instance {{database}} in {{region}}', values(r)),
      breaks: (r) => say('Whoever reaches {{database}} over the internet no longer does. From inside of the VPC it stays reachable.', values(r)),
      calls: (r) => [modification(r, { PubliclyAccessible: false })],
      undoCalls: (before) => [modification(before, { PubliclyAccessible: before.publiclyAccessible })],
      done: (now) => now !== undefined && !now.publiclyAccessible,
      undone: (now, before) => now?.publiclyAccessible === before.publiclyAccessible,
      apply: (aws, r, deed) => modify(aws, r, deed, { PubliclyAccessible: false }),
      undo: (aws, before, _, deed) => modify(aws, before, deed, { PubliclyAccessible: before.publiclyAccessible }),
    },
  },
});
