// Trails as reads show them.
import { expect, test } from 'vitest';
import { DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { plantTrail } from '../../../src/sim/services/cloudtrail/trail-state.ts';
import { ACCOUNT, openAccount } from '../world/account.ts';

const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;

test('an account without trails has none', async () => {
  const { cloudtrail } = await openAccount();
  expect((await cloudtrail().send(new DescribeTrailsCommand({}))).trailList).toEqual([]);
  await expect(cloudtrail().send(new GetTrailStatusCommand({ Name: 'main' }))).rejects.toMatchObject({ name: 'TrailNotFoundException' });
});
test('a multi-region trail casts its shadow; its status is asked by ARN there', async () => {
  const { cloudtrail, world } = await openAccount();
  plantTrail(world, { name: 'main', region: 'us-east-1', bucket: 'logs-example', startedAt: new Date('2025-01-01T00:00:00Z') });
  const there = cloudtrail(undefined, 'eu-west-1');
  expect((await there.send(new DescribeTrailsCommand({}))).trailList).toMatchObject([{ Name: 'main', HomeRegion: 'us-east-1', S3BucketName: 'logs-example' }]);
  expect((await there.send(new DescribeTrailsCommand({ includeShadowTrails: false }))).trailList).toEqual([]);
  await expect(there.send(new GetTrailStatusCommand({ Name: 'main' }))).rejects.toMatchObject({ name: 'TrailNotFoundException' });
  expect(await there.send(new GetTrailStatusCommand({ Name: TRAIL }))).toMatchObject({ IsLogging: true, StartLoggingTime: new Date('2025-01-01T00:00:00Z') });
  expect((await cloudtrail().send(new GetEventSelectorsCommand({ TrailName: 'main' }))).EventSelectors).toMatchObject([{ ReadWriteType: 'All', IncludeManagementEvents: true }]);
});
