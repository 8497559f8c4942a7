// Public CloudTrail logs that nobody here wrote. They are not part of the project; without them these tests are skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { detect } from '../../src/activity/signs/detections.ts';
import { parseRecord, type TrailEvent } from '../../src/activity/event.ts';
import { readLogs } from '../../src/activity/logs/files.ts';
import { inOrder } from '../../src/activity/lineage/lineage.ts';
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
    const judged = entries.filter((e) => e.label.class !== 'scenario').flatMap(judgedIn);
    const rates = tally(judged);
    process.stderr.write(`${Object.entries(rates).map(([source, r]) => `${source.padEnd(34)} shown ${rateOf(r.shown, r.of)}, wrongly ${rateOf(r.wrongly, r.near)}${r.contested === 0 ? '' : `, contested ${String(r.contested)}`}`).join('\n')}\n`);
    const grave = judged.filter((j) => j.malicious && ['Critical', 'High', 'Medium'].includes(j.group));
    const ordinary = judged.filter((j) => !j.malicious && !CONTESTED.has(j.id));
    expect(rates['stratus-red-team malicious']).toMatchObject({ of: 21, shown: 21 });
    expect(grave.filter((j) => j.signs.length > 0).length / grave.length).toBeGreaterThanOrEqual(0.95);
    expect(ordinary.filter((j) => j.signs.length > 0).length / ordinary.length).toBeLessThanOrEqual(0.02);
    expect(Object.values(rates).reduce((sum, r) => sum + r.shown, 0)).toBeGreaterThanOrEqual(123);
  });
  it('is contested only where the same call stands in it as an attack, too, and as no attack', () => {
    const judged = new Map(entries.filter((e) => e.label.class !== 'scenario').flatMap(judgedIn).map((j) => [j.id, j]));
    for (const [id, other] of CONTESTED) {
      const one = judged.get(id), two = judged.get(other);
      expect([id, one?.malicious, two?.malicious]).toEqual([id, one?.malicious, one?.malicious !== true]);
      expect([id, one?.operations.some((o) => two?.operations.includes(o))]).toEqual([id, true]);
      expect([id, two?.signs]).toEqual([id, expect.arrayContaining([...(one?.signs ?? [])])]);
    }
  });
});

/** Calls that the corpus holds twice, once as an attack and once not; no rule can tell them apart. The other one stands beside it. */
const CONTESTED: ReadonlyMap<string, string> = new Map([
  // A sign-in with a password alone; a sign-in with MFA.
  ['panther-rule-tests/AWS.Console.LoginWithoutMFA#7', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#0'],
  ['panther-rule-tests/Standard.BruteForceByIP#0', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#0'],
  ['panther-rule-tests/Standard.BruteForceByUser#0', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#0'],
  ['panther-rule-tests/Standard.ImpossibleTravel.Login#0', 'panther-rule-tests/Standard.ImpossibleTravel.Login#1'],
  ['awsdocs-samples/aws-cloudtrail-user-guide-cloudtrail-tutorial', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#0'],
  ['panther-rule-tests/AWS.Console.RootLoginFailed#1', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#2'],
  ['sekoia-samples/event_signin', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#2'],
  ['panther-rule-tests/AWS.Console.LoginWithoutSAML#1', 'panther-rule-tests/AWS.Console.LoginWithoutMFA#4'],
  // An object for everybody; an administrator's policy; a start script; a user; commands on a machine.
  ['streamalert-rule-tests/cloudtrail_put_object_acl_public#3', 'streamalert-rule-tests/cloudtrail_put_object_acl_public#2'],
  ['panther-rule-tests/AWS.IAM.CreateUser#1', 'stratus-red-team/aws.persistence.iam-create-admin-user'],
  ['sekoia-samples/event_ec2', 'panther-rule-tests/AWS.EC2.Startup.Script.Change#0'],
  ['sekoia-samples/7602ff70-7e5f-42e9-86b2-36803df39183', 'panther-rule-tests/AWS.EC2.Startup.Script.Change#0'],
  ['awsdocs-samples/aws-cloudtrail-user-guide-cloudtrail-log-file-examples', 'panther-rule-tests/AWS.IAM.CreateUser#0'],
  ['panther-rule-tests/AWS.SSM.DistributedCommand#2', 'panther-rule-tests/AWS.SSM.DistributedCommand#1'],
  ['panther-rule-tests/AWS.SecretsManager.BatchRetrieveSecretsCatchAll#1', 'panther-rule-tests/AWS.SecretsManager.BatchRetrieveSecrets#0'],
]);

interface Judged { readonly id: string; readonly source: string; readonly group: string; readonly malicious: boolean; readonly signs: readonly string[]; readonly operations: readonly string[] }
/** A rule test's records one by one, since each is a story of its own; any other file as a whole. */
function judgedIn(entry: Entry): readonly Judged[] {
  const [source = ''] = entry.id.split('/');
  const signsOf = (of: readonly TrailEvent[]): string[] => [...new Set([...detect(inOrder(of)).values()].flat().map((s) => s.id))];
  const events = eventsOf(entry);
  if (entry.label.class !== 'rule-test') return [{ id: entry.id, source, group: entry.label.class, malicious: entry.label.class !== 'benign', signs: signsOf(events), operations: events.map((e) => e.operation) }];
  return events.map((event, i) => ({ id: `${entry.id}#${String(i)}`, source, group: entry.label.severity ?? 'unrated', malicious: entry.events.items?.[i]?.malicious ?? entry.events.default === true, signs: signsOf([event]), operations: [event.operation] }));
}
interface Rate { of: number; shown: number; near: number; wrongly: number; contested: number }
function tally(judged: readonly Judged[]): Record<string, Rate> {
  const rates: Record<string, Rate> = {};
  for (const { id, source, group, malicious, signs } of judged) {
    const rate = rates[`${source} ${group}`] ??= { of: 0, shown: 0, near: 0, wrongly: 0, contested: 0 };
    if (CONTESTED.has(id)) { rate.contested++; continue; }
    if (malicious) { rate.of++; rate.shown += Number(signs.length > 0); } else { rate.near++; rate.wrongly += Number(signs.length > 0); }
  }
  return rates;
}
const rateOf = (n: number, of: number): string => (of === 0 ? '–' : `${String(n)}/${String(of)} (${(100 * n / of).toFixed(0)} %)`);
