// How a bucket encrypts what is written to it: a stranger's key is taken out, and keys that only a client knows are refused.
import { DeleteBucketEncryptionCommand, GetBucketEncryptionCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Judgement } from '../../core/types.ts';
import { asInput, fromEvent, isObject, listOf, plain } from './parts/json.ts';
import { aimOf, defineSetting, element, giving, type BucketSetting, type Content, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutBucketEncryption', input: (Bucket, is) => ({ Bucket, ServerSideEncryptionConfiguration: is }),
    send: (client, input) => client.send(new PutBucketEncryptionCommand(asInput(input))),
  },
  remove: { operation: 's3:DeleteBucketEncryption', send: (client, input) => client.send(new DeleteBucketEncryptionCommand(asInput(input))) },
};
const NAMES = { Rule: 'Rules[]', 'BlockedEncryptionTypes.EncryptionType': 'EncryptionType[]' };

/** The key's ARN, where it is another account's. */
function foreignKey(rule: Json, account: string): string | undefined {
  const by = isObject(rule) && isObject(rule['ApplyServerSideEncryptionByDefault']) ? rule['ApplyServerSideEncryptionByDefault']['KMSMasterKeyID'] : undefined;
  return typeof by === 'string' && by.startsWith('arn:') && by.split(':')[4] !== account ? by : undefined;
}
/** SSE-C is refused by default since 2026: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-s3-c-encryption-setting-faq.html */
const takesClientKeys = (rule: Json): boolean => isObject(rule) && isObject(rule['BlockedEncryptionTypes']) && listOf(rule['BlockedEncryptionTypes']['EncryptionType']).includes('NONE');

function mended(rule: Json, account: string): Json {
  if (!isObject(rule)) return rule;
  const own: JsonObject = foreignKey(rule, account) === undefined ? rule : { ...rule, ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
  return takesClientKeys(own) ? { ...own, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } } : own;
}
const rulesOf = (is: Content): readonly Json[] => listOf(is?.['Rules']);
const isSound = ({ is, account }: BucketSetting): boolean => !rulesOf(is).some((rule) => foreignKey(rule, account) !== undefined || takesClientKeys(rule));

function judged(r: BucketSetting): Judgement | undefined {
  const [key] = rulesOf(r.is).flatMap((rule) => foreignKey(rule, r.account) ?? []);
  return key === undefined ? undefined : { verdict: 'suspicious', because: say('What is written to bucket {{bucket}} is encrypted with a key of another account: {{key}}.', { bucket: r.bucket, key }), techniques: ['T1486'] };
}

export default defineSetting({
  id: 's3/bucket-encryption', title: say('Encryption of an S3 bucket'), operation: 's3:GetBucketEncryption',
  read: async (client, Bucket) => { const { ServerSideEncryptionConfiguration: is } = await client.send(new GetBucketEncryptionCommand({ Bucket })); return is ? plain(is) : null; },
  changed: ['s3:PutBucketEncryption', 's3:DeleteBucketEncryption'],
  contentOf: (event) => {
    const is = fromEvent(element(event, 'ServerSideEncryptionConfiguration'), NAMES);
    return isObject(is) ? is : undefined;
  },
  judge: (r, { attributed }) => attributed ?? judged(r),
  actions: {
    contain: giving(writing, {
      target: (r) => (isSound(r) ? undefined : { Rules: rulesOf(r.is).map((rule) => mended(rule, r.account)) }),
      title: (r) => say('Take foreign keys out of the encryption of bucket {{bucket}}', { bucket: r.bucket }),
      breaks: () => say('What is written from now on is encrypted with a key of S3. What was written with the foreign key can be read only by whoever may use that key; older versions are as they were.'),
      idle: (r) => (isSound(r) ? say('Bucket {{bucket}} is encrypted with keys of this account, and takes none of a client.', { bucket: r.bucket }) : undefined),
    }),
    recover: giving(writing, {
      target: aimOf,
      title: (r) => say('Give bucket {{bucket}} its last good encryption back', { bucket: r.bucket }),
      idle: (r) => (aimOf(r) === undefined ? say('The event history does not tell how bucket {{bucket}} was encrypted before.', { bucket: r.bucket }) : undefined),
    }),
  },
});
