// Who calls, read once for each credential and not once for each of its thousands of calls.
import type { Json, JsonObject } from '../../core/types.ts';
import { isObject, textAt } from '../fields.ts';
import { identityOf, principalOf, sameName, sessionName, type Identity } from '../identity.ts';
import { tokenOf } from '../logs/token-index.ts';

export interface Person {
  readonly identity: Identity;
  readonly principal: string;
  readonly tokens: readonly number[];
  /** The last file in which they were indexed, and what they were found to be worth, as of which version of what is wanted. */
  file: number;
  level: number;
  version: number;
}
interface Known { readonly person: Person; readonly by: JsonObject }
/** More than this many at once are forgotten and read again. */
const MOST = 4_096;

export class People {
  readonly #known = new Map<string, Known>();

  of(by: JsonObject): Person {
    const id = textAt(by, 'accessKeyId') || textAt(by, 'arn') || textAt(by, 'invokedBy');
    const known = this.#known.get(id);
    if (known !== undefined && sameCaller(known.by, by)) return known.person;
    const person = personOf(identityOf(by));
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(id, { person, by });
    return person;
  }
}
/** All that `identityOf` reads. Written out, because it is asked of every event. */
function sameCaller(a: JsonObject, b: JsonObject): boolean {
  return a['type'] === b['type'] && a['arn'] === b['arn'] && a['principalId'] === b['principalId'] && a['accountId'] === b['accountId'] && a['userName'] === b['userName']
    && a['accessKeyId'] === b['accessKeyId'] && a['invokedBy'] === b['invokedBy'] && sameDelegate(a['invokedByDelegate'], b['invokedByDelegate']) && a['sessionCredentialFromConsole'] === b['sessionCredentialFromConsole'] && sameSession(a['sessionContext'], b['sessionContext']);
}
const sameDelegate = (a: Json | undefined, b: Json | undefined): boolean => (isObject(a) && isObject(b) ? a['accountId'] === b['accountId'] : a === b);
function sameSession(a: Json | undefined, b: Json | undefined): boolean {
  if (!isObject(a) || !isObject(b)) return a === b;
  return a['sessionCredentialFromConsole'] === b['sessionCredentialFromConsole'] && sameIssuer(a['sessionIssuer'], b['sessionIssuer']) && sameAttributes(a['attributes'], b['attributes']);
}
const sameIssuer = (a: Json | undefined, b: Json | undefined): boolean =>
  (isObject(a) && isObject(b) ? a['arn'] === b['arn'] && a['type'] === b['type'] && a['principalId'] === b['principalId'] && a['userName'] === b['userName'] : a === b);
const sameAttributes = (a: Json | undefined, b: Json | undefined): boolean =>
  (isObject(a) && isObject(b) ? a['creationDate'] === b['creationDate'] && a['mfaAuthenticated'] === b['mfaAuthenticated'] : a === b);

export function personOf(identity: Identity): Person {
  const principal = principalOf(identity);
  return { identity, principal, tokens: tokensOf(identity, principal), file: -1, level: 0, version: -1 };
}

/** Everything by which lineage, habits and holdings may come to ask for this caller's events. */
function tokensOf(identity: Identity, principal: string): readonly number[] {
  const { accessKeyId, arn, principalId, type, invokedBy, userName, delegate } = identity;
  const tokens = [principal === '' ? tokenOf('who', arn || principalId || invokedBy || userName || type) : tokenOf('principal', sameName(principal))];
  if (accessKeyId !== '') tokens.push(tokenOf('key', accessKeyId));
  if (arn !== '' && !accessKeyId.startsWith('AKIA')) tokens.push(tokenOf('arn', arn));
  if (delegate !== '') tokens.push(tokenOf('delegate', sameName(principal)));
  if (type !== 'AssumedRole') return tokens;
  tokens.push(tokenOf('session', principalId || arn));
  const name = sessionName(identity);
  if (name.startsWith('i-')) tokens.push(tokenOf('machine', name));
  return tokens;
}
