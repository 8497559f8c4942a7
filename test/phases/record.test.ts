// What verify says of the record and of data, over whole drills: on the screen, in the report, in its JSON.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CoverageCell } from '../../src/core/types.ts';
import { render } from '../../src/core/text.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { record as rawRecord } from '../activity/records.ts';
import { playedWell, removeFolders, type Incident } from '../scenarios/incident.ts';
import { THREAD } from '../harness/scenarios.ts';

const KINDS = [...THREAD, 'cloudtrail/trail', 'cloudtrail/event-selectors', 's3/bucket', 'secretsmanager/secret', 'kms/key'] as const;
const folder = mkdtempSync(join(tmpdir(), 'record-'));
afterAll(() => { removeFolders(); rmSync(folder, { recursive: true }); });

/** The rows or items of a list, as they are read. */
const shown = ({ run }: Incident, title: string): readonly string[] => run.ui.shown('list').filter((l) => render(l.title) === title).flatMap((l) => [...(l.rows ?? []).map(([a, b]) => `${render(a)}: ${render(b)}`), ...(l.items ?? []).map((i) => render(i))]);
const said = ({ run }: Incident): readonly string[] => run.ui.shown('say').map((s) => render(s.text));
const cellOf = ({ run }: Incident, check: string): CoverageCell | undefined => run.reading().state.coverage.find((c) => c.check === check);
const madeAt = '2026-11-21T00:00:00Z';

describe('a database held to ransom', () => {
  let one: Incident;
  beforeAll(async () => {
    writeFileSync(join(folder, 'old.json'), JSON.stringify({ Records: [rawRecord('2026-01-05T03:00:00Z', 'iam:ListUsers')] }));
    one = await playedWell('data-ransom', ['us-east-1'], { kinds: KINDS, options: { sourceIps: ['203.0.113.66'], logs: [folder] } });
  });

  test('what was read and given away is named, once', () => {
    expect(shown(one, 'Data: known to have been read or given away')).toEqual([
      'Databases in RDS: shop-copy (us-east-1): 1×, last 2026-11-18 18:12 UTC, by ci from 203.0.113.66',
      'Secrets: shop/database (us-east-1): 1×, last 2026-11-18 17:00 UTC, by ci from 203.0.113.66',
    ]);
  });
  test('what could be read follows from the policies that the stranger held, also once they are taken away', () => {
    expect(shown(one, 'Data: could be read with what the stranger held')).toContain('Objects in S3: Its policies allow it. Here: 2');
    expect(one.run.reading().state.record?.data.sorts.filter((s) => s.could !== 'yes')).toEqual([]);
  });
  test('and what nobody recorded is said to be unknown', () => {
    expect(shown(one, 'Data: what cannot be known from here')).toEqual(['Objects in S3: No trail records reads of it: nobody can know.']);
    expect(said(one)).toContain('No trail records this account. All there is is the event history: 90 days, management events only.');
  });
  test('the secret is on a list of what has to be changed, until the operator says that it is', () => {
    expect(shown(one, 'The stranger read these: change each, and what it opens')).toEqual(['shop/database in us-east-1']);
    const { state } = one.run.reading();
    expect(state.answers.get('changed-what-was-read')).toBe('done');
    const report = markdownReport({ ...one.run.reading(), madeAt });
    expect(report).toMatch(/shop\/database \|.*Changed, says the account’s owner\./);
    expect(report).toContain('What is read inside a database, a disk or a running program leaves no trace in CloudTrail.');
    expect(JSON.parse(jsonReport({ ...one.run.reading(), madeAt }))).toMatchObject({ record: { data: { principals: ['arn:aws:iam::111122223333:user/ci'], reads: [{ what: 'shop-copy' }, { what: 'shop/database', opens: true }] }, rotations: [{ what: 'shop/database', done: true }] } });
  });
  test('log files without digests prove nothing, and that is said; it is no gap', () => {
    expect(said(one)).toContain(`${folder} has no digest files: nothing can show whether its log files were changed or left out.`);
    expect(cellOf(one, 'activity/log-files')).toMatchObject({ gap: false, state: 'done' });
  });
  test('the window moves back to what the log files show; before it nobody can see, and that is a gap', () => {
    const { state } = one.run.reading();
    expect(state.indicators?.since).toBe('2026-01-05T03:00:00Z');
    expect(cellOf(one, 'activity/trails')).toMatchObject({ gap: true, state: 'failed' });
    expect(render(cellOf(one, 'activity/trails')?.detail ?? { say: '' })).toContain('The first sign is as old as the event history: what was before it cannot be seen.');
  });
});

describe('a stranger who works quietly', () => {
  test('the hole in the trail is shown with its maker, is in the report, and is closed again', async () => {
    const one = await playedWell('quiet-persistence', ['us-east-1'], { kinds: KINDS, options: { sourceIps: ['203.0.113.66'] } });
    const { state } = one.run.reading();
    expect(state.record?.holes).toMatchObject([{ trail: 'management', hand: 'attacker', sourceIp: '203.0.113.66' }]);
    expect(shown(one, 'Holes in what trails recorded')[0]).toMatch(/^since 2026-\S+ \S+ UTC: management: Its logging was stopped\. The stranger did it, as arn:aws:iam::111122223333:\S+ from 203\.0\.113\.66\.$/);
    expect(state.record?.holes[0]?.to).not.toBeNull();
    expect(markdownReport({ ...one.run.reading(), madeAt })).toContain('Its logging was stopped. The stranger did it');
    expect(cellOf(one, 'activity/trails')).toMatchObject({ gap: false, state: 'done' });
  });
});
