// Holds a notice's claims against what AWS showed. A notice proves nothing by itself: anybody can write one that names a real key. Pure.
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { ClaimedEvent, Claims } from './claims.ts';
import { isQuarantinePolicy } from './identifier.ts';

/** What AWS itself showed; a list that could not be read is left out, which is not the same as empty. */
export interface ShownFacts {
  /** sts:GetCallerIdentity */
  readonly accountId: string;
  /** Every access key of the account and its user (`root` for the root user's). */
  readonly keys?: readonly { readonly id: string; readonly user: string }[];
  /** The root user has keys: their ids are shown to nobody but root. */
  readonly rootHasKeys?: boolean;
  readonly users?: readonly string[];
  /** Quarantine policies that are attached now. */
  readonly quarantines?: readonly { readonly user: string; readonly policy: string }[];
  /** Health events of risk, and open cases of AWS's, as claims that AWS itself gave. */
  readonly health?: readonly Claims[];
  readonly cases?: readonly Claims[];
  /** What the event history holds. */
  readonly events?: readonly { readonly name: string; readonly time: string; readonly sourceIp: string }[];
}

export type ClaimRef =
  | { readonly about: 'account' | 'case' | 'user' | 'key' | 'leak' | 'policy'; readonly value: string }
  | { readonly about: 'event'; readonly value: string; readonly event: ClaimedEvent };

export interface ClaimCheck {
  readonly claim: ClaimRef;
  readonly state: 'confirmed' | 'unproven' | 'contradicted';
  readonly because: Text;
  /** The notice is for another account than the one that the tool runs in: stop and ask for the right profile. */
  readonly wrongAccount?: true;
}

/**
 * One check a claim. What confirms what:
 * account: the caller's account · case: the same case among AWS's · user, key: it exists, and belongs to whom the notice says ·
 * policy: it is attached · event: the history holds it ·
 * leak (that a key is in a stranger's hands): a quarantine on its user, a Health event or a case of AWS's that names the key. Its existence alone never does.
 */
export function checkClaims(claims: Claims, facts: ShownFacts): readonly ClaimCheck[] {
  return [
    ...(claims.accountId === null ? [] : [checkAccount(claims.accountId, facts)]),
    ...(claims.caseId === null ? [] : [checkCase(claims.caseId, facts)]),
    ...claims.iamUsers.map((user) => checkUser(user, facts)),
    ...claims.accessKeyIds.flatMap((key) => [checkKey(key, claims, facts), checkLeak(key, facts)]),
    ...claims.policyNames.map((policy) => checkPolicy(policy, claims, facts)),
    ...claims.events.map((event) => checkEvent(event, facts)),
  ];
}

/** True when the run has to stop. */
export const isWrongAccount = (checks: readonly ClaimCheck[]): boolean => checks.some((check) => check.wrongAccount === true);

/** The keys of which AWS itself shows that they leaked. */
export const provenLeaks = (checks: readonly ClaimCheck[]): string[] =>
  checks.filter((check) => check.claim.about === 'leak' && check.state === 'confirmed').map((check) => check.claim.value);

const confirmed = (claim: ClaimRef, because: Text): ClaimCheck => ({ claim, state: 'confirmed', because });
const unproven = (claim: ClaimRef, because: Text): ClaimCheck => ({ claim, state: 'unproven', because });
const contradicted = (claim: ClaimRef, because: Text): ClaimCheck => ({ claim, state: 'contradicted', because });

function checkAccount(value: string, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'account', value };
  if (value === facts.accountId) return confirmed(claim, say('These credentials are of account {{value}}.', { value }));
  return { ...contradicted(claim, say('The notice is about account {{value}}, and these credentials are of {{own}}. Is it the wrong profile?', { value, own: facts.accountId })), wrongAccount: true };
}

function checkCase(value: string, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'case', value };
  if (facts.cases === undefined) return unproven(claim, say('The Support Center could not be asked for case {{value}}. Look there in the console.', { value }));
  if (facts.cases.some((one) => one.caseId === value)) return confirmed(claim, say('AWS has case {{value}} open.', { value }));
  return unproven(claim, say('AWS shows no open case {{value}} about security.', { value }));
}

