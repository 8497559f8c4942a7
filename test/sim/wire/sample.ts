// Makes a value for every member of a shape, so that a round trip shows each one.
import type { Shape } from '../../../src/sim/wire/schema.ts';

const MAX_DEPTH = 6;
const TIME = new Date('2026-11-20T09:08:07Z');

/** Text that breaks careless encoders: markup, quotes, line ends, other scripts, percent signs. */
export const AWKWARD = `a<b>&"c' ü %20+\r\n\u2028x`;

/** Undefined where the shape is empty or too deep: schemas are recursive, and a form cannot carry an empty structure. */
export function sample(shape: Shape, name = '', depth = 0): unknown {
  if (shape.hasMembers) return depth > MAX_DEPTH ? undefined : sampleMembers(shape, depth);
  switch (shape.kind) {
    case 'unit': return undefined;
    case 'list': { const item = sample(shape.value, name, depth + 1); return item === undefined ? undefined : [item, item]; }
    case 'map': { const item = sample(shape.value, name, depth + 1); return item === undefined ? undefined : { one: item, 'two & three': item }; }
    case 'number': return 42;
    case 'boolean': return true;
    case 'timestamp': return TIME;
    case 'blob': return new Uint8Array([0, 1, 250, 255]);
    case 'document': return { any: ['thing'] };
    case 'bigint': return 42n;
    default: return shape.traits['httpLabel'] ? 'a/b c' : `${name}${AWKWARD}`;
  }
}
function sampleMembers(shape: Shape, depth: number): Record<string, unknown> | undefined {
  const members = [...shape.members].slice(0, shape.kind === 'union' ? 1 : undefined);
  const entries = members.map(([name, member]) => [name, sample(member, name, depth + 1)] as const);
  const filled = entries.filter(([, value]) => value !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}
