// What can be gone back to: older than the first sign, whole, and in commands that a shell takes for nothing else.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Damaged } from '../../src/core/restore.ts';
import { render, say } from '../../src/core/text.ts';
import { restorable, RESTORE_READS } from '../../src/kinds/restore-points.ts';
import { pointText } from '../../src/report/section-restore.ts';
import { REGION, stage, type Stage } from '../contract/account.ts';
import { furnishing } from '../contract/furnish/all.ts';

const happened = say('It was changed.');
const later = (at: Stage): string => new Date(at.clock.now().getTime() + 1).toISOString();
const find = (at: Stage, thing: Pick<Damaged, 'sort' | 'name'> & Partial<Damaged>, since = later(at)) => restorable(at.session.reads(RESTORE_READS, REGION), { arn: '', region: REGION, happened, ...thing }, since);
const commandsOf = async (found: ReturnType<typeof restorable>): Promise<readonly string[]> => (await found).points.flatMap(({ commands }) => commands);

/** What the line would have copied, pasted into a shell that has another `aws`: bucket, key, source. */
function restoredBy(line: string, versions: readonly string[]): readonly string[] {
  const aws = `aws() { case "$2" in list-object-versions) printf '%s\\n' ${versions.map((v) => `$'${v.replaceAll('\t', '\\t')}'`).join(' ')};; copy-object) echo "$4 $6 $8";; esac; }`;
  return execFileSync('bash', ['-c', `${aws}\n${line}`], { encoding: 'utf8' }).trim().split('\n');
}

describe('a disk', () => {
  const copied = async (): Promise<{ at: Stage; volume: string; snapshot: string }> => {
    const at = await stage(furnishing('ec2/volume'));
    const { VolumeId: volume } = await at.play('ec2', 'CreateVolume', { AvailabilityZone: `${REGION}a`, Size: 8 }) as { VolumeId: string };
    const { SnapshotId: snapshot } = await at.play('ec2', 'CreateSnapshot', { VolumeId: volume }) as { SnapshotId: string };
    at.clock.jump(new Date(at.clock.now().getTime() + 3_600_000));
    await at.world.settle();
    return { at, volume, snapshot };
  };
  test('goes back to its snapshots, the root in place, in its own zone', async () => {
    const { at, volume, snapshot } = await copied();
    const commands = await commandsOf(find(at, { sort: 'instance', name: 'i-0123456789abcdef0', volumes: [{ id: volume, device: '/dev/xvda' }], zone: `${REGION}a` }));
    expect(commands).toEqual([
      `aws ec2 create-replace-root-volume-task --instance-id i-0123456789abcdef0 --snapshot-id ${snapshot} --no-delete-replaced-root-volume --region ${REGION}`,
      `aws ec2 create-volume --availability-zone ${REGION}a --snapshot-id ${snapshot} --region ${REGION}`,
      `aws ec2 attach-volume --volume-id ‹new volume› --instance-id i-0123456789abcdef0 --device /dev/xvda --region ${REGION}`,
    ]);
  });
  test('not to what was copied after the first sign', async () => {
    const { at, volume } = await copied();
    expect((await find(at, { sort: 'volume', name: volume }, new Date(at.clock.now().getTime() - 86_400_000).toISOString())).points).toEqual([]);
  });
});

describe('a database', () => {
  test('goes back to its snapshots with its own groups and subnets named, under a name that a shell leaves alone', async () => {
    const at = await stage(furnishing('rds/snapshot'));
    const { DBSnapshots = [] } = await at.play('rds', 'DescribeDBSnapshots', {}) as { DBSnapshots?: { DBInstanceIdentifier: string; DBSnapshotIdentifier: string }[] };
    const [first] = DBSnapshots;
    const commands = await commandsOf(find(at, { sort: 'database', name: first?.DBInstanceIdentifier ?? '' }));
    expect(commands.some((c) => c.includes(`--db-snapshot-identifier ${first?.DBSnapshotIdentifier ?? ''} `))).toBe(true);
    for (const command of commands) expect(command).toMatch(/--vpc-security-group-ids \S+ --db-subnet-group-name \S+.* --db-parameter-group-name /);
  });
  test('goes back to the minute before the first sign, as far as AWS says that it can: not to before the backups were switched off', async () => {
    const at = await stage(furnishing('rds/db-instance'));
    const since = new Date(at.clock.now().getTime() - 600_000).toISOString();
    const pointsInTime = async () => (await commandsOf(find(at, { sort: 'database', name: 'one' }, since))).filter((c) => c.includes('restore-db-instance-to-point-in-time'));
    expect(await pointsInTime()).toEqual([expect.stringContaining(` --source-db-instance-identifier one --target-db-instance-identifier one-restored --restore-time ${new Date(Date.parse(since) - 60_000).toISOString()} --vpc-security-group-ids sg-0default `)]);
    for (const BackupRetentionPeriod of [0, 7]) {
      await at.play('rds', 'ModifyDBInstance', { DBInstanceIdentifier: 'one', BackupRetentionPeriod });
      at.clock.jump(new Date(at.clock.now().getTime() + 60_000));
      await at.world.settle();
    }
    expect(await pointsInTime()).toEqual([]);
  });
});

