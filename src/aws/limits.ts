// Keeps the tool below AWS's request quotas, per service and region, on the injected clock.
import type { Clock } from '../core/clock.ts';
import type { ServiceId } from './session.ts';

/** What is asked at first: `burst` calls at once, then `rate` a second; `most`: how many a second where AWS has no objection. */
export interface Limit { readonly burst: number; readonly rate: number; readonly most?: number }
/** Each call that was waited for, and granted, adds so much to the rate. */
const FASTER = 0.1;
/** AWS asked to go slower: the rate at which it did is not reached again. */
const BELOW = 0.93;
/** What is asked at once after that, until what is under way has been answered. */
const BACK_TO = 0.7;
/** Refusals of calls that were under way together count once. */
const TOGETHER_MS = 1_000;

/** A token bucket, first come first served. Its rate grows to `most` while AWS answers, and stays below the rate that AWS refused. */
export class Bucket {
  #tokens: number;
  #at: number;
  #rate: number;
  #most: number;
  #slowedAt = -Infinity;
  #queue: Promise<void> = Promise.resolve();
  constructor(private readonly clock: Clock, private readonly limit: Limit) {
    this.#tokens = limit.burst;
    this.#rate = limit.rate;
    this.#most = limit.most ?? limit.rate;
    this.#at = clock.now().getTime();
  }
  take(): Promise<void> {
    const turn = this.#queue.then(() => this.#one());
    this.#queue = turn;
    return turn;
  }
  /** AWS has refused a call as one too many. */
  slower(): void {
    const now = this.clock.now().getTime();
    if (now - this.#slowedAt < TOGETHER_MS) return;
    this.#slowedAt = now;
    const least = Math.min(1, this.limit.rate);
    this.#most = Math.max(least, this.#rate * BELOW);
    this.#rate = Math.max(least, this.#most * BACK_TO);
    this.#tokens = Math.min(this.#tokens, 0);
  }
  async #one(): Promise<void> {
    this.#refill();
    if (this.#tokens < 1) {
      await this.clock.sleep(Math.ceil(((1 - this.#tokens) / this.#rate) * 1000));
      this.#refill();
      this.#rate = Math.min(this.#most, this.#rate + FASTER);
    }
    this.#tokens = Math.max(0, this.#tokens - 1);
  }
  #refill(): void {
    const now = this.clock.now().getTime();
    this.#tokens = Math.min(this.limit.burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#rate);
    this.#at = now;
  }
}

/**
 * Below AWS's published quotas (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html), because others in the account use them too;
 * IAM's are not published, so it is asked faster until it objects. CloudTrail's two a second belong to activity/history/history.ts, which shares them among its lookups.
 */
const LIMITS: Readonly<Partial<Record<ServiceId, Limit>>> = {
  ec2: { burst: 80, rate: 15, most: 19.4 },
  iam: { burst: 40, rate: 20, most: 60 },
  // Lambda's control plane: 15 a second for GetPolicy, 15 for all that is neither GetPolicy nor GetFunction (Lambda quotas).
  lambda: { burst: 12, rate: 12 },
  ssm: { burst: 10, rate: 8 },
  // Control planes of storage: AWS's own quotas are higher, or unpublished.
  backup: { burst: 10, rate: 5 },
  dynamodb: { burst: 40, rate: 20 },
  kms: { burst: 40, rate: 40 },
  rds: { burst: 20, rate: 10 },
  secretsmanager: { burst: 40, rate: 30 },
  sns: { burst: 30, rate: 20 },
  sqs: { burst: 40, rate: 30 },
  organizations: { burst: 2, rate: 1 },
  route53: { burst: 4, rate: 4 },
  route53domains: { burst: 2, rate: 1 },
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html: 20 calls a second of each.
  identitystore: { burst: 15, rate: 10 },
  sso: { burst: 15, rate: 10 },
  support: { burst: 5, rate: 2 },
  // https://docs.aws.amazon.com/general/latest/gr/arg.html: GetResources 15 a second.
  tag: { burst: 10, rate: 10 },
  health: { burst: 5, rate: 2 },
  // Unpublished, and known to be low.
  lightsail: { burst: 10, rate: 5 },
  account: { burst: 8, rate: 4 },
  budgets: { burst: 5, rate: 2 },
  ce: { burst: 4, rate: 2 },
  savingsplans: { burst: 4, rate: 2 },
  servicequotas: { burst: 8, rate: 4 },
  // Most of SES's operations may be called once a second.
  ses: { burst: 4, rate: 1 },
};
/** EC2 counts what changes something apart, and has buckets of their own for some operations. */
const EC2_CHANGES: Limit = { burst: 45, rate: 4.5, most: 4.9 };
const ONE_IN_TEN_SECONDS: Limit = { burst: 1, rate: 0.1 };
const EC2_OWN: Readonly<Record<string, Limit>> = {
  EnableSnapshotBlockPublicAccess: ONE_IN_TEN_SECONDS, DisableSnapshotBlockPublicAccess: ONE_IN_TEN_SECONDS, EnableImageBlockPublicAccess: ONE_IN_TEN_SECONDS, DisableImageBlockPublicAccess: ONE_IN_TEN_SECONDS,
  ModifyInstanceMetadataDefaults: { burst: 2, rate: 1.9 },
  TerminateInstances: { burst: 90, rate: 4.5 }, CreateSnapshots: { burst: 90, rate: 4.5 }, RunInstances: { burst: 4, rate: 1.8 }, StartInstances: { burst: 4, rate: 1.8 },
};

/** Which of a service's buckets an operation takes from. */
export function bucketName(service: ServiceId, operation: string): string {
  if (service !== 'ec2' || /^(Describe|Get|List|Search)/.test(operation)) return service;
  return operation in EC2_OWN ? `ec2 ${operation}` : 'ec2 changes';
}
export function bucketFor(service: ServiceId, clock: Clock, name: string = service): Bucket | undefined {
  const limit = name === service ? LIMITS[service] : EC2_OWN[name.slice('ec2 '.length)] ?? EC2_CHANGES;
  return limit && new Bucket(clock, limit);
}
