// What the loader of scenarios and the drill need of the simulated account, besides what its services need.
import type { Behaviour, SimAccount, SimCall, SimCaller } from '../account.ts';
import type { Endpoint } from '../wire/endpoint.ts';
import type { RequestInfo } from '../wire/types.ts';

/** A console session or another way in, as `AWS_ACCESS_KEY_ID` and its companions. */
export interface StageCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
/** A sign-in to the console. Without a user name: root. */
export interface SignIn {
  readonly userName?: string;
  readonly mfa: boolean;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly region?: string;
}

/** A request that reached its operation and was answered, allowed or refused. */
export interface DoneRequest {
  readonly info: RequestInfo;
  readonly caller: SimCaller;
  readonly input: unknown;
  readonly output: unknown;
  /** The AWS error's code; undefined: it was done. */
  readonly error: string | undefined;
  readonly change: boolean;
}

/** The world as the scenario's stage: `sim/world.ts` implements it. */
export interface Stage extends SimAccount {
  readonly endpoint: Endpoint<SimCall>;
  readonly behaviour: Behaviour;
  /** Restarts the ids from a seed, so that a replayed request makes the same ones. */
  reseed(seed: string): void;
  /** Writes the ConsoleLogin event and gives a console session; throws `AwsError` where AWS refuses it (no password). */
  signIn(input: SignIn): StageCredentials;
  /** Whose credentials these are now; undefined for unknown, inactive, deleted and expired ones. */
  callerOf(accessKeyId: string): SimCaller | undefined;
  /** Whether policies as enforced now would let the caller do it. */
  allows(caller: SimCaller, action: string, resource: string, region: string): boolean;
  /** Tells of every request after it was done, before its answer leaves. Returns how to stop. */
  observe(listener: (done: DoneRequest) => void): () => void;
  /** Runs what was scheduled up to now. */
  settle(): Promise<void>;
}
