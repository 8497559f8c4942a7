// What the stranger deleted is listed nowhere: out of the history it is told what it can be brought back from, and not of what he had made himself.
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { sceneOf } from '../adversary/scene.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';

afterAll(removeFolders);

test('a bucket, a cluster, a snapshot and an image of the owner', async () => {
  const account = await openAccount(sceneOf('deleted', { seed: 'deleted', reactions: [], calls: [
    { at: '-100d', as: 'alice', region: 'eu-north-1', call: 's3:CreateBucket', with: { Bucket: 'acme-reports', CreateBucketConfiguration: { LocationConstraint: 'eu-north-1' } } },
    { at: '-7h', as: 'key', region: 'eu-north-1', call: 's3:DeleteBucket', with: { Bucket: 'acme-reports' } },
    { at: '+5s', as: 'key', call: 's3:CreateBucket', with: { Bucket: 'drop-example' } },
    { at: '+5s', as: 'key', call: 's3:DeleteBucket', with: { Bucket: 'drop-example' } },
  ] }));
  const { world } = account;
  const theirs = world.history.records().find(({ sourceIp, caller }) => sourceIp === '203.0.113.140' && caller?.type === 'IAMUser');
  if (!theirs?.caller) throw new Error('The stranger has not called.');
  const { sourceIp, userAgent, caller } = theirs;
  for (const [source, name, request] of [
    ['rds', 'DeleteDBCluster', { dBClusterIdentifier: 'orders', skipFinalSnapshot: true }], ['ec2', 'DeleteSnapshot', { snapshotId: 'snap-0123456789abcdef0' }], ['ec2', 'DeregisterImage', { imageId: 'ami-0123456789abcdef1' }],
  ] as const) world.recordEvent({ name, source: `${source}.amazonaws.com`, region: 'us-east-1', sourceIp, userAgent, caller, request, response: null, at: new Date(theirs.at.getTime() + 60_000), type: 'AwsApiCall' });
  const run = await play(account, {});
  const { restorable } = run.reading().state;
  expect(restorable?.things.map(({ sort, name, region }) => [sort, name, region]).sort()).toEqual([
    ['bucket', 'acme-reports', 'eu-north-1'], ['cluster', 'orders', 'us-east-1'], ['image', 'ami-0123456789abcdef1', 'us-east-1'], ['snapshot', 'snap-0123456789abcdef0', 'us-east-1'],
  ]);
  const shown = run.ui.shown('list').flatMap(({ items = [] }) => items.map((item) => render(item)));
  expect(shown).toEqual(expect.arrayContaining([expect.stringContaining('Make it again at once'), expect.stringContaining('aws rds create-db-instance'), expect.stringContaining('restore-snapshot-from-recycle-bin'), expect.stringContaining('restore-image-from-recycle-bin')]));
});
