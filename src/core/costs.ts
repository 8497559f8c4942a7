// What is known of the account's costs. Data only: costs/ makes it, the journal keeps it, reports show it.
import type { Text } from './text.ts';
import type { Arn, Instant, KindId, Region } from './types.ts';

/** What one service cost in one Region. Amounts are unblended, without credits, refunds and tax, in the bill's currency. */
export interface CostLine {
  readonly service: string;
  /** As the bill names it: an AWS Region, `global`, `NoRegion`. */
  readonly region: Region;
  /** `new`: nothing of it was billed before; `risen`: much more than before. */
  readonly change: 'new' | 'risen' | 'usual';
  readonly thisMonth: number;
  /** Of the month before, up to the same day. */
  readonly lastMonth: number;
  /** A day, over the 28 days before the first sign: the middle one. */
  readonly before: number;
  /** Altogether since the day of the first sign. */
  readonly since: number;
  /** Of what is new or has risen: what each day since the first sign cost more than before, oldest first. */
  readonly more?: readonly CostDay[];
}
export interface CostDay { readonly day: string; readonly amount: number }

export interface Spending {
  readonly currency: string;
  /** First and last day that were read, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** The last day that is taken for complete: months are compared up to it. */
  readonly complete: string;
  /** The last day for which AWS has anything. */
  readonly newest: string;
  /** The first sign, where there is one. */
  readonly since: Instant | null;
  readonly thisMonth: number;
  readonly lastMonth: number;
  /** New ones first, then by what they cost more than before. */
  readonly lines: readonly CostLine[];
  /** All days that were read, oldest first. */
  readonly days: readonly CostDay[];
  /** False: AWS had more pages than were agreed to. */
  readonly whole: boolean;
}
/** Things of one sort that run now, and what an hour of all of them costs: an estimate, `null` where the prices at hand do not know it. */
export interface BurnLine { readonly what: string; readonly region: Region; readonly count: number; readonly hourly: number | null }
/** A commitment that no deletion ends. */
export interface Purchase { readonly kind: KindId; readonly arn: Arn; readonly region: Region; readonly boughtAt: Instant | null; readonly text: Text; readonly afterFirstSign: boolean }

export interface Costs {
  /** `null`: not read; the coverage says why. */
  readonly spending: Spending | null;
  /** Pages of Cost Explorer that were asked for in this run of the case: $0.01 each. */
  readonly requests: number;
  readonly burn: readonly BurnLine[];
  readonly purchases: readonly Purchase[];
  /** Who gets the bill, where another account of the organization does. */
  readonly payer?: Payer;
}
export interface Payer { readonly accountId: string; readonly email: string; readonly organizationId: string }
