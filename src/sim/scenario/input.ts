// A call's input as a scenario writes it, made into what an operation's handler takes.
import { BadRequest } from '../wire/scalar.ts';
import { readJson } from '../wire/json-codec.ts';
import type { Shape } from '../wire/schema.ts';

/** Throws `BadRequest` on a member that AWS does not have, one that is missing, or a value of another type. */
export function readInput(shape: Shape, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const input = readJson(shape, prepare(shape, given, ''), { rename: false }) as Record<string, unknown>;
  const missing = shape.required.find((name) => input[name] === undefined);
  if (missing !== undefined) throw new BadRequest(`the member ${missing} is missing`);
  return input;
}

/** Policies are written as objects and sent as text; times come as dates from saved answers. */
function prepare(shape: Shape, value: unknown, path: string): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (shape.kind === 'string' && typeof value === 'object' && value !== null) return JSON.stringify(value);
  if (shape.kind === 'blob' && typeof value === 'string') return Buffer.from(value).toString('base64');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return shape.kind === 'list' ? value.map((one, i) => prepare(shape.value, one, `${path}[${String(i)}]`)) : value;
  if (!shape.hasMembers) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => {
    const member = shape.members.get(name);
    if (!member) throw new BadRequest(`there is no member ${path ? `${path}.` : ''}${name}`);
    return [name, prepare(member, one, path ? `${path}.${name}` : name)];
  }));
}
