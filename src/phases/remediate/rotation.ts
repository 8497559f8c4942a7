// Key rotation as AWS prescribes, over days: new key, handed over, applications changed, old key deactivated, watched, deleted. And back, if something breaks.
import { endedWell } from '../../case/facts.ts';
import { say } from '../../core/text.ts';
import type { Finding, Instant, ResourceFinding, Step, StepId, Verb } from '../../core/types.ts';
import type { QuarantinePolicy } from '../../kinds/iam/quarantine-policy.ts';
import { applyWave } from '../../engine/apply.ts';
import { plan, stepIdOf } from '../../engine/plan.ts';
import { undoStep } from '../../engine/undo.ts';
import { keepPlanned } from '../../engine/views.ts';
import { showCallers, showMissing, showQuarantined, showStillCalling } from './callers.ts';
import type { Investigation } from '../investigation.ts';
import { askOnce, stopIfAsked, tell, waitUntil, type Wizard } from '../wizard.ts';

const leakedKeys = (findings: readonly Finding[]): readonly ResourceFinding[] =>
  findings.filter((f): f is ResourceFinding => f.about === 'resource' && f.kind === 'iam/access-key' && f.origin === 'used' && f.verdict === 'malicious');
const answerTo = (wizard: Wizard, question: string): string | undefined => { const a = wizard.state().answers.get(question); return typeof a === 'string' ? a : undefined; };
/** Days between deactivation and deletion, in which missing calls would show. */
const QUIET_HOURS = 24;

/** Asked before the first gate: an application that still needs the key decides between cutting at once and rotating first. */
export async function askRotation(wizard: Wizard, findings: readonly Finding[], investigation: Investigation): Promise<void> {
  for (const { resource } of leakedKeys(findings)) {
    const theirs = investigation.lineage.attributed.some((a) => a.hand === 'attacker' && a.event.identity.accessKeyId === resource.name);
    if (answerTo(wizard, `rotation:${resource.name}`) === undefined) showCallers(wizard, investigation, resource.name);
    await askOnce(wizard, {
      ask: 'choose', id: `rotation:${resource.name}`, text: say('What comes first?'), about: say('Does an application of yours need access key {{key}} to go on working?', { key: resource.name }),
      advice: theirs ? say('A stranger has used this key: deactivate it at once, even if something of yours stops. It can be reactivated.') : say('Nobody has abused it yet, as far as can be seen: make a new key first, change the application, then deactivate this one today.'),
      choices: [
        { value: 'now', title: say('Deactivate it now'), hint: say('I mend what breaks') },
        { value: 'rotate', title: say('A new key first'), hint: say('this one is deactivated when I have changed over') },
      ],
    });
  }
}

/** Steps on a key that is rotated: they come when its applications have changed. */
export function keptForRotation(wizard: Wizard, findings: readonly Finding[]): ReadonlySet<StepId> {
  const kept = leakedKeys(findings).filter(({ resource }) => answerTo(wizard, `rotation:${resource.name}`) === 'rotate' && answerTo(wizard, `changed:${resource.name}`) !== 'yes');
  return new Set(kept.map(({ resource }) => stepIdOf('iam/access-key', 'contain', resource)));
}

/** Walks every leaked key to where it can go today, and leaves a wait that says what for. `quarantines`: the documents that bind its user. */
export async function rotate(wizard: Wizard, findings: readonly Finding[], investigation: Investigation): Promise<void> {
  for (const finding of leakedKeys(findings)) {
    stopIfAsked(wizard);
    await rotateOne(wizard, finding, investigation, quarantinesOf(findings, finding));
  }
}
const quarantinesOf = (findings: readonly Finding[], key: ResourceFinding): readonly string[] => findings.flatMap((f) => {
  if (f.about !== 'resource' || f.kind !== 'iam/quarantine-policy' || f.resource.owner !== key.resource.owner) return [];
  const { document } = f.resource as QuarantinePolicy;
  return [document];
});

async function rotateOne(wizard: Wizard, finding: ResourceFinding, investigation: Investigation, quarantines: readonly string[]): Promise<void> {
  const key = finding.resource.name;
  const steps = new Map(plan([finding], wizard.kinds).map((s) => [s.verb, s]));
  const entry = (verb: Verb): ReturnType<Wizard['engine']['ledger']['step']> => { const step = steps.get(verb); return step && wizard.engine.ledger.step(step.id); };
  const settled = (verb: Verb): boolean => endedWell(entry(verb)?.state);
  if (settled('eradicate')) return;
  // AWS asks for the key's deletion: until that is done or declined, the case stays open.
  const last = steps.get('eradicate');
  if (last) await keepPlanned(wizard.engine, last);
  if (answerTo(wizard, `new-key:${key}`) === undefined) showQuarantined(wizard, investigation, key, quarantines);
  await newKey(wizard, key, steps.get('replace'), settled('contain'));
  if (['failed', 'unverified'].includes(entry('replace')?.state ?? '')) {
    tell(wizard, 'warn', say('There is no new key yet, so {{key}} goes no further. Try again with: aws-incident resume', { key }));
    return;
  }
  if (!settled('contain')) {
    const handedOver = atOf(wizard, 'handed-over', steps.get('replace')?.id);
    if (handedOver !== undefined) showStillCalling(wizard, investigation, key, handedOver);
    await deactivate(wizard, key, steps.get('contain'));
  }
  if (!settled('contain')) return;
  showMissing(wizard, investigation, key, entry('replace')?.made['key'], atOf(wizard, 'settled', steps.get('contain')?.id) ?? wizard.clock.now().toISOString());
  await afterDeactivation(wizard, key, steps.get('contain'), [steps.get('preserve'), steps.get('eradicate')].filter((s) => s !== undefined));
}
const atOf = (wizard: Wizard, type: 'handed-over' | 'settled', step: StepId | undefined): Instant | undefined => wizard.folder.journal.entries.findLast((e) => e.type === type && e.step === step)?.at;

