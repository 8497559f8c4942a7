// What records the account, and a page of its own on data: what is known to have been read, what could be read, what nobody can tell.
import type { AccountRecord } from '../core/record.ts';
import { say, type Text } from '../core/text.ts';
import { heading, list, paragraph, table, utc, value, type Block, type ReportInput } from './document.ts';
import { dataSentence, firstSeenText, holeText, soundText, spanOf, toldText } from './record-texts.ts';
import { rotations } from './rotations.ts';

const MOST = 200;
const some = (rows: readonly (readonly Text[])[], head: readonly Text[]): Block[] => [
  table(head, rows.slice(0, MOST)), ...(rows.length > MOST ? [paragraph(say('{{n}} more are in the report as JSON.', { n: rows.length - MOST }))] : []),
];

export function recordSection({ state: { record } }: Pick<ReportInput, 'state'>): Block[] {
  if (record === undefined) return [];
  const { summary, trails, holes, logs, elsewhere, firstSeen } = record;
  return [
    heading(say('What records this account')), paragraph(summary),
    ...(trails.length === 0 ? [] : [table([say('Trail'), say('How it stands')], trails.map((trail) => [value(trail.arn), trail.sound ? soundText() : say('{{flaws}}', { flaws: trail.flaws })]))]),
    ...(holes.length === 0 ? [] : [heading(say('Holes in what trails recorded'), 3), ...some(holes.map((hole) => [value(hole.trail), spanOf(hole), holeText(hole), value(hole.eventId ?? '')]), [say('Trail'), say('When'), say('Why'), say('Evidence')])]),
    ...(logs.length === 0 ? [] : [heading(say('Log files that were given'), 3), list(logs.flatMap((proof) => proof.said))]),
    ...(elsewhere.length === 0 ? [] : [heading(say('Sessions that went into other accounts')), paragraph(say('Whoever looks after these accounts must look there, too: this report as JSON holds what they need for --indicators.')),
      ...some(elsewhere.map((one) => [value(one.account), value(one.role), value(utc(one.at)), value(one.credential), value(one.session)]), [say('Account'), say('Role'), say('When'), say('Opened with'), say('Access key of the session')])]),
    ...(firstSeen.length === 0 ? [] : [heading(say('New for who did it (a hint, no proof)')), ...some(firstSeen.map((one) => [value(utc(one.at)), firstSeenText(one), value(one.event)]), [say('When'), say('What'), say('Evidence')])]),
  ];
}

export function dataSection({ state }: Pick<ReportInput, 'state'>): Block[] {
  const { record } = state;
  if (record === undefined) return [];
  return [heading(say('Data')), ...pageOf(record), ...worklist(state)];
}

function pageOf({ data: { principals, sorts, reads } }: AccountRecord): Block[] {
  if (principals.length + reads.length === 0) return [paragraph(say('No principal of this account is known to have been in a stranger’s hands, so nothing is known to have been open to one.'))];
  const could = sorts.filter((sort) => sort.could !== 'no' && sort.there !== 0);
  return [
    heading(say('Known to have been read or given away'), 3),
    ...(reads.length === 0 ? [paragraph(say('Nothing, as far as anything recorded it.'))] : some(
      reads.map((one) => [sorts.find(({ id }) => id === one.sort)?.title ?? value(one.sort), value(one.what), value(one.region), value(one.times), value(utc(one.first)), value(utc(one.last)), value(one.by), value(one.sourceIp), value(one.operations.join(', ')), one.hand === 'attacker' ? say('stranger') : say('undecided')]),
      [say('Data'), say('What'), say('Region'), say('Times'), say('First'), say('Last'), say('By'), say('From'), say('Calls'), say('Hand')],
    )),
    heading(say('Could be read'), 3),
    paragraph(say('By the policies of {{principals}}. Conditions, resources and denials are not counted: AWS may have allowed less.', { principals })),
    ...(could.length === 0 ? [paragraph(say('Nothing: no policy that was read allows it.'))] : [table([say('Data'), say('Could be read'), say('What would tell')], could.map((sort) => [sort.title, dataSentence(sort), toldText(sort)]))]),
    heading(say('Cannot be known'), 3),
    paragraph(say('What is read inside a database, a disk or a running program leaves no trace in CloudTrail. Reads of objects, items, messages and blocks leave one only where a trail records data events.')),
  ];
}

function worklist(state: ReportInput['state']): Block[] {
  const open = rotations(state);
  if (open.length === 0) return [];
  return [heading(say('To be changed, because the stranger read it'), 3), table([say('What'), say('Region'), say('Read'), say('Stands')], open.map((one) => [value(one.what), value(one.region), value(utc(one.last)), one.standing]))];
}
