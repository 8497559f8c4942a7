// IAM's errors, by their wire codes and in AWS's words.
import { AwsError } from '../../wire/types.ts';

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message);
/** `The user with name alice cannot be found.` */
export const notFound = (what: string, name: string): AwsError => noSuchEntity(`The ${what} with name ${name} cannot be found.`);
export const alreadyExists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message);
export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflict', message);
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceeded', message);
/** `Cannot exceed quota for AccessKeysPerUser: 2` */
export const overQuota = (quota: string, most: number): AwsError => limitExceeded(`Cannot exceed quota for ${quota}: ${most}`);
export const malformedPolicy = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
export const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', message);
export const validation = (message: string): AwsError => new AwsError('ValidationError', message, 400);
export const accessDenied = (message: string): AwsError => new AwsError('AccessDenied', message, 403);
export const unmodifiable = (message: string): AwsError => new AwsError('UnmodifiableEntity', message);
export const notNow = (message: string): AwsError => new AwsError('EntityTemporarilyUnmodifiable', message);
