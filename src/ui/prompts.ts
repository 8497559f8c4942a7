// The questions of the terminal: Inquirer's prompts with nothing preselected, and Ctrl-C as a designed way out.
import type { Choice } from './port.ts';
import { inert, say, type Text } from '../core/text.ts';
import { byHand, type ByHand } from './by-hand.ts';
import { cutTo, hang, widthOf } from './style.ts';
import { t, type Formatter } from './words.ts';

export interface PromptStreams { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream; readonly signal: AbortSignal }
/** The operator pressed Ctrl-C, or the input ended. */
export const LEFT = Symbol('left');
export type Left = typeof LEFT;

/** `most`, `tidy`: of what is typed, see `byHand`. */
async function orLeft<T>(s: PromptStreams, most: number, ask: (context: { input: NodeJS.ReadStream; output: NodeJS.WriteStream; signal: AbortSignal }, typing: ByHand) => Promise<T>, tidy?: (typed: string) => string): Promise<T | Left> {
  const typing = byHand(s.input, most, tidy);
  try {
    return await ask({ input: typing.keys, output: s.output, signal: s.signal }, typing);
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')) return LEFT;
    throw error;
  } finally {
    typing.end();
  }
}
/** Keys of a choice; a word, an address or a key that may be pasted. */
const KEYS = 8, WORD = 512;
/** Behind the two columns that Inquirer puts before it. */
const below = (f: Formatter, text: Text): string => hang(f.style, '  ', t(f, text)).join('\n').trimStart();
const PASTED = say('What was pasted is no answer here. A message of AWS goes in where you are asked for it, or with --notice FILE.');
/** What Inquirer puts around a message and its answer: the sign, two spaces, the cursor. */
const AROUND = 4;
/** The message of a prompt: as it is where it fits on one line with `room` for the answer, else printed above a short one. */
function messageOf(s: PromptStreams, f: Formatter, message: Text, room: number, short: Text): string {
  const whole = t(f, message);
  if (widthOf(whole) + AROUND + room <= f.style.width) return whole;
  s.output.write(`${hang(f.style, '  ', f.style.paint.bold(whole)).join('\n')}\n`);
  return t(f, short);
}
const LEAST_ROOM = 12;

/** A numbered or lettered list; Enter alone chooses nothing. `key`: the letter of a choice; then a number, which Inquirer would count from the top, is none: the steps of a gate are numbered. */
export async function choose(s: PromptStreams, f: Formatter, message: Text, choices: readonly (Choice & { readonly key?: string })[]): Promise<string | Left> {
  const { rawlist } = await import('@inquirer/prompts');
  const asked = messageOf(s, f, message, LEAST_ROOM, say('Your answer:'));
  const room = f.style.width - widthOf(asked) - AROUND;
  const letters = choices.some((c) => c.key !== undefined);
  return orLeft(s, KEYS, (context, typing) => rawlist<string>({
    message: asked,
    choices: choices.map((c) => ({ value: c.value, name: nameOf(f, c), short: cutTo(t(f, c.title), room), ...(c.key === undefined ? {} : { key: c.key }) })),
    theme: { style: { error: (said: string) => f.style.paint.red(`> ${below(f, typing.pasted() ? PASTED : said.includes('input a value') ? say('Type what stands before your choice, then press Enter.') : say('That is none of the choices.'))}`) } },
  }, context), (typed) => { const plain = typed.normalize('NFKC'); return letters ? plain.replace(/\d/g, '').toLowerCase() : plain; });
}
/** The key before a choice takes five columns; what does not fit beside it goes on below. */
const nameOf = (f: Formatter, c: Choice): string => hang(f.style, '     ', c.hint ? `${t(f, c.title)} ${f.style.paint.dim(`(${t(f, c.hint)})`)}` : t(f, c.title)).join('\n').trimStart();

/** Any number of a list; none is ticked at first. */
export async function several(s: PromptStreams, f: Formatter, message: Text, choices: readonly Choice[]): Promise<readonly string[] | Left> {
  const { checkbox } = await import('@inquirer/prompts');
  return orLeft(s, KEYS, (context, typing) => checkbox<string>({ message: t(f, message), validate: () => (typing.pasted() ? below(f, PASTED) : true), pageSize: 12, loop: false, choices: choices.map((c, i) => ({ value: c.value, name: cutTo(`${String(i + 1)}. ${t(f, c.title)}`, f.style.width - AROUND - 1), short: String(i + 1), checked: false })), theme: { style: { keysHelpTip: (keys: [key: string, action: string][]) => keysTip(f, keys) } } }, context));
}
/** Inquirer's line about the keys, in the language of the screens. */
const keysTip = (f: Formatter, keys: readonly (readonly [key: string, action: string])[]): string => {
  const word = (said: string): string => { const known = KEY_WORDS[said]; return known === undefined ? said : t(f, known); };
  return keys.map(([key, action]) => `${f.style.paint.bold(word(key))} ${f.style.paint.dim(word(action))}`).join(f.style.paint.dim(' • '));
};
const KEY_WORDS: Readonly<Record<string, Text>> = { space: say('space'), navigate: say('navigate'), select: say('select'), all: say('all'), invert: say('invert'), submit: say('submit') };

