// What AWS's own detectors say is shown where the account has them, and asked nowhere else.
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { addGuardDutyFinding } from '../../src/sim/services/guardduty/detectors.ts';
import { room } from '../../src/sim/services/access-analyzer/service.ts';
import { flagged } from '../../src/sim/services/support/advice.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';

afterAll(removeFolders);
const root = (call: string, input: object): object => ({ at: '-60d', as: 'root', call, with: input });
const scenario = (supportPlan: string, calls: readonly object[]): ScenarioSource => ({
  name: 'alarms', files: {},
  data: { schemaVersion: 1, title: 'Alarms', story: 'What watches has seen something.', account: { id: '111122223333', supportPlan }, now: '2026-11-20T09:00:00Z', actors: { root: { sourceIp: '198.51.100.7', userAgent: 'aws-cli/2.31.18', mfa: true } }, operator: 'root', calls },
});
const hub = (Id: string, Type: string, Label: string): object => ({
  SchemaVersion: '2018-10-08', Id, ProductArn: 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default', GeneratorId: 'example', AwsAccountId: '111122223333', Types: [Type],
  CreatedAt: '2026-11-19T00:00:00Z', UpdatedAt: '2026-11-19T00:00:00Z', Severity: { Label }, Title: Id, Description: Id, Resources: [{ Type: 'Other', Id: 'example' }],
});
const guard = (Id: string, Severity: number, more: object = {}) => ({
  Id, AccountId: '111122223333', Arn: `arn:aws:guardduty:us-east-1:111122223333:detector/1/finding/${Id}`, CreatedAt: '2026-11-19T00:00:00Z', UpdatedAt: '2026-11-19T00:00:00Z', Region: 'us-east-1', Resource: {}, SchemaVersion: '2.0', Severity, Title: Id, Type: 'Impact:EC2/BitcoinDomainRequest.Reputation', ...more,
});
const look = async (account: Awaited<ReturnType<typeof openAccount>>): Promise<Run> =>
  play(account, { kinds: ['sts/caller', 'guardduty/detector', 'securityhub/hub', 'access-analyzer/analyzer'], options: { dryRun: true, regions: ['us-east-1', 'eu-north-1'] } });
const told = ({ outcome }: Run): readonly string[] => (outcome?.findings ?? []).flatMap((f) => (f.about === 'account' ? [`${f.verdict} ${render(f.subject)}`] : [])).sort();
const cells = ({ outcome }: Run): readonly string[] => (outcome?.cells ?? []).filter((c) => /finding|trusted-advisor/.test(c.check)).map((c) => `${c.check} ${c.region} ${c.state}`);

test('each detector\'s own findings, the grave ones as suspicious', async () => {
  const account = await openAccount(scenario('business', [
    root('guardduty:CreateDetector', { Enable: true }), root('securityhub:EnableSecurityHub', {}), root('access-analyzer:CreateAnalyzer', { analyzerName: 'outside', type: 'ACCOUNT' }),
    root('securityhub:BatchImportFindings', { Findings: [hub('attack', 'TTPs/Discovery', 'CRITICAL'), hub('odd', 'Unusual Behaviors/User', 'HIGH'), hub('posture', 'Software and Configuration Checks/Industry', 'CRITICAL')] }),
  ]));
  const { world } = account;
  for (const finding of [guard('mining', 8), guard('scan', 5), guard('noise', 2), guard('done', 8, { Service: { Archived: true } }), guard('old', 8, { UpdatedAt: '2026-01-01T00:00:00Z' })]) addGuardDutyFinding(world, 'us-east-1', finding);
  room({ account: world, region: 'us-east-1' }).get('outside')?.findings.push({ id: 'open', resource: 'arn:aws:s3:::example-data', resourceType: 'AWS::S3::Bucket', resourceOwnerAccount: '111122223333', status: 'ACTIVE', findingType: 'ExternalAccess', createdAt: new Date(0), updatedAt: new Date('2026-11-19T00:00:00Z'), analyzedAt: new Date(0) });
  flagged(world).set('12Fnkpl8Y5', [{ status: 'error', resourceId: 'exposed', isSuppressed: false, metadata: ['AKIAIOSFODNN7EXAMPLE', 'ci', 'Exposed', '1234567890', '2026-11-19T00:00:00Z', 'https://example.com', '', ''] }]);
  const run = await look(account);
  expect(told(run)).toEqual([
    'suspicious GuardDuty: mining', 'suspicious Security Hub: attack', 'suspicious Trusted Advisor: AKIAIOSFODNN7EXAMPLE (ci)',
    'weak Access Analyzer: arn:aws:s3:::example-data', 'weak GuardDuty: scan', 'weak Security Hub: odd',
  ]);
  expect(cells(run)).toEqual(['access-analyzer/finding us-east-1 done', 'guardduty/finding us-east-1 done', 'securityhub/finding us-east-1 done', 'support/trusted-advisor aws-global done']);
});

test('where nothing watches, nobody is asked; without a support plan that is said, and no gap', async () => {
  const account = await openAccount(scenario('basic', [root('iam:CreateUser', { UserName: 'alice' })]));
  const run = await look(account);
  expect([told(run), cells(run)]).toEqual([[], ['support/trusted-advisor aws-global unavailable']]);
  expect(account.world.requests.entries.filter((e) => /Findings/.test(e.operation))).toEqual([]);
});
