// Decisions from a file: one named step at a time, and whatever the file does not name is declined.
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { render, say } from '../../src/core/text.ts';
import type { Ui, UiEvent } from '../../src/ui/port.ts';
import { parseAnswers, ScriptedUi } from '../../src/ui/scripted.ts';
import { gateOf, viewOf } from './events.ts';

class Shown implements Ui {
  readonly interactive = true;
  readonly events: UiEvent[] = [];
  readonly handed: (boolean | undefined)[] = [];
  show(event: UiEvent): void { this.events.push(event); }
  gate(): never { throw new Error('the terminal was asked'); }
  ask(): never { throw new Error('the terminal was asked'); }
  handOver(_: Secret, unasked?: boolean): Promise<{ how: 'file' }> { this.handed.push(unasked); return Promise.resolve({ how: 'file' }); }
  close(): void { /* nothing is open */ }
}
const scripted = (data: object): ScriptedUi => new ScriptedUi(parseAnswers(JSON.stringify(data), 'answers.json'), new Shown());
const approve = (step: string, more: object = {}): object => ({ step, decision: 'approve', ...more });
const [alice, bob] = [viewOf('alice', {}, 'a'), viewOf('bob', {}, 'b')];
const [goneA, goneB] = ['alice', 'bob'].map((n) => viewOf(n, { reversible: false, irreversible: say('gone'), type: n }, n[0]));

describe('the file', () => {
  it.each([
    ['{', /answers\.json is not JSON: .*(position|line)/], ['[]', /must hold "decisions"/], ['{"decisions":{}}', /must hold "decisions"/], ['{"prompts":[]}', /must hold "decisions"/],
    ['{"decisions":[{"step":"a","decision":"approve"},{"step":"b"}]}', /decision 2 needs "step"/], ['{"decisions":["a"]}', /decision 1 needs/], ['{"decisions":[{"step":"a","decision":"yes"}]}', /decision 1 needs/],
    ['{"decisions":[{"step":"a","decision":"approve","typed":7}]}', /decision 1: "typed" and "way" must be text/],
    ['{"decisions":[{"step":"a","decision":"approve"},{"step":"a","decision":"decline"}]}', /decision 2 decides a a second time/],
    ['{"standing":"yes"}', /"standing" must be true or false/], ['{"prompts":{"new-key":7}}', /the prompt new-key must be answered by text/], ['{"prompts":{"new-key":["a",7]}}', /the prompt new-key/],
  ])('%s is a usage error that says where', (text, message) => {
    let error: unknown;
    try { parseAnswers(text, 'answers.json'); } catch (thrown) { error = thrown; }
    expect(error).toMatchObject({ fault: 'usage' });
    expect(render((error as { text: Parameters<typeof render>[0] }).text)).toMatch(message);
  });
  it('may be empty, and may begin as Windows begins its files', () => {
    expect(parseAnswers('{}', 'f')).toEqual({ decisions: [], standing: false, prompts: {} });
    expect(parseAnswers('\ufeff{"standing":true}', 'f').standing).toBe(true);
  });
});

describe('a gate', () => {
  it('approves the named steps; the others are declined', async () => {
    expect(await scripted({ decisions: [approve('b'), { step: 'a', decision: 'decline' }, approve('elsewhere')] }).gate(gateOf([alice, bob]))).toMatchObject({ approved: ['b'], standing: false, stop: false });
    expect(await scripted({}).gate(gateOf([alice, bob]))).toMatchObject({ approved: [] });
  });
  it('destroys only what was typed, each by its own name, and tells the gate their count', async () => {
    const gate = gateOf([goneA!, goneB!], { type: '2' });
    expect(await scripted({ decisions: [approve('a', { typed: 'alice' }), approve('b', { typed: 'bob' })] }).gate(gate)).toMatchObject({ approved: ['a', 'b'], typed: '2' });
    expect(await scripted({ decisions: [approve('a', { typed: 'alice' }), approve('b', { typed: 'alice' })] }).gate(gate)).toMatchObject({ approved: ['a'], typed: 'alice' });
    for (const typed of [undefined, '', '2', 'ALICE']) expect(await scripted({ decisions: [approve('a', { typed })] }).gate(gate)).toMatchObject({ approved: [] });
  });
  it('asks for the name before it gives an abused way in back', async () => {
    const gate = gateOf([bob], { type: 'bob' });
    expect(await scripted({ decisions: [approve('b')] }).gate(gate)).toMatchObject({ approved: [] });
    expect(await scripted({ decisions: [approve('b', { typed: 'bob' })] }).gate(gate)).toMatchObject({ approved: ['b'], typed: 'bob' });
  });
  it('gives a standing approval only where one is on offer and on file', async () => {
    const offered = gateOf([bob], { standing: say('Again?') });
    expect((await scripted({ decisions: [approve('b')], standing: true }).gate(offered)).standing).toBe(true);
    expect((await scripted({ decisions: [approve('b')] }).gate(offered)).standing).toBe(false);
    expect((await scripted({ decisions: [approve('b')], standing: true }).gate(gateOf([bob]))).standing).toBe(false);
  });
  it('takes the way that is on file', async () => { expect(await scripted({ decisions: [approve('b', { way: 'older' })] }).gate(gateOf([bob]))).toMatchObject({ ways: { b: 'older' } }); });
});

describe('a question', () => {
  const choices = [{ value: 'yes', title: say('Yes') }, { value: 'no', title: say('No') }];
  it('is answered from the file, or by nobody', async () => {
    const ui = scripted({ prompts: { broke: 'no', sources: ['yes'] } });
    expect(await ui.ask({ ask: 'choose', id: 'broke', text: say('?'), choices })).toBe('no');
    expect(await ui.ask({ ask: 'several', id: 'sources', text: say('?'), choices })).toEqual(['yes']);
    for (const id of ['other', 'constructor', '__proto__']) expect(await ui.ask({ ask: 'choose', id, text: say('?'), choices })).toBeUndefined();
  });
  it.each([
    [{ ask: 'choose' as const, choices }, 'maybe'], [{ ask: 'choose' as const, choices }, ['yes']], [{ ask: 'several' as const, choices }, 'yes'], [{ ask: 'several' as const, choices }, ['maybe']],
    [{ ask: 'line' as const, check: () => say('no') }, 'x'], [{ ask: 'paste' as const }, ['x']],
  ])('refuses an answer that does not fit: %j', async (question, answer) => {
    await expect(scripted({ prompts: { q: answer } }).ask({ ...question, id: 'q', text: say('?') })).rejects.toMatchObject({ fault: 'usage' });
  });
});

describe('a secret', () => {
  it('goes into a file without a question, also where a terminal stands by', async () => {
    const inner = new Shown();
    await new ScriptedUi(parseAnswers('{}', 'f'), inner).handOver(new Secret(say('New key'), 'AKIAI44QH8DHBEXAMPLE', {}));
    expect(inner.handed).toEqual([true]);
  });
});
