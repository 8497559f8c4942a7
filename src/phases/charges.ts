// Whom the request about charges goes to: said to the operator, never part of the message.
import type { CaseState } from '../case/state.ts';
import { say, type Text } from '../core/text.ts';

/** AWS speaks of charges only with whoever pays the bill. */
export function chargesGoTo({ costs, claims }: CaseState): Text {
  const { payer } = costs ?? {};
  if (payer) return say('Account {{account}} ({{email}}) manages and pays for this one: tell it what happened. If you buy AWS from a reseller, that is the reseller. A message to it:', { account: payer.accountId, email: payer.email });
  return claims.length > 0 ? say('A request to have the charges reviewed, where AWS asks for a case of its own (Support Center, Account and billing):') : say('A request to have the charges reviewed (Support Center, Create case, Account and billing):');
}
