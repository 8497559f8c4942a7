// Who manages an organization may hold every member of it: one policy, attached behind a gate beside those that stand, and taken away again. Where it cannot be attached it is written out, with the reason.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import type { Gate } from '../../src/core/types.ts';
import { parsePolicy, type PolicyDocument } from '../../src/sim/policy/document.ts';
import { evaluate } from '../../src/sim/policy/evaluate.ts';
import { admitManager, joinOrganization, organizationsState } from '../../src/sim/services/organizations/membership.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { later, play, removeFolders, undoAll, type Play, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const OWN = '111122223333', OTHER = '444455556666', KEY = 'AKIAMANAGEREXAMPLE00';
const KINDS = ['organizations/policy', 'organizations/membership', 'ec2/instance'] as const;
const protect: Play = { kinds: KINDS, hardens: true, options: { regions: ['us-east-1', 'eu-west-1'] } };

async function accountIn(managementAccountId: string, featureSet: 'ALL' | 'CONSOLIDATED_BILLING' = 'ALL'): Promise<Account> {
  const at = await openAccount(await shortened('quiet-account', 2));
  joinOrganization(at.world, { id: 'o-exampleorgid', managementAccountId, managementAccountEmail: 'management@example.com', featureSet });
  return at;
}
const policies = ({ world }: Account) => [...organizationsState(world).policies.values()].map(({ content, attached }) => ({ document: parsePolicy(content) as PolicyDocument, to: [...attached.keys()] }));
const refuses = (document: PolicyDocument | undefined, action: string, region: string): boolean => document !== undefined && evaluate([document], { action, resource: '*', keys: new Map([['aws:requestedregion', [region]]]) }) === 'deny';
const gate = (run: Run): Gate | undefined => run.ui.gates.map((g) => g.gate).find((g) => g.id === 'harden:organization');
const ends = (run: Run): readonly string[] => run.ui.shown('step').filter((s) => s.step.kind === 'organizations/policy' && s.state !== 'applying').map((s) => `${s.state} ${s.error ? render(s.error) : ''}`.trim());
const isWritten = (run: Run): boolean => existsSync(join(run.dir, 'deny-policy.json'));

