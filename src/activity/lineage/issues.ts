// What a call gave out: a session, a key, a password, a principal, a way in by trust. Source of the fields: CloudTrail and IAM user guides.
import type { Arn, Instant } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { objectAt, textAt } from '../fields.ts';

export type CredentialType = 'access-key' | 'session' | 'federated-session' | 'root-session' | 'console' | 'password' | 'service-credential' | 'delegation' | 'unknown';
/** A credential as `trace --json` shows it. */
export interface Credential {
  /** The access key id, or `console:<arn>`, `password:<arn>`, `delegation:<request id>`. Never a secret. */
  readonly id: string;
  readonly type: CredentialType;
  readonly principal: Arn;
  /** The credential that it was made with. */
  readonly parent: string | null;
  /** The id of the event that issued it. */
  readonly createdBy: string | null;
  readonly issuedAt: Instant;
  /** `null`: does not end by itself, or not known. */
  readonly expiresAt: Instant | null;
}
export type Issue =
  | { readonly gives: 'credential'; readonly credential: Credential; /** The session's own ARN, where AWS said it. */ readonly sessionArn: Arn }
  | { readonly gives: 'principal'; readonly arn: Arn; readonly sort: 'user' | 'role' }
  | { readonly gives: 'password' | 'delegation'; readonly credential: Credential }
  | { readonly gives: 'trust'; readonly role: Arn; readonly document: string }
  | { readonly gives: 'authority'; readonly anchor: Arn }
  | { readonly gives: 'machine'; readonly instanceId: string };

/** Can a credential still be used at that time? */
export const live = (credential: Credential, at: Instant): boolean => credential.expiresAt === null || credential.expiresAt > at;

/** Refused calls give nothing; nor does a sign-in that failed. */
export const failed = (event: TrailEvent): boolean => event.errorCode !== undefined || textAt(event.response ?? undefined, event.name) === 'Failure';

export function issuesOf(event: TrailEvent): readonly Issue[] {
  if (failed(event)) return [];
  const read = ISSUERS.get(event.operation);
  return read === undefined ? [] : read(event);
}

const ISSUERS: ReadonlyMap<string, (event: TrailEvent) => readonly Issue[]> = new Map<string, (event: TrailEvent) => readonly Issue[]>([
  ['sts:AssumeRole', (e) => session(e, 'session', 3600)],
  ['sts:AssumeRoleWithSAML', (e) => session(e, 'session', 3600)],
  ['sts:AssumeRoleWithWebIdentity', (e) => session(e, 'session', 3600)],
  ['sts:GetSessionToken', (e) => session(e, 'session', 43_200)],
  ['sts:GetFederationToken', (e) => session(e, 'federated-session', 43_200)],
  ['sts:AssumeRoot', (e) => session(e, 'root-session', 900)],
  ['signin:GetSigninToken', (e) => [...session(e, 'session', 43_200), consoleOf(e)]],
  ['signin:ConsoleLogin', (e) => [consoleOf(e)]],
  ['signin:SwitchRole', (e) => [consoleOf(e)]],
  ['iam:CreateAccessKey', accessKey],
  ['iam:CreateServiceSpecificCredential', serviceCredential],
  ['iam:CreateLoginProfile', password],
  ['iam:UpdateLoginProfile', password],
  ['iam:ChangePassword', password],
  ['iam:AcceptDelegationRequest', delegation],
  ['iam:SendDelegationToken', delegation],
  ['iam:CreateUser', (e) => principal(e, 'user')],
  ['iam:CreateRole', (e) => [...principal(e, 'role'), ...trust(e, 'assumeRolePolicyDocument')]],
  ['rolesanywhere:CreateSession', (e) => session(e, 'session', 3600, 'credentialSet', '0')],
  ['rolesanywhere:CreateTrustAnchor', authority],
  ['rolesanywhere:UpdateTrustAnchor', authority],
  ['iam:UpdateAssumeRolePolicy', (e) => trust(e, 'policyDocument')],
  ['ec2:RunInstances', machines],
]);
/** The operations that give something out: events of these are looked at before others of the same second. */
export const gives = (event: Pick<TrailEvent, 'operation'>): boolean => ISSUERS.has(event.operation);

const at = (event: TrailEvent, ...path: string[]): string => textAt(event.response ?? undefined, ...path);
const asked = (event: TrailEvent, ...path: string[]): string => textAt(event.request ?? undefined, ...path);
/** `arn:aws:iam::<account>:user/<name>`, in the partition of the caller. */
export function arnOf(event: TrailEvent, sort: 'user' | 'role', name: string): Arn {
  const partition = event.identity.arn.split(':')[1] ?? 'aws';
  return `arn:${partition || 'aws'}:iam::${event.accountId}:${sort}/${name}`;
}

