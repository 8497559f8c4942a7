// An account in an organization: what the management account has set or forbids is named, and the rest is done. An account in aws-cn: no step for a root user that it has not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../src/core/text.ts';
import { EXIT } from '../../src/core/errors.ts';
import { parsePolicy, type PolicyDocument } from '../../src/sim/policy/document.ts';
import { evaluate } from '../../src/sim/policy/evaluate.ts';
import { keysOf } from '../../src/sim/services/iam/access-keys.ts';
import { rootPassword } from '../../src/sim/services/iam/root-credentials.ts';
import { iamState } from '../../src/sim/services/iam/state.ts';
import { plantTrail } from '../../src/sim/services/cloudtrail/trail-state.ts';
import { networkRoom } from '../../src/sim/services/ec2/network-room.ts';
import { putUnderAdministrator } from '../../src/sim/services/guardduty/detectors.ts';
import { joinOrganization, putUnderControl } from '../../src/sim/services/organizations/membership.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, resume, type Run } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const MANAGEMENT = '444455556666';
const REGIONS = ['us-east-1', 'eu-north-1'];
const KINDS = [
  'ec2/snapshot-block-public-access', 'ec2/instance-metadata-defaults', 'ec2/ebs-encryption-by-default', 'guardduty/detector', 'cloudtrail/multi-region-trail', 'access-analyzer/analyzer', 's3/account-public-access-block', 'iam/account-password-policy',
] as const;

/** A declarative policy of EC2, a trail of the organization, a delegated administrator of GuardDuty, and a service control policy. */
async function member(): Promise<Account> {
  const at = await openAccount(await shortened('quiet-account'));
  const { world } = at;
  joinOrganization(world, { id: 'o-exampleorgid', managementAccountId: MANAGEMENT, managementAccountEmail: 'management@example.com' });
  plantTrail(world, { name: 'organization', region: 'us-east-1', bucket: 'logs-of-the-organization', owner: MANAGEMENT });
  for (const region of REGIONS) {
    networkRoom(world, region).settings.declared = true;
    await world.play({ service: 'guardduty', operation: 'CreateDetector', region, input: { Enable: false }, as: { caller: { type: 'Root', arn: `arn:aws:iam::${world.id}:root`, principalId: world.id, accessKeyId: '' } }, sourceIp: '192.0.2.1', userAgent: 'test' });
    putUnderAdministrator(world, region, MANAGEMENT);
  }
  putUnderControl(world, { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: ['access-analyzer:CreateAnalyzer', 's3:PutAccountPublicAccessBlock', 'organizations:LeaveOrganization'], Resource: '*' }] });
  return at;
}

