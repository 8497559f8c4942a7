// Promise 6, for every kind that keeps evidence and destroys: where the evidence cannot be kept the deletion is not offered, and containment waits for nothing.
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import { fixedCredentials } from '../../src/aws/credentials.ts';
import type { RequestHandler } from '../../src/aws/handler.ts';
import type { ServiceId } from '../../src/aws/session.ts';
import { CaseLedger } from '../../src/case/ledger.ts';
import type { SteppedClock } from '../../src/core/clock.ts';
import { say } from '../../src/core/text.ts';
import type { Operation, ResourceFinding, Step } from '../../src/core/types.ts';
import { applyWave } from '../../src/engine/apply.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { findingIdOf, plan } from '../../src/engine/plan.ts';
import { KIND_IDS, kindById } from '../../src/kinds/catalog.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import type { Fault } from '../../src/sim/faults.ts';
import { newCase } from '../case/fixtures.ts';
import { Operator } from '../engine/stage.ts';
import { sampled } from '../harness/sample.ts';
import { stage, type Stage } from './account.ts';
import { changesOf, listOf } from './contract.ts';
import { furnishing, withAim } from './furnish/all.ts';

const both = (await Promise.all(KIND_IDS.map(async (id) => [id, await kindById(id) as Kind] as const))).filter(([, kind]) => kind.actions.preserve && kind.actions.eradicate);
const FAULTS = { denied: { kind: 'access-denied' }, failing: { kind: 'error-500' }, hanging: { kind: 'hang' } } as const satisfies Readonly<Record<string, Fault>>;
const cases = both.flatMap(([id, kind]) => (Object.keys(FAULTS) as (keyof typeof FAULTS)[]).map((how) => [id, how, kind] as const));
/** Longer than most containment takes; where AWS itself takes its time, whatever hangs may add no more. */
const SOON_MS = 20_000;
const TIMEOUT_MS = 60_000;

interface Scene { readonly at: Stage; readonly engine: Engine; readonly ui: Operator; readonly steps: readonly Step[] }

async function scene(kind: Kind): Promise<Scene> {
  const at = await stage(furnishing(kind.id));
  const { found } = await listOf(at, kind);
  const target = found.map((r) => withAim(kind, r)).find((r) => kind.actions.eradicate?.impossible?.(r) === undefined);
  if (!target) throw new Error(`nothing to try ${kind.id} on`);
  const finding: ResourceFinding = { about: 'resource', id: findingIdOf(kind.id, target), kind: kind.id, resource: target, verdict: 'malicious', origin: 'created', techniques: [], evidence: [], because: say('The stranger made it.') };
  const ui = new Operator();
  const { AccessKey: key } = await at.play('iam', 'CreateAccessKey', {}) as { AccessKey: { AccessKeyId: string; SecretAccessKey: string } };
  const session = connect({
    clock: at.clock, random: () => 0.5, credentials: fixedCredentials({ accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey }), handler: inTime(at.world.endpoint.requestHandler(), at.clock),
    region: 'us-east-1', endpoint: 'drill:contract', userAgent: 'aws-incident/test',
  });
  await session.identify();
  const engine: Engine = { session, ledger: new CaseLedger(newCase({ clock: at.clock })), ui, clock: at.clock, kind: () => Promise.resolve(kind), dryRun: false, signal: new AbortController().signal };
  return { at, engine, ui, steps: plan([finding], new Map([[kind.id, kind]])) };
}
/** As the SDK's own handler: what is not answered in a minute is given up. */
const inTime = (inner: RequestHandler, clock: SteppedClock): RequestHandler => ({
  ...inner,
  handle: async (request, options) => {
    const answered = new AbortController();
    const late = clock.sleep(TIMEOUT_MS, answered.signal).then(() => { throw Object.assign(new Error('Connection timed out'), { name: 'TimeoutError' }); });
    late.catch(() => undefined);
    try { return await Promise.race([inner.handle(request, options), late]); } finally { answered.abort(new Error('answered')); }
  },
});

/** What only the evidence needs. Where that is nothing, the disk is what fails. */
const neededBy = (kind: Kind): readonly Operation[] => [...kind.actions.preserve?.operations ?? [], ...kind.actions.preserve?.reads ?? []].filter((o) => !kind.reads.includes(o));
function fail({ at, engine }: Scene, kind: Kind, fault: Fault): void {
  const needed = neededBy(kind);
  for (const one of needed) {
    const [service, operation = ''] = one.split(':') as [ServiceId, string?];
    at.world.faults.add({ fault, service, operation });
  }
  if (needed.length === 0) (engine.ledger as { keep: Engine['ledger']['keep'] }).keep = () => Promise.reject(new Error('ENOSPC: no space left on device'));
}
const gate = (verb: string): { id: string; title: ReturnType<typeof say>; advice: ReturnType<typeof say> } => ({ id: verb, title: say('Contain now'), advice: say('Do it.') });

/** Everything contained; how long it took. */
async function contain({ engine, steps, at }: Scene): Promise<number> {
  const from = at.clock.now().getTime();
  const { failed } = await applyWave(engine, steps.filter((s) => s.verb === 'contain'), gate('contain'));
  expect(failed).toEqual([]);
  return at.clock.now().getTime() - from;
}

describe.each(sampled(cases, 3, 'evidence'))('%s, its evidence %s', (_, how, kind) => {
  test('is contained at once, and its deletion is not offered', async () => {
    const one = await scene(kind);
    fail(one, kind, FAULTS[how]);
    const { engine, steps, ui, at } = one;
    const took = await contain(one);
    if (took >= SOON_MS) expect(took).toBeLessThanOrEqual(await contain(await scene(kind)) + SOON_MS);
    const kept = await applyWave(engine, steps.filter((s) => s.verb === 'preserve'), gate('preserve'));
    expect(kept.verified).toEqual([]);
    const asked = ui.gates.length;
    const before = at.world.requests.entries.length;
    const gone = await applyWave(engine, steps.filter((s) => s.verb === 'eradicate'), gate('eradicate'));
    expect([gone.approved, ui.gates.length, changesOf(at, before)]).toEqual([[], asked, []]);
    expect(ui.shown.at(-1)).toMatch(/: waiting$/);
  }, 60_000);
});
