// DynamoDB, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

const TableName = 'example', ResourceArn = 'arn:aws:dynamodb:us-east-1:111122223333:table/example';
const TABLE = { TableName, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] };

it('does not delete a table that is protected', async () => {
  const { ask, refusal, pass } = await quiet('dynamodb');
  await ask('CreateTable', { ...TABLE, DeletionProtectionEnabled: true });
  expect(await refusal('DeleteTable', { TableName })).toBe('ResourceInUseException');
  await pass(11);
  expect(await refusal('DeleteTable', { TableName })).toBe('ValidationException');
  await ask('UpdateTable', { TableName, DeletionProtectionEnabled: false });
  await ask('DeleteTable', { TableName });
  await pass(11);
  expect(await refusal('DescribeTable', { TableName })).toBe('ResourceNotFoundException');
});

it('says that there is no policy where there is none, and exports only what has continuous backups', async () => {
  const { ask, refusal } = await quiet('dynamodb');
  await ask('CreateTable', TABLE);
  expect(await refusal('GetResourcePolicy', { ResourceArn })).toBe('PolicyNotFoundException');
  expect(await refusal('ExportTableToPointInTime', { TableArn: ResourceArn, S3Bucket: 'amzn-s3-demo-bucket' })).toBe('PointInTimeRecoveryUnavailableException');
});
