// The terminal: shows events as calm lines, asks at gates with nothing preselected, hands secrets over once.
import type { Ora } from 'ora';
import type { Clock } from '../core/clock.ts';
import { isIncidentError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { inert, say, type Catalogue } from '../core/text.ts';
import type { Decision, Gate } from '../core/types.ts';
import { format, gateHeading, progressText, stepsLines } from './format.ts';
import { decideAt, wholeList } from './gate-dialog.ts';
import { choose, forgetTyped, LEFT, line, paste, several, type Left, type PromptStreams } from './prompts.ts';
import { fitsProfile, inCloudShell, isPicture, profileTrouble, writeProfile, writeSecret } from './hand-over.ts';
import { SILENCE, type Answer, type Question, type Ui, type UiEvent } from './port.ts';
import { cutTo, styleFor, widthOf, hang } from './style.ts';
import { t, timeOf, type Formatter } from './words.ts';

export interface TerminalOptions {
  readonly input: NodeJS.ReadStream;
  /** Everything but results goes here: standard error. */
  readonly output: NodeJS.WriteStream;
  readonly colour: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly catalogue?: Catalogue;
  /** Ctrl-C at a prompt. */
  readonly onLeave: () => void;
}

const LONG_WAIT_MS = 120_000;
const SOON_MS = 400;

export class Terminal implements Ui {
  readonly interactive: boolean;
  #spinner: Ora | undefined;
  #spinning: string | undefined;
  #closed = false;
  #last = new Map<string, string>();
  /** Reasons that stand on the screen since the last gate. */
  #reasons = new Set<string>();
  /** What was typed to questions that are asked again. */
  #typedBefore = new Map<string, string>();
  readonly #streams: PromptStreams;

  constructor(private readonly options: TerminalOptions) {
    this.interactive = options.input.isTTY && options.output.isTTY;
    this.#streams = { input: options.input, output: options.output, signal: options.signal };
    // What is under way may take a minute to end; at a prompt nothing is.
    options.signal.addEventListener('abort', () => { setTimeout(() => { this.#progress({ type: 'progress', id: 'leaving', text: say('Ending what is under way. Ctrl-C again ends at once.') }); }, SOON_MS).unref(); }, { once: true });
  }

  get catalogue(): Catalogue | undefined { return this.options.catalogue; }
  get #f(): Formatter { return { style: styleFor(this.options.output.columns || 80, this.options.colour), catalogue: this.options.catalogue }; }
  #print(lines: readonly string[]): void {
    this.#spinner?.clear();
    if (lines.length > 0) this.options.output.write(`${lines.join('\n')}\n`);
    this.#spinner?.render();
  }

  show(event: UiEvent): void {
    if (event.type === 'progress') { this.#progress(event); return; }
    if (event.type === 'wait') { this.#wait(event); return; }
    if (event.type === 'step' && event.state === 'applying') { this.#progress({ type: 'progress', id: 'deed', text: event.title, ...(event.n === undefined ? {} : { n: event.n }), ...(event.of === undefined ? {} : { of: event.of }) }); return; }
    if (event.type !== 'step') this.#rest();
    if (event.type === 'findings') for (const one of event.findings) this.#reasons.add(t(this.#f, one.because));
    this.#print(format(this.#f, event));
  }

  /** How long a long wait is stays in sight, however narrow the screen. */
  #wait({ text, until }: Extract<UiEvent, { type: 'wait' }>): void {
    const isLong = Date.parse(until) - this.options.clock.now().getTime() > LONG_WAIT_MS;
    this.#progress({ type: 'progress', id: 'wait', text: isLong && !this.interactive ? say('{{text}} Until {{until}}.', { text, until }) : text }, isLong ? ` → ${timeOf(until)}` : '');
  }
  /** One live line on a terminal that can draw it anew; elsewhere a line when work begins and no more. */
  #progress(event: Extract<UiEvent, { type: 'progress' }>, tail = ''): void {
    if (this.#closed || (this.options.signal.aborted && event.id !== 'leaving')) return;
    const text = progressText(this.#f, event);
    if (!this.interactive || process.env['TERM'] === 'dumb') {
      const said = t(this.#f, event.text);
      if (!event.done && this.#last.get(event.id) !== said && event.n === undefined) this.#print([`  … ${said}`]);
      this.#last.set(event.id, said);
      return;
    }
    if (event.done) { if (this.#spinning === event.id) this.#rest(); return; }
    this.#spinning = event.id;
    const shown = this.#fit(text, tail);
    if (this.#spinner) this.#spinner.text = shown;
    else void this.#spin(shown);
  }
  #fit(text: string, tail: string): string { return cutTo(text, this.#f.style.width - 4 - widthOf(tail)) + tail; }
  async #spin(text: string): Promise<void> {
    const id = this.#spinning;
    const { default: ora } = await import('ora');
    if (this.#spinner || this.#spinning !== id || this.#spinning === undefined) return;
    this.#spinner = ora({ text, stream: this.options.output, prefixText: ' ', color: this.options.colour ? 'cyan' : false, discardStdin: false, hideCursor: false }).start();
  }
  #rest(): void {
    this.#spinner?.stop();
    this.#spinner = undefined;
    this.#spinning = undefined;
  }

  async gate(gate: Gate): Promise<Decision> {
    this.#rest();
    const f = this.#f;
    this.#print([...gateHeading(f, gate.title), ...stepsLines(f, gate.steps, { said: this.#reasons }), ...wholeList(f, gate), '', ...format(f, { type: 'say', tone: 'info', text: say('We recommend: {{advice}}', { advice: gate.advice }) })]);
    this.#reasons.clear();
    if (!this.interactive) {
      this.#print(format(f, { type: 'say', tone: 'warn', text: say('Nobody can answer here, so nothing is done. Use a terminal, or --answers FILE.') }));
      return SILENCE;
    }
    await forgetTyped(this.#streams);
    const decision = await decideAt(this.#streams, { formatter: () => this.#f, print: (lines) => { this.#print(lines); } }, gate);
    if (decision.stop) this.options.onLeave();
    return decision;
  }

  async ask(question: Question): Promise<Answer> {
    this.#rest();
    if (!this.interactive) return undefined;
    const answer = await this.#answer(question);
    if (answer !== LEFT) return answer;
    this.options.onLeave();
    return undefined;
  }
  #answer(question: Question): Promise<string | readonly string[] | Left> {
    const f = this.#f;
    switch (question.ask) {
      case 'choose':
        this.#print(['', ...(question.about ? format(f, { type: 'say', tone: 'info', text: question.about }) : []), ...(question.advice ? format(f, { type: 'say', tone: 'info', text: say('We recommend: {{advice}}', { advice: question.advice }) }) : [])]);
        return choose(this.#streams, f, question.text, question.choices);
      case 'several': return several(this.#streams, f, question.text, question.choices);
      case 'line':
        if (question.hint) this.#print(['', ...format(f, { type: 'say', tone: 'info', text: question.hint })]);
        return this.#line(question);
      case 'paste': return paste(this.#streams, f, question.text);
      default: return question satisfies never;
    }
  }

  async #line(question: Extract<Question, { ask: 'line' }>): Promise<string | Left> {
    const { id, text, again } = question;
    const known = again ? this.#typedBefore.get(id) : undefined;
    const answer = await line(this.#streams, this.#f, text, question.check?.bind(question), known === undefined ? {} : { known, room: widthOf(known) * 2 });
    if (again && answer !== LEFT) this.#typedBefore.set(id, answer);
    return answer;
  }

  /** Whoever leaves at the question still gets the secret: in a file. What the disk does not take is asked again; who has left sees it on the screen. */
  async handOver(secret: Secret, unasked = false): Promise<{ how: 'shown' | 'file'; path?: string }> {
    this.#rest();
    const asks = this.interactive && !unasked;
    for (;;) {
      const where = asks ? await this.#whereTo(secret) : 'file';
      if (where === 'shown') return this.#showOnce(secret);
      const profile = where === 'profile' ? await line(this.#streams, this.#f, say('Profile name:'), profileTrouble) : undefined;
      const left = where === LEFT || profile === LEFT;
      if (left) this.options.onLeave();
      try { return await this.#written(secret, profile === LEFT ? undefined : profile); } catch (error) {
        if (!asks || !isIncidentError(error)) throw error;
        this.show({ type: 'say', tone: 'bad', text: error.text });
        if (left) return this.#showOnce(secret);
      }
    }
  }
  async #written(secret: Secret, profile: string | undefined): Promise<{ how: 'file'; path: string }> {
    const path = profile === undefined ? await writeSecret(secret, this.options.clock) : writeProfile(secret, profile);
    if (profile === undefined) this.show({ type: 'file', title: say('The secret is in this file (mode 0600). Move it to where it belongs, then delete the file.'), path });
    else this.show({ type: 'file', title: say('The secret is in the profile {{profile}} of this file.', { profile }), path });
    return { how: 'file', path };
  }
  #whereTo(secret: Secret): Promise<string | Left> {
    if (inCloudShell()) this.show({ type: 'say', tone: 'warn', text: say('A file here stays in the home of CloudShell, and whoever comes in as this identity can read it. Show it once, or take the file away at once.') });
    this.show({ type: 'say', tone: 'info', text: secret.title });
    return choose(this.#streams, this.#f, say('Where do you want it?'), [
      { value: 'shown', title: say('Show it here once') }, { value: 'file', title: isPicture(secret) ? say('Write it to a picture that only you can read') : say('Write it to a file that only you can read') },
      ...(fitsProfile(secret) ? [{ value: 'profile', title: say('Write it to a new profile of the aws command') }] : []),
    ]);
  }
  async #showOnce(secret: Secret): Promise<{ how: 'shown' }> {
    const { uri, ...parts } = secret.reveal();
    const picture = uri === undefined ? [] : (await import('./qr.ts')).qrLines(uri, this.options.colour).map((l) => `  ${l}`);
    // What is typed into an app by hand is easier to read in fours, and apps take it so.
    const shown = (value: string): string => inert(uri === undefined ? value : value.replace(/(.{4})(?=.)/g, '$1 '));
    this.#print(['', ...picture, ...Object.entries(parts).flatMap(([name, value]) => (uri === undefined && widthOf(name) + widthOf(value) + 6 > this.#f.style.width ? [`    ${name}:`, shown(value)] : hang(this.#f.style, `    ${name}: `, shown(value)))), '']);
    this.show({ type: 'say', tone: 'warn', text: say('Copy it now; it is not shown again.') });
    const copied = await line(this.#streams, this.#f, say('Press Enter when you have it.'));
    if (copied === LEFT) this.options.onLeave();
    return { how: 'shown' };
  }

  close(): void {
    this.#rest();
    this.#closed = true;
  }
}
