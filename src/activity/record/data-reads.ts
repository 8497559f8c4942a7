// What data a stranger is known to have read, and which reads nobody recorded. Pure.
import type { DataRead, DataSort } from '../../core/record.ts';
import type { Attribution, JsonObject, Operation } from '../../core/types.ts';
import { SORTS, type Sort } from './data-sorts.ts';
import type { TrailEvent } from '../event.ts';
import { isObject, listAt, textAt } from '../fields.ts';
import { failed } from '../lineage/issues.ts';
import type { SelectorFacts, TrailFacts } from './trails.ts';

const BY_OPERATION: ReadonlyMap<Operation, Sort> = new Map(SORTS.flatMap((sort) => (Object.keys(sort.reads) as Operation[]).map((operation) => [operation, sort] as const)));
/** What another account did with what was shared with it: in its own name, so that no lineage leads there. */
const BY_OTHERS: ReadonlySet<Operation> = new Set<Operation>(['ec2:SharedSnapshotCopyInitiated', 'ec2:SharedSnapshotVolumeCreated']);

/** Grouped by thing and principal, the most recent first. `hands`: by event id; the owner's reads are left out. */
export function readsOf(events: readonly TrailEvent[], hands: ReadonlyMap<string, Attribution>): readonly DataRead[] {
  const found = new Map<string, DataRead>();
  for (const event of events) {
    const sort = BY_OPERATION.get(event.operation);
    const hand = hands.get(event.id) ?? (BY_OTHERS.has(event.operation) ? 'undecided' : 'owner');
    if (sort === undefined || hand === 'owner' || failed(event)) continue;
    for (const what of sort.reads[event.operation]?.(event) ?? []) {
      const key = JSON.stringify([sort.id, what, event.region, event.principal, hand]);
      found.set(key, readOf(event, { sort: sort.id, what, hand, opens: sort.opens ?? false }, found.get(key)));
    }
  }
  return [...found.values()].sort((a, b) => (a.last > b.last ? -1 : a.last < b.last ? 1 : a.what < b.what ? -1 : 1));
}
function readOf(event: TrailEvent, read: Pick<DataRead, 'sort' | 'what' | 'hand' | 'opens'>, known: DataRead | undefined): DataRead {
  const times = known === undefined ? [event.time] : [known.first, event.time, known.last].sort();
  return {
    ...read, region: event.region, by: event.principal || event.identity.accountId, sourceIp: event.sourceIp, times: (known?.times ?? 0) + 1,
    first: times[0] ?? '', last: times.at(-1) ?? '', operations: [...new Set([...known?.operations ?? [], event.operation])],
  };
}

/** What would tell of reads of this sort, by what trails were told to record. */
export function toldBy(sort: Sort, trails: readonly TrailFacts[], selectors: readonly SelectorFacts[]): Pick<DataSort, 'told' | 'trails'> {
  const { dataType } = sort;
  if (dataType === undefined) return { told: 'history', trails: [] };
  const naming = selectors.filter(({ selectors: chosen }) => recordsData(chosen as JsonObject, dataType)).map(({ trailArn }) => trailArn);
  const recording = trails.filter(({ arn, logging }) => logging && naming.includes(arn)).map(({ name }) => name);
  return recording.length > 0 ? { told: 'trails', trails: recording } : { told: 'nothing', trails: [] };
}
/** Reads, that is: selectors for writes only leave them out. */
function recordsData(selectors: JsonObject, dataType: string): boolean {
  const basic = listAt(selectors, 'EventSelectors').filter(isObject).some((s) => textAt(s, 'ReadWriteType') !== 'WriteOnly' && listAt(s, 'DataResources').filter(isObject).some((r) => textAt(r, 'Type') === dataType));
  const advanced = listAt(selectors, 'AdvancedEventSelectors').filter(isObject).some((s) => {
    const field = (name: string): readonly unknown[] => listAt(s, 'FieldSelectors').filter(isObject).filter((f) => textAt(f, 'Field') === name).flatMap((f) => listAt(f, 'Equals'));
    return field('eventCategory').includes('Data') && field('resources.type').includes(dataType) && !field('readOnly').includes('false');
  });
  return basic || advanced;
}
