// A bucket's own public access block: switched on again where the stranger took it off.
import { DeletePublicAccessBlockCommand, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import { asInput, fromEvent, isObject, plain } from './parts/json.ts';
import { ALL_BLOCKED, isAllBlocked } from './parts/public-access-block.ts';
import { aimOf, defineSetting, element, giving, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutPublicAccessBlock', input: (Bucket, is) => ({ Bucket, PublicAccessBlockConfiguration: is }),
    send: (client, input) => client.send(new PutPublicAccessBlockCommand(asInput(input))),
  },
  remove: { operation: 's3:DeletePublicAccessBlock', send: (client, input) => client.send(new DeletePublicAccessBlockCommand(asInput(input))) },
};

export default defineSetting({
  id: 's3/bucket-public-access-block', title: say('Public access block of an S3 bucket'), operation: 's3:GetPublicAccessBlock',
  read: async (client, Bucket) => { const { PublicAccessBlockConfiguration: block } = await client.send(new GetPublicAccessBlockCommand({ Bucket })); return block ? plain(block) : null; },
  changed: ['s3:PutBucketPublicAccessBlock', 's3:DeleteBucketPublicAccessBlock'],
  contentOf: (event) => {
    if (event.event === 's3:DeleteBucketPublicAccessBlock') return null;
    const block = fromEvent(element(event, 'PublicAccessBlockConfiguration'), {});
    return isObject(block) ? block : undefined;
  },
  actions: {
    contain: giving(writing, {
      target: (r) => (isAllBlocked(r.is) ? undefined : ALL_BLOCKED),
      title: (r) => say('Block all public access to bucket {{bucket}}', { bucket: r.bucket }),
      breaks: (r) => say('If bucket {{bucket}} serves a website or downloads to everybody, nobody reaches them any more.', { bucket: r.bucket }),
      idle: (r) => (isAllBlocked(r.is) ? say('All public access to bucket {{bucket}} is blocked.', { bucket: r.bucket }) : undefined),
    }),
    recover: giving(writing, {
      target: aimOf,
      title: (r) => say('Give bucket {{bucket}} the public access block back that it had', { bucket: r.bucket }),
      idle: (r) => (aimOf(r) === undefined ? say('The event history does not tell which public access block bucket {{bucket}} had before.', { bucket: r.bucket }) : undefined),
    }),
  },
});