function checkUser(value: string, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'user', value };
  if (facts.users === undefined) return unproven(claim, say('The account’s users could not be listed.'));
  if (facts.users.includes(value)) return confirmed(claim, say('User {{value}} is in this account.', { value }));
  return contradicted(claim, say('No user {{value}} is in this account.', { value }));
}

function checkKey(value: string, claims: Claims, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'key', value };
  if (facts.keys === undefined) return unproven(claim, say('The account’s access keys could not be listed.'));
  const key = facts.keys.find((one) => one.id === value);
  if (key === undefined) {
    if (value.startsWith('ASIA')) return unproven(claim, say('{{value}} is a temporary key; AWS lists none of those.', { value }));
    if (facts.rootHasKeys) return unproven(claim, say('No user has access key {{value}}. The root user has keys, whose ids AWS shows to nobody else: it may be one of them.', { value }));
    return contradicted(claim, say('No access key {{value}} is in this account: it was deleted, or it is another account’s.', { value }));
  }
  const alone = claims.accessKeyIds.length === 1 && claims.iamUsers.length === 1;
  if (alone && claims.iamUsers[0] !== key.user) return contradicted(claim, say('Access key {{value}} belongs to {{user}}, and not to {{claimed}} as the notice says.', { value, user: key.user, claimed: [...claims.iamUsers] }));
  return confirmed(claim, say('Access key {{value}} is in this account and belongs to {{user}}.', { value, user: key.user }));
}

function checkLeak(value: string, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'leak', value };
  const owner = facts.keys?.find((one) => one.id === value)?.user;
  const quarantine = facts.quarantines?.find((one) => one.user === owner && isQuarantinePolicy(one.policy));
  if (quarantine !== undefined) return confirmed(claim, say('AWS attached {{policy}} to {{user}}, to whom {{value}} belongs.', { policy: quarantine.policy, user: quarantine.user, value }));
  if (names(facts.health, value)) return confirmed(claim, say('An AWS Health event names {{value}}.', { value }));
  if (names(facts.cases, value)) return confirmed(claim, say('A case that AWS opened names {{value}}.', { value }));
  return unproven(claim, say('Nothing that AWS shows says that {{value}} leaked: only the notice does.', { value }));
}
const names = (given: readonly Claims[] | undefined, key: string): boolean => given?.some((claims) => claims.isNotice && claims.accessKeyIds.includes(key)) ?? false;

function checkPolicy(value: string, claims: Claims, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'policy', value };
  if (facts.quarantines === undefined) return unproven(claim, say('It could not be seen whether {{value}} is attached.', { value }));
  const users = facts.quarantines.filter((one) => one.policy === value && (claims.iamUsers.length === 0 || claims.iamUsers.includes(one.user))).map((one) => one.user);
  if (users.length > 0) return confirmed(claim, say('{{value}} is attached to {{users}}.', { value, users }));
  return unproven(claim, say('{{value}} is not attached now: AWS failed to attach it, or somebody detached it.', { value }));
}

const MINUTES = 2 * 60_000;
function checkEvent(event: ClaimedEvent, facts: ShownFacts): ClaimCheck {
  const claim: ClaimRef = { about: 'event', value: event.name, event };
  if (facts.events === undefined) return unproven(claim, say('The event history could not be read.'));
  const seen = facts.events.find((one) => isSame(event, one));
  if (seen !== undefined) return confirmed(claim, say('The event history holds {{name}} at {{time}} from {{ip}}.', { name: seen.name, time: seen.time, ip: seen.sourceIp }));
  return unproven(claim, say('The event history does not hold {{name}}: it can lag, and it leaves out some reads.', { name: event.name }));
}

/** A name alone is no match: it needs the time (to two minutes) or the address, and what is given must agree. */
function isSame(event: ClaimedEvent, seen: { readonly name: string; readonly time: string; readonly sourceIp: string }): boolean {
  // CloudTrail adds API versions to some names: CreateFunction20150331.
  const sameName = seen.name === event.name || (seen.name.startsWith(event.name) && /^\d{8}(?:v\d)?$|^\d{4}_\d{2}_\d{2}$/.test(seen.name.slice(event.name.length)));
  if (!sameName || (event.time === null && event.sourceIp === null)) return false;
  const sameTime = event.time === null || Math.abs(Date.parse(event.time) - Date.parse(seen.time)) <= MINUTES;
  return sameTime && (event.sourceIp === null || event.sourceIp === seen.sourceIp);
}
