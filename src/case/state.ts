// What stands now in a case, as its journal tells it. Data only; fold.ts makes it.
import type { Costs } from '../core/costs.ts';
import type { AccountRecord } from '../core/record.ts';
import type { Restorable } from '../core/restore.ts';
import type { Text } from '../core/text.ts';
import type { Arn, Caller, CoverageCell, Finding, Indicators, Instant, JsonObject, Operation, Region, Resource, Step, StepId, Wait } from '../core/types.ts';
import type { CaseIdentity, ClaimsData, ClaimStanding, Fact, StepOutcome, Stored } from './facts.ts';

/**
 * `started` and `undo-started` that nothing followed are in doubt: AWS must be asked. `withdrawn`: the plan no longer holds it.
 * A failed undo leaves the outcome of the deed standing, with `undoError`.
 */
export type StepStanding = 'planned' | 'withdrawn' | 'approved' | 'declined' | 'started' | StepOutcome | 'undo-started' | 'undone';

export interface StepDecision {
  readonly gate: string;
  readonly at: Instant;
  readonly caller: string;
  readonly approved: boolean;
  readonly way?: string;
  readonly typed?: string;
  readonly reason?: string;
  /** Where a standing approval was given with it, its end. */
  readonly standingUntil?: Instant;
  /** Digest of what the operator was shown. */
  readonly digest: string;
}
export interface CalledRecord { readonly at: Instant; readonly operation: Operation; readonly region: Region; readonly requestId: string; readonly outcome: string }
export interface HandedOver { readonly at: Instant; readonly secret: string; readonly how: 'shown' | 'file'; readonly path?: string }

export interface StepRecord {
  readonly step: Step;
  readonly title: Text;
  readonly calls: Stored<readonly JsonObject[]>;
  readonly irreversible: Text | undefined;
  readonly state: StepStanding;
  /** The first before-image since the step was last undone. `null`: AWS showed nothing. `undefined`: never started. */
  readonly before: Stored<Resource | null> | undefined;
  readonly after: Stored<Resource | null> | undefined;
  readonly undoAfter: Stored<Resource | null> | undefined;
  /** The number of the last attempt; 0 before the first. */
  readonly attempts: number;
  readonly made: Readonly<Record<string, string>>;
  readonly called: readonly CalledRecord[];
  readonly handedOver: readonly HandedOver[];
  readonly decision: StepDecision | undefined;
  readonly undoDecision: StepDecision | undefined;
  readonly startedAt: Instant | undefined;
  readonly settledAt: Instant | undefined;
  /** How the deed last ended, whatever came of undoing it. */
  readonly outcome: StepOutcome | undefined;
  readonly error: Text | undefined;
  readonly undoError: Text | undefined;
  /** What the last watch saw: false where the attacker took it back. */
  readonly holds: boolean | undefined;
}

export interface Claimed { readonly at: Instant; readonly source: string; readonly claims: ClaimsData }
export interface Checked { readonly at: Instant; readonly stands: ClaimStanding; readonly because: Text }
export interface Continued { readonly at: Instant; readonly tool: string; readonly caller: Caller | undefined; readonly how: string }
export interface OpenWait { readonly id: string; readonly since: Instant; readonly wait: Wait; readonly step: StepId | undefined }
export interface Standing { readonly gate: string; readonly until: Instant; readonly steps: readonly StepId[]; readonly covers: readonly Arn[] }
export interface Swept { readonly pass: number; readonly scope: 'triage' | 'some-regions' | 'every-region'; readonly startedAt: Instant; readonly endedAt: Instant }
export interface Traced { readonly pass: number; readonly lineage: Stored<JsonObject>; readonly events: Stored<readonly JsonObject[]> | undefined }
export type Kept = Extract<Fact, { type: 'kept' }> & { readonly at: Instant };
export interface Noted { readonly at: Instant; readonly text: Text }
export interface Ended { readonly at: Instant; readonly state: 'stopped' | 'open' | 'waiting' | 'closed'; readonly exitCode: number }

export interface CaseState {
  readonly caseId: string;
  readonly tool: string;
  readonly openedAt: Instant;
  readonly lastAt: Instant;
  /** As the case is bound now; `accountId` is empty while nobody had credentials. */
  readonly identity: CaseIdentity;
  /** Versions of the kinds that the case was begun with. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly runs: readonly Continued[];
  /** Whoever runs the tool now (the last run); `undefined`: without credentials. */
  readonly caller: Caller | undefined;
  readonly claims: readonly Claimed[];
  readonly checks: ReadonlyMap<string, Checked>;
  readonly indicators: Indicators | undefined;
  /** The last answer to each question. */
  readonly answers: ReadonlyMap<string, string | readonly string[]>;
  readonly steps: ReadonlyMap<StepId, StepRecord>;
  /** Of the last finished pass, with what an unfinished later one has added. */
  readonly findings: readonly Finding[];
  readonly coverage: readonly CoverageCell[];
  readonly sweeps: readonly Swept[];
  /** The pass over every region that ended 30 minutes or more after the last containment, where there is one. */
  readonly closing: Swept | undefined;
  readonly lastContainmentAt: Instant | undefined;
  readonly traced: Traced | undefined;
  readonly costs: Costs | undefined;
  readonly record: AccountRecord | undefined;
  readonly restorable: { readonly since: Instant; readonly things: readonly Restorable[] } | undefined;
  readonly waits: ReadonlyMap<string, OpenWait>;
  /** The last standing approval; whether it still runs is the clock's to say. */
  readonly standing: Standing | undefined;
  /** AWS's, from the last notice that names one. */
  readonly deadline: Instant | undefined;
  readonly evidence: readonly Kept[];
  readonly notes: readonly Noted[];
  /** How the last run ended; `undefined` while one runs, or where it was killed. */
  readonly ended: Ended | undefined;
  readonly inDoubt: readonly { readonly step: StepId; readonly of: 'deed' | 'undo' }[];
  /** Entries of a type that this version does not know: a report says so. */
  readonly unknown: number;
}
