// What a damaged thing can be brought back from, and how. Data only: kinds/restore-points.ts reads it, the journal keeps it, reports show it.
import type { Text } from './text.ts';
import type { Arn, Instant, Region } from './types.ts';

export interface RestorePoint {
  readonly what: Text;
  /** What it holds is of this time; what was changed since is not in it. Absent: nobody knows before the commands were run. */
  readonly at?: Instant;
  /** In this order, for the AWS CLI; in ‹angle quotes› what only the operator knows. */
  readonly commands: readonly string[];
}
export interface Damaged {
  readonly sort: 'instance' | 'volume' | 'database' | 'cluster' | 'table' | 'bucket' | 'snapshot' | 'image';
  readonly name: string;
  readonly arn: Arn;
  readonly region: Region;
  readonly happened: Text;
  /** Of an instance. */
  readonly volumes?: readonly { readonly id: string; readonly device: string }[];
  readonly zone?: string;
}
export interface Restorable extends Damaged {
  /** From before the first sign only, the newest first. */
  readonly points: readonly RestorePoint[];
  /** What AWS did not let us look at. */
  readonly unseen: readonly Text[];
}
