// How a call names what it is about: the first of these parameters that is a text.
import type { JsonObject } from '../core/types.ts';

export function namedIn(request: JsonObject | null, ...parameters: readonly string[]): string {
  for (const parameter of parameters) {
    const value = request?.[parameter];
    if (typeof value === 'string') return value;
  }
  return '';
}
