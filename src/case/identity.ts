// A case belongs to one account, partition and endpoint; a drill's case never runs against AWS.
import { IncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { CaseIdentity } from './facts.ts';

const refused = (text: Text): IncidentError => new IncidentError('usage', text);
export const isDrill = (identity: CaseIdentity): boolean => identity.endpoint.startsWith('drill:');

/** Throws where `now` may not go on with a case bound to `bound`. An account that is not known yet fits any. */
export function holdTo(bound: CaseIdentity, now: CaseIdentity): void {
  if (isDrill(bound) && !isDrill(now)) {
    throw refused(say('This case belongs to a drill ({{endpoint}}) and never runs against AWS. Resume it with the drill, or start a new case.', { endpoint: bound.endpoint }));
  }
  if (!isDrill(bound) && isDrill(now)) throw refused(say('This is the case of a real account. A drill starts a case of its own.'));
  if (bound.endpoint !== now.endpoint) {
    throw refused(say('This case was begun against {{bound}}, and this run goes to {{now}}. Choose the same endpoint, or start a new case.', { bound: bound.endpoint, now: now.endpoint }));
  }
  if (bound.accountId === '' || now.accountId === '') return;
  if (bound.accountId !== now.accountId || bound.partition !== now.partition) {
    throw refused(say('This case belongs to account {{bound}} ({{boundPartition}}), and your credentials are of account {{now}} ({{nowPartition}}). Choose another profile, or start a new case.', {
      bound: bound.accountId, boundPartition: bound.partition, now: now.accountId, nowPartition: now.partition,
    }));
  }
}
