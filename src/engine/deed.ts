// Carries out approved steps: a permit each, intent before deed, and success is what AWS shows.
import { failureOf } from '../aws/errors.ts';
import type { Permit } from '../aws/permit.ts';
import type { CalledOperation } from '../aws/session.ts';
import type { Fact, StepOutcome } from '../case/facts.ts';
import { digestOf } from '../core/digest.ts';
import { IncidentError, isIncidentError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { say, type Text } from '../core/text.ts';
import type { Region, Resource, Step } from '../core/types.ts';
import type { Action, Deed } from '../kinds/kind.ts';
import { inParallel, type Engine } from './engine.ts';
import { lookEach } from './look.ts';
import { permitToDo } from './permits.ts';
import { tellSteps } from './tell.ts';

export interface DeedPlan { readonly step: Step; readonly action: Action; readonly title: Text; readonly before: Resource }
export interface DeedResult {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly after: Resource | undefined;
  readonly error?: Text;
  /** Its answer was lost: nobody knows how much of it was done. */
  readonly lost?: true;
}

/** How many deeds run at once in a Region: AWS's limits are a Region's, and more of them at once only meets those. */
const WIDTH = 12;
/** IAM shows a change at once, mostly; its replicas may lag some seconds. Then what AWS shows is believed. */
const POLLS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000];

/** Marks what a step creates, so that looking can recognise it. The same step always has the same token. */
export const tokenOf = (stepId: string): string => `aws-incident-${digestOf(stepId).slice(0, 16)}`;

/** Ctrl-C came first: nothing of it was begun. Its intent stands, so a resumed case goes on with it. */
const NOT_BEGUN = Symbol('not begun');

/** All of them as one burst; where an answer was lost, the deed goes on once more from wherever it stands, under the same approval. What Ctrl-C kept from being begun is not among the results. */
export async function runDeeds(engine: Engine, plans: readonly DeedPlan[]): Promise<DeedResult[]> {
  const results = await runOnce(engine, plans, 'first');
  const again = plans.flatMap((plan) => { const r = results.find((one) => one.step === plan.step); return r?.lost && r.after ? [{ ...plan, before: r.after }] : []; });
  if (again.length === 0 || engine.signal.aborted) return results;
  const later = await runOnce(engine, again, 'last');
  return results.map((r) => later.find((one) => one.step === r.step) ?? r);
}

/** What is lost in the first round is not told as a failure yet. */
type Round = 'first' | 'last';

/** Every intent is on disk before the first call is sent. */
async function runOnce(engine: Engine, plans: readonly DeedPlan[], round: Round): Promise<DeedResult[]> {
  if (engine.dryRun && plans.length > 0) throw new IncidentError('internal', say('A dry run was about to change something, and was stopped.'));
  const due = engine.signal.aborted ? [] : plans;
  // The journal lets the first before-image win, but begins anew after an undo: it is given the image as it is.
  engine.ledger.recordAll(due.map(({ step, before }): Fact => ({ type: 'started', step: step.id, attempt: (engine.ledger.step(step.id)?.attempts ?? 0) + 1, before: engine.ledger.store<Resource | null>(before) })));
  for (const [i, { step, title }] of due.entries()) engine.ui.show({ type: 'step', step, title, state: 'applying', n: i + 1, of: due.length });
  const errors = await oneByOneWhereTheyAsk(engine, due);
  for (const [i, { step, title }] of due.entries()) if (errors[i] === NOT_BEGUN) engine.ui.show({ type: 'step', step, title, state: 'stopped' });
  return settle(engine, due.flatMap((plan, i) => (errors[i] === NOT_BEGUN ? [] : [{ plan, error: errors[i] }])), round);
}

/** In the order of the plans. Deeds that ask the operator come after the others, one at a time. */
async function oneByOneWhereTheyAsk(engine: Engine, due: readonly DeedPlan[]): Promise<unknown[]> {
  const errors = new Map<DeedPlan, unknown>();
  await inRegions(due.filter((p) => !p.action.asks), async (plan) => {
    errors.set(plan, await carryOut(engine, plan));
    if (due.length > 1) engine.ui.show({ type: 'progress', id: 'deed', text: say('{{n}} of {{of}} done', { n: errors.size, of: due.length }) });
  });
  for (const plan of due) if (plan.action.asks) errors.set(plan, await carryOut(engine, plan));
  return due.map((plan) => errors.get(plan));
}

