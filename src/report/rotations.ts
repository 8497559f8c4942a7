// What has to be changed because the stranger read it: secrets, parameters, environments; and what this case has changed of it.
import { isDone } from '../case/open.ts';
import type { CaseState, StepRecord } from '../case/state.ts';
import type { DataRead } from '../core/record.ts';
import { say, type Text } from '../core/text.ts';

/** The wait for whoever has to change what no rotation changes. */
export const ROTATION_WAIT = 'change-what-was-read';
/** `done`: the operator said so. */
export const ROTATION_QUESTION = 'changed-what-was-read';

export interface Rotation extends DataRead { readonly done: boolean; readonly standing: Text }

export function rotations(state: CaseState): readonly Rotation[] {
  const replaced = [...state.steps.values()].filter(({ step }) => step.verb === 'replace');
  const said = state.answers.get(ROTATION_QUESTION) === 'done';
  return (state.record?.data.reads ?? []).filter(({ opens }) => opens).map((read): Rotation => {
    const step = replaced.find((one) => names(one, read));
    if (step && isDone(step) && (step.settledAt ?? '') > read.last) return { ...read, done: true, standing: say('Rotated at {{at}}.', { at: step.settledAt ?? '' }) };
    return said ? { ...read, done: true, standing: say('Changed, says the account’s owner.') } : { ...read, done: false, standing: say('Open: change it, and whatever it opens.') };
  });
}
const names = ({ step: { resource } }: StepRecord, { what, region }: DataRead): boolean => resource.region === region && (resource.arn === what || resource.name === what);
