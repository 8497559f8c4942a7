// Folds a journal into what stands now. Pure: the same entries always give the same state.
import type { Costs } from '../core/costs.ts';
import type { AccountRecord } from '../core/record.ts';
import type { Caller, CoverageCell, Finding, Indicators, Instant } from '../core/types.ts';
import { isKnown } from './chain.ts';
import type { CaseIdentity, Entry } from './facts.ts';
import { StepFold } from './fold-steps.ts';
import type { Loader } from './objects.ts';
import type { CaseState, Checked, Claimed, Continued, Ended, Kept, Noted, OpenWait, Standing, Swept, Traced } from './state.ts';

/** How long after the last containment the closing pass must end (promise 8). */
export const QUIET_MS = 30 * 60_000;

/** `objects` gives back what stands outside the journal. Throws where it is damaged. */
export function fold(entries: readonly Entry[], objects: Loader): CaseState {
  const folding = new Folding(objects);
  for (const entry of entries) folding.add(entry);
  return folding.state();
}

/** Replaced by a finished pass, added to by an unfinished one. */
class Passes<T> {
  readonly #parts = new Map<number, Map<string, T>>();
  constructor(private readonly key: (one: T) => string) {}
  add(pass: number, all: readonly T[]): void {
    const part = this.#parts.get(pass) ?? new Map<string, T>();
    for (const one of all) part.set(this.key(one), one);
    this.#parts.set(pass, part);
  }
  finish(pass: number): void {
    for (const known of this.#parts.keys()) if (known < pass) this.#parts.delete(known);
  }
  all(): T[] {
    const merged = new Map<string, T>();
    for (const pass of [...this.#parts.keys()].sort((a, b) => a - b)) for (const [key, one] of this.#parts.get(pass) ?? []) merged.set(key, one);
    return [...merged.values()];
  }
}

class Folding {
  #opened: { caseId: string; tool: string; at: Instant; kinds: Readonly<Record<string, number>> } = { caseId: '', tool: '', at: '', kinds: {} };
  #identity: CaseIdentity = { accountId: '', partition: '', endpoint: '' };
  #lastAt: Instant = '';
  #caller: Caller | undefined;
  #indicators: Indicators | undefined;
  #traced: Traced | undefined;
  #costs: Costs | undefined;
  #record: AccountRecord | undefined;
  #restorable: CaseState['restorable'];
  #standing: Standing | undefined;
  #ended: Ended | undefined;
  #unknown = 0;
  readonly #runs: Continued[] = [];
  readonly #claims: Claimed[] = [];
  readonly #checks = new Map<string, Checked>();
  readonly #answers = new Map<string, string | readonly string[]>();
  readonly #findings = new Passes<Finding>((finding) => finding.id);
  readonly #coverage = new Passes<CoverageCell>((cell) => `${cell.check} ${cell.region}`);
  readonly #sweeps: Swept[] = [];
  readonly #waits = new Map<string, OpenWait>();
  readonly #evidence: Kept[] = [];
  readonly #notes: Noted[] = [];
  readonly #steps = new StepFold();

  constructor(private readonly objects: Loader) {}

  add(entry: Entry): void {
    this.#lastAt = entry.at;
    if (!isKnown(entry)) { this.#unknown += 1; return; }
    if (entry.type !== 'ended') this.#ended = undefined;
    if (this.#addRun(entry) || this.#addKnowledge(entry) || this.#addRest(entry)) return;
    this.#steps.add(entry);
  }

  #addRun(entry: Entry): boolean {
    switch (entry.type) {
      case 'opened':
        this.#opened = { caseId: entry.caseId, tool: entry.tool, at: entry.at, kinds: entry.kinds };
        this.#identity = entry.identity;
        return true;
      case 'bound': this.#identity = entry.identity; return true;
      case 'continued':
        this.#runs.push({ at: entry.at, tool: entry.tool, caller: entry.caller, how: entry.how });
        this.#caller = entry.caller;
        return true;
      case 'ended': this.#ended = { at: entry.at, state: entry.state, exitCode: entry.exitCode }; return true;
      default: return false;
    }
  }

  #addKnowledge(entry: Entry): boolean {
    switch (entry.type) {
      case 'claimed': this.#claims.push({ at: entry.at, source: entry.source, claims: entry.claims }); return true;
      case 'checked': this.#checks.set(entry.claim, { at: entry.at, stands: entry.stands, because: entry.because }); return true;
      case 'indicated': this.#indicators = entry.indicators; return true;
      case 'answered': this.#answers.set(entry.question, entry.answer); return true;
      case 'covered': this.#coverage.add(entry.pass, entry.cells); return true;
      case 'found': this.#findings.add(entry.pass, this.objects.load(entry.findings)); return true;
      case 'traced': this.#traced = { pass: entry.pass, lineage: entry.lineage, events: entry.events }; return true;
      case 'costed': this.#costs = this.objects.load(entry.costs); return true;
      case 'restorable': this.#restorable = { since: entry.since, things: this.objects.load(entry.things) }; return true;
      case 'recorded': this.#record = this.objects.load(entry.record); return true;
      case 'swept':
        this.#sweeps.push({ pass: entry.pass, scope: entry.scope, startedAt: entry.startedAt, endedAt: entry.at });
        this.#findings.finish(entry.pass);
        this.#coverage.finish(entry.pass);
        return true;
      default: return false;
    }
  }

  #addRest(entry: Entry): boolean {
    switch (entry.type) {
      case 'waiting': this.#waits.set(entry.id, { id: entry.id, since: entry.at, wait: entry.wait, step: entry.step }); return true;
      case 'waited': this.#waits.delete(entry.id); return true;
      case 'kept': this.#evidence.push(entry); return true;
      case 'noted': this.#notes.push({ at: entry.at, text: entry.text }); return true;
      case 'decided':
        if (entry.decision.standing && entry.watchUntil !== undefined) {
          const covers = entry.decision.approved.flatMap((id) => this.#steps.resourceOf(id) ?? []);
          this.#standing = { gate: entry.gate, until: entry.watchUntil, steps: entry.decision.approved, covers };
        }
        return false;
      default: return false;
    }
  }

  state(): CaseState {
    const lastContainmentAt = this.#steps.lastContainmentAt;
    return {
      caseId: this.#opened.caseId, tool: this.#opened.tool, openedAt: this.#opened.at, lastAt: this.#lastAt,
      identity: this.#identity, kinds: this.#opened.kinds, runs: this.#runs, caller: this.#caller,
      claims: this.#claims, checks: this.#checks, indicators: this.#indicators, answers: this.#answers,
      steps: this.#steps.steps, findings: this.#findings.all(), coverage: this.#coverage.all(),
      sweeps: this.#sweeps, closing: this.#closing(lastContainmentAt), lastContainmentAt,
      traced: this.#traced, costs: this.#costs, record: this.#record, restorable: this.#restorable, waits: this.#waits, standing: this.#standing, deadline: deadlineOf(this.#claims),
      evidence: this.#evidence, notes: this.#notes, ended: this.#ended, inDoubt: this.#steps.inDoubt(), unknown: this.#unknown,
    };
  }

  #closing(lastContainmentAt: Instant | undefined): Swept | undefined {
    const quietFrom = lastContainmentAt === undefined ? -Infinity : Date.parse(lastContainmentAt) + QUIET_MS;
    return this.#sweeps.findLast((sweep) => sweep.scope === 'every-region' && Date.parse(sweep.endedAt) >= quietFrom);
  }
}

function deadlineOf(claims: readonly Claimed[]): Instant | undefined {
  return claims.flatMap(({ claims: said }) => (typeof said['deadline'] === 'string' && !Number.isNaN(Date.parse(said['deadline'])) ? [said['deadline']] : [])).at(-1);
}
