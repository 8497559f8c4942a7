import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrailEvent } from '../../src/activity/event.ts';
import { byPresentNames, mentions } from '../../src/activity/lineage/mentions.ts';
import { touchesOf } from '../../src/activity/lineage/touches.ts';
import { trace } from '../../src/activity/trace.ts';
import { traceCommand, type TraceOptions } from '../../src/commands/trace.ts';
import { isIncidentError } from '../../src/core/errors.ts';
import { ACCOUNT, event, KEY, OFFICE, record, STRANGER, user, type Raw } from './records.ts';

const indicators = { accessKeyIds: [KEY], principals: [], sourceIps: [], since: '' };
const asked = (requestParameters: object): Raw => ({ requestParameters });
const arn = (kind: string, rest: string): string => `aws-incident:iam/${kind}:aws-global:${rest}`;

describe('what still stands', () => {
  const at = (minute: number): string => `2026-11-18T03:${String(minute).padStart(2, '0')}:00Z`;
  const footholds = (...events: TrailEvent[]): string[] => trace({ events, indicators }).footholds.map((f) => f.arn);
  it('is what the stranger made or changed', () => {
    expect(footholds(
      event(at(0), 'iam:CreateUser', asked({ userName: 'mallory' })), event(at(1), 'iam:CreateLoginProfile', asked({ userName: 'mallory' })),
      event(at(2), 'iam:PutUserPolicy', asked({ userName: 'bob', policyName: 'p' })),
      event(at(3), 'ec2:RunInstances', { awsRegion: 'eu-north-1', responseElements: { instancesSet: { items: [{ instanceId: 'i-0abcdef1234567890' }] } } }),
    )).toEqual([`arn:aws:iam::${ACCOUNT}:user/mallory`, arn('login-profile', 'mallory/mallory'), arn('user-policy', 'bob/p'), `arn:aws:ec2:eu-north-1:${ACCOUNT}:instance/i-0abcdef1234567890`]);
  });
  it('is not what was deleted since, by anybody, nor what went with its owner', () => {
    const alice = { userIdentity: user('alice', 'AKIAEXAMPLEALICE0000'), sourceIPAddress: OFFICE };
    expect(footholds(
      event(at(0), 'iam:CreateUser', asked({ userName: 'mallory' })), event(at(1), 'iam:CreateLoginProfile', asked({ userName: 'mallory' })),
      event(at(2), 'iam:PutUserPolicy', asked({ userName: 'bob', policyName: 'p' })), event(at(3), 'iam:DeleteUserPolicy', { ...alice, ...asked({ userName: 'bob', policyName: 'p' }) }),
      event(at(4), 'iam:DeleteUser', { ...alice, ...asked({ userName: 'mallory' }) }),
    )).toEqual([]);
  });
  it('is nothing where the call was refused', () => {
    expect(footholds(event(at(0), 'iam:CreateUser', { ...asked({ userName: 'mallory' }), errorCode: 'AccessDenied' }))).toEqual([]);
  });
});

describe('the touches of a resource', () => {
  const made = event('2026-11-18T03:00:00Z', 'iam:CreateUser', asked({ userName: 'mallory' }));
  const refused = event('2026-11-18T03:01:00Z', 'iam:AttachUserPolicy', { ...asked({ userName: 'mallory', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }), errorCode: 'AccessDenied' });
  const other = event('2026-11-18T03:02:00Z', 'iam:CreateUser', asked({ userName: 'bob' }));
  const looked = event('2026-11-18T03:03:00Z', 'iam:GetUser', asked({ userName: 'mallory' }));
  const log = mentions([refused, made, other, looked]);
  const traces = { ids: ['mallory', `arn:aws:iam::${ACCOUNT}:user/mallory`], created: ['iam:CreateUser'], changed: ['iam:AttachUserPolicy', 'iam:GetUser'] };
  const all = new Map([made, refused, other, looked].map((e) => [e.id, 'attacker' as const]));
  it('are the changes that name it, oldest first, refused ones marked', () => {
    const { touches, makers } = touchesOf(log, all, traces);
    expect(touches.map((t) => [t.event, t.failed, t.attribution, t.sourceIp])).toEqual([['iam:CreateUser', false, 'attacker', STRANGER], ['iam:AttachUserPolicy', true, 'attacker', STRANGER]]);
    expect([...makers]).toEqual([made.id]);
  });
  it('are only those in a known hand, and those that the kind says concern it', () => {
    expect(touchesOf(log, new Map(), traces).touches).toEqual([]);
    expect(touchesOf(log, all, { ...traces, concerns: () => false }).touches).toEqual([]);
  });
  it('are found under the name that a user has now', () => {
    const under = (...names: string[]) => mentions(byPresentNames([
      event('2026-11-18T03:00:00Z', 'iam:CreateUser', asked({ userName: 'bob' })), event('2026-11-18T03:01:00Z', 'iam:UpdateUser', asked({ userName: 'bob', newUserName: 'svc' })),
      event('2026-11-18T03:02:00Z', 'iam:PutUserPolicy', asked({ userName: 'svc', policyName: 'p' })), ...names.map((newUserName) => event('2026-11-18T03:03:00Z', 'iam:UpdateUser', asked({ userName: 'svc', newUserName }))),
      event('2026-11-18T03:04:00Z', 'iam:CreateUser', asked({ userName: 'svc' })),
    ]));
    const told = (log: ReturnType<typeof mentions>, name: string): readonly string[] => log.of(name).filter((e) => e.operation !== 'iam:UpdateUser').map((e) => e.operation);
    expect(told(under('bob'), 'bob')).toEqual(['iam:CreateUser', 'iam:PutUserPolicy']);
    expect(told(under('bob'), 'svc')).toEqual(['iam:CreateUser']);
    expect(told(under('x'), 'x')).toEqual(['iam:CreateUser', 'iam:PutUserPolicy']);
    expect(told(under(), 'svc')).toEqual(['iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateUser']);
  });
  it('match versioned names', () => {
    const code = event('2026-11-18T03:00:00Z', 'lambda:UpdateFunctionCode20150331v2', asked({ functionName: 'f' }));
    for (const name of ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionCode20150331v2']) {
      expect(touchesOf(mentions([code]), new Map([[code.id, 'attacker']]), { ids: ['f'], created: [], changed: [name] }).touches).toHaveLength(1);
    }
  });
  it('include what IAM did to the caller itself, where no user is named', () => {
    const own = event('2026-11-18T03:00:00Z', 'iam:CreateAccessKey', { userIdentity: user('bob') });
    expect(mentions([own]).of('bob')).toEqual([own]);
  });
});

