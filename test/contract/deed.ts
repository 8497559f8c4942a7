// A deed as a kind is given it, with everything it tells kept in memory. It can be cut off as by a kill.
import type { Answer, Question } from '../../src/ui/port.ts';
import { codeAt } from '../../src/core/totp.ts';
import { Permit } from '../../src/aws/permit.ts';
import type { ChangeAws } from '../../src/aws/session.ts';
import type { Secret } from '../../src/core/secret.ts';
import type { Call, Origin, Resource } from '../../src/core/types.ts';
import { sameState, type Action, type Deed, type Kind } from '../../src/kinds/kind.ts';
import type { Stage } from './account.ts';

/** The process was killed here. */
export class Killed extends Error {}

export interface Step { readonly kind: Kind; readonly action: Action; readonly target: Resource; readonly way: string | undefined; readonly origin: Origin }

/** What the case remembers of one step, over several runs. */
export class Run {
  readonly made: Record<string, string> = {};
  readonly kept = new Map<string, string | Uint8Array>();
  readonly secrets: Secret[] = [];
  /** What the deed told, in order: `made:key`, `kept:file`, `handed-over`. */
  readonly told: string[] = [];
  /** Kills at the n-th thing told, counted from 1: before or after it is written down. */
  killAt: { readonly n: number; readonly written: boolean } | undefined;
  /** What the operator says to a question of the deed: by default, what a person reads off the device that was set up last. */
  answer = ({ id }: Question): Answer => {
    if (id === 'alarm-address') return 'alarms@example.com';
    if (id === 'alarm-phone') return '+1 555 0100';
    const seed = this.secrets.at(-1)?.reveal()['seed'];
    if (!id.startsWith('mfa-codes:') || seed === undefined) return undefined;
    const now = this.stage.clock.now();
    return `${codeAt(seed, new Date(now.getTime() - 30_000))} ${codeAt(seed, now)}`;
  };
  constructor(readonly stage: Stage, readonly step: Step, readonly before: Resource) {}

  look = async (): Promise<Resource | undefined> => {
    const { kind, target } = this.step;
    const [now] = await kind.look(this.stage.session.reads(kind.reads, target.region), [target]);
    // As the engine does it: what the thing is to be again does not follow what it becomes.
    return now && (this.before.aim ? { ...now, aim: this.before.aim } : now);
  };
  done = async (): Promise<boolean> => this.step.action.done(await this.look(), { made: this.made, way: this.step.way, before: this.before });
  calls = (): readonly Call[] => this.step.action.calls(this.before, this.step.way);

  /** One run of the action, from what stands now. */
  async apply(): Promise<void> {
    const now = await this.look();
    if (!now) return;
    const permit = this.#permit(this.calls());
    try { await this.step.action.apply(this.#aws(permit), now, this.#deed(permit)); } finally { permit.end(); }
  }
  /** The same permit, used on something else. */
  async applyTo(other: Resource): Promise<void> {
    const permit = this.#permit(this.calls());
    try { await this.step.action.apply(this.#aws(permit), other, { ...this.#deed(permit), before: other }); } finally { permit.end(); }
  }
  /** A deed under a permit for these calls. */
  deedOf(calls: readonly Call[]): Deed { return this.#deed(this.#permit(calls)); }
  async undo(): Promise<void> {
    const { action } = this.step;
    if (typeof action.undo !== 'function') throw new Error('cannot be undone');
    const permit = this.#permit(action.undoCalls?.(this.before, this.made) ?? []);
    try { await action.undo(this.#aws(permit), this.before, this.made, this.#deed(permit)); } finally { permit.end(); }
  }
  async undone(): Promise<boolean> {
    const now = await this.look();
    return this.step.action.undone?.(now, this.before) ?? sameState(now, this.before);
  }

  /** The clients of a deed that has ended, as an un-awaited call would still hold them. */
  endedClients(): ChangeAws {
    const permit = this.#permit(this.calls());
    permit.end();
    return this.#aws(permit);
  }

  #permit(calls: readonly Call[]): Permit { return new Permit(this.stage.world.id, 'drill:contract', calls, this.made); }
  #aws(permit: Permit): ChangeAws {
    const { kind, action, target } = this.step;
    return this.stage.session.changes(permit, [...kind.reads, ...(action.reads ?? [])], target.region, () => undefined);
  }
  #tell(what: string, write: () => void): void {
    this.told.push(what);
    const killed = this.killAt?.n === this.told.length ? this.killAt : undefined;
    if (killed && !killed.written) throw new Killed(what);
    write();
    if (killed) throw new Killed(what);
  }
  #deed(permit: Permit): Deed {
    return {
      stepId: 'contain:test', token: 'aws-incident-0123456789abcdef', way: this.step.way, origin: this.step.origin, before: this.before, made: this.made,
      making: (part, value) => this.#later(() => { this.#tell(`made:${part}`, () => { this.made[part] = value; permit.making(part, value); }); }),
      handOver: (secret) => this.#later(() => { this.#tell('handed-over', () => { this.secrets.push(secret); this.made['handed-over'] = secret.id; }); }),
      keep: (file, content) => this.#later(() => { this.#tell(`kept:${file}`, () => { this.kept.set(file, content); }); }),
      ask: (question) => this.#later(() => undefined).then(() => this.answer(question)),
      progress: () => undefined,
      sleep: (ms, signal) => this.stage.clock.sleep(ms, signal),
      awsNow: () => this.stage.session.awsNow(),
    };
  }
  #later(tell: () => void): Promise<void> { return new Promise((resolve) => { tell(); resolve(); }); }
}
