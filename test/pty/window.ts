// A command in a real pseudo-terminal, seen as a person sees it: waits for text with a deadline, never for time.
import { spawn, type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export const KEY = { enter: '\r', up: '\x1b[A', down: '\x1b[B', space: ' ', ctrlC: '\x03', ctrlD: '\x04' } as const;
export interface Size { readonly cols: number; readonly rows: number }
export interface Command { readonly file: string; readonly args: readonly string[]; readonly cwd: string; readonly env: Readonly<Record<string, string>> }
export interface Exit { readonly code: number; readonly signal: number }

const DEADLINE_MS = 90_000;
const SCROLLBACK = 20_000;

export class Window {
  readonly terminal: xterm.Terminal;
  readonly #pty: IPty;
  readonly #watchers = new Set<() => void>();
  /** Bytes that the terminal has not drawn yet. */
  #undrawn = 0;
  #exit: Exit | undefined;
  #raw = '';

  constructor(command: Command, { cols, rows }: Size) {
    this.terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: SCROLLBACK });
    this.#pty = spawn(command.file, [...command.args], { name: 'xterm-256color', cols, rows, cwd: command.cwd, env: { ...command.env } });
    // Answers to what a program asks its terminal (where is the cursor?).
    this.terminal.onData((data) => { this.#pty.write(data); });
    this.#pty.onData((data) => {
      this.#raw += data;
      this.#undrawn++;
      this.terminal.write(data, () => { this.#undrawn--; this.#changed(); });
    });
    this.#pty.onExit(({ exitCode, signal }) => { this.#exit = { code: exitCode, signal: signal ?? 0 }; this.#changed(); });
  }

  get pid(): number { return this.#pty.pid; }
  /** Every byte that was written to the terminal. */
  get raw(): string { return this.#raw; }
  /** All rows, those that have scrolled away too, as they are drawn. */
  get rows(): readonly string[] {
    const { active } = this.terminal.buffer;
    const rows = Array.from({ length: active.length }, (_, i) => active.getLine(i)?.translateToString(true) ?? '');
    return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
  }
  get text(): string { return this.rows.join('\n'); }
  /** The text with lines joined where only the width has broken them. */
  get flowing(): string { return this.text.replace(/\s+/g, ' '); }
  /** Rows, from the first that holds `from`, that the terminal itself had to break, because the program wrote beyond its edge; what is copied whole (a link, a path, a hash) may. */
  overflowing(from = ''): readonly string[] {
    const { active } = this.terminal.buffer;
    const first = this.rows.findIndex((row) => row.includes(from));
    return this.rows.filter((row, i) => i >= first && active.getLine(i + 1)?.isWrapped === true && !/^(https?:\/\/|~?\/|[0-9a-f]{60})\S*$/.test(row));
  }
  /** The prompt that waits for an answer: its message. */
  get pending(): string | undefined {
    const { rows } = this;
    const at = rows.findLastIndex((row) => /^[?✔✖] /.test(row));
    const row = rows[at];
    // A heading of findings begins with the same sign.
    return row?.startsWith('? ') === true && !row.startsWith('? Suspicious:') ? rows.slice(at).join(' ').slice(2).replace(/\s+/g, ' ') : undefined;
  }

  /** Waits until all of `texts` have been on the screen, wherever lines are broken. */
  async see(...texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.until(`sight of "${text}"`, () => this.flowing.includes(text));
  }
  /** The next question; undefined where the command ends without one. */
  async question(): Promise<string | undefined> {
    await this.until('a question', () => this.pending !== undefined || this.#exit !== undefined, true);
    return this.#exit === undefined ? this.pending : undefined;
  }
  /** Waits for the question and answers it; returns when the answer was taken. */
  async answer(question: string, keys: string): Promise<void> {
    await this.until(`the question "${question}"`, () => this.pending?.startsWith(question) === true);
    const asked = this.#answered();
    this.press(keys);
    await this.until(`the answer to "${question}" being taken`, () => this.#answered() > asked || this.#exit !== undefined);
  }
  /** How many prompts have got their answer so far. */
  #answered(): number { return this.rows.filter((row) => /^[✔✖] /.test(row)).length; }

  press(keys: string): void { this.#pty.write(keys); }
  resize({ cols, rows }: Size): void {
    this.#pty.resize(cols, rows);
    this.terminal.resize(cols, rows);
  }
  kill(signal: NodeJS.Signals = 'SIGKILL'): void { if (this.#exit === undefined) this.#pty.kill(signal); }

  /** Waits until the command has ended and everything is drawn. */
  async done(): Promise<Exit> {
    await this.until('the end', () => this.#exit !== undefined && this.#undrawn === 0, true);
    return this.#exit ?? { code: -1, signal: 0 };
  }
  until(what: string, isSo: () => boolean, afterEnd = false): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void): void => { clearTimeout(timer); this.#watchers.delete(look); then(); };
      const fail = (why: string): void => { settle(() => { reject(new Error(`${why} ${what}. On the screen:\n${this.text}`)); }); };
      const look = (): void => {
        if (isSo()) settle(resolve);
        else if (!afterEnd && this.#exit !== undefined && this.#undrawn === 0) fail(`it ended (${String(this.#exit.code)}) before`);
      };
      const timer = setTimeout(() => { fail(`within ${String(DEADLINE_MS / 1_000)} s there was no`); }, DEADLINE_MS);
      this.#watchers.add(look);
      look();
    });
  }
  #changed(): void { for (const look of [...this.#watchers]) look(); }
}
