// Each event that AWS's message lists: mine, not mine, unknown, with what the event history shows beside it. AWS wants to be told.
import type { TrailEvent } from '../../activity/event.ts';
import { eventQuestion } from '../../case/answers.ts';
import { say, type Text } from '../../core/text.ts';
import type { ClaimedEvent, Claims } from '../../intake/claims.ts';
import type { Investigation } from '../investigation.ts';
import { askOnce, type Wizard } from '../wizard.ts';

export async function askEvents(wizard: Wizard, claims: Claims, investigation: Investigation): Promise<void> {
  for (const listed of claims.events) {
    const seen = investigation.events.find((e) => isSame(listed, e));
    const answer = bySource(wizard, listed) ?? await askOnce(wizard, {
      ask: 'choose', id: eventQuestion(listed), text: say('Was it you?'),
      about: say('AWS lists {{event}} at {{time}} from {{ip}}. {{evidence}}', { event: listed.name, time: listed.time ?? '–', ip: listed.sourceIp ?? '–', evidence: evidence(investigation, seen) }),
      choices: [{ value: 'mine', title: say('Mine') }, { value: 'not-mine', title: say('Not mine') }, { value: 'unknown', title: say('I cannot tell') }],
    });
    if (answer === undefined) return;
  }
}

/** Whose the address is was asked already. */
function bySource(wizard: Wizard, listed: ClaimedEvent): string | undefined {
  const { answers } = wizard.state();
  const said = answers.get(eventQuestion(listed)) ?? (listed.sourceIp === null ? undefined : answers.get(`source:${listed.sourceIp}`));
  if (typeof said !== 'string' || (said !== 'mine' && said !== 'not-mine')) return undefined;
  if (!answers.has(eventQuestion(listed))) wizard.folder.record({ type: 'answered', question: eventQuestion(listed), answer: said });
  return said;
}

function evidence(investigation: Investigation, seen: TrailEvent | undefined): Text {
  if (!seen) return say('The event history does not show it.');
  const judged = investigation.lineage.attributed.find((a) => a.event.id === seen.id);
  return judged ? say('The event history shows it, with {{agent}}: {{because}}', { agent: seen.userAgent.slice(0, 40), because: judged.because }) : say('The event history shows it, with {{agent}}.', { agent: seen.userAgent.slice(0, 40) });
}

const TWO_MINUTES = 120_000;
const isSame = (listed: ClaimedEvent, seen: TrailEvent): boolean => seen.name.startsWith(listed.name) && (listed.sourceIp === null || seen.sourceIp === listed.sourceIp) && (listed.time === null || Math.abs(Date.parse(listed.time) - Date.parse(seen.time)) <= TWO_MINUTES);
