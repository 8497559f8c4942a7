// What can be gone back to: older than the first sign, whole, and in commands that a shell takes for nothing else.
import { describe, expect, test } from 'vitest';
import type { Damaged } from '../../src/core/restore.ts';
import { say } from '../../src/core/text.ts';
import { restorable, RESTORE_READS } from '../../src/kinds/restore-points.ts';
import { REGION, stage, type Stage } from '../contract/account.ts';
import { furnishing } from '../contract/furnish/all.ts';

const happened = say('It was changed.');
const later = (at: Stage): string => new Date(at.clock.now().getTime() + 1).toISOString();
const find = (at: Stage, thing: Pick<Damaged, 'sort' | 'name'> & Partial<Damaged>, since = later(at)) => restorable(at.session.reads(RESTORE_READS, REGION), { arn: '', region: REGION, happened, ...thing }, since);
const commandsOf = async (found: ReturnType<typeof restorable>): Promise<readonly string[]> => (await found).points.flatMap(({ commands }) => commands);

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
});

test('a bucket without versions has nothing to go back to; one with them has, and its name stays a name', async () => {
  const at = await stage(furnishing('s3/bucket-versioning'));
  await at.play('s3', 'CreateBucket', { Bucket: 'plain-example' });
  expect((await find(at, { sort: 'bucket', name: 'plain-example' })).points).toEqual([]);
  await at.play('s3', 'PutBucketVersioning', { Bucket: 'plain-example', VersioningConfiguration: { Status: 'Enabled' } });
  expect((await commandsOf(find(at, { sort: 'bucket', name: 'plain-example' })))[0]).toContain('aws s3api list-object-versions --bucket plain-example ');
});
