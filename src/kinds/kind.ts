// The shape that every kind has: what it reads, how it is listed and looked at, and what may be done to it.
import type { ReadAws, ChangeAws } from '../aws/session.ts';
import { canonical } from '../core/digest.ts';
import type { Secret } from '../core/secret.ts';
import { say, type Text } from '../core/text.ts';
import type { Answer, Question } from '../ui/port.ts';
import type { Arn, Attribution, Call, Indicators, Instant, Json, Judgement, JsonObject, KindId, Operation, Origin, Region, Resource, Touch, Verb, Way } from '../core/types.ts';

/** One pass over one region. */
export interface Scan {
  readonly aws: ReadAws;
  readonly region: string;
  readonly now: Instant;
  /** Shares an expensive read among kinds (one authorization-details read for all IAM kinds). `look` never reads from it. */
  once<T>(key: string, read: () => Promise<T>): Promise<T>;
  /** Notes that a part could not be seen; the list goes on. */
  gap(operation: Operation, error: unknown, subject?: string): void;
}

/** What a running action may tell, and be told. */
export interface Deed {
  readonly stepId: string;
  /** Marks what this deed creates (a tag, a name, a ClientToken), so that looking can recognise it: `aws-incident-<hash>`. */
  readonly token: string;
  readonly way: string | undefined;
  readonly origin: Origin;
  /** The step's first before-image: what stood before this step did anything, also before a crash. */
  readonly before: Resource | undefined;
  /** Everything that this step has made so far, also before a crash. */
  readonly made: Readonly<Record<string, string>>;
  /** Writes down, before anything else is done, what the deed has just made; fills `‹made:part›` in the permit. */
  making(part: string, value: string): Promise<void>;
  /** Gives a secret to the operator once (on screen or as a file of mode 0600); it stands nowhere else. */
  handOver(secret: Secret): Promise<void>;
  /** Saves evidence (hashed, in the manifest) before it can be lost. `file` is a plain name; it is made safe. */
  keep(file: string, content: string | Uint8Array, from: { readonly operation: Operation; readonly requestId?: string | undefined }): Promise<void>;
  /** Asks the operator while the deed runs, for what only a person can read off a device. `undefined`: nobody answered, or the operator leaves. */
  ask(question: Question): Promise<Answer>;
  progress(n: number, of: number): void;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** The time as AWS has it (from its Date header): for `aws:TokenIssueTime` and nothing else. */
  awsNow(): Date;
}

/** For a deed that cannot be undone, the sentence the operator reads before agreeing to it. */
export interface Irreversible { readonly irreversible: Text }
export const irreversible = (reason: Text): Irreversible => ({ irreversible: reason });
export const KEPT_ALL = irreversible(say('AWS does not give it back once it is deleted. What it held is kept with the evidence.'));
export const NEW_ID = irreversible(say('AWS does not give it back once it is deleted. One made anew has another id.'));
export const MADE_ANEW = irreversible(say('AWS does not give it back once it is deleted. One like it can be made anew.'));

export interface DoneContext { readonly made: Readonly<Record<string, string>>; readonly way: string | undefined; readonly before: Resource | undefined }

// Written as a method, so that a kind of keys is also a kind of resources.
interface UndoMethod<R extends Resource> { undo(aws: ChangeAws, before: R, made: Readonly<Record<string, string>>, deed: Deed): Promise<void> }
export type Undo<R extends Resource> = UndoMethod<R>['undo'];

/** How one verb is carried out on one kind. */
export interface Action<R extends Resource = Resource> {
  /** Every changing operation that `apply` and `undo` may call. */
  readonly operations: readonly Operation[];
  /** Reads that only this action needs, besides the kind's. */
  readonly reads?: readonly Operation[];
  /** IAM permissions where they are named otherwise than the operations (`iam:PassRole`). */
  readonly permissions?: readonly string[];
  title(r: R, way?: string): Text;
  destroys?(r: R, way?: string): Text | undefined;
  breaks?(r: R, way?: string): Text | undefined;
  /** AWS shows that something uses now what `breaks` names. Then it has a gate of its own, so that nobody agrees to it among thirty others. */
  hurts?(r: R): boolean;
  /** Is there anything to do at all? Where not, it is not planned. Absent: there is. */
  needed?(r: R, origin?: Origin): boolean;
  /** Why AWS will not let this be done to this one; then the step is shown with this sentence and not offered. */
  impossible?(r: R, way?: string): Text | undefined;
  /** Whose way in ends by it (principal ARNs and access key ids): promise 7. */
  cuts?(r: R): readonly string[];
  /** Other ways to do it, recommended first. */
  ways?(r: R, origin: Origin): readonly Way[];
  /** The exact calls, for gate, dry run and permit. */
  calls(r: R, way?: string): readonly Call[];
  /** The exact calls of undo, where they differ in operation or input from anything `calls` names. */
  undoCalls?(before: R, made: Readonly<Record<string, string>>): readonly Call[];
  /** Pure: does what AWS shows now already show what this action brings about? Absent is not by itself "done". */
  done(now: R | undefined, context: DoneContext): boolean;
  /** Pure: does AWS show that it was undone? Default: the resource equals its before-image. */
  undone?(now: R | undefined, before: R): boolean;
  /** Brings it about from wherever it stands (convergent): after a crash it is called again. */
  apply(aws: ChangeAws, now: R, deed: Deed): Promise<void>;
  /** It asks the operator while it runs: never at the same time as another. */
  readonly asks?: true;
  readonly undo: Undo<R> | Irreversible;
  /** Of `recover`: the thing is the owner's again in full, and its containment of another sort (a function kept from running) is taken back, through a gate. Then also what was only used is recovered. A text: what the owner should see to before that. */
  lifts?(r: R): boolean | Text;
  /** Of `contain`: what it did stands on another thing of this name, also when its own is gone; then `undo` sees to that by itself. */
  outlives?(r: R): string;
  /** Giving it back gives the attacker back a way in: a gate of its own, name typed (promise 5). */
  readonly undoReopens?: boolean;
  /** The word to type before an irreversible deed; default: the resource's name. */
  typed?(r: R): string;
}

