// Harden: what is weak is set, theme by theme, each behind its gate; what only a person can decide is listed. What is declined stays open in the report and decides nothing.
import { LEAK_QUESTION } from '../../case/answers.ts';
import { say, type Text } from '../../core/text.ts';
import type { Finding, KindId, ResourceFinding, Step } from '../../core/types.ts';
import { applyWave } from '../../engine/apply.ts';
import { actionOf } from '../../engine/engine.ts';
import { lookEach } from '../../engine/look.ts';
import { hardening, strangersOwn } from '../../engine/plan.ts';
import type { Kind } from '../../kinds/kind.ts';
import { foreseen, isOpen } from '../contain/containment.ts';
import { partByOwnWayIn } from '../contain/own-way-in.ts';
import { prioritised, showed, type Showed } from './priorities.ts';
import { isUnusedAdvice, UNUSED_KIND, unusedTitle } from './unused-permissions.ts';
import { stopIfAsked, tell, type Wizard } from '../wizard.ts';

/** `findings`: those of the last pass. What was decided before is not asked about again. */
export async function harden(wizard: Wizard, findings: readonly Finding[]): Promise<void> {
  const held = heldPrincipals(wizard), wanted = [...hardening(findings, wizard.kinds), ...await leftWeak(wizard, findings)];
  const isHeld = ({ resource }: Step): boolean => held.has(resource.owner ?? resource.arn);
  const steps = wanted.filter((s) => !isHeld(s)), waiting = [...new Set(wanted.filter(isHeld).map(({ resource }) => resource.owner ?? resource.arn))];
  if (waiting.length > 0) tell(wizard, 'info', say('Still held, since they are not known to be yours. They are set more safely once they are given back: {{names}}', { names: waiting }));
  if (wanted.length === 0) tell(wizard, 'good', say('Nothing was found that could be set more safely.'));
  for (const { id, title, why, of } of prioritised(steps, showedBy(wizard, findings))) {
    stopIfAsked(wizard);
    const open = of.filter((s) => isOpen(wizard, s));
    if (open.length === 0) continue;
    const { harmless, hurting } = await partByHarm(wizard, (await partByOwnWayIn(wizard.engine, open)).free);
    await applyWave(wizard.engine, harmless, { id: `harden:${id}`, title, advice: say('Set what you can now. {{why}}', { why }), foresee: await foreseen(wizard, harmless) });
    stopIfAsked(wizard);
    await applyWave(wizard.engine, hurting, { id: `harden:${id}:in-use`, title: say('{{theme}} (something uses it now)', { theme: title }), advice: say('Leave it until what uses it has another way; the report keeps it open.'), foresee: await foreseen(wizard, hurting) });
  }
  showAdvice(wizard, findings);
}
/** Users and roles that were contained as somebody else's making, and neither given back nor gone: a second factor for them would be the stranger's. What is the owner's and only borrowed is not among them. */
const heldPrincipals = ({ engine }: Wizard): ReadonlySet<string | undefined> => new Set(engine.ledger.steps().flatMap(({ step: { verb, kind, origin, resource }, state }) =>
  (verb === 'contain' && PRINCIPALS.has(kind) && origin === 'created' && state === 'verified' ? [resource.owner] : [])));
