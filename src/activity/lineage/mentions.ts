// Finds the events that name a thing: an index from every id, name and ARN in requests and answers to the changes that mention it.
import type { TrailEvent } from '../event.ts';
import { stringsIn, textAt } from '../fields.ts';
import { failed, gives } from './issues.ts';

export interface Mentions {
  /** The events, in the order given, whose request, answer or resources hold exactly this text, or whose name it is (`iam:UpdateAccountPasswordPolicy`). */
  of(id: string): readonly TrailEvent[];
}
/** Longer texts are documents, not names. */
const LONGEST = 512;

/** Reads that hand out what must be changed afterwards. */
const HANDS_OUT: ReadonlySet<string> = new Set(['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue']);

/** Indexes writes, and the reads that give out credentials or secrets; other reads change nothing. */
export function mentions(events: readonly TrailEvent[]): Mentions {
  const index = new Map<string, TrailEvent[]>();
  for (const event of events) {
    if (event.readOnly && !gives(event) && !HANDS_OUT.has(event.operation)) continue;
    for (const name of namesIn(event)) {
      const list = index.get(name);
      if (list === undefined) index.set(name, [event]); else list.push(event);
    }
  }
  return { of: (id) => index.get(id) ?? [] };
}

/** Under the names that users have now, oldest first: what was done to one while it had another name was done to it. */
export function byPresentNames(events: readonly TrailEvent[]): readonly TrailEvent[] {
  const now = new Map<string, string>();
  return events.toReversed().map((event) => {
    const request = event.request ?? {};
    const [name, to] = [textAt(request, 'userName'), textAt(request, 'newUserName')];
    const present = now.get(name) ?? name;
    if (event.operation === 'iam:UpdateUser' && to !== '' && !failed(event)) {
      const last = now.get(to) ?? to;
      now.delete(to);
      now.set(name, last);
    } else if (present !== name) return { ...event, request: { ...request, userName: present } };
    return event;
  }).reverse();
}

function namesIn(event: TrailEvent): ReadonlySet<string> {
  const names = new Set<string>(event.resources);
  // A setting that an account or a Region has once is named by no id: it is found by the event itself.
  names.add(event.operation);
  for (const part of [event.request, event.response]) {
    for (const [, text] of stringsIn(part)) if (text !== '' && text.length <= LONGEST) names.add(text);
  }
  // IAM acts on the caller where a request names nobody: ChangePassword, CreateAccessKey without a user name.
  // Who signs in with a password is the caller, too.
  const byPassword = event.operation === 'signin:ConsoleLogin' && event.identity.type === 'IAMUser';
  if (byPassword || (event.source === 'iam.amazonaws.com' && !Object.hasOwn(event.request ?? {}, 'userName'))) {
    for (const own of [event.identity.userName, event.identity.arn]) if (own !== '') names.add(own);
  }
  return names;
}
