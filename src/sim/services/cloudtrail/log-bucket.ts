// Whether a trail may write to the bucket that it is given.
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';

/** A bucket that this account does not have is another account's, which lets the trail in: a stranger's, most likely. */
export function checkBucket(name: string, _call: SimCall): void {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u.test(name)) throw new AwsError('InvalidS3BucketNameException', `Bucket name ${name} is not valid.`, 400);
}
