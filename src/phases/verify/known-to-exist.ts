// The net under the kinds: what carries tags, was made or is billed, and is of a sort that no kind knows. Shown, never planned, never dropped.
import { byAws } from '../../activity/identity.ts';
import type { TrailEvent } from '../../activity/event.ts';
import { failed } from '../../activity/lineage/issues.ts';
import { failureOf, coverageOf } from '../../aws/errors.ts';
import { READS_TAGGED, taggedIn } from '../../aws/tagged.ts';
import type { Spending } from '../../core/costs.ts';
import { digestOf } from '../../core/digest.ts';
import { isIncidentError } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { Arn, CoverageCell, Finding, Region } from '../../core/types.ts';
import { inParallel } from '../../engine/engine.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import { money } from '../../report/cost-rows.ts';
import type { Investigation } from '../investigation.ts';
import { followed, isBilledOf, knowsSort, makes, sortOf } from './known-sorts.ts';
import { subjectOf } from './unexplained.ts';
import type { Wizard } from '../wizard.ts';

const CHECK = 'tag/resource';
const NAMED = 5;
export interface Exists { readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[] }

/** One paged read in each Region; the bill is at hand. */
export async function knownToExist(wizard: Wizard, { listed, active }: { readonly listed: readonly Listed[]; readonly active: readonly Region[] }): Promise<Exists> {
  const tagged = await inParallel(active, 12, (region) => lookIn(wizard, region));
  const knows = knowsSort(wizard.kinds.keys(), listed.map((l) => l.resource.arn));
  return {
    findings: [...byTags(tagged.flatMap(({ region, arns }) => arns.map((arn) => ({ region, arn }))), knows), ...byBill(wizard.state().costs?.spending ?? null)],
    cells: tagged.map((one) => one.cell),
  };
}

async function lookIn({ session }: Wizard, region: Region): Promise<{ readonly region: Region; readonly arns: readonly Arn[]; readonly cell: CoverageCell }> {
  try {
    return { region, arns: await taggedIn(session.reads(READS_TAGGED, region)), cell: cell(CHECK, region, 'done') };
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const { code, message } = failureOf(error);
    return { region, arns: [], cell: cell(CHECK, region, coverageOf(error), say('{{operation}}: {{code}} {{message}}', { operation: 'tag:GetResources', code, message })) };
  }
}

const unknown = (id: readonly string[], region: Region, subject: Text, because: Text, more: Partial<Pick<Finding, 'evidence' | 'verdict'>> = {}): Finding =>
  ({ about: 'unknown', id: `${id[0] ?? ''}:${digestOf(id).slice(0, 12)}`, verdict: 'benign', techniques: [], region, evidence: [], subject, because, ...more });

function grouped<T>(items: readonly T[], keyOf: (item: T) => readonly string[]): readonly (readonly [readonly string[], readonly T[]])[] {
  const groups = new Map<string, readonly [readonly string[], T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key.join(' ')) ?? [key, []];
    group[1].push(item);
    groups.set(key.join(' '), group);
  }
  return [...groups.values()];
}

/** Pure. Things without a Region of their own are told by every Region: once is enough. */
export function byTags(tagged: readonly { readonly region: Region; readonly arn: Arn }[], knows: (sort: string) => boolean): readonly Finding[] {
  const once = new Map(tagged.map((one) => [one.arn, one]));
  return grouped([...once.values()].filter(({ arn }) => !knows(sortOf(arn))), ({ region, arn }) => [sortOf(arn), region]).map(([[sort = '', region = ''], things]) =>
    unknown(['exists', 'tags', sort, region], region, say('{{sort}}: {{names}} ({{n}} in all)', { sort, names: things.slice(0, NAMED).map(({ arn }) => arn.split(':').slice(5).join(':')), n: things.length }), say('It carries tags, and this program does not know this sort of thing.')));
}

/** What the stranger made is shown as a deed; here is what anybody else did, or perhaps the stranger. */
export function madeUnknown(wizard: Wizard, { events, lineage }: Investigation): readonly Finding[] {
  const known = followed(wizard.kinds.values());
  const hands = new Map(lineage.attributed.map((a) => [a.event.id, a.hand]));
  const made = events.filter((e) => !e.readOnly && !failed(e) && makes(e.operation) && !known.has(e.operation) && hands.get(e.id) !== 'attacker' && !byAws(e.identity, e.sourceIp));
  return grouped<TrailEvent>(made, (e) => [e.operation, e.region, hands.get(e.id) === 'undecided' ? 'undecided' : '']).map(([key, of]) => unknown(['made', ...key], key[1] ?? '', subjectOf(of), key[2] === ''
    ? say('Somebody made it whom nothing ties to the stranger, and this program does not know this sort of thing.')
    : say('It was made with an abused credential, nothing tells whose hand it was, and this program does not know this sort of thing: look at it in the console.'), { evidence: of.map((e) => e.id).slice(0, 20), verdict: key[2] === '' ? 'benign' : 'suspicious' }));
}

function byBill(spending: Spending | null): readonly Finding[] {
  return (spending?.lines ?? []).filter((l) => (l.thisMonth > 0 || l.since > 0) && !isBilledOf(l.service)).map((l) =>
    unknown(['exists', 'bill', l.service, l.region], l.region, say('{{service}} in {{region}}', { service: l.service, region: l.region }), say('{{amount}} this month, and this program does not know this service.', { amount: money(l.thisMonth, spending?.currency ?? 'USD') })));
}
