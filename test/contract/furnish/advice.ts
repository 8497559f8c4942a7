// What the contract suite finds of what is only advised: old keys, some in use; passwords and roles that nobody uses; trusts without a condition; secrets in the clear.
import type { SteppedClock } from '../../../src/core/clock.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { iamState } from '../../../src/sim/services/iam/state.ts';
import type { Play } from '../account.ts';
import { furnishLambda, NAMES as FUNCTIONS } from './functions.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave'] as const;
const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const trust = (Principal: object, Action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action }] });

/** Made two years ago; of each user one key is in use, and one is not. */
export async function furnishOldCredentials(play: Play, clock: SteppedClock, account: SimAccount): Promise<void> {
  const used: string[] = [];
  for (const UserName of NAMES) {
    await play('iam', 'CreateUser', { UserName });
    await play('iam', 'CreateLoginProfile', { UserName, Password: 'Example-password-1', PasswordResetRequired: false });
    const { AccessKey: key } = await play('iam', 'CreateAccessKey', { UserName }) as { AccessKey: { AccessKeyId: string } };
    await play('iam', 'CreateAccessKey', { UserName });
    used.push(key.AccessKeyId);
    const principal = UserName === 'dave' ? { Federated: PROVIDER } : { AWS: 'arn:aws:iam::444455556666:root' };
    await play('iam', 'CreateRole', { RoleName: `for-${UserName}`, AssumeRolePolicyDocument: trust(principal, UserName === 'dave' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole') });
  }
  clock.set(new Date(clock.now().getTime() + 730 * 86_400_000));
  for (const id of used) iamState(account).keyUses.set(id, { at: clock.now(), service: 's3', region: 'us-east-1' });
}

export async function furnishFunctionSecrets(play: Play, clock: SteppedClock): Promise<void> {
  await furnishLambda(play, clock);
  for (const FunctionName of FUNCTIONS) {
    clock.set(new Date(clock.now().getTime() + 60_000));
    await play('lambda', 'UpdateFunctionConfiguration', { FunctionName, Environment: { Variables: { DB_PASSWORD: 'example-example', STAGE: 'production' } } });
  }
}
export async function furnishUserData(play: Play): Promise<void> {
  const UserData = Buffer.from('#!/bin/sh\nexport DB_PASSWORD=example-example\n').toString('base64');
  for (let n = 0; n < 4; n++) await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, UserData });
}
