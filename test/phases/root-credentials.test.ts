// The root user of a member account in a stranger's hand: where the operator reaches the management account and root access is centralised, its credentials are ended from there, behind a gate of its own; elsewhere the guidance stands as before.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { applyPlan, readPlan } from '../../src/commands/apply.ts';
import { planDocument } from '../../src/commands/plan-document.ts';
import { render } from '../../src/core/text.ts';
import type { StepView } from '../../src/core/types.ts';
import { respond } from '../../src/phases/respond.ts';
import { keysOf } from '../../src/sim/services/iam/access-keys.ts';
import { rootPassword } from '../../src/sim/services/iam/root-credentials.ts';
import { iamState } from '../../src/sim/services/iam/state.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { approving } from '../harness/operator.ts';
import { play, removeFolders, type Play, type Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);
const REGIONS = ['us-east-1', 'eu-north-1'];
const wanted: Play = { kinds: ['iam/access-key', 'iam/user', 'iam/user-session', 'iam/root-access-key', 'iam/root-credentials', 'organizations/account'], options: { regions: REGIONS } };
async function member(organization: object = {}): Promise<Account> {
  const source = await shortened('member-account', 2);
  const data = source.data as { readonly organization: object };
  return openAccount({ ...source, data: { ...data, organization: { ...data.organization, ...organization } } } satisfies ScenarioSource);
}
const gates = (run: Run): readonly string[] => run.ui.gates.map((g) => g.gate.id);
const viewOf = (run: Run, gate: string): StepView | undefined => run.ui.gates.find((g) => g.gate.id === gate)?.gate.steps[0];
const said = (run: Run): string => [...run.ui.shown('say').map((s) => s.text), ...run.ui.shown('list').flatMap((l) => [l.title, ...(l.items ?? [])])].map((text) => render(text)).join('\n');
const rootKeys = ({ world }: Account): number => keysOf(world.id, iamState(world)).length;
const GUIDE = 'end-root-credentials.sh';

