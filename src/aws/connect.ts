// Opens the account: one session with its clients, its caller, and AWS's clock.
import type { Client, MetadataBearer } from '@smithy/types';
import { isoNow, type Clock } from '../core/clock.ts';
import { IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Caller, Operation, Region } from '../core/types.ts';
import { makeClient } from './clients.ts';
import type { Credentials } from './credentials.ts';
import { failureOf } from './errors.ts';
import { guard, type Leave } from './guard.ts';
import { guardedHandler, type RequestHandler } from './handler.ts';
import { Bucket, bucketFor } from './limits.ts';
import { globalRegionOf, isGlobal, partitionById, partitionOfRegion, type Partition } from './partition.ts';
import type { Permit } from './permit.ts';
import { retryStrategy } from './retry.ts';
import type { CalledOperation, ChangeAws, Clients, ReadAws, ServiceId } from './session.ts';

type BaseClient = Client<object, MetadataBearer, object>;

export interface ConnectOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly credentials: Credentials;
  readonly handler: RequestHandler;
  /** Where STS and, if nothing else is known, everything is asked first. */
  readonly region: string;
  /** The case's word for where this account is: `aws`, a URL, or `drill:<scenario>`. */
  readonly endpoint: string;
  readonly endpointUrl?: string | undefined;
  readonly userAgent: string;
  /** Asked when the credentials have expired: true when they were renewed. */
  readonly renew?: () => Promise<boolean>;
}

/** Everything that the tool may ask of the account. `identify()` comes first. */
export interface Session {
  readonly endpoint: string;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly partition: Partition;
  /** Asks AWS who we are; throws `credentials` where nobody can be found. */
  identify(): Promise<Caller>;
  /** Clients that answer these reads and nothing else. */
  reads(operations: readonly Operation[], region?: Region): ReadAws;
  /** Clients for one deed. `onCall` hears of every changing call, done or refused by AWS. */
  changes(permit: Permit, reads: readonly Operation[], region: Region, onCall: (called: CalledOperation) => void): ChangeAws;
  /** The time as AWS has it. */
  awsNow(): Date;
  /** AWS's time minus ours, in milliseconds. */
  skew(): number;
  onThrottle(listener: () => void): void;
  close(): void;
}

