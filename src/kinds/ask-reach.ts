// Asks the operator how somebody is reached: an address, a telephone number. Asked once a step, also after a crash.
import { failed } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { Deed } from './kind.ts';

/** What the permit shows instead, until the operator has typed it. */
export const ADDRESS = '‹made:address›';
export const PHONE = '‹made:phone›';

export const askAddress = (deed: Deed, what: Text): Promise<string> =>
  ask(deed, { part: 'address', id: 'alarm-address', text: say('E-mail address:'), hint: what, check: (value) => (/^[^\s@]{1,64}@[^\s@]{1,190}$/u.test(value) ? undefined : say('An e-mail address, like security@example.com.')) });
export const askPhone = (deed: Deed, what: Text): Promise<string> =>
  ask(deed, { part: 'phone', id: 'alarm-phone', text: say('Telephone number:'), hint: what, check: (value) => (/^[\s0-9()+-]{1,25}$/u.test(value) ? undefined : say('Digits, spaces, brackets, + and -; at most 25.')) });

interface Asked { readonly part: string; readonly id: string; readonly text: Text; readonly hint: Text; readonly check: (value: string) => Text | undefined }
async function ask(deed: Deed, { part, id, text, hint, check }: Asked): Promise<string> {
  const known = deed.made[part];
  if (known !== undefined) return known;
  const answer = await deed.ask({ ask: 'line', id, text, hint, check, again: true });
  if (typeof answer !== 'string' || check(answer) !== undefined) throw failed(say('Nobody said where to write to, so nothing was changed.'));
  await deed.making(part, answer);
  return answer;
}
