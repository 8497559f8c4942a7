// What of a policy goes and what comes back when one text takes the place of another: the difference that is shown before.
import { canonical } from '../core/digest.ts';
import { say, type Text } from '../core/text.ts';
import type { Json, JsonObject } from '../core/types.ts';
import { objectIn } from './recalling.ts';

/** A policy as a document or as the text of one; `null` and `''`: there is none. */
export type Policy = JsonObject | string | null | undefined;

function statementsIn(policy: Policy): readonly Json[] {
  if (typeof policy === 'string') return policy === '' ? [] : statementsIn(parsed(policy));
  const statements = policy?.['Statement'];
  return Array.isArray(statements) ? statements as readonly Json[] : statements === undefined ? [] : [statements];
}
/** A text that is no document counts as one statement: it is shown as it is. */
function parsed(text: string): JsonObject {
  try { return objectIn(JSON.parse(text) as Json) ?? { Statement: [text] }; } catch { return { Statement: [text] }; }
}

/** Statements by their Sid, or by their text. */
function named(statement: Json): string {
  const sid = objectIn(statement)?.['Sid'];
  return typeof sid === 'string' && sid !== '' ? sid : typeof statement === 'string' ? statement : JSON.stringify(statement);
}
/** The statements of one that the other does not hold: `0` where it holds all. */
export function missingIn(of: Policy, other: Policy): readonly string[] | string {
  const there = new Set(statementsIn(other).map((s) => canonical(s)));
  const gone = statementsIn(of).filter((s) => !there.has(canonical(s)));
  // The Sid alone does not tell what it says, where both have one of that name.
  const both = new Set(statementsIn(other).map(named));
  return gone.length === 0 ? '0' : gone.map((s) => (both.has(named(s)) ? JSON.stringify(s) : named(s)));
}
export const differenceOf = (now: Policy, aim: Policy): Text => say('Statements that are taken out: {{gone}}. Statements that come back: {{back}}.', { gone: missingIn(now, aim), back: missingIn(aim, now) });

/** Do both say the same, however they are written? */
export const saysTheSame = (a: Policy, b: Policy): boolean => canonical(documentIn(a)) === canonical(documentIn(b));
const documentIn = (policy: Policy): Json => (typeof policy === 'string' ? (policy === '' ? null : parsed(policy)) : policy ?? null);
