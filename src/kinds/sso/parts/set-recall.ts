// What a permission set allowed before a stranger's hand, out of its own events.
import type { Json, JsonObject } from '../../../core/types.ts';
import { policyOf } from '../../foreign-principals.ts';
import type { HistoryEvent } from '../../kind.ts';
import { isEvent, isForeign, lastOwn, objectIn, ownMembers, textIn } from '../../recalling.ts';
import type { SetContent } from './set-content.ts';

const CREATE = 'sso:CreatePermissionSet';

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

/** The owner's last word on what is put and deleted whole: `null` where that was none. `undefined` where no stranger spoke since, or nothing tells what it was (CloudTrail may hide the text). */
function wholeBefore(history: readonly HistoryEvent[], put: string, deleted: string, valueOf: (request: JsonObject) => Json | undefined): Json | undefined {
  const told = history.filter((e) => isEvent(e, put, deleted, CREATE));
  const last = told.at(-1), own = lastOwn(told, () => true);
  if (last === undefined || !isForeign(last) || own === undefined) return undefined;
  return isEvent(own, put) ? valueOf(own.request ?? {}) : null;
}
const [PUT, DELETED] = ['sso:PutInlinePolicyToPermissionSet', 'sso:DeleteInlinePolicyFromPermissionSet'] as const;
/** Where no event tells what a stranger has written over, there is none: his own is no better. */
function inlineBefore(history: readonly HistoryEvent[]): JsonObject {
  const inline = wholeBefore(history, PUT, DELETED, ({ inlinePolicy }) => {
    const text = textIn(inlinePolicy);
    return text !== undefined && policyOf(text) !== undefined ? text : undefined;
  });
  const last = history.findLast((e) => isEvent(e, PUT, DELETED));
  return inline !== undefined ? { inline } : last && isForeign(last) && isEvent(last, PUT) ? { inline: null, lost: true } : {};
}
/** AWS's policy alone: of the accounts' own ones AWS shows a boundary by its name, which is no place to go back to. */
const boundaryBefore = (history: readonly HistoryEvent[]): Json | undefined => wholeBefore(history, 'sso:PutPermissionsBoundaryToPermissionSet', 'sso:DeletePermissionsBoundaryFromPermissionSet', ({ permissionsBoundary }) => textIn(objectIn(permissionsBoundary)?.['managedPolicyArn']));
/** `/path/name`. */
function referenceIn({ request }: HistoryEvent): string | undefined {
  const of = objectIn(request?.['customerManagedPolicyReference']);
  return of && `${textIn(of['path']) ?? '/'}${textIn(of['name']) ?? ''}`;
}
/** IAM Identity Center API reference, CreatePermissionSet. */
const WITHOUT = { sessionDuration: 'PT1H', description: '', relayState: '' };

export function recallSet(now: SetContent, history: readonly HistoryEvent[]): JsonObject | undefined {
  const managed = before(now.managed, history, 'sso:AttachManagedPolicyToPermissionSet', 'sso:DetachManagedPolicyFromPermissionSet', (e) => textIn(e.request?.['managedPolicyArn']));
  const own = before(now.own, history, 'sso:AttachCustomerManagedPolicyReferenceToPermissionSet', 'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet', referenceIn);
  const sessionDuration = ownMembers(history, CREATE, 'sso:UpdatePermissionSet', ['instanceArn', 'permissionSetArn', 'name', 'tags'], WITHOUT)?.['sessionDuration'];
  const aim = Object.entries({ managed, own, ...inlineBefore(history), boundary: boundaryBefore(history), sessionDuration }).filter((one): one is [string, Json] => one[1] !== undefined);
  return aim.length === 0 ? undefined : Object.fromEntries(aim);
}
