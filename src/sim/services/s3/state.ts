// What S3 keeps: buckets with their settings, objects with their versions, and the account's own public access block.
import type { Grant, LifecycleRule, OwnershipControlsRule, PublicAccessBlockConfiguration, ReplicationConfiguration, ServerSideEncryptionRule, Tag, TransitionDefaultMinimumObjectSize, WebsiteConfiguration } from '@aws-sdk/client-s3';
import type { SimAccount } from '../../account.ts';
import { sha256 } from '../../../core/digest.ts';

export interface Version {
  /** `null` while the bucket is not versioned. */
  readonly id: string;
  readonly at: Date;
  readonly marker: boolean;
  readonly body: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** Written with a key that only the writer knows (SSE-C). */
  readonly customerAlgorithm?: string;
  readonly kmsKeyId?: string;
}

export interface Bucket {
  readonly name: string; readonly region: string; readonly created: Date;
  policy?: string; grants: readonly Grant[]; ownership: readonly OwnershipControlsRule[] | undefined;
  publicBlock: PublicAccessBlockConfiguration | undefined;
  lifecycle?: { readonly rules: readonly LifecycleRule[]; readonly minimum?: TransitionDefaultMinimumObjectSize };
  versioning?: 'Enabled' | 'Suspended';
  replication?: ReplicationConfiguration;
  encryption: readonly ServerSideEncryptionRule[];
  tags?: readonly Tag[];
  website?: WebsiteConfiguration;
  /** Newest version first. */
  readonly objects: Map<string, Version[]>;
  /** In the order of their bytes; undefined when a key came or went. */
  keys: readonly string[] | undefined;
}

export interface S3State { readonly buckets: Map<string, Bucket>; accountBlock: PublicAccessBlockConfiguration | undefined }
export const newS3State = (): S3State => ({ buckets: new Map(), accountBlock: undefined });
export const s3State = (account: SimAccount): S3State => account.state('s3', newS3State);

/** The account's canonical user id, by which ACLs name it. */
export const canonicalId = (account: SimAccount): string => sha256(`canonical ${account.id}`);
export const ALL_BLOCKED: PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
export const ownGrant = (account: SimAccount): Grant => ({ Grantee: { Type: 'CanonicalUser', ID: canonicalId(account) }, Permission: 'FULL_CONTROL' });

export function sortedKeys(bucket: Bucket): readonly string[] {
  return (bucket.keys ??= [...bucket.objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}
