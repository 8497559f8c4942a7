// Sessions that the stranger opened in other accounts: the case goes on there. Pure.
import type { OtherAccount } from '../../core/record.ts';
import type { Attribution } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { textAt } from '../fields.ts';
import { failed } from './issues.ts';

/** Oldest first. What nobody can tell apart is in, too: whoever looks after the other account must know. */
export function elsewhereOf(events: readonly TrailEvent[], hands: ReadonlyMap<string, Attribution>): readonly OtherAccount[] {
  return events.flatMap((event): OtherAccount[] => {
    const hand = hands.get(event.id);
    const role = textAt(event.request ?? undefined, event.operation === 'sts:AssumeRoot' ? 'targetPrincipal' : 'roleArn');
    const account = /^\d{12}$/.test(role) ? role : role.split(':')[4] ?? '';
    if (!event.operation.startsWith('sts:Assume') || (hand !== 'attacker' && hand !== 'undecided') || failed(event) || account === '' || account === event.accountId) return [];
    return [{ account, role, at: event.time, credential: event.credential, session: textAt(event.response ?? undefined, 'credentials', 'accessKeyId'), hand }];
  });
}
