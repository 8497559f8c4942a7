// JSON bodies of awsJson and restJson, both ways. restJson renames members (`jsonName`), awsJson does not.
import { BadRequest, readScalar, writeTime } from './scalar.ts';
import { refuseUnknownMembers, TIME_FORMAT, type Shape } from './schema.ts';

export interface JsonStyle { readonly rename: boolean; readonly only?: (member: Shape) => boolean }

export function readJson(shape: Shape, value: any, style: JsonStyle): any {
  if (shape.kind === 'unit') return {};
  if (value === null || value === undefined) return undefined;
  if (shape.hasMembers) return readStruct(shape, value, style);
  if (shape.kind === 'list') return readList(shape, value, style);
  if (shape.kind === 'map') return readMap(shape, value, style);
  return readValue(shape, value);
}
function readList(shape: Shape, value: any, style: JsonStyle): unknown[] {
  expect(Array.isArray(value), shape, value);
  return value.map((item: unknown) => readJson(shape.value, item, style) ?? null);
}
function readMap(shape: Shape, value: any, style: JsonStyle): Record<string, unknown> {
  expect(typeof value === 'object' && !Array.isArray(value), shape, value);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, readJson(shape.value, v, style)]));
}
function readStruct(shape: Shape, value: any, style: JsonStyle): Record<string, unknown> {
  expect(typeof value === 'object' && !Array.isArray(value), shape, value);
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const read = readJson(member, value[style.rename ? (member.traits['jsonName'] ?? name) : name], style);
    if (read !== undefined) out[name] = read;
  }
  return out;
}
function readValue(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'timestamp' || shape.kind === 'blob') return readScalar(shape, String(value));
  if (shape.kind === 'string') expect(typeof value === 'string', shape, value);
  if (shape.kind === 'number') expect(typeof value === 'number', shape, value);
  if (shape.kind === 'boolean') expect(typeof value === 'boolean', shape, value);
  return value;
}
function expect(fits: boolean, shape: Shape, value: unknown): void {
  if (!fits) throw new BadRequest(`${typeof value} found where a ${shape.kind} is expected`);
}

export function writeJson(shape: Shape, value: any, style: JsonStyle): any {
  if (value === null || value === undefined || shape.kind === 'unit') return undefined;
  if (shape.hasMembers) return writeStruct(shape, value, style);
  if (shape.kind === 'list') return value.map((item: unknown) => writeJson(shape.value, item, inner(style)) ?? null);
  if (shape.kind === 'map') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, writeJson(shape.value, v, inner(style))]));
  if (shape.kind === 'timestamp') return writeTime(value, shape.timeFormat ?? TIME_FORMAT.epoch);
  if (shape.kind === 'blob') return Buffer.from(value).toString('base64');
  return value;
}
function writeStruct(shape: Shape, value: any, style: JsonStyle): Record<string, unknown> {
  refuseUnknownMembers(shape, value);
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    if (value[name] === undefined || value[name] === null || style.only?.(member) === false) continue;
    out[style.rename ? (member.traits['jsonName'] ?? name) : name] = writeJson(member, value[name], inner(style));
  }
  return out;
}
/** `only` sorts body from header members, which exist at the top only. */
const inner = (style: JsonStyle): JsonStyle => ({ rename: style.rename });