describe('a member of an organization', () => {
  let at: Account;
  let run: Run;
  const ends = (kind: string): readonly (readonly [state: string, why: string])[] => run.ui.heard.flatMap((h) => (h.type === 'step' && h.step.kind === kind && h.state !== 'applying' ? [[h.state, h.error ? render(h.error) : ''] as const] : []));
  beforeAll(async () => {
    at = await member();
    run = await play(at, { kinds: KINDS, hardens: true, options: { regions: REGIONS } });
  });

  test.each(['ec2/snapshot-block-public-access', 'ec2/instance-metadata-defaults'])('%s: the declarative policy is named, and nothing is sent', (kind) => {
    expect(ends(kind)).toEqual(REGIONS.map(() => ['waiting', 'A declarative policy of the organization sets this, so the account cannot. Change it in the management account.']));
    expect(at.changes.filter(({ call }) => /SnapshotBlockPublicAccess|MetadataDefaults/.test(call))).toEqual([]);
  });
  test('GuardDuty is its administrator’s to switch on', () => {
    expect(new Set(ends('guardduty/detector').map(([state, why]) => `${state}: ${why.replace(/ in \S+ is/, ' is')}`))).toEqual(new Set([`waiting: GuardDuty is managed by account ${MANAGEMENT}. Ask the people there to look after it.`]));
  });
  test('the trail of the organization is enough', () => {
    expect(ends('cloudtrail/multi-region-trail')).toEqual([]);
  });
  test('what a service control policy forbids fails, and it is said who can change that', () => {
    for (const kind of ['access-analyzer/analyzer', 's3/account-public-access-block']) {
      expect(new Set(ends(kind).map(([state]) => state))).toEqual(new Set(['failed']));
      for (const [, why] of ends(kind)) expect(why).toContain('Your organization forbids it by a service control policy; only its management account can change that');
    }
  });
  test('the rest is done', () => {
    expect(ends('ec2/ebs-encryption-by-default')).toEqual(REGIONS.map(() => ['verified', '']));
    expect(ends('iam/account-password-policy')).toEqual([['verified', '']]);
  });
  test('a policy for the management account is written out, and attached by nobody', () => {
    const policy = JSON.parse(readFileSync(join(run.dir, 'deny-policy.json'), 'utf8')) as { readonly Statement: readonly { readonly Sid: string; readonly Action?: readonly string[]; readonly Condition?: object }[] };
    expect(policy.Statement.map((s) => s.Sid)).toEqual(['Leaving', 'Tampering', 'OtherRegions']);
    expect(policy.Statement[0]?.Action).toContain('organizations:LeaveOrganization');
    expect(policy.Statement[1]?.Action).toEqual(expect.arrayContaining(['cloudtrail:StopLogging', 'guardduty:DeleteDetector']));
    expect(policy.Statement[2]?.Condition).toEqual({ StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] } });
    expect(at.changes.filter(({ call }) => call.startsWith('organizations:'))).toEqual([]);
    expect(parsePolicy(JSON.stringify(policy)) && evaluate([parsePolicy(JSON.stringify(policy)) as PolicyDocument], { action: 'ec2:RunInstances', resource: '*', keys: new Map([['aws:requestedregion', ['sa-east-1']]]) })).toBe('deny');
    expect(evaluate([parsePolicy(JSON.stringify(policy)) as PolicyDocument], { action: 'iam:CreateUser', resource: '*', keys: new Map([['aws:requestedregion', ['us-east-2']]]) })).toBe('none');
  });
  test('and it does not decide how the run ends', () => {
    expect(run.exitCode).toBe(EXIT.gaps);
  });
  test('whoever manages the organization is shown how it ends the root user’s credentials, and what it cannot do', () => {
    const central = run.ui.shown('list').filter((l) => render(l.title).includes(MANAGEMENT) && render(l.title).includes('end these credentials'));
    expect(central.flatMap((l) => (l.items ?? []).map((text) => render(text))).at(-1)).toContain('It cannot do this to its own root user.');
    expect(central).toHaveLength(1);
    const lines = readFileSync(join(run.dir, 'end-root-credentials.sh'), 'utf8').split('\n');
    expect(lines.find((line) => line.includes('assume-root'))).toContain(`--region us-east-1 --target-principal ${at.world.id} --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`);
    expect(lines.slice(lines.indexOf('# End it') + 1, lines.findIndex((line) => line.startsWith('# Be yourself again')))).toEqual(['aws iam delete-login-profile']);
  });
  test('and once AWS shows that it has, the case no longer waits for the root user', async () => {
    expect([...run.reading().state.waits.keys()]).toContain('root-mfa');
    // As somebody of the management account does it elsewhere.
    rootPassword(at.world).there = false;
    for (const { id } of keysOf(at.world.id, iamState(at.world))) iamState(at.world).keys.delete(id, at.world.now());
    const again = await resume(at, run, { kinds: KINDS, options: { regions: REGIONS } });
    expect([...again.reading().state.waits.keys()]).not.toContain('root-mfa');
    expect(again.ui.shown('say').map((s) => render(s.text))).toContain('The root user has neither password nor access keys: nobody can sign in as it. Leave it so; its organization manages it.');
  });
});

test('the management account itself: nobody else can end its root user’s credentials, and nothing is said of it', async () => {
  const at = await openAccount(await shortened('quiet-account'));
  joinOrganization(at.world, { id: 'o-exampleorgid', managementAccountId: at.world.id, managementAccountEmail: 'management@example.com' });
  const run = await play(at, { kinds: ['iam/root-access-key'], options: { regions: REGIONS } });
  expect(run.ui.shown('list').map((l) => render(l.title)).filter((title) => /root user|these credentials/.test(title))).toEqual(['The root user, as AWS shows it']);
});

test('aws-cn: no step for a root user, and the settings are set', async () => {
  const at = await openAccount(await shortened('in-china'));
  const run = await play(at, { kinds: ['iam/account-password-policy', 'ec2/ebs-encryption-by-default', 'events/account-alarm'], hardens: true });
  const said = [...run.ui.shown('list').flatMap((l) => [l.title, ...(l.items ?? [])]), ...run.ui.shown('say').map((s) => s.text)].map((text) => render(text)).join('\n');
  expect(said).not.toMatch(/root user, as AWS shows|Sign in as the root user|root user is used/);
  expect(said).toContain('Accounts of this partition have no root user');
  expect(run.reading().state.waits.has('root-mfa')).toBe(false);
  const set = run.ui.shown('step').filter((s) => s.step.verb === 'harden' && s.state === 'verified').map((s) => `${s.step.kind} ${s.step.resource.region}`);
  expect(set.sort()).toEqual(['ec2/ebs-encryption-by-default cn-north-1', 'ec2/ebs-encryption-by-default cn-northwest-1', 'events/account-alarm cn-north-1', 'iam/account-password-policy aws-global']);
  expect(at.changes.filter(({ call }) => call.startsWith('events:PutRule')).map(({ call }) => call)).toEqual([expect.stringContaining('aws-sees-a-risk')]);
});
