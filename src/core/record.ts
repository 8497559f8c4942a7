// What records the account, since when the record has holes, and what digest files prove of log files that were given: as a case carries it.
import type { Text } from './text.ts';
import type { Arn, Attribution, Instant } from './types.ts';

export interface RecordedTrail {
  readonly arn: Arn;
  readonly name: string;
  /** It logs, in every Region, all management events, and its files arrive and can be proven whole. */
  readonly sound: boolean;
  /** What is to be said against it; empty where it is sound. */
  readonly flaws: readonly Text[];
}
export interface RecordHole {
  /** The trail's name. */
  readonly trail: string;
  readonly because: Text;
  readonly from: Instant;
  /** Null: still open. */
  readonly to: Instant | null;
  /** Who tore it, as far as the history tells. */
  readonly by: Arn | null;
  readonly sourceIp: string | null;
  readonly hand: Attribution | null;
  readonly eventId: string | null;
  /** Another trail that recorded everything in that time. */
  readonly covered: string | null;
}
/** What digest files prove of the log files of one `--logs` path. Lists hold the first few names; the counts are whole. */
export interface LogProof {
  readonly path: string;
  readonly digests: number;
  /** Signed by AWS, or named by one that is. */
  readonly proven: number;
  readonly unproven: number;
  readonly forged: number;
  readonly files: { readonly whole: number; readonly changed: number; readonly missing: number; readonly unnamed: number };
  /** Sentences for the operator, the worst first. */
  readonly said: readonly Text[];
  /** Nothing was changed, forged, left out or missing, as far as digests tell. */
  readonly sound: boolean;
}
export interface AccountRecord {
  /** The one sentence. */
  readonly summary: Text;
  readonly trails: readonly RecordedTrail[];
  readonly holes: readonly RecordHole[];
  /** Since when what trails recorded is not whole; null where it is, or where no trail stands. */
  readonly incompleteSince: Instant | null;
  readonly logs: readonly LogProof[];
}
