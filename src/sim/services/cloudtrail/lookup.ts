// LookupEvents: the event history of one region, one attribute, 50 a page, newest first, 90 days, late.
import type { Event, LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { SimCall } from '../../account.ts';
import { digestOf } from '../../../core/digest.ts';
import { AwsError } from '../../wire/types.ts';
import { eventJson, lookupValues, type TrailRecord } from '../../trail/record.ts';
import type { EventHistory, Kept, LookupKey, Position } from '../../trail/history.ts';

const PAGE = 50;
const DAYS_KEPT = 90;
const KEYS: readonly string[] = ['AccessKeyId', 'EventId', 'EventName', 'EventSource', 'ReadOnly', 'ResourceName', 'ResourceType', 'Username'] satisfies LookupKey[];
const isKey = (key: string): key is LookupKey => KEYS.includes(key);

export function lookupEvents(input: LookupEventsCommandInput, call: SimCall, history: EventHistory): Omit<LookupEventsCommandOutput, '$metadata'> {
  const { MaxResults = PAGE, NextToken } = input;
  check(input);
  // Insights are found in trails that have them switched on; this account has none.
  if (input.EventCategory === 'insight') return { Events: [] };
  const attribute = attributeOf(input);
  const before = NextToken === undefined ? undefined : readToken(NextToken, input);
  const { page, more } = history.lookup({
    region: call.region,
    ...(attribute && { attribute }),
    ...span(input, call),
    ...(before && { before }),
    limit: Math.min(MaxResults, call.account.behaviour.pageSize),
  });
  const last = page.at(-1);
  return { Events: page.map(({ record }) => eventOf(record)), ...(more && last ? { NextToken: writeToken(last, input) } : {}) };
}

function check({ StartTime, EndTime, MaxResults = PAGE, EventCategory }: LookupEventsCommandInput): void {
  const category: string | undefined = EventCategory;
  if (MaxResults < 1 || MaxResults > PAGE) throw new AwsError('InvalidMaxResultsException', 'A max results value of 1 to 50 is valid.', 400);
  if (StartTime && EndTime && StartTime > EndTime) throw new AwsError('InvalidTimeRangeException', 'Start time must be before end time.', 400);
  if (category !== undefined && category !== 'insight') throw new AwsError('InvalidEventCategoryException', 'The event category is not valid.', 400);
}

/** The history begins ninety days ago and ends where the delivery has come to. */
function span({ StartTime, EndTime }: LookupEventsCommandInput, { now, account }: SimCall): { from: Date; to: Date } {
  const oldest = now.getTime() - DAYS_KEPT * 86_400_000;
  const newest = now.getTime() - account.behaviour.historyDelayMs;
  return {
    from: new Date(Math.max(oldest, StartTime?.getTime() ?? -Infinity)),
    // AWS takes whole seconds: an event of the end second is in.
    to: new Date(Math.min(newest, EndTime === undefined ? Infinity : EndTime.getTime() + 999)),
  };
}

function attributeOf({ LookupAttributes = [] }: LookupEventsCommandInput): { key: LookupKey; value: string } | undefined {
  if (LookupAttributes.length > 1) throw new AwsError('InvalidLookupAttributesException', 'Only one lookup attribute is allowed.', 400);
  const [attribute] = LookupAttributes;
  if (attribute === undefined) return undefined;
  const { AttributeKey = '', AttributeValue = '' } = attribute;
  if (!isKey(AttributeKey) || AttributeValue.length < 1 || AttributeValue.length > 2_000) throw new AwsError('InvalidLookupAttributesException', 'The lookup attributes are not valid.', 400);
  return { key: AttributeKey, value: AttributeValue };
}

/** A token is good for the very same request only: anything else changed, and AWS refuses it. */
const bound = ({ LookupAttributes, StartTime, EndTime, MaxResults, EventCategory }: LookupEventsCommandInput): string =>
  digestOf({ LookupAttributes, StartTime: StartTime?.toISOString(), EndTime: EndTime?.toISOString(), MaxResults, EventCategory }).slice(0, 32);
const writeToken = ({ at, sequence }: Kept, input: LookupEventsCommandInput): string => Buffer.from(`${bound(input)}.${String(at)}.${String(sequence)}`).toString('base64');
function readToken(token: string, input: LookupEventsCommandInput): Position {
  const [digest, at, sequence] = Buffer.from(token, 'base64').toString('latin1').split('.');
  const position = { at: Number(at), sequence: Number(sequence) };
  if (digest !== bound(input) || !Number.isSafeInteger(position.at) || !Number.isSafeInteger(position.sequence)) throw new AwsError('InvalidNextTokenException', 'Invalid token.', 400);
  return position;
}

function eventOf(record: TrailRecord): Event {
  const { AccessKeyId, Username } = lookupValues(record);
  return {
    EventId: record.id,
    EventName: record.name,
    ReadOnly: String(record.readOnly),
    ...(AccessKeyId === undefined ? {} : { AccessKeyId }),
    EventTime: new Date(Math.floor(record.at.getTime() / 1_000) * 1_000),
    EventSource: record.source,
    ...(Username === undefined ? {} : { Username }),
    Resources: record.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(eventJson(record)),
  };
}
