// Who may reach a bucket: its policy, its ACL, its public access block, and whether ACLs count at all.
import {
  DeleteBucketOwnershipControlsCommand, DeleteBucketPolicyCommand, DeletePublicAccessBlockCommand, GetBucketAclCommand, GetBucketOwnershipControlsCommand, GetBucketPolicyCommand, GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand, PutBucketAclCommand, PutBucketOwnershipControlsCommand, PutBucketPolicyCommand, PutPublicAccessBlockCommand, type Grant, type Permission, type PutBucketAclCommandInput, type PutBucketPolicyCommandInput,
} from '@aws-sdk/client-s3';
import type { SimCall } from '../../account.ts';
import { parsePolicy } from '../../policy/document.ts';
import { missing, refused } from './errors.ts';
import { ofBucket, onBucket, type S3Service } from './operation.ts';
import { blocks, isPublicGrant, isPublicPolicy, publicBlocked } from './public-access.ts';
import { canonicalId, ownGrant, type Bucket } from './state.ts';

function putPolicy(bucket: Bucket, input: PutBucketPolicyCommandInput, { account }: SimCall): object {
  const policy = input.Policy ?? '';
  if (!parsePolicy(policy)) throw refused('MalformedPolicy', 'Policies must be valid JSON and the first byte must be \'{\'');
  if (isPublicPolicy(policy) && blocks(account, bucket, 'BlockPublicPolicy')) throw publicBlocked('policies', 'BlockPublicPolicy');
  bucket.policy = policy;
  return {};
}
function policyOf({ policy }: Bucket): string {
  if (policy === undefined) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist');
  return policy;
}

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const group = (URI: string, Permission: Permission): Grant => ({ Grantee: { Type: 'Group', URI }, Permission });
const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  private: [], 'public-read': [group(ALL_USERS, 'READ')], 'public-read-write': [group(ALL_USERS, 'READ'), group(ALL_USERS, 'WRITE')], 'authenticated-read': [group(AUTHENTICATED, 'READ')],
};
function putAcl(bucket: Bucket, input: PutBucketAclCommandInput, { account }: SimCall): object {
  const own = ownGrant(account);
  const grants = input.AccessControlPolicy?.Grants ?? [own, ...(CANNED[input.ACL ?? 'private'] ?? [])];
  const onlyOwn = grants.every((g) => g.Grantee?.ID === canonicalId(account) && g.Permission === 'FULL_CONTROL');
  if (bucket.ownership?.[0]?.ObjectOwnership === 'BucketOwnerEnforced' && !onlyOwn) throw refused('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  if (grants.some(isPublicGrant) && blocks(account, bucket, 'BlockPublicAcls')) throw publicBlocked('ACLs', 'BlockPublicAcls');
  bucket.grants = grants;
  return {};
}

export const registerAccess = (s3: S3Service): S3Service => s3
  .on(PutBucketPolicyCommand, onBucket(putPolicy), ofBucket(PutBucketPolicyCommand, 'policy'))
  .on(GetBucketPolicyCommand, onBucket((b) => ({ Policy: policyOf(b) })), ofBucket(GetBucketPolicyCommand, 'policy'))
  .on(GetBucketPolicyStatusCommand, onBucket((b) => ({ PolicyStatus: { IsPublic: isPublicPolicy(policyOf(b)) } })), ofBucket(GetBucketPolicyStatusCommand, 'policyStatus'))
  .on(DeleteBucketPolicyCommand, onBucket((b) => { delete b.policy; return {}; }), ofBucket(DeleteBucketPolicyCommand, 'policy'))
  .on(PutBucketAclCommand, onBucket(putAcl), ofBucket(PutBucketAclCommand, 'acl'))
  .on(GetBucketAclCommand, onBucket((b, _, { account }) => ({ Owner: { ID: canonicalId(account) }, Grants: [...b.grants] })), ofBucket(GetBucketAclCommand, 'acl'))
  .on(PutPublicAccessBlockCommand, onBucket((b, input) => {
    const { BlockPublicAcls = false, IgnorePublicAcls = false, BlockPublicPolicy = false, RestrictPublicBuckets = false } = input.PublicAccessBlockConfiguration ?? {};
    b.publicBlock = { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets };
    return {};
  }), ofBucket(PutPublicAccessBlockCommand, 'publicAccessBlock', 'PutBucketPublicAccessBlock'))
  .on(GetPublicAccessBlockCommand, onBucket((b) => {
    if (!b.publicBlock) throw missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found');
    return { PublicAccessBlockConfiguration: b.publicBlock };
  }), ofBucket(GetPublicAccessBlockCommand, 'publicAccessBlock', 'GetBucketPublicAccessBlock'))
  .on(DeletePublicAccessBlockCommand, onBucket((b) => { b.publicBlock = undefined; return {}; }), ofBucket(DeletePublicAccessBlockCommand, 'publicAccessBlock', 'DeleteBucketPublicAccessBlock'))
  .on(PutBucketOwnershipControlsCommand, onBucket((b, input) => { b.ownership = input.OwnershipControls?.Rules; return {}; }), ofBucket(PutBucketOwnershipControlsCommand, 'ownershipControls'))
  .on(GetBucketOwnershipControlsCommand, onBucket((b) => {
    if (!b.ownership) throw missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found');
    return { OwnershipControls: { Rules: [...b.ownership] } };
  }), ofBucket(GetBucketOwnershipControlsCommand, 'ownershipControls'))
  .on(DeleteBucketOwnershipControlsCommand, onBucket((b) => { b.ownership = undefined; return {}; }), ofBucket(DeleteBucketOwnershipControlsCommand, 'ownershipControls'));
