// Somebody at the keyboard: knows an answer to each question, and types it.
import { KEY, type Window } from './window.ts';

/** The question's beginning, and what is typed before Enter. */
export type Habit = readonly [question: RegExp, keys: string | ((match: RegExpExecArray, window: Window) => string)];

/** What the drill says that the app shows. */
const codesOn = (window: Window): string => { const [, first = '', second = ''] = [...window.flowing.matchAll(/The app would show (\d{6}), then (\d{6})/g)].at(-1) ?? []; return `${first} ${second}`; };

/** Whoever knows the account of leaked-key, and follows what the tool recommends. */
export const GOOD: readonly Habit[] = [
  [/^Is 203\.0\.113\.\d+ yours\?/, '2'], [/^Is \S+ yours\?/, '1'], [/^What comes first\?/, '1'], [/^What shall be done\?/, 'y'], [/^Contain it without asking\?/, 'y'],
  [/^To go on, type (\S+):/, (m) => m[1] ?? ''], [/^Where did the key leak\?/, '1'], [/^Do you need a new key\?/, '2'], [/^Does anything of yours miss it\?/, '1'],
  [/^Is the place where it leaked closed\?/, '1'], [/^Is that done\?/, '1'], [/^Where do you want it\?/, '1'], [/^Press Enter/, ''], [/^Two codes in a row:/, (_, window) => codesOn(window)],
  [/^Was it you\?/, '2'], [/^Was it one of you\?/, '3'],
  [/^Read the costs from Cost Explorer\?/, '1'], [/^E-mail address:/, 'alarms@example.com'], [/^Telephone number:/, '+1 555 0100'],
];
/** Whoever wants nothing done. */
export const UNWILLING: readonly Habit[] = [
  [/^What shall be done\?/, 'n'], [/^Is \S+ yours\?/, '3'], [/^Where did the key leak\?/, '5'], [/^Do you need a new key\?/, '2'], [/^Is the place where it leaked closed\?/, '2'], [/^Is that done\?/, '3'], ...GOOD,
];

/** Answers question after question, until the run ends or one begins with `until`. Gives the questions. */
export async function work(window: Window, habits: readonly Habit[], until?: string): Promise<readonly string[]> {
  const asked: string[] = [];
  for (;;) {
    const question = await window.question();
    if (question === undefined || (until !== undefined && question.startsWith(until))) return asked;
    const habit = habits.find(([pattern]) => pattern.test(question));
    if (!habit) throw new Error(`Nobody knows what to say to: ${question}`);
    const match = habit[0].exec(question);
    const [first = question] = match ?? [];
    asked.push(first);
    await window.answer(first, `${typeof habit[1] === 'string' ? habit[1] : match ? habit[1](match, window) : ''}${KEY.enter}`);
  }
}
