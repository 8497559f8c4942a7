// Public CloudTrail logs that nobody here wrote. They are not part of the project; without them these tests are skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { detect } from '../../src/activity/detections.ts';
import { parseRecord, type TrailEvent } from '../../src/activity/event.ts';
import { readLogs } from '../../src/activity/files.ts';
import { inOrder } from '../../src/activity/lineage.ts';
import { trace, type Trace } from '../../src/activity/trace.ts';

interface Truth { readonly seedKeys: readonly string[]; readonly seedPrincipal?: string; readonly seedIP?: string; readonly descendantKeys: readonly string[]; readonly usersCreated: readonly string[]; readonly rolesCreated: readonly string[]; readonly loginProfiles: readonly string[]; readonly eventsByTracedKeys?: number }
interface Entry {
  readonly id: string; readonly path: string; readonly nEvents: number; readonly traceTruth?: Truth;
  readonly label: { readonly class: string; readonly severity?: string; readonly attackerIP?: string };
  readonly events: { readonly default?: boolean | null; readonly maliciousEventIDs?: readonly string[]; readonly items?: readonly { readonly malicious: boolean }[] };
}
const root = fileURLToPath(new URL('../../../shared/corpora/cloudtrail/', import.meta.url));
const there = existsSync(`${root}manifest.json`);
if (!there) process.stderr.write('The corpus ../shared/corpora/cloudtrail is not there: its tests are skipped.\n');
const entries = there ? (JSON.parse(readFileSync(`${root}manifest.json`, 'utf8')) as { entries: readonly Entry[] }).entries : [];

/** Straight from the file: rule tests repeat one event id. */
function eventsOf(entry: Entry): TrailEvent[] {
  const bytes = readFileSync(root + entry.path);
  const { Records } = JSON.parse((entry.path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as { Records: readonly unknown[] };
  return Records.map((record) => { const parsed = parseRecord(record); if ('why' in parsed) throw new Error(`${entry.id}: ${parsed.why.say}`); return parsed.event; });
}
async function traceOf(entry: Entry, seeds: { readonly keys?: readonly string[]; readonly principals?: readonly string[]; readonly ips?: readonly string[] }): Promise<Trace> {
  const events: TrailEvent[] = [];
  await readLogs([root + entry.path], (e) => events.push(e));
  return trace({ events, indicators: { accessKeyIds: seeds.keys ?? [], principals: seeds.principals ?? [], sourceIps: seeds.ips ?? [], since: '' } });
}
const attackers = (result: Trace): string[] => result.events.filter((e) => e.attribution === 'attacker').map((e) => e.event.id).sort();
const named = (id: string): Entry => { const entry = entries.find((e) => e.id === id); if (entry === undefined) throw new Error(id); return entry; };

describe.skipIf(!there)('the corpus of public logs', () => {
  it('is read whole: 305 files, every record', () => {
    expect(entries).toHaveLength(305);
    for (const entry of entries) expect([entry.id, eventsOf(entry).length]).toEqual([entry.id, entry.nEvents]);
  });

  const incidents = entries.filter((e) => e.label.class === 'scenario');
  it.each(incidents)('$id: all of the attacker’s events and descendants, and nothing else', async (entry) => {
    const truth = entry.traceTruth as Truth;
    const result = await traceOf(entry, { keys: truth.seedKeys, ...(truth.seedPrincipal === undefined ? {} : { principals: [truth.seedPrincipal] }), ...(truth.seedIP === undefined ? {} : { ips: [truth.seedIP] }) });
    expect(attackers(result)).toEqual([...(entry.events.maliciousEventIDs ?? [])].sort());
    const held = result.lineage.credentials.map((c) => c.id);
    for (const key of [...truth.seedKeys, ...truth.descendantKeys]) expect(held).toContain(key);
    expect(result.lineage.principals.map((p) => p.arn.split('/').at(-1))).toEqual([...truth.usersCreated, ...truth.rolesCreated]);
  });
  it.each(incidents.filter((e) => e.label.attackerIP !== undefined))('$id is found by the address alone too', async (entry) => {
    expect(attackers(await traceOf(entry, { ips: [entry.label.attackerIP ?? ''] }))).toEqual([...(entry.events.maliciousEventIDs ?? [])].sort());
  });
  it('without the address nothing of a shared root user is called the attacker’s for certain', async () => {
    const entry = named('scenarios/panther-compromised-root-creds');
    const malicious = new Set(entry.events.maliciousEventIDs);
    expect(attackers(await traceOf(entry, { principals: ['root'] })).filter((id) => !malicious.has(id))).toEqual([]);
  });

  const detonations = entries.filter((e) => e.label.class === 'malicious' && (e.traceTruth?.seedKeys.length ?? 0) > 0);
  it.each(detonations)('$id: everything by the traced keys', async (entry) => {
    const truth = entry.traceTruth as Truth;
    const result = await traceOf(entry, { keys: truth.seedKeys });
    expect(attackers(result)).toHaveLength(truth.eventsByTracedKeys ?? 0);
    const held = result.lineage.credentials.map((c) => c.id);
    expect(held).toEqual(expect.arrayContaining([...truth.seedKeys, ...truth.descendantKeys, ...truth.loginProfiles.map((name) => expect.stringMatching(`^password:.*/${name}$`) as string)]));
    expect(result.lineage.principals.map((p) => p.arn.split('/').at(-1))).toEqual([...truth.usersCreated, ...truth.rolesCreated]);
  });

  it('shows signs at these rates', () => {
    const rates: Record<string, { of: number; shown: number; near: number; wrongly: number }> = {};
    const at = (group: string): { of: number; shown: number; near: number; wrongly: number } => (rates[group] ??= { of: 0, shown: 0, near: 0, wrongly: 0 });
    for (const entry of entries) {
      const events = eventsOf(entry);
      if (entry.label.class === 'rule-test') {
        const rate = at(`rule ${entry.label.severity ?? 'unrated'}`);
        for (const [i, event] of events.entries()) {
          const shown = detect([event]).size > 0;
          if (entry.events.items?.[i]?.malicious ?? entry.events.default === true) { rate.of++; rate.shown += Number(shown); } else { rate.near++; rate.wrongly += Number(shown); }
        }
      } else if (entry.label.class !== 'scenario') {
        const shown = Number(detect(inOrder(events)).size > 0);
        const rate = at(entry.label.class);
        if (entry.label.class === 'benign') { rate.near++; rate.wrongly += shown; } else { rate.of++; rate.shown += shown; }
      }
    }
    // What is not shown: single calls that every owner makes too (one secret read, one failed sign-in, SendCommand, RDS failover); `Info` is worth a line, no sign.
    // What is shown wrongly: a sign-in with a password and no MFA, a failed root sign-in, a changed start script: the same calls as in the positives, in a story told beside the log.
    expect(Object.fromEntries(Object.entries(rates).map(([group, r]) => [group, `${String(r.shown)}/${String(r.of)}, wrongly ${String(r.wrongly)}/${String(r.near)}`]))).toEqual({
      'malicious': '19/21, wrongly 0/0', 'attacker-api-catalogue': '13/140, wrongly 0/0', 'benign': '0/0, wrongly 5/57',
      'rule Critical': '4/4, wrongly 0/4', 'rule High': '24/28, wrongly 3/40', 'rule Medium': '25/40, wrongly 0/48', 'rule Low': '4/8, wrongly 0/16', 'rule Info': '2/32, wrongly 3/32', 'rule unrated': '20/24, wrongly 1/7',
    });
  });
});
