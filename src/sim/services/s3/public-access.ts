// What S3 calls public: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
import type { Grant, PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import type { SimAccount } from '../../account.ts';
import { many, parsePolicy, type Statement } from '../../policy/document.ts';
import { forbidden } from './errors.ts';
import { s3State, type Bucket } from './state.ts';

/** Keys that narrow a grant to somebody, as long as their value has no wildcard. */
const NARROWING = /^aws:(SourceIp|SourceArn|SourceVpc|SourceVpce|SourceAccount|SourceOwner|userid|PrincipalOrgID|PrincipalArn|PrincipalAccount|CalledVia)$/i;
const everybody = ({ Principal }: Statement): boolean => Principal === '*' || (Principal !== undefined && many(Principal.AWS).includes('*'));
const narrowed = ({ Condition }: Statement): boolean =>
  Object.values(Condition ?? {}).some((test) => Object.entries(test).some(([key, values]) => NARROWING.test(key) && many(values).every((value) => !String(value).includes('*') && value !== '0.0.0.0/0')));

export const isPublicPolicy = (json: string): boolean => many(parsePolicy(json)?.Statement).some((s) => s.Effect === 'Allow' && everybody(s) && !narrowed(s));
const GROUPS = new Set(['http://acs.amazonaws.com/groups/global/AllUsers', 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers']);
export const isPublicGrant = ({ Grantee }: Grant): boolean => GROUPS.has(Grantee?.URI ?? '');

/** A flag is set when the bucket or the account sets it. */
export const blocks = (account: SimAccount, bucket: Bucket, flag: keyof PublicAccessBlockConfiguration): boolean =>
  bucket.publicBlock?.[flag] === true || s3State(account).accountBlock?.[flag] === true;
export const publicBlocked = (what: 'policies' | 'ACLs', flag: string): ReturnType<typeof forbidden> =>
  forbidden('AccessDenied', `Access Denied because public ${what} are prevented by the ${flag} setting in S3 Block Public Access.`);
