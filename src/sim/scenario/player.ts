// Plays one deed of one actor on the account: fills it in, does it, and keeps what the ground truth needs to know.
import type { ServiceId } from '../../aws/session.ts';
import type { SimCaller } from '../account.ts';
import { isChange } from '../dispatch/changes.ts';
import { iamState } from '../services/iam/state.ts';
import { codeAt } from '../../core/totp.ts';
import { AwsError } from '../wire/types.ts';
import type { World } from '../world.ts';
import { Cast } from './cast.ts';
import { readInput } from './input.ts';
import { fillMembers, fillText } from './references.ts';
import { AWS_ACTOR, type Actor, type Deed, type Scenario } from './scenario.ts';

/** What came of a deed: an answer, or the AWS error. */
export interface Played {
  readonly actor: string;
  readonly deed: Deed;
  readonly at: Date;
  readonly region: string;
  readonly accessKeyId: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  readonly error: AwsError | undefined;
}
/** Told before and after each deed that may change something: what changed in between is the work of whoever did it. */
export interface Witness {
  before(service: ServiceId, region: string, attacker: boolean): void;
  after(played: Played, attacker: boolean): void;
}
/** AWS acting in a customer's account by itself. */
export const AWS_CALLER: SimCaller = { type: 'AWSService', arn: '', principalId: 'AWS Internal', accessKeyId: '' };
const TOTP_MS = 30_000;
const SIGN_IN = 'signin:ConsoleLogin';
const HOME: Readonly<Record<'aws' | 'aws-cn', string>> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1' };

export class Player {
  readonly cast: Cast;
  readonly saved = new Map<string, unknown>();

  constructor(readonly world: World, readonly scenario: Scenario, private readonly witness: Witness) {
    this.cast = new Cast(world);
    this.saved.set('account', { id: scenario.account.id, alias: scenario.account.alias ?? '' });
    this.saved.set('now', scenario.now);
    // `${actor.ci.sourceIp}`: so that a notice names the addresses that the calls came from.
    this.saved.set('actor', Object.fromEntries(scenario.actors));
  }

  /** Does one deed at the account's present time. Throws only what is no AWS error: a wrong scenario, or a mistake of ours. */
  async play(name: string, deed: Deed, saved: Map<string, unknown> = this.saved, habit = false): Promise<Played> {
    const actor = this.scenario.actors.get(name);
    if (!actor) throw new Error(`There is no actor ${name}.`);
    const at = this.world.now();
    const region = deed.region ?? HOME[this.scenario.account.partition];
    const [service, operation] = deed.call.split(':') as [ServiceId, string];
    const watched = actor.attacker || isChange(service, operation);
    if (watched) this.witness.before(service, region, actor.attacker);
    const input = fillMembers(deed.with, saved);
    const done = deed.call === SIGN_IN
      ? await this.#answer(() => this.#signIn(name, actor, input, region, deed.using === undefined ? undefined : fillText(deed.using, saved)))
      : await this.#call(name, actor, deed, saved, { service, operation, region, input }, habit);
    const played: Played = { actor: name, deed, at, region, accessKeyId: done.accessKeyId ?? '', input, output: done.output, error: done.error };
    this.cast.learn(done.output);
    if (deed.save !== undefined && done.error === undefined) saved.set(deed.save, done.output);
    if (watched) this.witness.after(played, actor.attacker);
    return played;
  }

  async #call(name: string, actor: Actor, deed: Deed, saved: ReadonlyMap<string, unknown>, call: { service: ServiceId; operation: string; region: string; input: Record<string, unknown> }, habit: boolean): Promise<Answer> {
    const { schema } = await this.world.endpoint.operation(call.service, call.operation);
    const input = readInput(schema.input, call.operation === 'EnableMFADevice' ? { ...this.#codesOf(call.input['SerialNumber']), ...call.input } : call.input);
    const accessKeyId = name === AWS_ACTOR ? '' : this.cast.keyOf(name, actor, saved, deed.using);
    const as = name === AWS_ACTOR ? { caller: deed.using === undefined ? AWS_CALLER : { ...AWS_CALLER, principalId: deed.using } } : { accessKeyId };
    const answer = await this.#answer(() => this.world.play({ ...call, input, as, sourceIp: actor.sourceIp, userAgent: actor.userAgent, traceOnly: habit && leavesOnlyTraces(deed) }));
    return { ...answer, accessKeyId };
  }
  /** What the device shows: its owner types two codes in a row. */
  #codesOf(serial: unknown): Record<string, string> {
    const seed = typeof serial === 'string' ? iamState(this.world).mfaDevices.get(serial)?.seed : undefined;
    const now = this.world.now();
    return seed === undefined ? {} : { AuthenticationCode1: codeAt(seed, new Date(now.getTime() - TOTP_MS)), AuthenticationCode2: codeAt(seed, now) };
  }
  #signIn(name: string, actor: Actor, input: Readonly<Record<string, unknown>>, region: string, using: string | undefined): Promise<unknown> {
    const userName = input['UserName'];
    const session = using === undefined ? this.cast.signIn(name, actor, typeof userName === 'string' ? userName : undefined, region) : this.cast.signInWith(actor, using, region);
    return Promise.resolve({ Credentials: { AccessKeyId: session.accessKeyId, SecretAccessKey: session.secretAccessKey, SessionToken: session.sessionToken, Expiration: session.expiration } });
  }
  async #answer(deed: () => Promise<unknown>): Promise<Answer> {
    try { return { output: await deed(), error: undefined }; } catch (error) {
      if (error instanceof AwsError) return { output: undefined, error };
      throw error;
    }
  }
}
/** A habitual read without parameters: its event is all that stays of it. */
function leavesOnlyTraces({ call, save, with: input }: Deed): boolean {
  const [service, operation] = call.split(':') as [ServiceId, string];
  return save === undefined && Object.keys(input).length === 0 && !isChange(service, operation) && service !== 'sts';
}
interface Answer { readonly output: unknown; readonly error: AwsError | undefined; readonly accessKeyId?: string }
