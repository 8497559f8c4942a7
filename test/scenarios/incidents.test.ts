// Whole incidents with many mechanisms at once, played well to their end: what stands then, and what was said.
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { demandStanding } from '../../src/report/demands.ts';
import { askedAbout, expectFit, expectSaved, findingsOf, leftOf, maliciousKinds, playedWell, removeFolders, told } from './incident.ts';

afterAll(removeFolders);

test('crypto-miners: what starts machines again goes first, then the machines, then whoever made them', async () => {
  const one = await playedWell('crypto-miners', ['us-east-1', 'eu-north-1', 'ap-southeast-1']);
  expectSaved(one);
  expect(maliciousKinds(one)).toEqual(expect.arrayContaining(['autoscaling/auto-scaling-group', 'autoscaling/scheduled-action', 'ec2/launch-template', 'ec2/spot-fleet-request', 'ecs/service', 'guardduty/detector', 'servicequotas/requested-change']));
  const waves = one.run.ui.gates.map(({ gate }) => gate.steps.map(({ step }) => `${step.verb} ${step.kind}`));
  const first = (what: string): number => waves.findIndex((steps) => steps.includes(what));
  expect(first('eradicate autoscaling/auto-scaling-group')).toBeLessThan(first('eradicate ec2/instance'));
});

test('data-ransom: nobody told, one thing disowned leads to the stranger, and the data is as it was', async () => {
  const one = await playedWell('data-ransom', ['us-east-1', 'eu-west-1']);
  expectSaved(one);
  expect(askedAbout(one)).toEqual(['203.0.113.66']);
  expect(maliciousKinds(one)).toEqual(expect.arrayContaining(['kms/key', 'rds/db-instance', 'rds/snapshot', 'rds/snapshot-sharing', 's3/bucket-lifecycle', 's3/bucket-policy', 's3/bucket-versioning', 'secretsmanager/secret']));
  // What is older than the first sign is offered to go back to, and the stranger's own copy is not.
  const { things = [] } = one.run.reading().state.restorable ?? {};
  expect(things.map((thing) => [thing.sort, thing.name])).toEqual(expect.arrayContaining([['bucket', 'acme-invoices-example'], ['database', 'shop']]));
  expect(things.find(({ sort }) => sort === 'database')?.points.flatMap(({ commands }) => commands)).toEqual([expect.stringMatching(/^aws rds restore-db-instance-from-db-snapshot --db-instance-identifier shop-restored --db-snapshot-identifier shop-before-move --vpc-security-group-ids /)]);
  // What was read stays read: the secret has to be changed by whoever uses it.
  expect(one.run.exitCode).toBe(EXIT.open);
});

test('quiet-persistence: nobody told, the signs lead to the address, and every way back in is closed', async () => {
  const one = await playedWell('quiet-persistence', ['us-east-1', 'eu-west-1']);
  expectSaved(one);
  expect(askedAbout(one)).toEqual(['203.0.113.66']);
  expect(maliciousKinds(one)).toEqual(expect.arrayContaining(['cloudtrail/trail', 'events/rule', 'iam/open-id-connect-provider', 'iam/role', 'iam/user', 'lambda/function', 'lambda/function-url']));
});

test('it-was-us: who did it is asked, and nothing is changed', async () => {
  const one = await playedWell('it-was-us', ['us-east-1', 'eu-north-1', 'sa-east-1']);
  expect(one.account.changes).toEqual([]);
  expect(maliciousKinds(one)).toEqual([]);
  expect(askedAbout(one)).toEqual(['203.0.113.21']);
  expect(findingsOf(one).filter((f) => f.verdict === 'suspicious')).toEqual([]);
});

test('root-stolen: everything goes that the API can end; the root key and password are a person’s work, and said so', async () => {
  const one = await playedWell('root-stolen', ['us-east-1', 'eu-north-1']);
  expectFit(one);
  expect(leftOf(one)).toEqual([expect.stringMatching(/^created iam\/access-key aws-incident:iam\/access-key:aws-global:root\//)]);
  expect(one.account.score().bystanders.harmed).toEqual([]);
  expect(maliciousKinds(one)).toEqual(expect.arrayContaining(['account/alternate-contact', 'account/region', 'ec2/instance', 'iam/login-profile', 'iam/root-access-key', 'iam/user']));
  expect(told(one)).toContain('Only you can do this, in the console');
  // Said to be done first, and then that it is not: the answer to AWS has the last word.
  expect(one.run.ui.asked.map((a) => a.question.id)).toEqual(expect.arrayContaining(['demand:change-root-password', 'root-changed']));
  expect(demandStanding(one.run.reading().state, 'change-root-password').status).toBe('open');
  // The Region that the stranger switched on is empty and off again: that it does not answer is no gap.
  expect(one.run.reading().state.coverage.filter((cell) => cell.gap)).toEqual([]);
  expect(one.run.exitCode).toBe(EXIT.open);
});

test('member-account: from the management account the stranger is shut out, and root’s credentials are ended with the rest', async () => {
  const one = await playedWell('member-account', ['us-east-1', 'eu-north-1']);
  expectSaved(one);
  expect(one.run.ui.gates.map((g) => g.gate.id).slice(0, 3)).toEqual(['contain:organization', 'contain:first', 'eradicate:root']);
  expect(told(one)).toContain('The root user has neither password nor access keys');
  expect(told(one)).not.toContain('Only you can do this, in the console');
  expect(one.run.exitCode).toBe(EXIT.done);
});

test('mail-abuse: senders, quotas, keys for models and the contact are given back; what cannot be taken back is said', async () => {
  const one = await playedWell('mail-abuse', ['us-east-1', 'eu-west-1']);
  expectSaved(one);
  expect(maliciousKinds(one)).toEqual(expect.arrayContaining(['account/alternate-contact', 'bedrock/provisioned-model-throughput', 'iam/service-specific-credential', 'servicequotas/requested-change', 'ses/account-sending', 'ses/email-identity', 'sns/sms-attributes']));
});

test('in-china: the partition aws-cn has no root user, and none is spoken of', async () => {
  const one = await playedWell('in-china', ['cn-north-1', 'cn-northwest-1']);
  expectSaved(one);
  expect(maliciousKinds(one)).toEqual(expect.arrayContaining(['ec2/instance', 'iam/role', 'iam/user', 's3/bucket-policy']));
  expect(told(one)).not.toContain('Sign in as the root user');
  expect(told(one)).not.toContain('arn:aws:iam');
});

test('suspended: it is said, the stranger is removed all the same, and nothing can be started', async () => {
  const one = await playedWell('suspended', ['us-east-1', 'eu-north-1']);
  expectSaved(one);
  expect(told(one)).toContain('AWS has suspended this account.');
  const { EC2Client, RunInstancesCommand } = await import('@aws-sdk/client-ec2');
  const operator = one.account.drill.present;
  const ec2 = new EC2Client({ region: 'us-east-1', requestHandler: one.account.drill.requestHandler(), credentials: { accessKeyId: operator?.accessKeyId ?? '', secretAccessKey: operator?.secretAccessKey ?? '' } });
  await expect(ec2.send(new RunInstancesCommand({ ImageId: 'ami-0a1b2c3d4e5f60718', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }))).rejects.toMatchObject({ name: 'Blocked' });
});
