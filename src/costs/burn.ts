// What runs now costs by the hour, dearest first: an estimate from what was listed, because the bill lags by a day. Pure.
import type { BurnLine } from '../core/costs.ts';
import { hourlyPrice } from '../core/ec2-prices.ts';
import type { KindId, Resource } from '../core/types.ts';

export interface ListedThing { readonly kind: KindId; readonly resource: Resource }

/** What a listed thing runs on, where it runs: the type of an instance, or the units of a model. */
function runningOf({ kind, resource }: ListedThing): { readonly what: string; readonly hourly: number | null; readonly count: number } | undefined {
  const fields = resource as Resource & Readonly<Record<string, unknown>>;
  const text = (name: string): string => { const value = fields[name]; return typeof value === 'string' ? value : ''; };
  switch (kind) {
    case 'ec2/instance': return ['running', 'pending'].includes(text('state')) ? { what: text('type'), hourly: hourlyPrice(text('type')) ?? null, count: 1 } : undefined;
    case 'bedrock/provisioned-model-throughput': return { what: `${text('model').split('/').at(-1) ?? ''} (Bedrock)`, hourly: null, count: Number(fields['units']) || 1 };
    default: return undefined;
  }
}

export function burnOf(listed: readonly ListedThing[]): BurnLine[] {
  const lines = new Map<string, BurnLine>();
  for (const thing of listed) {
    const running = runningOf(thing);
    if (running === undefined) continue;
    const { region } = thing.resource;
    const key = JSON.stringify([running.what, region]);
    const known = lines.get(key);
    const count = (known?.count ?? 0) + running.count;
    const hourly = running.hourly === null ? null : (known?.hourly ?? 0) + running.hourly * running.count;
    lines.set(key, { what: running.what, region, count, hourly });
  }
  return [...lines.values()].sort((a, b) => (b.hourly ?? Infinity) - (a.hourly ?? Infinity) || b.count - a.count || (a.what + a.region < b.what + b.region ? -1 : 1));
}
/** US dollars an hour of all that the prices at hand know. */
export const burnTotal = (lines: readonly BurnLine[]): number => lines.reduce((sum, line) => sum + (line.hourly ?? 0), 0);
