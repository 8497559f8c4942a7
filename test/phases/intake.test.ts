// What tells the wizard that something is wrong: asked until there is something to read, and again when nothing was taken.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { render } from '../../src/core/text.ts';
import { takeNotice, type Intake } from '../../src/phases/intake.ts';
import type { Wizard } from '../../src/phases/wizard.ts';
import type { Answer, Question } from '../../src/ui/port.ts';
import { openAccount } from '../harness/account.ts';
import { freshFolder, play, removeFolders } from '../harness/play.ts';
import { shortened } from '../harness/scenarios.ts';

afterAll(removeFolders);

interface Taken { readonly intake: Intake | undefined; readonly asked: readonly Question[]; readonly said: readonly string[]; readonly written: readonly string[]; readonly exitCode: number | undefined }
/** Answers question after question; `LEAVES`: Ctrl-C. */
const LEAVES = Symbol('leaves');
async function taken(...answers: readonly (Answer | typeof LEAVES)[]): Promise<Taken> {
  const asked: Question[] = [], said: string[] = [], left = [...answers];
  let intake: Intake | undefined;
  const body = async (wizard: Wizard): Promise<number> => {
    const stop = new AbortController();
    const ui: Wizard['ui'] = {
      interactive: true, gate: () => { throw new Error('nothing is to be decided'); }, handOver: () => { throw new Error('nothing is secret'); }, close: () => undefined,
      show: (event) => { if (event.type === 'say') said.push(render(event.text)); },
      ask: (question) => {
        asked.push(question);
        const answer = left.shift();
        if (answer !== LEAVES) return Promise.resolve(answer);
        stop.abort();
        return Promise.resolve(undefined);
      },
    };
    intake = await takeNotice({ ...wizard, ui, engine: { ...wizard.engine, signal: stop.signal }, options: { ...wizard.options, notice: undefined } });
    return 0;
  };
  const run = await play(await openAccount(await shortened('exposed-not-abused')), { body });
  return { intake, asked, said, exitCode: run.exitCode, written: run.reading().entries.flatMap((e) => (e.type === 'claimed' || e.type === 'answered' ? [e.type] : [])) };
}
const check = (q: Question | undefined, path: string): string | undefined => { const wrong = q?.ask === 'line' ? q.check?.(path) : undefined; return wrong && render(wrong); };

test('an empty paste is said to be empty, and the question comes again', async () => {
  const { intake, asked, said, written } = await taken('paste', ' \n', 'none');
  expect(asked.map((q) => q.id)).toEqual(['notice-source', 'notice-text', 'notice-source']);
  expect(said).toEqual(['There is nothing in it.']);
  expect([intake?.source, written]).toEqual(['none', ['answered']]);
});

test.each(['paste', 'file'])('whoever leaves instead of giving it (%s) has given nothing, and is asked again when the case goes on', async (how) => {
  const { exitCode, written } = await taken(how, LEAVES);
  expect([exitCode, written]).toEqual([130, []]);
});

test('a file is asked for until it can be read, however a window or a shell spells its path', async () => {
  const dir = freshFolder();
  const path = join(dir, 'a notice.txt');
  writeFileSync(path, 'the access key AKIAIOSFODNN7EXAMPLE of your AWS account 111122223333 was found on a public website.');
  const { asked: [, question], intake } = await taken('file', `'${path}' `);
  expect(check(question, join(dir, 'absent'))).toContain('there is no such file or folder');
  expect(check(question, dir)).toContain('it is a folder');
  expect(check(question, ` "${path}"`)).toBeUndefined();
  expect([intake?.source, intake?.claims.accessKeyIds]).toEqual(['file', ['AKIAIOSFODNN7EXAMPLE']]);
});
