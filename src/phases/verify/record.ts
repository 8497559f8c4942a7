// In verify: what records the account and since when with holes, what data a stranger could read and did, where the case goes on. Shown once, kept in the case.
import { elsewhereOf } from '../../activity/lineage/elsewhere.ts';
import { firstSeen } from '../../activity/signs/first-seen.ts';
import { inOrder } from '../../activity/lineage/lineage.ts';
import { trailHealth, type Hole, type SelectorFacts, type TrailFacts, type TrailHealth } from '../../activity/record/trails.ts';
import type { AccountRecord, RecordHole } from '../../core/record.ts';
import { say, type Text } from '../../core/text.ts';
import type { Attribution, CoverageCell, Finding } from '../../core/types.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import type { EventDataStore } from '../../kinds/cloudtrail/event-data-store.ts';
import { holeText, minute, spanOf } from '../../report/record-texts.ts';
import { dataExposure } from './data-exposure.ts';
import { isOwnLook } from './own-calls.ts';
import { showRecord } from './record-screens.ts';
import type { Investigation } from '../investigation.ts';
import { tell, type Wizard } from '../wizard.ts';

const CHECK = 'activity/trails';
const DAY = 86_400_000;
/** How long AWS keeps the event history. */
const HISTORY = 90 * DAY;
/** Without a first sign, what is new is what is new in this time. */
const LATELY = 14 * DAY;

export interface RecordLook { readonly pass: number; readonly listed: readonly Listed[]; readonly cells: readonly CoverageCell[] }

export async function lookAtRecord(wizard: Wizard, investigation: Investigation, { pass, listed, cells }: RecordLook): Promise<readonly CoverageCell[]> {
  const hands = handsOf(investigation);
  const { trails, selectors } = factsOf(listed);
  const health = trailHealth(trails, selectors, investigation.events, hands);
  const unseen = cells.filter((c) => c.check === 'cloudtrail/trail' && c.gap);
  const { data, unread } = await dataExposure(wizard, investigation, { listed, cells, trails, selectors, hands });
  const theirs = investigation.lineage.attributed.map((a) => a.event);
  const record: AccountRecord = {
    summary: summaryOf(health, unseen),
    trails: health.trails.map(({ trail, sound, flaws }) => ({ arn: trail.arn, name: trail.name, sound, flaws })),
    holes: health.holes.map((hole) => holeOf(hole, investigation, hands)), incompleteSince: health.incompleteSince ?? null,
    logs: investigation.proofs, data, elsewhere: elsewhereOf(theirs, hands),
    // What is the stranger's already is told elsewhere.
    firstSeen: firstSeen(inOrder(investigation.others.filter((e) => hands.get(e.id) !== 'attacker' && !isOwnLook(wizard, e))), investigation.since || new Date(wizard.clock.now().getTime() - LATELY).toISOString()),
  };
  showWindow(wizard, investigation);
  const before = wizard.state().record;
  wizard.folder.record({ type: 'recorded', pass, record: wizard.engine.ledger.store(record) });
  showRecord(wizard, record, before);
  return [cellOf(wizard, investigation, record, unseen), ...unread, ...logCells(record)];
}

/** From the first sign on, whatever a notice says of its own date; and further back where more was found. */
function showWindow(wizard: Wizard, { since }: Investigation): void {
  const { indicators, answers, sweeps } = wizard.state();
  const said = answers.get('since');
  const before = sweeps.length > 0 ? indicators?.since : typeof said === 'string' ? said : undefined;
  if (since === '' || since === before) return;
  if (before !== undefined && since < before) tell(wizard, 'warn', say('An earlier sign was found: the window begins at {{since}}, no longer at {{before}}.', { since: minute(since), before: minute(before) }));
  else tell(wizard, 'info', say('First sign: {{since}}', { since: minute(since) }));
}

/** Holes that a stranger tore, and that no other finding tells of. */
export function holeFindings(investigation: Investigation, listed: readonly Listed[], known: readonly Finding[]): Finding[] {
  const hands = handsOf(investigation);
  const told = new Set(known.flatMap((f) => f.evidence));
  const { trails, selectors } = factsOf(listed);
  return trailHealth(trails, selectors, investigation.events, hands).holes.map((hole) => holeOf(hole, investigation, hands))
    .filter((hole) => hole.hand === 'attacker' && hole.eventId !== null && !told.has(hole.eventId))
    .map((hole): Finding => ({
      about: 'event', id: `hole:${hole.trail}:${hole.eventId ?? ''}`, verdict: 'malicious', techniques: ['T1562.008'], region: 'aws-global', evidence: [hole.eventId ?? ''],
      subject: say('What trail {{trail}} recorded has a hole, {{span}}', { trail: hole.trail, span: spanOf(hole) }), because: holeText(hole),
    }));
}

