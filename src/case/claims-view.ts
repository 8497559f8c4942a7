// Reads a notice's claims out of the journal without trusting their shape: another version may have written them.
import type { ListedDemand, ListedEvent } from './answer-types.ts';
import type { Text } from '../core/text.ts';
import type { Json } from '../core/types.ts';
import type { CaseState } from './state.ts';

/** The check of coverage that tells which Support plan the account has. */
export const SUPPORT_PLAN = 'support/plan';

export interface ClaimsView {
  readonly accountId: string | undefined;
  readonly caseId: string | undefined;
  readonly kind: string | undefined;
  readonly exposedUrl: string | undefined;
  readonly accessKeyIds: readonly string[];
  readonly iamUsers: readonly string[];
  readonly sourceIps: readonly string[];
  readonly resources: readonly string[];
  readonly events: readonly ListedEvent[];
  readonly demands: readonly ListedDemand[];
}

/** All notices of the case as one: lists joined, single values from the last notice that has one. */
export function claimsOf(state: Pick<CaseState, 'claims'>): ClaimsView {
  const all = state.claims.map(({ claims }) => claims);
  const last = (key: string): string | undefined => all.map((claims) => textOf(claims[key])).findLast((value) => value !== undefined);
  const joined = (key: string): string[] => [...new Set(all.flatMap((claims) => listOf(claims[key])).flatMap((one) => textOf(one) ?? []))];
  return {
    accountId: last('accountId'), caseId: last('caseId'), kind: last('kind'), exposedUrl: last('exposedUrl'),
    accessKeyIds: joined('accessKeyIds'), iamUsers: joined('iamUsers'), sourceIps: joined('sourceIps'), resources: joined('resources'),
    events: distinct(all.flatMap((claims) => listOf(claims['events'])).flatMap(eventOf), (one) => `${one.name} ${one.time ?? ''} ${one.sourceIp ?? ''}`),
    demands: distinct(all.flatMap((claims) => listOf(claims['demands'])).flatMap(demandOf), (one) => one.id),
  };
}

/** The number of AWS's case: as its messages name it, or as the Support Center gave it when the answer was to be posted. */
export const caseNumberOf = (state: Pick<CaseState, 'claims' | 'steps'>): string | undefined =>
  claimsOf(state).caseId ?? [...state.steps.values()].findLast(({ step }) => step.kind === 'support/case')?.step.resource.name;

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value as readonly Json[] : []);
const memberOf = (value: Json, key: string): Json | undefined =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>)[key] : undefined);

function eventOf(value: Json): ListedEvent[] {
  const name = textOf(memberOf(value, 'name'));
  return name === undefined ? [] : [{ name, time: textOf(memberOf(value, 'time')) ?? null, sourceIp: textOf(memberOf(value, 'sourceIp')) ?? null }];
}
function demandOf(value: Json): ListedDemand[] {
  const id = textOf(memberOf(value, 'id'));
  return id === undefined ? [] : [{ id, title: sentenceOf(memberOf(value, 'title')) }];
}

/** A sentence as it was journalled, where it is one. */
const sentenceOf = (value: Json | undefined): Text | undefined => (value !== undefined && isSentence(value) ? value : undefined);
const isSentence = (value: Json): value is Json & Text => textOf(memberOf(value, 'say')) !== undefined && isValues(memberOf(value, 'with'));
const isValues = (values: Json | undefined): boolean => values === undefined || (typeof values === 'object' && values !== null && !Array.isArray(values));

function distinct<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}
