// An answers file: decisions and answers that the operator wrote down beforehand.
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { StepId } from '../core/types.ts';

export interface Answers {
  readonly decisions: readonly { readonly step: StepId; readonly decision: 'approve' | 'decline'; readonly typed?: string; readonly way?: string }[];
  readonly standing: boolean;
  readonly prompts: Readonly<Record<string, string | readonly string[]>>;
}

/** Reads and checks an answers file; throws `usage` with what is wrong where. */
export function parseAnswers(text: string, file: string): Answers {
  const data = parse(text, file);
  const { decisions = [], prompts = {}, standing = false } = isObject(data) ? data : { decisions: undefined, prompts: null };
  if (!Array.isArray(decisions) || !isObject(prompts)) throw usage(say('The answers file {{file}} must hold "decisions" (a list) and "prompts" (an object).', { file }));
  if (typeof standing !== 'boolean') throw usage(say('The answers file {{file}}: "standing" must be true or false.', { file }));
  return { decisions: decisionsOf(decisions, file), standing, prompts: promptsOf(prompts, file) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    throw usage(say('The answers file {{file}} is not JSON: {{why}}', { file, why: error instanceof Error ? error.message : '' }));
  }
}
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextOrNone = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

function decisionsOf(list: readonly unknown[], file: string): Answers['decisions'] {
  const seen = new Set<string>();
  return list.map((one, i) => {
    const n = i + 1;
    const { step, decision, typed, way } = isObject(one) ? one : {};
    if (typeof step !== 'string' || (decision !== 'approve' && decision !== 'decline')) throw usage(say('The answers file {{file}}: decision {{n}} needs "step" and "decision": "approve" or "decline".', { file, n }));
    if (!isTextOrNone(typed) || !isTextOrNone(way)) throw usage(say('The answers file {{file}}: decision {{n}}: "typed" and "way" must be text.', { file, n }));
    if (seen.has(step)) throw usage(say('The answers file {{file}}: decision {{n}} decides {{step}} a second time.', { file, n, step }));
    seen.add(step);
    return { step, decision, ...(typed === undefined ? {} : { typed }), ...(way === undefined ? {} : { way }) };
  });
}

function promptsOf(prompts: Readonly<Record<string, unknown>>, file: string): Answers['prompts'] {
  const entries = Object.entries(prompts).map(([name, value]): [string, string | readonly string[]] => {
    if (typeof value === 'string') return [name, value];
    if (Array.isArray(value) && value.every((v): v is string => typeof v === 'string')) return [name, value];
    throw usage(say('The answers file {{file}}: the prompt {{name}} must be answered by text or a list of texts.', { file, name }));
  });
  return Object.fromEntries(entries);
}