describe('from the management account', () => {
  test('the stranger’s key of root is removed right after the burst, and shown removed; what is used for it can do nothing else', async () => {
    const at = await member();
    expect(rootKeys(at)).toBe(1);
    const run = await play(at, wanted);
    expect(gates(run).slice(0, 3)).toEqual(['contain:organization', 'contain:first', 'eradicate:root']);
    expect([rootKeys(at), rootPassword(at.world).there]).toEqual([0, false]);
    expect(run.ui.shown('step').filter((s) => s.step.kind === 'iam/root-credentials').map((s) => s.state)).toEqual(['applying', 'verified']);
    expect(said(run)).toContain('The root user has neither password nor access keys');
    expect(run.ui.asked.map((a) => a.question.id)).not.toContain('root-changed');
    expect(at.score().bystanders.harmed).toEqual([]);

    const { state } = run.reading();
    expect(state.findings.filter((f) => f.about === 'resource' && f.kind === 'iam/root-access-key')).toEqual([]);
    expect(state.answers.get('finding:account:root-user')).toBe('closed');
    const step = [...state.steps.values()].find((s) => s.step.kind === 'iam/root-credentials');
    expect(step?.called.map((c) => [c.operation, c.outcome])).toEqual([['sts:AssumeRoot', 'ok'], ['iam:DeleteAccessKey', 'ok'], ['iam:DeleteLoginProfile', 'ok']]);
    // In the member's own history these are root's calls, in a session that says how it came about; that it was opened stands in the other account's.
    const records = at.world.history.records().filter((r) => r.caller?.session?.assumedRoot);
    expect(new Set(records.map((r) => r.name))).toEqual(new Set(['ListAccessKeys', 'ListSigningCertificates', 'ListMFADevices', 'GetLoginProfile', 'DeleteAccessKey', 'DeleteLoginProfile']));
    expect(records.every((r) => r.error === undefined || r.name === 'GetLoginProfile')).toBe(true);
    expect(at.world.history.records().filter((r) => r.name === 'AssumeRoot')).toEqual([]);
  });
  test('its gate says what is cut off and that nothing brings it back, and asks for the name; its calls are one session for that task and these credentials', async () => {
    const at = await member();
    const run = await play(at, { ...wanted, decide: (gate) => ({ ...approving(gate, () => gate.id !== 'eradicate:root'), stop: gate.id === 'eradicate:root' }) });
    const view = viewOf(run, 'eradicate:root');
    const [key] = keysOf(at.world.id, iamState(at.world));
    expect(view).toMatchObject({ reversible: false, type: 'root' });
    expect(render(view?.destroys ?? { say: '' })).toMatch(new RegExp(`\\(${key?.id ?? '?'}\\) and its password.*whoever holds them.*console session that is open can live for up to 12 hours`));
    expect(render(view?.irreversible ?? { say: '' })).toContain('never gives a deleted credential back');
    expect(view?.calls).toEqual([
      { operation: 'sts:AssumeRoot', region: 'aws-global', input: { TargetPrincipal: '111122223333', TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials' }, DurationSeconds: 900 } },
      { operation: 'iam:DeleteAccessKey', region: 'aws-global', input: { AccessKeyId: key?.id } }, { operation: 'iam:DeleteLoginProfile', region: 'aws-global', input: {} },
    ]);
    expect(rootKeys(at)).toBe(1);
  });
  test.runIf(FULL)('declined, it is not asked again, and the commands are shown', async () => {
    const at = await member();
    const run = await play(at, { ...wanted, decide: (gate) => (gate.id === 'eradicate:root' ? approving(gate, () => false) : undefined) });
    expect(gates(run).filter((id) => id === 'eradicate:root')).toHaveLength(1);
    expect([rootKeys(at), existsSync(join(run.dir, GUIDE))]).toEqual([1, true]);
  });
  test('a dry run has both deeds in its plan, the policy first, and changes nothing', async () => {
    const at = await member();
    const run = await play(at, { ...wanted, options: { ...wanted.options, dryRun: true } });
    const views = run.ui.shown('plan').flatMap((p) => p.steps);
    expect(views[0]?.step.id).toMatch(/^contain:organizations\/account/);
    expect(views.map((v) => v.step.kind)).toContain('iam/root-credentials');
    expect(at.changes).toEqual([]);
    expect(at.world.requests.entries.filter((e) => e.operation === 'AssumeRoot').map((e) => (e.input as { TaskPolicyArn: { arn: string } }).TaskPolicyArn.arn)).toSatisfy((all: string[]) => all.length > 0 && all.every((arn) => arn.endsWith('IAMAuditRootUserCredentials')));
    expect(rootKeys(at)).toBe(1);
  });
  test.runIf(FULL)('a saved plan is carried out from above first, behind a gate of its own', async () => {
    const at = await member();
    let file = '';
    await play(at, { ...wanted, options: { ...wanted.options, dryRun: true }, body: async (wizard) => {
      file = join(wizard.folder.dir, 'saved.json');
      writeFileSync(file, JSON.stringify(planDocument(wizard, await respond(wizard))));
      return 0;
    } });
    const run = await play(at, { ...wanted, body: (wizard) => applyPlan(wizard, readPlan(file)) });
    expect(gates(run).slice(0, 2)).toEqual(['contain:organization', 'contain:plan']);
    expect(run.ui.shown('step').filter((s) => s.state === 'drifted' || s.state === 'failed')).toEqual([]);
    expect([rootKeys(at), rootPassword(at.world).there]).toEqual([0, false]);
  });
  test.runIf(FULL)('every key of root goes, one that was there before, too', async () => {
    const at = await member();
    await at.drill.world.play({ service: 'iam', operation: 'CreateAccessKey', input: {}, as: { caller: { type: 'Root', arn: `arn:aws:iam::${at.world.id}:root`, principalId: at.world.id, accessKeyId: '' } }, sourceIp: '192.0.2.1', userAgent: 'test' });
    expect(rootKeys(at)).toBe(2);
    const run = await play(at, wanted);
    expect(rootKeys(at)).toBe(0);
    expect(viewOf(run, 'eradicate:root')?.calls.filter((c) => c.operation === 'iam:DeleteAccessKey')).toHaveLength(2);
  });
});

describe('where that cannot be', () => {
  test.each(FULL ? [['root access is not centralised', { rootAccess: false }], ['nobody gave a profile', { manager: false }]] : [['root access is not centralised', { rootAccess: false }]])('%s: the guidance stands, and it is no gap', async (_, organization) => {
    const at = await member(organization);
    const run = await play(at, wanted);
    expect(gates(run)).not.toContain('eradicate:root');
    expect(readFileSync(join(run.dir, GUIDE), 'utf8')).toContain('aws sts assume-root');
    expect(run.reading().state.coverage.filter((c) => c.gap && c.state !== 'skipped')).toEqual([]);
    expect(rootKeys(at)).toBe(1);
  });
});
