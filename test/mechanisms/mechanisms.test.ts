// Every mechanism that the API can show is found when a stranger planted it, and its benign twin stays unsuspected.
import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/types.ts';
import { removeFolders } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { families } from './families.ts';
import type { Mechanism } from './row.ts';
import { seen, type Seen, type Sight } from './stage.ts';

afterAll(removeFolders);

const isBad = (f: Finding): boolean => f.verdict === 'malicious' || f.verdict === 'suspicious';
/** A finding of one of the row's kinds, or about one of its calls. */
const isAbout = (row: Mechanism, f: Finding): boolean => (f.about === 'resource' ? row.shows.includes(f.kind) : [...row.events ?? [], ...callsOf(row)].some((event) => f.id.includes(event)));
/** The calls of the stranger are what history shows. */
const callsOf = (row: Mechanism): readonly string[] => [...row.plant.map((p) => `${p.service}:${p.operation}`), ...(row.told ?? []).map((t) => t.event)];
/** Rows that share a kind must not hide each other: the finding rests on the events that planting this very row left. */
const found = (row: Mechanism, all: Seen): boolean => {
  // What leaves no events can rest on none: the thing itself shows it.
  if (row.notFromHistory !== undefined) return stands(row, all);
  const { findings } = all;
  const own = all.eventsOf(row);
  if (row.opensSession) return [...own].some((id) => all.opened.has(id));
  return findings.some((f) => isBad(f) && isAbout(row, f) && f.evidence.some((id) => own.has(id)));
};
/** Without the history there is no evidence but the thing itself. */
const stands = (row: Mechanism, { findings }: Seen): boolean => findings.some((f) => isBad(f) && isAbout(row, f));

describe.each(families)('%s', (_, rows) => {
  const runs = new Map<string, ReturnType<typeof seen>>();
  const run = (by: 'mallory' | 'alice', sight: Sight): ReturnType<typeof seen> => {
    const key = `${by} ${sight}`;
    const known = runs.get(key) ?? seen(rows, by, sight);
    runs.set(key, known);
    return known;
  };
  const titled = rows.map((row) => [`${String(row.row)} ${row.title}`, row] as const);

  test.each(titled)('%s: found', async (__, row) => {
    const all = await run('mallory', 'both');
    expect(found(row, all) && (row.shows.length === 0 || stands(row, all))).toBe(true);
  });
  test.each(titled.filter(([, row]) => row.told !== undefined && row.shows.length === 0 && !row.opensSession))('%s: said not to be understood', async (__, row) => {
    const all = await run('mallory', 'both');
    const own = all.eventsOf(row);
    const about = all.findings.filter((f) => f.evidence.some((id) => own.has(id))).map((f) => f.about);
    expect(about.length).toBeGreaterThan(0);
    expect(about.every((one) => (one === 'unknown') === (row.known === undefined))).toBe(true);
  });
  test.each(titled)('%s: by the owner, nothing malicious', async (__, row) => {
    const { findings } = await run('alice', 'both');
    expect(findings.filter((f) => f.verdict === 'malicious' && f.about === 'resource' && f.origin !== 'used' && row.shows.includes(f.kind)).map((f) => f.id)).toEqual([]);
  });
  test.runIf(FULL).each(titled.filter(([, row]) => row.notFromHistory === undefined))('%s: found from history alone', async (__, row) => {
    expect(found(row, await run('mallory', 'history'))).toBe(true);
  });
  test.runIf(FULL).each(titled.filter(([, row]) => row.notFromConfiguration === undefined && row.shows.length > 0))('%s: found from current configuration alone', async (__, row) => {
    expect(stands(row, await run('mallory', 'configuration'))).toBe(true);
  });
});
