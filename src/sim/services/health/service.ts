// The simulated AWS Health. Behaviour: BEHAVIOUR.md beside it.
import {
  DescribeAffectedEntitiesCommand, DescribeEventDetailsCommand, DescribeEventsCommand, HealthClient,
  type AffectedEntity, type DateTimeRange, type DescribeAffectedEntitiesCommandInput, type DescribeEventDetailsCommandInput, type DescribeEventDetailsCommandOutput, type DescribeEventsCommandInput, type Event, type EventFilter,
} from '@aws-sdk/client-health';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { details, healthState, type HealthEvent } from './events.ts';

const subscribed = <I, O>(run: (input: I, call: SimCall) => O) => (input: I, call: SimCall): O => {
  if (call.account.supportPlan === 'basic') throw new AwsError('SubscriptionRequiredException', 'Amazon Web Services Premium Support Subscription is required to use this service.');
  return run(input, call);
};

function paged<T>(all: readonly T[], input: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined }, call: SimCall): { page: T[]; nextToken?: string } {
  const max = input.maxResults ?? 100;
  if (max < 1 || max > 100) throw new AwsError('ValidationException', `1 validation error detected: Value '${String(max)}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100`);
  const from = input.nextToken === undefined ? 0 : Number(input.nextToken);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidPaginationToken', 'The specified pagination token is not valid.');
  const page = all.slice(from, from + Math.min(max, call.account.behaviour.pageSize));
  const next = from + page.length;
  return next < all.length ? { page, nextToken: String(next) } : { page };
}

const within = (at: Date | undefined, ranges: readonly DateTimeRange[] | undefined): boolean =>
  !ranges?.length || (at !== undefined && ranges.some(({ from, to }) => (from === undefined || at >= from) && (to === undefined || at <= to)));
const among = (value: string | undefined, wanted: readonly string[] | undefined): boolean => !wanted?.length || (value !== undefined && wanted.includes(value));
const holds = (f: EventFilter | undefined, { event: e, entities }: HealthEvent): boolean => f === undefined || (
  among(e.arn, f.eventArns) && among(e.service, f.services) && among(e.eventTypeCode, f.eventTypeCodes) && among(e.region, f.regions) && among(e.eventTypeCategory, f.eventTypeCategories) && among(e.statusCode, f.eventStatusCodes)
  && within(e.startTime, f.startTimes) && within(e.endTime, f.endTimes) && within(e.lastUpdatedTime, f.lastUpdatedTimes) && (!f.entityValues?.length || entities.some((x) => among(x.entityValue, f.entityValues)))
);

/** Newest first. */
function events(input: DescribeEventsCommandInput, call: SimCall): { events: Event[]; nextToken?: string } {
  const found = healthState(call.account).events.filter((e) => holds(input.filter, e)).map((e) => e.event).sort((a, b) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0));
  const { page, ...rest } = paged(found, input, call);
  return { events: page, ...rest };
}

function eventDetails(input: DescribeEventDetailsCommandInput, call: SimCall): Omit<DescribeEventDetailsCommandOutput, '$metadata'> {
  const { events: all } = healthState(call.account);
  const asked = input.eventArns ?? [];
  if (asked.length > 10) throw new AwsError('ValidationException', '1 validation error detected: Value at \'eventArns\' failed to satisfy constraint: Member must have length less than or equal to 10');
  const found = asked.map((arn) => ({ arn, event: all.find((e) => e.event.arn === arn) }));
  return {
    successfulSet: found.flatMap(({ event }) => (event ? [details(event)] : [])),
    failedSet: found.flatMap(({ arn, event }) => (event ? [] : [{ eventArn: arn, errorName: 'NOT_FOUND', errorMessage: 'The event could not be found.' }])),
  };
}

function affected({ filter, ...input }: DescribeAffectedEntitiesCommandInput, call: SimCall): { entities: AffectedEntity[]; nextToken?: string } {
  const all = healthState(call.account).events.filter((e) => among(e.event.arn, filter?.eventArns)).flatMap((e) => e.entities);
  const found = all.filter((x) => among(x.entityValue, filter?.entityValues) && among(x.entityArn, filter?.entityArns) && among(x.statusCode, filter?.statusCodes));
  const { page, ...rest } = paged(found, input, call);
  return { entities: page, ...rest };
}

export default function health(): Service<SimCall> {
  return new Service<SimCall>(HealthClient, { id: 'health' })
    .on(DescribeEventsCommand, subscribed(events), { trail: { global: true } })
    .on(DescribeEventDetailsCommand, subscribed(eventDetails), { trail: { global: true } })
    .on(DescribeAffectedEntitiesCommand, subscribed(affected), { trail: { global: true } });
}
