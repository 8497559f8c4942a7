// A run without a terminal: decisions and answers come from a file; what it does not name is declined.
import type { Secret } from '../core/secret.ts';
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Decision, Gate, StepId, StepView } from '../core/types.ts';
import type { Answer, Question, Ui, UiEvent } from './port.ts';

export interface Answers {
  readonly decisions: readonly { readonly step: StepId; readonly decision: 'approve' | 'decline'; readonly typed?: string; readonly way?: string }[];
  readonly standing: boolean;
  readonly prompts: Readonly<Record<string, string | readonly string[]>>;
}

/** Reads and checks an answers file; throws `usage` with what is wrong where. */
export function parseAnswers(text: string, file: string): Answers {
  let data: unknown;
  try { data = JSON.parse(text); } catch (error) { throw usage(say('The answers file {{file}} is not JSON: {{why}}', { file, why: error instanceof Error ? error.message : '' })); }
  const object = isObject(data) ? data : undefined;
  const decisions = object?.['decisions'] ?? [];
  const prompts = object?.['prompts'] ?? {};
  if (!object || !Array.isArray(decisions) || !isObject(prompts)) throw usage(say('The answers file {{file}} must hold "decisions" (a list) and "prompts" (an object).', { file }));
  for (const [n, one] of (decisions as unknown[]).entries()) {
    if (!isObject(one) || typeof one['step'] !== 'string' || (one['decision'] !== 'approve' && one['decision'] !== 'decline')) throw usage(say('The answers file {{file}}: decision {{n}} needs "step" and "decision": "approve" or "decline".', { file, n: n + 1 }));
  }
  for (const [name, value] of Object.entries(prompts)) {
    if (typeof value !== 'string' && !(Array.isArray(value) && value.every((v) => typeof v === 'string'))) throw usage(say('The answers file {{file}}: the prompt {{name}} must be answered by text or a list of texts.', { file, name }));
  }
  return { decisions: decisions as Answers['decisions'], standing: object['standing'] === true, prompts: prompts as Answers['prompts'] };
}
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Shows through `inner` (which is never asked), answers from the file. */
export class ScriptedUi implements Ui {
  readonly interactive = false;
  constructor(private readonly answers: Answers, private readonly inner: Ui) {}
  show(event: UiEvent): void { this.inner.show(event); }
  gate(gate: Gate): Promise<Decision> {
    const answers = new Map(this.answers.decisions.filter((d) => d.decision === 'approve').map((d) => [d.step, d]));
    const approved = gate.steps.filter((v) => {
      const typed = answers.get(v.step.id)?.typed;
      return answers.has(v.step.id) && (v.reversible || typed === v.step.resource.name || typed === gate.type);
    });
    const ways = Object.fromEntries(approved.flatMap((v) => { const way = answers.get(v.step.id)?.way; return way === undefined ? [] : [[v.step.id, way]]; }));
    return Promise.resolve({ approved: approved.map((v) => v.step.id), ways, standing: this.answers.standing && gate.standing !== undefined, stop: false, ...typedOf(approved, answers) });
  }
  ask(question: Question): Promise<Answer> { return Promise.resolve(this.answers.prompts[question.id]); }
  handOver(secret: Secret): Promise<{ how: 'shown' | 'file'; path?: string }> { return this.inner.handOver(secret); }
  close(): void { this.inner.close(); }
}

/** In a file each step has its own typed name; where several cannot be undone, the gate wants their count. */
function typedOf(approved: readonly StepView[], answers: ReadonlyMap<StepId, { readonly typed?: string }>): { typed?: string } {
  const final = approved.filter((v) => !v.reversible);
  if (final.length > 1) return { typed: String(final.length) };
  const typed = answers.get((final[0] ?? approved[0])?.step.id ?? '')?.typed;
  return typed === undefined ? {} : { typed };
}
