// Whether a request that reached the account is one of the calls that a gate showed.
import type { Call, Json } from '../../src/core/types.ts';
import type { RequestEntry } from '../../src/sim/dispatch/requests.ts';

/** Every input that was shown is in the request; a placeholder in ‹angle quotes› stands for what could not be known before. */
export function matches(call: Call, request: RequestEntry): boolean {
  if (call.operation !== `${request.service}:${request.operation}`) return false;
  if (call.region !== 'aws-global' && call.region !== request.region) return false;
  return shownIn(call.input, request.input as Json);
}

function shownIn(shown: Json, sent: Json | undefined): boolean {
  if (typeof shown === 'string') return typeof sent === 'string' && (shown.includes('‹') ? filled(shown, sent) : shown === sent);
  if (typeof shown !== 'object' || shown === null) return shown === sent;
  if (typeof sent !== 'object' || sent === null) return false;
  return Object.entries(shown).every(([name, value]) => shownIn(value, (sent as Readonly<Record<string, Json>>)[name]));
}
function filled(shown: string, sent: string): boolean {
  const parts = shown.split(/‹[^›]*›/);
  return sent.startsWith(parts[0] ?? '') && sent.endsWith(parts.at(-1) ?? '');
}
