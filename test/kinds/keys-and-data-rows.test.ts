// The mechanisms of keys, secrets, databases, queues and backups: done by a stranger they are found by their own events; done by the owner they are nobody's attack.
import { describe, expect, test } from 'vitest';
import { parseRecord, type TrailEvent } from '../../src/activity/event.ts';
import { mentions } from '../../src/activity/lineage/mentions.ts';
import { touchesOf } from '../../src/activity/lineage/touches.ts';
import type { Attribution, Indicators, Judgement, Region, Resource } from '../../src/core/types.ts';
import { judge } from '../../src/engine/attribute.ts';
import { kindById } from '../../src/kinds/catalog.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import type { SimCaller } from '../../src/sim/account.ts';
import { eventJson } from '../../src/sim/trail/record.ts';
import { historyOf } from '../../src/sim/trail/history.ts';
import { tracesOf } from '../../src/phases/investigation.ts';
import { ACCOUNT, allow, REGION, stage, type Stage } from '../contract/account.ts';
import type { Mechanism, Played } from '../mechanisms/row.ts';
import { rows } from '../mechanisms/rows/data.ts';

const ROOT: SimCaller = { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, principalId: ACCOUNT, accessKeyId: '' };
const NOBODY: Indicators = { accessKeyIds: [], principals: [], sourceIps: [], since: '2026-11-20T10:00:00Z' };
const HOUR = 3_600_000;

interface PlayedRow { readonly at: Stage; readonly key: string; readonly events: readonly TrailEvent[] }
async function playRow(row: Mechanism, by: 'owner' | 'stranger'): Promise<PlayedRow> {
  const at = await stage(async () => { await Promise.resolve(); });
  await at.play('iam', 'CreateUser', { UserName: 'mallory' });
  await at.play('iam', 'PutUserPolicy', { UserName: 'mallory', PolicyName: 'all', PolicyDocument: allow('*') });
  const { AccessKey: { AccessKeyId: key } } = await at.play('iam', 'CreateAccessKey', { UserName: 'mallory' }) as { AccessKey: { AccessKeyId: string } };
  const answers: Record<string, unknown> = {};
  const run = async (calls: readonly Played[], as: { readonly accessKeyId: string } | { readonly caller: SimCaller }): Promise<void> => {
    for (const { service, operation, input, region = REGION, as: name } of calls) {
      if (service === 'signin') throw new Error('Nobody signs in here.');
      const answer = await at.world.play({ service, operation, region, input: typeof input === 'function' ? input(answers) : input, as, sourceIp: '198.51.100.7', userAgent: 'test' });
      if (name !== undefined) answers[name] = answer;
    }
  };
  const later = async (ms: number): Promise<void> => {
    at.clock.set(new Date(at.clock.now().getTime() + ms));
    while (at.world.mustSettle()) await at.world.settle();
  };
  await run(row.setUp ?? [], { caller: ROOT });
  await later(HOUR);
  await run(row.plant, by === 'owner' ? { caller: ROOT } : { accessKeyId: key });
  await later(15_000);
  const events = historyOf(at.world).records().flatMap((record) => { const parsed = parseRecord(eventJson(record)); return 'event' in parsed ? [parsed.event] : []; });
  return { at, key, events };
}

async function everywhere(at: Stage, kind: Kind): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  for (const region of [REGION, 'eu-west-1'] as Region[]) {
    const { session } = at;
    for await (const one of kind.list({ aws: session.reads(kind.reads, region), region, now: at.clock.now().toISOString(), once: (_, read) => read(), gap: (operation, error) => { throw new Error(operation, { cause: error }); } })) found.push(one);
  }
  return found;
}

async function verdicts({ at, key, events }: PlayedRow, kind: Kind, indicators: Indicators): Promise<readonly (Judgement | undefined)[]> {
  const hands = new Map<string, Attribution>(events.filter((e) => e.credential === key).map((e) => [e.id, 'attacker']));
  const log = mentions(events);
  return (await everywhere(at, kind)).map((resource) => {
    const { touches } = touchesOf(log, hands, tracesOf(kind, resource));
    return judge(kind, resource, touches, indicators, ACCOUNT);
  });
}
const theirs = (key: string): Indicators => ({ ...NOBODY, accessKeyIds: [key] });

describe.each(rows.map((row) => [`${String(row.row)}: ${row.title}`, row] as const))('%s', (_, row) => {
  test.runIf(row.shows.length > 0)('by a stranger is malicious, by its events alone', async () => {
    const played = await playRow(row, 'stranger');
    for (const id of row.shows) {
      const found = await verdicts(played, await kindById(id) as Kind, theirs(played.key));
      expect(found.map((j) => j?.verdict), id).toContain('malicious');
    }
  });
  test.runIf(row.shows.length > 0)('by the owner is not, whether there was an incident or none', async () => {
    const played = await playRow(row, 'owner');
    for (const id of row.shows) {
      const kind = await kindById(id) as Kind;
      for (const indicators of [NOBODY, theirs(played.key)]) expect((await verdicts(played, kind, indicators)).map((j) => j?.verdict), id).not.toContain('malicious');
    }
  });
  test.runIf(row.shows.length > 0 && row.notFromConfiguration === undefined)('stands out without any history, in an incident', async () => {
    const played = await playRow(row, 'stranger');
    for (const id of row.shows.slice(0, 1)) expect((await verdicts({ ...played, events: [] }, await kindById(id) as Kind, theirs(played.key))).map((j) => j?.verdict), id).toContain('suspicious');
  });
  test.runIf(row.shows.length === 0)('stands in the history under its name', async () => {
    const { events } = await playRow(row, 'stranger');
    for (const event of row.events ?? []) expect(events.map((e) => e.operation)).toContain(event);
  });
});
