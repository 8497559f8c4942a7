// A run without a terminal: decisions and answers come from a file; what it does not name is declined.
import type { Secret } from '../core/secret.ts';
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Decision, Gate, StepView } from '../core/types.ts';
import type { Answers } from './answers.ts';
import { typedWord, type Answer, type Question, type Ui, type UiEvent } from './port.ts';

export { parseAnswers, type Answers } from './answers.ts';
type Approval = Answers['decisions'][number];

/** Shows through `inner` (which is never asked), answers from the file. */
export class ScriptedUi implements Ui {
  readonly interactive = false;
  constructor(private readonly answers: Answers, private readonly inner: Ui) {}
  get catalogue(): Ui['catalogue'] { return this.inner.catalogue; }
  show(event: UiEvent): void { this.inner.show(event); }
  gate(gate: Gate): Promise<Decision> {
    const given = new Map(this.answers.decisions.filter((d) => d.decision === 'approve').map((d) => [d.step, d]));
    const approved = gate.steps.filter((v) => isTyped(gate, v, given.get(v.step.id))).map((v) => v.step.id);
    const ways = Object.fromEntries(approved.flatMap((id) => { const way = given.get(id)?.way; return way === undefined ? [] : [[id, way]]; }));
    const typed = typedWord(gate, approved);
    return Promise.resolve({ approved, ways, standing: this.answers.standing && gate.standing !== undefined, stop: false, ...(typed === undefined ? {} : { typed }) });
  }
  ask(question: Question): Promise<Answer> {
    const { prompts } = this.answers;
    const answer = Object.hasOwn(prompts, question.id) ? prompts[question.id] : undefined;
    if (answer !== undefined && !fits(question, answer)) return Promise.reject(usage(say('The answers file: the prompt {{id}} cannot be answered by {{answer}}.', { id: question.id, answer })));
    return Promise.resolve(answer);
  }
  handOver(secret: Secret): Promise<{ how: 'shown' | 'file'; path?: string }> { return this.inner.handOver(secret, true); }
  close(): void { this.inner.close(); }
}

/** In a file each step has its own typed name, also where a terminal would ask for the count of several. */
function isTyped(gate: Gate, view: StepView, given: Approval | undefined): boolean {
  if (!given) return false;
  const word = view.type ?? (gate.steps.every((v) => v.type === undefined) ? gate.type : undefined);
  return word === undefined || given.typed === word;
}

function fits(question: Question, answer: string | readonly string[]): boolean {
  switch (question.ask) {
    case 'choose': return typeof answer === 'string' && question.choices.some((c) => c.value === answer);
    case 'several': return typeof answer !== 'string' && answer.every((one) => question.choices.some((c) => c.value === one));
    case 'line': return typeof answer === 'string' && question.check?.(answer) === undefined;
    case 'paste': return typeof answer === 'string';
    default: return question satisfies never;
  }
}
