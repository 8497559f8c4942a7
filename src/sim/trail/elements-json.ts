// Elements that a service wrote for its own events, made into plain JSON.
import { trailDate } from './elements.ts';
import type { Json } from './identity.ts';

/** Leaves out what is undefined; dates become CloudTrail's. Bytes never stand in an event. */
export function elementsJson(value: unknown): Json {
  if (value === null || value === undefined || value instanceof Uint8Array) return null;
  if (value instanceof Date) return trailDate(value);
  if (Array.isArray(value)) return value.map(elementsJson);
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === undefined || one instanceof Uint8Array ? [] : [[key, elementsJson(one)]])));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`An event cannot hold a ${typeof value}.`);
}
