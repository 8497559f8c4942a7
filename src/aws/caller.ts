// Who runs the tool, as AWS says it; nothing else is believed.
import { isoNow, type Clock } from '../core/clock.ts';
import { IncidentError, isIncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Caller } from '../core/types.ts';
import type { Credentials } from './credentials.ts';
import { failureOf, type AwsFailure } from './errors.ts';
import type { STSClient } from '@aws-sdk/client-sts';

/** Asks sts:GetCallerIdentity. Throws `credentials` where there are none or AWS does not take them, `failed` where it could not be asked. */
export async function identify(options: { readonly credentials: Credentials; readonly clock: Clock }, client: () => Promise<STSClient>): Promise<Caller> {
  let identity;
  try {
    identity = await options.credentials.get();
  } catch (error) {
    throw new IncidentError('credentials', say('No AWS credentials were found: {{why}}', { why: isIncidentError(error) ? error.text : failureOf(error).message }), { cause: error });
  }
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  try {
    const sts = await client();
    const { Account = '', Arn = '', UserId = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return callerOf(Account, Arn, UserId, identity.accessKeyId, identity.expiration);
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const failure = failureOf(error);
    if (failure.class === 'caller-lost' || failure.class === 'expired' || failure.class === 'denied') {
      throw new IncidentError('credentials', say('AWS does not accept your credentials (access key {{key}}): {{code}}, {{message}}', { key: identity.accessKeyId, code: failure.code, message: failure.message }), { cause: error });
    }
    if (UNSIGNED.has(failure.code)) throw new IncidentError('credentials', say('AWS does not accept your signature ({{code}}, {{message}}). The secret key does not belong to access key {{key}}, or this computer\'s clock is wrong.', { key: identity.accessKeyId, code: failure.code, message: failure.message }), { cause: error });
    if (failure.class === 'network') throw new IncidentError('failed', say('AWS cannot be reached from here ({{code}}: {{message}}). Is this machine online? Look at its DNS, VPN and proxy.', { code: failure.code, message: failure.message }), { cause: error });
    if (isForeignAnswer(failure)) throw new IncidentError('failed', say('Something else than AWS answers here ({{code}}: {{message}}): a proxy, or a network that wants you to sign in. Use another network, or let Node.js trust the proxy (NODE_EXTRA_CA_CERTS).', { code: failure.code, message: failure.message }), { cause: error });
    throw new IncidentError('failed', say('Could not ask AWS who you are at {{time}}: {{code}}, {{message}}', { time: isoNow(options.clock), code: failure.code, message: failure.message }), { cause: error });
  }
}

/** Refusals of the signature itself; what was only signed for another time was signed again already. */
const UNSIGNED: ReadonlySet<string> = new Set(['SignatureDoesNotMatch', 'InvalidSignatureException', 'IncompleteSignature', 'RequestTimeTooSkewed']);
/** Certificates of strangers (Node.js TLS error codes), and answers that are none of AWS's. */
const isForeignAnswer = ({ code, class: sort, maybeDone }: AwsFailure): boolean => /CERT|UNABLE_TO_(GET|VERIFY)/.test(code) || (sort === 'other' && maybeDone);

/** Reads a caller out of an ARN: `arn:aws:sts::111122223333:assumed-role/Role/session`. */
export function callerOf(accountId: string, arn: string, userId: string, accessKeyId: string, expiration?: Date): Caller {
  const [, partition = 'aws', , , , resource = ''] = arn.split(':');
  const [sort, ...path] = resource.split('/');
  const type = resource === 'root' ? 'root' : sort === 'assumed-role' ? 'role-session' : sort === 'federated-user' ? 'federated-user' : 'user';
  const name = type === 'root' ? 'root' : type === 'role-session' ? path[0] ?? '' : path.at(-1) ?? '';
  return { accountId, partition, arn, userId, accessKeyId, type, name, ...(expiration ? { expiresAt: expiration.toISOString() } : {}) };
}
