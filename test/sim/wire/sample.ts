// Makes a value for every member of a shape, so that a round trip shows each one.
import type { Shape } from '../../../src/sim/wire/schema.ts';

const MAX_DEPTH = 6;
const TIME = new Date('2026-11-20T09:08:07Z');

const SCALARS: Readonly<Record<string, unknown>> = {
  unit: undefined, number: 42, boolean: true, timestamp: TIME, blob: new Uint8Array([0, 1, 250, 255]), document: { any: ['thing'] }, bigint: 42n,
};

/** Text that breaks careless encoders: markup, quotes, line ends, other scripts, percent signs. */
export const AWKWARD = `a<b>&"c' ü %20+\r\n\u2028x`;

/** Undefined where the shape is empty or too deep: schemas are recursive, and a form cannot carry an empty structure. */
export function sample(shape: Shape, name = '', depth = 0): unknown {
  if (shape.hasMembers) return depth > MAX_DEPTH ? undefined : sampleMembers(shape, depth);
  if (shape.kind === 'list' || shape.kind === 'map') {
    const item = sample(shape.value, name, depth + 1);
    if (item === undefined) return undefined;
    return shape.kind === 'list' ? [item, item] : { one: item, 'two & three': item };
  }
  if (shape.kind in SCALARS) return SCALARS[shape.kind];
  return shape.traits['httpLabel'] === undefined ? `${name}${AWKWARD}` : 'a/b c';
}
function sampleMembers(shape: Shape, depth: number): Record<string, unknown> | undefined {
  const members = [...shape.members].slice(0, shape.kind === 'union' ? 1 : undefined);
  const entries = members.map(([name, member]) => [name, sample(member, name, depth + 1)] as const);
  const filled = entries.filter(([, value]) => value !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}
