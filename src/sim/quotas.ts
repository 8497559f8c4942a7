// AWS's request quotas as token buckets, per service, operation and region. Measured by the account's clock.
import type { ServiceId } from '../aws/session.ts';

/** `burst` requests at once, refilled at `perSecond`. */
interface Quota { readonly bucket: string; readonly burst: number; readonly perSecond: number }

const EC2_READ: Quota = { bucket: 'read', burst: 100, perSecond: 20 };
const EC2_UNFILTERED: Quota = { bucket: 'unfiltered', burst: 50, perSecond: 10 };
const EC2_WRITE: Quota = { bucket: 'write', burst: 50, perSecond: 5 };
const EC2_HEAVY: Quota = { bucket: 'heavy', burst: 50, perSecond: 5 };
/** EC2 devguide, "Request throttling": operations with a bucket of their own. */
const EC2_OWN: Readonly<Record<string, Quota>> = {
  RunInstances: { bucket: 'RunInstances', burst: 5, perSecond: 2 },
  StartInstances: { bucket: 'StartInstances', burst: 5, perSecond: 2 },
  TerminateInstances: { bucket: 'TerminateInstances', burst: 100, perSecond: 5 },
  CreateSnapshots: { bucket: 'CreateSnapshots', burst: 100, perSecond: 5 },
  ModifySnapshotAttribute: { bucket: 'ModifySnapshotAttribute', burst: 100, perSecond: 5 },
  ModifyImageAttribute: { bucket: 'ModifyImageAttribute', burst: 100, perSecond: 5 },
  ModifyInstanceMetadataDefaults: { bucket: 'ModifyInstanceMetadataDefaults', burst: 2, perSecond: 2 },
  EnableSnapshotBlockPublicAccess: { bucket: 'EnableSnapshotBlockPublicAccess', burst: 1, perSecond: 0.1 },
  DisableSnapshotBlockPublicAccess: { bucket: 'DisableSnapshotBlockPublicAccess', burst: 1, perSecond: 0.1 },
  EnableImageBlockPublicAccess: { bucket: 'EnableImageBlockPublicAccess', burst: 1, perSecond: 0.1 },
  DisableImageBlockPublicAccess: { bucket: 'DisableImageBlockPublicAccess', burst: 1, perSecond: 0.1 },
  AuthorizeSecurityGroupIngress: EC2_HEAVY, RevokeSecurityGroupIngress: EC2_HEAVY, CreateKeyPair: EC2_HEAVY,
  RequestSpotInstances: EC2_HEAVY, CancelSpotInstanceRequests: EC2_HEAVY,
};
const UNFILTERED = new Set(['DescribeInstances', 'DescribeInstanceStatus', 'DescribeNetworkInterfaces', 'DescribeSecurityGroups', 'DescribeSnapshots', 'DescribeSpotInstanceRequests', 'DescribeVolumes']);

export interface QuotaRequest {
  readonly service: ServiceId;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly change: boolean;
}

/** Neither filtered nor paged nor by id: the smaller bucket. */
const ec2Read = (operation: string, input: QuotaRequest['input']): Quota =>
  (UNFILTERED.has(operation) && Object.values(input).every((value) => value === undefined) ? EC2_UNFILTERED : EC2_READ);

/** One bucket for all of a service's operations. */
const WHOLE: Readonly<Record<string, Quota>> = {
  sts: { bucket: 'all', burst: 600, perSecond: 600 },
  account: { bucket: 'all', burst: 20, perSecond: 10 },
  health: { bucket: 'all', burst: 20, perSecond: 10 },
  support: { bucket: 'all', burst: 20, perSecond: 10 },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
  route53: { bucket: 'all', burst: 5, perSecond: 5 },
};

export function quotaOf({ service, operation, input, change }: QuotaRequest): Quota {
  switch (service) {
    case 'ec2': return EC2_OWN[operation] ?? (change ? EC2_WRITE : ec2Read(operation, input));
    case 'cloudtrail': return operation === 'LookupEvents' ? { bucket: operation, burst: 2, perSecond: 2 } : { bucket: 'other', burst: 10, perSecond: 10 };
    // Unpublished; account-wide, and writes are the narrower.
    case 'iam': return change ? { bucket: 'write', burst: 60, perSecond: 15 } : { bucket: 'read', burst: 200, perSecond: 50 };
    case 'organizations': return { bucket: operation, burst: 2, perSecond: 1 };
    // 3,500 writes and 5,500 reads a second for each prefix of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
    case 's3': case 's3control': return change ? { bucket: 'write', burst: 3_500, perSecond: 3_500 } : { bucket: 'read', burst: 5_500, perSecond: 5_500 };
    // Mostly unpublished or higher than anybody reaches who keeps below the rest.
    default: return WHOLE[service] ?? { bucket: operation, burst: 50, perSecond: 20 };
  }
}

export class Quotas {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** Takes one request's token; false: the request is throttled. */
  take(request: QuotaRequest, now: Date): boolean {
    const { bucket, burst, perSecond } = quotaOf(request);
    const key = `${request.service}/${bucket}/${request.region}`;
    const held = this.#buckets.get(key) ?? { tokens: burst, at: now.getTime() };
    const seconds = Math.max(0, now.getTime() - held.at) / 1_000;
    const tokens = Math.min(burst, held.tokens + seconds * perSecond);
    const granted = tokens >= 1;
    this.#buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at: now.getTime() });
    return granted;
  }
}