async function newKey(wizard: Wizard, key: string, replace: Step | undefined, cut: boolean): Promise<void> {
  if (!replace || wizard.engine.ledger.step(replace.id)?.state === 'verified') return;
  const wants = await askOnce(wizard, {
    ask: 'choose', id: `new-key:${key}`, text: say('Do you need a new key?'), about: say('It would take the place of {{key}}.', { key }),
    advice: say('Better no key at all: a role, or OIDC for a CI system. If it must be a key, put it somewhere else than where this one leaked.'),
    choices: [{ value: 'yes', title: say('Yes, make one') }, { value: 'no', title: cut ? say('No, nothing needs it') : say('No, I use a role or another user') }],
  });
  if (wants !== 'yes') return;
  await applyWave(wizard.engine, [replace], { id: `replace:${key}`, title: say('Make a new key'), advice: say('Make it only if you know where it goes. Its secret is given to you once.') });
}

async function deactivate(wizard: Wizard, key: string, step: Step | undefined): Promise<void> {
  if (!step || answerTo(wizard, `rotation:${key}`) !== 'rotate') return;
  const changed = answerTo(wizard, `changed:${key}`) ?? await wizard.ui.ask({
    ask: 'choose', id: `changed:${key}`, text: say('Do your applications use the new key now?'), advice: say('Say yes only when you have seen them work with it.'),
    choices: [{ value: 'yes', title: say('Yes, all of them') }, { value: 'no', title: say('Not yet; keep the case waiting') }],
  });
  if (changed !== 'yes') {
    wizard.folder.record({ type: 'waiting', id: `changed:${key}`, wait: { for: 'operator', task: say('Change your applications to the new key, then type: aws-incident resume') } });
    return;
  }
  wizard.folder.record({ type: 'answered', question: `changed:${key}`, answer: 'yes' });
  if (wizard.state().waits.has(`changed:${key}`)) wizard.folder.record({ type: 'waited', id: `changed:${key}`, because: say('The applications were changed.') });
  await applyWave(wizard.engine, [step], { id: `deactivate:${key}`, title: say('Deactivate the old key'), advice: say('Do it now. It can be reactivated if something breaks.') });
}

/** Something broke: reactivated. Nothing missed it for a day: deleted, name typed. */
async function afterDeactivation(wizard: Wizard, key: string, contain: Step | undefined, ending: readonly Step[]): Promise<void> {
  const broke = await wizard.ui.ask({
    ask: 'choose', id: `broke:${key}`, text: say('Does anything of yours miss it?'), about: say('Access key {{key}} is deactivated.', { key }),
    advice: say('AWS asks for its deletion. Delete it when nothing has missed it for a day; until then it stays deactivated.'),
    choices: [{ value: 'no', title: say('No: go on to its deletion') }, { value: 'wait', title: say('I cannot tell yet: wait a day') }, { value: 'yes', title: say('Yes, something broke') }],
  });
  if (broke === 'yes') await reactivate(wizard, contain);
  else if (broke === 'no' || (broke === 'wait' && await aDayHasPassed(wizard, key))) await deleteKey(wizard, key, ending);
}

async function reactivate(wizard: Wizard, contain: Step | undefined): Promise<void> {
  const entry = contain && wizard.engine.ledger.step(contain.id);
  if (!entry) return;
  tell(wizard, 'warn', say('Mend the application with a new key if you can: a reactivated key is open to the stranger too.'));
  await undoStep(wizard.engine, entry);
}

/** Leaves a wait in the case; in a drill the day passes at once. */
async function aDayHasPassed(wizard: Wizard, key: string): Promise<boolean> {
  const waiting = wizard.state().waits.get(`quiet:${key}`)?.wait;
  const until = waiting?.for === 'time' ? new Date(waiting.until) : new Date(wizard.clock.now().getTime() + QUIET_HOURS * 3_600_000);
  if (!waiting) wizard.folder.record({ type: 'waiting', id: `quiet:${key}`, wait: { for: 'time', until: until.toISOString(), task: say('Access key {{key}} stays deactivated until then; if nothing misses it, it is deleted with: aws-incident resume', { key }) } });
  if (wizard.options.drill) await waitUntil(wizard, until, say('A day passes.'));
  return until.getTime() <= wizard.clock.now().getTime();
}

async function deleteKey(wizard: Wizard, key: string, ending: readonly Step[]): Promise<void> {
  if (wizard.state().waits.has(`quiet:${key}`)) wizard.folder.record({ type: 'waited', id: `quiet:${key}`, because: say('Nothing missed the key.') });
  for (const step of ending) {
    const kept = step.verb === 'preserve';
    await applyWave(wizard.engine, [step], {
      id: `end:${step.id}`, title: kept ? say('Keep what AWS knows of the key') : say('Delete the leaked key'),
      advice: kept ? say('Do it: what is deleted cannot be looked at again.') : say('Delete it: AWS asks for it, and nothing needs it any more.'),
    });
  }
}
