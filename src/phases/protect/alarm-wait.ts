// An address that is to be told of the root user's use must confirm first: the case waits for it, and asks AWS each time it goes on.
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { AccountAlarm } from '../../kinds/events/account-alarm.ts';
import { ALARM_WAIT } from '../../report/demands.ts';
import { tell, type Wizard } from '../wizard.ts';

export async function waitForAlarm(wizard: Wizard): Promise<void> {
  const set = [...wizard.state().steps.values()].find(({ step, state }) => step.kind === 'events/account-alarm' && state === 'verified');
  if (!set) return;
  const { topicArn, region } = set.step.resource as AccountAlarm;
  const pending = await unconfirmed(wizard, topicArn, region);
  const waits = wizard.state().waits.has(ALARM_WAIT);
  if (pending === undefined) return;
  if (pending.length === 0) {
    if (waits) wizard.folder.record({ type: 'waited', id: ALARM_WAIT, because: say('AWS shows the address as confirmed.') });
    return;
  }
  tell(wizard, 'warn', say('AWS has sent a mail to {{address}} (AWS Notifications, Subscription Confirmation). Nobody is told of anything until the link in it is opened.', { address: pending }));
  if (!waits) wizard.folder.record({ type: 'waiting', id: ALARM_WAIT, wait: { for: 'operator', task: say('Open the link in the mail from AWS Notifications to {{address}}, within two days.', { address: pending }) } });
}

/** Nobody is subscribed: what AWS dropped after two days counts as not confirmed. Undefined where it may not be read. */
async function unconfirmed({ session }: Wizard, topicArn: string, region: string): Promise<readonly string[] | undefined> {
  const { READS_ALARM_MAIL, subscribersOf } = await import('../../kinds/events/account-alarm.ts');
  try {
    const all = await subscribersOf(await session.reads(READS_ALARM_MAIL, region).client('sns'), topicArn);
    return all?.some((s) => s.confirmed) === true ? [] : (all ?? []).map((s) => s.endpoint);
  } catch (error) {
    if (failureOf(error).class === 'denied') return undefined;
    throw error;
  }
}
