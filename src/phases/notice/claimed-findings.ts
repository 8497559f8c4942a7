// What only AWS's message says: shown as suspicious, asked about, and left alone until the operator has said whose it is.
import { say } from '../../core/text.ts';
import type { Finding, ResourceFinding } from '../../core/types.ts';
import { findingIdOf } from '../../engine/plan.ts';
import type { Listed } from '../../engine/scan.ts';
import type { Claims } from '../../intake/claims.ts';
import type { Investigation } from '../investigation.ts';

/** Keys that a message calls leaked and users that it calls unauthorized, without proof of AWS's. */
export interface Claimed { readonly keys: readonly string[]; readonly users: readonly string[] }
/** In other notices a user is named as the owner of a key, and not as a stranger's. */
export const unauthorizedUsers = (claims: Claims): readonly string[] => (claims.kind === 'unauthorized-user' ? claims.iamUsers : []);

export function claimedFindings(investigation: Investigation, listed: readonly Listed[], claimed: Claimed, known: readonly Finding[]): readonly Finding[] {
  const judged = new Set(known.flatMap((f) => (f.about === 'resource' ? [f.id] : [])));
  return [...claimedKeys(listed, claimed.keys), ...claimedUsers(investigation, listed, claimed.users)].filter((f) => !judged.has(f.id));
}

const claimedKeys = (listed: readonly Listed[], keys: readonly string[]): ResourceFinding[] => listed.filter((l) => l.kind.id === 'iam/access-key' && keys.includes(l.resource.name)).map(({ kind, resource }) => ({
  about: 'resource', id: findingIdOf(kind.id, resource), kind: kind.id, resource, verdict: 'suspicious', origin: 'unknown', techniques: [], evidence: [],
  because: say('Only the message says that {{key}} leaked; nothing that AWS shows proves it.', { key: resource.name }),
}));

/** The call that made the user is the evidence: whose the user is, that call was. */
const claimedUsers = (investigation: Investigation, listed: readonly Listed[], users: readonly string[]): ResourceFinding[] => listed.filter((l) => l.kind.id === 'iam/user' && users.includes(l.resource.name)).map(({ kind, resource }) => ({
  about: 'resource', id: findingIdOf(kind.id, resource), kind: kind.id, resource, verdict: 'suspicious', origin: 'created', techniques: ['T1136.003'],
  evidence: investigation.events.filter((e) => e.operation === 'iam:CreateUser' && e.errorCode === undefined && e.request?.['userName'] === resource.name).map((e) => e.id),
  because: say('The message says that somebody unauthorized made user {{user}}; only you know whether it is yours.', { user: resource.name }),
}));