const PRINCIPALS: ReadonlySet<KindId> = new Set<KindId>(['iam/user-session', 'iam/role-session']);
/** What is known to stop something that is in use is asked apart from what is harmless. */
export async function partByHarm({ engine }: Wizard, steps: readonly Step[]): Promise<{ readonly harmless: readonly Step[]; readonly hurting: readonly Step[] }> {
  const actions = await Promise.all(steps.map(async (step) => (await actionOf(engine, step)).action));
  const doubtful = steps.filter((_, i) => actions[i]?.hurts !== undefined);
  const looks = await lookEach(engine, doubtful);
  const hurting = doubtful.filter((step, i) => { const now = looks[i]?.now; return now !== undefined && actions[steps.indexOf(step)]?.hurts?.(now) === true; });
  return { harmless: steps.filter((step) => !hurting.includes(step)), hurting };
}
const NO_INDICATORS = { accessKeyIds: [], principals: [], sourceIps: [], since: '' };
/** What the stranger had changed and is theirs no longer, but is weak as it stands now: a contact that was taken away leaves none. */
async function leftWeak(wizard: Wizard, findings: readonly Finding[]): Promise<readonly Step[]> {
  const { engine, kinds, session } = wizard;
  const taken = findings.flatMap((f): ResourceFinding[] => (f.about === 'resource' && f.verdict === 'malicious' ? [{ ...f, id: `${f.id}:after`, verdict: 'weak' }] : []));
  const steps = hardening(taken, kinds);
  const looks = await lookEach(engine, steps);
  return steps.flatMap((step, i) => {
    const now = looks[i]?.now;
    const judgement = now && kinds.get(step.kind)?.judge?.(now, { indicators: wizard.state().indicators ?? NO_INDICATORS, touches: [], attributed: undefined, accountId: session.caller.accountId });
    return judgement?.verdict === 'weak' ? [{ ...step, because: judgement.because }] : [];
  });
}
function showedBy(wizard: Wizard, findings: readonly Finding[]): Showed {
  const leak = wizard.state().answers.get(LEAK_QUESTION);
  return showed(findings, wizard.kinds, typeof leak === 'string' ? leak : undefined);
}

/** Weak, and nothing that this program could set: a person decides. `what`: the heading of all that are alike. */
interface Advised { readonly id: string; readonly kind: KindId; readonly what: Text | string; readonly name: Text | string; readonly because: Text }
export function advised(findings: readonly Finding[], kinds: ReadonlyMap<KindId, Kind>): readonly Advised[] {
  const theirs = strangersOwn(findings);
  return findings.flatMap((f) => (f.about === 'resource' && theirs.has(f.resource.owner ?? f.resource.arn) ? [] : adviceOn(f, kinds)));
}
function adviceOn(f: Finding, kinds: ReadonlyMap<KindId, Kind>): Advised[] {
  if (f.about !== 'resource') return isUnusedAdvice(f) ? [{ id: f.id, kind: UNUSED_KIND, what: unusedTitle(f), name: f.subject, because: f.because }] : [];
  const { id, kind, resource: { name, region }, because } = f;
  const known = f.verdict === 'weak' ? kinds.get(kind) : undefined;
  return known?.role === 'setting' && Object.keys(known.actions).length === 0 ? [{ id, kind, what: known.title, name: region === 'aws-global' ? name : say('{{name}} in {{region}}', { name, region }), because }] : [];
}

/** Names that are said; of more the number. */
const NAMED = 6;
/** What this case showed first; the same advice on many things once. */
export function showAdvice(wizard: Wizard, findings: readonly Finding[]): void {
  const items = prioritised(advised(findings, wizard.kinds), showedBy(wizard, findings)).flatMap((theme) => [...grouped(theme.of)].map(([, group]) => itemOf(group)));
  if (items.length > 0) wizard.ui.show({ type: 'list', title: say('Only you can decide these; nothing is done to them'), items });
}
function grouped(findings: readonly Advised[]): ReadonlyMap<string, readonly [Advised, ...Advised[]]> {
  const groups = new Map<string, [Advised, ...Advised[]]>();
  for (const one of findings) {
    const key = JSON.stringify([one.what, one.because]);
    const group = groups.get(key);
    if (group) group.push(one); else groups.set(key, [one]);
  }
  return groups;
}
function itemOf(group: readonly [Advised, ...Advised[]]): Text {
  const [{ what, because }] = group;
  const more = group.length > NAMED ? [say('and {{n}} more (in the report)', { n: group.length - NAMED })] : [];
  return say('{{what}}: {{names}}. {{why}}', { what, names: [...group.slice(0, NAMED).map((one) => one.name), ...more], why: because });
}
