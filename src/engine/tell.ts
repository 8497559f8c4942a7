// How steps ended, on the screen: what many of one sort have in common is told together.
import { byForm } from '../core/alike.ts';
import type { Text } from '../core/text.ts';
import type { Step } from '../core/types.ts';
import type { StepState } from '../ui/port.ts';
import type { Engine } from './engine.ts';

export interface Told { readonly step: Step; readonly title: Text; readonly state: StepState; readonly error?: Text | undefined }
/** More than these of one sort are told together. */
const MANY = 8;
/** What differs from step to step in an answer that is the same. */
const OWN: ReadonlySet<string> = new Set(['title', 'requestId']);
const meaning = (error: Text | undefined): unknown => error && [error.say, Object.entries(error.with ?? {}).filter(([name]) => !OWN.has(name))];

export function tellSteps({ ui }: Pick<Engine, 'ui'>, all: readonly Told[]): void {
  for (const group of byForm(all, ({ step, title, state, error }) => JSON.stringify([step.kind, step.verb, state, title.say, meaning(error)]))) {
    const [first] = group;
    if (first && group.length > MANY) ui.show({ type: 'steps', state: first.state, steps: group.map(({ step, title }) => ({ step, title })), ...(first.error ? { error: first.error } : {}) });
    else for (const { error, ...one } of group) ui.show({ type: 'step', ...one, ...(error ? { error } : {}) });
  }
}
