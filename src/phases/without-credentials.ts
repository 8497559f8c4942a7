// Nobody can sign in: the notice is read all the same, and a case is opened of the steps that a person can take.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCase } from '../case/read.ts';
import { EXIT } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { Wait } from '../core/types.ts';
import { claimsData } from '../intake/claims.ts';
import { readNotice } from '../intake/read.ts';
import { supportReply } from '../report/support-reply.ts';
import { showClaims } from './intake.ts';
import { tellHowToGoOn, type Wizard } from './wizard.ts';

/** In this order: whoever has the mailbox and the phone has the account. */
const STEPS: readonly (readonly [id: string, task: Text])[] = [
  ['mailbox', say("Change the password of the mailbox that belongs to the account's root user, and put it behind MFA. Whoever reads that mailbox can take the account.")],
  ['phone', say('Make sure that the phone number of the account is still yours: AWS calls it when you recover the root user.')],
  ['root', say('Try to sign in as the root user: https://console.aws.amazon.com/ and, if the password is refused, choose "Forgot password?"')],
  ['form', say('If you cannot sign in at all, write to AWS with this form; it needs no login: https://support.aws.amazon.com/#/contacts/aws-account-support/')],
  ['cloudshell', say('When you are in, open CloudShell in the console and type: npx aws-incident. It has working credentials there, and no key has to be made.')],
  ['payment', say('Tell your bank or card company only after AWS: a blocked card can close the account while the stranger is still in it.')],
];

/** Exit code 4: no usable credentials. The case waits for the operator to come back with some. */
export async function respondWithoutCredentials({ ui, folder, options, clock }: Pick<Wizard, 'ui' | 'folder' | 'options' | 'clock'>, why: Text): Promise<number> {
  ui.show({ type: 'phase', phase: 'intake', title: say('No way into the account yet') });
  ui.show({ type: 'say', tone: 'warn', text: why });
  const bytes = options.notice?.bytes ?? await pasted(ui);
  if (bytes) {
    const claims = await readNotice(bytes);
    folder.record({ type: 'claimed', source: 'file', claims: claimsData(claims) });
    showClaims({ ui }, { claims, source: 'file' });
  }
  ui.show({ type: 'list', title: say('What you can do now, in this order'), items: STEPS.map(([, task]) => task) });
  folder.recordAll(STEPS.map(([id, task]) => ({ type: 'waiting' as const, id: `person:${id}`, wait: { for: 'operator', task } satisfies Wait })));
  const draft = join(folder.dir, 'message-to-aws.txt');
  writeFileSync(draft, supportReply(readCase(folder.dir).state), { mode: 0o600 });
  ui.show({ type: 'file', title: say('A draft of your message to AWS:'), path: draft });
  folder.record({ type: 'ended', state: 'waiting', exitCode: EXIT.credentials });
  ui.show({ type: 'say', tone: 'info', text: say('The case was opened at {{time}}. Come back to it when you have credentials.', { time: clock.now().toISOString() }) });
  tellHowToGoOn({ ui, folder });
  return EXIT.credentials;
}

async function pasted(ui: Wizard['ui']): Promise<Uint8Array | undefined> {
  if (!ui.interactive) return undefined;
  const has = await ui.ask({ ask: 'choose', id: 'notice-source', text: say('Has AWS written to you?'), choices: [{ value: 'paste', title: say('Yes; I paste the message') }, { value: 'none', title: say('No') }] });
  if (has !== 'paste') return undefined;
  const body = await ui.ask({ ask: 'paste', id: 'notice-text', text: say("AWS's message:") });
  return typeof body === 'string' && body !== '' ? Buffer.from(body) : undefined;
}
