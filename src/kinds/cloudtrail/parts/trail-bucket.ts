// The bucket that a new trail writes to: closed to the world, versioned, and open to this one trail only.
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, PutPublicAccessBlockCommand, type CreateBucketCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { failureOf } from '../../../aws/errors.ts';
import type { Call, Operation } from '../../../core/types.ts';

export interface LogBucket { readonly bucket: string; readonly region: string; readonly partition: string; readonly accountId: string; readonly trailArn: string }
export const BUCKET_OPERATIONS: readonly Operation[] = ['s3:CreateBucket', 's3:PutPublicAccessBlock', 's3:PutBucketVersioning', 's3:PutBucketPolicy'];

/** us-east-1 is S3's default and must not be named. */
const creation = ({ bucket, region }: LogBucket) => ({ Bucket: bucket, ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }) });
/** The SDK puts the checksum that S3 asks for into the call; so it is named. */
const CHECKED = { ChecksumAlgorithm: 'CRC32' as const };
const closing = ({ bucket }: LogBucket) => ({ Bucket: bucket, ...CHECKED, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } });
const versioning = ({ bucket }: LogBucket) => ({ Bucket: bucket, ...CHECKED, VersioningConfiguration: { Status: 'Enabled' as const } });
/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
const opening = ({ bucket, partition, accountId, trailArn }: LogBucket) => {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return { Bucket: bucket, ...CHECKED, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [
    { Sid: 'TrailReadsAcl', Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: arn, Condition: { StringEquals: { 'aws:SourceArn': trailArn } } },
    { Sid: 'TrailWrites', Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `${arn}/AWSLogs/${accountId}/*`, Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trailArn } } },
    { Sid: 'OnlyEncrypted', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ] }) };
};

export const bucketCalls = (to: LogBucket): readonly Call[] => [
  { operation: 's3:CreateBucket', region: to.region, input: creation(to) },
  { operation: 's3:PutPublicAccessBlock', region: to.region, input: closing(to) },
  { operation: 's3:PutBucketVersioning', region: to.region, input: versioning(to) },
  { operation: 's3:PutBucketPolicy', region: to.region, input: opening(to) },
];

/** From wherever it stands: a run that was cut off has made it already. */
export async function makeBucket(client: S3Client, to: LogBucket): Promise<void> {
  try {
    await client.send(new CreateBucketCommand(creation(to) as CreateBucketCommandInput));
  } catch (error) {
    if (failureOf(error).code !== 'BucketAlreadyOwnedByYou') throw error;
  }
  await client.send(new PutPublicAccessBlockCommand(closing(to)));
  await client.send(new PutBucketVersioningCommand(versioning(to)));
  await client.send(new PutBucketPolicyCommand(opening(to)));
}
