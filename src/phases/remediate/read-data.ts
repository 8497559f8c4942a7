// What the stranger read and what has to be changed for it: a worklist, kept open until the operator has gone through it.
import { say } from '../../core/text.ts';
import { ROTATION_QUESTION, ROTATION_WAIT, rotations } from '../../report/rotations.ts';
import { stopIfAsked, type Wizard } from '../wizard.ts';

const MOST = 12;

/** Secrets that this case has rotated are off the list; of everything else only a person knows what it opens. */
export async function askReadData(wizard: Wizard): Promise<void> {
  const open = rotations(wizard.state()).filter((one) => !one.done);
  const waits = wizard.state().waits.has(ROTATION_WAIT);
  if (open.length === 0) { if (waits) wizard.folder.record({ type: 'waited', id: ROTATION_WAIT, because: say('Everything on it was changed.') }); return; }
  wizard.ui.show({
    type: 'list', tone: 'warn', title: say('The stranger read these: change each, and what it opens'),
    items: [...open.slice(0, MOST).map((one) => say('{{what}} in {{region}}', { what: one.what, region: one.region })), ...(open.length > MOST ? [say('{{n}} more, in the report', { n: open.length - MOST })] : [])],
  });
  const answer = await wizard.ui.ask({
    ask: 'choose', id: ROTATION_QUESTION, text: say('Are they all changed?'), about: say('A password that was read opens its database also when the stranger is out. Change it there first, then store the new one.'),
    advice: say('Say "done" only when it is; until then the case waits for it.'), choices: [{ value: 'done', title: say('Done') }, { value: 'open', title: say('Not yet') }],
  });
  stopIfAsked(wizard);
  if (typeof answer === 'string') wizard.folder.record({ type: 'answered', question: ROTATION_QUESTION, answer });
  if (answer === 'done') await askReadData(wizard);
  else if (!waits) wizard.folder.record({ type: 'waiting', id: ROTATION_WAIT, wait: { for: 'operator', task: say('Change what the stranger read: the report lists it under "Data".') } });
}
