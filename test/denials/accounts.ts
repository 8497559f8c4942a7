// Accounts that between them make verify send every request that it knows: each family of mechanisms planted by a stranger, and what no mechanism has.
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceId } from '../../src/aws/session.ts';
import { room as analyzers } from '../../src/sim/services/access-analyzer/service.ts';
import { plantEventDataStore } from '../../src/sim/services/cloudtrail/trail-state.ts';
import { addGuardDutyFinding } from '../../src/sim/services/guardduty/detectors.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { freshFolder, play, type Play, type Run } from '../harness/play.ts';
import type { Mechanism } from '../mechanisms/row.ts';
import { scenarioOf } from '../mechanisms/stage.ts';
import { REST } from './rest.ts';

const ROWS = join(import.meta.dirname, '../mechanisms/rows');
export const FAMILIES: readonly string[] = [...readdirSync(ROWS).filter((f) => f.endsWith('.ts')).map((f) => f.replace('.ts', '')).sort(), 'rest'];
export const REGIONS: readonly string[] = ['us-east-1', 'eu-north-1', 'ap-south-1'];

/** The account of one family, with AWS's Health events to read. */
export async function accountOf(family: string): Promise<Account> {
  const rows = family === 'rest' ? REST : (await import(join(ROWS, `${family}.ts`)) as { readonly rows: readonly Mechanism[] }).rows;
  const source = scenarioOf(rows, 'mallory');
  const data = source.data as { readonly account: object };
  const told = { subject: 'Your AWS account is compromised', at: '-20h', text: ['Your access key was found in public.'], supportCase: true, health: { typeCode: 'AWS_RISK_CREDENTIALS_EXPOSED', entities: ['ci'] } };
  const account = await openAccount(family === 'rest' ? { ...source, data: { ...data, account: { ...data.account, supportPlan: 'business' }, notice: told } } : source);
  if (family === 'rest') { plantRest(account); copied.set(account, [digestsOf(account)]); }
  return account;
}

/** What no call makes: AWS's detectors have found something. */
function plantRest({ world }: Account): void {
  const [region, at] = ['us-east-1', new Date('2026-11-19T12:00:00Z')];
  plantEventDataStore(world, { name: 'store', region, createdAt: new Date('2025-01-01T00:00:00Z') });
  addGuardDutyFinding(world, region, { Id: 'mining', AccountId: world.id, Arn: `arn:aws:guardduty:${region}:${world.id}:detector/1/finding/mining`, CreatedAt: at.toISOString(), UpdatedAt: at.toISOString(), Region: region, Resource: {}, SchemaVersion: '2.0', Severity: 8, Title: 'mining', Type: 'Impact:EC2/BitcoinDomainRequest.Reputation' });
  analyzers({ account: world, region }).get('outside')?.findings.push({ id: 'open', resource: 'arn:aws:s3:::example-data', resourceType: 'AWS::S3::Bucket', resourceOwnerAccount: world.id, status: 'ACTIVE', findingType: 'ExternalAccess', createdAt: at, updatedAt: at, analyzedAt: at });
}

/** The folders of log files that its owner copied for the case. */
const copied = new WeakMap<Account, readonly string[]>();
/** Two digest files as CloudTrail delivers them, of hours in which no log file was; the later one holds the signature of the one before it. */
function digestsOf({ world: { id } }: Account): string {
  const folder = freshFolder();
  const put = (hour: number, before: object): { readonly previousDigestS3Object: string; readonly previousDigestHashValue: string; readonly previousDigestSignature: string } => {
    const name = `${id}_CloudTrail-Digest_us-east-1_insights_us-east-1_20261119T0${String(hour)}0000Z.json.gz`;
    const key = `AWSLogs/${id}/CloudTrail-Digest/us-east-1/2026/11/19/${name}`;
    const text = JSON.stringify({
      awsAccountId: id, digestStartTime: `2026-11-19T0${String(hour - 1)}:00:00Z`, digestEndTime: `2026-11-19T0${String(hour)}:00:00Z`, digestS3Bucket: 'insights-logs-example', digestS3Object: key,
      digestPublicKeyFingerprint: '00112233445566778899aabbccddeeff', ...before, logFiles: [],
    });
    writeFileSync(join(folder, name), text);
    return { previousDigestS3Object: key, previousDigestHashValue: createHash('sha256').update(text).digest('hex'), previousDigestSignature: 'ab'.repeat(256) };
  };
  put(9, put(8, {}));
  return folder;
}

/** A dry run of everything, told of the key and the address. */
export function audit(account: Account, more: Pick<Play, 'kinds' | 'answers'> = {}): Promise<Run> {
  const key = account.world.history.records().find((r) => r.sourceIp === '203.0.113.66')?.caller?.accessKeyId ?? '';
  return play(account, { kinds: 'all', ...more, options: { dryRun: true, notice: undefined, logs: copied.get(account) ?? [], regions: REGIONS, accessKeyIds: [key], sourceIps: ['203.0.113.66'], since: '2026-11-19T08:00:00.000Z' } });
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
