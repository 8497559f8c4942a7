// Evidence that could not be kept holds a deletion back, unless the operator gives a reason for doing without; it stands in the journal.
import { readable } from '../../core/alike.ts';
import { say } from '../../core/text.ts';
import type { Step, StepId } from '../../core/types.ts';
import { actionOf } from '../../engine/engine.ts';
import { stopIfAsked, type Wizard } from '../wizard.ts';

/** Shorter than this it is no reason. */
const LEAST = 8;
const questionOf = (step: Step): string => `without-evidence:${step.id}`;
const FAILED: ReadonlySet<string> = new Set(['failed', 'unverified', 'drifted']);

export interface Waived { readonly steps: readonly Step[]; readonly reason?: string }

/** The steps of one wave; those whose evidence was tried and failed no longer wait for it where a reason was typed. */
export async function withoutEvidence(wizard: Wizard, steps: readonly Step[]): Promise<Waived> {
  const lost = (step: Step): readonly StepId[] => step.after.filter((id) => id.startsWith('preserve:') && FAILED.has(wizard.engine.ledger.step(id)?.state ?? ''));
  const held = steps.filter((s) => s.verb === 'eradicate' && lost(s).length > 0);
  if (held.length === 0 || wizard.options.dryRun) return { steps };
  const open = held.filter((s) => !wizard.state().answers.has(questionOf(s)));
  if (open.length > 0) await ask(wizard, open);
  const reasons = new Map(held.flatMap((s) => { const why = wizard.state().answers.get(questionOf(s)); return typeof why === 'string' ? [[s.id, why] as const] : []; }));
  const [reason] = reasons.values();
  return { steps: steps.map((s) => (reasons.has(s.id) ? { ...s, after: s.after.filter((id) => !lost(s).includes(id)) } : s)), ...(reason === undefined ? {} : { reason }) };
}

async function ask(wizard: Wizard, steps: readonly Step[]): Promise<void> {
  const items = await Promise.all(steps.map(async (s) => (await actionOf(wizard.engine, s)).action.title(s.resource, s.way)));
  wizard.ui.show({ type: 'list', tone: 'warn', title: say('Not offered, because its evidence could not be kept'), items: readable(items) });
  const why = await wizard.ui.ask({ ask: 'line', id: 'without-evidence', text: say('Do it without evidence? Type why:'), hint: say('Leave it empty, and nothing is destroyed.') });
  stopIfAsked(wizard);
  const reason = typeof why === 'string' ? why.trim() : '';
  if (reason.length >= LEAST) wizard.folder.recordAll(steps.map((s) => ({ type: 'answered' as const, question: questionOf(s), answer: reason })));
}
