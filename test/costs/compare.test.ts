// How spending is compared: this month with the last, and since the first sign with before.
import { describe, expect, it } from 'vitest';
import { compare, windowOf } from '../../src/costs/compare.ts';
import { addDays, daysBetween, sameDayMonthBefore } from '../../src/costs/days.ts';
import type { CostRow } from '../../src/costs/read-costs.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const SINCE = '2026-11-17T03:00:00.000Z';
const daily = (service: string, region: string, from: string, to: string, amount: number): CostRow[] => daysBetween(from, to).map((day) => ({ day, service, region, amount }));
const spending = (rows: readonly CostRow[], since: string | null = SINCE) => compare(rows, { now: NOW, since, window: windowOf(NOW, since), currency: 'USD', whole: true });

describe('the window', () => {
  it('holds this month, the last, and four weeks before the first sign', () => {
    expect(windowOf(NOW, SINCE)).toEqual({ from: '2026-10-01', to: '2026-11-20' });
    expect(windowOf(NOW, '2026-09-10T00:00:00Z')).toEqual({ from: '2026-08-13', to: '2026-11-20' });
  });
  it('never begins before what AWS keeps', () => {
    expect(windowOf(NOW, '2020-01-01T00:00:00Z').from).toBe(addDays('2026-11-20', -395));
  });
  it('compares the last month on the first days of a month, when nothing of it is complete', () => {
    expect(windowOf('2026-12-01T09:00:00Z', null).from).toBe('2026-10-01');
    expect(compare([], { now: '2026-12-01T09:00:00Z', since: null, window: windowOf('2026-12-01T09:00:00Z', null), currency: 'USD', whole: true }).complete).toBe('2026-11-29');
  });
  it('takes the last day of a shorter month', () => {
    expect(sameDayMonthBefore('2026-03-31')).toBe('2026-02-28');
    expect(sameDayMonthBefore('2026-03-15')).toBe('2026-02-15');
  });
});

describe('the comparison', () => {
  it('counts the same days of both months, and leaves out the two that are not complete', () => {
    const { thisMonth, lastMonth, complete } = spending(daily('Amazon EC2', 'us-east-1', '2026-10-01', '2026-11-20', 10));
    expect([complete, thisMonth, lastMonth]).toEqual(['2026-11-18', 180, 180]);
  });
  it('puts what was never billed before first, then what rose, then the rest', () => {
    const { lines } = spending([
      ...daily('Amazon S3', 'us-east-1', '2026-10-01', '2026-11-20', 500),
      ...daily('Amazon EC2', 'us-east-1', '2026-10-01', '2026-11-16', 10), ...daily('Amazon EC2', 'us-east-1', '2026-11-17', '2026-11-20', 90),
      ...daily('Amazon EC2', 'eu-north-1', '2026-11-18', '2026-11-20', 5),
    ]);
    expect(lines.map((l) => [l.change, l.service, l.region, l.before, l.since])).toEqual([
      ['new', 'Amazon EC2', 'eu-north-1', 0, 15], ['risen', 'Amazon EC2', 'us-east-1', 10, 360], ['usual', 'Amazon S3', 'us-east-1', 500, 2000],
    ]);
  });
  it('is not fooled by one dear day of before: the baseline is the middle day', () => {
    const rows = [...daily('Amazon EC2', 'us-east-1', '2026-10-20', '2026-11-20', 1), { day: '2026-11-01', service: 'Amazon EC2', region: 'us-east-1', amount: 900 }];
    expect(spending(rows).lines[0]).toMatchObject({ before: 1, change: 'usual' });
  });
  it('does not call a service new that was billed before the four weeks', () => {
    const rows = [...daily('AWS Support', 'NoRegion', '2026-10-01', '2026-10-01', 29), ...daily('AWS Support', 'NoRegion', '2026-11-18', '2026-11-18', 29)];
    expect(spending(rows).lines[0]?.change).toBe('risen');
  });
  it('has no opinion on less than a cent', () => {
    expect(spending(daily('AWS KMS', 'us-east-1', '2026-11-18', '2026-11-18', 1e-7)).lines).toEqual([]);
  });
  it('compares months where there is no first sign', () => {
    const { lines } = spending(daily('Amazon EC2', 'eu-north-1', '2026-11-05', '2026-11-18', 1), null);
    expect(lines[0]).toMatchObject({ change: 'new', thisMonth: 14, lastMonth: 0 });
  });
});
