// The credential report and IAM's last accessed information: what they add to lists and events, and what they cannot know.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { rowsOf } from '../../src/aws/credential-report.ts';
import type { Account } from '../harness/account.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';

afterAll(removeFolders);
const AGENT = { userAgent: 'aws-cli/2.31.18' };
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** A stranger with ci's key reads objects, which no event shows; the report is older than the last user. */
const scenario = (more: readonly object[] = []): ScenarioSource => ({
  name: 'identities', files: {},
  data: {
    schemaVersion: 1, title: 'Identities', story: 'A key in two hands.', account: { id: '111122223333' }, now: '2026-11-20T09:00:00Z', operator: 'alice', waysIn: ['alice'],
    actors: { root: { sourceIp: '198.51.100.7', ...AGENT, mfa: true }, alice: { credential: '${alice.AccessKey.AccessKeyId}', sourceIp: '198.51.100.7', ...AGENT }, mallory: { credential: '${key.AccessKey.AccessKeyId}', sourceIp: '203.0.113.66', ...AGENT, attacker: true } },
    calls: [
      { at: '-60d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'ci' } },
      { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: 'ci', PolicyArn: ADMIN } },
      { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'ci' }, save: 'key' },
      { at: '+5s', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } },
      { at: '+5s', as: 'root', call: 'iam:AttachUserPolicy', with: { UserName: 'alice', PolicyArn: ADMIN } },
      { at: '+5s', as: 'root', call: 'iam:CreateAccessKey', with: { UserName: 'alice' }, save: 'alice' },
      { at: '+5s', as: 'root', call: 's3:CreateBucket', with: { Bucket: 'example-data' } },
      { at: '-5h', as: 'mallory', call: 'iam:ListUsers', with: {} },
      { at: '+5s', as: 'mallory', call: 's3:PutObject', with: { Bucket: 'example-data', Key: 'note.txt', Body: 'example' } },
      ...more,
    ],
  },
});
async function look(of: Account): Promise<Run> {
  const [key] = [...of.world.history.records()].filter((r) => r.sourceIp === '203.0.113.66').map((r) => r.caller?.accessKeyId ?? '');
  return play(of, { options: { dryRun: true, regions: ['us-east-1'], accessKeyIds: [key ?? ''], sourceIps: ['203.0.113.66'], since: '2026-11-20T03:00:00.000Z' } });
}
const told = ({ outcome }: Run): readonly string[] => (outcome?.findings ?? []).flatMap((f) => (f.about === 'account' ? [`${f.verdict} ${render(f.subject)}`] : []));
const report = ({ outcome }: Run): readonly string[] => (outcome?.cells ?? []).filter((c) => c.check === 'iam/credential-report').map((c) => `${c.state} ${render(c.detail)}`);

describe('a key in two hands', () => {
  let run: Run;
  beforeAll(async () => {
    run = await look(await openAccount(scenario([
      { at: '-3h', as: 'root', call: 'iam:CreateUser', with: { UserName: 'old' } },
      { at: '+5s', as: 'root', call: 'iam:GenerateCredentialReport', with: {} },
      { at: '-2h', as: 'root', call: 'signin:ConsoleLogin', with: {} },
      { at: '-1h', as: 'root', call: 'iam:CreateUser', with: { UserName: 'young' } },
    ])));
  });
  test('what was used and no event shows is told of whose key it was', () => { expect(told(run)).toContain('weak arn:aws:iam::111122223333:user/ci used s3 since the first sign'); });
  test('the report tells its age, and who is younger', () => {
    expect(report(run)).toEqual(['done The report is of 2026-11-20T06:00:05.000Z; AWS makes one every four hours at most. Made since, and seen in the lists alone: 1 users, 0 access keys. It never shows service-specific credentials and SSH keys.']);
  });
});

test('root is told of when it was used after the first sign', async () => {
  const run = await look(await openAccount(scenario([{ at: '-2h', as: 'root', call: 'signin:ConsoleLogin', with: {} }])));
  expect(told(run)).toContain('weak The root user was used at 2026-11-20T07:00:00.000Z');
});

test('who is in the report, and gone, without an event that says by whom', async () => {
  const of = await openAccount(scenario([
    { at: '-2h', as: 'root', call: 'iam:CreateUser', with: { UserName: 'gone' } },
    { at: '+5s', as: 'root', call: 'iam:GenerateCredentialReport', with: {} },
    { at: '-30s', as: 'root', call: 'iam:DeleteUser', with: { UserName: 'gone' } },
  ]));
  expect(told(await look(of))).toContain('weak User gone was there at 2026-11-20T07:00:05.000Z, and is gone');
});

test('what AWS denies is a gap, and the run goes on', async () => {
  const of = await openAccount(scenario());
  for (const operation of ['GenerateCredentialReport', 'GetCredentialReport', 'GenerateServiceLastAccessedDetails']) of.world.faults.add({ fault: { kind: 'access-denied' }, service: 'iam', operation });
  const { outcome } = await look(of);
  expect(outcome?.cells.filter((c) => c.check === 'iam/credential-report' || c.check === 'iam/last-accessed').map((c) => [c.check, c.state, c.gap])).toEqual([['iam/credential-report', 'denied', true], ['iam/last-accessed', 'denied', true]]);
});

test('a report is read by the names of its columns, whatever names users have', () => {
  const [row] = rowsOf('user,arn,new_column,mfa_active\n"a,b=""c""",arn:aws:iam::111122223333:user/x,,true\n');
  expect([row?.get('user'), row?.get('mfa_active'), row?.get('new_column')]).toEqual(['a,b="c"', 'true', '']);
});
