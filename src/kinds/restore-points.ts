// What exists from before the first sign of a thing that was damaged: snapshots, images, points in time, recovery points. Nothing here changes anything.
import type { Image, Snapshot } from '@aws-sdk/client-ec2';
import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import type { ReadAws } from '../aws/session.ts';
import { failureOf } from '../aws/errors.ts';
import type { Damaged, Restorable, RestorePoint } from '../core/restore.ts';
import { say, type Text } from '../core/text.ts';
import type { Instant, Operation } from '../core/types.ts';
import { ifThere } from './refusal.ts';

export const RESTORE_READS: readonly Operation[] = [
  'ec2:DescribeSnapshots', 'ec2:DescribeImages', 'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'dynamodb:DescribeContinuousBackups', 's3:GetBucketVersioning', 'backup:ListBackupVaults', 'backup:ListRecoveryPointsByBackupVault',
];
type Found = readonly RestorePoint[];
type Disk = NonNullable<Damaged['volumes']>[number];
const instant = (at: Date | undefined): Instant => at?.toISOString() ?? '';
/** A minute before the first sign: nothing of the stranger's is in it. */
const before = (since: Instant): Instant => new Date(new Date(since).getTime() - 60_000).toISOString();
/** Names come from the account, and these lines are made to be pasted: what a shell would take for something else stands in quotes. */
const arg = (value: string): string => (/^[\w./:@=+-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`);
const cli = (region: string, ...words: readonly string[]): string => ['aws', ...words, '--region', arg(region)].join(' ');

async function disks(aws: ReadAws, thing: Damaged): Promise<Found> {
  const wanted = thing.sort === 'volume' ? [{ id: thing.name, device: '‹device›' }] : thing.volumes ?? [];
  if (wanted.length === 0) return [];
  const { paginateDescribeSnapshots, paginateDescribeImages } = await import('@aws-sdk/client-ec2');
  const client = await aws.client('ec2');
  const points = new Map<string, RestorePoint>();
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { OwnerIds: ['self'], Filters: [{ Name: 'volume-id', Values: wanted.map((v) => v.id) }] })) {
    for (const shot of Snapshots) if (shot.State === 'completed') points.set(shot.SnapshotId ?? '', snapshotPoint(thing, wanted, shot));
  }
  const images: RestorePoint[] = [];
  for await (const page of points.size === 0 ? [] : paginateDescribeImages({ client }, { Owners: ['self'] })) {
    images.push(...(page.Images ?? []).filter((image) => isOf(image, points)).map((image) => imagePoint(thing, image)));
  }
  return [...points.values(), ...images];
}
const isOf = ({ BlockDeviceMappings: mappings = [] }: Image, shots: ReadonlyMap<string, RestorePoint>): boolean => mappings.some((m) => shots.has(m.Ebs?.SnapshotId ?? ''));
/** A root volume is replaced in place, and the old one stays as evidence; another disk is made beside it. */
function snapshotPoint({ sort, name, region, zone, volumes }: Damaged, wanted: readonly Disk[], { SnapshotId: id = '', VolumeId: volume = '', StartTime }: Snapshot): RestorePoint {
  const instance = sort === 'instance' ? name : '‹instance›';
  const attach = cli(region, 'ec2', 'attach-volume', '--volume-id', '‹new volume›', '--instance-id', instance, '--device', wanted.find((v) => v.id === volume)?.device ?? '‹device›');
  const root = volumes?.[0]?.id === volume ? [cli(region, 'ec2', 'create-replace-root-volume-task', '--instance-id', instance, '--snapshot-id', id, '--no-delete-replaced-root-volume')] : [];
  return {
    what: say('EBS snapshot {{snapshot}} of volume {{volume}}', { snapshot: id, volume }), at: instant(StartTime),
    commands: [...root, cli(region, 'ec2', 'create-volume', '--availability-zone', zone ?? '‹zone›', '--snapshot-id', id), attach],
  };
}
const imagePoint = ({ region }: Damaged, { ImageId: id = '', CreationDate }: Image): RestorePoint => ({
  what: say('Image {{image}}', { image: id }), at: instant(CreationDate === undefined ? undefined : new Date(CreationDate)),
  commands: [cli(region, 'ec2', 'run-instances', '--image-id', id, '--instance-type', '‹type›', '--subnet-id', '‹subnet›', '--security-group-ids', '‹security group›')],
});

async function databases(aws: ReadAws, thing: Damaged, since: Instant): Promise<Found> {
  const { DescribeDBInstancesCommand, paginateDescribeDBSnapshots } = await import('@aws-sdk/client-rds');
  const client = await aws.client('rds');
  const now = (await ifThere(client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: thing.name }))))?.DBInstances?.[0];
  const settings = settingsOf(now);
  const points: RestorePoint[] = now && reaches(now, before(since)) ? [pointInTime(thing, before(since), settings)] : [];
  for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, { DBInstanceIdentifier: thing.name })) {
    for (const shot of DBSnapshots) if (shot.Status === 'available') points.push(databaseSnapshot(thing, shot, settings));
  }
  return points;
}
/** RDS gives what it restores the default security group, parameters and subnets, unless they are named. */
function settingsOf(now: DBInstance | undefined): readonly string[] {
  const groups = (now?.VpcSecurityGroups ?? []).flatMap((g) => g.VpcSecurityGroupId ?? []);
  const [parameters] = now?.DBParameterGroups ?? [];
  return [
    '--vpc-security-group-ids', ...(groups.length > 0 ? groups.map(arg) : ['‹security group›']), '--db-subnet-group-name', known(now?.DBSubnetGroup?.DBSubnetGroupName, '‹subnet group›'),
    '--db-parameter-group-name', known(parameters?.DBParameterGroupName, '‹parameter group›'),
  ];
}
const known = (name: string | undefined, else_: string): string => (name === undefined ? else_ : arg(name));
function reaches({ LatestRestorableTime: latest, BackupRetentionPeriod: days = 0 }: DBInstance, at: Instant): boolean {
  return latest !== undefined && at <= latest.toISOString() && Date.parse(at) >= latest.getTime() - days * 86_400_000;
}
const pointInTime = ({ name, region }: Damaged, at: Instant, settings: readonly string[]): RestorePoint => ({
  what: say('Point in time of {{database}}, one minute before the first sign', { database: name }), at,
  commands: [cli(region, 'rds', 'restore-db-instance-to-point-in-time', '--source-db-instance-identifier', arg(name), '--target-db-instance-identifier', arg(`${name}-restored`), '--restore-time', at, ...settings)],
});
const databaseSnapshot = ({ name, region }: Damaged, { DBSnapshotIdentifier: id = '', SnapshotCreateTime }: DBSnapshot, settings: readonly string[]): RestorePoint => ({
  what: say('DB snapshot {{snapshot}}', { snapshot: id }), at: instant(SnapshotCreateTime),
  commands: [cli(region, 'rds', 'restore-db-instance-from-db-snapshot', '--db-instance-identifier', arg(`${name}-restored`), '--db-snapshot-identifier', arg(id), ...settings)],
});

async function tables(aws: ReadAws, { name, region }: Damaged, since: Instant): Promise<Found> {
  const { DescribeContinuousBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  const found = await ifThere((await aws.client('dynamodb')).send(new DescribeContinuousBackupsCommand({ TableName: name })));
  const { EarliestRestorableDateTime: earliest, PointInTimeRecoveryStatus: status } = found?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  const at = before(since);
  if (status !== 'ENABLED' || !earliest || earliest.toISOString() > at) return [];
  return [{ what: say('Point in time of the table {{table}}, one minute before the first sign', { table: name }), at, commands: [cli(region, 'dynamodb', 'restore-table-to-point-in-time', '--source-table-name', arg(name), '--target-table-name', arg(`${name}-restored`), '--restore-date-time', at)] }];
}

/** A version that is copied onto its own key is the newest one again, and nothing is lost by it. */
async function buckets(aws: ReadAws, { name, region }: Damaged, since: Instant): Promise<Found> {
  const { GetBucketVersioningCommand } = await import('@aws-sdk/client-s3');
  const versioning = await ifThere((await aws.client('s3')).send(new GetBucketVersioningCommand({ Bucket: name })));
  if (versioning?.Status === undefined) return [];
  const at = before(since);
  return [{ what: say('Object versions in bucket {{bucket}} from before the first sign', { bucket: name }), at, commands: [
    cli(region, 's3api', 'list-object-versions', '--bucket', arg(name), '--prefix', '‹prefix›', '--query', `'Versions[?LastModified<=\`${at}\`].[Key,VersionId,LastModified]'`, '--output', 'text'),
    cli(region, 's3api', 'copy-object', '--bucket', arg(name), '--key', '‹key›', '--copy-source', `${arg(name)}/‹key›?versionId=‹version›`),
  ] }];
}

/** What AWS Backup keeps, in every vault of the Region. */
async function recoveryPoints(aws: ReadAws, { arn, region }: Damaged): Promise<Found> {
  const { paginateListBackupVaults, paginateListRecoveryPointsByBackupVault } = await import('@aws-sdk/client-backup');
  const client = await aws.client('backup');
  const points: RestorePoint[] = [];
  for await (const { BackupVaultList = [] } of paginateListBackupVaults({ client }, {})) {
    for (const { BackupVaultName = '' } of BackupVaultList) {
      for await (const { RecoveryPoints = [] } of paginateListRecoveryPointsByBackupVault({ client }, { BackupVaultName, ByResourceArn: arn })) {
        for (const { RecoveryPointArn = '', ResourceArn, CreationDate, Status } of RecoveryPoints) {
          if (ResourceArn !== arn || Status !== 'COMPLETED') continue;
          points.push({ what: say('Recovery point {{point}} in the backup vault {{vault}}', { point: RecoveryPointArn, vault: BackupVaultName }), at: CreationDate?.toISOString() ?? '', commands: [
            cli(region, 'backup', 'get-recovery-point-restore-metadata', '--backup-vault-name', arg(BackupVaultName), '--recovery-point-arn', arg(RecoveryPointArn)),
            cli(region, 'backup', 'start-restore-job', '--recovery-point-arn', arg(RecoveryPointArn), '--iam-role-arn', '‹role of AWS Backup›', '--metadata', '‹what the command above gave, with the groups and subnets that you want›'),
          ] });
        }
      }
    }
  }
  return points;
}

const SOURCES: Readonly<Record<Damaged['sort'], (aws: ReadAws, thing: Damaged, since: Instant) => Promise<Found>>> = { instance: disks, volume: disks, database: databases, table: tables, bucket: buckets };

/** Everything from before `since` (the first sign). A source that cannot be read is said; the others are read all the same. */
export async function restorable(aws: ReadAws, thing: Damaged, since: Instant): Promise<Restorable> {
  const unseen: Text[] = [];
  const read = async (source: (aws: ReadAws, thing: Damaged, since: Instant) => Promise<Found>): Promise<Found> => {
    try {
      return await source(aws, thing, since);
    } catch (error) {
      const { code, message } = failureOf(error);
      unseen.push(say('AWS did not show it ({{code}}: {{message}}).', { code, message }));
      return [];
    }
  };
  const found = [...await read(SOURCES[thing.sort]), ...await read(recoveryPoints)];
  return { ...thing, unseen, points: found.filter(({ at }) => at !== '' && at < since).sort((a, b) => (a.at > b.at ? -1 : 1)) };
}
