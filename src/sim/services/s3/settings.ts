// How a bucket treats its objects: lifecycle, versioning, replication, encryption, tags, website. Each Put replaces the whole.
import {
  DeleteBucketEncryptionCommand, DeleteBucketLifecycleCommand, DeleteBucketReplicationCommand, DeleteBucketTaggingCommand, DeleteBucketWebsiteCommand, GetBucketEncryptionCommand, GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand, GetBucketTaggingCommand, GetBucketVersioningCommand, GetBucketWebsiteCommand, PutBucketEncryptionCommand, PutBucketLifecycleConfigurationCommand, PutBucketReplicationCommand,
  PutBucketTaggingCommand, PutBucketVersioningCommand, PutBucketWebsiteCommand, type GetBucketWebsiteCommandOutput, type PutBucketLifecycleConfigurationCommandInput, type PutBucketReplicationCommandInput, type PutBucketVersioningCommandInput,
} from '@aws-sdk/client-s3';
import type { SimCall } from '../../account.ts';
import { conflict, missing, refused } from './errors.ts';
import { ofBucket, onBucket, type S3Service } from './operation.ts';
import type { Bucket } from './state.ts';

function there<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw missing(code, message);
  return value;
}

/** A rule without an id is given one; a rule with neither Filter nor Prefix is none. */
function putLifecycle(bucket: Bucket, { LifecycleConfiguration, TransitionDefaultMinimumObjectSize: minimum }: PutBucketLifecycleConfigurationCommandInput, { account }: SimCall): object {
  const rules = LifecycleConfiguration?.Rules ?? [];
  if (rules.length === 0 || rules.some((r) => (r.Filter === undefined && !('Prefix' in r)) || r.Status === undefined)) throw refused('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
  bucket.lifecycle = { rules: rules.map((r) => ({ ...r, ID: r.ID ?? account.ids.uuid() })), ...(minimum === undefined ? {} : { minimum }) };
  return {};
}
function putVersioning(bucket: Bucket, { VersioningConfiguration: asked }: PutBucketVersioningCommandInput): object {
  const status = asked?.Status;
  if (status === undefined) throw refused('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  if (status === 'Suspended' && bucket.replication) throw conflict('InvalidBucketState', 'A replication configuration is present on this bucket, so the versioning state cannot be changed.');
  bucket.versioning = status;
  return {};
}
function putReplication(bucket: Bucket, { ReplicationConfiguration: asked }: PutBucketReplicationCommandInput, call: SimCall): object {
  if (bucket.versioning !== 'Enabled') throw refused('InvalidRequest', 'Versioning must be \'Enabled\' on the bucket to apply a replication configuration');
  if (!asked?.Role || !asked.Rules) throw refused('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
  call.authorize('iam:PassRole', asked.Role);
  bucket.replication = { Role: asked.Role, Rules: asked.Rules.map((r) => ({ ...r, ID: r.ID ?? call.account.ids.uuid() })) };
  return {};
}

export const registerSettings = (s3: S3Service): S3Service => registerFace(s3
  .on(PutBucketLifecycleConfigurationCommand, onBucket(putLifecycle), ofBucket(PutBucketLifecycleConfigurationCommand, 'lifecycle', 'PutBucketLifecycle'))
  .on(GetBucketLifecycleConfigurationCommand, onBucket((b) => {
    const { rules, minimum } = there(b.lifecycle, 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
    return { Rules: [...rules], TransitionDefaultMinimumObjectSize: minimum ?? 'all_storage_classes_128K' };
  }), ofBucket(GetBucketLifecycleConfigurationCommand, 'lifecycle', 'GetBucketLifecycle'))
  .on(DeleteBucketLifecycleCommand, onBucket((b) => { delete b.lifecycle; return {}; }), ofBucket(DeleteBucketLifecycleCommand, 'lifecycle'))
  .on(PutBucketVersioningCommand, onBucket(putVersioning), ofBucket(PutBucketVersioningCommand, 'versioning'))
  .on(GetBucketVersioningCommand, onBucket((b) => (b.versioning === undefined ? {} : { Status: b.versioning })), ofBucket(GetBucketVersioningCommand, 'versioning'))
  .on(PutBucketReplicationCommand, onBucket(putReplication), ofBucket(PutBucketReplicationCommand, 'replication'))
  .on(GetBucketReplicationCommand, onBucket((b) => ({ ReplicationConfiguration: there(b.replication, 'ReplicationConfigurationNotFoundError', 'The replication configuration was not found') })), ofBucket(GetBucketReplicationCommand, 'replication'))
  .on(DeleteBucketReplicationCommand, onBucket((b) => { delete b.replication; return {}; }), ofBucket(DeleteBucketReplicationCommand, 'replication'))
  .on(PutBucketEncryptionCommand, onBucket((b, input) => { b.encryption = (input.ServerSideEncryptionConfiguration?.Rules ?? []).map((rule) => ({ BucketKeyEnabled: false, ...rule })); return {}; }), ofBucket(PutBucketEncryptionCommand, 'encryption'))
  .on(GetBucketEncryptionCommand, onBucket((b) => ({ ServerSideEncryptionConfiguration: { Rules: [...b.encryption] } })), ofBucket(GetBucketEncryptionCommand, 'encryption'))
  .on(DeleteBucketEncryptionCommand, onBucket((b) => { b.encryption = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }]; return {}; }), ofBucket(DeleteBucketEncryptionCommand, 'encryption')));

const registerFace = (s3: S3Service): S3Service => s3
  .on(PutBucketTaggingCommand, onBucket((b, input) => { b.tags = input.Tagging?.TagSet ?? []; return {}; }), ofBucket(PutBucketTaggingCommand, 'tagging'))
  .on(GetBucketTaggingCommand, onBucket((b) => ({ TagSet: [...there(b.tags, 'NoSuchTagSet', 'The TagSet does not exist')] })), ofBucket(GetBucketTaggingCommand, 'tagging'))
  .on(DeleteBucketTaggingCommand, onBucket((b) => { delete b.tags; return {}; }), ofBucket(DeleteBucketTaggingCommand, 'tagging'))
  .on(PutBucketWebsiteCommand, onBucket((b, input) => { b.website = input.WebsiteConfiguration ?? {}; return {}; }), ofBucket(PutBucketWebsiteCommand, 'website'))
  .on(GetBucketWebsiteCommand, onBucket((b): Omit<GetBucketWebsiteCommandOutput, '$metadata'> => there(b.website, 'NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration')), ofBucket(GetBucketWebsiteCommand, 'website'))
  .on(DeleteBucketWebsiteCommand, onBucket((b) => { delete b.website; return {}; }), ofBucket(DeleteBucketWebsiteCommand, 'website'));