test('an instance goes back to its image, with its own type, subnet and groups; one that is gone, too', async () => {
  const at = await stage(furnishing('ec2/instance'));
  const { Reservations: [{ Instances: [machine] }] } = await at.play('ec2', 'DescribeInstances', {}) as { Reservations: [{ Instances: [{ InstanceId: string; InstanceType: string; SubnetId: string; SecurityGroups: { GroupId: string }[] }] }] };
  const { ImageId } = await at.play('ec2', 'CreateImage', { InstanceId: machine.InstanceId, Name: 'before' }) as { ImageId: string };
  at.clock.jump(new Date(at.clock.now().getTime() + 3_600_000));
  await at.world.settle();
  const thing = { sort: 'instance', name: machine.InstanceId } as const;
  expect(await commandsOf(find(at, thing))).toEqual([`aws ec2 run-instances --image-id ${ImageId} --instance-type ${machine.InstanceType} --subnet-id ${machine.SubnetId} --security-group-ids ${machine.SecurityGroups.map((g) => g.GroupId).join(' ')} --region ${REGION}`]);
  expect((await commandsOf(find(at, { ...thing, name: 'i-0123456789abcdef0' })))).toEqual([]);
});

test('what AWS Backup keeps is restored by the role that made it, from a file that is looked at first; the newest stands first', async () => {
  const at = await stage(furnishing('backup/vault-policy'));
  const arn = `arn:aws:rds:${REGION}:111122223333:db:shop`, role = 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole';
  for (const [hours, ResourceArn] of [[0, arn], [5, arn], [1, `${arn}-other`]] as const) {
    await at.play('backup', 'StartBackupJob', { BackupVaultName: 'one', ResourceArn, IamRoleArn: role });
    at.clock.jump(new Date(at.clock.now().getTime() + hours * 3_600_000));
  }
  const { points } = await find(at, { sort: 'database', name: 'shop', arn });
  expect(points).toHaveLength(2);
  expect([...points].sort((a, b) => ((a.at ?? '') > (b.at ?? '') ? -1 : 1))).toEqual(points);
  const [first = '', second = ''] = points[0]?.commands ?? [];
  expect(first).toMatch(/^aws backup get-recovery-point-restore-metadata --backup-vault-name one --recovery-point-arn arn:\S+ --query RestoreMetadata --region \S+ > restore\.json$/);
  expect(second).toMatch(new RegExp(`^aws backup start-restore-job --recovery-point-arn arn:\\S+ --iam-role-arn ${role} --metadata file://restore\\.json `));
});

test('what would be lost is told in hours: in all, and of them those in which nobody but the owner was there', () => {
  const point = { what: say('Image {{image}}', { image: 'ami-0123456789abcdef0' }), at: '2026-11-18T00:00:00.000Z', commands: [] };
  expect(render(pointText(point, '2026-11-18T06:00:00.000Z', '2026-11-20T00:00:00.000Z'))).toContain('What was changed in the 48 hours since then is not in it; 6 of them lie before the first sign.');
});

test('a bucket without versions has nothing to go back to; one with them has, and its name stays a name', async () => {
  const at = await stage(furnishing('s3/bucket-versioning'));
  await at.play('s3', 'CreateBucket', { Bucket: 'plain-example' });
  expect((await find(at, { sort: 'bucket', name: 'plain-example' })).points).toEqual([]);
  await at.play('s3', 'PutBucketVersioning', { Bucket: 'plain-example', VersioningConfiguration: { Status: 'Enabled' } });
  const since = later(at), before = new Date(Date.parse(since) - 60_000).toISOString();
  const [list, copy = ''] = await commandsOf(find(at, { sort: 'bucket', name: 'plain-example' }, since));
  expect(list).toBe(`aws s3api list-object-versions --bucket plain-example --prefix '' --query 'Versions[?LastModified<=\`${before}\`].[Key,VersionId,IsLatest]' --output text --region ${REGION}`);
  expect(restoredBy(copy, ['a b.pdf\tv3\tFalse', 'a b.pdf\tv2\tFalse', 'same.txt\tv1\tTrue', 'c.pdf\tv9\tFalse'])).toEqual(['plain-example a b.pdf plain-example/a b.pdf?versionId=v3', 'plain-example c.pdf plain-example/c.pdf?versionId=v9']);
});

test('a deleted cluster: where its backups are looked for, the time to go back to, and its instances, which are not brought back with it', async () => {
  const at = await stage();
  const since = later(at), [point, ...others] = (await find(at, { sort: 'cluster', name: "orders'x" }, since)).points;
  expect(others).toEqual([]);
  expect(point && render(pointText(point, since, since))).toBe("What AWS may still keep of orders'x: look first, then bring it back");
  expect(point?.commands.map((line) => line.split(' ')[2])).toEqual(['describe-db-cluster-automated-backups', 'describe-db-cluster-snapshots', 'restore-db-cluster-to-point-in-time', 'create-db-instance']);
  expect(point?.commands[2]).toContain(`--db-cluster-identifier 'orders'\\''x-restored' --restore-to-time ${new Date(Date.parse(since) - 60_000).toISOString()} `);
});

test.each([['snapshot', 'snap-0123456789abcdef0'], ['image', 'ami-0123456789abcdef0']] as const)('a deleted %s: the Recycle Bin is looked into first', async (sort, name) => {
  const at = await stage();
  expect(await commandsOf(find(at, { sort, name }))).toEqual([`aws ec2 list-${sort}s-in-recycle-bin --${sort}-ids ${name} --region ${REGION}`, `aws ec2 restore-${sort}-from-recycle-bin --${sort}-id ${name} --region ${REGION}`]);
});

test('a deleted bucket is made again at once, and open to nobody, before somebody else takes its name', async () => {
  const at = await stage();
  const { points } = await find(at, { sort: 'bucket', name: 'gone-example', region: 'eu-north-1' });
  expect(points.map(({ what }) => render(what))).toEqual([expect.stringContaining('Make it again at once: anybody can take its name')]);
  expect(points[0]?.commands).toEqual([
    'aws s3api create-bucket --bucket gone-example --create-bucket-configuration LocationConstraint=eu-north-1 --region eu-north-1',
    'aws s3api put-public-access-block --bucket gone-example --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true --region eu-north-1',
  ]);
});
