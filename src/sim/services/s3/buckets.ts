// Buckets: made, listed, found, deleted when they are empty.
import {
  CreateBucketCommand, DeleteBucketCommand, GetBucketLocationCommand, HeadBucketCommand, ListBucketsCommand,
  type BucketLocationConstraint, type CreateBucketCommandInput, type ListBucketsCommandInput, type ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import type { SimCall } from '../../account.ts';
import { conflict, elsewhere, missing, noBucket, refused } from './errors.ts';
import { bucketArn, ofBucket, onBucket, type S3Service } from './operation.ts';
import { ALL_BLOCKED, canonicalId, ownGrant, s3State, type Bucket } from './state.ts';

const NAME = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

function create(input: CreateBucketCommandInput, call: SimCall): { Location: string } {
  const name = input.Bucket ?? '';
  const { buckets } = s3State(call.account);
  const region: string = input.CreateBucketConfiguration?.LocationConstraint ?? 'us-east-1';
  if (!NAME.test(name)) throw refused('InvalidBucketName', 'The specified bucket is not valid.');
  if (region !== call.region && !(region === 'EU' && call.region === 'eu-west-1')) throw refused('IllegalLocationConstraintException', `The ${region === 'us-east-1' ? 'unspecified' : region} location constraint is incompatible for the region specific endpoint this request was sent to.`);
  if (buckets.has(name)) throw conflict('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.');
  call.touch({ type: 'AWS::S3::Bucket', name: bucketArn(call, name) });
  buckets.set(name, {
    name, region: call.region, created: wholeSecond(call.now), grants: [ownGrant(call.account)], ownership: [{ ObjectOwnership: input.ObjectOwnership ?? 'BucketOwnerEnforced' }], publicBlock: ALL_BLOCKED,
    encryption: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }],
    objects: new Map(), keys: undefined,
  });
  return { Location: `/${name}` };
}
/** S3's times count whole seconds. */
export const wholeSecond = (date: Date): Date => new Date(Math.floor(date.getTime() / 1_000) * 1_000);

/** The Regions stand in the answer only when the request has a parameter. */
function list(input: ListBucketsCommandInput, call: SimCall): Omit<ListBucketsCommandOutput, '$metadata'> {
  const { account } = call;
  const asked = input.MaxBuckets !== undefined || input.Prefix !== undefined || input.BucketRegion !== undefined || input.ContinuationToken !== undefined;
  const found = [...s3State(account).buckets.values()].filter((b) => b.name.startsWith(input.Prefix ?? '') && (input.BucketRegion === undefined || input.BucketRegion === b.region)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const from = input.ContinuationToken === undefined ? 0 : Number(Buffer.from(input.ContinuationToken, 'base64url').toString('utf8'));
  if (!Number.isInteger(from)) throw refused('InvalidArgument', 'The continuation token provided is incorrect');
  const page = found.slice(from, from + (input.MaxBuckets === undefined ? found.length : Math.min(input.MaxBuckets, account.behaviour.pageSize)));
  const next = from + page.length;
  return {
    Buckets: page.map((b) => ({ Name: b.name, CreationDate: b.created, BucketArn: bucketArn(call, b.name), ...(asked ? { BucketRegion: b.region } : {}) })),
    Owner: { ID: canonicalId(account) }, ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
    ...(next < found.length ? { ContinuationToken: Buffer.from(String(next)).toString('base64url') } : {}),
  };
}

function remove(bucket: Bucket, _: unknown, call: SimCall): object {
  if (bucket.objects.size > 0) throw conflict('BucketNotEmpty', bucket.versioning === undefined ? 'The bucket you tried to delete is not empty' : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.');
  s3State(call.account).buckets.delete(bucket.name);
  return {};
}

/** HEAD has no body: the code is made of the status. */
function head(input: { readonly Bucket: string | undefined }, call: SimCall): { BucketRegion: string } {
  const bucket = s3State(call.account).buckets.get(input.Bucket ?? '');
  if (!bucket) throw missing('NotFound', '');
  if (bucket.region !== call.region) throw elsewhere(bucket.region);
  return { BucketRegion: bucket.region };
}
/** Asked in us-east-1 it answers for every Region; us-east-1 itself is an empty answer. */
function location(input: { readonly Bucket: string | undefined }, call: SimCall): { LocationConstraint?: BucketLocationConstraint } {
  const bucket = s3State(call.account).buckets.get(input.Bucket ?? '');
  if (!bucket) throw noBucket();
  return bucket.region === 'us-east-1' ? {} : { LocationConstraint: bucket.region as BucketLocationConstraint };
}

export const registerBuckets = (s3: S3Service): S3Service => s3
  .on(CreateBucketCommand, create, ofBucket(CreateBucketCommand))
  .on(DeleteBucketCommand, onBucket(remove), ofBucket(DeleteBucketCommand))
  .on(HeadBucketCommand, head, ofBucket(HeadBucketCommand))
  .on(GetBucketLocationCommand, location, ofBucket(GetBucketLocationCommand, 'location'))
  .on(ListBucketsCommand, list, { trail: { request: () => ({ Host: 's3.amazonaws.com' }) } });
