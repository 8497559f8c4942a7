// The data format of scenarios: who acts, and which AWS calls they make when.
import type { JsonObject } from '../../core/types.ts';
import type { ScenarioCosts } from './costs.ts';

/** Somebody who makes calls. `root` and `aws` always exist; a scenario may give root an address and an agent. */
export interface Actor {
  /** An IAM user who signs in to the console; the loader opens a session when the actor has none. */
  readonly user?: string;
  /** An access key id: `${ciKey.AccessKey.AccessKeyId}`. */
  readonly credential?: string;
  /** The root user's password in another hand. */
  readonly root?: true;
  readonly mfa: boolean;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly attacker: boolean;
}

/** One AWS call, `iam:CreateUser`, or the pseudo call `signin:ConsoleLogin` (with a `UserName`, or `using` a session that becomes a console session). */
export interface Deed {
  readonly call: string;
  readonly with: JsonObject;
  readonly region?: string;
  /** Another credential than the actor's own: a session that an earlier call gave. */
  readonly using?: string;
  readonly save?: string;
  /** The error that must come of it. */
  readonly expect?: string;
}
export interface ScenarioCall extends Deed {
  /** `-400d`, `-47h`, `+5s` after the call before it, or an ISO time. */
  readonly at: string;
  readonly as: string;
}
/** A habit: the same deeds again and again. What its deeds save is their own. */
export interface Repeat {
  readonly every: string;
  readonly from: string;
  readonly to?: string;
  /** Each time is moved by up to so much, drawn from the seed. */
  readonly jitter?: string;
  /** Monday to Friday only. */
  readonly weekdays: boolean;
  readonly as: string;
  readonly deeds: readonly Deed[];
}
/** What somebody does when another does something during the drill. */
export interface Reaction {
  /** The operation, done by anybody but the reacting actor: `iam:PutUserPolicy`. */
  readonly on: string;
  /** Members of the input that must be so. */
  readonly when: JsonObject;
  readonly after: string;
  readonly as: string;
  /** At most so often; default 1. */
  readonly times: number;
  readonly deeds: readonly Deed[];
}
/** The message from AWS: a text with `${…}` in it, and the ways by which AWS sent it. */
export interface NoticeSpec {
  /** Its text, or a file beside the scenario that holds it. */
  readonly text: { readonly file: string } | { readonly lines: readonly string[] };
  readonly subject: string;
  /** When AWS wrote it. */
  readonly at: string;
  /** Also as a mail, for `--notice FILE.eml`. */
  readonly mail: boolean;
  /** AWS opened a case in the Support Center with it. */
  readonly supportCase: boolean;
  readonly health?: { readonly typeCode: string; readonly entities: readonly string[] };
}

export interface Scenario {
  readonly schemaVersion: 1;
  readonly title: string;
  readonly story: string;
  readonly account: { readonly id: string; readonly alias?: string; /** `SUSPENDED`: AWS suspends it before the operator comes. */ readonly state?: 'SUSPENDED'; /** The only ones that are switched on; default: those that AWS switches on. */ readonly regions?: readonly string[]; readonly partition: 'aws' | 'aws-cn'; readonly supportPlan: 'basic' | 'business' };
  /** The account is a member of it. `manager`: the operator has a profile of its management account; `rootAccess`: root access is centralised. */
  readonly organization?: { readonly id: string; readonly managementAccountId: string; readonly manager: boolean; readonly rootAccess: boolean };
  readonly now: Date;
  /** Same seed, same ids. */
  readonly seed: string;
  readonly actors: ReadonlyMap<string, Actor>;
  /** Whose credentials the operator has at the start; null: none that work. */
  readonly operator: string | null;
  /** Actors the operator can turn into: another way in. */
  readonly waysIn: readonly string[];
  readonly calls: readonly ScenarioCall[];
  readonly repeat: readonly Repeat[];
  readonly reactions: readonly Reaction[];
  readonly notice: NoticeSpec | null;
  readonly costs: ScenarioCosts;
}

/** A scenario as it was written, with the files that it names. */
export interface ScenarioSource { readonly name: string; readonly data: unknown; readonly files: Readonly<Record<string, string>> }

export const AWS_ACTOR = 'aws';
export const ROOT_ACTOR = 'root';
