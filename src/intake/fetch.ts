// Fetches what AWS itself has to say about the account's security: its open cases, and Health events of risk. Reads only.
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { Operation } from '../core/types.ts';
import { askedBy } from '../aws/errors.ts';
import type { ReadAws } from '../aws/session.ts';
import type { AffectedEntity, EventDetails, HealthClient } from '@aws-sdk/client-health';
import type { CaseDetails, SupportClient } from '@aws-sdk/client-support';
import type { Claims } from './claims.ts';
import { healthClaims, healthNotices, isRiskCode } from './health.ts';
import { caseClaims, isSecurityCase } from './support-case.ts';

/** Every operation that fetching calls. */
export const FETCH_READS: readonly Operation[] = ['support:DescribeCases', 'health:DescribeEvents', 'health:DescribeEventDetails', 'health:DescribeAffectedEntities'];

export type Fetched =
  | { readonly from: 'support' | 'health'; readonly state: 'found'; readonly claims: readonly Claims[] }
  | { readonly from: 'support' | 'health'; readonly state: 'unavailable' | 'denied' | 'failed'; readonly because: Text };

/**
 * Asks both at once. Credentials that ended are thrown, so that the run can pause; all else is data.
 * Both APIs need a paid Support plan: without one AWS answers SubscriptionRequiredException to every operation.
 */
export async function fetchNotices(aws: ReadAws): Promise<readonly Fetched[]> {
  return await Promise.all([attempt('support', () => fetchCases(aws)), attempt('health', () => fetchHealth(aws))]);
}

async function attempt(from: Fetched['from'], read: () => Promise<readonly Claims[]>): Promise<Fetched> {
  try {
    return { from, state: 'found', claims: await read() };
  } catch (error) {
    return { from, ...explain(from, error) };
  }
}

const SOURCE: Readonly<Record<Fetched['from'], Text>> = { support: say('The Support Center'), health: say('AWS Health') };
const EXPIRED = /^(?:Expired|RequestExpired|UnrecognizedClient|InvalidClientTokenId|CredentialsProvider)/;

function explain(from: Fetched['from'], error: unknown): { state: 'unavailable' | 'denied' | 'failed'; because: Text } {
  const code = error instanceof Error ? error.name : '';
  const source = SOURCE[from], name = `${askedBy(error) ?? from}: ${code}`;
  if (code === 'SubscriptionRequiredException') {
    return { state: 'unavailable', because: say('{{source}} can be asked by a program only with a paid Support plan. Open it in the console instead.', { source }) };
  }
  if (/^(?:AccessDenied|Unauthorized|NotAuthorized)/.test(code)) {
    return { state: 'denied', because: say('{{source}} could not be asked: these credentials may not ({{name}}).', { source, name }) };
  }
  if (EXPIRED.test(code) || !(error instanceof Error)) throw error;
  // A refused call is a bug of ours and must not look like a gap.
  if (code === 'CallRefused') throw error;
  return { state: 'failed', because: say('{{source}} could not be asked ({{name}}).', { source, name }) };
}

async function fetchCases(aws: ReadAws): Promise<readonly Claims[]> {
  const client = await aws.client('support');
  const cases: CaseDetails[] = [];
  for await (const page of pagesOfCases(client)) cases.push(...page);
  return cases.filter(isSecurityCase).map(caseClaims);
}

async function* pagesOfCases(client: SupportClient): AsyncGenerator<readonly CaseDetails[]> {
  const { DescribeCasesCommand } = await import('@aws-sdk/client-support');
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeCasesCommand({ includeResolvedCases: false, includeCommunications: true, maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }));
    yield page.cases ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
}

async function fetchHealth(aws: ReadAws): Promise<readonly Claims[]> {
  const client = await aws.client('health');
  const arns = await riskEvents(client);
  const claims: Claims[] = [];
  // AWS takes at most ten events in one request for details.
  for (let at = 0; at < arns.length; at += 10) claims.push(...await claimsOfEvents(client, arns.slice(at, at + 10)));
  return claims;
}

async function riskEvents(client: HealthClient): Promise<string[]> {
  const { DescribeEventsCommand } = await import('@aws-sdk/client-health');
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeEventsCommand({ filter: { services: ['RISK', 'ABUSE'] }, maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }));
    arns.push(...(page.events ?? []).filter((event) => isRiskCode(event.eventTypeCode ?? '')).flatMap((event) => event.arn ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
  return arns;
}

async function claimsOfEvents(client: HealthClient, eventArns: string[]): Promise<Claims[]> {
  const { DescribeEventDetailsCommand } = await import('@aws-sdk/client-health');
  const details: EventDetails[] = (await client.send(new DescribeEventDetailsCommand({ eventArns }))).successfulSet ?? [];
  const entities = await affectedEntities(client, eventArns);
  return healthNotices(details, entities).map((notice) => healthClaims([notice]));
}

async function affectedEntities(client: HealthClient, eventArns: string[]): Promise<AffectedEntity[]> {
  const { DescribeAffectedEntitiesCommand } = await import('@aws-sdk/client-health');
  const entities: AffectedEntity[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeAffectedEntitiesCommand({ filter: { eventArns }, maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }));
    entities.push(...page.entities ?? []);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
  return entities;
}
