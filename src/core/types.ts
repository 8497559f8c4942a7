// The data that every room of the house shares. Data only: nothing here does anything.
import type { Text } from './text.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A real ARN where AWS has one, else `aws-incident:<kind>:<region>:<owner>/<name>`. */
export type Arn = string;
/** `<service>/<resource>` in AWS's spelling, singular: `iam/access-key`, `ec2/instance`. */
export type KindId = `${string}/${string}`;
/** An SDK call, `<service>:<Command>`: `iam:UpdateAccessKey`. Mostly, not always, also the IAM action's name. */
export type Operation = `${string}:${string}`;
/** A MITRE ATT&CK (sub-)technique id: `T1098.001`. Only those named in `core/attack.ts` are used. */
export type TechniqueId = `T${number}` | `T${number}.${string}`;
/** A UTC time, ISO 8601 with `Z`. */
export type Instant = string;
/** An AWS Region, or `aws-global` for services without one. */
export type Region = string;

export type Verb = 'preserve' | 'contain' | 'replace' | 'eradicate' | 'recover' | 'harden';
/** `weak` is posture: shown, never counted in the exit code. */
export type Verdict = 'malicious' | 'suspicious' | 'weak' | 'benign';

/** What AWS said a thing was when it was looked at. Plain JSON: it goes into the journal and, from there, into undo. */
export interface Resource {
  readonly arn: Arn;
  /** Tells a re-created thing from the old one: AWS's unique id, or ARN and creation time. */
  readonly uid: string;
  readonly name: string;
  readonly region: Region;
  /** The thing this one is a child of (a key of a user); its deletion takes the child with it. */
  readonly owner?: Arn;
  readonly createdAt?: Instant;
  /** What started it, would start another one, and takes it along when it is deleted: from what only AWS can set. `kind` where the tool knows that sort. */
  readonly startedBy?: { readonly service: string; readonly name: string; readonly kind?: KindId };
  /** What moves by itself (the last use, a public address): shown, never compared. */
  readonly seen?: JsonObject;
  /** What it held before the stranger changed it, as the history tells: what `recover` gives back. Never compared. */
  readonly aim?: JsonObject;
  /** It was taken away: this is the place that it is to go back to. */
  readonly vacant?: true;
}

/** The known marks of the attacker (IoC). `since`: the first sign. */
export interface Indicators {
  readonly accessKeyIds: readonly string[];
  /** Principal ARNs. */
  readonly principals: readonly Arn[];
  readonly sourceIps: readonly string[];
  readonly since: Instant;
  /** Of `principals`, those that nobody but the stranger was seen acting as, and not by a credential that was named as leaked: an owner's, or the stranger's own. */
  readonly alone?: readonly Arn[];
}

/** By whose hand an event was done. See product.md, `trace --json`. */
export type Attribution = 'attacker' | 'undecided' | 'suspect' | 'owner';

/** One event that made or changed a resource, and whose hand it was. */
export interface Touch {
  readonly eventId: string;
  readonly time: Instant;
  readonly region: Region;
  /** `iam:CreateUser` */
  readonly event: string;
  readonly by: Arn;
  readonly credential: string;
  readonly sourceIp: string;
  readonly attribution: Attribution;
  /** True when the call was refused: an attempt only. */
  readonly failed: boolean;
}

/** How a resource stands to the attack: made by it, changed by it, or only used by it. */
export type Origin = 'created' | 'changed' | 'used' | 'unknown';

export interface Judgement {
  readonly verdict: Verdict;
  readonly because: Text;
  readonly techniques: readonly TechniqueId[];
  readonly origin?: Origin;
}

export interface FindingBase extends Judgement {
  readonly id: string;
  /** Event ids and evidence files that show it. */
  readonly evidence: readonly string[];
}
export type ResourceFinding<R extends Resource = Resource> = FindingBase & { readonly about: 'resource'; readonly kind: KindId; readonly resource: R };
/** Never planned, always shown. */
export type OtherFinding = FindingBase & { readonly about: 'event' | 'spend' | 'account' | 'unknown'; readonly subject: Text; readonly region: Region };
export type Finding = ResourceFinding | OtherFinding;

