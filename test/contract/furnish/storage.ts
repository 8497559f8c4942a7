// What the contract suite finds in S3, Route 53 and Route 53 Domains.
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import { ACCOUNT, type Play } from '../account.ts';

const BUCKETS = ['amzn-s3-demo-bucket', 'amzn-s3-demo-logging-bucket', 'amzn-s3-demo-source-bucket'] as const;
const FOREIGN = '444455556666';
const policy = (...Statement: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });
const letIn = (bucket: string, who: string): JsonObject => ({ Sid: `read${who.slice(0, 3)}`, Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${who}:root` }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` });

/** Each open in every way: a foreign account in the policy, the world in the ACL, a rule that empties it, a foreign key, copies to elsewhere. */
export async function furnishBuckets(play: Play): Promise<void> {
  for (const Bucket of BUCKETS) {
    await play('s3', 'CreateBucket', { Bucket, ObjectOwnership: 'ObjectWriter' });
    await play('s3', 'DeletePublicAccessBlock', { Bucket });
    await play('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(policy(letIn(Bucket, ACCOUNT), letIn(Bucket, FOREIGN))) });
    await play('s3', 'PutBucketAcl', { Bucket, ACL: 'public-read' });
    await play('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    await play('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Date: new Date('2026-12-01T00:00:00Z') } }] } });
    await play('s3', 'PutBucketReplication', { Bucket, ReplicationConfiguration: { Role: `arn:aws:iam::${ACCOUNT}:role/Worker`, Rules: [{ ID: 'one', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' }, DeleteMarkerReplication: { Status: 'Disabled' }, Destination: { Bucket: 'arn:aws:s3:::amzn-s3-demo-destination-bucket', Account: FOREIGN } }] } });
    await play('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `arn:aws:kms:us-east-1:${FOREIGN}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }, BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['NONE'] } }] } });
  }
}

export async function furnishSuspended(play: Play): Promise<void> {
  for (const Bucket of BUCKETS) {
    await play('s3', 'CreateBucket', { Bucket });
    await play('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } });
  }
}

/** Empty ones, and one of them that is public. */
export async function furnishEmptyBuckets(play: Play): Promise<void> {
  for (const Bucket of BUCKETS) await play('s3', 'CreateBucket', { Bucket });
  await play('s3', 'DeletePublicAccessBlock', { Bucket: BUCKETS[0] });
  await play('s3', 'PutBucketPolicy', { Bucket: BUCKETS[0], Policy: JSON.stringify(policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKETS[0]}/*` })) });
}

/** Five objects in each, all of them deleted; pages are of two. */
export async function furnishDeleted(play: Play): Promise<void> {
  for (const Bucket of BUCKETS) {
    await play('s3', 'CreateBucket', { Bucket });
    await play('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    for (const n of [1, 2, 3, 4, 5]) {
      await play('s3', 'PutObject', { Bucket, Key: `records/${String(n)}`, Body: 'example' });
      await play('s3', 'DeleteObject', { Bucket, Key: `records/${String(n)}` });
    }
  }
}

const ZONES = ['example.com', 'example.net', 'example.org'] as const;
export async function furnishZones(play: Play): Promise<void> {
  for (const Name of ZONES) await play('route53', 'CreateHostedZone', { Name, CallerReference: Name });
}
export async function furnishRecords(play: Play): Promise<void> {
  for (const Name of ZONES) {
    const { HostedZone: zone } = await play('route53', 'CreateHostedZone', { Name, CallerReference: Name }) as { HostedZone: { Id: string } };
    const set = (name: string, Value: string): object => ({ Action: 'CREATE', ResourceRecordSet: { Name: name, Type: 'A', TTL: 300, ResourceRecords: [{ Value }] } });
    await play('route53', 'ChangeResourceRecordSets', { HostedZoneId: zone.Id, ChangeBatch: { Changes: [set(`www.${Name}`, '192.0.2.1'), set(`*.${Name}`, '192.0.2.2')] } });
  }
}
export async function furnishDomains(play: Play): Promise<void> {
  for (const DomainName of ZONES) {
    const contact = { FirstName: 'alice', CountryCode: 'US' };
    await play('route53domains', 'RegisterDomain', { DomainName, DurationInYears: 1, AdminContact: contact, RegistrantContact: contact, TechContact: contact });
    await play('route53domains', 'DisableDomainTransferLock', { DomainName });
  }
}

const bucket = (r: Resource): string => r.name;
/** What each is given back to. */
export const STORAGE_AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'dlm/lifecycle-policy': () => ({ State: 'ENABLED', PolicyDetails: daily(14) }),
  'cloudfront/distribution': () => ({ members: { DefaultRootObject: 'index.html', Origins: { Quantity: 1, Items: [{ Id: 'web', DomainName: 'www.example.com', ConnectionAttempts: 3, ConnectionTimeout: 10, CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Origin' }] }, CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' } }] } } }),
  's3/bucket-policy': (r) => ({ is: policy(letIn(bucket(r), ACCOUNT)) }),
  's3/bucket-acl': () => ({ is: { Owner: {}, Grants: [] } }),
  's3/bucket-public-access-block': () => ({ is: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: false } }),
  's3/account-public-access-block': () => ({ is: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false } }),
  's3/bucket-lifecycle': () => ({ is: { Rules: [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 365 } }] } }),
  's3/bucket-replication': () => ({ is: { Role: `arn:aws:iam::${ACCOUNT}:role/Worker`, Rules: [{ ID: 'own', Status: 'Enabled', Priority: 1, Filter: { Prefix: 'records/' }, DeleteMarkerReplication: { Status: 'Disabled' }, Destination: { Bucket: 'arn:aws:s3:::amzn-s3-demo-backup-bucket' } }] } }),
  's3/bucket-encryption': () => ({ is: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } }),
  's3/delete-markers': () => ({ since: '2026-11-20T00:00:00.000Z' }),
  'route53/record-set': () => ({ is: { TTL: 60, ResourceRecords: [{ Value: '192.0.2.9' }] } }),
  'route53domains/domain': () => ({ nameservers: [{ Name: 'ns1.example.com' }, { Name: 'ns2.example.com' }] }),
};

/** One of them has a header that opens its origin. */
export async function furnishSites(play: Play): Promise<void> {
  for (const name of ['one', 'two', 'three']) {
    const origin = { Id: 'web', DomainName: `${name}.example.com`, CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Origin', HeaderValue: 'opens-the-origin-EXAMPLE' }] }, CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' } };
    await play('cloudfront', 'CreateDistribution', { DistributionConfig: { CallerReference: name, Comment: name, Enabled: true, Origins: { Quantity: 1, Items: [origin] }, DefaultCacheBehavior: { TargetOriginId: 'web', ViewerProtocolPolicy: 'https-only', CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' } } });
    await play('cloudfront', 'CreateFunction', { Name: name, FunctionConfig: { Comment: name, Runtime: 'cloudfront-js-2.0' }, FunctionCode: Buffer.from('function handler(event) { return event.request; }') });
  }
}

const daily = (Count: number): JsonObject => ({ ResourceTypes: ['VOLUME'], TargetTags: [{ Key: 'backup', Value: 'daily' }], Schedules: [{ Name: 'daily', CreateRule: { Interval: 24, IntervalUnit: 'HOURS', Times: ['03:00'] }, RetainRule: { Count } }] });
export async function furnishLifecycles(play: Play): Promise<void> {
  for (const Description of ['one', 'two', 'three']) await play('dlm', 'CreateLifecyclePolicy', { Description, State: 'ENABLED', ExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/Worker`, PolicyDetails: daily(7) });
}
