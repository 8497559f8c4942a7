// S3's errors, with the codes, statuses and sentences that AWS uses.
import { AwsError } from '../../wire/types.ts';

const s3Error = (status: number) => (code: string, message: string): AwsError => new AwsError(code, message, status);
export const missing = s3Error(404);
export const refused = s3Error(400);
export const conflict = s3Error(409);
export const forbidden = s3Error(403);

export const noBucket = (): AwsError => missing('NoSuchBucket', 'The specified bucket does not exist');
export const noKey = (): AwsError => missing('NoSuchKey', 'The specified key does not exist.');
export const elsewhere = (region: string): AwsError =>
  new AwsError('PermanentRedirect', 'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.', 301, {}, { 'x-amz-bucket-region': region });