/** Every Region at its own pace. After an error nothing more is begun; what was begun has ended when this ends. */
async function inRegions(plans: readonly DeedPlan[], work: (plan: DeedPlan) => Promise<void>): Promise<void> {
  const regions = new Map<Region, DeedPlan[]>();
  for (const plan of plans) regions.set(plan.step.resource.region, [...regions.get(plan.step.resource.region) ?? [], plan]);
  let broken = false;
  const lanes = await Promise.allSettled([...regions.values()].map((own) => inParallel(own, WIDTH, async (plan) => {
    if (broken) return;
    await work(plan).catch((error: unknown) => { broken = true; throw error; });
  })));
  const failed = lanes.find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Runs one action under its permit; gives the error, where there was one. A poisoned journal or an interrupt stops everything. */
async function carryOut(engine: Engine, { step, action, before }: DeedPlan): Promise<unknown> {
  if (engine.signal.aborted) return NOT_BEGUN;
  const first = firstBefore(engine, step, before);
  const made: Record<string, string> = { ...engine.ledger.step(step.id)?.made };
  const permit = permitToDo(engine, action, first, step.way, made);
  const kind = await engine.kind(step.kind);
  const reads = [...kind.reads, ...(action.reads ?? [])];
  const aws = engine.session.changes(permit, reads, step.resource.region, calls(engine, step));
  try {
    await action.apply(aws, before, deedOf(engine, step, permit, made, first));
    return undefined;
  } catch (error) {
    if (isIncidentError(error) && error.fault !== 'refused' && error.fault !== 'failed') throw error;
    return error;
  } finally {
    permit.end();
  }
}

/** What stood before the step's first attempt. */
function firstBefore(engine: Engine, step: Step, before: Resource): Resource {
  const stored = engine.ledger.step(step.id)?.before;
  return stored === undefined ? before : engine.ledger.load(stored) ?? before;
}

/** Each changing call of a deed is a line of its own: operation, request id, what AWS said. */
const calls = (engine: Engine, step: Step) => (called: CalledOperation): void => { engine.ledger.record({ type: 'called', step: step.id, ...called }); };

export function deedOf(engine: Engine, step: Step, permit: Permit, made: Record<string, string>, before: Resource): Deed {
  const making = (part: string, value: string): Promise<void> => {
    made[part] = value;
    permit.making(part, value);
    engine.ledger.record({ type: 'made', step: step.id, part, value });
    return Promise.resolve();
  };
  return {
    stepId: step.id, token: tokenOf(step.id), way: step.way, origin: step.origin, before, made, making,
    handOver: async (secret: Secret) => {
      const where = await engine.ui.handOver(secret);
      engine.ledger.record({ type: 'handed-over', step: step.id, secret: secret.id, how: where.how, ...(where.path === undefined ? {} : { path: where.path }) });
      await making('handed-over', secret.id);
    },
    keep: (file, content, from) => engine.ledger.keep(file, content, { ...from, step: step.id }),
    ask: (question) => engine.ui.ask(question),
    progress: (n, of) => { if (of > 1) engine.ui.show({ type: 'progress', id: step.id, text: say('{{n}} of {{of}} done', { n, of }), n, of, done: n >= of }); },
    sleep: (ms, signal) => engine.clock.sleep(ms, signal),
    awsNow: () => engine.session.awsNow(),
  };
}

/** Looks until AWS shows what was meant, or for some seconds; then writes down what AWS shows. */
async function settle(engine: Engine, ended: readonly { readonly plan: DeedPlan; readonly error: unknown }[], round: Round): Promise<DeedResult[]> {
  const results = new Map<Step, DeedResult>();
  let open = [...ended];
  for (const ms of POLLS_MS) {
    if (open.length === 0) break;
    if (ms > 0) await engine.clock.sleep(ms);
    const looks = await lookEach(engine, open.map(({ plan }) => plan.step));
    const left: typeof open = [];
    open.forEach(({ plan, error }, i) => {
      const { now, unseen } = looks[i] ?? { now: undefined };
      const { made = {} } = engine.ledger.step(plan.step.id) ?? {};
      const done = !unseen && plan.action.done(now, { made, way: plan.step.way, before: firstBefore(engine, plan.step, plan.before) });
      if (done) results.set(plan.step, { step: plan.step, outcome: 'verified', after: now });
      else if (error !== undefined && !failureOf(error).maybeDone) results.set(plan.step, { step: plan.step, outcome: 'failed', after: now, error: sentenceOf(error, plan.title) });
      else {
        left.push({ plan, error });
        results.set(plan.step, { step: plan.step, outcome: error === undefined ? 'unverified' : 'failed', after: now, ...(error === undefined ? unseen && { error: unseen } : { error: sentenceOf(error, plan.title), lost: true }) });
      }
    });
    open = left;
  }
  const all = ended.map(({ plan }) => results.get(plan.step)).filter((r) => r !== undefined);
  engine.ledger.recordAll(all.map((r): Fact => ({ type: 'settled', step: r.step.id, outcome: r.outcome, after: engine.ledger.store<Resource | null>(r.after ?? null), ...(r.error ? { error: r.error } : {}) })));
  const told = all.filter((r) => !(r.lost && r.after && round === 'first' && !engine.signal.aborted));
  tellSteps(engine, told.map(({ step, outcome, error }) => ({ step, error, state: stateOf(outcome), title: ended.find(({ plan }) => plan.step === step)?.plan.title ?? say('{{id}}', { id: step.id }) })));
  return all;
}
const stateOf = (outcome: StepOutcome): 'verified' | 'unverified' | 'failed' | 'already-done' | 'drifted' => (outcome === 'gone' ? 'already-done' : outcome);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const isOrganizations = (message: string): boolean => / with an explicit deny in a (service|resource) control policy/.test(message);
/** What was attempted, what AWS answered. */
export function sentenceOf(error: unknown, title: Text): Text {
  if (isIncidentError(error)) return error.text;
  const { code, message, requestId = '' } = failureOf(error);
  if (isOrganizations(message)) return say('Could not do this: {{title}}. Your organization forbids it by a service control policy; only its management account can change that (request {{requestId}}).', { title, requestId });
  return say('Could not do this: {{title}}. AWS answered {{code}}: {{message}} (request {{requestId}}).', { title, code, message, requestId });
}
