// GetCostAndUsage: what was spent, grouped and filtered, by days in pages.
import type { Expression, GetCostAndUsageCommandInput, GetCostAndUsageCommandOutput, Group, GroupDefinition, ResultByTime } from '@aws-sdk/client-cost-explorer';
import { canonical } from '../../../core/digest.ts';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { costState, spentBetween, type Spent } from './spending.ts';

const invalid = (message: string): AwsError => new AwsError('ValidationException', message, 400);
type Result = Omit<GetCostAndUsageCommandOutput, '$metadata'>;

export function costAndUsage(input: GetCostAndUsageCommandInput, call: SimCall): Result {
  const { account } = call;
  admitCosts(call);
  const { Start: start = '', End: end = '' } = input.TimePeriod ?? {};
  check(input, start, end, call.now);
  const { NextPageToken: token, ...query } = input;
  const [asked, at] = token === undefined ? [undefined, undefined] : token.split('.');
  if (asked !== undefined && asked !== digestOf(query)) throw new AwsError('RequestChangedException', 'The request parameters changed between pages.', 400);
  const spent = spentBetween(account, start, end).filter((s) => holds(input.Filter, s));
  const { page, next } = pageOf(periods(start, end, input.Granularity), call, { token: at, most: 100, refusal: 'InvalidNextTokenException' });
  costState(account).paid += 1;
  return {
    GroupDefinitions: input.GroupBy ?? [], DimensionValueAttributes: [],
    ResultsByTime: page.map((period) => resultOf(period, spent.filter((s) => s.day >= period.Start && s.day < period.End), input, call.now)),
    ...(next === undefined ? {} : { NextPageToken: `${digestOf(query)}.${next}` }),
  };
}
const digestOf = (query: object): string => Buffer.from(canonical(query)).toString('base64url');

/** What keeps an account from its own costs. */
export function admitCosts({ account, caller }: SimCall): void {
  const { explorer } = costState(account);
  if (explorer === 'never') throw new AwsError('DataUnavailableException', 'Data is not available. Please try to adjust the time period. If just enabled Cost Explorer, data might not be ingested yet.', 400);
  if (explorer === 'payer') throw new AwsError('AccessDeniedException', `User: ${caller.arn} is not authorized to access cost data: the management account has not enabled Cost Explorer access for linked accounts.`, 400);
}

function check({ Metrics, GroupBy, Granularity }: GetCostAndUsageCommandInput, start: string, end: string, now: Date): void {
  const day = /^\d{4}-\d\d-\d\d$/u;
  if (!day.test(start) || !day.test(end)) throw invalid('Time period should be in the format YYYY-MM-DD.');
  if (end <= start) throw invalid('Start date (and hour) should be before end date (and hour)');
  if (start > now.toISOString().slice(0, 10)) throw invalid('Start date should not be after today.');
  if (!Metrics?.length) throw invalid('At least one metric is required.');
  if ((GroupBy?.length ?? 0) > 2) throw invalid('You can group by at most two dimensions.');
  if (Granularity === 'HOURLY') throw new AwsError('DataUnavailableException', 'Hourly data is not enabled.', 400);
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 14, 1)).toISOString().slice(0, 10);
  if (start < oldest) throw new AwsError('ValidationException', 'You haven\'t enabled historical data beyond 14 months', 400);
}

/** `Start` inclusive, `End` exclusive. */
interface Period { readonly Start: string; readonly End: string }
function periods(start: string, end: string, granularity: string | undefined): Period[] {
  const found: Period[] = [];
  for (let at = start; at < end;) {
    const next = granularity === 'MONTHLY' ? firstOfNext(at) : iso(Date.parse(at) + 86_400_000);
    found.push({ Start: at, End: next < end ? next : end });
    at = next;
  }
  return found;
}
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const firstOfNext = (day: string): string => { const at = new Date(day); return iso(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)); };

function resultOf(TimePeriod: Period, spent: readonly Spent[], { GroupBy, Metrics }: GetCostAndUsageCommandInput, now: Date): ResultByTime {
  const amount = (some: readonly Spent[]): Group['Metrics'] => Object.fromEntries((Metrics ?? []).map((metric) => [metric, { Amount: String(Number(some.reduce((sum, s) => sum + s.usd, 0).toFixed(10))), Unit: 'USD' }]));
  const Estimated = TimePeriod.End.slice(0, 7) >= now.toISOString().slice(0, 7);
  if (!GroupBy?.length) return { TimePeriod, Total: amount(spent), Groups: [], Estimated };
  const groups = new Map<string, Spent[]>();
  for (const s of spent) { const key = JSON.stringify(GroupBy.map((by) => valueOf(by, s))); groups.set(key, [...(groups.get(key) ?? []), s]); }
  return { TimePeriod, Total: {}, Groups: [...groups].map(([key, some]): Group => ({ Keys: JSON.parse(key) as string[], Metrics: amount(some) })), Estimated };
}
function valueOf({ Type, Key }: GroupDefinition, spent: Spent): string {
  if (Type !== 'DIMENSION') throw invalid(`GroupBy of type ${String(Type)} is not simulated.`);
  return dimension(Key ?? '', spent);
}
function dimension(key: string, spent: Spent): string {
  switch (key) {
    case 'SERVICE': return spent.service;
    case 'REGION': return spent.region === '' ? 'NoRegion' : spent.region;
    case 'RECORD_TYPE': return spent.recordType;
    default: throw invalid(`Dimension ${key} is not simulated.`);
  }
}
function holds(filter: Expression | undefined, spent: Spent): boolean {
  if (filter === undefined) return true;
  return (filter.And ?? []).every((one) => holds(one, spent)) && (!filter.Or || filter.Or.some((one) => holds(one, spent))) && (!filter.Not || !holds(filter.Not, spent))
    && (!filter.Dimensions || (filter.Dimensions.Values ?? []).includes(dimension(filter.Dimensions.Key ?? '', spent)));
}
