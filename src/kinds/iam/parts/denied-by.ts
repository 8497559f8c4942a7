// Which actions a policy text denies or allows by its actions alone: enough to foresee a quarantine's refusals, and to say at most what a stranger could do. It is no policy evaluation.
import type { Operation } from '../../../core/types.ts';

interface Statement { readonly Effect?: unknown; readonly Action?: unknown; readonly NotAction?: unknown; readonly Condition?: unknown }

/** The operations among `wanted` that an unconditional Deny of this document names. A text that is no policy denies nothing. */
export function deniedBy(document: string, wanted: readonly Operation[]): readonly Operation[] {
  const patterns = statementsOf(document).filter((s) => s.Effect === 'Deny' && s.Condition === undefined).flatMap((s) => listOf(s.Action)).filter((a) => typeof a === 'string');
  return wanted.filter((operation) => patterns.some((pattern) => matches(pattern.toLowerCase(), operation.toLowerCase())));
}

/** The operations among `wanted` that an Allow of this document names, whatever its resources and conditions. A text that is no policy allows nothing. */
export function allowedBy(document: string, wanted: readonly Operation[]): readonly Operation[] {
  const statements = statementsOf(document).filter((s) => s.Effect === 'Allow');
  const names = (list: unknown, operation: string): boolean => listOf(list).some((pattern) => typeof pattern === 'string' && matches(pattern.toLowerCase(), operation.toLowerCase()));
  return wanted.filter((operation) => statements.some((s) => (s.NotAction === undefined ? names(s.Action, operation) : !names(s.NotAction, operation))));
}

function statementsOf(document: string): readonly Statement[] {
  const parsed = parsedOf(document);
  const statements = typeof parsed === 'object' && parsed !== null && 'Statement' in parsed ? parsed.Statement : [];
  return listOf(statements).filter((s): s is Statement => typeof s === 'object' && s !== null);
}
function parsedOf(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** `*` stands for any text and `?` for one character. Not made into a RegExp: the pattern may be the stranger's. */
function matches(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') { star = p++; mark = t; } else if (pattern[p] === '?' || pattern[p] === text[t]) { p++; t++; } else if (star >= 0) { p = star + 1; t = ++mark; } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
