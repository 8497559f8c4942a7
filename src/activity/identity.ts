// Who made a call, as CloudTrail's userIdentity says it, and the lasting principal behind a session.
import type { Arn, Instant, JsonObject } from '../core/types.ts';
import { objectOf, textAt, valueAt } from './fields.ts';

/** `userIdentity`, flat. Missing members are `''`. */
export interface Identity {
  /** Root, IAMUser, AssumedRole, FederatedUser, AWSAccount, AWSService, IdentityCenterUser, SAMLUser, WebIdentityUser, Unknown… */
  readonly type: string;
  readonly arn: Arn;
  /** `AIDA…`, `AROA…:session`, `account:federated name`. */
  readonly principalId: string;
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  /** The AWS service that called on somebody's behalf. */
  readonly invokedBy: string;
  /** The account of the product provider that calls by temporary delegation. https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-cloudtrail.html */
  readonly delegate: string;
  readonly issuer: { readonly type: string; readonly arn: Arn; readonly principalId: string; readonly userName: string } | undefined;
  /** When the session began. */
  readonly sessionCreated: Instant;
  readonly mfa: boolean | undefined;
  readonly fromConsole: boolean;
}

export function identityOf(raw: JsonObject | null): Identity {
  const session = objectOf(valueAt(raw ?? undefined, 'sessionContext'));
  const issuer = objectOf(valueAt(session ?? undefined, 'sessionIssuer'));
  const at = (name: string): string => textAt(raw ?? undefined, name);
  const mfa = textAt(session ?? undefined, 'attributes', 'mfaAuthenticated').toLowerCase();
  const created = new Date(textAt(session ?? undefined, 'attributes', 'creationDate'));
  return {
    type: at('type'), arn: at('arn'), principalId: at('principalId'), accountId: at('accountId'),
    userName: at('userName'), accessKeyId: at('accessKeyId'), invokedBy: at('invokedBy'), delegate: textAt(raw ?? undefined, 'invokedByDelegate', 'accountId'),
    issuer: issuer === null ? undefined : { type: textAt(issuer, 'type'), arn: textAt(issuer, 'arn'), principalId: textAt(issuer, 'principalId'), userName: textAt(issuer, 'userName') },
    sessionCreated: Number.isNaN(created.getTime()) ? '' : created.toISOString().replace('.000Z', 'Z'),
    mfa: mfa === '' ? undefined : mfa === 'true',
    fromConsole: at('sessionCredentialFromConsole').toLowerCase() === 'true' || textAt(session ?? undefined, 'sessionCredentialFromConsole').toLowerCase() === 'true',
  };
}

/** The ARN of the user, or of the role of a session; for others the ARN as it stands, or `''`. */
export function principalOf(identity: Identity): Arn {
  if (identity.issuer !== undefined && identity.issuer.arn !== '') return identity.issuer.arn;
  const role = roleOfSession(identity.arn);
  if (role !== undefined) return role;
  if (identity.arn !== '') return identity.arn;
  if (identity.type === 'Root' && identity.accountId !== '') return `arn:aws:iam::${identity.accountId}:root`;
  if (identity.type === 'IAMUser' && identity.userName !== '' && identity.accountId !== '') return `arn:aws:iam::${identity.accountId}:user/${identity.userName}`;
  return '';
}

/** `arn:aws:sts::1:assumed-role/Name/session` → the role's ARN, without its path, which the session's ARN does not tell. */
export function roleOfSession(arn: Arn): Arn | undefined {
  const parts = arn.split(':');
  const [sort, name] = (parts[5] ?? '').split('/');
  if (parts[2] !== 'sts' || sort !== 'assumed-role' || name === undefined || name === '') return undefined;
  return `arn:${parts[1] ?? 'aws'}:iam::${parts[4] ?? ''}:role/${name}`;
}

/** Principal ARNs of one principal compare equal whatever its path: `role/a/b/Name` is `role/Name`. */
export function sameName(arn: Arn): string {
  const known = names.get(arn);
  if (known !== undefined) return known;
  const parts = arn.split(':');
  const [sort, ...rest] = parts.slice(5).join(':').split('/');
  const name = rest.length === 0 ? arn : `${parts.slice(0, 5).join(':')}:${sort ?? ''}/${rest.at(-1) ?? ''}`;
  // Asked for every event of a log, of which a few principals made all; a log of too many begins anew.
  if (names.size >= 10_000) names.clear();
  names.set(arn, name);
  return name;
}
const names = new Map<Arn, string>();

/** The session's name: `AROA…:name`, the end of an assumed role's ARN. */
export const sessionName = (identity: Identity): string => (identity.principalId.includes(':') ? identity.principalId.slice(identity.principalId.indexOf(':') + 1) : identity.arn.includes(':assumed-role/') ? identity.arn.split('/').at(-1) ?? '' : '');

/** A call that AWS itself made: a service of its own, or on behalf of a caller (`invokedBy`). The source is then no address. */
export const byAws = (identity: Identity, sourceIp: string): boolean => identity.type === 'AWSService' || identity.invokedBy !== '' || isService(sourceIp);
export const isService = (sourceIp: string): boolean => /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/i.test(sourceIp) || sourceIp === 'AWS Internal';
