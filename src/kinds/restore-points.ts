// What exists from before the first sign of a thing that was damaged: snapshots, images, points in time, recovery points. Nothing here changes anything.
import type { EC2Client, Image, Instance, Snapshot } from '@aws-sdk/client-ec2';
import type { DBInstance, DBInstanceAutomatedBackup, DBSnapshot } from '@aws-sdk/client-rds';
import type { ReadAws } from '../aws/session.ts';
import { failureOf } from '../aws/errors.ts';
import { awsCli as cli, shellWord as arg } from '../core/shell.ts';
import type { Damaged, Restorable, RestorePoint } from '../core/restore.ts';
import { say, type Text } from '../core/text.ts';
import type { Instant, Operation } from '../core/types.ts';
import { ifThere } from './refusal.ts';

export const RESTORE_READS: readonly Operation[] = [
  'ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:DescribeImages', 'rds:DescribeDBInstances', 'rds:DescribeDBInstanceAutomatedBackups', 'rds:DescribeDBSnapshots', 'dynamodb:DescribeContinuousBackups', 's3:GetBucketVersioning', 'backup:ListBackupVaults', 'backup:ListRecoveryPointsByBackupVault',
];
type Found = readonly RestorePoint[];
type Disk = NonNullable<Damaged['volumes']>[number];
const instant = (at: Date | undefined): Instant => at?.toISOString() ?? '';
/** A minute before the first sign: nothing of the stranger's is in it. */
const before = (since: Instant): Instant => new Date(new Date(since).getTime() - 60_000).toISOString();

async function disks(aws: ReadAws, thing: Damaged): Promise<Found> {
  const wanted = thing.sort === 'volume' ? [{ id: thing.name, device: '‹device›' }] : thing.volumes ?? [];
  const { paginateDescribeSnapshots } = await import('@aws-sdk/client-ec2');
  const client = await aws.client('ec2');
  const points = new Map<string, RestorePoint>();
  for await (const { Snapshots = [] } of wanted.length === 0 ? [] : paginateDescribeSnapshots({ client }, { OwnerIds: ['self'], Filters: [{ Name: 'volume-id', Values: wanted.map((v) => v.id) }] })) {
    for (const shot of Snapshots) if (shot.State === 'completed') points.set(shot.SnapshotId ?? '', snapshotPoint(thing, wanted, shot));
  }
  return [...points.values(), ...thing.sort === 'volume' && points.size === 0 ? [] : await images(client, thing, points)];
}
async function images(client: EC2Client, thing: Damaged, shots: ReadonlyMap<string, RestorePoint>): Promise<Found> {
  const { DescribeInstancesCommand, paginateDescribeImages } = await import('@aws-sdk/client-ec2');
  const now = thing.sort === 'instance' ? (await ifThere(client.send(new DescribeInstancesCommand({ InstanceIds: [thing.name] }))))?.Reservations?.[0]?.Instances?.[0] : undefined;
  const found: RestorePoint[] = [];
  for await (const { Images = [] } of paginateDescribeImages({ client }, { Owners: ['self'] })) found.push(...Images.filter((image) => isOf(thing, image, shots)).map((image) => imagePoint(thing, image, now)));
  return found;
}
/** Of an instance that is gone nobody tells the disks, but each image from which machine it was made. */
const isOf = ({ name }: Damaged, { SourceInstanceId, BlockDeviceMappings: mappings = [] }: Image, shots: ReadonlyMap<string, RestorePoint>): boolean => SourceInstanceId === name || mappings.some((m) => shots.has(m.Ebs?.SnapshotId ?? ''));
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
const imagePoint = ({ region }: Damaged, { ImageId: id = '', CreationDate }: Image, now: Instance | undefined): RestorePoint => ({
  what: say('Image {{image}}', { image: id }), at: instant(CreationDate === undefined ? undefined : new Date(CreationDate)),
  commands: [cli(region, 'ec2', 'run-instances', '--image-id', id, '--instance-type', known(now?.InstanceType, '‹type›'), '--subnet-id', known(now?.SubnetId, '‹subnet›'), '--security-group-ids', ...groupsOf(now?.SecurityGroups?.map((g) => (g.GroupName?.startsWith('aws-incident-') ? undefined : g.GroupId))))],
});
/** The group that a machine was isolated with lets nothing pass, and is none of its own. */
const groupsOf = (ids: readonly (string | undefined)[] = []): readonly string[] => { const named = ids.flatMap((id) => (id === undefined ? [] : [arg(id)])); return named.length > 0 ? named : ['‹security group›']; };