describe('aws-incident trace', () => {
  let folder = '';
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'trace-')); });
  afterEach(async () => { await rm(folder, { recursive: true }); });
  async function run(records: readonly unknown[], more: Partial<TraceOptions> = {}): Promise<{ code: number; text: string }> {
    await writeFile(join(folder, 'log.jsonl'), records.map((r) => JSON.stringify(r)).join('\n'));
    let text = '';
    const code = await traceCommand({ logs: [folder], keys: [], users: [], ips: [], since: '', json: true, ...more }, { write: (s) => { text += s; } });
    return { code, text };
  }
  const theirs = record('2026-11-18T03:00:00Z', 'iam:CreateUser', asked({ userName: 'mallory' }));
  const quiet = record('2026-11-18T03:00:00Z', 's3:ListBuckets', { userIdentity: user('alice', 'AKIAEXAMPLEALICE0000') });

  it('prints one JSON document of what product.md promises', async () => {
    const { code, text } = await run([theirs, quiet], { keys: [KEY] });
    const document = JSON.parse(text) as Record<string, unknown>;
    expect(code).toBe(3);
    expect(Object.keys(document)).toEqual(['schemaVersion', 'sources', 'coverage', 'indicators', 'lineage', 'events', 'footholds', 'counts']);
    expect(document).toMatchObject({
      schemaVersion: 1, sources: [{ path: folder, files: 1, events: 2, rejected: [] }], indicators: { accessKeyIds: [KEY], since: '2026-11-18T03:00:00Z' },
      events: [{ id: theirs['eventID'], name: 'CreateUser', source: 'iam.amazonaws.com', principal: `arn:aws:iam::${ACCOUNT}:user/ci`, credential: KEY, attribution: 'attacker' }],
      footholds: [{ kind: 'iam/user', arn: `arn:aws:iam::${ACCOUNT}:user/mallory`, createdBy: theirs['eventID'] }], counts: { read: 2, attacker: 1 },
    });
  });
  it('shows signs without a tie as suspect, and no more', async () => {
    const { code, text } = await run([record('2026-11-18T03:00:00Z', 'cloudtrail:StopLogging', asked({ name: 't' }))]);
    expect(code).toBe(3);
    expect(JSON.parse(text)).toMatchObject({ events: [{ attribution: 'suspect', techniques: ['T1562.008'] }], footholds: [], lineage: { credentials: [] } });
  });
  it('ends 0 where nothing was found, and 5 where something could not be read', async () => {
    expect((await run([quiet])).code).toBe(0);
    expect((await run([quiet, 'no record'])).code).toBe(5);
  });
  it('prints a timeline in which the stranger’s text is inert', async () => {
    const { text } = await run([{ ...theirs, eventName: 'CreateUser\u001b[2J', userAgent: '\u001b]0;x' }], { keys: [KEY], json: false });
    expect(text).toContain('stranger  CreateUser\\x1b[2J in us-east-1');
    expect(text).not.toContain('\u001b');
  });
  it('asks for something to read', async () => {
    await expect(traceCommand({ logs: [], keys: [], users: [], ips: [], since: '', json: true }, { write: () => undefined })).rejects.toSatisfy((e: unknown) => isIncidentError(e) && e.fault === 'usage');
  });
});
