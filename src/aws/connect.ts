// Opens the account: one session with its clients, its caller, and AWS's clock.
import type { AssumeRootCommand } from '@aws-sdk/client-sts';
import type { Client, FinalizeHandler, FinalizeHandlerArguments, HandlerExecutionContext, MetadataBearer } from '@smithy/types';
import type { Clock } from '../core/clock.ts';
import { IncidentError } from '../core/errors.ts';
import { say } from '../core/text.ts';
import type { Caller, Operation, Region } from '../core/types.ts';
import { identify } from './caller.ts';
import { makeClient } from './clients.ts';
import { fixedCredentials, type Credentials } from './credentials.ts';
import { downloader } from './download.ts';
import { failureOf } from './errors.ts';
import { guard, type Leave } from './guard.ts';
import { guardedHandler, type RequestHandler } from './handler.ts';
import { Bucket, bucketFor, bucketName } from './limits.ts';
import { globalRegionOf, isGlobal, partitionById, partitionOfRegion, type Partition } from './partition.ts';
import { CallRefused, type Permit } from './permit.ts';
import { Renewal } from './renewal.ts';
import { retryStrategy } from './retry.ts';
import { rootTask, type CalledOperation, type ChangeAws, type Clients, type ReadAws, type ServiceId } from './session.ts';

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
  /** Asks AWS who we are; throws `credentials` where nobody can be found, or where it is another account than before. */
  identify(): Promise<Caller>;
  /** Who is asked of the organization's policies, where that is somebody else. */
  readonly manager: Caller | undefined;
  /** From now on they are asked with these credentials; throws as `identify`. */
  manage(credentials: Credentials): Promise<Caller>;
  unmanage(): void;
  /** Clients that answer these reads and nothing else. */
  reads(operations: readonly Operation[], region?: Region): ReadAws;
  /** Clients for one deed. `onCall` hears of every changing call, done or refused by AWS. A permit of another account or endpoint is refused. */
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
  let caller: Caller | undefined;
  let managing: { readonly credentials: Credentials; readonly caller: Caller; readonly renewal: Renewal } | undefined;
  let skew = 0;
  let throttled = (): void => undefined;
  const handler = guardedHandler(options.handler, (date) => {
    const ahead = date.getTime() - clock.now().getTime();
    skew = Math.abs(ahead) > NOISE_MS ? ahead : 0;
  });
  const pool = new Pool(options, handler, () => { throttled(); });
  const here = (): Caller => {
    if (!caller) throw new IncidentError('internal', say('The account was asked before its caller was known.'));
    return caller;
  };
  // A served drill's locations lead nowhere, and a stranger's endpoint is not followed to other hosts.
  const download = options.endpointUrl === undefined ? { download: downloader(options.handler) } : {};
  const partition = (): Partition => (caller ? partitionById(caller.partition) : partitionOfRegion(options.region));
  const clients = (region: Region, leave: Leave, renewal: Renewal | undefined): Pick<ReadAws, 'client' | 'management' | 'asRoot' | 'download'> => {
    const other = managing;
    return {
      client: (service) => pool.bind(service, region, partition(), leave, renewal), ...download,
      ...(other && { management: () => pool.bind('organizations', region, partition(), leave, other.renewal, other.credentials), asRoot: (open: AssumeRootCommand) => pool.asRoot(open, region, partition(), leave, other) }),
    };
  };
  const readsWith = (renewal: Renewal | undefined) => (operations: readonly Operation[], region: Region = 'aws-global'): ReadAws => (
    { accountId: caller?.accountId ?? '', partition: partition().id, region, ...clients(region, { reads: new Set(operations), anyEndpoint: options.endpointUrl !== undefined }, renewal) });
  const ASK: Leave = { reads: new Set(['sts:GetCallerIdentity']), anyEndpoint: options.endpointUrl !== undefined };
  // Whoever asks who we are is told when nobody is: that is no pause in the middle of something.
  const who = (credentials: Credentials): Promise<Caller> => identify({ credentials, clock }, () => pool.bind('sts', 'aws-global', partition(), ASK, undefined, credentials));
  const whoAmI = async (): Promise<Caller> => {
    caller = same(await who(options.credentials), caller);
    return caller;
  };
  const renewal = new Renewal({ credentials: options.credentials, renew: options.renew, check: whoAmI });

  return {
    endpoint: options.endpoint, clock,
    get caller() { return here(); },
    get partition() { return partition(); },
    get manager() { return managing?.caller; },
    manage: async (credentials) => {
      const manager = await who(credentials);
      managing = { credentials, caller: manager, renewal: new Renewal({ credentials, renew: options.renew, check: async () => same(await who(credentials), manager) }) };
      return manager;
    },
    unmanage: () => { managing = undefined; },
    identify: whoAmI,
    reads: readsWith(renewal),
    changes: (permit, readable, region, onCall) => {
      if (permit.accountId !== here().accountId || permit.endpoint !== options.endpoint) throw new CallRefused('permit:Use', region, 'other-target');
      const leave: Leave = { permit, reads: new Set(readable), onCall, anyEndpoint: options.endpointUrl !== undefined };
      return { accountId: here().accountId, partition: partition().id, region, changes: true, ...clients(region, leave, renewal) };
    },
    awsNow: () => new Date(clock.now().getTime() + skew),
    skew: () => skew,
    onThrottle: (listener) => { throttled = listener; },
    close: () => { options.handler.destroy?.(); },
  };
}
/** Renewed credentials must be the same account's. */
function same(now: Caller, before: Caller | undefined): Caller {
  if (before && now.accountId !== before.accountId) {
    throw new IncidentError('credentials', say('These credentials belong to account {{other}}, but this run works on account {{account}}. Nothing was sent to {{other}}.', { other: now.accountId, account: before.accountId }));
  }
  return now;
}
/** A Date header counts whole seconds and is some time on its way. */
const NOISE_MS = 1_500;

