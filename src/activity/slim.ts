// Keeps long histories in memory: equal strings are held once, and answers to plain reads are dropped.
import type { TrailEvent } from './event.ts';
import type { Identity } from './identity.ts';

/** Returns a function that makes events small. What lineage, signs and attribution read stays. */
export function slimmer(): (event: TrailEvent) => TrailEvent {
  const known = new Map<string, string>();
  const one = (text: string): string => {
    const held = known.get(text);
    if (held !== undefined) return held;
    known.set(text, text);
    return text;
  };
  const people = new WeakMap<Identity, Identity>();
  const person = (identity: Identity): Identity => {
    const held = people.get(identity) ?? { ...identity, arn: one(identity.arn), principalId: one(identity.principalId), accountId: one(identity.accountId), accessKeyId: one(identity.accessKeyId) };
    people.set(identity, held);
    return held;
  };
  return (event) => ({
    ...event,
    region: one(event.region), source: one(event.source), name: one(event.name), operation: one(event.operation) as TrailEvent['operation'],
    sourceIp: one(event.sourceIp), userAgent: one(event.userAgent), accountId: one(event.accountId),
    principal: one(event.principal), credential: one(event.credential),
    identity: person(event.identity),
    response: event.readOnly && !ISSUERS.has(event.source) ? null : event.response,
  });
}
// AssumeRole is logged as a read, and its answer names the new session's key.
const ISSUERS: ReadonlySet<string> = new Set(['sts.amazonaws.com', 'signin.amazonaws.com', 'sso.amazonaws.com']);
