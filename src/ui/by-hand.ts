// Keys for a prompt, as a person types them: of what is pasted nothing gets through, so that no line of it answers a question.
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

export interface ByHand {
  /** What the prompt reads. */
  readonly keys: NodeJS.ReadStream;
  /** True where the Enter that the prompt has just got only says that something was pasted. */
  pasted(): boolean;
  end(): void;
}

/** No hand types faster, and no paste pauses longer, in milliseconds. */
const FASTEST_MS = 15, QUIET_MS = 150;
/** To the end of the line, and empty it. */
const EMPTY = '\u0005\u0015';
/** A letter that no prompt knows, and taken back. */
const REDRAW = 'x\u007f';

/** `most`: characters that may come at once, on one line. `tidy`: what the prompt is given of them. */
export function byHand(input: NodeJS.ReadStream, most: number, tidy: (typed: string) => string = (typed) => typed): ByHand {
  const keys = Object.assign(new PassThrough(), { isTTY: input.isTTY, setRawMode: (raw: boolean) => input.setRawMode(raw) });
  let last = 0, together = 0, isPasted = false;
  let quiet: NodeJS.Timeout | undefined;
  // The prompt refuses an Enter alone, and says why.
  const isOver = (): void => { quiet = undefined; isPasted = true; keys.write(`${EMPTY}\r`); };
  const leave = (): void => { keys.write('\u0003'); };
  // Node's line editor would come back from it with its input paused.
  const suspend = (): void => {
    input.setRawMode(false);
    process.once('SIGCONT', () => { input.setRawMode(true); keys.write(REDRAW); });
    process.kill(process.pid, 'SIGTSTP');
  };
  const take = (chunk: Buffer | string): void => {
    // Only a paste is cut off within a letter.
    const typed = String(chunk), now = performance.now();
    // At Ctrl-D Node's line editor would go away and leave the prompt deaf.
    if (['\u0003', '\u0004'].some((key) => typed.includes(key))) { leave(); return; }
    if (typed.includes('\u001a') && process.platform !== 'win32') { suspend(); return; }
    together = stripVTControlCharacters(typed).replace(/\p{Cc}/gu, '').length + (now - last < FASTEST_MS ? together : 0);
    last = now;
    if (quiet || together > most || /[\r\n]+[^\r\n]/.test(typed)) { clearTimeout(quiet); quiet = setTimeout(isOver, QUIET_MS); return; }
    // What was told of the paste goes away with the next key.
    if (isPasted) keys.write(EMPTY);
    isPasted = false;
    keys.write(typed.startsWith('\u001b') ? typed : tidy(typed));
  };
  // A terminal that is gone is left as by Ctrl-C, too.
  input.on('data', take).on('end', leave).resume();
  return { keys: keys as unknown as NodeJS.ReadStream, pasted: () => isPasted, end: () => { clearTimeout(quiet); input.off('data', take).off('end', leave).pause(); } };
}
