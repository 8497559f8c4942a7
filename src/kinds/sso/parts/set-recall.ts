// What a permission set allowed before a stranger's hand, out of its own events.
import type { JsonObject } from '../../../core/types.ts';
import { policyOf } from '../../foreign-principals.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, lastOwn, textIn } from '../../recalling.ts';
import type { SetContent } from './set-content.ts';

/** The members that a stranger put in go, those that a stranger took out come back. */
function before(now: readonly string[], history: readonly HistoryEvent[], added: string, removed: string, nameOf: (event: HistoryEvent) => string | undefined): readonly string[] | undefined {
  const first = new Map<string, boolean>();
  for (const event of history) {
    const name = nameOf(event);
    if (name === undefined || !isEvent(event, added, removed)) continue;
    // An own word after the stranger's stands.
    if (!isForeign(event)) first.delete(name); else if (!first.has(name)) first.set(name, isEvent(event, removed));
  }
  if (first.size === 0) return undefined;
  return [...new Set([...now.filter((name) => first.get(name) !== false), ...[...first].filter(([, there]) => there).map(([name]) => name)])].sort();
}

const INLINE = ['sso:PutInlinePolicyToPermissionSet', 'sso:DeleteInlinePolicyFromPermissionSet', 'sso:CreatePermissionSet'] as const;
/** `undefined` where no stranger touched it, or nothing tells what it was (CloudTrail may hide the text). */
function inlineBefore(history: readonly HistoryEvent[]): string | undefined {
  const told = history.filter((e) => isEvent(e, ...INLINE));
  const last = told.at(-1);
  if (last === undefined || !isForeign(last)) return undefined;
  const own = lastOwn(told, () => true);
  if (own === undefined) return undefined;
  if (!isEvent(own, INLINE[0])) return '';
  const text = textIn(own.request?.['inlinePolicy']);
  return text !== undefined && policyOf(text) !== undefined ? text : undefined;
}

export function recallSet(now: SetContent, history: readonly HistoryEvent[]): JsonObject | undefined {
  const managed = before(now.managed, history, 'sso:AttachManagedPolicyToPermissionSet', 'sso:DetachManagedPolicyFromPermissionSet', (e) => textIn(e.request?.['managedPolicyArn']));
  const inline = inlineBefore(history);
  const aim = { ...(managed === undefined ? {} : { managed }), ...(inline === undefined ? {} : { inline }) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}
