// What a sign of attack is, and the small words that the tables of signs are written in.
import type { KnownTechnique } from '../../core/attack.ts';
import type { Text } from '../../core/text.ts';
import type { Json, JsonObject } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { isObject, listAt, objectOf, stringsIn, textAt } from '../fields.ts';
import { ipVersion } from '../origin.ts';

/** `strong`: on a credential that was named as abused, this may be the first sign of the stranger. A sign is never a verdict. */
export interface Sign {
  readonly id: string;
  readonly strong: boolean;
  readonly techniques: readonly KnownTechnique[];
  readonly because: Text;
  match(event: TrailEvent): boolean;
}
/** For one `of`, so many different `counts` within so many minutes. `''`: the event does not belong. */
export interface Window { readonly minutes: number; readonly least: number; readonly of: (event: TrailEvent) => string; readonly counts: (event: TrailEvent) => string }
/** A sign that only several calls together show. */
export interface Burst extends Omit<Sign, 'match'> { readonly window: Window }

export const asked = (event: TrailEvent, ...path: readonly string[]): string => textAt(event.request ?? undefined, ...path);
export const answered = (event: TrailEvent, ...path: readonly string[]): string => textAt(event.response ?? undefined, ...path);
export const done = (event: TrailEvent): boolean => event.errorCode === undefined;
/** EC2 says `Client.UnauthorizedOperation`, most others AccessDenied; invalid requests are no attempt at anything. */
export const denied = (event: TrailEvent): boolean => event.errorCode !== undefined && /AccessDenied|Unauthorized|NotAuthorized|Forbidden/.test(event.errorCode);
export const attempted = (event: TrailEvent): boolean => done(event) || denied(event);
/** Names somebody else than the caller: root has no user name of its own. */
export const forAnother = (event: TrailEvent): boolean => asked(event, 'userName') !== '' && asked(event, 'userName') !== event.identity.userName && event.identity.type !== 'Root';

/** Not on a private network, and no documentation of one: what the internet sees. */
export function isPublic(address: string): boolean {
  if (ipVersion(address) === 6) return !/^(::1$|f[cd]|fe80)/i.test(address);
  return ipVersion(address) === 4 && !/^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

/** Every policy document inside a request, as text or as JSON, URL-encoded or not. */
export function policiesIn(event: TrailEvent): readonly JsonObject[] {
  const found: JsonObject[] = [];
  collect(event.request ?? undefined, found, 0);
  return found;
}
function collect(value: Json | undefined, found: JsonObject[], depth: number): void {
  if (depth > 16 || value === undefined || value === null) return;
  if (typeof value === 'string') {
    const policy = objectOf(value.startsWith('%7B') ? decoded(value) : value);
    if (policy !== null) collect(policy, found, depth + 1);
    return;
  }
  if (Array.isArray(value)) { for (const one of value as readonly Json[]) collect(one, found, depth + 1); return; }
  if (!isObject(value)) return;
  if (Object.hasOwn(value, 'Statement')) { found.push(value); return; }
  for (const one of Object.values(value)) collect(one, found, depth + 1);
}
function decoded(text: string): string {
  try { return decodeURIComponent(text); } catch { return text; }
}
/** The statements that allow something. */
export const allows = (policy: JsonObject): readonly JsonObject[] => listAt(policy, 'Statement').filter(isObject).filter((s) => textAt(s, 'Effect') === 'Allow');
/** `*` on everything, or all of IAM. */
export function isAdmin(policy: JsonObject): boolean {
  return allows(policy).some((s) => listAt(s, 'Action').some((a) => a === '*' || a === '*:*' || a === 'iam:*') && listAt(s, 'Resource').includes('*') && !Object.hasOwn(s, 'Condition'));
}
/** Open to everybody, with no condition that narrows it. */
export function isOpen(policy: JsonObject): boolean {
  return allows(policy).some((s) => [...stringsIn(s['Principal'])].some(([, name]) => name === '*') && !narrowed(s));
}
const NARROWING = /^(aws:(source(arn|account|owner|orgid|orgpaths|vpc|vpce|ip|identity)|vpcsourceip|principal\w+|userid|username)|kms:(calleraccount|viaservice)|s3:dataaccesspointaccount|sns:endpoint)$/i;
function narrowed(statement: JsonObject): boolean {
  const operators = statement['Condition'];
  if (!isObject(operators)) return false;
  return Object.entries(operators).some(([operator, keys]) => !/Not|IfExists$/.test(operator) && isObject(keys) && Object.entries(keys).some(([key, value]) => NARROWING.test(key) && ![...stringsIn(value)].some(([, v]) => v === '*' || v === '0.0.0.0/0' || v === '::/0')));
}
/** The accounts that a trust policy lets in: twelve digits, or `*`. */
export function trusted(policy: JsonObject): readonly string[] {
  return allows(policy).flatMap((s) => [...stringsIn(s['Principal'], 'AWS')]).filter(([kind]) => kind === 'AWS').map(([, name]) => (name === '*' ? '*' : /^\d{12}$/.test(name) ? name : name.split(':')[4] ?? '')).filter((a) => a !== '');
}
