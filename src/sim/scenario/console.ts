// Sign-ins of the actors: what the console asks for, and the credentials that come of it.
import type { SimCaller } from '../account.ts';
import { rootPassword } from '../services/iam/root-credentials.ts';
import { iamState } from '../services/iam/state.ts';
import { sessionsOf } from '../services/sts/sessions.ts';
import { consoleSignIn, getSigninToken } from '../trail/sign-in.ts';
import { AwsError } from '../wire/types.ts';
import type { World } from '../world.ts';
import type { Actor } from './scenario.ts';

/** Credentials as a client takes them. */
export interface GivenCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Writes ConsoleLogin and opens a session; refused where the user has no password, and that is an event too. Without a user: root. */
export function signIn(world: World, actor: Actor, userName: string | undefined, region: string | undefined): GivenCredentials {
  const from = { ip: actor.sourceIp, agent: actor.userAgent, mfa: actor.mfa, ...(region === undefined ? {} : { region }) };
  const user = userName === undefined ? undefined : iamState(world).users.byName(userName);
  if (userName !== undefined && user === undefined) throw new AwsError('Failed authentication', `There is no user ${userName}`, 403);
  const outcome = (user === undefined ? rootPassword(world).there : iamState(world).loginProfiles.has(user.id)) ? 'Success' : 'Failure';
  const session = consoleSignIn(world, user === undefined ? { root: true } : { user: user.arn }, { ...from, outcome });
  if (session === undefined) throw new AwsError('Failed authentication', `No password for ${userName ?? 'root'}`, 403);
  return given(world, session);
}

/** The holder of a session makes a console session of it: GetSigninToken, then ConsoleLogin. */
export function signInWithSession(world: World, actor: Actor, accessKeyId: string, region: string | undefined): GivenCredentials {
  const parent = sessionsOf(world).find(accessKeyId)?.caller;
  if (parent === undefined) throw new AwsError('Failed authentication', 'Only temporary credentials make a sign-in token', 403);
  const from = { ip: actor.sourceIp, agent: actor.userAgent, ...(region === undefined ? {} : { region }) };
  const child = getSigninToken(world, parent, from);
  consoleSignIn(world, { session: child }, from);
  return given(world, child);
}

/** The secret is made up: the simulated account checks no signatures. */
function given(world: World, session: SimCaller): GivenCredentials {
  const held = sessionsOf(world).find(session.accessKeyId);
  return {
    accessKeyId: session.accessKeyId, secretAccessKey: world.ids.secret(40),
    ...(held ? { sessionToken: held.token, expiration: held.expiresAt } : {}),
  };
}
