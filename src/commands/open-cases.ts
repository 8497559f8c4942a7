// A new wizard where the account has an open case already: going on with it is what most people mean.
import { join } from 'node:path';
import type { CaseIdentity } from '../case/facts.ts';
import { caseBase, listCases } from '../case/read.ts';
import { say } from '../core/text.ts';
import type { Ui } from '../ui/port.ts';

/** The folder of the case to go on with; `undefined`: begin a new one. Asks only where a person can answer. */
export async function caseToGoOnWith(ui: Ui, identity: CaseIdentity): Promise<string | undefined> {
  if (!ui.interactive || identity.accountId === '') return undefined;
  const open = listCases(caseBase()).flatMap((one) => ('reading' in one ? [one] : [])).filter(({ reading: { state } }) =>
    state.ended?.state !== 'closed' && state.identity.accountId === identity.accountId && state.identity.partition === identity.partition && state.identity.endpoint === identity.endpoint);
  if (open.length === 0) return undefined;
  const answer = await ui.ask({
    ask: 'choose', id: 'open-case', text: say('This account has an open case. Go on with it?'), advice: say('Go on with it: it knows what was asked and done already.'),
    choices: [...open.slice(0, 5).map((one) => ({ value: one.id, title: say('Go on with {{id}} (last entry {{at}} UTC)', { id: one.id, at: one.reading.state.lastAt.slice(0, 16).replace('T', ' ') }) })), { value: 'new', title: say('Begin a new case') }],
  });
  return typeof answer === 'string' && open.some((one) => one.id === answer) ? join(caseBase(), answer) : undefined;
}
