// Promise 2: `--dry-run` sends no changing request, whatever happens, and says what it could not see. The account counts, not the tool.
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import type { Fault } from '../../src/sim/faults.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Run } from '../harness/play.ts';
import { sampled } from '../harness/sample.ts';
import { LEAKS, PLAYED, shortened } from '../harness/scenarios.ts';
import { standing } from '../harness/standing.ts';

const SCENARIOS = LEAKS;
const EXPECTED: Readonly<Record<string, number>> = { 'quiet-account': EXIT.done, 'it-was-us': EXIT.done, 'locked-out': EXIT.credentials };
/** A dry run changes nothing: one account serves them all. */
const accounts = new Map<string, Promise<Account>>();
function accountOf(name: string): Promise<Account> {
  let one = accounts.get(name);
  if (!one) accounts.set(name, (one = shortened(name).then(openAccount)));
  return one;
}
const dryRun = (account: Account, more: { readonly regions?: readonly string[]; readonly timeouts?: boolean } = {}): Promise<Run> =>
  play(account, { options: { dryRun: true, regions: more.regions }, ...(more.timeouts === true ? { timeouts: true } : {}) });
const clean = new Map<string, Promise<Run>>();
function cleanRun(name: string): Promise<Run> {
  let one = clean.get(name);
  if (!one) clean.set(name, (one = accountOf(name).then((account) => dryRun(account, { regions: PLAYED }))));
  return one;
}
const idsOf = (run: Run): readonly string[] => (run.outcome?.findings ?? []).filter((f) => f.verdict !== 'weak').map((f) => f.id).sort();
afterAll(removeFolders);