/** One client per service and region (and another for changes, which are retried otherwise), and one quota for both. */
class Pool {
  // Forty services in thirty-four Regions: a client that nobody uses at the moment may go, and is made again in a millisecond.
  readonly #bases = new WeakMap<Credentials, Map<string, WeakRef<BaseClient>>>();
  readonly #buckets = new Map<string, Bucket | undefined>();
  constructor(private readonly options: ConnectOptions, private readonly handler: RequestHandler, private readonly onThrottle: () => void) {}

  /** The client as `leave` allows it to be used. */
  async bind<S extends ServiceId>(service: S, region: Region, partition: Partition, leave: Leave, renewal: Renewal | undefined, credentials: Credentials = this.options.credentials): Promise<Clients[S]> {
    const at = globalRegionOf(service, partition) ?? (region === 'aws-global' ? this.options.region : region);
    const client = await this.#base(service, at, 'permit' in leave, credentials);
    const bound = Object.create(client) as { middlewareStack: typeof client.middlewareStack };
    bound.middlewareStack = client.middlewareStack.clone();
    bound.middlewareStack.use(guard(service, isGlobal(service) ? 'aws-global' : at, leave));
    const limitOf = ({ commandName = '' }: { readonly commandName?: string }): Bucket | undefined => this.#bucket(service, commandName.replace(/Command$/, ''), at);
    // Every attempt waits for its turn, before it is signed: retries are requests, too.
    bound.middlewareStack.addRelativeTo((next: FinalizeHandler<object, MetadataBearer>, context: HandlerExecutionContext) => async (args: FinalizeHandlerArguments<object>) => {
      const limit = limitOf(context);
      await limit?.take();
      try { return await next(args); } catch (error) {
        if (failureOf(error).class === 'throttled') limit?.slower();
        throw error;
      }
    }, { relation: 'after', toMiddleware: 'retryMiddleware', name: 'aws-incident-limit' });
    if (renewal) bound.middlewareStack.add((next) => (args) => renewal.send(() => next(args)), { step: 'initialize', priority: 'normal', name: 'aws-incident-renew' });
    return bound as unknown as Clients[S];
  }

  async asRoot(open: AssumeRootCommand, region: Region, partition: Partition, leave: Leave, { credentials, renewal }: { readonly credentials: Credentials; readonly renewal: Renewal }): Promise<Clients['iam']> {
    // What can end credentials needs the permit of a deed.
    const looks = open.input.TaskPolicyArn?.arn === rootTask(partition.id, 'IAMAuditRootUserCredentials').arn;
    const sts = await this.bind('sts', region, partition, looks ? { ...leave, reads: new Set(['sts:AssumeRoot']) } : leave, renewal, credentials);
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken = '' } = (await sts.send(open)).Credentials ?? {};
    return this.bind('iam', region, partition, leave, undefined, fixedCredentials({ accessKeyId, secretAccessKey, sessionToken }));
  }

  async #base(service: ServiceId, region: string, changes: boolean, credentials: Credentials): Promise<BaseClient> {
    const name = `${service}/${region}/${String(changes)}`, bases = this.#bases.get(credentials) ?? new Map<string, WeakRef<BaseClient>>();
    this.#bases.set(credentials, bases);
    const known = bases.get(name)?.deref();
    if (known) return known;
    const { clock, random, userAgent, endpointUrl } = this.options;
    const made = await makeClient(service, {
      // Marked as memoized, so that the SDK asks each time and finds renewed credentials.
      credentials: Object.assign(() => credentials.get(), { memoized: true }),
      region, requestHandler: this.handler, customUserAgent: userAgent,
      retryStrategy: retryStrategy({ clock, random, attempts: changes ? 8 : 6, changes, onThrottle: this.onThrottle }),
      ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    }) as unknown as BaseClient;
    bases.set(name, new WeakRef(made));
    return made;
  }

  #bucket(service: ServiceId, operation: string, region: string): Bucket | undefined {
    const sort = bucketName(service, operation), name = `${sort}/${region}`;
    if (!this.#buckets.has(name)) this.#buckets.set(name, bucketFor(service, this.options.clock, sort));
    return this.#buckets.get(name);
  }
}
