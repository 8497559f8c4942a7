// The scenarios that ship with the tool. Each is loaded when it is chosen.
import type { Text } from '../../core/text.ts';
import { say } from '../../core/text.ts';

interface Shipped { readonly title: Text; load(): Promise<{ readonly default: unknown }> }

/** In the order in which a newcomer plays them. */
export const SHIPPED: Readonly<Record<string, Shipped>> = {
  'leaked-key': { title: say('A key on a public repository, and a stranger who used it'), load: () => import('./leaked-key.json') },
  'shared-key': { title: say('Owner and stranger use the same key in the same weeks'), load: () => import('./shared-key.json') },
  'exposed-not-abused': { title: say('A leaked key that nobody has used yet'), load: () => import('./exposed-not-abused.json') },
  'locked-in': { title: say('Your own administrator key is the leak'), load: () => import('./locked-in.json') },
  'locked-out': { title: say('The account is lost, and no credentials work'), load: () => import('./locked-out.json') },
  'quiet-account': { title: say('Nothing is wrong, but plenty looks odd'), load: () => import('./quiet-account.json') },
  'awake-adversary': { title: say('The stranger is still there, and fights back'), load: () => import('./awake-adversary.json') },
  'crypto-miners': { title: say('Machines that come back when you end them'), load: () => import('./crypto-miners.json') },
  'data-ransom': { title: say('The data is held to ransom'), load: () => import('./data-ransom.json') },
  'quiet-persistence': { title: say('Somebody who means to stay'), load: () => import('./quiet-persistence.json') },
  'it-was-us': { title: say('Everything odd was done by your own people'), load: () => import('./it-was-us.json') },
  'root-stolen': { title: say('The root user is in other hands'), load: () => import('./root-stolen.json') },
  'member-account': { title: say('The root user of a member account is in other hands'), load: async () => ({ default: { ...(await import('./root-stolen.json')).default, ...(await import('./member-account.json')).default } }) },
  'mail-abuse': { title: say('Your account writes to strangers'), load: () => import('./mail-abuse.json') },
  'in-china': { title: say('A leaked key in an account in China'), load: () => import('./in-china.json') },
  'suspended': { title: say('AWS has suspended the account'), load: () => import('./suspended.json') },
};
