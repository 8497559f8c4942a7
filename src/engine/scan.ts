// Lists every kind in every region; each check in each region ends in a state, and nothing is dropped silently.
import { askedBy, coverageOf, failureOf } from '../aws/errors.ts';
import { isNotOffered } from '../aws/offered.ts';
import { IncidentError, isIncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { CoverageCell, CoverageState, Operation, Region, Resource } from '../core/types.ts';
import type { Kind, Scan } from '../kinds/kind.ts';
import { inParallel, together, type Engine } from './engine.ts';

export interface Listed { readonly kind: Kind; readonly resource: Resource }
export interface Sweep { readonly listed: readonly Listed[]; readonly cells: readonly CoverageCell[] }

/** Of the account's own checks, and of those in Regions. */
const AT_ONCE = 24;
const GAPS: ReadonlySet<CoverageState> = new Set(['denied', 'throttled', 'failed', 'skipped', 'caller-lost', 'region-disabled']);
export const cell = (check: string, region: Region, state: CoverageState, detail: Text = say('')): CoverageCell => ({ check, region, state, gap: GAPS.has(state), detail });

/** Kinds × regions, several at once. `onCell` is told of each as it ends. Throws `interrupted` after Ctrl-C. */
export async function sweep(engine: Engine, kinds: readonly Kind[], regions: readonly Region[], onCell: (cell: CoverageCell, n: number, of: number) => void = () => undefined): Promise<Sweep> {
  const cache = engine.seen?.answers ?? new Map<string, Promise<unknown>>();
  const jobs = kinds.filter((kind) => kind.fromAbove !== true || engine.session.reads(kind.reads).asRoot !== undefined).flatMap((kind) => (kind.scope === 'global' ? ['aws-global'] : regions).map((region) => ({ kind, region })));
  const keyWorks = onceOnly(() => engine.session.identify().then(() => true, (error: unknown) => { if (isIncidentError(error) && error.fault === 'credentials') return false; throw error; }));
  const listed: Listed[] = [];
  const cells: CoverageCell[] = [];
  let broken = false;
  const look = async ({ kind, region }: { readonly kind: Kind; readonly region: Region }): Promise<void> => {
    if (broken || engine.seen?.over) return;
    if (engine.signal.aborted) throw new IncidentError('interrupted', say('You stopped. The case is kept; nothing is lost.'));
    const outcome = await once(cache, `${kind.id} in ${region}`, () => listOne(engine, kind, region, cache, keyWorks));
    for (const resource of outcome.resources) listed.push({ kind, resource });
    cells.push(outcome.cell);
    onCell(outcome.cell, cells.length, jobs.length);
  };
  const all = (some: typeof jobs): Promise<unknown> => inParallel(some, AT_ONCE, look).catch((error: unknown) => { broken = true; throw error; });
  // What IAM is asked about thousands of users must not keep the Regions waiting.
  await together([all(jobs.filter((job) => job.region === 'aws-global')), all(jobs.filter((job) => job.region !== 'aws-global'))]);
  return { listed: listed.sort((a, b) => compare(a, b)), cells: cells.sort((a, b) => (a.check + a.region < b.check + b.region ? -1 : 1)) };
}

/** Where nothing is going to be changed: what the Regions hold is asked for before it is needed. Whoever needs it waits for the same answers, and hears what went wrong. */
export function lookAhead(engine: Engine, kinds: readonly Kind[], regions: readonly Region[]): void {
  const { seen } = engine;
  if (seen) seen.ahead = sweep(engine, kinds.filter(({ scope, apart }) => !apart && scope !== 'global'), regions).then(() => undefined, () => undefined);
}
/** Begins nothing more of it, and waits for what was begun. */
export async function endAhead({ seen }: Engine): Promise<void> {
  if (!seen) return;
  seen.over = true;
  await seen.ahead;
}

function once<T>(cache: Map<string, Promise<unknown>>, key: string, read: () => Promise<T>): Promise<T> {
  const known = cache.get(key) as Promise<T> | undefined;
  if (known) return known;
  const made = read();
  cache.set(key, made);
  return made;
}
const onceOnly = <T>(ask: () => Promise<T>): (() => Promise<T>) => { let asked: Promise<T> | undefined; return () => asked ??= ask(); };
const compare = (a: Listed, b: Listed): number => {
  const [x, y] = [`${a.kind.id} ${a.resource.region} ${a.resource.arn} ${a.resource.uid}`, `${b.kind.id} ${b.resource.region} ${b.resource.arn} ${b.resource.uid}`];
  return x < y ? -1 : x > y ? 1 : 0;
};

async function listOne(engine: Engine, kind: Kind, region: Region, cache: Map<string, Promise<unknown>>, keyWorks: () => Promise<boolean>): Promise<{ resources: Resource[]; cell: CoverageCell }> {
  const resources: Resource[] = [];
  const gaps: { operation: Operation; error: unknown; detail: Text }[] = [];
  const scan: Scan = {
    aws: engine.session.reads(kind.reads, region), region, now: engine.clock.now().toISOString(),
    once: (key, read) => once(cache, key, read),
    gap: (operation, error, subject = '') => { gaps.push({ operation, error, detail: gapText(operation, error, subject) }); },
  };
  try {
    for await (const resource of kind.list(scan)) resources.push(resource);
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const operation = askedBy(error) ?? kind.reads[0] ?? 'unknown:Unknown';
    gaps.push({ operation, error, detail: gapText(operation, error, '') });
  }
  const [first] = gaps;
  if (!first) return { resources, cell: cell(kind.id, region, 'done') };
  const service = serviceOf(first.operation);
  if (gaps.every(({ operation, error }) => isNotOffered(serviceOf(operation), { region, partition: scan.aws.partition }, error))) return { resources, cell: cell(kind.id, region, 'not-offered', say('AWS does not offer {{service}} here.', { service })) };
  const detail = gaps.length > 1 ? say('{{first}} ({{n}} reads failed in all)', { first: first.detail, n: gaps.length }) : first.detail;
  return { resources, cell: cell(kind.id, region, await stateOf(first.error, keyWorks), detail) };
}
const serviceOf = (operation: Operation): string => operation.split(':')[0] ?? '';
/** A region that is not enabled refuses every key as if it did not know it: whether the key still works elsewhere tells the two apart. */
const stateOf = async (error: unknown, keyWorks: () => Promise<boolean>): Promise<CoverageState> =>
  coverageOf(error, failureOf(error).class !== 'caller-lost' || await keyWorks());
function gapText(operation: Operation, error: unknown, subject: string): Text {
  const { code, message } = failureOf(error);
  return subject === '' ? say('{{operation}}: {{code}} {{message}}', { operation, code, message }) : say('{{operation}} on {{subject}}: {{code}} {{message}}', { operation, subject, code, message });
}
