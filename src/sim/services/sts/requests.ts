// What several STS operations check in their input: durations, MFA codes, session policies.
import type { PolicyDescriptorType } from '@aws-sdk/client-sts';
import type { SimCall } from '../../account.ts';
import type { IamAuthority } from '../../policy/authority.ts';
import { managedPolicy } from '../../policy/managed-policies.ts';
import { many, parsePolicy } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';

/** Seconds of a session; throws ValidationError as the service's own model check does. */
export function within(seconds: number, least: number, most: number): void {
  if (seconds < least) throw new AwsError('ValidationError', `1 validation error detected: Value '${String(seconds)}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to ${String(least)}`, 400);
  if (seconds > most) throw new AwsError('ValidationError', `1 validation error detected: Value '${String(seconds)}' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to ${String(most)}`, 400);
}

interface MfaInput { readonly SerialNumber?: string | undefined; readonly TokenCode?: string | undefined }
/** A device of the caller and any six digits prove MFA: the simulated account knows no devices' clocks. */
export function mfaProven({ SerialNumber, TokenCode }: MfaInput, call: SimCall, iam: IamAuthority): boolean {
  if (SerialNumber === undefined && TokenCode === undefined) return call.caller.session?.mfa === true;
  const owner = SerialNumber === undefined ? undefined : iam.mfaOwner(SerialNumber);
  if (owner !== call.caller.arn || !/^\d{6}$/.test(TokenCode ?? '')) throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 403);
  return true;
}

interface PolicyInput { readonly Policy?: string | undefined; readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined }
/** The session policies as documents; undefined when the session is not narrowed. */
export function sessionPolicies({ Policy, PolicyArns = [] }: PolicyInput): readonly string[] | undefined {
  if (Policy === undefined && PolicyArns.length === 0) return undefined;
  const inline = Policy === undefined ? undefined : parsePolicy(Policy);
  if (Policy !== undefined && inline === undefined) throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.', 400);
  const managed = PolicyArns.flatMap(({ arn = '' }) => {
    const policy = managedPolicy(arn);
    if (policy === undefined) throw new AwsError('MalformedPolicyDocument', `Invalid Policy Arn: ${arn}`, 400);
    return many(policy.document.Statement);
  });
  // All of them together are one layer: what any of them allows, the session policies allow.
  return [JSON.stringify({ Version: '2012-10-17', Statement: [...many(inline?.Statement), ...managed] })];
}
