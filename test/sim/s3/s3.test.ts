// S3 and S3 Control, as BEHAVIOUR.md says.
import {
  CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetBucketAclCommand, GetBucketLifecycleConfigurationCommand, GetBucketPolicyCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand,
  ListBucketsCommand, ListObjectsV2Command, ListObjectVersionsCommand, PutBucketAclCommand, PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand, PutBucketReplicationCommand,
  PutBucketVersioningCommand, PutObjectCommand, PutPublicAccessBlockCommand, S3Client, type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand as PutAccountBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeClient } from '../../../src/aws/clients.ts';
import { retryStrategy } from '../../../src/aws/retry.ts';
import type { World } from '../../../src/sim/world.ts';
import { opened, refusal, ROOT_KEY, type Asked } from '../ec2/opened.ts';

const Bucket = 'amzn-s3-demo-bucket';
const CREDENTIALS = { accessKeyId: ROOT_KEY, secretAccessKey: 'example' };
const clientOf = (world: World, region: string, more: object = {}): S3Client => new S3Client({ region, maxAttempts: 1, credentials: CREDENTIALS, requestHandler: world.endpoint.requestHandler(), ...more });

async function withBucket(asked: Asked = {}) {
  const at = await opened(asked);
  const s3 = clientOf(at.world, 'us-east-1');
  await s3.send(new CreateBucketCommand({ Bucket }));
  return { ...at, s3 };
}
const versioned = async (asked: Asked = {}) => {
  const at = await withBucket(asked);
  await at.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return at;
};
const openTo = (principal: unknown): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }] });
const put = (s3: S3Client, Key: string): Promise<unknown> => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'example' }));

describe('a bucket', () => {
  it('is in one Region, and another one names it', async () => {
    const { world } = await withBucket();
    const elsewhere = clientOf(world, 'eu-west-1');
    expect((await refusal(elsewhere.send(new GetBucketAclCommand({ Bucket }))))[0]).toBe('PermanentRedirect');
    const following = clientOf(world, 'eu-west-1', { followRegionRedirects: true });
    expect((await following.send(new GetBucketAclCommand({ Bucket }))).Grants).toHaveLength(1);
    expect((await following.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
  });

  it('is listed from everywhere, with its Region only where something is asked for', async () => {
    const { world } = await withBucket();
    const elsewhere = clientOf(world, 'eu-west-1');
    expect((await elsewhere.send(new ListBucketsCommand({}))).Buckets?.[0]).toMatchObject({ Name: Bucket, CreationDate: new Date('2026-11-20T09:00:00Z') });
    expect((await elsewhere.send(new ListBucketsCommand({}))).Buckets?.[0]?.BucketRegion).toBeUndefined();
    expect((await elsewhere.send(new ListBucketsCommand({ MaxBuckets: 10 }))).Buckets?.[0]?.BucketRegion).toBe('us-east-1');
  });

  it('is made only where its request says', async () => {
    const { world } = await opened();
    expect((await refusal(clientOf(world, 'eu-west-1').send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }))))[0]).toBe('IllegalLocationConstraintException');
    await clientOf(world, 'eu-west-1').send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
    expect((await refusal(clientOf(world, 'eu-west-1').send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }))))[0]).toBe('BucketAlreadyOwnedByYou');
  });

  it('is deleted when nothing is in it, not even a delete marker', async () => {
    const { s3 } = await versioned();
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'never' }));
    expect((await refusal(s3.send(new DeleteBucketCommand({ Bucket }))))[0]).toBe('BucketNotEmpty');
    const { DeleteMarkers: [marker] = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'never', VersionId: marker?.VersionId }] } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect((await refusal(s3.send(new HeadBucketCommand({ Bucket }))))[0]).toBe('NotFound');
  });
});

describe('what was never set', () => {
  it('is an error of its own', async () => {
    const { s3 } = await withBucket();
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).toEqual(['NoSuchBucketPolicy', 'The bucket policy does not exist', 404]);
    expect((await refusal(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))))[0]).toBe('NoSuchLifecycleConfiguration');
  });
});

describe('public access', () => {
  it('is blocked in a new bucket, by policy and by list', async () => {
    const { s3 } = await withBucket();
    expect((await refusal(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: openTo('*') }))))[0]).toBe('AccessDenied');
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: openTo({ AWS: 'arn:aws:iam::444455556666:root' }) }));
    expect((await refusal(s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }))))[0]).toBe('AccessControlListNotSupported');
  });

  it('is blocked by the account where the bucket allows it', async () => {
    const { s3, world, event } = await withBucket();
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: openTo('*') }));
    const control = new S3ControlClient({ region: 'eu-west-1', maxAttempts: 1, credentials: CREDENTIALS, requestHandler: world.endpoint.requestHandler() });
    const AccountId = '111122223333';
    expect((await refusal(control.send(new GetPublicAccessBlockCommand({ AccountId }))))[0]).toBe('NoSuchPublicAccessBlockConfiguration');
    await control.send(new PutAccountBlockCommand({ AccountId, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }));
    expect((await refusal(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: openTo('*') }))))[0]).toBe('AccessDenied');
    expect(event('PutAccountPublicAccessBlock')).toMatchObject({ request: { accountId: AccountId, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } } });
    expect((await refusal(control.send(new GetPublicAccessBlockCommand({ AccountId: '444455556666' }))))[0]).toBe('AccessDenied');
  });
});

