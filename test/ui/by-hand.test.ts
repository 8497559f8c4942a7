// What a prompt is given of what comes from the keyboard: keys; of a paste nothing, and an Enter that says so.
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byHand, type ByHand } from '../../src/ui/by-hand.ts';

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }); });
afterEach(() => { vi.useRealTimers(); });

interface Keyboard { readonly typing: ByHand; /** Chunks, each with the pause before it in milliseconds. */ readonly press: (...chunks: readonly (readonly [text: string, after: number])[]) => Promise<string> }
function keyboard(most = 8, tidy?: (typed: string) => string): Keyboard {
  // As the prompt before has left it.
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined }).pause();
  const typing = byHand(input as unknown as NodeJS.ReadStream, most, tidy);
  let given = '';
  typing.keys.on('data', (chunk: Buffer) => { given += chunk.toString('utf8'); });
  const settle = (): Promise<void> => new Promise((done) => { setImmediate(done); });
  return { typing, press: async (...chunks) => {
    for (const [text, after] of chunks) {
      await vi.advanceTimersByTimeAsync(after);
      input.write(text);
      await settle();
    }
    await vi.advanceTimersByTimeAsync(1_000);
    await settle();
    return given;
  } };
}
/** The line is emptied, and the prompt told. */
const REFUSED = '\u0005\u0015\r';
const NOTICE = `Hello,\r1. Rotate the key.\ry\r${'Your AWS Account may be compromised. '.repeat(50)}\r1\r`;

describe('keys', () => {
  it.each([
    ['one by one', [['y', 100], ['\r', 100]], 'y\r'],
    ['with Enter at once', [['y\r', 100]], 'y\r'],
    ['arrows and a space held down', [['\u001b[B\u001b[B\u001b[B\u001b[B\u001b[B', 30], [' ', 30], ['\r', 30]], '\u001b[B\u001b[B\u001b[B\u001b[B\u001b[B \r'],
    ['Enter pressed twice', [['n\r\r', 100]], 'n\r\r'],
  ] as const)('%s go through', async (_, chunks, given) => {
    const { press, typing } = keyboard();
    expect(await press(...chunks)).toBe(given);
    expect(typing.pasted()).toBe(false);
  });
  it('are tidied, but not those that move', async () => {
    expect(await keyboard(8, (typed) => typed.toLowerCase()).press(['Y', 50], ['\u001b[A', 50])).toBe('y\u001b[A');
  });
  it('of a word may be many', async () => { expect(await keyboard(512).press(['arn:aws:iam::111122223333:role/deploy\r', 50])).toBe('arn:aws:iam::111122223333:role/deploy\r'); });
});

describe('of a paste nothing goes through', () => {
  it.each([
    ['in one piece', [[NOTICE, 100]]],
    ['in pieces, the last of which is an answer', [[NOTICE, 100], ['more of it, and', 5], ['\ry\r', 90], ['1\r', 90]]],
    ['of two short lines', [['a\ry\r', 100]]],
    ['of one long line', [['Dear customer', 100]]],
  ] as const)('%s', async (_, chunks) => {
    const { press, typing } = keyboard();
    expect(await press(...chunks)).toBe(REFUSED);
    expect(typing.pasted()).toBe(true);
  });
  it('that comes letter by letter no answer is left', async () => {
    const given = await keyboard().press(...Array.from(NOTICE, (letter) => [letter, 1] as const));
    expect(given).toBe(`${NOTICE.slice(0, 9)}${REFUSED}`);
  });
  it('and what is typed afterwards counts again', async () => {
    const { press, typing } = keyboard();
    await press([NOTICE, 100]);
    expect(await press(['n', 0])).toBe(`${REFUSED}\u0005\u0015n`);
    expect(typing.pasted()).toBe(false);
  });
  it('and Ctrl-D means to leave, too', async () => { expect(await keyboard().press(['\u0004', 50])).toBe('\u0003'); });
  it('and Ctrl-Z leads to the shell and back to the question', async () => {
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => { process.emit('SIGCONT'); return true; });
    const given = await keyboard().press(['\u001a', 50], ['n', 50]);
    kill.mockRestore();
    expect(given).toBe('x\u007fn');
  });
  it('but Ctrl-C does', async () => { expect(await keyboard().press([NOTICE, 100], ['\u0003', 10])).toBe(`\u0003${REFUSED}`); });
});

it('a terminal that goes away is left as by Ctrl-C', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined }).pause();
  const { keys } = byHand(input as unknown as NodeJS.ReadStream, 8);
  const got = new Promise((done) => { keys.once('data', (chunk: Buffer) => { done(chunk.toString()); }); });
  input.end();
  expect(await got).toBe('\u0003');
});
