// One mechanism of persistence or abuse as calls: what the owner has, what the stranger does, and which kind must show it.
import type { ServiceId } from '../../src/aws/session.ts';
import type { KindId } from '../../src/core/types.ts';

/** What the calls before it answered, under the names given with `as`. */
export type Answers = Readonly<Record<string, unknown>>;
export interface Played {
  /** `signin`: `ConsoleLogin`, with the credential of `using`. */
  readonly service: ServiceId | 'signin';
  readonly operation: string;
  readonly input: object | ((answers: Answers) => object);
  /** Default: us-east-1. */
  readonly region?: string;
  /** Keeps the answer for the calls after it. */
  readonly as?: string;
  /** The answer that gave the session with which this is called. Default: the stranger's key. */
  readonly using?: string;
  /** With the root user's password. */
  readonly asRoot?: true;
}
/** An event as AWS documents it, of what is not simulated: another service, or a call from another account. */
export interface Told {
  /** `amplify:CreateApp`, with CloudTrail's source and name. */
  readonly event: string;
  readonly request: object;
  readonly response?: object;
  readonly region?: string;
  /** `root`: in a root session that another account opened (sts:AssumeRoot). Default: whoever plants. */
  readonly by?: 'root';
}
export interface Mechanism {
  /** The number of the mechanism in the catalogue of the specification, 1 to 106. */
  readonly row: number;
  readonly title: string;
  /** By the owner, long before the first sign. */
  readonly setUp?: readonly Played[];
  /** By the stranger with the leaked administrator key; the owner's same calls are its benign twin. */
  readonly plant: readonly Played[];
  /** Besides, or instead: what the history holds of what the simulated account does not play. */
  readonly told?: readonly Told[];
  /** True: an account has one of it, so that the owner cannot have another beside it; or the owner's would change by itself. */
  readonly alone?: true;
  /** True: some kind follows such calls; else what is told is said not to be understood. */
  readonly known?: true;
  /** True: the lineage holds the session that planting this opened. */
  readonly opensSession?: true;
  /** The kinds whose things must be found, planned or guided. Empty: history alone can show it. */
  readonly shows: readonly KindId[];
  /** Event names (`iam:CreateUser`) that must be shown where no kind can see the thing. */
  readonly events?: readonly string[];
  /** Why current configuration alone cannot show it, where it cannot. */
  readonly notFromConfiguration?: string;
  /** Why history alone cannot show it, where it cannot (data events). */
  readonly notFromHistory?: string;
}