export function connect(options: ConnectOptions): Session {
  const { clock } = options;
  const bases = new Map<string, Promise<BaseClient>>();
  const buckets = new Map<string, Bucket | undefined>();
  let caller: Caller | undefined;
  let skew = 0;
  let throttled = (): void => undefined;
  const handler = guardedHandler(options.handler, (date) => {
    const ahead = date.getTime() - clock.now().getTime();
    if (Math.abs(ahead) > 1_500) skew = ahead;
    else skew = 0;
  });
  const here = (): Caller => {
    if (!caller) throw new IncidentError('internal', say('The account was asked before its caller was known.'));
    return caller;
  };
  const partition = (): Partition => (caller ? partitionById(caller.partition) : partitionOfRegion(options.region));

  const base = (service: ServiceId, region: string, changes: boolean): Promise<BaseClient> => {
    const name = `${service}/${region}/${String(changes)}`;
    const known = bases.get(name);
    if (known) return known;
    // Marked as memoized, so that the SDK asks each time and finds renewed credentials.
    const credentials = Object.assign(() => options.credentials.get(), { memoized: true });
    const made = makeClient(service, {
      credentials,
      region, requestHandler: handler, customUserAgent: options.userAgent,
      retryStrategy: retryStrategy({ clock, random: options.random, attempts: changes ? 8 : 6, changes, onThrottle: () => { throttled(); } }),
      ...(options.endpointUrl === undefined ? {} : { endpoint: options.endpointUrl }),
    }) as unknown as Promise<BaseClient>;
    bases.set(name, made);
    return made;
  };

  const bucket = (service: ServiceId, region: string): Bucket | undefined => {
    const name = `${service}/${region}`;
    if (!buckets.has(name)) buckets.set(name, bucketFor(service, clock));
    return buckets.get(name);
  };

  const bind = async <S extends ServiceId>(service: S, region: Region, leave: Leave): Promise<Clients[S]> => {
    const at = globalRegionOf(service, partition()) ?? (region === 'aws-global' ? options.region : region);
    const client = await base(service, at, 'permit' in leave);
    const bound = Object.create(client) as { middlewareStack: typeof client.middlewareStack };
    bound.middlewareStack = client.middlewareStack.clone();
    bound.middlewareStack.use(guard(service, isGlobal(service) ? 'aws-global' : at, leave));
    const limit = bucket(service, at);
    bound.middlewareStack.add((next) => async (args) => { await limit?.take(); return next(args); }, { step: 'initialize', priority: 'low', name: 'aws-incident-limit' });
    bound.middlewareStack.add((next) => (args) => renewed(() => next(args)), { step: 'initialize', priority: 'normal', name: 'aws-incident-renew' });
    return bound as unknown as Clients[S];
  };

  /** An answer that the credentials expired proves that nothing was done: ask for new ones, and try again. */
  const renewed = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      if (failureOf(error).class !== 'expired' || !options.renew) throw error;
      if (!await options.renew()) throw new IncidentError('interrupted', say('Your AWS credentials have expired. Renew them, then go on with: aws-incident resume'), { cause: error });
      options.credentials.renew();
      return send();
    }
  };

  const reads = (operations: readonly Operation[], region: Region = 'aws-global'): ReadAws => {
    const leave = { reads: new Set(operations) };
    return { accountId: caller?.accountId ?? '', partition: partition().id, region, client: (service) => bind(service, region, leave) };
  };

  return {
    endpoint: options.endpoint, clock,
    get caller() { return here(); },
    get partition() { return partition(); },
    identify: async () => { caller = await identify(options, reads(['sts:GetCallerIdentity'])); return caller; },
    reads,
    changes: (permit, readable, region, onCall) => {
      const leave: Leave = { permit, reads: new Set(readable), onCall };
      return { accountId: here().accountId, partition: partition().id, region, changes: true, client: (service) => bind(service, region, leave) };
    },
    awsNow: () => new Date(clock.now().getTime() + skew),
    skew: () => skew,
    onThrottle: (listener) => { throttled = listener; },
    close: () => { options.handler.destroy?.(); },
  };
}

async function identify(options: ConnectOptions, aws: ReadAws): Promise<Caller> {
  let identity;
  try {
    identity = await options.credentials.get();
  } catch (error) {
    throw new IncidentError('credentials', say('No AWS credentials were found: {{why}}', { why: failureOf(error).message }), { cause: error });
  }
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  try {
    const sts = await aws.client('sts');
    const { Account = '', Arn = '', UserId = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return callerOf(Account, Arn, UserId, identity.accessKeyId, identity.expiration);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.class === 'caller-lost' || failure.class === 'expired' || failure.class === 'denied') {
      throw new IncidentError('credentials', say('AWS does not accept your credentials (access key {{key}}): {{code}}, {{message}}', { key: identity.accessKeyId, code: failure.code, message: failure.message }), { cause: error });
    }
    throw new IncidentError('failed', say('Could not ask AWS who you are at {{time}}: {{code}}, {{message}}', { time: isoNow(options.clock), code: failure.code, message: failure.message }), { cause: error });
  }
}

/** Reads a caller out of an ARN: `arn:aws:sts::111122223333:assumed-role/Role/session`. */
export function callerOf(accountId: string, arn: string, userId: string, accessKeyId: string, expiration?: Date): Caller {
  const [, partition = 'aws', , , , resource = ''] = arn.split(':');
  const [sort, ...path] = resource.split('/');
  const type = resource === 'root' ? 'root' : sort === 'assumed-role' ? 'role-session' : sort === 'federated-user' ? 'federated-user' : 'user';
  const name = type === 'root' ? 'root' : type === 'role-session' ? path[0] ?? '' : path.at(-1) ?? '';
  return { accountId, partition, arn, userId, accessKeyId, type, name, ...(expiration ? { expiresAt: expiration.toISOString() } : {}) };
}
