// One event of the history: kept small, written out as CloudTrail's JSON when somebody reads it.
import type { SimCaller } from '../account.ts';
import { isoSeconds } from '../policy/keys.ts';
import { sha256 } from '../../core/digest.ts';
import { isJsonObject, userIdentity, usernameOf, type Json, type JsonObject } from './identity.ts';

export interface TouchedResource { readonly type: string; readonly name: string }
export type EventType = 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsConsoleAction' | 'AwsServiceEvent';

export interface TrailRecord {
  readonly id: string;
  readonly requestId: string;
  readonly at: Date;
  readonly region: string;
  readonly source: string;
  readonly name: string;
  readonly type: EventType;
  readonly readOnly: boolean;
  readonly accountId: string;
  /** undefined: nobody that AWS knows (a failed sign-in); `extra.userIdentity` then says what is known. */
  readonly caller: SimCaller | undefined;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly request: Json;
  readonly response: Json;
  readonly error?: { readonly code: string; readonly message: string };
  readonly resources: readonly TouchedResource[];
  /** Fields that stand in the event as given: `additionalEventData`, `serviceEventDetails`, `userIdentity`. */
  readonly extra?: JsonObject;
}

/** CloudTrail user guide, "CloudTrail record contents for management, data, and network activity events". */
export function eventJson(record: TrailRecord): JsonObject {
  const arns = record.resources.filter(({ name }) => name.startsWith('arn:'));
  return {
    eventVersion: '1.11',
    userIdentity: record.caller ? userIdentity(record.caller, record.accountId) : {},
    eventTime: isoSeconds(record.at),
    eventSource: record.source,
    eventName: record.name,
    awsRegion: record.region,
    sourceIPAddress: record.sourceIp,
    userAgent: record.userAgent,
    ...(record.error && { errorCode: record.error.code, errorMessage: record.error.message }),
    requestParameters: record.request,
    responseElements: record.response,
    ...(record.type === 'AwsApiCall' ? { requestID: record.requestId } : {}),
    eventID: record.id,
    readOnly: record.readOnly,
    ...(arns.length > 0 && { resources: arns.map(({ type, name }) => ({ accountId: record.accountId, type, ARN: name })) }),
    eventType: record.type,
    managementEvent: true,
    recipientAccountId: record.accountId,
    eventCategory: 'Management',
    ...(record.caller?.session?.console === true && record.type === 'AwsApiCall' ? { sessionCredentialFromConsole: 'true' } : {}),
    ...record.extra,
  };
}

/** What the event history can be asked by; a record may have no value for a key. */
export interface LookupValues {
  readonly EventId: string; readonly EventName: string; readonly EventSource: string; readonly ReadOnly: string;
  readonly AccessKeyId: string | undefined; readonly Username: string | undefined;
  readonly ResourceName: readonly string[]; readonly ResourceType: readonly string[];
}
export const lookupValues = (record: TrailRecord): LookupValues => ({
  EventId: record.id,
  EventName: record.name,
  EventSource: record.source,
  ReadOnly: String(record.readOnly),
  AccessKeyId: record.caller === undefined || record.caller.accessKeyId === '' ? undefined : record.caller.accessKeyId,
  Username: record.caller === undefined ? textOf(record.extra?.['userIdentity'], 'userName') : usernameOf(record.caller),
  ResourceName: record.resources.map(({ name }) => name),
  ResourceType: record.resources.map(({ type }) => type),
});
function textOf(value: Json | undefined, key: string): string | undefined {
  const found = isJsonObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

/** From the request's id, so that what is asked does not change the ids of what is made. */
export function eventId(requestId: string): string {
  const hex = sha256(`event ${requestId}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
