// Lists every kind in every region; each check in each region ends in a state, and nothing is dropped silently.
import { coverageOf, failureOf } from '../aws/errors.ts';
import { isIncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { CoverageCell, CoverageState, Operation, Region, Resource } from '../core/types.ts';
import type { Kind, Scan } from '../kinds/kind.ts';
import { inParallel, type Engine } from './engine.ts';

export interface Listed { readonly kind: Kind; readonly resource: Resource }
export interface Sweep { readonly listed: readonly Listed[]; readonly cells: readonly CoverageCell[] }

const GAPS: ReadonlySet<CoverageState> = new Set(['denied', 'throttled', 'failed', 'skipped', 'caller-lost', 'region-disabled']);
export const cell = (check: string, region: Region, state: CoverageState, detail: Text = say('')): CoverageCell => ({ check, region, state, gap: GAPS.has(state), detail });

/** Kinds × regions, several at once. `onCell` is told of each as it ends. */
export async function sweep(engine: Engine, kinds: readonly Kind[], regions: readonly Region[], onCell: (cell: CoverageCell, n: number, of: number) => void = () => undefined): Promise<Sweep> {
  const cache = new Map<string, Promise<unknown>>();
  const jobs = kinds.flatMap((kind) => (kind.scope === 'global' ? ['aws-global'] : regions).map((region) => ({ kind, region })));
  const listed: Listed[] = [];
  const cells: CoverageCell[] = [];
  await inParallel(jobs, 24, async ({ kind, region }) => {
    const outcome = await listOne(engine, kind, region, cache);
    for (const resource of outcome.resources) listed.push({ kind, resource });
    cells.push(outcome.cell);
    onCell(outcome.cell, cells.length, jobs.length);
  });
  return { listed: listed.sort((a, b) => compare(a, b)), cells: cells.sort((a, b) => (a.check + a.region < b.check + b.region ? -1 : 1)) };
}
const compare = (a: Listed, b: Listed): number => {
  const [x, y] = [`${a.kind.id} ${a.resource.region} ${a.resource.arn} ${a.resource.uid}`, `${b.kind.id} ${b.resource.region} ${b.resource.arn} ${b.resource.uid}`];
  return x < y ? -1 : x > y ? 1 : 0;
};

async function listOne(engine: Engine, kind: Kind, region: Region, cache: Map<string, Promise<unknown>>): Promise<{ resources: Resource[]; cell: CoverageCell }> {
  const resources: Resource[] = [];
  const gaps: { state: CoverageState; detail: Text }[] = [];
  const scan: Scan = {
    aws: engine.session.reads(kind.reads, region), region, now: engine.clock.now().toISOString(),
    once: <T>(key: string, read: () => Promise<T>): Promise<T> => {
      const known = cache.get(key) as Promise<T> | undefined;
      if (known) return known;
      const made = read();
      cache.set(key, made);
      return made;
    },
    gap: (operation, error, subject = '') => { gaps.push({ state: coverageOf(error), detail: gapText(operation, error, subject) }); },
  };
  try {
    for await (const resource of kind.list(scan)) resources.push(resource);
  } catch (error) {
    if (isIncidentError(error)) throw error;
    gaps.push({ state: coverageOf(error), detail: gapText(kind.reads[0] ?? 'unknown:Unknown', error, '') });
  }
  const [worst] = gaps;
  return { resources, cell: worst ? cell(kind.id, region, worst.state, gaps.length > 1 ? say('{{first}} ({{n}} reads failed in all)', { first: worst.detail, n: gaps.length }) : worst.detail) : cell(kind.id, region, 'done') };
}
function gapText(operation: Operation, error: unknown, subject: string): Text {
  const { code, message } = failureOf(error);
  return subject === '' ? say('{{operation}}: {{code}} {{message}}', { operation, code, message }) : say('{{operation}} on {{subject}}: {{code}} {{message}}', { operation, subject, code, message });
}
