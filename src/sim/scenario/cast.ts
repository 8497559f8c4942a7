// The actors on the stage: which credentials each one holds at a moment, and every secret that a call gave.
import { AwsError } from '../wire/types.ts';
import type { World } from '../world.ts';
import { signIn, signInWithSession, type GivenCredentials } from './console.ts';
import { fillText, type Saved } from './references.ts';
import { ROOT_ACTOR, type Actor } from './scenario.ts';

/** A console session is renewed before it ends, as its owner would sign in again. */
const SPARE_MS = 5 * 60_000;

export class Cast {
  readonly #world: World;
  readonly #sessions = new Map<string, GivenCredentials>();
  readonly #known = new Map<string, GivenCredentials>();

  constructor(world: World) { this.#world = world; }

  /** The access key id that an actor signs with: an explicit one, the actor's own key, or a console session, opened where there is none. */
  keyOf(name: string, actor: Actor, saved: Saved, using: string | undefined): string {
    if (using !== undefined) return fillText(using, saved);
    if (actor.credential !== undefined) return fillText(actor.credential, saved);
    const session = this.#sessions.get(name);
    const lasts = session?.expiration !== undefined && session.expiration.getTime() - SPARE_MS > this.#world.now().getTime();
    return lasts ? session.accessKeyId : this.signIn(name, actor).accessKeyId;
  }

  /** Signs an actor in to the console; as its own user, the session becomes the actor's own. */
  signIn(name: string, actor: Actor, userName: string | undefined = actor.user, region?: string): GivenCredentials {
    if (userName === undefined && name !== ROOT_ACTOR && actor.root !== true) throw new AwsError('Failed authentication', 'Nobody to sign in as', 403);
    const session = signIn(this.#world, actor, userName, region);
    if (userName === actor.user) this.#sessions.set(name, session);
    this.#known.set(session.accessKeyId, session);
    return session;
  }

  /** Makes a console session of temporary credentials. */
  signInWith(actor: Actor, accessKeyId: string, region: string): GivenCredentials {
    const session = signInWithSession(this.#world, actor, accessKeyId, region);
    this.#known.set(session.accessKeyId, session);
    return session;
  }

  /** Remembers the secrets in an answer: CreateAccessKey's, and those of the STS calls. */
  learn(output: unknown): GivenCredentials | undefined {
    const found = secretsIn(output);
    if (found) this.#known.set(found.accessKeyId, found);
    return found;
  }
  /** The whole credential behind an id, where a call gave it. */
  full(accessKeyId: string): GivenCredentials | undefined { return this.#known.get(accessKeyId); }
}

function secretsIn(output: unknown): GivenCredentials | undefined {
  const { AccessKey, Credentials } = (output ?? {}) as { AccessKey?: Secrets; Credentials?: Secrets };
  const secrets = AccessKey ?? Credentials;
  if (secrets?.AccessKeyId === undefined || secrets.SecretAccessKey === undefined) return undefined;
  return {
    accessKeyId: secrets.AccessKeyId,
    secretAccessKey: secrets.SecretAccessKey,
    ...(secrets.SessionToken === undefined ? {} : { sessionToken: secrets.SessionToken }),
    ...(secrets.Expiration === undefined ? {} : { expiration: secrets.Expiration }),
  };
}
interface Secrets { readonly AccessKeyId?: string; readonly SecretAccessKey?: string; readonly SessionToken?: string; readonly Expiration?: Date }
