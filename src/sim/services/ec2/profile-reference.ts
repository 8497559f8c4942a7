// An instance profile as EC2 names it. Passing it needs iam:PassRole on its role.
import { createHash } from 'node:crypto';
import type { IamInstanceProfileSpecification } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { invalidCombination, invalidValue } from './errors.ts';

export interface ProfileReference { readonly arn: string; readonly id: string; readonly name: string }

/** By name or by ARN, not both. The id follows from the ARN, so that naming a profile draws no id. */
export function profileOf(call: SimCall, asked: IamInstanceProfileSpecification): ProfileReference {
  const { Arn, Name } = asked;
  if (Arn !== undefined && Name !== undefined) throw invalidCombination('The parameter \'iamInstanceProfile.name\' may not be used in combination with \'iamInstanceProfile.arn\'');
  const { partition, id } = call.account;
  const arn = Arn ?? `arn:${partition}:iam::${id}:instance-profile/${Name ?? ''}`;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (!arn.startsWith(`arn:${partition}:iam::${id}:instance-profile/`) || name === '') throw invalidValue(`Value (${Arn ?? Name ?? ''}) for parameter iamInstanceProfile.${Arn === undefined ? 'name' : 'arn'} is invalid. Invalid IAM Instance Profile ${Arn === undefined ? 'name' : 'ARN'}`);
  return { arn, name, id: `AIPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}` };
}

/** Console and CLI name profile and role alike; the simulated account takes them to be. */
export function authorizePass(call: SimCall, profile: ProfileReference): void {
  call.authorize('iam:PassRole', `arn:${call.account.partition}:iam::${call.account.id}:role/${profile.name}`, { 'iam:PassedToService': call.account.partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com' });
}
