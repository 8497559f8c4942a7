// Whether a trail may write to the bucket that it is given.
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { s3State } from '../s3/state.ts';

const SERVICE = 'cloudtrail.amazonaws.com';
const NEEDED = ['s3:GetBucketAcl', 's3:PutObject'] as const;
interface Statement { readonly Effect?: unknown; readonly Principal?: unknown; readonly Action?: unknown }
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** A bucket that this account does not have is another account's, which lets the trail in: a stranger's, most likely. */
export function checkBucket(name: string, { account }: SimCall): void {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u.test(name)) throw new AwsError('InvalidS3BucketNameException', `Bucket name ${name} is not valid.`, 400);
  const bucket = s3State(account).buckets.get(name);
  if (bucket && !letsIn(bucket.policy)) throw new AwsError('InsufficientS3BucketPolicyException', `Incorrect S3 bucket policy is detected for bucket: ${name}`, 400);
}
function letsIn(policy: string | undefined): boolean {
  if (policy === undefined) return false;
  const statements = listOf((JSON.parse(policy) as { Statement?: unknown }).Statement) as readonly Statement[];
  const allowed = statements.filter((s) => s.Effect === 'Allow' && listOf((s.Principal as { Service?: unknown } | undefined)?.Service).includes(SERVICE)).flatMap((s) => listOf(s.Action));
  return NEEDED.every((action) => allowed.includes(action) || allowed.includes('s3:*'));
}
