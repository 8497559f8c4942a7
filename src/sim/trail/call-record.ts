// The event of one call, allowed or denied, as CloudTrail writes it.
import type { ServiceId } from '../../aws/session.ts';
import type { SimCall } from '../account.ts';
import { isChange } from '../dispatch/changes.ts';
import { globalRegion, isGlobal } from '../dispatch/regions.ts';
import type { RegisteredOperation } from '../wire/service.ts';
import type { AwsError } from '../wire/types.ts';
import { requestParameters, responseElements } from './elements.ts';
import { elementsJson } from './elements-json.ts';
import { isJsonObject, type Json } from './identity.ts';
import { eventId, type TouchedResource, type TrailRecord } from './record.ts';
import { resourcesOf } from './resources.ts';

export type Outcome = { readonly output: unknown } | { readonly error: AwsError };
export interface RecordedCall {
  readonly call: SimCall;
  readonly operation: RegisteredOperation<SimCall>;
  readonly input: unknown;
  readonly touched: readonly TouchedResource[];
  readonly outcome: Outcome;
  /** The name under which the service's model knows a wire code: events carry that one. */
  readonly errorName: (code: string) => string;
}

/** Event sources that are named otherwise than IAM's prefix of the service. */
const SOURCE: Readonly<Partial<Record<ServiceId, string>>> = {
  cloudwatch: 'monitoring',
  s3control: 's3',
  tag: 'tagging',
};

/** undefined for what never stands in the event history. */
export function callRecord(recorded: RecordedCall): TrailRecord | undefined {
  const { call, operation, touched, outcome } = recorded;
  const trail = operation.traits.trail ?? {};
  if (trail.hidden === true) return undefined;
  const readOnly = trail.readOnly ?? !isChange(call.service, operation.name);
  const error = 'error' in outcome ? errorOf(recorded, outcome.error) : undefined;
  const request = requestOf(recorded, error?.code);
  const response = 'output' in outcome ? responseOf(recorded, outcome.output, readOnly) : null;
  return {
    id: eventId(call.requestId),
    requestId: call.requestId,
    at: call.now,
    region: trail.global === true || isGlobal(call.service) ? globalRegion(call.account.partition) : call.region,
    source: `${SOURCE[call.service] ?? call.service}.amazonaws.com`,
    name: trail.eventName ?? operation.name,
    type: 'AwsApiCall',
    readOnly,
    accountId: call.account.id,
    caller: call.caller,
    sourceIp: call.sourceIp,
    userAgent: call.userAgent,
    request,
    response,
    ...(error && { error }),
    resources: touched.length > 0 ? touched : resourcesOf(request, response),
  };
}

/** EC2 says whose fault it was: `Client.UnauthorizedOperation`, `Server.InternalError`. */
function errorOf({ call, errorName }: RecordedCall, error: AwsError): { code: string; message: string } {
  const code = call.service === 'ec2' ? `${(error.status ?? 400) >= 500 ? 'Server' : 'Client'}.${error.code}` : errorName(error.code);
  return { code, message: error.message };
}

// Events of denied calls carry no parameters; EC2's do.
function requestOf({ call, operation, input }: RecordedCall, errorCode: string | undefined): Json {
  if (call.service !== 'ec2' && errorCode?.startsWith('AccessDenied') === true) return null;
  const written = operation.traits.trail?.request;
  return written === undefined ? requestParameters(call.service, operation.schema.input, input) : elementsJson(written(input));
}

function responseOf({ call, operation }: RecordedCall, output: unknown, readOnly: boolean): Json {
  const written = operation.traits.trail?.response;
  if (written !== undefined) return withRequestId(call, elementsJson(written(output)));
  return readOnly ? null : responseElements(call.service, operation.schema.output, output, call.requestId);
}

/** EC2's answers name their request, the newer operations' inside of their own element. */
function withRequestId({ service, requestId }: SimCall, elements: Json): Json {
  if (service !== 'ec2' || !isJsonObject(elements)) return elements;
  const [name, ...others] = Object.keys(elements);
  const inner = name?.endsWith('Response') === true && others.length === 0 ? elements[name] : undefined;
  return name !== undefined && isJsonObject(inner) ? { [name]: { requestId, ...inner } } : { requestId, ...elements };
}
