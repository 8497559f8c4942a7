// What a distribution held before a stranger's hand, member by member, and how it differs from what it holds.
import { say, type Text } from '../../../core/text.ts';
import type { Json, JsonObject } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';
import { alike, isForeign, isList, objectIn, sdkNames, telling, textIn } from '../../recalling.ts';

/** So CloudTrail hides comments and the values of custom headers. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const SECRET = 'HeaderValue';
const replaced = (config: JsonObject, secret: string): JsonObject => JSON.parse(JSON.stringify(config, (name, value: unknown) => (name === SECRET ? secret : value))) as JsonObject;
/** What opens an origin stands in no journal. */
export const masked = (config: JsonObject): JsonObject => replaced(config, 'held');
/** For the gate and the permit: the values of headers stay as they are. */
export const shown = (config: JsonObject): JsonObject => replaced(config, '‹any text›');
export const isUntold = (value: Json): boolean => JSON.stringify(value).includes(HIDDEN);

const nameOf = (value: Json | undefined): string | undefined => { const one = objectIn(value); return textIn(one?.['Id'] ?? one?.['HeaderName'] ?? one?.['PathPattern']); };
/** What is told, with what it hides taken from the same place of what stands now. */
export function filled(told: Json, now: Json | undefined): Json {
  if (told === HIDDEN) return now ?? HIDDEN;
  if (isList(told)) return told.map((one, i) => { const all = now !== undefined && isList(now) ? now : []; return filled(one, nameOf(one) === undefined ? all[i] : all.find((other) => nameOf(other) === nameOf(one))); });
  const object = objectIn(told), there = objectIn(now);
  return object ? Object.fromEntries(Object.entries('HeaderName' in object ? { ...object, [SECRET]: HIDDEN } : object).map(([name, one]) => [name, filled(one, there?.[name])])) : told;
}

const configIn = ({ request, response }: HistoryEvent): JsonObject | undefined => {
  const asked = objectIn(request?.['distributionConfigWithTags']) ?? request;
  const told = objectIn(objectIn(response?.['distribution'])?.['distributionConfig']) ?? objectIn(asked?.['distributionConfig']);
  return told && objectIn(sdkNames(told));
};
const NEVER = ['Comment', 'CallerReference'];
/** Each member that a stranger's call changed, as the owner's last call before the first of them had it. */
export function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const calls = history.flatMap((e) => { const config = configIn(e); return config ? [{ config, foreign: isForeign(e) }] : []; });
  const first = calls.findIndex(({ foreign }) => foreign);
  const own = calls[first - 1]?.config;
  if (!own) return undefined;
  const names = [...new Set(calls.filter(({ foreign }) => foreign).flatMap(({ config }) => [...Object.keys(own), ...Object.keys(config)].filter((name) => !NEVER.includes(name) && !alike(own[name], config[name]))))];
  return names.length === 0 ? undefined : { members: Object.fromEntries(names.map((name) => [name, own[name] ?? null])) };
}

/** `Origins.Items.web.DomainName www.example.com` */
function leaves(value: Json | undefined, path: string): readonly string[] {
  const inner = value === undefined || value === null ? [] : isList(value) ? value.map((one, i) => [nameOf(one) ?? String(i), one] as const) : Object.entries(objectIn(value) ?? {});
  return inner.length > 0 ? inner.flatMap(([name, one]) => leaves(one, path === '' ? name : `${path}.${name}`)) : value === undefined || value === null ? [] : [`${path} ${value as string}`];
}
export function differenceOf(now: JsonObject, aim: JsonObject): Text {
  const [there, back] = [leaves(telling(now), ''), leaves(telling(aim), '')];
  const missing = (of: readonly string[], other: readonly string[]): readonly string[] | string => { const found = of.filter((one) => !other.includes(one)); return found.length === 0 ? '0' : found; };
  return say('What goes: {{gone}}. What comes back: {{back}}. Whatever the edges keep of it is invalidated.', { gone: missing(there, back), back: missing(back, there) });
}
