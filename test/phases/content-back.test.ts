// What is the owner's and was changed by the stranger: the whole case gives its content back, and nothing stays held that is whole again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openItems } from '../../src/case/open.ts';
import type { JsonObject, KindId } from '../../src/core/types.ts';
import { INTRUDER, sceneOf, type SceneCall, type SceneReaction } from '../adversary/scene.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);
const by = (as: string, at: string) => (call: string, input: JsonObject, save?: string): SceneCall => ({ at, as, call, region: 'us-east-1', with: input, ...(save !== undefined && { save }) });
const [own, his] = [by('root', '-40d'), by('key', '-6h')];

async function answered(kind: KindId, calls: readonly SceneCall[], reactions: readonly SceneReaction[] = []) {
  const account = await openAccount(sceneOf('given-back', { seed: 'given-back', reactions, calls }));
  const run = await play(account, { kinds: [...THREAD, kind] });
  const { footholds, bystanders: { harmed } } = account.score();
  const left = footholds.filter((f) => !f.removed).map((f) => f.arn);
  return { account, run, left, harmed, waits: [...run.reading().state.waits.keys()].filter((id) => id.startsWith('held:')), journal: readFileSync(join(run.dir, 'journal.jsonl'), 'utf8') };
}

test('a CodeBuild project: source, variables, role, webhook and who sees it; the value of a variable stands nowhere in the case', async () => {
  const environment = { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_SMALL' };
  const { account, left, harmed, waits, journal } = await answered('codebuild/project', [
    own('codebuild:CreateProject', {
      name: 'release', source: { type: 'GITHUB', location: 'https://github.com/example/example' }, artifacts: { type: 'NO_ARTIFACTS' }, serviceRole: 'arn:aws:iam::111122223333:role/Worker',
      environment: { ...environment, environmentVariables: [{ name: 'TOKEN', value: 'of-the-owner' }] },
    }, 'release'),
    own('codebuild:StartBuild', { projectName: 'release' }),
    his('codebuild:UpdateProject', { name: 'release', source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' }, environment: { ...environment, privilegedMode: true } }),
    his('codebuild:CreateWebhook', { projectName: 'release' }),
    his('codebuild:UpdateProjectVisibility', { projectArn: '${release.project.arn}', projectVisibility: 'PUBLIC_READ' }),
    his('codebuild:StartBuild', { projectName: 'release' }),
  ]);
  expect({ left, harmed, waits }).toEqual({ left: [], harmed: [], waits: [] });
  expect(journal).not.toContain('of-the-owner');
  expect(account.changes.filter((c) => c.call.startsWith('codebuild:UpdateProject ')).length).toBe(1);
});

test('an Elastic Beanstalk environment: version, sizes and options', async () => {
  const option = (Namespace: string, OptionName: string, Value: string) => ({ Namespace, OptionName, Value });
  const [ASG, COMMAND, VARIABLES] = ['aws:autoscaling:asg', 'aws:elasticbeanstalk:command', 'aws:elasticbeanstalk:application:environment'];
  const { account, left, harmed, waits } = await answered('elasticbeanstalk/environment', [
    own('elasticbeanstalk:CreateEnvironment', { ApplicationName: 'shop', EnvironmentName: 'shop-live', VersionLabel: 'v7', OptionSettings: [option(ASG, 'MaxSize', '3'), option(COMMAND, 'Timeout', '600')] }),
    his('elasticbeanstalk:UpdateEnvironment', { EnvironmentName: 'shop-live', VersionLabel: 'v8', OptionSettings: [option(ASG, 'MaxSize', '40'), option(COMMAND, 'Timeout', '60'), option(VARIABLES, 'LD_PRELOAD', '/tmp/x.so')] }),
  ]);
  expect({ left, harmed, waits }).toEqual({ left: [], harmed: [], waits: [] });
  expect(account.changes.filter((c) => c.call.startsWith('elasticbeanstalk:UpdateEnvironment ')).length).toBe(2);
});
test('an Elastic Beanstalk environment whose version alone was another gets its machines back with it', async () => {
  const { left, harmed, waits } = await answered('elasticbeanstalk/environment', [
    own('elasticbeanstalk:CreateEnvironment', { ApplicationName: 'shop', EnvironmentName: 'shop-live', VersionLabel: 'v7' }),
    his('elasticbeanstalk:UpdateEnvironment', { EnvironmentName: 'shop-live', VersionLabel: 'v8' }),
  ]);
  expect({ left, harmed, waits }).toEqual({ left: [], harmed: [], waits: [] });
});

test('lifecycle rules that the stranger took off: put back once, and taken off by no later round', async () => {
  const bucket = (Bucket: string, Days: number) => [own('s3:CreateBucket', { Bucket }), own('s3:PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: rules(Days) })];
  const rules = (Days: number) => ({ Rules: [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days } }] });
  const { run, left, harmed } = await answered('s3/bucket-lifecycle', [
    ...bucket('acme-records-example', 30), ...bucket('acme-drafts-example', 60), his('s3:DeleteBucketLifecycle', { Bucket: 'acme-records-example' }),
    // In the second in which the containment begins: the last look finds it, and there is another round.
  ], [{ on: 'iam:PutUserPolicy', when: { UserName: INTRUDER }, after: '0.3s', as: 'key', deeds: [{ call: 's3:PutBucketLifecycleConfiguration', with: { Bucket: 'acme-drafts-example', LifecycleConfiguration: rules(1) } }] }]);
  expect({ left, harmed, open: openItems(run.reading().state).findings }).toEqual({ left: [], harmed: [], open: [] });
});

test('a DNS record: in the first burst, with what somebody else set last; one of the stranger’s own is taken away', async () => {
  const batch = (Action: string, Name: string, Value: string) => ({ HostedZoneId: '${zone.HostedZone.Id}', ChangeBatch: { Changes: [{ Action, ResourceRecordSet: { Name, Type: 'A', TTL: 300, ResourceRecords: [{ Value }] } }] } });
  const { account, run, left, harmed } = await answered('route53/record-set', [
    own('route53:CreateHostedZone', { Name: 'example.com', CallerReference: 'a' }, 'zone'),
    own('route53:ChangeResourceRecordSets', batch('CREATE', 'www.example.com', '192.0.2.10')),
    his('route53:ChangeResourceRecordSets', batch('UPSERT', 'www.example.com', '203.0.113.10')),
    his('route53:ChangeResourceRecordSets', batch('CREATE', 'login.example.com', '203.0.113.10')),
  ]);
  expect({ left, harmed }).toEqual({ left: [], harmed: [] });
  const steps = run.ui.gates.flatMap(({ gate }) => gate.steps.filter(({ step }) => step.kind === 'route53/record-set').map(({ step, calls }) => [gate.id, step.verb, JSON.stringify(calls)]));
  expect(steps).toEqual([['contain:first', 'contain', expect.stringMatching(/DELETE.*login/)], ['contain:first', 'contain', expect.stringMatching(/UPSERT.*www.*192\.0\.2\.10/)]]);
  expect(account.changes.filter((c) => c.call.startsWith('route53:')).length).toBe(2);
});
