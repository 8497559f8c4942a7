// Compares what was spent: this month with the same days of the last, and since the first sign with the weeks before it. Pure.
import type { CostDay, CostLine, Spending } from '../core/costs.ts';
import type { Instant } from '../core/types.ts';
import { addDays, dayOf, daysBetween, firstOfMonth, firstOfMonthBefore, sameDayMonthBefore } from './days.ts';
import type { CostRow } from './read-costs.ts';

const BASELINE_DAYS = 28;
/** Costs lag by up to a day: the last two are not taken for complete. */
const INCOMPLETE_DAYS = 2;
/** Less than a cent is noise of the bill. */
const CENT = 0.01;
const MUCH_MORE = { by: 1, times: 2 } as const;
/** AWS keeps 13 months besides the current one. */
const KEPT_DAYS = 395;

export interface Window { readonly from: string; readonly to: string }

/** The days that both comparisons need. */
export function windowOf(now: Instant, since: Instant | null): Window {
  const today = dayOf(now);
  const month = firstOfMonthBefore(addDays(today, -INCOMPLETE_DAYS));
  const baseline = since === null ? month : addDays(dayOf(since), -BASELINE_DAYS);
  const oldest = addDays(today, -KEPT_DAYS);
  const from = baseline < month ? baseline : month;
  return { from: from < oldest ? oldest : from, to: today };
}

export function compare(rows: readonly CostRow[], read: { readonly now: Instant; readonly since: Instant | null; readonly window: Window; readonly currency: string; readonly whole: boolean }): Spending {
  const { window, since, currency, whole } = read;
  const spans = spansOf(read);
  const lines = [...grouped(rows).values()].map((of) => lineOf(of, spans)).filter((l) => Math.max(l.thisMonth, l.lastMonth, l.since, l.before) >= CENT);
  const sum = (pick: (line: CostLine) => number): number => lines.reduce((all, line) => all + pick(line), 0);
  return {
    currency, from: window.from, to: window.to, complete: spans.complete, newest: rows.reduce((last, r) => (r.day > last ? r.day : last), ''), since, whole,
    thisMonth: sum((l) => l.thisMonth), lastMonth: sum((l) => l.lastMonth), lines: lines.sort((a, b) => order(a, b, spans)),
    days: daysBetween(window.from, window.to).map((day) => ({ day, amount: rows.reduce((all, r) => (r.day === day ? all + r.amount : all), 0) })),
  };
}

interface Spans { readonly complete: string; readonly month: Window; readonly before: Window; readonly baseline: Window; readonly since: Window }
/** Without a first sign, the month before is the baseline and this month is what is new. */
function spansOf({ now, since, window }: { readonly now: Instant; readonly since: Instant | null; readonly window: Window }): Spans {
  const complete = addDays(dayOf(now), -INCOMPLETE_DAYS);
  const month = { from: firstOfMonth(complete), to: complete };
  const first = since === null ? month.from : dayOf(since);
  return {
    complete, month, before: { from: firstOfMonthBefore(complete), to: sameDayMonthBefore(complete) },
    baseline: { from: later(addDays(first, -BASELINE_DAYS), window.from), to: addDays(first, -1) }, since: { from: first, to: window.to },
  };
}
const later = (a: string, b: string): string => (a > b ? a : b);

function lineOf(rows: readonly CostRow[], spans: Spans): CostLine {
  const [{ service, region } = { service: '', region: '' }] = rows;
  const within = ({ from, to }: Window): number => rows.reduce((all, r) => (r.day >= from && r.day <= to ? all + r.amount : all), 0);
  const line = { service, region, thisMonth: within(spans.month), lastMonth: within(spans.before), before: median(rows, spans.baseline), since: within(spans.since) };
  const known = within(spans.baseline) >= CENT || rows.some((r) => r.day < spans.since.from && r.amount >= CENT);
  const usual = expected(line, spans);
  const change = !known && line.since >= CENT ? 'new' : line.since - usual >= MUCH_MORE.by && line.since >= usual * MUCH_MORE.times ? 'risen' : 'usual';
  return change === 'usual' ? { ...line, change } : { ...line, change, more: moreThan(rows, line.before, spans.since) };
}
/** What each day cost above the usual. */
function moreThan(rows: readonly CostRow[], usual: number, { from, to }: Window): CostDay[] {
  return daysBetween(from, to).map((day) => ({ day, amount: rows.reduce((all, r) => (r.day === day ? all + r.amount : all), 0) - usual })).filter(({ amount }) => amount >= CENT);
}
/** What it would have cost since the first sign, had it gone on as before. */
const expected = ({ before }: { readonly before: number }, { since }: Spans): number => before * daysBetween(since.from, since.to).length;

function median(rows: readonly CostRow[], { from, to }: Window): number {
  const amounts = daysBetween(from, to).map((day) => rows.reduce((all, r) => (r.day === day ? all + r.amount : all), 0)).sort((a, b) => a - b);
  const middle = Math.floor(amounts.length / 2);
  const upper = amounts[middle] ?? 0;
  return amounts.length % 2 === 1 ? upper : ((amounts[middle - 1] ?? 0) + upper) / 2;
}

const RANK = { new: 0, risen: 1, usual: 2 } as const;
function order(a: CostLine, b: CostLine, spans: Spans): number {
  const more = (line: CostLine): number => line.since - expected(line, spans);
  return RANK[a.change] - RANK[b.change] || more(b) - more(a) || (a.service + a.region < b.service + b.region ? -1 : 1);
}

function grouped(rows: readonly CostRow[]): Map<string, CostRow[]> {
  const groups = new Map<string, CostRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.service, row.region]);
    const group = groups.get(key);
    if (group) group.push(row); else groups.set(key, [row]);
  }
  return groups;
}
