// A JSON file as a notice: a Health event in any of its envelopes (EventBridge, SNS, the API), or cases of the Support Center.
import type { CaseDetails } from '@aws-sdk/client-support';
import { noClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import { extractClaims } from './extract.ts';
import { healthClaims, isRiskCode, lowerKeys } from './health.ts';
import type { HealthNotice } from './health.ts';
import { textMessage } from './message.ts';
import { caseClaims } from './support-case.ts';
import { parseInstant } from './time.ts';

type Fields = ReadonlyMap<string, unknown>;
const DEEPEST = 12;
const MOST_OBJECTS = 20_000;

/** Undefined when it is no JSON. */
export function readJson(text: string): Claims | undefined {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  const json = parseJson(text);
  if (json === undefined) return undefined;
  const objects = [...objectsIn(json)];
  const events = objects.flatMap((fields) => eventOf(fields, objects));
  const cases = objects.flatMap((fields) => caseOf(fields)).map(caseClaims);
  if (events.some((event) => isRiskCode(event.code)) || (events.length > 0 && cases.length === 0)) return healthClaims(events);
  const found = cases.find((claims) => claims.isNotice) ?? cases[0];
  return found ?? fallback(json);
}

/** Other JSON: what is written in it is read as a text would be, but a record is no message to anybody. */
function fallback(json: unknown): Claims {
  const strings: string[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || strings.length > 2000) return;
    if (typeof value === 'string') strings.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach((inner) => { walk(inner, depth + 1); });
  };
  walk(json, 0);
  const claims = extractClaims(textMessage(strings.join('\n')));
  return strings.some((one) => one.length > 200) ? claims : { ...noClaims('text'), masked: claims.masked };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Every object in it, outer ones first; JSON inside a string (SNS, PutEvents) is opened. Keys in lower case. */
function* objectsIn(json: unknown): Generator<Fields> {
  const waiting: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let seen = 0; waiting.length > 0 && seen < MOST_OBJECTS; seen += 1) {
    const next = waiting.shift();
    if (next === undefined || next.depth > DEEPEST) continue;
    const value = typeof next.value === 'string' && /^\s{0,20}[{[]/.test(next.value) ? parseJson(next.value) : next.value;
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) yield new Map(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner as unknown]));
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object' || typeof inner === 'string') waiting.push({ value: inner, depth: next.depth + 1 });
    }
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fieldsOf = (value: unknown): Fields => new Map(typeof value === 'object' && value !== null ? Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner as unknown]) : []);

function eventOf(fields: Fields, objects: readonly Fields[]): HealthNotice[] {
  const code = text(fields.get('eventtypecode'));
  if (code === undefined) return [];
  const arn = text(fields.get('eventarn')) ?? text(fields.get('arn'));
  // In the API's answers the description stands beside the event, not in it; entities come in an answer of their own.
  const beside = objects.find((outer) => text(fieldsOf(outer.get('event')).get('eventtypecode')) === code && text(fieldsOf(outer.get('event')).get('arn')) === arn) ?? new Map();
  const envelope = objects.find((outer) => text(outer.get('account')) !== undefined);
  return [{
    code, arn: arn ?? null,
    startedAt: parseInstant(text(fields.get('starttime')) ?? text(envelope?.get('time'))),
    description: descriptionOf(fields.get('eventdescription') ?? beside.get('eventdescription')),
    metadata: stringsOf(fields.get('eventmetadata') ?? beside.get('eventmetadata')),
    entities: [...entitiesOf(fields), ...objects.filter((one) => arn !== undefined && text(one.get('eventarn')) === arn).flatMap((one) => text(one.get('entityvalue')) ?? [])],
    accountId: text(fields.get('affectedaccount')) ?? text(envelope?.get('account')) ?? null,
  }];
}

function descriptionOf(value: unknown): string {
  const parts = Array.isArray(value) ? list(value) : [value];
  const english = parts.find((part) => text(fieldsOf(part).get('language'))?.startsWith('en'));
  return text(fieldsOf(english ?? parts[0]).get('latestdescription')) ?? '';
}
const stringsOf = (value: unknown): Record<string, string> =>
  lowerKeys(Object.fromEntries([...fieldsOf(value)].flatMap(([key, inner]) => (typeof inner === 'string' ? [[key, inner]] : []))));
const entitiesOf = (fields: Fields): string[] => list(fields.get('affectedentities')).flatMap((entity) => text(fieldsOf(entity).get('entityvalue')) ?? []);

/** A case of DescribeCases: known by its ids and its communications. */
function caseOf(fields: Fields): CaseDetails[] {
  const displayId = text(fields.get('displayid'));
  const caseId = text(fields.get('caseid'));
  if ((displayId ?? caseId) === undefined || (!fields.has('subject') && !fields.has('recentcommunications'))) return [];
  const communications = list(fieldsOf(fields.get('recentcommunications')).get('communications')).map(fieldsOf);
  return [{
    caseId, displayId, subject: text(fields.get('subject')), submittedBy: text(fields.get('submittedby')), serviceCode: text(fields.get('servicecode')),
    categoryCode: text(fields.get('categorycode')), timeCreated: text(fields.get('timecreated')), status: text(fields.get('status')),
    recentCommunications: {
      communications: communications.map((one) => ({ body: text(one.get('body')), submittedBy: text(one.get('submittedby')), timeCreated: text(one.get('timecreated')) })),
    },
  }];
}