/** One line of text. `room`: columns that the answer takes; `short`: the prompt where the message has to stand above; `known`: what Enter alone gives. */
export async function line(s: PromptStreams, f: Formatter, message: Text, check: (value: string) => Text | undefined = () => undefined, { room = LEAST_ROOM, short = say('Your answer:'), known }: { readonly room?: number; readonly short?: Text; readonly known?: string } = {}): Promise<string | Left> {
  const { input } = await import('@inquirer/prompts');
  return orLeft(s, WORD, (context, typing) => input({ message: messageOf(s, f, message, room, short), ...(known === undefined ? {} : { default: known }), validate: (value) => { const wrong = typing.pasted() ? PASTED : check(value); return wrong ? below(f, wrong) : true; } }, context));
}

/** Throws away what was typed before the question was on the screen: an impatient Enter must not answer a gate. */
export function forgetTyped({ input }: PromptStreams): Promise<void> {
  if (!input.isTTY) return Promise.resolve();
  const ignore = (typed: Buffer | string): void => { if (typed.includes('\u0003')) process.kill(process.pid, 'SIGINT'); };
  input.setRawMode(true);
  input.on('data', ignore);
  input.resume();
  return new Promise((done) => {
    setTimeout(() => { input.off('data', ignore); input.pause(); input.setRawMode(false); done(); }, TYPED_MS);
  });
}
const TYPED_MS = 60;

/** Waits for Enter. */
export async function enter(s: PromptStreams, f: Formatter, message: Text): Promise<string | Left> {
  return line(s, f, message);
}

/** A pasted block: everything up to a line with only a dot, or Ctrl-D. Read without a line editor: that would go over the whole line again with each character of it. */
export function paste(s: PromptStreams, f: Formatter, message: Text): Promise<string | Left> {
  const { input, output, signal } = s;
  output.write(`${hang(f.style, '  ', `${f.style.paint.bold(t(f, message))} ${t(f, say('Paste it here. End with a line that holds only a dot.'))}`).join('\n')}\n`);
  const decoder = new TextDecoder();
  const textOf = (typed: Buffer | string): string => (typeof typed === 'string' ? typed : decoder.decode(typed, { stream: true }));
  const lines = [''];
  return new Promise((resolve) => {
    const end = (answer: string | Left): void => {
      input.off('data', take).off('end', leave).pause();
      if (input.isTTY) input.setRawMode(false);
      signal.removeEventListener('abort', leave);
      resolve(answer);
    };
    const leave = (): void => { end(LEFT); };
    const take = (typed: Buffer | string): void => {
      let before = '';
      for (const part of textOf(typed).split(/(\r\n?|\p{Cc})/u)) {
        const line = lines.at(-1) ?? '', isDot = line.trim() === '.', isEnter = /[\r\n]/.test(part);
        if (part === '\u0003') { leave(); return; }
        if (part === '\u0004' || (isEnter && isDot)) { output.write('\n'); end((isDot ? lines.slice(0, -1) : lines).join('\n')); return; }
        if (isEnter) { lines.push(''); output.write('\n'); }
        else if (part === '\b' || part === '\u007f') { lines.splice(-1, 1, Array.from(line).slice(0, -1).join('')); output.write('\b \b'.repeat(widthOf(Array.from(line).at(-1) ?? ''))); }
        else if (part !== ESCAPE) add(line, before === ESCAPE ? part.replace(/^\[[0-9;?]*[@-~]?/, '') : part);
        before = part;
      }
    };
    const add = (line: string, part: string): void => { lines.splice(-1, 1, line + part); output.write(inert(part.replaceAll('\t', ' '))); };
    if (input.isTTY) input.setRawMode(true);
    signal.addEventListener('abort', leave, { once: true });
    input.on('data', take).on('end', leave).resume();
  });
}
/** Before arrow keys and the like, and before the marks around a paste. */
const ESCAPE = '\u001b';
