// What the event history keeps of IAM calls: no secrets, policies as given, the things that were touched.
import { expect, test } from 'vitest';
import {
  AttachUserPolicyCommand, ChangePasswordCommand, CreateAccessKeyCommand, CreateLoginProfileCommand, CreateServiceSpecificCredentialCommand, GetCredentialReportCommand, GenerateCredentialReportCommand, UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { ADMIN, deny, Opened } from './opened.ts';
import { enableMfa } from './mfa.ts';

test('no secret is in any event', async () => {
  const account = await Opened.account();
  const bob = { UserName: 'bob' };
  const alice = await account.admin('bob');
  const secrets: (string | undefined)[] = ['Correct-Horse-1', 'Battery-Staple-2', 'Staple-Battery-3'];
  secrets.push((await account.iam.send(new CreateAccessKeyCommand(bob))).AccessKey?.SecretAccessKey);
  await account.iam.send(new CreateLoginProfileCommand({ ...bob, Password: 'Correct-Horse-1' }));
  await account.iam.send(new UpdateLoginProfileCommand({ ...bob, Password: 'Battery-Staple-2' }));
  await alice.iam.send(new ChangePasswordCommand({ OldPassword: 'Battery-Staple-2', NewPassword: 'Staple-Battery-3' }));
  const device = await enableMfa(account, 'bob', 'phone');
  secrets.push(device.seed, 'uthenticationCode');
  for (const ServiceName of ['codecommit.amazonaws.com', 'bedrock.amazonaws.com']) {
    const { ServiceSpecificCredential: made } = await account.iam.send(new CreateServiceSpecificCredentialCommand({ ...bob, ServiceName }));
    secrets.push(made?.ServicePassword ?? made?.ServiceCredentialSecret);
  }
  await account.iam.send(new GenerateCredentialReportCommand({}));
  account.pass(5_000);
  await account.iam.send(new GetCredentialReportCommand({}));
  const events = JSON.stringify(account.world.history.records());
  for (const secret of secrets) {
    expect(secret).toMatch(/.{8}/);
    expect(events).not.toContain(secret);
  }
});

test('a new key is told without its secret, with its user', async () => {
  const account = await Opened.account();
  await account.user('bob');
  const key = await account.key('bob');
  expect(account.event('CreateAccessKey')).toEqual({
    request: { userName: 'bob' }, resources: [key, 'bob'],
    response: { accessKey: { userName: 'bob', accessKeyId: key, status: 'Active', createDate: 'Nov 20, 2026 9:00:00 AM' } },
  });
});

test('policy documents are told as given', async () => {
  const account = await Opened.account();
  await account.user('bob');
  await account.put('bob', 'AWSRevokeOlderSessions', deny('*'));
  expect(account.event('PutUserPolicy')).toEqual({ request: { userName: 'bob', policyName: 'AWSRevokeOlderSessions', policyDocument: deny('*') }, response: null, resources: ['bob'] });
  await account.iam.send(new AttachUserPolicyCommand({ UserName: 'bob', PolicyArn: ADMIN }));
  expect(account.event('AttachUserPolicy')).toEqual({ request: { userName: 'bob', policyArn: ADMIN }, response: null, resources: [ADMIN, 'bob'] });
});

test('a password is not even masked', async () => {
  const account = await Opened.account();
  await account.user('bob');
  await account.iam.send(new CreateLoginProfileCommand({ UserName: 'bob', Password: 'Correct-Horse-1', PasswordResetRequired: false }));
  expect(account.event('CreateLoginProfile').request).toEqual({ userName: 'bob', passwordResetRequired: false });
});