/** `within`: where in the answer it stands. */
function session(event: TrailEvent, type: CredentialType, seconds: number, ...within: string[]): readonly Issue[] {
  const id = at(event, ...within, 'credentials', 'accessKeyId');
  if (id === '') return [];
  const principal = asked(event, 'roleArn') || asked(event, 'targetPrincipal') || event.principal;
  const sessionArn = at(event, ...within, 'assumedRoleUser', 'arn') || at(event, 'federatedUser', 'arn');
  return [{ gives: 'credential', sessionArn, credential: { id, type, principal, parent: event.credential, createdBy: event.id, issuedAt: event.time, expiresAt: expiry(event, seconds, within) } }];
}
function expiry(event: TrailEvent, seconds: number, within: readonly string[]): Instant | null {
  const said = at(event, ...within, 'credentials', 'expiration');
  // CloudTrail writes `Nov 20, 2026, 9:00:00 AM`, in UTC without saying so; newer records are ISO.
  const date = new Date(/Z$|GMT|UTC|[+-]\d\d:?\d\d$/.test(said) ? said : `${said} UTC`);
  if (said !== '' && !Number.isNaN(date.getTime())) return date.toISOString().replace('.000Z', 'Z');
  return after(event.time, Number(asked(event, 'durationSeconds')) || seconds);
}
function after(time: Instant, seconds: number): Instant | null {
  const start = Date.parse(time);
  return Number.isNaN(start) ? null : new Date(start + seconds * 1000).toISOString().replace('.000Z', 'Z');
}
/** A console session lasts twelve hours at most. */
function consoleOf(event: TrailEvent): Issue {
  const arn = event.identity.arn || event.principal;
  return { gives: 'credential', sessionArn: arn, credential: { id: `console:${arn}`, type: 'console', principal: event.principal, parent: event.credential.startsWith('console:') ? null : event.credential, createdBy: event.id, issuedAt: event.time, expiresAt: after(event.time, 43_200) } };
}
function accessKey(event: TrailEvent): readonly Issue[] {
  const id = at(event, 'accessKey', 'accessKeyId');
  if (id === '') return [];
  return [{ gives: 'credential', sessionArn: '', credential: { ...made(event), id, type: 'access-key', principal: ownerOf(event, at(event, 'accessKey', 'userName')) } }];
}
function serviceCredential(event: TrailEvent): readonly Issue[] {
  const id = at(event, 'serviceSpecificCredential', 'serviceSpecificCredentialId');
  if (id === '') return [];
  return [{ gives: 'credential', sessionArn: '', credential: { ...made(event), id, type: 'service-credential', principal: ownerOf(event, at(event, 'serviceSpecificCredential', 'userName')) } }];
}
function password(event: TrailEvent): readonly Issue[] {
  const principal = event.name === 'ChangePassword' ? event.principal : ownerOf(event, at(event, 'loginProfile', 'userName'));
  return [{ gives: 'password', credential: { ...made(event), id: `password:${principal}`, type: 'password', principal } }];
}
/** A product provider acts with the rights of whoever accepted its request, once the token is sent: in sessions that no event of this account gives out. */
function delegation(event: TrailEvent): readonly Issue[] {
  const id = asked(event, 'delegationRequestId');
  return id === '' ? [] : [{ gives: 'delegation', credential: { ...made(event), id: `delegation:${id}`, type: 'delegation', principal: event.identity.arn || event.principal } }];
}
const made = (event: TrailEvent): Pick<Credential, 'parent' | 'createdBy' | 'issuedAt' | 'expiresAt'> => ({ parent: event.credential, createdBy: event.id, issuedAt: event.time, expiresAt: null });
// Without a user name IAM acts on the caller itself; for root that is the root user.
function ownerOf(event: TrailEvent, said: string): Arn {
  const name = asked(event, 'userName');
  if (name === '') return event.principal;
  return arnOf(event, 'user', name || said);
}
function principal(event: TrailEvent, sort: 'user' | 'role'): readonly Issue[] {
  const made = objectAt(event.response ?? undefined, sort);
  const name = asked(event, sort === 'user' ? 'userName' : 'roleName') || textAt(made ?? undefined, `${sort}Name`);
  const arn = textAt(made ?? undefined, 'arn') || (name === '' ? '' : arnOf(event, sort, name));
  return arn === '' ? [] : [{ gives: 'principal', arn, sort }];
}
function trust(event: TrailEvent, field: string): readonly Issue[] {
  const name = asked(event, 'roleName');
  return name === '' ? [] : [{ gives: 'trust', role: arnOf(event, 'role', name), document: asked(event, field) }];
}
/** Whoever holds a certificate of it gets sessions through the anchor (IAM Roles Anywhere). */
function authority(event: TrailEvent): readonly Issue[] {
  const anchor = at(event, 'trustAnchor', 'trustAnchorArn');
  return anchor === '' || objectAt(event.request ?? undefined, 'source') === null ? [] : [{ gives: 'authority', anchor }];
}
function machines(event: TrailEvent): readonly Issue[] {
  const items = objectAt(event.response ?? undefined, 'instancesSet')?.['items'];
  if (!Array.isArray(items)) return [];
  return items.map((one) => textAt(one as never, 'instanceId')).filter((id) => id !== '').map((instanceId) => ({ gives: 'machine', instanceId }));
}
