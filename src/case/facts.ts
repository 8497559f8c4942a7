// What a journal line may say. Past facts only; every one is plain JSON without secrets.
import type { Costs } from '../core/costs.ts';
import type { AccountRecord } from '../core/record.ts';
import type { Restorable } from '../core/restore.ts';
import type { Text } from '../core/text.ts';
import type { Caller, CoverageCell, Decision, Finding, Indicators, Instant, JsonObject, Operation, Region, Resource, Step, StepId, Wait } from '../core/types.ts';

/** A value of up to 8 kB stands in the line itself, a larger one in `objects/<sha256>`. */
export type Stored<T> = { readonly value: T } | { readonly object: string };

export interface CaseIdentity {
  /** Empty until it is known: a case can be opened before anybody has credentials. */
  readonly accountId: string;
  readonly partition: string;
  /** `aws`, or the endpoint URL; `drill:<scenario>` for a drill, whose case never runs against AWS. */
  readonly endpoint: string;
}
/** What a notice claims (intake/claims.ts gives the full type; here it is only carried). */
export type ClaimsData = JsonObject;
export type ClaimStanding = 'proven' | 'unproven' | 'contradicted';
export type StepOutcome = 'verified' | 'unverified' | 'failed' | 'already-done' | 'gone' | 'drifted';
/** AWS shows the step's target as the step wants it: by this program, or by others before it. */
export const isInPlace = (state: string | undefined): boolean => state === 'verified' || state === 'already-done';
/** Nothing is left to do: in place, or the target is gone. */
export const endedWell = (state: string | undefined): boolean => isInPlace(state) || state === 'gone';

export type Fact =
  | { readonly type: 'opened'; readonly schema: 1; readonly tool: string; readonly caseId: string; readonly identity: CaseIdentity; readonly kinds: Readonly<Record<string, number>> }
  | { readonly type: 'continued'; readonly tool: string; readonly caller: Caller | undefined; readonly how: 'respond' | 'resume' | 'undo' | 'recheck' | 'apply' }
  | { readonly type: 'claimed'; readonly source: string; readonly claims: ClaimsData }
  /** How a claim stands once AWS was asked. `claim`: `<about>:<value>` with intake's words (`account:111122223333`, `key:AKIA…`, `user:ci`); until such a fact it is unproven. */
  | { readonly type: 'checked'; readonly claim: string; readonly stands: ClaimStanding; readonly because: Text }
  /** A case that was opened before the account was known (nobody had credentials) is bound to it, once. */
  | { readonly type: 'bound'; readonly identity: CaseIdentity }
  | { readonly type: 'indicated'; readonly indicators: Indicators; readonly because: Text }
  | { readonly type: 'answered'; readonly question: string; readonly answer: string | readonly string[] }
  | { readonly type: 'covered'; readonly pass: number; readonly cells: readonly CoverageCell[] }
  | { readonly type: 'found'; readonly pass: number; readonly findings: Stored<readonly Finding[]> }
  | { readonly type: 'traced'; readonly pass: number; readonly lineage: Stored<JsonObject>; readonly events?: Stored<readonly JsonObject[]> }
  /** What is known of the costs; the last one holds. */
  | { readonly type: 'costed'; readonly pass: number; readonly costs: Stored<Costs> }
  /** What records the account; the last one holds. */
  | { readonly type: 'recorded'; readonly pass: number; readonly record: Stored<AccountRecord> }
  /** What was damaged, and what exists from before the first sign; the last one holds. */
  | { readonly type: 'restorable'; readonly since: Instant; readonly things: Stored<readonly Restorable[]> }
  /** A pass has ended: its findings and coverage replace those of the passes before it. */
  | { readonly type: 'swept'; readonly pass: number; readonly scope: 'triage' | 'some-regions' | 'every-region'; readonly startedAt: Instant }
  | { readonly type: 'planned'; readonly step: Step; readonly title: Text; readonly calls: Stored<readonly JsonObject[]>; readonly irreversible?: Text }
  /** A step that the plan no longer holds, and that was not begun. */
  | { readonly type: 'withdrawn'; readonly step: StepId; readonly because: Text }
  | { readonly type: 'decided'; readonly gate: string; readonly title: Text; readonly steps: readonly StepId[]; readonly decision: Decision; readonly digest: string; readonly caller: string; readonly watchUntil?: Instant }
  | { readonly type: 'started'; readonly step: StepId; readonly attempt: number; readonly before: Stored<Resource | null> }
  | { readonly type: 'made'; readonly step: StepId; readonly part: string; readonly value: string }
  | { readonly type: 'called'; readonly step: StepId; readonly operation: Operation; readonly region: Region; readonly requestId: string; readonly outcome: string }
  | { readonly type: 'handed-over'; readonly step: StepId; readonly secret: string; readonly how: 'shown' | 'file'; readonly path?: string }
  | { readonly type: 'settled'; readonly step: StepId; readonly outcome: StepOutcome; readonly after: Stored<Resource | null>; readonly error?: Text }
  | { readonly type: 'undo-started'; readonly step: StepId }
  | { readonly type: 'undo-settled'; readonly step: StepId; readonly outcome: 'undone' | 'failed' | 'drifted'; readonly after: Stored<Resource | null>; readonly error?: Text }
  | { readonly type: 'held'; readonly step: StepId; readonly seconds: number; readonly holds: boolean }
  | { readonly type: 'waiting'; readonly id: string; readonly wait: Wait; readonly step?: StepId }
  | { readonly type: 'waited'; readonly id: string; readonly because: Text }
  | { readonly type: 'kept'; readonly file: string; readonly sha256: string; readonly bytes: number; readonly operation: string; readonly requestId?: string; readonly step?: StepId }
  | { readonly type: 'noted'; readonly text: Text; readonly data?: JsonObject }
  | { readonly type: 'ended'; readonly state: 'stopped' | 'open' | 'waiting' | 'closed'; readonly exitCode: number };

/** What the journal adds to a fact; the envelope wins. `prev`: SHA-256 of the line before. */
export interface Envelope { readonly seq: number; readonly at: Instant; readonly prev: string }
export type Entry = Fact & Envelope;
