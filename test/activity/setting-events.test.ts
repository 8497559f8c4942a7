// Settings that an account or a Region has once are found by the events themselves: no call names them. And a name in another Region is another thing's.
import { expect, test } from 'vitest';
import { mentions } from '../../src/activity/lineage/mentions.ts';
import { touchesOf } from '../../src/activity/lineage/touches.ts';
import accountSending from '../../src/kinds/ses/account-sending.ts';
import bucket from '../../src/kinds/s3/bucket.ts';
import cluster from '../../src/kinds/ecs/cluster.ts';
import passwordPolicy from '../../src/kinds/iam/account-password-policy.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { tracesOf } from '../../src/phases/investigation.ts';
import { event } from './records.ts';

const here = event('2026-11-19T08:00:00Z', 'ses:PutAccountSendingAttributes', { requestParameters: { sendingEnabled: false } });
const there = event('2026-11-19T08:00:00Z', 'ses:PutAccountSendingAttributes', { awsRegion: 'eu-west-1', requestParameters: { sendingEnabled: false } });
const read = event('2026-11-19T08:00:00Z', 'ses:GetAccount');
const named = event('2026-11-19T08:00:00Z', 'ecs:CreateCluster', { awsRegion: 'us-west-2', requestParameters: { clusterName: 'orders' } });
const policy = event('2026-11-19T08:00:00Z', 'iam:UpdateAccountPasswordPolicy', { awsRegion: 'us-east-1' });
const made = event('2026-11-19T08:00:00Z', 's3:CreateBucket', { awsRegion: 'us-east-1', requestParameters: { bucketName: 'uploads' } });
const log = mentions([here, there, read, named, policy, made]);
const found = (kind: unknown, name: string, region: string) => touchesOf(log, new Map(), tracesOf(kind as Kind, { arn: name, uid: name, name, region })).events;

test.each([
  ['a setting of one Region', accountSending, '', 'eu-west-1', [there]],
  ['of another Region', accountSending, '', 'us-east-1', [here]],
  ['of a Region where nothing was done', accountSending, '', 'ap-south-1', []],
  ['a setting of the account, wherever it stands', passwordPolicy, '', 'aws-global', [policy]],
  ['a thing by its name, in its Region', cluster, 'orders', 'us-west-2', [named]],
  ['another thing of that name', cluster, 'orders', 'eu-central-1', []],
  ['what has its name in all Regions', bucket, 'uploads', 'eu-west-1', [made]],
])('events of %s', (_, kind, name, region, events) => {
  expect(found(kind, name, region)).toEqual(events);
});
test('reads are no changes', () => { expect(log.of('ses:GetAccount')).toEqual([]); });