async function databases(aws: ReadAws, thing: Damaged, since: Instant): Promise<Found> {
  const { DescribeDBInstanceAutomatedBackupsCommand, DescribeDBInstancesCommand, paginateDescribeDBSnapshots } = await import('@aws-sdk/client-rds');
  const client = await aws.client('rds');
  const of = { DBInstanceIdentifier: thing.name };
  const now = (await ifThere(client.send(new DescribeDBInstancesCommand(of))))?.DBInstances?.[0];
  const settings = settingsOf(now), at = before(since);
  // How far back it goes is asked: whoever sets the retention to 0 deletes what there was, and giving it back begins anew.
  const { DBInstanceAutomatedBackups: kept = [] } = await ifThere(client.send(new DescribeDBInstanceAutomatedBackupsCommand(of))) ?? {};
  const points = kept.filter((backup) => reaches(backup, at)).map((backup) => pointInTime(thing, at, now ? ['--source-db-instance-identifier', arg(thing.name)] : ['--source-dbi-resource-id', arg(backup.DbiResourceId ?? '')], settings));
  for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, of)) {
    for (const shot of DBSnapshots) if (shot.Status === 'available') points.push(databaseSnapshot(thing, shot, settings));
  }
  return points;
}
/** RDS gives what it restores the default security group, parameters and subnets, unless they are named. */
function settingsOf(now: DBInstance | undefined): readonly string[] {
  const [parameters] = now?.DBParameterGroups ?? [];
  return [
    '--vpc-security-group-ids', ...groupsOf(now?.VpcSecurityGroups?.map((g) => g.VpcSecurityGroupId)), '--db-subnet-group-name', known(now?.DBSubnetGroup?.DBSubnetGroupName, '‹subnet group›'),
    '--db-parameter-group-name', known(parameters?.DBParameterGroupName, '‹parameter group›'),
  ];
}
const known = (name: string | undefined, else_: string): string => (name === undefined ? else_ : arg(name));
const reaches = ({ RestoreWindow: { EarliestTime, LatestTime } = {} }: DBInstanceAutomatedBackup, at: Instant): boolean => EarliestTime !== undefined && LatestTime !== undefined && at >= EarliestTime.toISOString() && at <= LatestTime.toISOString();
const pointInTime = ({ name, region }: Damaged, at: Instant, source: readonly string[], settings: readonly string[]): RestorePoint => ({
  what: say('Point in time of {{database}}, one minute before the first sign', { database: name }), at,
  commands: [cli(region, 'rds', 'restore-db-instance-to-point-in-time', ...source, '--target-db-instance-identifier', arg(`${name}-restored`), '--restore-time', at, ...settings)],
});
const databaseSnapshot = ({ name, region }: Damaged, { DBSnapshotIdentifier: id = '', SnapshotCreateTime }: DBSnapshot, settings: readonly string[]): RestorePoint => ({
  what: say('DB snapshot {{snapshot}}', { snapshot: id }), at: instant(SnapshotCreateTime),
  commands: [cli(region, 'rds', 'restore-db-instance-from-db-snapshot', '--db-instance-identifier', arg(`${name}-restored`), '--db-snapshot-identifier', arg(id), ...settings)],
});