describe('the management account, whose bill shows the Regions of every member', () => {
  test('attaches one policy to the root behind a gate of its own; nothing is left to set; undo gives back', async () => {
    const at = await accountIn(OWN);
    const run = await play(at, protect);
    const view = gate(run)?.steps[0];
    expect(view?.ways.map((w) => w.id)).toEqual(['regions', 'guards']);
    expect(render(view?.breaks ?? { say: '' })).toContain(`It never holds management account ${OWN}, nor service-linked roles. Policies attached already (1 of 5) stay as they are.`);
    expect(view?.calls.map((c) => c.operation)).toEqual(['organizations:CreatePolicy', 'organizations:AttachPolicy']);
    expect(ends(run)).toEqual(['verified']);
    expect(isWritten(run)).toBe(false);

    const [made, ...more] = policies(at);
    expect([made?.to, more]).toEqual([['r-exam'], []]);
    for (const action of ['organizations:LeaveOrganization', 'account:CloseAccount', 'cloudtrail:StopLogging', 'guardduty:DeleteDetector']) expect(refuses(made?.document, action, 'us-east-1')).toBe(true);
    expect(refuses(made?.document, 'ec2:RunInstances', 'sa-east-1')).toBe(true);
    expect(refuses(made?.document, 'ec2:RunInstances', 'eu-west-1')).toBe(false);
    expect(refuses(made?.document, 'iam:CreateUser', 'us-west-2')).toBe(false);

    const again = await play(at, { kinds: KINDS, options: { dryRun: true } });
    expect(again.outcome?.views.filter((v) => v.step.kind === 'organizations/policy')).toEqual([]);
    await undoAll(at, run, { kinds: KINDS });
    expect(policies(at)).toEqual([]);
  });
  test('leaves the Regions open where nobody read the bill and the operator does not want it otherwise', async () => {
    const at = await accountIn(OWN);
    const run = await play(at, { ...protect, answers: { costs: 'no' } });
    const ways = gate(run)?.steps[0]?.ways ?? [];
    expect(ways.map((w) => w.id)).toEqual(['guards', 'regions']);
    expect(render(ways[1]?.consequence ?? { say: '' })).toContain('What the other accounts use is not known here: ask them first.');
    const [made] = policies(at);
    expect(refuses(made?.document, 'organizations:LeaveOrganization', 'us-east-1')).toBe(true);
    expect(refuses(made?.document, 'ec2:RunInstances', 'sa-east-1')).toBe(false);
  });
  test.runIf(FULL)('denies Regions where the operator chooses it', async () => {
    const at = await accountIn(OWN);
    await play(at, { ...protect, answers: { costs: 'no' }, decide: (g) => (g.id === 'harden:organization' ? { ...approving(g), ways: Object.fromEntries(g.steps.map((v) => [v.step.id, 'regions'])) } : undefined) });
    expect(refuses(policies(at)[0]?.document, 'ec2:RunInstances', 'sa-east-1')).toBe(true);
  });
  test.runIf(FULL)('writes it out where it is declined', async () => {
    const at = await accountIn(OWN);
    const run = await play(at, { ...protect, hardens: false });
    expect([policies(at), isWritten(run)]).toEqual([[], true]);
  });
  test('replaces nothing where five policies stand, and says so', async () => {
    const at = await accountIn(OWN);
    const { policies: known } = organizationsState(at.world);
    for (const id of ['p-a', 'p-b', 'p-c', 'p-d']) known.set(id, { id, name: id, content: '{"Statement":[]}', attached: new Map([['r-exam', at.clock.now()]]) });
    const run = await play(at, protect);
    expect(ends(run)).toEqual(['waiting 5 policies are attached there already; AWS allows no more, and none of them is replaced.']);
    expect([[...known.keys()], isWritten(run)]).toEqual([['p-a', 'p-b', 'p-c', 'p-d'], true]);
  });
  test('is told that the type is not enabled', async () => {
    const at = await accountIn(OWN, 'CONSOLIDATED_BILLING');
    const run = await play(at, protect);
    expect(ends(run)).toEqual(['waiting Service control policies are not enabled in this organization. Enable them first (AWS Organizations, Policies).']);
    expect([policies(at), isWritten(run)]).toEqual([[], true]);
  });
  test.runIf(FULL)('leaves alone what holds already', async () => {
    const at = await accountIn(OWN);
    organizationsState(at.world).policies.set('p-own', { id: 'p-own', name: 'own', attached: new Map([['r-exam', at.clock.now()]]), content: JSON.stringify({ Statement: { Effect: 'Deny', Action: ['account:*', 'organizations:leaveorganization', 'access-analyzer:Delete*', 'cloudtrail:*', 'config:*', 'guardduty:*', 'securityhub:Disable*'], Resource: '*' } }) });
    const run = await play(at, protect);
    expect([gate(run), isWritten(run), policies(at).length]).toEqual([undefined, false, 1]);
  });
});

describe('a member', () => {
  test('whose operator has a profile of the management account attaches it in that name, and holds itself by it', async () => {
    const at = await accountIn(OTHER);
    admitManager(at.world, KEY);
    const run = await play(at, { ...protect, manager: KEY });
    expect(ends(run)).toEqual(['verified']);
    expect(gate(run)?.steps[0]?.denied).toEqual([]);
    expect(gate(run)?.steps[0]?.ways.map((w) => w.id)).toEqual(['guards', 'regions']);
    expect([policies(at)[0]?.to, isWritten(run)]).toEqual([['r-exam'], false]);
    await later(at);
    const left = at.world.play({ service: 'organizations', operation: 'LeaveOrganization', input: {}, as: { caller: { type: 'Root', arn: `arn:aws:iam::${OWN}:root`, principalId: OWN, accessKeyId: '' } }, sourceIp: '192.0.2.1', userAgent: 'test' });
    await expect(left).rejects.toThrow('with an explicit deny in a service control policy');
  });
  test('that cannot reach the management account gets the policy as a file, and is told how it could be attached', async () => {
    const at = await accountIn(OTHER);
    const run = await play(at, protect);
    expect([gate(run), isWritten(run)]).toEqual([undefined, true]);
    expect(run.ui.shown('say').map((s) => render(s.text)).join('\n')).toContain('Only the management account can attach it, or whom its policies are delegated to');
    expect(run.ui.shown('coverage').at(-1)?.cells.filter((c) => c.check === 'organizations/policy').map((c) => c.state)).toEqual(['done']);
  });
});
