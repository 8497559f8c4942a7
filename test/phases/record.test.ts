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
import type { FaultRule } from '../../src/sim/faults.ts';
import { plantEventDataStore } from '../../src/sim/services/cloudtrail/trail-state.ts';
import { Investigation } from '../../src/phases/investigation.ts';
import { addLogs } from '../../src/phases/notice/given-logs.ts';
import type { Wizard } from '../../src/phases/wizard.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders, resume, type Play, type Run } from '../harness/play.ts';
import { shortened, THREAD } from '../harness/scenarios.ts';

const KINDS = [...THREAD, 'cloudtrail/trail', 'cloudtrail/event-selectors', 's3/bucket', 'secretsmanager/secret', 'kms/key'] as const;
const folder = mkdtempSync(join(tmpdir(), 'record-'));
afterAll(() => { removeFolders(); rmSync(folder, { recursive: true }); });

interface Incident { readonly run: Run }
/** One Region, and a week of habits. */
async function played(name: string, more: Play, faults: readonly FaultRule[] = []): Promise<Incident> {
  const source = await shortened(name);
  const { account, ...data } = source.data as { readonly account: object };
  const opened = await openAccount({ ...source, data: { ...data, account: { ...account, regions: ['us-east-1'] } } });
  for (const rule of faults) opened.world.faults.add(rule);
  return { run: await play(opened, { kinds: KINDS, ...more }) };
}
/** The rows or items of a list, as they are read. */
const shown = ({ run }: Incident, title: string): readonly string[] => run.ui.shown('list').filter((l) => render(l.title) === title).flatMap((l) => [...(l.rows ?? []).map(([a, b]) => `${render(a)}: ${render(b)}`), ...(l.items ?? []).map((i) => render(i))]);
const said = ({ run }: Incident): readonly string[] => run.ui.shown('say').map((s) => render(s.text));
const cellOf = ({ run }: Incident, check: string): CoverageCell | undefined => run.reading().state.coverage.find((c) => c.check === check);
const madeAt = '2026-11-21T00:00:00Z';

describe('a database held to ransom', () => {
  let one: Incident;
  beforeAll(async () => {
    writeFileSync(join(folder, 'old.json'), JSON.stringify({ Records: [rawRecord('2026-01-05T03:00:00Z', 'iam:ListUsers')] }));
    one = await played('data-ransom', { options: { sourceIps: ['203.0.113.66'], logs: [folder] } });
  });

  test('what was read and given away is named, once', () => {
    expect(shown(one, 'Data: known to have been read or given away')).toEqual([
      'RDS databases: shop-copy (us-east-1): 1×, last 2026-11-18 18:12 UTC, by user/ci from 203.0.113.66',
      'Secrets Manager: shop/database (us-east-1): 1×, last 2026-11-18 17:00 UTC, by user/ci from 203.0.113.66',
    ]);
  });
  test('what could be read follows from the policies that the stranger held, also once they are taken away', () => {
    expect(shown(one, 'Data: could be read with what the stranger held')).toContain('S3 objects: 2 here');
    expect(one.run.reading().state.record?.data.sorts.filter((s) => s.could !== 'yes')).toEqual([]);
  });
  test('and what nobody recorded is said to be unknown', () => {
    expect(shown(one, 'Data: what cannot be known from here')).toEqual(['S3 objects: No trail records reads of it: nobody can know.']);
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
    expect(said(one)).toContain('First sign: 2026-01-05 03:00 UTC');
    expect(cellOf(one, 'activity/trails')).toMatchObject({ gap: true, state: 'failed' });
    expect(render(cellOf(one, 'activity/trails')?.detail ?? { say: '' })).toContain('The first sign is as old as the event history: what was before it cannot be seen.');
  });
});

describe('a stranger who works quietly', () => {
  test('the hole in the trail is shown with its maker, and is in the report', async () => {
    const one = await played('quiet-persistence', { options: { sourceIps: ['203.0.113.66'], dryRun: true } });
    const { state } = one.run.reading();
    expect(state.record?.holes).toMatchObject([{ trail: 'management', hand: 'attacker', sourceIp: '203.0.113.66', to: null }]);
    expect(shown(one, 'Holes in what trails recorded')).toHaveLength(1);
    expect(shown(one, 'Holes in what trails recorded')[0]).toMatch(/^since 2026-\S+ \S+ UTC: management: Its logging was stopped\. The stranger did it, as user\/\S+ from 203\.0\.113\.66\.$/);
    expect(markdownReport({ ...one.run.reading(), madeAt })).toContain('Its logging was stopped. The stranger did it');
    expect(cellOf(one, 'activity/trails')).toMatchObject({ gap: false, state: 'done' });
  });
});

test('what may not be looked at is said to be unseen, not missing', async () => {
  const denied = { kind: 'access-denied' } as const;
  const one = await played('quiet-persistence', { kinds: ['iam/user', 'cloudtrail/trail', 'cloudtrail/event-selectors'], options: { sourceIps: ['203.0.113.66'], dryRun: true } }, [{ fault: denied, service: 'cloudtrail', operation: 'DescribeTrails' }, { fault: denied, service: 'iam', operation: 'GetPolicy' }]);
  expect(said(one).filter((s) => s.startsWith('Whether a trail records this account could not be seen.'))).toHaveLength(1);
  expect(cellOf(one, 'activity/trails')).toMatchObject({ gap: true, state: 'denied' });
  expect(shown(one, 'Data: could be read with what the stranger held')).toContain('Parameter Store: Not known: a policy could not be read.');
  // The history tells of a trail that was stopped, also where the trails themselves are hidden.
  expect(said(one).join()).not.toContain('No trail records this account.');
  expect(shown(one, 'Holes in what trails recorded')[0]).toContain('management: Its logging was stopped. The stranger did it');
});

test('an event data store of CloudTrail Lake is a record, too', async () => {
  const account = await openAccount(await shortened('exposed-not-abused', 1));
  plantEventDataStore(account.world, { name: 'lake', region: 'us-east-1', createdAt: new Date('2025-01-01T00:00:00Z') });
  const one = { run: await play(account, { kinds: [...KINDS, 'cloudtrail/event-data-store'], options: { regions: ['us-east-1'], dryRun: true } }) };
  expect(shown(one, 'What records this account')).toEqual([expect.stringMatching(/^lake \(CloudTrail Lake\): /)]);
  expect(said(one)).toContain('Trail lake (CloudTrail Lake) records all management events in every Region.');
});

describe('log files', () => {
  test('are had by a later run of the case, too; where they are gone, that is a gap and no end', async () => {
    const account = await openAccount(await shortened('exposed-not-abused', 1));
    const path = join(folder, 'more.json');
    writeFileSync(path, JSON.stringify({ Records: [rawRecord('2026-02-01T03:00:00Z', 'iam:ListUsers')] }));
    const seen: Investigation[] = [];
    const body = async (wizard: Wizard): Promise<number> => {
      const investigation = new Investigation(wizard, [], { accessKeyIds: [], principals: [], sourceIps: [], since: '' }, { ownedIps: [], disownedIps: [], ownedEvents: [], disownedEvents: [] });
      await addLogs(wizard, investigation);
      seen.push(investigation);
      return 0;
    };
    const run = await play(account, { body, options: { logs: [path] } });
    await resume(account, run, { body });
    rmSync(path);
    await resume(account, run, { body });
    expect(seen.map((one) => [one.events.length, one.again().events.length, one.proofs.map((p) => p.sound)])).toEqual([[1, 1, [true]], [1, 1, [true]], [0, 0, [false]]]);
  });
});