/** What its listing would show is listed by nobody here: whether AWS keeps it, a person looks. */
const look = (name: string): Text => say('What AWS may still keep of {{name}}: look first, then bring it back', { name });
/** A cluster is brought back without instances. Its automated backups outlive it only where they were kept when it was deleted. */
const clusters = (_: ReadAws, { name, region }: Damaged, since: Instant): Promise<Found> => {
  const at = before(since), id = arg(name), restored = arg(`${name}-restored`), rds = (...words: readonly string[]): string => cli(region, 'rds', ...words);
  return Promise.resolve([{ what: look(name), commands: [
    rds('describe-db-cluster-automated-backups', '--db-cluster-identifier', id), rds('describe-db-cluster-snapshots', '--db-cluster-identifier', id),
    rds('restore-db-cluster-to-point-in-time', '--source-db-cluster-resource-id', '‹resource id›', '--db-cluster-identifier', restored, '--restore-to-time', at, '--vpc-security-group-ids', '‹security group›', '--db-subnet-group-name', '‹subnet group›', '--db-cluster-parameter-group-name', '‹parameter group›'),
    rds('create-db-instance', '--db-instance-identifier', arg(`${name}-restored-1`), '--db-cluster-identifier', restored, '--engine', '‹engine›', '--db-instance-class', '‹class›'),
  ] }]);
};
/** The Recycle Bin of EC2 has it where a rule of the owner's stood before: https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin.html */
const inBin = (_: ReadAws, { sort, name, region }: Damaged): Promise<Found> => Promise.resolve([{ what: look(name), commands: [cli(region, 'ec2', `list-${sort}s-in-recycle-bin`, `--${sort}-ids`, arg(name)), cli(region, 'ec2', `restore-${sort}-from-recycle-bin`, `--${sort}-id`, arg(name))] }]);

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
  if (versioning === undefined) return [{ what: say('Make it again at once: anybody can take its name, and would be sent what is meant for it. What was in it is not brought back by that.'), commands: [
    cli(region, 's3api', 'create-bucket', '--bucket', arg(name), ...(region === 'us-east-1' ? [] : ['--create-bucket-configuration', `LocationConstraint=${region}`])),
    cli(region, 's3api', 'put-public-access-block', '--bucket', arg(name), '--public-access-block-configuration', 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true'),
  ] }];
  if (versioning.Status === undefined) return [];
  const at = before(since), bucket = arg(name);
  // Versions come newest first: of each key the first that is old enough, unless it is still the newest.
  const list = cli(region, 's3api', 'list-object-versions', '--bucket', bucket, '--prefix', "''", '--query', `'Versions[?LastModified<=\`${at}\`].[Key,VersionId,IsLatest]'`, '--output', 'text');
  return [{ what: say('Object versions in bucket {{bucket}} from before the first sign', { bucket: name }), at, commands: [
    list, `${list} | awk -F'\\t' '!seen[$1]++ && $3 == "False"' | while IFS=$'\\t' read -r key version latest; do ${cli(region, 's3api', 'copy-object', '--bucket', bucket, '--key', '"$key"', '--copy-source', `${bucket}/"$key"?versionId="$version"`)}; done`,
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
        for (const { RecoveryPointArn = '', ResourceArn, CreationDate, Status, IamRoleArn } of RecoveryPoints) {
          if (ResourceArn !== arn || Status !== 'COMPLETED') continue;
          points.push({ what: say('Recovery point {{point}} in the backup vault {{vault}}', { point: RecoveryPointArn, vault: BackupVaultName }), at: CreationDate?.toISOString() ?? '', commands: [
            `${cli(region, 'backup', 'get-recovery-point-restore-metadata', '--backup-vault-name', arg(BackupVaultName), '--recovery-point-arn', arg(RecoveryPointArn), '--query', 'RestoreMetadata')} > restore.json`,
            // What it was is written down; groups, subnets and a new name are put into the file before it is read.
            cli(region, 'backup', 'start-restore-job', '--recovery-point-arn', arg(RecoveryPointArn), '--iam-role-arn', known(IamRoleArn, '‹role of AWS Backup›'), '--metadata', 'file://restore.json'),
          ] });
        }
      }
    }
  }
  return points;
}

const SOURCES: Readonly<Record<Damaged['sort'], (aws: ReadAws, thing: Damaged, since: Instant) => Promise<Found>>> = { instance: disks, volume: disks, database: databases, cluster: clusters, table: tables, bucket: buckets, snapshot: inBin, image: inBin };

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
  return { ...thing, unseen, points: found.filter(({ at = before(since) }) => at !== '' && at < since).sort((a, b) => ((a.at ?? '') > (b.at ?? '') ? -1 : 1)) };
}
