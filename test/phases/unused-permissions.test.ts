// Users and permissions that nobody used: advised on out of IAM's own record, asked for once, and honest where it may not be read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import { render } from '../../src/core/text.ts';
import type { KindId } from '../../src/core/types.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Run } from '../harness/play.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';

afterAll(removeFolders);
const KINDS: readonly KindId[] = ['sts/caller', 'iam/user', 'iam/role', 'iam/unused-role'];
const OPTIONS = { regions: ['us-east-1'] };
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allow = (...Action: readonly string[]): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
const AGENT = { userAgent: 'aws-cli/2.31.18', sourceIp: '198.51.100.7' };
const root = (call: string, With: object, more: object = {}): object => ({ at: '+5s', as: 'root', call, with: With, ...more });
/** alice works; bob did months ago; carol never did; erin is new; a role of a service, one that nobody took, one that is younger than the time that counts. */
const SCENARIO: ScenarioSource = {
  name: 'unused', files: {},
  data: {
    schemaVersion: 1, title: 'Unused', story: 'Permissions that nobody needs.', account: { id: '111122223333' }, now: '2026-11-20T09:00:00Z', operator: 'alice', waysIn: ['alice'],
    actors: { root: { ...AGENT, mfa: true }, alice: { credential: '${alice.AccessKey.AccessKeyId}', ...AGENT }, bob: { credential: '${bob.AccessKey.AccessKeyId}', ...AGENT } },
    calls: [
      { at: '-300d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'alice' } }, root('iam:AttachUserPolicy', { UserName: 'alice', PolicyArn: ADMIN }), root('iam:CreateAccessKey', { UserName: 'alice' }, { save: 'alice' }),
      ...['bob', 'carol'].flatMap((UserName) => [root('iam:CreateUser', { UserName }), root('iam:PutUserPolicy', { UserName, PolicyName: 'work', PolicyDocument: allow('s3:*', 'ec2:*') }), root('iam:CreateAccessKey', { UserName }, { save: UserName })]),
      root('iam:CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' }), root('iam:CreateRole', { RoleName: 'forgotten', AssumeRolePolicyDocument: TRUST }), root('iam:PutRolePolicy', { RoleName: 'forgotten', PolicyName: 'work', PolicyDocument: allow('s3:*') }),
      { at: '-100d', as: 'bob', call: 'ec2:DescribeInstances', with: {} },
      { at: '-30d', as: 'root', call: 'iam:CreateUser', with: { UserName: 'erin' } }, root('iam:PutUserPolicy', { UserName: 'erin', PolicyName: 'work', PolicyDocument: allow('s3:*') }),
      root('iam:CreateRole', { RoleName: 'young', AssumeRolePolicyDocument: TRUST }), root('iam:PutRolePolicy', { RoleName: 'young', PolicyName: 'work', PolicyDocument: allow('s3:*') }),
      { at: '-20d', as: 'alice', call: 'ec2:DescribeInstances', with: {} },
    ],
  },
};
const advice = (run: Run): readonly string[] => run.ui.shown('list').filter((l) => render(l.title).startsWith('Only you can decide')).flatMap((l) => (l.items ?? []).map((item) => render(item)));
const asked = ({ world }: Account): readonly string[] => world.requests.entries.filter((e) => e.operation === 'GenerateServiceLastAccessedDetails').map((e) => String((e.input as { readonly Arn?: string }).Arn?.split('/').at(-1)));
const cells = ({ outcome }: Run): readonly (readonly [string, boolean])[] => (outcome?.cells ?? []).filter((c) => c.check === 'iam/last-accessed').map((c) => [c.state, c.gap]);

describe('a quiet account', () => {
  let at: Account;
  let run: Run;
  beforeAll(async () => { at = await openAccount(SCENARIO); run = await play(at, { kinds: KINDS, options: OPTIONS }); });

  test('who may do everything is asked about first; nobody who is young, of a service, or known to be unused', () => { expect(asked(at)).toEqual(['alice', 'bob', 'carol']); });
  test('users and permissions are told apart, with what could break', () => {
    const [role, permissions, users] = advice(run);
    expect(role).toMatch(/^Roles that nobody used for 90 days: forgotten\./);
    expect(permissions).toMatch(/^Services that may be used, and that nobody used for 90 days: alice \(used: .*ec2.*; not used: \d+\)\. .*is denied from then on\.$/);
    expect(users).toBe('Users that nobody used for 90 days: bob, carol. Delete what nobody needs, or take its permissions away first and wait a week: whatever still uses it is denied.');
  });
  test('it is weak, nothing is planned of it, and it does not decide how the run ends', () => {
    const unused = (run.outcome?.findings ?? []).filter((f) => f.id.startsWith('beyond:unused:'));
    expect(unused.map((f) => f.verdict)).toEqual(['weak', 'weak', 'weak']);
    expect([...run.reading().state.steps.values()].filter(({ step }) => unused.some((f) => f.id === step.finding))).toEqual([]);
    expect(cells(run)).toEqual([['done', false]]);
    expect(at.changes).toEqual([]);
  });
  test('within a day nobody is asked about again, and the advice stands', async () => {
    const again = await resume(at, run, { kinds: KINDS, options: OPTIONS });
    expect([asked(at).length, advice(again)]).toEqual([3, advice(run)]);
  });
});

test('denied: a gap with AWS’s word, asked once, and no advice is made up', async () => {
  const at = await openAccount(SCENARIO);
  at.world.faults.add({ fault: { kind: 'access-denied' }, service: 'iam', operation: 'GenerateServiceLastAccessedDetails' });
  const run = await play(at, { kinds: KINDS, options: OPTIONS });
  expect([cells(run), run.exitCode]).toEqual([[['denied', true]], EXIT.gaps]);
  expect(advice(run).filter((line) => !line.startsWith('Roles'))).toEqual([]);
});
