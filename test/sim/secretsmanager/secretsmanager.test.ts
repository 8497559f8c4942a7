// Secrets Manager, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { stage } from '../../contract/account.ts';
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

it('copies no secret over another of its name in that Region, unless it is told to', async () => {
  const { world } = await stage(async () => { await Promise.resolve(); });
  const as = { caller: { type: 'Root' as const, arn: 'arn:aws:iam::111122223333:root', principalId: '111122223333', accessKeyId: '' } };
  const inRegion = (region: string, operation: string, input: object) => world.play({ service: 'secretsmanager', operation, region, input, as, sourceIp: '192.0.2.1', userAgent: 'test' }) as Promise<{ readonly ARN: string; readonly ReplicationStatus: unknown }>;
  const first = await inRegion('us-east-1', 'CreateSecret', { Name: 'example', SecretString: 'a' });
  const other = await inRegion('eu-west-1', 'CreateSecret', { Name: 'example', SecretString: 'b' });
  const copy = { SecretId: first.ARN, AddReplicaRegions: [{ Region: 'eu-west-1' }] };
  expect((await inRegion('us-east-1', 'ReplicateSecretToRegions', copy)).ReplicationStatus).toMatchObject([{ Region: 'eu-west-1', Status: 'Failed' }]);
  expect(await inRegion('eu-west-1', 'DescribeSecret', { SecretId: 'example' })).toMatchObject({ ARN: other.ARN });
  expect((await inRegion('us-east-1', 'ReplicateSecretToRegions', { ...copy, ForceOverwriteReplicaSecret: true })).ReplicationStatus).toMatchObject([{ Region: 'eu-west-1', Status: 'InSync' }]);
});
