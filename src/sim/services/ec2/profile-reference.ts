// An instance profile as EC2 names it, looked up in this account's IAM. Passing it needs iam:PassRole on its role.
import type { IamInstanceProfileSpecification } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { iamState } from '../iam/state.ts';
import { invalidCombination, invalidValue } from './errors.ts';

export interface ProfileReference { readonly arn: string; readonly id: string; readonly roleArn: string | undefined }

/** By name or by ARN, not both; it must exist. */
export function profileOf(call: SimCall, asked: IamInstanceProfileSpecification): ProfileReference {
  const { Arn, Name } = asked;
  if (Arn !== undefined && Name !== undefined) throw invalidCombination('The parameter \'iamInstanceProfile.name\' may not be used in combination with \'iamInstanceProfile.arn\'');
  const iam = iamState(call.account);
  const profile = iam.instanceProfiles.get(Name ?? Arn?.slice(Arn.lastIndexOf('/') + 1) ?? '');
  if (!profile || (Arn !== undefined && profile.arn !== Arn)) {
    const [member, what] = Arn === undefined ? ['name', 'name'] : ['arn', 'ARN'];
    throw invalidValue(`Value (${Arn ?? Name ?? ''}) for parameter iamInstanceProfile.${member} is invalid. Invalid IAM Instance Profile ${what}`);
  }
  const role = profile.roleId === undefined ? undefined : iam.roles.byId(profile.roleId);
  return { arn: profile.arn, id: profile.id, roleArn: role?.arn };
}

/** A profile without a role passes nothing. */
export function authorizePass(call: SimCall, { roleArn }: ProfileReference): void {
  if (roleArn === undefined) return;
  call.authorize('iam:PassRole', roleArn, { 'iam:PassedToService': call.account.partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com' });
}
