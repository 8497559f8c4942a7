// Sign-ins to the console: no API calls, but events of their own and a session that acts afterwards.
import type { SimAccount, SimCaller } from '../account.ts';
import { globalRegion } from '../dispatch/regions.ts';
import { authorityOf } from '../policy/authority.ts';
import { sessionsOf } from '../services/sts/sessions.ts';

/** A console session, or a user's or root's own caller without a key. */
export type Signer = { readonly root: true } | { readonly user: string } | { readonly session: SimCaller };
export interface SignIn {
  readonly mfa?: boolean;
  readonly ip: string;
  readonly agent: string;
  /** Users are led to the region of their last sign-in; root and default: the global one. */
  readonly region?: string;
  readonly outcome?: 'Success' | 'Failure';
}

const CONSOLE_HOURS = 12;
const consoleUrl = (partition: SimAccount['partition']): string => (partition === 'aws' ? 'https://console.aws.amazon.com/console/home' : 'https://console.amazonaws.cn/console/home');

/** Records a ConsoleLogin. Gives the caller of the console session, whose key id `play` takes; undefined for a failure. CloudTrail user guide, "AWS Management Console sign-in events". */
export function consoleSignIn(account: SimAccount, signer: Signer, { mfa = false, ip, agent, region, outcome = 'Success' }: SignIn): SimCaller | undefined {
  const who = whoSigns(account, signer);
  account.recordEvent({
    name: 'ConsoleLogin', source: 'signin.amazonaws.com', type: 'AwsConsoleSignIn',
    region: 'root' in signer ? globalRegion(account.partition) : (region ?? globalRegion(account.partition)),
    caller: who, sourceIp: ip, userAgent: agent, request: null, response: { ConsoleLogin: outcome },
    extra: {
      ...(outcome === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
      additionalEventData: { LoginTo: consoleUrl(account.partition), MobileVersion: 'No', MFAUsed: mfa ? 'Yes' : 'No' },
    },
  });
  if (outcome === 'Failure') return undefined;
  if ('session' in signer) return signer.session;
  authorityOf(account).passwordUsed(who.arn, account.now());
  return openConsole(account, who, mfa);
}

/** A session's holder turns it into a console sign-in link: GetSigninToken, then ConsoleLogin. The event names the session that is made. */
export function getSigninToken(account: SimAccount, session: SimCaller, { ip, agent, region }: Omit<SignIn, 'mfa' | 'outcome'>): SimCaller {
  if (session.session === undefined) throw new Error('Only the holder of a session can ask for a sign-in token.');
  const { caller } = sessionsOf(account).open({ ...session, session: { ...session.session, console: true } });
  account.recordEvent({
    name: 'GetSigninToken', source: 'signin.amazonaws.com', type: 'AwsConsoleSignIn', region: region ?? globalRegion(account.partition),
    caller: session, sourceIp: ip, userAgent: agent, request: null,
    response: { credentials: { accessKeyId: caller.accessKeyId }, GetSigninToken: 'Success' },
    extra: { additionalEventData: { MobileVersion: 'No', MFAUsed: session.session.mfa ? 'Yes' : 'No' } },
  });
  return caller;
}

function whoSigns(account: SimAccount, signer: Signer): SimCaller {
  if ('session' in signer) return signer.session;
  const prefix = `arn:${account.partition}:iam::${account.id}`;
  if ('root' in signer) return { type: 'Root', arn: `${prefix}:root`, principalId: account.id, accessKeyId: '' };
  const user = authorityOf(account).user(userArn(prefix, signer.user));
  if (user === undefined) throw new Error(`There is no user ${signer.user} to sign in.`);
  return { type: 'IAMUser', arn: user.arn, principalId: user.id, userName: user.name, accessKeyId: '' };
}
/** A name, or a path and a name: `ops/alice`. */
const userArn = (prefix: string, user: string): string => (user.startsWith('arn:') ? user : `${prefix}:user/${user}`);

function openConsole(account: SimAccount, who: SimCaller, mfa: boolean): SimCaller {
  const issuedAt = account.now();
  return sessionsOf(account).open({
    ...who,
    session: {
      issuerArn: who.arn, issuerId: who.principalId, issuerName: who.userName ?? account.id, issuerType: who.type === 'Root' ? 'Root' : 'User',
      issuedAt, expiresAt: new Date(issuedAt.getTime() + CONSOLE_HOURS * 3_600_000), mfa, console: true,
    },
  }).caller;
}
