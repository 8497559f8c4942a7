// What the contract suite finds of keys, secrets, databases, queues and backups: more of each than fits on a page.
import type { JsonObject } from '../../../src/core/types.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { rdsRegion } from '../../../src/sim/services/rds/state.ts';
import { secretsRegion } from '../../../src/sim/services/secretsmanager/state.ts';
import { ACCOUNT, REGION, type Play } from '../account.ts';

const OTHER = 'arn:aws:iam::444455556666:root';
const OWN = `arn:aws:iam::${ACCOUNT}:root`;
/** A policy for the owner and, where `others`, for a foreign account beside. */
export const policy = (action: string, resource = '*', others: readonly string[] = [OTHER]): string => JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'own', Effect: 'Allow', Principal: { AWS: OWN }, Action: action, Resource: resource }, ...others.map((AWS, n) => ({ Sid: `other${String(n)}`, Effect: 'Allow', Principal: { AWS }, Action: action, Resource: resource }))],
});
const THREE = ['one', 'two', 'three'] as const;

export async function furnishKms(play: Play): Promise<void> {
  for (const Description of THREE) {
    const { KeyMetadata: { KeyId } } = await play('kms', 'CreateKey', { Description, Policy: policy('kms:*') }) as { KeyMetadata: { KeyId: string } };
    for (const GranteePrincipal of [OTHER, `arn:aws:iam::${ACCOUNT}:role/Worker`]) await play('kms', 'CreateGrant', { KeyId, GranteePrincipal, Operations: ['Decrypt'] });
    if (Description === 'three') await play('kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  }
}

export async function furnishSecrets(play: Play): Promise<void> {
  for (const Name of THREE) {
    await play('secretsmanager', 'CreateSecret', { Name, SecretString: 'example' });
    await play('secretsmanager', 'PutResourcePolicy', { SecretId: Name, ResourcePolicy: policy('secretsmanager:GetSecretValue') });
    await play('secretsmanager', 'RotateSecret', { SecretId: Name, RotationLambdaARN: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rotate`, RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false });
    await play('secretsmanager', 'CreateSecret', { Name: `${Name}-old`, SecretString: 'example' });
    await play('secretsmanager', 'DeleteSecret', { SecretId: `${Name}-old` });
  }
}
/** Copies of secrets whose first is in another Region. */
export async function furnishReplicas(_: Play, __: unknown, account: SimAccount): Promise<void> {
  for (const name of THREE) {
    secretsRegion(account, REGION).set(name, { arn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-EXAMPL`, name, created: account.now(), changed: account.now(), tags: [], value: 'example', versionId: name, replicas: new Set(), primaryRegion: 'eu-west-1' });
  }
  await Promise.resolve();
}

export async function furnishRds(play: Play): Promise<void> {
  for (const DBInstanceIdentifier of THREE) {
    await play('rds', 'CreateDBInstance', { DBInstanceIdentifier, Engine: 'mysql', DBInstanceClass: 'db.t3.micro', AllocatedStorage: 20, MasterUsername: 'admin', MasterUserPassword: 'Example-password-1', PubliclyAccessible: true, DeletionProtection: true, BackupRetentionPeriod: 7 });
  }
}
export async function furnishSnapshots(play: Play, _: unknown, account: SimAccount): Promise<void> {
  await furnishRds(play);
  for (const database of rdsRegion(account, REGION).databases.values()) database.status = 'available';
  for (const id of THREE) {
    await play('rds', 'CreateDBSnapshot', { DBInstanceIdentifier: id, DBSnapshotIdentifier: `copy-${id}` });
    await play('rds', 'ModifyDBSnapshotAttribute', { DBSnapshotIdentifier: `copy-${id}`, AttributeName: 'restore', ValuesToAdd: ['444455556666', 'all'] });
    await play('rds', 'CreateDBCluster', { DBClusterIdentifier: `cluster-${id}`, Engine: 'aurora-mysql' });
    await play('rds', 'CreateDBClusterSnapshot', { DBClusterIdentifier: `cluster-${id}`, DBClusterSnapshotIdentifier: `cluster-copy-${id}` });
    await play('rds', 'ModifyDBClusterSnapshotAttribute', { DBClusterSnapshotIdentifier: `cluster-copy-${id}`, AttributeName: 'restore', ValuesToAdd: ['123456789012'] });
  }
}
/** Exports that are still running when the operator comes. */
export async function furnishExports(_: Play, __: unknown, account: SimAccount): Promise<void> {
  for (const id of THREE) {
    rdsRegion(account, REGION).exports.set(id, { ExportTaskIdentifier: id, SourceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:snapshot:copy-${id}`, S3Bucket: 'example-bucket', IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/export`, Status: 'IN_PROGRESS', PercentProgress: 1, TaskStartTime: account.now() });
  }
  await Promise.resolve();
}

export async function furnishTopics(play: Play): Promise<void> {
  for (const Name of THREE) {
    const { TopicArn } = await play('sns', 'CreateTopic', { Name, Attributes: { Policy: policy('SNS:Publish') } }) as { TopicArn: string };
    await play('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${REGION}:444455556666:${Name}` });
    await play('sns', 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: `${Name}@example.com` });
  }
}
export async function furnishQueues(play: Play): Promise<void> {
  for (const QueueName of THREE) await play('sqs', 'CreateQueue', { QueueName, Attributes: { Policy: policy('SQS:*') } });
}
export async function furnishTables(play: Play): Promise<void> {
  for (const TableName of THREE) {
    await play('dynamodb', 'CreateTable', { TableName, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST', ResourcePolicy: policy('dynamodb:*') });
  }
}
export async function furnishVaults(play: Play): Promise<void> {
  for (const BackupVaultName of THREE) {
    await play('backup', 'CreateBackupVault', { BackupVaultName });
    await play('backup', 'PutBackupVaultAccessPolicy', { BackupVaultName, Policy: policy('backup:*') });
  }
}

const GOOD = { policy: policy('s3:Get*', '*', []) };
/** What each kind is given back. */
export const KEYS_AND_DATA_AIMS: Readonly<Record<string, () => JsonObject>> = {
  'kms/key-policy': () => GOOD,
  'secretsmanager/secret-policy': () => GOOD,
  'secretsmanager/secret-rotation': () => ({ enabled: true, lambdaArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:good`, rules: { AutomaticallyAfterDays: 7 } }),
  'rds/db-instance': () => ({ publiclyAccessible: false, deletionProtection: true, backupRetention: 14, masterPassword: 'changed' }),
  'sns/topic-policy': () => GOOD,
  'sqs/queue-policy': () => GOOD,
  'dynamodb/table-policy': () => GOOD,
  'dynamodb/table': () => ({ pointInTimeRecovery: true }),
  'backup/vault-policy': () => GOOD,
  'backup/vault-lock': () => ({ locked: true, minRetentionDays: 30 }),
};
