// One CloudTrail record, normalised: what every other module of this room reads. Source: CloudTrail user guide, "record contents".
import { digestOf } from '../core/digest.ts';
import { say, type Text } from '../core/text.ts';
import type { Arn, Instant, JsonObject, Operation, Region } from '../core/types.ts';
import { isObject, objectOf, parsedOf, textAt } from './fields.ts';
import { identityOf, principalOf, type Identity } from './identity.ts';

/** A call as CloudTrail recorded it. Missing members are `''`, `null` or `[]`. */
export interface TrailEvent {
  /** `eventID`; for records without one, a digest of the record. */
  readonly id: string;
  /** UTC, or `''` where the record has no readable time. */
  readonly time: Instant;
  readonly region: Region;
  /** `iam.amazonaws.com` */
  readonly source: string;
  /** CloudTrail's own name, versions included: `CreateFunction20150331`. */
  readonly name: string;
  /** `<service>:<name without a version>`: `lambda:CreateFunction`. */
  readonly operation: Operation;
  readonly readOnly: boolean;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** An address, or the DNS name of an AWS service, or `AWS Internal`. */
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly requestId: string;
  /** The account that received the record. */
  readonly accountId: string;
  /** Ties the records that two accounts have of one call; `''` elsewhere. */
  readonly sharedId: string;
  readonly identity: Identity;
  /** The lasting principal: the user, or the role of a session. */
  readonly principal: Arn;
  /** The access key id; without one `console:<ARN of the user or session>`. */
  readonly credential: string;
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
  /** `additionalEventData`: MFA and redirects of sign-ins. */
  readonly additional: JsonObject | null;
  /** ARNs of the resources that AWS names. */
  readonly resources: readonly Arn[];
}
export type Parsed = { readonly event: TrailEvent } | { readonly why: Text };

/** Reads a record in any real shape: from a log file, from LookupEvents (`CloudTrailEvent`), from EventBridge (`detail`), or with JSON as text. */
export function parseRecord(raw: unknown): Parsed {
  const outer = typeof raw === 'string' ? parsedOf(raw) : raw;
  if (!isObject(outer)) return { why: say('Not a JSON object.') };
  const record = innerOf(outer);
  const name = textAt(record, 'eventName');
  const source = textAt(record, 'eventSource');
  if (name === '') return { why: say('No event name: not a CloudTrail record.') };
  if (Object.hasOwn(record, 'insightDetails')) return { why: say('An Insights record, which is no call.') };
  return { event: eventOf(record, name.trim(), source) };
}

function innerOf(outer: JsonObject): JsonObject {
  const looked = outer['CloudTrailEvent'];
  if (looked !== undefined) return objectOf(looked) ?? lookupFields(outer);
  return outer['eventName'] === undefined && isObject(outer['detail']) ? outer['detail'] : outer;
}
/** What LookupEvents says beside the record, where the record itself is missing or torn. */
function lookupFields(outer: JsonObject): JsonObject {
  return {
    eventID: outer['EventId'] ?? '', eventName: outer['EventName'] ?? '', eventSource: outer['EventSource'] ?? '',
    eventTime: outer['EventTime'] ?? '', readOnly: outer['ReadOnly'] ?? '', userIdentity: { accessKeyId: outer['AccessKeyId'] ?? '', userName: outer['Username'] ?? '' },
  };
}

function eventOf(record: JsonObject, name: string, source: string): TrailEvent {
  const identity = identityOf(objectOf(record['userIdentity']));
  const principal = principalOf(identity);
  const errorCode = textAt(record, 'errorCode');
  const errorMessage = textAt(record, 'errorMessage');
  return {
    id: textAt(record, 'eventID') || `digest:${digestOf(record).slice(0, 32)}`,
    time: instantOf(record['eventTime']),
    region: textAt(record, 'awsRegion'),
    source, name,
    operation: `${servicePrefix(source)}:${unversioned(name)}`,
    readOnly: readOnlyOf(record, name),
    ...(errorCode === '' ? {} : { errorCode }),
    ...(errorMessage === '' ? {} : { errorMessage }),
    sourceIp: textAt(record, 'sourceIPAddress'),
    userAgent: agentOf(record['userAgent']),
    requestId: textAt(record, 'requestID'),
    accountId: textAt(record, 'recipientAccountId') || identity.accountId,
    sharedId: textAt(record, 'sharedEventID'),
    identity, principal,
    credential: identity.accessKeyId || `console:${identity.arn || identity.principalId || identity.invokedBy || identity.userName || identity.type}`,
    request: objectOf(record['requestParameters']),
    response: objectOf(record['responseElements']),
    additional: objectOf(record['additionalEventData']),
    resources: resourcesOf(record['resources']),
  };
}

/** `ec2.amazonaws.com` → `ec2`, with the usual prefix where CloudTrail's differs. */
function servicePrefix(source: string): string {
  const host = source.split('.')[0]?.toLowerCase() ?? '';
  return PREFIXES[host] ?? (host === '' ? 'unknown' : host);
}
const PREFIXES: Readonly<Record<string, string>> = Object.assign(Object.create(null) as Record<string, string>, {
  monitoring: 'cloudwatch', email: 'ses',
});

/** Lambda and CloudFront append the API's version: `AddPermission20150331v2`, `UpdateDistribution2020_05_31`. */
export const unversioned = (name: string): string => name.replace(/(?<=[A-Za-z])20\d{2}_?\d{2}_?\d{2}(?:v\d+)?$/, '');

/** A UTC time in seconds or milliseconds; epoch seconds and Dates are read too. Times without a zone are UTC, as exports write them. */
function instantOf(value: unknown): Instant {
  const date = value instanceof Date ? value : typeof value === 'number' ? new Date(value * 1000) : typeof value === 'string' ? new Date(zoned(value)) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) return '';
  return date.toISOString().replace('.000Z', 'Z');
}
function zoned(text: string): string {
  const plain = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,3})?\d*$/.exec(text.trim());
  return plain === null ? text : `${plain[1] ?? ''}T${plain[2] ?? ''}${plain[3] ?? ''}Z`;
}
function readOnlyOf(record: JsonObject, name: string): boolean {
  const said = record['readOnly'];
  if (typeof said === 'boolean') return said;
  if (typeof said === 'string' && said !== '') return said.toLowerCase() === 'true';
  return /^(Get|List|Describe|Head|Lookup|Search|BatchGet|Query|Scan|Select|View|Test|Validate)/.test(name);
}
const agentOf = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.filter((v) => typeof v === 'string').join(' ') : '');

function resourcesOf(value: unknown): readonly Arn[] {
  if (!Array.isArray(value)) return [];
  return value.map((one) => (isObject(one) ? textAt(one, 'ARN') || textAt(one, 'arn') || textAt(one, 'resourceName') : '')).filter((arn) => arn !== '');
}
