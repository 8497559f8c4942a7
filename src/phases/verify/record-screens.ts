// The screens of verify on the record and on data: calm, the same facts as in the report, and in later passes only what is new.
import type { AccountRecord, DataRead, DataSort } from '../../core/record.ts';
import { say, type Text } from '../../core/text.ts';
import { dataSentence, doubt, firstSeenText, holeText, readText, soundText, spanOf, toldText } from '../../report/record-texts.ts';
import { tell, type Wizard } from '../wizard.ts';

/** On a screen; the report holds all. */
const MOST = 12;

export function showRecord(wizard: Wizard, record: AccountRecord, before: AccountRecord | undefined): void {
  const isNew = (part: (one: AccountRecord) => unknown): boolean => JSON.stringify(part(record)) !== JSON.stringify(before && part(before));
  if (isNew((r) => [r.trails, r.holes, r.summary])) showTrails(wizard, record);
  if (isNew((r) => [r.data.reads, r.data.sorts.map((s) => s.could)])) showData(wizard, record);
  if (record.elsewhere.length > 0 && isNew((r) => r.elsewhere)) {
    list(wizard, say('Sessions that went into other accounts'), record.elsewhere.map((one) => [say('{{account}}', { account: one.account }), say('{{role}} since {{at}} UTC{{doubt}}', { role: one.role, at: minute(one.at), doubt: doubt(one.hand) })]), 'warn');
    tell(wizard, 'warn', say('Look there, too: aws-incident --indicators FILE with the report of this case (aws-incident report --format json) and credentials of that account.'));
  }
  if (record.firstSeen.length > 0 && isNew((r) => r.firstSeen)) {
    list(wizard, say('New for who did it (a hint, no proof)'), record.firstSeen.map((one) => [say('{{first}} UTC', { first: minute(one.at) }), firstSeenText(one)]));
  }
}
const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');

function list({ ui }: Wizard, title: Text, rows: readonly (readonly [Text, Text])[], tone?: 'warn'): void {
  ui.show({ type: 'list', title, ...(tone ? { tone } : {}), rows: [...rows.slice(0, MOST), ...(rows.length > MOST ? [[say('…'), say('{{n}} more, in the report', { n: rows.length - MOST })] as const] : [])] });
}

function showTrails(wizard: Wizard, { trails, holes, summary, incompleteSince }: AccountRecord): void {
  if (trails.length > 0) list(wizard, say('What records this account'), trails.map((trail) => [say('{{name}}', { name: trail.name }), trail.sound ? soundText() : say('{{flaws}}', { flaws: trail.flaws })]));
  if (holes.length > 0) list(wizard, say('Holes in what trails recorded'), holes.map((hole) => [spanOf(hole), say('{{trail}}: {{text}}', { trail: hole.trail, text: holeText(hole) })]), 'warn');
  tell(wizard, trails.some((t) => t.sound) && incompleteSince === null ? 'info' : 'warn', summary);
}

/** Nothing is to be said where no stranger is known. */
function showData(wizard: Wizard, { data: { principals, sorts, reads } }: AccountRecord): void {
  if (principals.length + reads.length === 0) return;
  const could = sorts.filter((sort) => sort.could !== 'no' && sort.there !== 0);
  list(wizard, say('Data: known to have been read or given away'), reads.length > 0 ? reads.map((one) => [titleOf(sorts, one), readText(one)]) : [[say('Nothing'), say('as far as anything recorded it')] as const], reads.length > 0 ? 'warn' : undefined);
  if (could.length > 0) {
    list(wizard, say('Data: could be read with what the stranger held'), could.map((sort) => [sort.title, dataSentence(sort)]));
    tell(wizard, 'quiet', say('By its policies alone: AWS may have allowed less.'));
  }
  const dark = could.filter((sort) => sort.told !== 'history');
  if (dark.length > 0) list(wizard, say('Data: what cannot be known from here'), dark.map((sort) => [sort.title, toldText(sort)]));
}
const titleOf = (sorts: readonly DataSort[], read: DataRead): Text => sorts.find(({ id }) => id === read.sort)?.title ?? say('{{sort}}', { sort: read.sort });
