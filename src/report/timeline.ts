// One time line of the attack, of what AWS wrote and of the response.
import { claimsOf } from '../case/claims-view.ts';
import type { Entry } from '../case/facts.ts';
import { say, type Text } from '../core/text.ts';
import type { Attribution, Instant } from '../core/types.ts';
import { heading, paragraph, table, utc, value, type Block, type ReportInput } from './document.ts';
import { field, plain, records } from './loose.ts';
import { handText, stepStateText } from './words.ts';

export type Side = 'attack' | 'notice' | 'response';
export interface TimelineRow {
  readonly time: Instant;
  readonly side: Side;
  readonly what: Text;
  /** Whose doing it was: a principal, or a sentence about whose hand. */
  readonly who: Text;
  readonly region: string;
  /** Event id, request id, or the journal's entry (`#12`). */
  readonly reference: string;
}

/** Oldest first; rows of one moment keep the order in which they are known. */
export function timelineRows(input: Pick<ReportInput, 'entries' | 'state' | 'objects'>): TimelineRow[] {
  const rows = [...tracedRows(input), ...noticeRows(input), ...input.entries.flatMap((entry) => responseRow(entry, input) ?? [])];
  return rows.map((row, at) => ({ row, at })).sort((a, b) => compare(a.row.time, b.row.time) || a.at - b.at).map(({ row }) => row);
}
// Times may differ in their form (with and without milliseconds); what is no time comes first.
function compare(a: string, b: string): number {
  const [x, y] = [Date.parse(a), Date.parse(b)];
  return (Number.isNaN(x) ? -Infinity : x) === (Number.isNaN(y) ? -Infinity : y) ? 0 : (Number.isNaN(x) ? -1 : Number.isNaN(y) ? 1 : x - y);
}

export function timelineSection(input: ReportInput): Block[] {
  const rows = timelineRows(input);
  return [
    heading(say('Time line')),
    paragraph(say('All times are UTC.')),
    table([say('Time'), say('Side'), say('What'), say('Who'), say('Region'), say('Reference')], rows.map((row) => [
      value(utc(row.time)), SIDES[row.side], row.what, row.who, value(row.region), value(row.reference),
    ])),
  ];
}
export const SIDES: Readonly<Record<Side, Text>> = { attack: say('attack'), notice: say('notice'), response: say('response') };

function tracedRows({ state, objects }: Pick<ReportInput, 'state' | 'objects'>): TimelineRow[] {
  if (state.traced === undefined) return [];
  const events = state.traced.events === undefined ? field(objects.load(state.traced.lineage), 'events') : objects.load(state.traced.events);
  return records(events).map((event) => {
    const hand = handText[plain(event['attribution']) as Attribution] as Text | undefined;
    const who = plain(event['principal']) || plain(event['credential']);
    return {
      time: plain(event['time']), side: 'attack', region: plain(event['region']), reference: plain(event['id']),
      what: say('{{source}} {{name}}', { source: plain(event['source']), name: plain(event['name']) }),
      who: hand === undefined ? value(who) : say('{{who}} ({{hand}})', { who, hand }),
    };
  });
}

function noticeRows({ state }: Pick<ReportInput, 'state'>): TimelineRow[] {
  return claimsOf(state).events.filter((event) => event.time !== null).map((event) => ({
    time: event.time ?? '', side: 'notice', region: '', reference: '', who: value(event.sourceIp ?? ''), what: say('{{name}}, as AWS lists it', { name: event.name }),
  }));
}

function responseRow(entry: Entry, { state }: Pick<ReportInput, 'state'>): TimelineRow | undefined {
  const said = sentenceOf(entry, (id) => state.steps.get(id)?.title ?? value(id));
  return said && { time: entry.at, side: 'response', region: '', reference: `#${String(entry.seq)}`, who: said.who ?? value(''), what: said.what };
}

interface Said { readonly what: Text; readonly who?: Text }
/** Only what a reader of the story needs: the rest is in the journal. */
function sentenceOf(entry: Entry, title: (step: string) => Text): Said | undefined {
  switch (entry.type) {
    case 'opened': return { what: say('Case opened') };
    case 'continued': return { what: say('Run begun ({{how}})', { how: entry.how }), who: entry.caller === undefined ? say('without credentials') : value(entry.caller.arn) };
    case 'claimed': return { what: say('Notice read ({{source}})', { source: entry.source }) };
    case 'swept': return { what: say('Pass {{n}} ended', { n: entry.pass }) };
    case 'noted': return { what: entry.text };
    case 'ended': return { what: say('Run ended ({{state}})', { state: entry.state }) };
    default: return deedOf(entry, title);
  }
}
function deedOf(entry: Entry, title: (step: string) => Text): Said | undefined {
  switch (entry.type) {
    case 'decided': return {
      what: say('Decision: {{gate}}; approved {{approved}} of {{n}}', { gate: entry.title, approved: entry.decision.approved.length, n: entry.steps.length }), who: value(entry.caller),
    };
    case 'started': return { what: say('Begun: {{step}}', { step: title(entry.step) }) };
    case 'settled': return { what: say('{{step}}: {{state}}', { step: title(entry.step), state: stepStateText[entry.outcome] }) };
    case 'held': return entry.holds ? undefined : { what: say('Taken back by somebody: {{step}}', { step: title(entry.step) }) };
    case 'undo-started': return { what: say('Undo begun: {{step}}', { step: title(entry.step) }) };
    case 'undo-settled': return { what: say('Undo of {{step}}: {{outcome}}', { step: title(entry.step), outcome: UNDO[entry.outcome] }) };
    default: return undefined;
  }
}
const UNDO: Readonly<Record<'undone' | 'failed' | 'drifted', Text>> = { undone: say('done'), failed: say('failed'), drifted: say('not done: the target had changed') };
