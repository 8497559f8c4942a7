// `aws-incident apply PLAN`: the wizard's gates over a saved plan, and nothing that is not in it; what drifted is refused.
import { EXIT, usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Step, StepView } from '../core/types.ts';
import { applyWave } from '../engine/apply.ts';
import { lookEach } from '../engine/look.ts';
import { digestOfViews, viewOf } from '../engine/views.ts';
import { contain, foreseen } from '../phases/contain/containment.ts';
import { conclude } from '../phases/closing.ts';
import { isFromAbove, shutOut } from '../phases/contain/shut-out.ts';
import { stopIfAsked, tell, type Wizard } from '../phases/wizard.ts';
import { PLAN_SCHEMA } from './plan-document.ts';
import { jsonFile } from './options.ts';
import { text, type Raw } from './raw.ts';
import { awsSetting, withCase, type Setting } from './run.ts';

interface SavedStep { readonly step: Step; readonly digest: string }
interface SavedPlan { readonly accountId: string; readonly endpoint: string; readonly steps: readonly SavedStep[] }

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  const [file = ''] = args;
  const saved = readPlan(file);
  return withCase(await settingOf(raw, saved), (wizard) => applyPlan(wizard, saved));
}

/** A plan of a drill is carried out in a drill of the same scenario, anything else where it was made. */
async function settingOf(raw: Raw, saved: SavedPlan): Promise<Setting> {
  if (saved.endpoint.startsWith('drill:')) {
    const { drillSetting } = await import('./drill-setting.ts');
    return drillSetting(raw, 'apply', { scenario: saved.endpoint.slice('drill:'.length) });
  }
  const endpointUrl = text(raw, 'endpointUrl') ?? (saved.endpoint === 'aws' ? undefined : saved.endpoint);
  return awsSetting({ ...raw, ...(endpointUrl === undefined ? {} : { endpointUrl }) }, 'apply', { dir: text(raw, 'case') });
}

export async function applyPlan(wizard: Wizard, saved: SavedPlan): Promise<number> {
  const { caller } = wizard.session;
  if (caller.accountId !== saved.accountId) throw usage(say('The plan is for account {{planned}}, and these credentials are of {{own}}. Nothing was changed.', { planned: saved.accountId, own: caller.accountId }));
  wizard.ui.show({ type: 'caller', caller });
  const same = await undrifted(wizard, saved.steps);
  const waves = new Map<number, Step[]>();
  for (const step of same) waves.set(step.wave, [...(waves.get(step.wave) ?? []), step]);
  const [above, containment] = [true, false].map((is) => same.filter((s) => s.verb === 'contain' && isFromAbove(s) === is)) as [Step[], Step[]];
  await shutOut(wizard, above);
  await contain(wizard, containment, { id: 'contain:plan', title: say('Contain, as planned') }, () => Promise.resolve([]));
  for (const [n, wave] of [...waves].sort(([a], [b]) => a - b)) {
    stopIfAsked(wizard);
    const rest = wave.filter((s) => s.verb !== 'contain');
    if (rest.length > 0) await applyWave(wizard.engine, rest, { id: `wave:${String(n)}`, title: say('As planned'), advice: say('Do it if the plan still says what you want.'), foresee: await foreseen(wizard, rest) });
  }
  const drifted = saved.steps.length - same.length;
  const exitCode = conclude(wizard);
  return drifted > 0 && exitCode === EXIT.done ? EXIT.open : exitCode;
}

/** Only what AWS shows as it did when the plan was made. */
async function undrifted(wizard: Wizard, saved: readonly SavedStep[]): Promise<readonly Step[]> {
  const looks = await lookEach(wizard.engine, saved.map((s) => s.step));
  const same: Step[] = [];
  for (const [i, { step, digest }] of saved.entries()) {
    const { now, unseen } = looks[i] ?? { now: undefined };
    const view: StepView = await viewOf(wizard.engine, step, now);
    if (!unseen && digestOfViews([view]) === digest) { same.push(step); continue; }
    wizard.ui.show({ type: 'step', step, title: view.title, state: 'drifted', error: unseen ?? say('It is no longer as it was when the plan was made, so it is refused. Make a new plan: aws-incident --dry-run --plan FILE') });
  }
  if (same.length === 0) tell(wizard, 'warn', say('Nothing of the plan can be done as it stands.'));
  return same;
}

/** Reads and checks a saved plan; a `usage` error says what is wrong. */
export function readPlan(file: string): SavedPlan {
  const data = jsonFile(file, 'apply') as { schemaVersion?: unknown; account?: { id?: unknown }; endpoint?: unknown; plan?: { steps?: unknown } };
  if (data.schemaVersion !== PLAN_SCHEMA) throw usage(say('{{file}} is not a plan of this version: expected schemaVersion {{expected}}.', { file, expected: PLAN_SCHEMA }));
  const { steps } = data.plan ?? {};
  if (!Array.isArray(steps) || typeof data.account?.id !== 'string' || typeof data.endpoint !== 'string') throw usage(say('{{file}} is not a plan: account, endpoint or steps are missing.', { file }));
  return { accountId: data.account.id, endpoint: data.endpoint, steps: steps.map((one: unknown, n) => savedStep(one, n, file)) };
}

function savedStep(one: unknown, n: number, file: string): SavedStep {
  const s = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
  const words = ['id', 'kind', 'verb', 'digest', 'origin'].every((name) => typeof s[name] === 'string');
  if (!words || typeof s['wave'] !== 'number' || typeof s['resource'] !== 'object' || s['resource'] === null || !Array.isArray(s['after'])) throw usage(say('{{file}}: step {{n}} of the plan is not whole.', { file, n: n + 1 }));
  return {
    digest: s['digest'] as string,
    step: {
      id: s['id'] as string, wave: s['wave'], kind: s['kind'] as Step['kind'], verb: s['verb'] as Step['verb'], resource: s['resource'] as Step['resource'], origin: s['origin'] as Step['origin'],
      because: say('It stands in the saved plan: {{because}}', { because: typeof s['because'] === 'string' ? s['because'] : '' }), after: s['after'] as string[],
      ...(typeof s['finding'] === 'string' ? { finding: s['finding'] } : {}), ...(typeof s['way'] === 'string' ? { way: s['way'] } : {}),
    },
  };
}