describe('versions', () => {
  it('stay below a delete marker, and come back when it is deleted', async () => {
    const { s3 } = await versioned();
    await put(s3, 'a');
    const { VersionId, DeleteMarker } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(DeleteMarker).toBe(true);
    expect((await refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))))[0]).toBe('NoSuchKey');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    expect(await (await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).Body?.transformToString()).toBe('example');
  });

  it('are lost while versioning is suspended, but those of before stay', async () => {
    const { s3 } = await versioned();
    await put(s3, 'a');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
    await put(s3, 'a');
    await put(s3, 'a');
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map((v) => v.VersionId === 'null')).toEqual([true, false]);
  });

  it('are listed by key, the newest first, over all pages; awkward keys survive', async () => {
    const { s3 } = await versioned({ behaviour: { pageSize: 2 } });
    for (const key of ['b', 'a/1 +&<', 'b', 'a/1 +&<', '/c']) await put(s3, key);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    const seen: string[] = [];
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (next) {
      const page: ListObjectVersionsCommandOutput = await s3.send(new ListObjectVersionsCommand({ Bucket, ...next }));
      seen.push(...[...page.Versions ?? [], ...page.DeleteMarkers ?? []].map((v) => `${v.Key ?? ''}${v.IsLatest === true ? ' (latest)' : ''}`));
      next = page.IsTruncated === true ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
    }
    expect(seen).toEqual(['/c (latest)', 'a/1 +&< (latest)', 'a/1 +&<', 'b (latest)', 'b', 'b']);
    const { Versions: [encoded] = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'a', EncodingType: 'url' }));
    expect(encoded?.Key).toBe('a/1+%2B%26%3C');
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map((o) => o.Key)).toEqual(['/c', 'a/1 +&<']);
  });

  it('carry their metadata in headers; HEAD has no body', async () => {
    const { s3 } = await versioned();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'example', Metadata: { colour: 'red' }, ContentType: 'text/plain' }));
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({ Metadata: { colour: 'red' }, ContentType: 'text/plain', ContentLength: 7, ETag: '"1a79a4d60de6718e8e5b326e338ae533"' });
  });
});

describe('replication and versioning', () => {
  it('hang together', async () => {
    const { s3 } = await withBucket();
    const ReplicationConfiguration = { Role: 'arn:aws:iam::111122223333:role/r', Rules: [{ Status: 'Enabled' as const, Destination: { Bucket: 'arn:aws:s3:::amzn-s3-demo-destination-bucket' } }] };
    expect((await refusal(s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }))))[0]).toBe('InvalidRequest');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    expect((await refusal(s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }))))[0]).toBe('InvalidBucketState');
  });
});

describe('the event history', () => {
  it('has calls on buckets under CloudTrail\'s names, a rule alone without its list, and no calls on objects', async () => {
    const { s3, event, world } = await withBucket();
    await put(s3, 'a');
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }] } }));
    expect(event('PutBucketLifecycle')).toMatchObject({
      request: { bucketName: Bucket, lifecycle: '', LifecycleConfiguration: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', Rule: { ID: 'all', Expiration: { Days: 1 } } } },
      response: null, resources: [`arn:aws:s3:::${Bucket}`],
    });
    expect(world.history.records().map((e) => e.name)).not.toContain('PutObject');
  });
});

it('is asked for the account\'s block over a socket, too, where no name can stand before the address', async () => {
  const { world } = await opened();
  const listener = await world.endpoint.listen(0);
  onTestFinished(() => listener.close());
  const control = await makeClient('s3control', { region: 'us-east-1', endpoint: listener.url, credentials: () => Promise.resolve(CREDENTIALS), requestHandler: new NodeHttpHandler(), retryStrategy: retryStrategy({ clock: world.clock, random: () => 0, attempts: 1, changes: true }), customUserAgent: 'test' });
  expect((await refusal(control.send(new GetPublicAccessBlockCommand({ AccountId: '111122223333' }))))[0]).toBe('NoSuchPublicAccessBlockConfiguration');
});

it('answers path style over a socket, errors as XML', async () => {
  const { world } = await withBucket();
  const listener = await world.endpoint.listen(0);
  onTestFinished(() => listener.close());
  const s3 = new S3Client({ region: 'us-east-1', maxAttempts: 1, credentials: CREDENTIALS, endpoint: listener.url });
  await put(s3, 'a b/c');
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.[0]?.Key).toBe('a b/c');
  expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).toEqual(['NoSuchBucketPolicy', 'The bucket policy does not exist', 404]);
  expect((await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' }))))[0]).toBe('NotFound');
});
