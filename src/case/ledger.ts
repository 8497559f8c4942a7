// The case as the engine writes and asks it: facts, values, evidence and how each step stands, always up to the last entry.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Text } from '../core/text.ts';
import type { Instant, Operation, Resource, Step, StepId } from '../core/types.ts';
import type { Fact, Stored } from './facts.ts';
import { StepFold } from './fold-steps.ts';
import type { CaseFolder } from './folder.ts';
import type { StepRecord, StepStanding } from './state.ts';

/** A step of the plan as it stands; withdrawn ones are none. */
export interface LedgerStep {
  readonly step: Step;
  readonly title: Text;
  readonly state: Exclude<StepStanding, 'withdrawn'>;
  readonly before: Stored<Resource | null> | undefined;
  readonly after: Stored<Resource | null> | undefined;
  readonly made: Readonly<Record<string, string>>;
  readonly attempts: number;
  /** The way that the operator chose at the gate. */
  readonly way: string | undefined;
  /** The end of the standing approval under which the step was approved; the clock says whether it still runs. */
  readonly standingUntil: Instant | undefined;
}

export class CaseLedger {
  readonly #steps = new StepFold();
  #seen = 0;
  constructor(private readonly folder: CaseFolder) {}

  record(fact: Fact): void { this.folder.record(fact); }
  recordAll(facts: readonly Fact[]): void { this.folder.recordAll(facts); }
  store<T>(value: T): Stored<T> { return this.folder.objects.store(value); }
  load<T>(stored: Stored<T>): T { return this.folder.objects.load(stored); }

  /** Evidence on disk, then its fact in the chain. */
  keep(file: string, content: string | Uint8Array, from: { readonly operation: Operation | 'aws-incident'; readonly requestId?: string | undefined; readonly step?: StepId }): Promise<void> {
    return new Promise((done) => {
      this.folder.record(this.folder.evidence.keep(file, content, from));
      done();
    });
  }

  /** A list for people, beside the journal, made anew each time. */
  list(name: string, content: string): string {
    const path = join(this.folder.dir, `${name.replace(/[^a-z0-9]+/gi, '-')}.txt`);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  step(id: StepId): LedgerStep | undefined {
    this.#catchUp();
    const record = this.#steps.steps.get(id);
    return record === undefined ? undefined : entryOf(record);
  }
  steps(): readonly LedgerStep[] {
    this.#catchUp();
    return [...this.#steps.steps.values()].flatMap((record) => entryOf(record) ?? []);
  }

  #catchUp(): void {
    const { entries } = this.folder.journal;
    for (const entry of entries.slice(this.#seen)) this.#steps.add(entry);
    this.#seen = entries.length;
  }
}

function entryOf(record: StepRecord): LedgerStep | undefined {
  const { step, title, state, before, after, made, attempts, decision } = record;
  if (state === 'withdrawn') return undefined;
  return { step, title, state, before, after, made, attempts, way: decision?.way, standingUntil: decision?.standingUntil };
}
