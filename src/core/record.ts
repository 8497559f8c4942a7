// What records the account and since when with holes, what digest files prove, what data a stranger could read and did: as a case carries it.
import type { Text } from './text.ts';
import type { Arn, Attribution, Instant, Operation, Region } from './types.ts';

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
/** A sort of data: what there is of it, whether the stranger's credentials were allowed to read it, and what would tell. */
export interface DataSort {
  readonly id: string;
  readonly title: Text;
  /** Buckets, secrets, tables; null where they are not listed. */
  readonly there: number | null;
  /** By the policies that the stranger's principals had, without conditions, resources and denials: `yes` says more than AWS may have allowed. */
  readonly could: 'yes' | 'no' | 'unknown';
  /** `history`: every read is in the event history. `trails`: the named trails record reads of all or some of it. `nothing`: nobody can tell. */
  readonly told: 'history' | 'trails' | 'nothing';
  readonly trails: readonly string[];
}
/** One thing that was read, shared or exported, by one principal. */
export interface DataRead {
  /** A `DataSort`'s id. */
  readonly sort: string;
  readonly what: string;
  readonly region: Region;
  readonly times: number;
  readonly first: Instant;
  readonly last: Instant;
  readonly by: Arn;
  readonly sourceIp: string;
  readonly hand: Attribution;
  readonly operations: readonly Operation[];
  /** What it holds may open other doors: it has to be changed. */
  readonly opens: boolean;
}
export interface DataExposure {
  /** Whose permissions were looked at; empty where no stranger is known. */
  readonly principals: readonly Arn[];
  readonly sorts: readonly DataSort[];
  readonly reads: readonly DataRead[];
}
/** A session that the stranger opened in another account. */
export interface OtherAccount { readonly account: string; readonly role: Arn; readonly at: Instant; readonly credential: string; readonly session: string; readonly hand: Attribution }
/** What a principal did for the first time in its own history, since the first sign or within the last days. */
export interface FirstSeen { readonly principal: Arn; readonly sort: 'address' | 'program' | 'region' | 'service'; readonly value: string; readonly at: Instant; readonly event: string }

export interface AccountRecord {
  /** The one sentence. */
  readonly summary: Text;
  readonly trails: readonly RecordedTrail[];
  readonly holes: readonly RecordHole[];
  /** Since when what trails recorded is not whole; null where it is, or where no trail stands. */
  readonly incompleteSince: Instant | null;
  readonly logs: readonly LogProof[];
  readonly data: DataExposure;
  readonly elsewhere: readonly OtherAccount[];
  readonly firstSeen: readonly FirstSeen[];
}
