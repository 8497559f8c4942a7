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
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
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
  /** Accounts of those resources that belong to others; absent where there are none. */
  readonly elsewhere?: readonly string[] | undefined;
}
export type Parsed = { readonly event: TrailEvent } | { readonly why: Text };

/** Reads a record in any real shape: from a log file, from LookupEvents (`CloudTrailEvent`), from EventBridge (`detail`), or with JSON as text. */
export function parseRecord(raw: unknown): Parsed {
  const outer = typeof raw === 'string' ? parsedOf(raw) : raw;
  if (!isObject(outer)) return { why: say('Not a JSON object.') };
  const record = innerOf(outer);
  const name = textAt(record, 'eventName');
  if (name === '') return { why: say('No event name: not a CloudTrail record.') };
  if (Object.hasOwn(record, 'insightDetails')) return { why: say('An Insights record, which is no call.') };
  return { event: eventOf(record) };
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

/** `record` must have a name. */
export function eventOf(record: JsonObject, known: Known = {}): TrailEvent {
  const view = new RecordView(record, known);
  const { errorCode, errorMessage, elsewhere } = view;
  return {
    id: view.id, time: view.time, region: view.region, source: view.source, name: view.name, operation: view.operation, readOnly: view.readOnly,
    ...(errorCode === undefined ? {} : { errorCode }), ...(errorMessage === undefined ? {} : { errorMessage }),
    sourceIp: view.sourceIp, userAgent: view.userAgent, requestId: view.requestId, accountId: view.accountId, sharedId: view.sharedId,
    identity: view.identity, principal: view.principal, credential: view.credential,
    request: view.request, response: view.response, additional: view.additional, resources: view.resources, ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

/** What was read of the same caller and the same call before. */
interface Known { readonly identity?: Identity | undefined; readonly operation?: Operation }
/** A record as an event, each member read when it is asked for: of the millions of a log most are asked for few. */
export class RecordView implements TrailEvent {
  #identity: Identity | undefined;
  #operation: Operation | undefined;
  constructor(private readonly record: JsonObject, known: Known = {}) { this.#identity = known.identity; this.#operation = known.operation; }

  get id(): string { return textAt(this.record, 'eventID') || `digest:${digestOf(this.record).slice(0, 32)}`; }
  get time(): Instant { return instantOf(this.record['eventTime']); }
  get region(): Region { return textAt(this.record, 'awsRegion'); }
  get source(): string { return textAt(this.record, 'eventSource'); }
  get name(): string { return textAt(this.record, 'eventName').trim(); }
  get operation(): Operation { return this.#operation ??= operationOf(this.source, this.name); }
  get readOnly(): boolean { return readOnlyOf(this.record, this.name); }
  get errorCode(): string | undefined { return textAt(this.record, 'errorCode') || undefined; }
  get errorMessage(): string | undefined { return textAt(this.record, 'errorMessage') || undefined; }
  get sourceIp(): string { return textAt(this.record, 'sourceIPAddress'); }
  get userAgent(): string { return agentOf(this.record['userAgent']); }
  get requestId(): string { return textAt(this.record, 'requestID'); }
  get accountId(): string { return textAt(this.record, 'recipientAccountId') || this.identity.accountId; }
  get sharedId(): string { return textAt(this.record, 'sharedEventID'); }
  get identity(): Identity { return this.#identity ??= identityOf(objectOf(this.record['userIdentity'])); }
  get principal(): Arn { return principalOf(this.identity); }
  get credential(): string { return credentialOf(this.identity); }
  get request(): JsonObject | null { return objectOf(this.record['requestParameters']); }
  get response(): JsonObject | null { return objectOf(this.record['responseElements']); }
  get additional(): JsonObject | null { return objectOf(this.record['additionalEventData']); }
  get resources(): readonly Arn[] { return resourcesOf(this.record['resources']); }
  get elsewhere(): readonly string[] | undefined { return elsewhereOf(this.record['resources'], this.accountId); }
}
const credentialOf = (identity: Identity): string => identity.accessKeyId || `console:${identity.arn || identity.principalId || identity.invokedBy || identity.userName || identity.type}`;
export const operationOf = (source: string, name: string): Operation => `${servicePrefix(source)}:${unversioned(name)}`;

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

function elsewhereOf(value: unknown, own: string): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const others = value.map((one) => (isObject(one) ? textAt(one, 'accountId') : '')).filter((account) => /^\d{12}$/.test(account) && account !== own);
  return others.length === 0 ? undefined : [...new Set(others)];
}
function resourcesOf(value: unknown): readonly Arn[] {
  if (!Array.isArray(value)) return [];
  return value.map((one) => (isObject(one) ? textAt(one, 'ARN') || textAt(one, 'arn') || textAt(one, 'resourceName') : '')).filter((arn) => arn !== '');
}
