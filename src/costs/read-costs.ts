// Asks Cost Explorer what was spent by day, service and Region. Each page costs $0.01: nobody calls it unasked.
import { GetCostAndUsageCommand, type CostExplorerClient, type GetCostAndUsageCommandOutput, type Group } from '@aws-sdk/client-cost-explorer';
import { failureOf } from '../aws/errors.ts';
import type { ReadAws } from '../aws/session.ts';
import { say, type Text } from '../core/text.ts';
import type { CoverageState, Operation } from '../core/types.ts';
import { DAY_MS, dayOf } from './days.ts';

export const COST_READS: readonly Operation[] = ['ce:GetCostAndUsage'];
/** The price of one page (https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/). */
export const DOLLARS_A_REQUEST = 0.01;
/** Two months of many services by Region fit on few pages; more are not bought without being agreed to. */
export const MOST_REQUESTS = 10;

export interface CostRow { readonly day: string; readonly service: string; readonly region: string; readonly amount: number }
export type CostsRead =
  | { readonly state: 'read'; readonly rows: readonly CostRow[]; readonly currency: string; readonly requests: number; /** False: the agreed pages did not hold it all. */ readonly whole: boolean }
  | { readonly state: Exclude<CoverageState, 'done'>; readonly detail: Text; readonly requests: number };

/** They would hide what a stranger spends, or do not hang on it. */
const LEFT_OUT = ['Credit', 'Refund', 'Tax', 'Enterprise Discount Program Discount', 'Private Rate Card Discount'];

/** `from` and `to`: first and last day, `YYYY-MM-DD`. Never throws what AWS answers: it says what it means. */
export async function readCosts(aws: ReadAws, from: string, to: string, most = MOST_REQUESTS): Promise<CostsRead> {
  const client = await aws.client('ce');
  const rows: CostRow[] = [];
  let currency = 'USD';
  let token: string | undefined;
  let requests = 0;
  try {
    do {
      const page = await ask(client, from, to, token);
      requests += 1;
      for (const { TimePeriod, Groups = [] } of page.ResultsByTime ?? []) {
        for (const group of Groups) {
          currency = group.Metrics?.['UnblendedCost']?.Unit ?? currency;
          rows.push(rowOf(TimePeriod?.Start ?? '', group));
        }
      }
      token = page.NextPageToken;
    } while (token !== undefined && requests < most);
  } catch (error) {
    return { ...refusal(error), requests };
  }
  return { state: 'read', rows, currency, requests, whole: token === undefined };
}

const ask = (client: CostExplorerClient, from: string, to: string, NextPageToken: string | undefined): Promise<GetCostAndUsageCommandOutput> => client.send(new GetCostAndUsageCommand({
  // `End` is exclusive.
  TimePeriod: { Start: from, End: dayOf(Date.parse(to) + DAY_MS) }, Granularity: 'DAILY', Metrics: ['UnblendedCost'],
  GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }, { Type: 'DIMENSION', Key: 'REGION' }],
  Filter: { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: LEFT_OUT } } },
  ...(NextPageToken === undefined ? {} : { NextPageToken }),
}));
/** Amounts come as text, and may be `1e-7`. */
function rowOf(day: string, { Keys = [], Metrics = {} }: Group): CostRow {
  const amount = Number(Metrics['UnblendedCost']?.Amount ?? '0');
  return { day, service: Keys[0] ?? '', region: Keys[1] ?? '', amount: Number.isFinite(amount) ? amount : 0 };
}

/** What a refusal means to the operator, and what can be done about it. */
function refusal(error: unknown): { readonly state: Exclude<CoverageState, 'done'>; readonly detail: Text } {
  const failure = failureOf(error);
  const values = { code: failure.code, message: failure.message };
  if (failure.code === 'DataUnavailableException') {
    return { state: 'unavailable', detail: say('Nobody has opened Cost Explorer in this account yet, and no API opens it. Open it once in the console (Billing and Cost Management, Cost Explorer); AWS shows the current month after about 24 hours.') };
  }
  if (failure.class === 'denied' && !/not authorized to perform: ce:/.test(failure.message)) {
    return { state: 'denied', detail: say('AWS does not let this account see its own costs: in an organization its management account decides that, else the root user must switch on IAM access to billing. {{code}}: {{message}}', values) };
  }
  switch (failure.class) {
    case 'denied': return { state: 'denied', detail: say('The permission ce:GetCostAndUsage is missing. {{code}}: {{message}}', values) };
    case 'throttled': return { state: 'throttled', detail: say('Cost Explorer asked for too much patience. {{code}}: {{message}}', values) };
    case 'expired': case 'caller-lost': return { state: 'caller-lost', detail: say('{{code}}: {{message}}', values) };
    default: return { state: 'failed', detail: say('{{code}}: {{message}}', values) };
  }
}
