// Everything the program ever shows or asks. Renderers switch over `type` exhaustively; tests assert on these events.
import type { Secret } from '../core/secret.ts';
import type { Catalogue, Text } from '../core/text.ts';
import type { Caller, CoverageCell, Decision, Finding, Gate, Instant, Region, Step, StepId, StepView } from '../core/types.ts';

export type Phase = 'preflight' | 'intake' | 'triage' | 'verify' | 'remediate' | 'protect' | 'closing';
export type StepState = 'already-done' | 'would' | 'declined' | 'stopped' | 'waiting' | 'applying' | 'verified' | 'unverified' | 'failed' | 'drifted' | 'undone';
export type Tone = 'info' | 'good' | 'warn' | 'bad' | 'quiet';

export type UiEvent =
  /** A phase begins: a heading. `deadline` is AWS's, kept in sight. */
  | { readonly type: 'phase'; readonly phase: Phase; readonly title: Text; readonly deadline?: Instant }
  | { readonly type: 'caller'; readonly caller: Caller; readonly alias?: string; readonly endpoint?: string; readonly drill?: Text }
  /** One sentence. */
  | { readonly type: 'say'; readonly tone: Tone; readonly text: Text }
  /** A titled list of sentences; `rows` aligned as label and value. */
  | { readonly type: 'list'; readonly title: Text; readonly tone?: Tone; readonly items?: readonly Text[]; readonly rows?: readonly (readonly [Text, Text])[] }
  /** Text of the attacker's or AWS's, quoted as it is (made inert by the renderer). */
  | { readonly type: 'quote'; readonly title: Text; readonly body: string }
  /** Work that takes over a second. Same `id`: the same line, updated; `done` ends it. */
  | { readonly type: 'progress'; readonly id: string; readonly text: Text; readonly n?: number; readonly of?: number; readonly done?: boolean }
  | { readonly type: 'coverage'; readonly cells: readonly CoverageCell[]; /** What each kind is called. */ readonly kinds?: Readonly<Record<string, Text>> }
  | { readonly type: 'findings'; readonly title: Text; readonly findings: readonly Finding[]; /** What each kind is called. */ readonly kinds: Readonly<Record<string, Text>>; /** Ids of those that a verified step contains. */ readonly contained?: readonly string[]; /** All of them, however many. */ readonly whole?: boolean }
  | { readonly type: 'plan'; readonly steps: readonly StepView[] }
  | { readonly type: 'step'; readonly step: Step; readonly title: Text; readonly state: StepState; readonly error?: Text; readonly n?: number; readonly of?: number }
  /** Many steps of one sort that ended alike. */
  | { readonly type: 'steps'; readonly state: StepState; readonly steps: readonly { readonly step: Step; readonly title: Text }[]; /** Of the first; of the others it says the same. */ readonly error?: Text }
  /** Waiting for time to pass, and why. */
  | { readonly type: 'wait'; readonly text: Text; readonly until: Instant }
  | { readonly type: 'timeline'; readonly rows: readonly { readonly time: Instant; readonly region: Region; readonly what: string; readonly who: string; readonly hand: Text }[] }
  /** A file that was written, and what it is. */
  | { readonly type: 'file'; readonly title: Text; readonly path: string }
  | { readonly type: 'score'; readonly rows: readonly (readonly [Text, Text])[]; readonly won: boolean };

export interface Choice { readonly value: string; readonly title: Text; readonly hint?: Text }
/** A question that is no gate: nothing in AWS changes by its answer. `text` is short, and fits beside its answer on one line. `id` is the key in an answers file's `prompts`. */
export type Question =
  | { readonly ask: 'choose'; readonly id: string; readonly text: Text; /** What the operator must know to answer; stands above. */ readonly about?: Text; readonly advice?: Text; readonly choices: readonly Choice[] }
  | { readonly ask: 'several'; readonly id: string; readonly text: Text; readonly choices: readonly Choice[] }
  | { readonly ask: 'line'; readonly id: string; readonly text: Text; readonly hint?: Text; /** What was typed to the same id before is offered again. */ readonly again?: true; check?(value: string): Text | undefined }
  /** A pasted block, ended by a line with only a dot or by Ctrl-D. */
  | { readonly ask: 'paste'; readonly id: string; readonly text: Text };
/** `undefined`: nobody answered (no terminal and no answer on file). */
export type Answer = string | readonly string[] | undefined;

export interface Ui {
  /** The language it speaks, for what is written beside it; without one, English. */
  readonly catalogue?: Catalogue | undefined;
  /** True where a person can be asked. */
  readonly interactive: boolean;
  show(event: UiEvent): void;
  /** Silence is no: without an answer nothing is approved. */
  gate(gate: Gate): Promise<Decision>;
  ask(question: Question): Promise<Answer>;
  /** Shows a secret once, or writes it where the operator says (mode 0600). `unasked`: into a file, without a question. Returns where it went, without the secret. */
  handOver(secret: Secret, unasked?: boolean): Promise<{ readonly how: 'shown' | 'file'; readonly path?: string }>;
  close(): void;
}

/** What must be typed to approve these of the gate's steps: the word of one that destroys something, the count of several, or the gate's own word. */
export function typedWord(gate: Pick<Gate, 'steps' | 'type'>, approved: readonly StepId[]): string | undefined {
  if (gate.type === undefined) return undefined;
  if (gate.steps.every((v) => v.type === undefined)) return gate.type;
  const words = gate.steps.flatMap((v) => (approved.includes(v.step.id) && v.type !== undefined ? [v.type] : []));
  return words.length > 1 ? String(words.length) : words[0];
}

/** Nothing approved: what silence, Ctrl-D and a missing answer mean. */
export const SILENCE: Decision = { approved: [], standing: false, stop: false };
