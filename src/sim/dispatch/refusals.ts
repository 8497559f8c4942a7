// How AWS refuses a request: the code and the words differ by service.
import type { ServiceId } from '../../aws/session.ts';
import type { SimCaller } from '../account.ts';
import type { Refusal } from '../policy/authorize.ts';
import { sha256 } from '../../core/digest.ts';
import { AwsError } from '../wire/types.ts';

type Family = 'query' | 'ec2' | 'json' | 's3';
/** Services that speak the query protocol, and with its words. */
const QUERY: ReadonlySet<string> = new Set(['autoscaling', 'cloudformation', 'elasticbeanstalk', 'iam', 'rds', 'route53', 'sns', 'sts']);
const family = (service: ServiceId): Family => (service === 'ec2' ? 'ec2' : service === 's3' || service === 's3control' ? 's3' : QUERY.has(service) ? 'query' : 'json');

/** An unknown, inactive or foreign key, or a region that is not enabled. Leaves no event. */
export function unknownCredentials(service: ServiceId): AwsError {
  switch (family(service)) {
    case 'query': return new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    case 's3': return new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
    case 'ec2': return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
    case 'json': return new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 400);
  }
}

export function expiredCredentials(service: ServiceId): AwsError {
  switch (family(service)) {
    case 'query': return new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
    case 's3': return new AwsError('ExpiredToken', 'The provided token has expired.', 400);
    case 'ec2': return new AwsError('RequestExpired', 'Request has expired.', 400);
    case 'json': return new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 400);
  }
}

/** A signature of another time than AWS's. */
export function tooSkewed(service: ServiceId, signedAt: Date, now: Date): AwsError {
  const [at, here] = [signedAt, now].map((d) => d.toISOString().replace(/[-:]|\.\d+/g, ''));
  const message = `Signature expired: ${at ?? ''} is now earlier than ${here ?? ''}`;
  switch (family(service)) {
    case 'query': return new AwsError('SignatureDoesNotMatch', message, 403);
    case 's3': return new AwsError('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403);
    case 'ec2': return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
    case 'json': return new AwsError('InvalidSignatureException', message, 400);
  }
}

export function noCredentials(service: ServiceId): AwsError {
  // S3 asks nobody who he is: without a signature somebody anonymous is refused.
  if (family(service) === 's3') return new AwsError('AccessDenied', 'Access Denied', 403);
  return family(service) === 'ec2'
    ? new AwsError('MissingParameter', 'The request must contain the parameter AWSAccessKeyId', 400)
    : new AwsError(family(service) === 'query' ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403);
}

/** Too many requests for the service's quota. */
export function throttled(service: ServiceId): AwsError {
  switch (service) {
    case 'ec2': return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
    case 's3': case 's3control': return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
    case 'iam': case 'sts': case 'route53': return new AwsError('Throttling', 'Rate exceeded', 400);
    case 'organizations': case 'account': return new AwsError('TooManyRequestsException', 'Rate exceeded', 429);
    default: return new AwsError('ThrottlingException', 'Rate exceeded', 400);
  }
}

interface Denied { readonly service: ServiceId; readonly caller: SimCaller; readonly action: string; readonly resource: string; readonly requestId: string }

/** AccessDenied as AWS writes it. Without a refusal: the trust policy of a role, of which AWS gives no reason. */
export function accessDenied({ service, caller, action, resource, requestId }: Denied, refusal?: Refusal): AwsError {
  const reason = refusal === undefined ? '' : refusal.explicit
    ? ` with an explicit deny in ${article(refusal.layer)} ${refusal.layer}`
    : ` because no ${refusal.layer} allows the ${action} action`;
  // Where an action has no resource, IAM and STS write "*"; the others write none.
  const target = resource === '*' && family(service) !== 'query' ? '' : ` on resource: ${resource}`;
  const sentence = `User: ${caller.arn} is not authorized to perform: ${action}${target}${reason}`;
  switch (family(service)) {
    case 'query': return new AwsError(service === 'sns' ? 'AuthorizationError' : 'AccessDenied', sentence, 403);
    case 's3': return new AwsError('AccessDenied', sentence, 403);
    case 'json': return new AwsError('AccessDeniedException', sentence, 400);
    case 'ec2': return new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${sentence}${encoded(action, requestId)}`, 403);
  }
}
const article = (layer: string): string => (layer.startsWith('i') ? 'an' : 'a');
// Reads carry none; what it says can only be decoded by AWS, so any text of its looks will do.
const encoded = (action: string, requestId: string): string =>
  (action.startsWith('ec2:Describe') ? '' : `. Encoded authorization failure message: ${Buffer.from(sha256(requestId)).toString('base64url')}`);
