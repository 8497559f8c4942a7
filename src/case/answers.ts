// The keys under which the operator's words stand in the journal (`answered`), so that asking, folding and reporting agree.
import type { DemandAnswer, EventAnswer, ListedEvent } from './answer-types.ts';
import type { CaseState } from './state.ts';

/** Whose an event is that AWS listed. The same event in two notices is one question. */
export const eventQuestion = (event: ListedEvent): string => `event:${event.name}:${event.time ?? ''}:${event.sourceIp ?? ''}`;
/** Whose an address is: `mine`, `not-mine`, `unknown`. */
export const SOURCE_QUESTION = 'source:';
/** Whether something that AWS asks for, and that only a person can do, is done. */
export const demandQuestion = (demand: string): string => `demand:${demand}`;
/** Where the key leaked: `repository`, `laptop`, `phishing`, `server`, `unknown`. */
export const LEAK_QUESTION = 'leak';
/** Whether that place is closed: `yes` or `no`. Open until `yes`. */
export const LEAK_CLOSED_QUESTION = 'leak-closed';

export function answerToEvent(state: CaseState, event: ListedEvent): EventAnswer {
  const said = state.answers.get(eventQuestion(event)) ?? state.answers.get(`${SOURCE_QUESTION}${event.sourceIp ?? ''}`);
  return said === 'mine' || said === 'not-mine' ? said : 'unknown';
}
export function answerToDemand(state: CaseState, demand: string): DemandAnswer {
  const said = state.answers.get(demandQuestion(demand));
  return said === 'done' || said === 'not-needed' ? said : 'open';
}
