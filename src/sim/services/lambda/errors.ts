// Lambda's errors, with its codes and sentences; the statuses are the model's.
import { AwsError } from '../../wire/types.ts';

const lambdaError = (code: string, message: string): AwsError => new AwsError(code, message, undefined, { Type: 'User' });

export const noSuchFunction = (arn: string): AwsError => lambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
export const noSuchThing = (message = 'The resource you requested does not exist.'): AwsError => lambdaError('ResourceNotFoundException', message);
export const conflict = (message: string): AwsError => lambdaError('ResourceConflictException', message);
export const inUse = (message: string): AwsError => lambdaError('ResourceInUseException', message);
export const invalid = (message: string): AwsError => lambdaError('InvalidParameterValueException', message);
