// Reads JSON that another room, or another version, put into the journal, without trusting its shape.
import type { Json } from '../core/types.ts';

export type LooseRecord = Readonly<Record<string, Json | undefined>>;

/** A member of an object; `undefined` of anything else. */
export const field = (value: Json | undefined, key: string): Json | undefined => recordOf(value)?.[key];
/** The objects in a list; none where there is no list. */
export const records = (value: Json | undefined): LooseRecord[] => (Array.isArray(value) ? (value as readonly Json[]).map(recordOf).filter((one) => one !== undefined) : []);
/** A text as it is, anything else as an empty text. */
export const plain = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function recordOf(value: Json | undefined): LooseRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as LooseRecord : undefined;
}
