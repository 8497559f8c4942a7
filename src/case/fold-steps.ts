// The part of the fold that follows each step from plan to outcome and back.
import type { Instant, StepId, Arn } from '../core/types.ts';
import type { Entry } from './facts.ts';
import type { StepDecision, StepRecord } from './state.ts';

type OfType<T extends Entry['type']> = Extract<Entry, { type: T }>;
type Changes = { -readonly [K in keyof StepRecord]?: StepRecord[K] };

/** Gates over giving something back are named so; they say nothing about the deed. */
export const UNDO_GATE = 'undo:';

export class StepFold {
  readonly steps = new Map<StepId, StepRecord>();
  /** When a containing step was last begun or settled. */
  lastContainmentAt: Instant | undefined;

  resourceOf(id: StepId): Arn | undefined { return this.steps.get(id)?.step.resource.arn; }

  inDoubt(): { step: StepId; of: 'deed' | 'undo' }[] {
    return [...this.steps.values()].flatMap(({ step, state }): { step: StepId; of: 'deed' | 'undo' }[] => {
      if (state === 'started') return [{ step: step.id, of: 'deed' }];
      return state === 'undo-started' ? [{ step: step.id, of: 'undo' }] : [];
    });
  }

  /** Facts that concern no step, or a step that was never planned, change nothing. */
  add(entry: Entry): void {
    switch (entry.type) {
      case 'planned': this.#planned(entry); break;
      case 'decided': this.#decided(entry); break;
      case 'withdrawn': this.#change(entry.step, ({ state }) => (state === 'planned' || state === 'declined' ? { state: 'withdrawn' } : {})); break;
      case 'started': this.#started(entry); break;
      case 'made': this.#change(entry.step, ({ made }) => ({ made: { ...made, [entry.part]: entry.value } })); break;
      case 'called': this.#change(entry.step, ({ called }) => ({ called: [...called, entry] })); break;
      case 'handed-over': this.#change(entry.step, ({ handedOver }) => ({ handedOver: [...handedOver, entry] })); break;
      case 'settled': this.#settled(entry); break;
      case 'undo-started': this.#change(entry.step, () => ({ state: 'undo-started', undoError: undefined })); break;
      case 'undo-settled': this.#undoSettled(entry); break;
      case 'held': this.#change(entry.step, () => ({ holds: entry.holds })); break;
      default: break;
    }
  }

  #change(id: StepId, change: (record: StepRecord) => Changes): void {
    const record = this.steps.get(id);
    if (record) this.steps.set(id, { ...record, ...change(record) });
  }

  // Planned again: what it says is renewed, what happened to it stays.
  #planned(entry: OfType<'planned'>): void {
    const said = { step: entry.step, title: entry.title, calls: entry.calls, irreversible: entry.irreversible };
    const known = this.steps.get(entry.step.id);
    this.steps.set(entry.step.id, known === undefined
      ? { ...said, state: 'planned', before: undefined, after: undefined, undoAfter: undefined, attempts: 0, made: {}, called: [], handedOver: [], decision: undefined, undoDecision: undefined, startedAt: undefined, settledAt: undefined, outcome: undefined, error: undefined, undoError: undefined, holds: undefined }
      : { ...known, ...said, state: known.state === 'withdrawn' ? 'planned' : known.state });
  }

  // Whoever stops at a gate has not declined what the gate still held. Doubt is settled by looking, never by a decision.
  #decided(entry: OfType<'decided'>): void {
    const { decision } = entry;
    const approved = new Set(decision.approved);
    for (const id of new Set([...entry.steps, ...decision.approved])) {
      if (decision.stop && !approved.has(id)) continue;
      this.#change(id, ({ state }) => {
        const way = decision.ways?.[id];
        const taken: StepDecision = {
          gate: entry.gate, at: entry.at, caller: entry.caller, approved: approved.has(id), digest: entry.digest,
          ...(way === undefined ? {} : { way }), ...(decision.typed === undefined ? {} : { typed: decision.typed }), ...(decision.reason === undefined ? {} : { reason: decision.reason }),
          ...(decision.standing && entry.watchUntil !== undefined ? { standingUntil: entry.watchUntil } : {}),
        };
        if (entry.gate.startsWith(UNDO_GATE)) return { undoDecision: taken };
        return { decision: taken, ...(state === 'started' || state === 'undo-started' ? {} : { state: approved.has(id) ? 'approved' : 'declined' }) };
      });
    }
  }

  #started(entry: OfType<'started'>): void {
    this.#contained(entry.step, entry.at);
    this.#change(entry.step, ({ before, undoAfter }) => {
      const anew = undoAfter !== undefined; // it was undone in between: what is begun now is another deed
      return {
        state: 'started', attempts: entry.attempt, startedAt: entry.at, holds: undefined, error: undefined,
        before: anew ? entry.before : before ?? entry.before,
        ...(anew ? { made: {}, after: undefined, undoAfter: undefined, settledAt: undefined, outcome: undefined } : {}),
      };
    });
  }

  #settled(entry: OfType<'settled'>): void {
    this.#contained(entry.step, entry.at);
    this.#change(entry.step, () => ({ state: entry.outcome, outcome: entry.outcome, after: entry.after, settledAt: entry.at, error: entry.error }));
  }

  #undoSettled(entry: OfType<'undo-settled'>): void {
    this.#change(entry.step, (record) => (entry.outcome === 'undone'
      ? { state: 'undone', undoAfter: entry.after, undoError: undefined }
      : { state: record.outcome ?? 'unverified', undoError: entry.error }));
  }

  #contained(id: StepId, at: Instant): void {
    const step = this.steps.get(id)?.step;
    // Nothing cuts root's credentials off but their end.
    if (step?.verb === 'contain' || (step?.verb === 'eradicate' && step.kind === 'iam/root-credentials')) this.lastContainmentAt = at;
  }
}