/** What a kind's own judge may see, besides attribution. Pure. */
export interface JudgeContext {
  readonly indicators: Indicators;
  readonly touches: readonly Touch[];
  /** What attribution alone says. */
  readonly attributed: Judgement | undefined;
  readonly accountId: string;
  /** The thing's own events, by whomever, oldest first, refused ones left out: for what is made and changed by one operation (`events:PutRule`). */
  readonly history?: readonly HistoryEvent[];
}

/** One event of a thing's own history, for `recall`. */
export interface HistoryEvent {
  /** `s3:PutBucketPolicy`, without an API version. */
  readonly event: string;
  readonly time: Instant;
  /** Undefined: by somebody whom nothing ties to the attack. */
  readonly by: Attribution | undefined;
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
}

/** What is listed, by its kind and name. */
export type Find = (kind: KindId, name: Json | undefined) => Resource | undefined;

export type Role = 'credential' | 'respawner' | 'machine' | 'data' | 'guard' | 'setting';

export interface Kind<R extends Resource = Resource> {
  readonly id: KindId;
  readonly version: number;
  readonly title: Text;
  readonly scope: 'global' | 'regional';
  /** Seen through the organization's management account alone: without it nothing is asked, and nothing is said to have been looked at. */
  readonly fromAbove?: true;
  /** No part of a pass: looked at by what acts on it, and listed where the stranger made one (phases/verify/listed-apart.ts). */
  readonly apart?: true;
  /** role × verb → wave, in one table (engine/plan.ts). */
  readonly role: Role;
  /** The operations that `list` and `look` use. Secret-returning and changing ones are refused. */
  readonly reads: readonly Operation[];
  list(scan: Scan): AsyncIterable<R>;
  /** The same things as they are this minute, all of one region; `undefined` for what is gone. Never from `once`. */
  look(aws: ReadAws, rs: readonly R[]): Promise<(R | undefined)[]>;
  readonly traces: {
    /** Everything by which an event may name this resource: name, id, ARN. */
    ids(r: R): readonly string[];
    /** Event names (`iam:CreateUser`) that make it, and that change it. Versioned names match by prefix. */
    readonly created: readonly string[];
    readonly changed: readonly string[];
    /** Those of `changed` that set all of it anew: what was changed before an owner's is over. */
    readonly whole?: readonly string[];
    /** Event names that only use it (a session opened): it is the owner's, in a stranger's hand. */
    readonly used?: readonly string[];
    /** Of a regional kind: its events may stand in another Region than the thing. Else another Region's are of another thing of that name. */
    readonly anywhere?: true;
    /** Where a name is shared by several kinds (a policy and a user of one name): does this event concern r? */
    concerns?(r: R, event: { readonly name: string; readonly region?: Region; readonly principal?: Arn; readonly request: JsonObject | null; readonly response: JsonObject | null }): boolean;
  };
  /**
   * What a thing that the stranger changed held before, out of its own events (oldest first, refused ones left out): the `aim` of `recover`.
   * Of what the stranger only used: what of it `contain` shall end. `since`: the first sign. Undefined where neither the history nor AWS tells: then nothing is given back, and the operator is told so.
   */
  recall?(r: R, history: readonly HistoryEvent[], since: Instant): JsonObject | undefined;
  judge?(r: R, context: JudgeContext): Judgement | undefined;
  /** What a call of `by` takes away whole from something that stays: the place where it was, for `recall` and `recover`. */
  readonly taken?: { readonly by: Operation; place(request: JsonObject, find: Find): R | undefined };
  readonly actions: Partial<Record<Verb, Action<R>>>;
}

export const defineKind = <R extends Resource>(kind: Kind<R>): Kind<R> => kind;

/** The name of a thing for which AWS has no ARN. `owner` may be empty. */
export const ownArn = (kind: KindId, region: Region, owner: string, name: string): Arn => `aws-incident:${kind}:${region}:${owner}/${name}`;
/** Is the thing the same as it was? What moves by itself (`seen`) and what we mean to do with it (`aim`) do not count. */
export const sameState = (a: Resource | undefined, b: Resource | undefined): boolean => canonical(stateOf(a)) === canonical(stateOf(b));
const stateOf = (r: Resource | undefined): object | null => (r ? { ...r, seen: undefined, aim: undefined } : null);
/** A call of a global service. */
export const globalCall = (operation: Operation, input: JsonObject): Call => ({ operation, region: 'aws-global', input });
/** Where nothing in AWS was changed (evidence was saved), nothing is to be given back. */
export const nothingToUndo = (): Promise<void> => Promise.resolve();
