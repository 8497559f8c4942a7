// Nothing breaks the operator: what would stop is said before, in a gate of its own where it is in use now, and undo gives it back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Gate, KindId, StepView } from '../../src/core/types.ts';
import { setCallsWithoutToken } from '../../src/sim/services/cloudwatch/metrics.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders, undoAll, type Run } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';
import { standing } from '../harness/standing.ts';

afterAll(removeFolders);
const WEBSITE = 'www.example.com';
const READ_BY_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${WEBSITE}/*` }] };
/** A public website, two servers that know only IMDSv1, and passwords that lock out when they expire. Carol has a password and nothing else. */
const MORE = [
  { at: '-300d', as: 'alice', call: 's3:CreateBucket', with: { Bucket: WEBSITE } },
  { at: '+1m', as: 'alice', call: 's3:DeletePublicAccessBlock', with: { Bucket: WEBSITE } },
  { at: '+1m', as: 'alice', call: 's3:PutBucketPolicy', with: { Bucket: WEBSITE, Policy: JSON.stringify(READ_BY_ALL) } },
  { at: '+1m', as: 'alice', call: 's3:PutBucketWebsite', with: { Bucket: WEBSITE, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } } },
  { at: '+1m', as: 'alice', call: 'iam:UpdateAccountPasswordPolicy', with: { MinimumPasswordLength: 8, MaxPasswordAge: 90, HardExpiry: true, AllowUsersToChangePassword: true } },
  { at: '+1m', as: 'alice', call: 'ec2:RunInstances', with: { ImageId: 'ami-0a1b2c3d4e5f60718', InstanceType: 't3.micro', MinCount: 2, MaxCount: 2, IamInstanceProfile: { Name: 'web-server' }, MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'enabled' } }, save: 'oldServers' },
];
async function account(): Promise<Account> {
  const source = await shortened('quiet-account');
  const { calls, ...data } = source.data as { readonly calls: readonly object[] };
  const at = calls.findIndex((one) => 'at' in one && one.at === '-310d') + 1;
  const scenario: ScenarioSource = { ...source, data: { ...data, calls: [...calls.slice(0, at), ...MORE, ...calls.slice(at)] } };
  return openAccount(scenario);
}

const OPTIONS = { regions: ['us-east-1', 'eu-west-1'] };
const KINDS: readonly KindId[] = ['iam/account-password-policy', 'iam/user-mfa', 's3/account-public-access-block', 'ec2/instance-metadata-options'];
let at: Account;
let before: readonly string[];
let run: Run;
let shown: readonly { readonly gate: Gate; readonly view: StepView }[];
const views = (kind: string): readonly { readonly gate: Gate; readonly view: StepView }[] => shown.filter(({ view }) => view.step.kind === kind);
const warnings = (kind: string): readonly string[] => views(kind).map(({ view }) => (view.breaks ? render(view.breaks) : ''));

beforeAll(async () => {
  at = await account();
  const weakServers = (await play(at, { kinds: ['ec2/instance-metadata-options'], options: { ...OPTIONS, dryRun: true } })).outcome?.findings.flatMap((f) => (f.about === 'resource' ? [f.resource.name] : [])) ?? [];
  setCallsWithoutToken(at.world, weakServers[0] ?? '', 240);
  before = standing(at);
  run = await play(at, { kinds: KINDS, hardens: true, options: OPTIONS });
  shown = run.ui.gates.flatMap(({ gate }) => gate.steps.map((view) => ({ gate, view })));
}, 120_000);

describe('said before', () => {
  test('a public website', () => {
    expect(warnings('s3/account-public-access-block')).toEqual([`No longer reached by anybody: websites (${WEBSITE}).`]);
  });
  test('servers on IMDSv1: by what AWS counted', () => {
    expect(warnings('ec2/instance-metadata-options').map((w) => w.replace(/i-[0-9a-f]+/g, 'i-1')).sort()).toEqual(expect.arrayContaining([
      'Nothing that AWS counted: in the last 14 days nobody on i-1 used IMDSv1.',
      'Something on i-1 used IMDSv1 in the last 14 days (240 times): it can no longer read its metadata, and gets no credentials any more. Update it first.',
    ]));
  });
  test('users whose only factor is the password', () => {
    expect(warnings('iam/user-mfa')).toContain('From then on user carol needs the device for every sign-in. Do it only if whoever holds the device is carol.');
  });
  test('a password policy with hard expiry', () => {
    expect(warnings('iam/account-password-policy')).toEqual(['It holds for new passwords; those that users have go on working. Hard expiry is on and stays: a user whose password expires needs an administrator.']);
  });
});

describe('an honest gate', () => {
  test('what is in use now stands apart, and the advice there is to leave it', () => {
    const apart = shown.filter(({ gate }) => gate.id.endsWith(':in-use'));
    expect(apart.map(({ view }) => view.step.kind).sort()).toEqual(['ec2/instance-metadata-options', 's3/account-public-access-block']);
    expect(new Set(apart.map(({ gate }) => render(gate.advice)))).toEqual(new Set(['Leave it until what uses it has another way; the report keeps it open.']));
    expect(apart.every(({ gate }) => gate.steps.length === 1)).toBe(true);
  });
  test('every view says that it can be undone, and shows each call', () => {
    const four = KINDS.flatMap(views);
    expect(four.length).toBeGreaterThan(4);
    expect(four.filter(({ view }) => !view.reversible || view.calls.length === 0)).toEqual([]);
  });
  test('the policy is sent whole: nothing that was set falls back', () => {
    const [policy] = views('iam/account-password-policy');
    expect(policy?.view.calls[0]?.input).toMatchObject({ MinimumPasswordLength: 14, MaxPasswordAge: 90, HardExpiry: true, AllowUsersToChangePassword: true });
  });
});

test('left out at their gates, none of them stops', async () => {
  const fresh = await account();
  const careful = await play(fresh, { kinds: KINDS, hardens: true, options: OPTIONS, decide: (gate) => (gate.id.startsWith('harden:') ? approving(gate, (v) => v.step.kind !== 's3/account-public-access-block' && v.step.kind !== 'iam/user-mfa') : undefined) });
  const lines = standing(fresh).filter((line) => line.includes(WEBSITE) || line.includes('mfa'));
  expect(lines).toEqual(before.filter((line) => line.includes(WEBSITE) || line.includes('mfa')));
  expect([...careful.reading().state.steps.values()].filter((s) => s.state === 'declined').map((s) => s.step.kind)).toEqual(expect.arrayContaining(['s3/account-public-access-block', 'iam/user-mfa']));
});

test('undone, the account is as it was', async () => {
  expect(run.ui.shown('step').filter((s) => s.state === 'failed')).toEqual([]);
  expect(standing(at)).not.toEqual(before);
  await undoAll(at, run, { kinds: KINDS });
  expect(standing(at)).toEqual(before);
});
