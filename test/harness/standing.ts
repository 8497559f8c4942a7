// How the account stands, as lines that two runs can be compared by: generated ids and times of this run are masked.
import { ec2State } from '../../src/sim/services/ec2/state.ts';
import { iamState } from '../../src/sim/services/iam/state.ts';
import { wholeStock, type StockItem } from '../../src/sim/scenario/stock.ts';
import type { Account } from './account.ts';

const ID = /\b(?:(AKIA|ASIA|AIDA|AROA|AIPA|ANPA)[A-Z0-9]{16,17}|(i|vol|eni|sg|sgr|snap|eni-attach|iip-assoc|r)-[0-9a-f]{8,17})\b/g;
const TIME = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const kindOf = (id: string): string => (/^A[A-Z]{3}/.test(id) ? id.slice(0, 4) : id.slice(0, id.lastIndexOf('-')));

/** What is not held against the account: tags of use are in nobody's way, and evidence is meant to stay. */
export interface Aside { readonly snapshots?: boolean }

/** One line a thing, sorted. What the scenario made keeps its name; what came later is `<sg:new>` or `<time>`. */
export function standing(account: Account, aside: Aside = {}): readonly string[] {
  const { known, drill } = account;
  const mask = (text: string): string => masked(account, text);
  const items = [...wholeStock(drill.world).values()].filter(({ kind, arn }) => aside.snapshots !== true || kind !== 'ec2/snapshot' || known.has(arn.slice(arn.lastIndexOf('/') + 1)));
  return [...items.map((item) => mask(lineOf(item))), ...tagLines(account, aside).map(mask)].sort();
}
/** Ids that the scenario did not make and times of this run are no part of what is compared. */
export const masked = ({ known, drill }: Pick<Account, 'known' | 'drill'>, text: string): string => text
  .replace(ID, (id) => (known.has(id) ? id : `<${kindOf(id)}:new>`))
  .replace(TIME, (time) => (Date.parse(time) < drill.scenario.now.getTime() ? time : '<time>'));
const lineOf = ({ kind, region, arn, parent, value }: StockItem): string => [kind, region, arn, parent ?? '', value].join(' ');

function tagLines({ drill: { world }, known }: Account, aside: Aside): string[] {
  const users = iamState(world).users.list().flatMap(({ name, tags }) => tags.map(({ Key, Value }) => `tag iam/user ${name} ${Key}=${Value}`));
  const machines = [...ec2State(world).regions.values()].flatMap((region) => [...region.tags].flatMap(([id, tags]) => {
    const stands = region.machines.get(id)?.goneAt === undefined && !['terminated', 'shutting-down'].includes(region.machines.get(id)?.state ?? '');
    const evidence = aside.snapshots === true && id.startsWith('snap-') && !known.has(id);
    return stands && !evidence ? [...tags].map(([key, value]) => `tag ${region.name} ${id} ${key}=${value}`) : [];
  }));
  return [...users, ...machines];
}

/** Every id that stands in the account now, or was made in its history. */
export function idsIn(account: Pick<Account, 'drill'>): ReadonlySet<string> {
  const { world } = account.drill;
  const made = world.history.records().filter(({ readOnly, response }) => !readOnly || response !== null).map(({ response }) => JSON.stringify(response));
  const text = [...[...wholeStock(world).values()].map(lineOf), ...made].join('\n');
  return new Set([...text.matchAll(ID)].map(([id]) => id));
}
