// The net under the kinds: what tags, events or the bill tell of is shown, also where no kind knows it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Finding } from '../../src/core/types.ts';
import { isBilledOf, knowsSort, makes, sortOf } from '../../src/phases/verify/known-sorts.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';

const FLEET = 'arn:aws:gamelift:us-east-1:111122223333:fleet/fleet-1234example';
const ALICE = { sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.18' };
/** A bucket and a disk that kinds know; a fleet and a subnet that none knows. */
const scenario: ScenarioSource = {
  name: 'net', files: {},
  data: {
    schemaVersion: 1, title: 'Net', story: 'Things that no kind knows.', account: { id: '111122223333' }, now: '2026-11-20T09:00:00Z', actors: { root: { ...ALICE, mfa: true } }, operator: 'root',
    costs: { spending: [{ service: 'Amazon GameLift', region: 'us-east-1', usdADay: '2.10', from: '-60d' }, { service: 'Amazon Simple Storage Service', region: 'us-east-1', usdADay: '1', from: '-60d' }] },
    calls: [
      { at: '-60d', as: 'root', call: 'tag:TagResources', with: { ResourceARNList: [FLEET, `${FLEET}2`], Tags: { team: 'web' } } },
      { at: '+5s', as: 'root', call: 's3:CreateBucket', with: { Bucket: 'example-site' } },
      { at: '+5s', as: 'root', call: 's3:PutBucketTagging', with: { Bucket: 'example-site', Tagging: { TagSet: [{ Key: 'team', Value: 'web' }] } } },
      { at: '+5s', as: 'root', call: 'ec2:CreateVolume', with: { AvailabilityZone: 'us-east-1a', Size: 1, TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'team', Value: 'web' }] }] } },
    ],
  },
};
async function account(): Promise<Account> {
  const made = await openAccount(scenario);
  const caller = made.world.history.records()[0]?.caller;
  if (caller === undefined) throw new Error('Nobody has called.');
  made.world.recordEvent({ name: 'CreateFleet', source: 'gamelift.amazonaws.com', region: 'us-east-1', ...ALICE, caller, request: { name: 'site' }, response: null, at: new Date('2026-09-21T09:01:00Z'), type: 'AwsApiCall' });
  return made;
}
const look = (of: Account): Promise<Run> => play(of, { kinds: 'all', options: { dryRun: true, regions: ['us-east-1'] }, answers: { costs: 'yes' } });
const unknown = ({ outcome }: Run): readonly string[] => (outcome?.findings ?? []).filter((f): f is Finding & { about: 'unknown' } => f.about === 'unknown').map((f) => `${f.verdict} ${render(f.subject)} – ${render(f.because)}`);
afterAll(removeFolders);

describe('a quiet account', () => {
  let run: Run;
  beforeAll(async () => { run = await look(await account()); });
  test('what no kind knows is told once by each source, as benign', () => {
    expect(unknown(run)).toEqual([
      'benign gamelift:CreateFleet by arn:aws:iam::111122223333:root, first at 2026-09-21T09:01:00Z (calls: 1) – Somebody made it whom nothing ties to the stranger, and this program does not know this sort of thing.',
      'benign gamelift/fleet: fleet/fleet-1234example, fleet/fleet-1234example2 (2 in all) – It carries tags, and this program does not know this sort of thing.',
      'benign Amazon GameLift in us-east-1 – 37.80 USD this month, and this program does not know this service.',
    ]);
  });
  test('the screen says how many, the report which', () => {
    expect(run.ui.shown('say').map((s) => render(s.text))).toContain('Known to exist, and of sorts that this program does not know: 3. The report names them.');
    const report = markdownReport({ ...run.reading(), madeAt: '2026-11-20T10:00:00Z' });
    expect(report).toContain('Known to exist, not understood (3)');
    expect(report).toContain('fleet/fleet-1234example2');
  });
});

test('where AWS does not let the tags be read, that is a gap', async () => {
  const of = await account();
  of.world.faults.add({ fault: { kind: 'access-denied' }, service: 'tag', operation: 'GetResources' });
  const { outcome } = await look(of);
  expect(outcome?.cells.filter((c) => c.check === 'tag/resource').map((c) => [c.region, c.state, c.gap])).toEqual([['us-east-1', 'denied', true]]);
});

describe('sorts', () => {
  test('by ARN', () => {
    expect(['arn:aws:s3:::site', 'arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1', 'arn:aws:lambda:us-east-1:111122223333:function:x', 'arn:aws:apigateway:us-east-1::/restapis/a1', 'arn:aws:sqs:us-east-1:111122223333:jobs'].map(sortOf))
      .toEqual(['s3/', 'ec2/subnet', 'lambda/function', 'apigateway/restapis', 'sqs/']);
  });
  test('a kind knows its own by name or by what it has listed, and no other of the service', () => {
    const knows = knowsSort(['rds/db-instance', 'sns/topic-policy', 'autoscaling/auto-scaling-group', 'ec2/route', 'backup/vault-lock'], ['arn:aws:eks:eu-west-1:111122223333:cluster/site', 'aws-incident:x']);
    expect(['rds/db', 'sns/', 'autoscaling/autoScalingGroup', 'backup/backup-vault', 'eks/cluster'].filter((sort) => !knows(sort))).toEqual([]);
    expect(['ec2/route-table', 'ec2/subnet', 'eks/addon', 'gamelift/fleet'].filter(knows)).toEqual([]);
  });
  test('by event: what makes something that stays', () => {
    expect(['appstream:CreateFleet', 'transfer:CreateServer', 'gamelift:CreateFleet', 'cloud9:CreateEnvironmentEC2', 'ec2:CreateTags', 'logs:CreateLogStream', 'amplify:DeleteApp'].map(makes)).toEqual([true, true, true, true, false, false, false]);
  });
  test('by the name on the bill', () => {
    expect(['Amazon GameLift', 'Amazon WorkSpaces', 'Amazon AppStream', 'AWS Amplify', 'Amazon Elastic Compute Cloud - Compute', 'EC2 - Other', 'AmazonCloudWatch', 'Tax'].map(isBilledOf)).toEqual([false, false, false, true, true, true, true, true]);
  });
});
