// A bucket's versioning: suspended by the stranger, it is enabled again, so that nothing more is lost for good.
import { GetBucketVersioningCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { say } from '../../core/text.ts';
import { asInput, plain } from './parts/json.ts';
import { defineSetting, giving, type Writing } from './parts/setting.ts';

const writing: Writing = {
  put: {
    operation: 's3:PutBucketVersioning', input: (Bucket, { Status = 'Enabled' }) => ({ Bucket, VersioningConfiguration: { Status } }),
    send: (client, input) => client.send(new PutBucketVersioningCommand(asInput(input))),
  },
};

export default defineSetting({
  id: 's3/bucket-versioning', title: say('Versioning of an S3 bucket'), operation: 's3:GetBucketVersioning',
  read: async (client, Bucket) => { const { Status, MFADelete } = await client.send(new GetBucketVersioningCommand({ Bucket })); return Status === undefined ? null : plain({ Status, MFADelete }); },
  changed: ['s3:PutBucketVersioning'],
  actions: {
    contain: giving(writing, {
      target: (r) => (r.is?.['Status'] === 'Suspended' && r.is['MFADelete'] !== 'Enabled' ? { Status: 'Enabled' } : undefined),
      title: (r) => say('Enable versioning of bucket {{bucket}} again', { bucket: r.bucket }),
      breaks: () => say('Nothing. From now on each version of an object is kept and costs storage.'),
      idle: (r) => {
        if (r.is?.['MFADelete'] === 'Enabled') return say('Bucket {{bucket}} has MFA delete: only the root user with its MFA device can change its versioning.', { bucket: r.bucket });
        return r.is?.['Status'] === 'Suspended' ? undefined : say('Versioning of bucket {{bucket}} is not suspended.', { bucket: r.bucket });
      },
    }),
  },
});
