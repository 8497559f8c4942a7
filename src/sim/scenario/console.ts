// Sign-ins to the console: the event that AWS writes, and the session that the console then acts with.
import type { SimCaller } from '../account.ts';
import { globalRegion } from '../dispatch/regions.ts';
import { authorityOf } from '../policy/authority.ts';
import { iamState } from '../services/iam/state.ts';
import { sessionsOf } from '../services/sts/sessions.ts';
import { AwsError } from '../wire/types.ts';
import type { World } from '../world.ts';

/** Credentials as a client takes them. */
export interface GivenCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
/** Without a user name: root. */
export interface SignIn {
  readonly userName?: string;
  readonly mfa: boolean;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly region?: string;
}
/** A console session lasts twelve hours. */
const SESSION_MS = 12 * 3_600_000;

/** Writes ConsoleLogin and opens a session. Refused as AWS does where the user has no password; the failed sign-in is an event too. */
export function signIn(world: World, input: SignIn): GivenCredentials {
  const user = input.userName === undefined ? undefined : iamState(world).users.byName(input.userName);
  const known = input.userName === undefined || (user !== undefined && iamState(world).loginProfiles.has(user.id));
  const who: Omit<SimCaller, 'accessKeyId'> = user === undefined
    ? { type: 'Root', arn: `arn:${world.partition}:iam::${world.id}:root`, principalId: world.id }
    : { type: 'IAMUser', arn: user.arn, principalId: user.id, userName: user.name };
  record(world, input, known ? { ...who, accessKeyId: '' } : undefined);
  if (!known) throw new AwsError('Failed authentication', `No password for ${input.userName ?? 'root'}`, 403);
  authorityOf(world).passwordUsed(who.arn, world.now());
  const { credentials } = sessionsOf(world).open({ ...who, session: {
    issuerArn: who.arn, issuerId: who.principalId, issuerName: user?.name ?? world.id, issuerType: user === undefined ? 'Root' : 'User',
    issuedAt: world.now(), expiresAt: new Date(world.now().getTime() + SESSION_MS), mfa: input.mfa, console: true,
  } });
  return { accessKeyId: credentials.AccessKeyId, secretAccessKey: credentials.SecretAccessKey, sessionToken: credentials.SessionToken, expiration: credentials.Expiration };
}

/** CloudTrail user guide, "AWS Management Console sign-in events". */
function record(world: World, input: SignIn, caller: SimCaller | undefined): void {
  const region = input.userName === undefined ? globalRegion(world.partition) : (input.region ?? globalRegion(world.partition));
  world.recordEvent({
    name: 'ConsoleLogin', source: 'signin.amazonaws.com', type: 'AwsConsoleSignIn', region, sourceIp: input.sourceIp, userAgent: input.userAgent,
    ...(caller ? { caller } : {}),
    request: null,
    response: { ConsoleLogin: caller ? 'Success' : 'Failure' },
    extra: {
      additionalEventData: { LoginTo: `https://${region}.console.aws.amazon.com/console/home`, MobileVersion: 'No', MFAUsed: input.mfa ? 'Yes' : 'No' },
      ...(caller ? {} : { errorMessage: 'Failed authentication', userIdentity: { type: 'IAMUser', accountId: world.id, accessKeyId: '', userName: input.userName ?? '' } }),
    },
  });
}