/**
 * One call as the gate shows it and the permit matches it. A string in `input` may hold placeholders in ‹angle quotes›
 * for what cannot be known before: `‹time of the call›`, or `‹made:snapshot›`, the part that the deed itself made.
 */
export interface Call {
  readonly operation: Operation;
  readonly region: Region;
  readonly input: JsonObject;
}

export type Wait =
  | { readonly for: 'operator'; readonly task: Text }
  | { readonly for: 'time'; readonly until: Instant; readonly task: Text }
  | { readonly for: 'quiet'; readonly credential: string; readonly hours: number };

export type StepId = string;
/** One intended deed. Data, never a closure: a later process must be able to finish, undo or report it. */
export interface Step {
  readonly id: StepId;
  /** Place in the order of the response, from 1. Same wave: one burst. */
  readonly wave: number;
  readonly finding?: string;
  readonly kind: KindId;
  readonly verb: Verb;
  readonly resource: Resource;
  readonly origin: Origin;
  /** One of the action's ways, where it has several. */
  readonly way?: string;
  readonly because: Text;
  /** Steps that must have ended well before this one may start (preservation before deletion). */
  readonly after: readonly StepId[];
  readonly wait?: Wait;
}

/** The step as the operator is shown it: everything that an approval covers. */
export interface StepView {
  readonly step: Step;
  readonly title: Text;
  readonly now: Resource | undefined;
  readonly calls: readonly Call[];
  readonly reversible: boolean;
  /** For an irreversible step, the sentence why it cannot be undone. */
  readonly irreversible?: Text;
  /** What must be typed to approve it, where it destroys something: mostly its name. */
  readonly type?: string;
  /** What is lost by it. */
  readonly destroys?: Text;
  /** What stops working by it. */
  readonly breaks?: Text;
  /** Other ways to do it; the first is recommended. */
  readonly ways: readonly Way[];
  /** Calls that are expected to be denied to this caller: operation → why, or `unknown`. */
  readonly denied: readonly { readonly operation: Operation; readonly why: Text }[];
}
export interface Way { readonly id: string; readonly title: Text; readonly consequence?: Text }

/** The question before a change. No default: where nobody can answer, the answer is no. */
export interface Gate {
  readonly id: string;
  readonly title: Text;
  /** The one course recommended, in one sentence. */
  readonly advice: Text;
  readonly steps: readonly StepView[];
  /** Where all of them stand with their exact calls, if they are too many to be read here. */
  readonly file?: string;
  /** What must be typed to approve (a name or a count), where something is destroyed or an abused thing is given back. */
  readonly type?: string;
  /** The standing approval on offer, separately declinable. */
  readonly standing?: Text;
}
export interface Decision {
  readonly approved: readonly StepId[];
  /** Chosen ways, by step. */
  readonly ways?: Readonly<Record<StepId, string>>;
  readonly typed?: string;
  readonly reason?: string;
  readonly standing: boolean;
  /** The operator wants to leave; the case stays resumable. */
  readonly stop: boolean;
}

export type CoverageState =
  | 'done' | 'not-offered' | 'never-enabled' | 'unavailable'
  | 'denied' | 'throttled' | 'failed' | 'skipped' | 'caller-lost' | 'region-disabled';
export interface CoverageCell {
  /** A kind's id, or the name of another check: `activity/event-history`, `account/contact`. */
  readonly check: string;
  readonly region: Region;
  readonly state: CoverageState;
  readonly gap: boolean;
  readonly detail: Text;
}

/** Who runs the tool, as AWS says (sts:GetCallerIdentity). */
export interface Caller {
  readonly accountId: string;
  readonly partition: string;
  readonly arn: Arn;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly type: 'root' | 'user' | 'role-session' | 'federated-user';
  /** The user's name, or the role's. */
  readonly name: string;
  /** When the credentials end, where they do. */
  readonly expiresAt?: Instant;
}
