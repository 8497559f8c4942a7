// Accounts that between them make verify send every request that it knows: each family of mechanisms planted by a stranger, and what no mechanism has.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceId } from '../../src/aws/session.ts';
import { room as analyzers } from '../../src/sim/services/access-analyzer/service.ts';
import { plantEventDataStore } from '../../src/sim/services/cloudtrail/trail-state.ts';
import { addGuardDutyFinding } from '../../src/sim/services/guardduty/detectors.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, type Play, type Run } from '../harness/play.ts';
import type { Answers, Mechanism, Played } from '../mechanisms/row.ts';
import { scenarioOf } from '../mechanisms/stage.ts';

const ROWS = join(import.meta.dirname, '../mechanisms/rows');
export const FAMILIES: readonly string[] = [...readdirSync(ROWS).filter((f) => f.endsWith('.ts')).map((f) => f.replace('.ts', '')).sort(), 'rest'];
export const REGIONS: readonly string[] = ['us-east-1', 'eu-north-1', 'ap-south-1'];

const call = (service: ServiceId, operation: string, input: object): Played => ({ service, operation, input });
const MONITOR = { AnomalyMonitor: { MonitorName: 'AWS services', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' } };
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
const flow = (Type: string): string => JSON.stringify({ StartAt: 'Work', States: { Work: Type === 'Pass' ? { Type, End: true } : { Type } } });
const orders = (answers: Answers): object => ({ stateMachineArn: (answers['orders'] as { readonly stateMachineArn: string }).stateMachineArn });
/** What no mechanism has, and what looks at it. */
const REST: readonly Mechanism[] = [{
  row: 0, title: 'the rest', shows: [],
  setUp: [
    call('budgets', 'CreateBudget', { AccountId: '111122223333', Budget: { BudgetName: 'month', BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '10', Unit: 'USD' } } }),
    call('ce', 'CreateAnomalyMonitor', MONITOR), call('securityhub', 'EnableSecurityHub', {}),
    call('cloudtrail', 'CreateTrail', { Name: 'insights', S3BucketName: 'insights-logs-example', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true }), call('cloudtrail', 'StartLogging', { Name: 'insights' }),
    call('cloudtrail', 'PutInsightSelectors', { TrailName: 'insights', InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
    call('guardduty', 'CreateDetector', { Enable: true }), call('access-analyzer', 'CreateAnalyzer', { analyzerName: 'outside', type: 'ACCOUNT' }),
    call('iam', 'CreateRole', { RoleName: 'flows', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) }),
    { service: 'states', operation: 'CreateStateMachine', input: { name: 'orders', roleArn: 'arn:aws:iam::111122223333:role/flows', definition: flow('Pass') }, as: 'orders' },
    { service: 'states', operation: 'StartExecution', input: orders },
    call('ec2', 'RunInstances', { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, MetadataOptions: { HttpTokens: 'optional' } }),
  ],
  plant: [call('iam', 'CreatePolicy', { PolicyName: 'made', PolicyDocument: TRUST }), { service: 'states', operation: 'UpdateStateMachine', input: (answers: Answers) => ({ ...orders(answers), definition: flow('Succeed') }) }],
}];

/** The account of one family, with AWS's Health events to read. */
export async function accountOf(family: string): Promise<Account> {
  const rows = family === 'rest' ? REST : (await import(join(ROWS, `${family}.ts`)) as { readonly rows: readonly Mechanism[] }).rows;
  const source = scenarioOf(rows, 'mallory');
  const data = source.data as { readonly account: object };
  const told = { subject: 'Your AWS account is compromised', at: '-20h', text: ['Your access key was found in public.'], supportCase: true, health: { typeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', entities: ['ci'] } };
  const account = await openAccount(family === 'rest' ? { ...source, data: { ...data, account: { ...data.account, supportPlan: 'business' }, notice: told } } : source);
  if (family === 'rest') plantRest(account);
  return account;
}

/** What no call makes: AWS's detectors have found something. */
function plantRest({ world }: Account): void {
  const [region, at] = ['us-east-1', new Date('2026-11-19T12:00:00Z')];
  plantEventDataStore(world, { name: 'store', region, createdAt: new Date('2025-01-01T00:00:00Z') });
  addGuardDutyFinding(world, region, { Id: 'mining', AccountId: world.id, Arn: `arn:aws:guardduty:${region}:${world.id}:detector/1/finding/mining`, CreatedAt: at.toISOString(), UpdatedAt: at.toISOString(), Region: region, Resource: {}, SchemaVersion: '2.0', Severity: 8, Title: 'mining', Type: 'Impact:EC2/BitcoinDomainRequest.Reputation' });
  analyzers({ account: world, region }).get('outside')?.findings.push({ id: 'open', resource: 'arn:aws:s3:::example-data', resourceType: 'AWS::S3::Bucket', resourceOwnerAccount: world.id, status: 'ACTIVE', findingType: 'ExternalAccess', createdAt: at, updatedAt: at, analyzedAt: at });
}

/** A dry run of everything, told of the key and the address. */
export function audit(account: Account, more: Pick<Play, 'kinds' | 'answers'> = {}): Promise<Run> {
  const key = account.world.history.records().find((r) => r.sourceIp === '203.0.113.66')?.caller?.accessKeyId ?? '';
  return play(account, { kinds: 'all', ...more, options: { dryRun: true, notice: undefined, regions: REGIONS, accessKeyIds: [key], sourceIps: ['203.0.113.66'], since: '2026-11-19T08:00:00.000Z' } });
}

export interface Sent { readonly service: ServiceId; readonly operation: string; readonly region: string }
/** Each operation that was sent, with the Regions it was sent to. */
export function sentBy({ world }: Account, from = 0): ReadonlyMap<string, readonly Sent[]> {
  const sent = new Map<string, Sent[]>();
  for (const { service, operation, region } of world.requests.entries.slice(from)) {
    const name = `${service}:${operation}`;
    const known = sent.get(name) ?? [];
    if (!known.some((s) => s.region === region)) known.push({ service, operation, region });
    sent.set(name, known);
  }
  return sent;
}
