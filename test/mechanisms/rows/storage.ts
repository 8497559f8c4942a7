// Buckets, objects, records and domains.
import type { ServiceId } from '../../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../row.ts';

const ACCOUNT = '111122223333', OTHER = '444455556666';
const by = (service: ServiceId) => (operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const [s3, s3control, route53, domains, cloudfront, dlm] = [by('s3'), by('s3control'), by('route53'), by('route53domains'), by('cloudfront'), by('dlm')];
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';
const DATA_EVENTS = 'Calls on objects are data events, which the event history does not hold.';

const bucket = (Bucket: string): Played => s3('CreateBucket', { Bucket });
/** Ready to be made public: what newer buckets have from the start is taken off. */
const openable = (Bucket: string): readonly Played[] => [s3('CreateBucket', { Bucket, ObjectOwnership: 'ObjectWriter' }), s3('DeletePublicAccessBlock', { Bucket })];
const versioned = (Bucket: string): readonly Played[] => [bucket(Bucket), s3('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } })];
const policy = (Bucket: string, principal: unknown): Played => s3('PutBucketPolicy', { Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`] }] }) });
const rule = (rest: object): object => ({ Status: 'Enabled', Filter: { Prefix: '' }, ...rest });
const lifecycle = (Bucket: string, one: object): Played => s3('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules: [one] } });

const zone = (Name: string, as: string): Played => route53('CreateHostedZone', { Name, CallerReference: Name }, as);
const zoneId = (a: Answers, as: string): string => (a[as] as { HostedZone: { Id: string } }).HostedZone.Id;
const record = (as: string, Action: string, Name: string, Value: string): Played => route53('ChangeResourceRecordSets', (a) => ({ HostedZoneId: zoneId(a, as), ChangeBatch: { Changes: [{ Action, ResourceRecordSet: { Name, Type: 'A', TTL: 300, ResourceRecords: [{ Value }] } }] } }));
const contact = { FirstName: 'alice', LastName: 'example', Email: 'alice@example.com' };
const domain = (DomainName: string): Played => domains('RegisterDomain', { DomainName, DurationInYears: 1, AdminContact: contact, RegistrantContact: contact, TechContact: contact });

const site = (CallerReference: string, DomainName: string, FunctionARN?: string): object => ({
  CallerReference, Comment: CallerReference, Enabled: true, Origins: { Quantity: 1, Items: [{ Id: 'web', DomainName, CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' } }] },
  DefaultCacheBehavior: { TargetOriginId: 'web', ViewerProtocolPolicy: 'redirect-to-https', ...(FunctionARN === undefined ? {} : { FunctionAssociations: { Quantity: 1, Items: [{ FunctionARN, EventType: 'viewer-response' }] } }) },
});
const distribution = (name: string, origin: string, as: string): Played => cloudfront('CreateDistribution', { DistributionConfig: site(name, origin) }, as);
const tagOf = (a: Answers, as: string): string => (a[as] as { ETag: string }).ETag;
const redistributed = (as: string, name: string, origin: string, run?: string): Played => cloudfront('UpdateDistribution', (a) => ({ Id: (a[as] as { Distribution: { Id: string } }).Distribution.Id, IfMatch: tagOf(a, as), DistributionConfig: site(name, origin, run) }));
const CODE = { FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' }, FunctionCode: 'code' };
const edgeFunction = (Name: string, as: string): Played => cloudfront('CreateFunction', { Name, ...CODE }, as);

const daily = (Count: number, more: object = {}): object => ({ ResourceTypes: ['VOLUME'], TargetTags: [{ Key: 'backup', Value: 'daily' }], Schedules: [{ Name: 'daily', CreateRule: { Interval: 24, IntervalUnit: 'HOURS', Times: ['03:00'] }, RetainRule: { Count }, ...more }] });
const lifecyclePolicy = (Description: string, PolicyDetails: object, as: string): Played => dlm('CreateLifecyclePolicy', { Description, State: 'ENABLED', ExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/lifecycle`, PolicyDetails }, as);
const policyId = (a: Answers, as: string): string => (a[as] as { PolicyId: string }).PolicyId;

export const rows: readonly Mechanism[] = [
  { row: 78, title: 'a bucket policy that lets another account in', setUp: [bucket('r78-policy'), policy('r78-policy', { AWS: `arn:aws:iam::${ACCOUNT}:root` })], plant: [policy('r78-policy', { AWS: `arn:aws:iam::${OTHER}:root` })], shows: ['s3/bucket-policy'] },
  { row: 78, title: 'a bucket opened to the world', setUp: [bucket('r78-world')], plant: [s3('DeletePublicAccessBlock', { Bucket: 'r78-world' }), policy('r78-world', '*')], shows: ['s3/bucket-policy', 's3/bucket-public-access-block'], notFromConfiguration: 'A public bucket may be meant to be; it is shown as weak.' },
  { row: 78, title: 'an access control list that the world may change', setUp: openable('r78-acl'), plant: [s3('PutBucketAcl', { Bucket: 'r78-acl', ACL: 'public-read-write' })], shows: ['s3/bucket-acl'] },
  { row: 78, title: 'the account\'s public access block taken off', setUp: [s3control('PutPublicAccessBlock', { AccountId: ACCOUNT, PublicAccessBlockConfiguration: { IgnorePublicAcls: true, RestrictPublicBuckets: true } })], plant: [s3control('DeletePublicAccessBlock', { AccountId: ACCOUNT })], shows: ['s3/account-public-access-block'], events: ['s3:DeleteAccountPublicAccessBlock'], notFromConfiguration: 'Many accounts never set it; it is shown as weak.' },
  { row: 79, title: 'a bucket that is copied to another account', setUp: versioned('r79'), plant: [s3('PutBucketReplication', { Bucket: 'r79', ReplicationConfiguration: { Role: `arn:aws:iam::${ACCOUNT}:role/replication`, Rules: [{ ...rule({}), Priority: 1, DeleteMarkerReplication: { Status: 'Disabled' }, Destination: { Bucket: 'arn:aws:s3:::amzn-s3-demo-destination-bucket', Account: OTHER } }] } })], shows: ['s3/bucket-replication'] },
  { row: 80, title: 'versioning suspended', setUp: versioned('r80-versioning'), plant: [s3('PutBucketVersioning', { Bucket: 'r80-versioning', VersioningConfiguration: { Status: 'Suspended' } })], shows: ['s3/bucket-versioning'], notFromConfiguration: 'Suspended versioning is ordinary.' },
  { row: 80, title: 'objects deleted in a versioned bucket', setUp: [...versioned('r80-objects'), s3('PutObject', { Bucket: 'r80-objects', Key: 'records/1', Body: 'example' })], plant: [s3('DeleteObjects', { Bucket: 'r80-objects', Delete: { Objects: [{ Key: 'records/1' }] } })], shows: ['s3/delete-markers'], notFromHistory: DATA_EVENTS },
  { row: 80, title: 'a whole bucket deleted', setUp: [bucket('r80-bucket')], plant: [s3('DeleteBucket', { Bucket: 'r80-bucket' })], shows: [], events: ['s3:DeleteBucket'], notFromConfiguration: 'What is deleted is shown by the history alone.' },
  { row: 80, title: 'a bucket of the stranger\'s own', plant: [bucket('r80-own')], shows: ['s3/bucket'], notFromConfiguration: ORDINARY },
  { row: 81, title: 'keys that only a client knows allowed again', setUp: [bucket('r81')], plant: [s3('PutBucketEncryption', { Bucket: 'r81', ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BlockedEncryptionTypes: { EncryptionType: ['NONE'] } }] } })], shows: ['s3/bucket-encryption'], notFromConfiguration: 'Some applications use SSE-C.' },
  { row: 82, title: 'a bucket encrypted with a key of another account', setUp: [bucket('r82')], plant: [s3('PutBucketEncryption', { Bucket: 'r82', ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `arn:aws:kms:us-east-1:${OTHER}:key/1234abcd-12ab-34cd-56ef-1234567890ab` } }] } })], shows: ['s3/bucket-encryption'] },
  { row: 83, title: 'a lifecycle rule that empties a bucket', setUp: [bucket('r83'), lifecycle('r83', { ...rule({ ID: 'old', Expiration: { Days: 365 } }), Filter: { Prefix: 'logs/' } })], plant: [lifecycle('r83', rule({ ID: 'new', Expiration: { Days: 1 } }))], shows: ['s3/bucket-lifecycle'], events: ['s3:PutBucketLifecycle'] },
  { row: 97, title: 'a record that leads elsewhere', setUp: [zone('r97.example.com', 'z97'), record('z97', 'CREATE', 'www.r97.example.com', '192.0.2.10')], plant: [record('z97', 'UPSERT', 'www.r97.example.com', '203.0.113.10')], shows: ['route53/record-set'], notFromConfiguration: ORDINARY },
  { row: 97, title: 'a record of the stranger\'s own', setUp: [zone('r97n.example.com', 'z97n')], plant: [record('z97n', 'CREATE', 'login.r97n.example.com', '203.0.113.10')], shows: ['route53/record-set'], notFromConfiguration: ORDINARY },
  { row: 97, title: 'a hosted zone of the stranger\'s own', plant: [zone('r97z.example.com', 'z97z')], shows: ['route53/hosted-zone'], notFromConfiguration: ORDINARY },
  { row: 98, title: 'a domain made ready to be carried off', setUp: [domain('r98.example.com')], plant: [domains('DisableDomainTransferLock', { DomainName: 'r98.example.com' }), domains('RetrieveDomainAuthCode', { DomainName: 'r98.example.com' })], shows: ['route53domains/domain'], notFromConfiguration: 'A domain without the lock may be meant to be.' },
  { row: 98, title: 'a domain given to another account', setUp: [domain('r98t.example.com')], plant: [domains('TransferDomainToAnotherAwsAccount', { DomainName: 'r98t.example.com', AccountId: OTHER })], shows: ['route53domains/domain'], notFromConfiguration: 'Route 53 shows no transfer that is under way.' },
  { row: 98, title: 'name servers exchanged', setUp: [domain('r98n.example.com')], plant: [domains('UpdateDomainNameservers', { DomainName: 'r98n.example.com', Nameservers: [{ Name: 'ns1.example.net' }, { Name: 'ns2.example.net' }] })], shows: ['route53domains/domain'], notFromConfiguration: ORDINARY },
  { row: 52, title: 'a lifecycle policy that copies snapshots to another account', plant: [lifecyclePolicy('r52', daily(1, { ShareRules: [{ TargetAccounts: [OTHER] }] }), 'p52')], shows: ['dlm/lifecycle-policy'], notFromConfiguration: ORDINARY },
  {
    row: 52, title: 'the owner\'s lifecycle policy made to share and to keep less', setUp: [lifecyclePolicy('r52c', daily(30), 'p52c')],
    plant: [dlm('UpdateLifecyclePolicy', (a) => ({ PolicyId: policyId(a, 'p52c'), PolicyDetails: daily(1, { ShareRules: [{ TargetAccounts: [OTHER] }] }) }))], shows: ['dlm/lifecycle-policy'], notFromConfiguration: ORDINARY,
  },
  {
    row: 52, title: 'the owner\'s lifecycle policy disabled', setUp: [lifecyclePolicy('r52d', daily(30), 'p52d')],
    plant: [dlm('UpdateLifecyclePolicy', (a) => ({ PolicyId: policyId(a, 'p52d'), State: 'DISABLED' }))], shows: ['dlm/lifecycle-policy'], notFromConfiguration: ORDINARY,
  },
  { row: 84, title: 'another origin for the owner\'s distribution', setUp: [distribution('r84', 'www.example.com', 's84')], plant: [redistributed('s84', 'r84', 'r84.example.net')], shows: ['cloudfront/distribution'], notFromConfiguration: ORDINARY },
  {
    row: 84, title: 'a function put into the owner\'s distribution', setUp: [distribution('r84f', 'www.example.com', 's84f')],
    plant: [edgeFunction('r84f', 'f84'), cloudfront('PublishFunction', (a) => ({ Name: 'r84f', IfMatch: tagOf(a, 'f84') })), redistributed('s84f', 'r84f', 'www.example.com', `arn:aws:cloudfront::${ACCOUNT}:function/r84f`)],
    shows: ['cloudfront/distribution', 'cloudfront/function'], notFromConfiguration: ORDINARY,
  },
  {
    row: 84, title: 'other code in the owner\'s function', setUp: [edgeFunction('r84c', 'f84c')],
    plant: [cloudfront('UpdateFunction', (a) => ({ Name: 'r84c', IfMatch: tagOf(a, 'f84c'), ...CODE }), 'u84c'), cloudfront('PublishFunction', (a) => ({ Name: 'r84c', IfMatch: tagOf(a, 'u84c') }))], shows: ['cloudfront/function'], notFromConfiguration: ORDINARY,
  },
  { row: 84, title: 'a distribution of the stranger\'s own', plant: [distribution('r84o', 'r84.example.net', 's84o')], shows: ['cloudfront/distribution'], notFromConfiguration: ORDINARY },
];