const factsOf = (listed: readonly Listed[]): { trails: readonly TrailFacts[]; selectors: readonly SelectorFacts[] } => {
  const of = (kind: string): readonly unknown[] => listed.filter((one) => one.kind.id === kind).map(({ resource }) => resource);
  const stores = of('cloudtrail/event-data-store') as readonly EventDataStore[];
  return {
    trails: [...of('cloudtrail/trail') as readonly TrailFacts[], ...stores.map(factsOfStore)],
    selectors: [...of('cloudtrail/event-selectors') as readonly SelectorFacts[], ...stores.map(({ arn, selectors }) => ({ trailArn: arn, selectors }))],
  };
};
/** A store of CloudTrail Lake has no files that could be lost or forged. */
const factsOfStore = ({ arn, name, region, status, multiRegion, createdAt = '' }: EventDataStore): TrailFacts => ({
  arn, name: `${name} (CloudTrail Lake)`, region, logging: status === 'ENABLED', own: true, seen: { startedAt: createdAt },
  settings: { S3BucketName: '', KmsKeyId: '', CloudWatchLogsLogGroupArn: '', IsMultiRegionTrail: multiRegion, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true },
});
const handsOf = (investigation: Investigation): ReadonlyMap<string, Attribution> => new Map(investigation.lineage.attributed.map((a) => [a.event.id, a.hand]));

function holeOf(hole: Hole, investigation: Investigation, hands: ReadonlyMap<string, Attribution>): RecordHole {
  const event = hole.eventId === undefined ? undefined : investigation.event(hole.eventId);
  return {
    trail: hole.name, because: hole.because, from: hole.from, to: hole.to ?? null, by: event?.principal ?? null, sourceIp: event?.sourceIp ?? null,
    hand: event === undefined ? null : hands.get(event.id) ?? null, eventId: hole.eventId ?? null, covered: hole.covered ?? null,
  };
}

/** What was not seen is never called missing. */
function summaryOf({ summary, trails }: TrailHealth, unseen: readonly CoverageCell[]): Text {
  const [first] = unseen;
  if (first === undefined) return summary;
  return trails.length === 0
    ? say('Whether a trail records this account could not be seen. {{why}}', { why: first.detail })
    : say('{{summary}} In {{n}} Regions AWS did not say which trails there are.', { summary, n: unseen.length });
}

/** A gap where what trails lack is nowhere else either: before the event history begins, or where it could not be read. */
function cellOf(wizard: Wizard, investigation: Investigation, record: AccountRecord, unseen: readonly CoverageCell[]): CoverageCell {
  const [first] = unseen;
  if (first !== undefined) return { ...first, check: CHECK, region: 'aws-global', detail: record.summary };
  const whole = record.trails.some((trail) => trail.sound) && record.incompleteSince === null;
  const oldest = new Date(wizard.clock.now().getTime() - HISTORY + DAY).toISOString();
  if (!whole && investigation.since !== '' && investigation.since < oldest) return cell(CHECK, 'aws-global', 'failed', say('{{summary}} The first sign is as old as the event history: what was before it cannot be seen.', { summary: record.summary }));
  const unread = investigation.cells.some((c) => c.gap && c.check === 'activity/event-history');
  if (!whole && unread) return cell(CHECK, 'aws-global', 'failed', say('{{summary}} Where the event history was not read, nothing else tells what was done.', { summary: record.summary }));
  return cell(CHECK, 'aws-global', 'done', record.summary);
}

/** Log files in which something is changed or missing were not seen whole. */
const logCells = ({ logs }: AccountRecord): readonly CoverageCell[] => (logs.length === 0 ? [] : [
  cell('activity/log-files', 'aws-global', logs.every((proof) => proof.sound) ? 'done' : 'failed', say('{{said}}', { said: logs.flatMap((proof) => proof.said.slice(0, 3)) })),
]);
