// Secrets Manager, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

it('keeps a deleted secret for its days, and gives its value to nobody meanwhile', async () => {
  const { ask, refusal } = await quiet('secretsmanager');
  await ask('CreateSecret', { Name: 'example', SecretString: 'example' });
  await ask('DeleteSecret', { SecretId: 'example', RecoveryWindowInDays: 7 });
  expect(await ask('ListSecrets')).toEqual({ SecretList: [] });
  expect(await ask('ListSecrets', { IncludePlannedDeletion: true })).toMatchObject({ SecretList: [{ Name: 'example' }] });
  expect(await refusal('GetSecretValue', { SecretId: 'example' })).toBe('InvalidRequestException');
  await ask('RestoreSecret', { SecretId: 'example' });
  expect(await refusal('GetSecretValue', { SecretId: 'example' })).toBe('done');
});

it('rotates once for one token, when its function has answered', async () => {
  const { ask, pass } = await quiet('secretsmanager');
  await ask('CreateSecret', { Name: 'example', SecretString: 'example' });
  const RotationLambdaARN = 'arn:aws:lambda:us-east-1:111122223333:function:rotate', ClientRequestToken = 'example-token-of-at-least-32-letters';
  await ask('RotateSecret', { SecretId: 'example', RotationLambdaARN, ClientRequestToken });
  expect(await ask('DescribeSecret', { SecretId: 'example' })).not.toHaveProperty('LastRotatedDate');
  await pass(11);
  const { LastRotatedDate } = await ask('DescribeSecret', { SecretId: 'example' });
  expect(LastRotatedDate).toBeInstanceOf(Date);
  await ask('RotateSecret', { SecretId: 'example', ClientRequestToken });
  await pass(11);
  expect((await ask('DescribeSecret', { SecretId: 'example' })).LastRotatedDate).toEqual(LastRotatedDate);
});

it('writes one event for each secret of a batch, and no value into any', async () => {
  const { ask, event } = await quiet('secretsmanager');
  await ask('CreateSecret', { Name: 'example', SecretString: 'the-value' });
  await ask('BatchGetSecretValue', { SecretIdList: ['example'] });
  expect(event('GetSecretValue').resources).toHaveLength(1);
  expect(JSON.stringify([event('CreateSecret'), event('BatchGetSecretValue'), event('GetSecretValue')])).not.toContain('the-value');
});
