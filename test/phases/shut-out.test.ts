// A member account whose stranger is an administrator, awake: where the operator reaches the management account, a policy of the organization shuts the stranger out before the burst, live sessions too, and is taken away when they are dead.
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { admitManager, joinOrganization, organizationsState } from '../../src/sim/services/organizations/membership.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { later, play, removeFolders, resume, undoAll, type Play, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { PLAYED, shortened, THREAD } from '../harness/scenarios.ts';

afterAll(removeFolders);
const MANAGEMENT = '444455556666', KEY = 'AKIAMANAGEREXAMPLE00';
const ALICE = 'arn:aws:iam::111122223333:user/alice';
const wanted: Play = { kinds: [...THREAD, 'organizations/account', 'organizations/membership'], manager: KEY, options: { regions: PLAYED } };

async function member(scenario = 'awake-adversary', managementAccountId = MANAGEMENT): Promise<Account> {
  const at = await openAccount(await shortened(scenario, 2));
  joinOrganization(at.world, { id: 'o-exampleorgid', managementAccountId, managementAccountEmail: 'management@example.com' });
  admitManager(at.world, KEY);
  return at;
}
/** What the stranger tried from now on, and what AWS answered. */
function triedBy(at: Account, from: string): readonly (readonly [call: string, key: string, answer: string])[] {
  const strangers = new Set([...at.drill.scenario.actors.values()].filter((a) => a.attacker).map((a) => a.sourceIp));
  return at.world.history.records().filter((r) => strangers.has(r.sourceIp) && r.at.toISOString() >= from).map((r) => [r.name, r.caller?.accessKeyId.slice(0, 4) ?? '', r.error?.message ?? 'done']);
}
const policies = ({ world }: Account) => [...organizationsState(world).policies.values()];
const gates = (run: Run): readonly string[] => run.ui.gates.map((g) => g.gate.id).filter((id) => id.startsWith('contain:') || id.includes('organizations'));
const said = (run: Run): string => run.ui.shown('say').map((s) => render(s.text)).join('\n');

describe('with a profile of the management account', () => {
  test('the policy comes first: the stranger’s calls are refused, of live sessions too, the responder’s are not; it is taken away when every session is dead', async () => {
    const at = await member();
    const begun = at.clock.now().toISOString();
    const run = await play(at, wanted);
    expect(gates(run).slice(0, 2)).toEqual(['contain:organization', 'contain:first']);
    const tried = triedBy(at, begun);
    expect(tried.map(([call, key]) => [call, key])).toEqual(expect.arrayContaining([['DeleteUserPolicy', 'AKIA'], ['RunInstances', 'ASIA']]));
    for (const [, , answer] of tried) expect(answer).toContain('with an explicit deny in a service control policy');
    expect(run.ui.shown('step').filter((s) => s.state === 'failed' || s.state === 'drifted')).toEqual([]);
    expect(at.score().bystanders.harmed).toEqual([]);

    // 36 hours later (the clock of a drill jumps), through a gate.
    expect(gates(run).at(-1)).toMatch(/^undo:contain:organizations\/account/);
    expect(policies(at)).toEqual([]);
    const { state } = run.reading();
    expect([...state.steps.values()].find((s) => s.step.kind === 'organizations/account')?.state).toBe('undone');
    expect([...state.waits.keys()].filter((id) => id.startsWith('session:'))).toEqual([]);
    expect(state.answers.get('management-caller')).toBe(`arn:aws:iam::${MANAGEMENT}:user/manager`);
  });
  test('its gate names whom it leaves out, what stands still, and what it does not hold; the calls go to this account alone', async () => {
    const at = await member();
    const run = await play(at, { ...wanted, decide: (gate) => ({ ...approving(gate, () => false), stop: gate.id === 'contain:first' }) });
    const view = run.ui.gates.find((g) => g.gate.id === 'contain:organization')?.gate.steps[0];
    expect(render(view?.title ?? { say: '' })).toBe(`Shut everybody but ${ALICE} out of account 111122223333, by a policy of its organization`);
    expect(render(view?.breaks ?? { say: '' })).toMatch(/your people, applications and pipelines as well as the stranger.*service-linked roles/);
    expect(view?.calls.map((c) => [c.operation, c.input['TargetId']])).toEqual([['organizations:CreatePolicy', undefined], ['organizations:AttachPolicy', '111122223333']]);
    expect(JSON.parse(view?.calls[0]?.input['Content'] as string)).toMatchObject({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': [ALICE] } } }] });
    expect(policies(at)).toEqual([]);
  });
  test('a case that waits knows the profile: it is taken away by resume, and not before', async () => {
    const at = await member('leaked-key');
    const run = await play(at, { ...wanted, options: { ...wanted.options, drill: false } });
    expect(policies(at)).toHaveLength(1);
    expect([...run.reading().state.waits.values()].map((w) => w.id).filter((id) => id.startsWith('session:contain:organizations'))).toHaveLength(1);
    const soon = await resume(at, run, { ...wanted, options: { ...wanted.options, drill: false } });
    expect(policies(at)).toHaveLength(1);
    at.drill.clock.jump?.(new Date(at.clock.now().getTime() + 37 * 3_600_000));
    await later(at);
    const after = await resume(at, soon, { ...wanted, options: { ...wanted.options, drill: false } });
    expect(gates(after)).toContainEqual(expect.stringMatching(/^undo:contain:organizations/));
    expect(policies(at)).toEqual([]);
  });
  test.runIf(FULL)('undo takes it away at once', async () => {
    const at = await member('leaked-key');
    const run = await play(at, { ...wanted, options: { ...wanted.options, drill: false } });
    await undoAll(at, run, wanted);
    expect(policies(at)).toEqual([]);
  });
  test.runIf(FULL)('who goes on as somebody else is let in first', async () => {
    const at = await member('leaked-key');
    const run = await play(at, { ...wanted, options: { ...wanted.options, drill: false } });
    await at.drill.enter('root');
    const other = await resume(at, run, { ...wanted, options: { ...wanted.options, drill: false } });
    expect(said(other)).toContain('shuts arn:aws:iam::111122223333:root out of this account');
    expect(policies(at)).toEqual([]);
  });
  test('one that belongs to another organization is refused, and nothing is asked of it', async () => {
    const at = await member('leaked-key', '123456789012');
    admitManager(at.world, KEY, MANAGEMENT);
    const run = await play(at, wanted);
    expect(run.exitCode).toBe(4);
    expect(policies(at)).toEqual([]);
  });
});

test('without one, the operator is told that there is such a way, and nothing else is different', async () => {
  const at = await member('leaked-key');
  const { manager: _, ...without } = wanted;
  const run = await play(at, without);
  expect(said(run)).toContain(`Account ${MANAGEMENT} manages the organization of this one.`);
  expect(gates(run)).not.toContain('contain:organization');
});