describe('without faults', () => {
  test.each(SCENARIOS)('%s: no changing request, and an exit code that says what was found', async (name) => {
    const account = await accountOf(name);
    const before = standing(account);
    const run = await dryRun(account);
    expect(account.world.changes).toBe(0);
    expect(standing(account)).toEqual(before);
    expect(run.ui.gates).toEqual([]);
    expect(run.exitCode).toBe(EXPECTED[name] ?? EXIT.open);
  });

  test('the plan shows each target as it is, with the exact calls', async () => {
    const { outcome } = await dryRun(await accountOf('leaked-key'), { regions: PLAYED });
    const views = outcome?.views ?? [];
    expect(new Set(views.map((v) => v.step.verb))).toEqual(new Set(['contain', 'preserve', 'replace', 'eradicate', 'harden']));
    expect(views.filter((v) => v.now === undefined)).toEqual([]);
    expect(views.filter((v) => v.step.verb !== 'preserve' && v.calls.length === 0).map((v) => v.step.id)).toEqual([]);
    expect(views.flatMap((v) => v.calls).filter((c) => Object.keys(c.input).length === 0)).toEqual([]);
  });

  test('users, keys and machines are listed once, for the first look and for the long one; targets of the plan are looked at again', async () => {
    const account = await openAccount(await shortened('leaked-key'));
    const { outcome } = await dryRun(account, { regions: PLAYED });
    const aimed = new Set((outcome?.views ?? []).map((v) => v.step.resource.owner?.split('/').at(-1)));
    const lists = account.world.requests.entries.flatMap(({ service, operation, region, input }) => (LISTS.has(operation) ? [{ of: `${service}:${operation} in ${region} ${JSON.stringify(input)}`, user: /"UserName":"([^"]+)"/.exec(JSON.stringify(input))?.[1] }] : []));
    expect(new Set(lists.map(({ of }) => of)).size).toBeGreaterThan(PLAYED.length);
    expect(lists.filter(({ of, user }, at) => !aimed.has(user) && lists.findIndex((other) => other.of === of) !== at)).toEqual([]);
  });

  test('a second dry run gives the same step ids', async () => {
    const account = await accountOf('leaked-key');
    const ids = async (): Promise<readonly string[]> => ((await dryRun(account, { regions: PLAYED })).outcome?.views ?? []).map((v) => v.step.id);
    expect(await ids()).toEqual(await ids());
  });
});

const LISTS = new Set(['GetAccountAuthorizationDetails', 'ListUsers', 'ListAccessKeys', 'DescribeInstances']);

/** Every operation of a dry run of any scenario; the guard below keeps the list whole. */
const OPERATIONS = [
  'account:GetAccountInformation', 'iam:GetAccountSummary', 'iam:GetAccountPasswordPolicy', 'ce:GetCostAndUsage', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies', 'iam:ListInstanceProfilesForRole', 'sts:GetCallerIdentity', 'account:ListRegions', 'iam:ListAccountAliases', 'iam:GetAccountAuthorizationDetails', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:GetLoginProfile', 'iam:ListMFADevices',
  'iam:ListVirtualMFADevices', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:GetUser', 'iam:GetRole', 'iam:GetUserPolicy', 'iam:GetRolePolicy', 'iam:ListAttachedUserPolicies', 'iam:ListUserPolicies',
  'iam:ListGroupsForUser', 'iam:ListSigningCertificates', 'iam:ListServerCertificates', 'iam:ListDelegationRequests', 'iam:ListOrganizationsFeatures', 'iam:ListSSHPublicKeys', 'iam:ListServiceSpecificCredentials', 'iam:ListInstanceProfiles', 'iam:ListOpenIDConnectProviders', 'iam:ListSAMLProviders', 'iam:SimulatePrincipalPolicy',
  'ec2:DescribeInstances', 'cloudtrail:LookupEvents', 'support:DescribeCases', 'health:DescribeEvents',
  'iam:GenerateCredentialReport', 'iam:GetCredentialReport', 'iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails', 'tag:GetResources', 'support:DescribeTrustedAdvisorCheckResult',
] as const;
const FAULTS: readonly Fault[] = [
  { kind: 'throttle' }, { kind: 'access-denied' }, { kind: 'expired-credentials' }, { kind: 'error-500' }, { kind: 'error-503' }, { kind: 'reset' }, { kind: 'reset', after: true }, { kind: 'hang' }, { kind: 'truncate' }, { kind: 'clock-skew', ms: 7 * 60_000 },
];
const CASES = SCENARIOS.filter((name) => name !== 'locked-out').flatMap((name) => OPERATIONS.flatMap((operation) => FAULTS.map((fault) => ({ name, operation, fault, title: `${name}, ${operation}: ${fault.kind}${'after' in fault && fault.after ? ' after it was done' : ''}` }))));

describe('with a fault', () => {
  test('every operation that a dry run asks for is in the matrix', async () => {
    const asked = new Set<string>();
    for (const name of SCENARIOS) for (const { service, operation } of (await accountOf(name)).world.requests.entries) asked.add(`${service}:${operation}`);
    expect([...asked].filter((one) => !(OPERATIONS as readonly string[]).includes(one))).toEqual([]);
  });

  test.each(sampled(CASES, 8, 'dry run'))('$title', async ({ name, operation, fault }) => {
    const account = await accountOf(name);
    const unharmed = await cleanRun(name);
    const [service, op] = operation.split(':') as ['iam', string];
    const takeBack = account.world.faults.add({ fault, service, operation: op, nth: 1 });
    const run = await dryRun(account, { regions: PLAYED, timeouts: fault.kind === 'hang' });
    takeBack();
    expect(account.world.changes).toBe(0);
    expect(run.ui.gates).toEqual([]);
    if (run.outcome === undefined) { expect(run.exitCode).toBe(EXIT.credentials); return; }
    // What is missing is either not needed, or said to be a gap.
    const gaps = run.outcome.cells.filter((c) => c.gap && c.state !== 'skipped');
    if (gaps.length === 0) expect(idsOf(run)).toEqual(idsOf(unharmed));
    expect([EXIT.open, EXIT.gaps]).toContain(run.exitCode);
  });
});
