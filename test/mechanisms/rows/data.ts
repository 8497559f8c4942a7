// Keys, secrets, databases, tables, topics, queues and backups.
import type { ServiceId } from '../../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../row.ts';

const REGION = 'us-east-1', ACCOUNT = '111122223333', OTHER = '444455556666';
const by = (service: ServiceId) => (operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const [kms, secrets, rds, sns, sqs, dynamodb, backup] = [by('kms'), by('secretsmanager'), by('rds'), by('sns'), by('sqs'), by('dynamodb'), by('backup')];
const policy = (action: string, account: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: action, Resource: '*' }] });
const both = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [ACCOUNT, OTHER].map((account) => ({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: action, Resource: '*' })) });

const key = (as: string, more: object = {}): Played => kms('CreateKey', { Description: as, ...more }, as);
const keyId = (a: Answers, as: string): string => (a[as] as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId;
const secret = (Name: string): Played => secrets('CreateSecret', { Name, SecretString: 'example' });
const database = (DBInstanceIdentifier: string, more: object = {}): Played => rds('CreateDBInstance', { DBInstanceIdentifier, Engine: 'mysql', DBInstanceClass: 'db.t3.micro', AllocatedStorage: 20, MasterUsername: 'admin', MasterUserPassword: 'Example-password-1', DeletionProtection: true, BackupRetentionPeriod: 7, ...more });
const snapshot = (id: string): Played => rds('CreateDBSnapshot', { DBInstanceIdentifier: id, DBSnapshotIdentifier: `${id}-copy` });
const table = (TableName: string): Played => dynamodb('CreateTable', { TableName, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' });
const tableArn = (name: string): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
const topic = (Name: string): Played => sns('CreateTopic', { Name });
const topicArn = (name: string): string => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
const queueUrl = (name: string): string => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`;
const FUNCTION = `arn:aws:lambda:${REGION}:${OTHER}:function:keeper`;

export const rows: readonly Mechanism[] = [
  { row: 76, title: 'the value of a secret read', setUp: [secret('r76')], plant: [secrets('GetSecretValue', { SecretId: 'r76' })], shows: ['secretsmanager/secret'], notFromConfiguration: 'AWS shows the day of the last use, not whose it was.' },
  { row: 76, title: 'the values of many secrets read at once', setUp: [secret('r76b')], plant: [secrets('BatchGetSecretValue', { SecretIdList: ['r76b'] })], shows: ['secretsmanager/secret'], notFromConfiguration: 'AWS shows the day of the last use, not whose it was.' },
  { row: 77, title: 'a policy that lets another account read a secret', setUp: [secret('r77')], plant: [secrets('PutResourcePolicy', { SecretId: 'r77', ResourcePolicy: policy('secretsmanager:GetSecretValue', OTHER) })], shows: ['secretsmanager/secret-policy'] },
  { row: 77, title: 'a function of another account that rotates a secret', setUp: [secret('r77r')], plant: [secrets('RotateSecret', { SecretId: 'r77r', RotationLambdaARN: FUNCTION, RotationRules: { AutomaticallyAfterDays: 1 } })], shows: ['secretsmanager/secret-rotation'] },
  { row: 77, title: 'a copy of a secret in another Region', setUp: [secret('r77c')], plant: [secrets('ReplicateSecretToRegions', { SecretId: 'r77c', AddReplicaRegions: [{ Region: 'eu-west-1' }] })], shows: ['secretsmanager/secret-replica'], notFromConfiguration: 'Copies in other Regions are ordinary.' },
  { row: 85, title: 'a key policy that lets another account in', setUp: [key('r85p', { Policy: policy('kms:*', ACCOUNT) })], plant: [kms('PutKeyPolicy', (a) => ({ KeyId: keyId(a, 'r85p'), PolicyName: 'default', Policy: both('kms:*') }))], shows: ['kms/key-policy'] },
  { row: 85, title: 'a grant to another account', setUp: [key('r85g')], plant: [kms('CreateGrant', (a) => ({ KeyId: keyId(a, 'r85g'), GranteePrincipal: `arn:aws:iam::${OTHER}:root`, Operations: ['Decrypt', 'CreateGrant'] }))], shows: ['kms/grant'] },
  { row: 86, title: 'a key sent to its deletion', setUp: [key('r86s')], plant: [kms('ScheduleKeyDeletion', (a) => ({ KeyId: keyId(a, 'r86s'), PendingWindowInDays: 7 }))], shows: ['kms/key'] },
  { row: 86, title: 'a key switched off', setUp: [key('r86d')], plant: [kms('DisableKey', (a) => ({ KeyId: keyId(a, 'r86d') }))], shows: ['kms/key'], notFromConfiguration: 'A key that is disabled may well be meant to be.' },
  { row: 86, title: 'a key of the stranger\'s own', plant: [key('r86m')], shows: ['kms/key'], notFromConfiguration: 'A new key is ordinary.' },
  {
    row: 87, title: 'a recovery point deleted', setUp: [backup('CreateBackupVault', { BackupVaultName: 'r87' }), backup('StartBackupJob', { BackupVaultName: 'r87', ResourceArn: tableArn('r87'), IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup` }, 'point87')],
    plant: [backup('DeleteRecoveryPoint', (a) => ({ BackupVaultName: 'r87', RecoveryPointArn: (a['point87'] as { RecoveryPointArn: string }).RecoveryPointArn }))], shows: [], events: ['backup:DeleteRecoveryPoint'],
    notFromConfiguration: 'What is deleted is shown by the history alone.',
  },
  { row: 87, title: 'the lock of a vault taken off', setUp: [backup('CreateBackupVault', { BackupVaultName: 'r87l' }), backup('PutBackupVaultLockConfiguration', { BackupVaultName: 'r87l', MinRetentionDays: 30 })], plant: [backup('DeleteBackupVaultLockConfiguration', { BackupVaultName: 'r87l' })], shows: ['backup/vault-lock'], notFromConfiguration: 'Most vaults have no lock.' },
  { row: 87, title: 'a vault that lets another account copy its backups', setUp: [backup('CreateBackupVault', { BackupVaultName: 'r87p' })], plant: [backup('PutBackupVaultAccessPolicy', { BackupVaultName: 'r87p', Policy: policy('backup:CopyIntoBackupVault', OTHER) })], shows: ['backup/vault-policy'] },
  { row: 87, title: 'an empty vault deleted', setUp: [backup('CreateBackupVault', { BackupVaultName: 'r87d' })], plant: [backup('DeleteBackupVault', { BackupVaultName: 'r87d' })], shows: [], events: ['backup:DeleteBackupVault'], notFromConfiguration: 'What is deleted is shown by the history alone.' },
  { row: 88, title: 'a copy of a database shared with another account', setUp: [database('r88')], plant: [snapshot('r88'), rds('ModifyDBSnapshotAttribute', { DBSnapshotIdentifier: 'r88-copy', AttributeName: 'restore', ValuesToAdd: [OTHER] })], shows: ['rds/snapshot-sharing', 'rds/snapshot'] },
  {
    row: 88, title: 'a copy of a cluster shared with everybody', setUp: [rds('CreateDBCluster', { DBClusterIdentifier: 'r88c', Engine: 'aurora-mysql' })],
    plant: [rds('CreateDBClusterSnapshot', { DBClusterIdentifier: 'r88c', DBClusterSnapshotIdentifier: 'r88c-copy' }), rds('ModifyDBClusterSnapshotAttribute', { DBClusterSnapshotIdentifier: 'r88c-copy', AttributeName: 'restore', ValuesToAdd: ['all'] })], shows: ['rds/snapshot-sharing', 'rds/snapshot'],
  },
  {
    row: 88, title: 'a snapshot exported to a bucket', setUp: [database('r88e')],
    plant: [snapshot('r88e'), rds('StartExportTask', { ExportTaskIdentifier: 'r88e', SourceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:snapshot:r88e-copy`, S3BucketName: 'amzn-s3-demo-bucket', IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/export`, KmsKeyId: `arn:aws:kms:${REGION}:${OTHER}:key/example` })],
    shows: ['rds/export-task'], notFromConfiguration: 'Exports are ordinary; a bucket does not say whose it is.',
  },
  { row: 89, title: 'a database opened to the internet', setUp: [database('r89')], plant: [rds('ModifyDBInstance', { DBInstanceIdentifier: 'r89', PubliclyAccessible: true, ApplyImmediately: true })], shows: ['rds/db-instance'] },
  { row: 89, title: 'the master password of a database changed', setUp: [database('r89m')], plant: [rds('ModifyDBInstance', { DBInstanceIdentifier: 'r89m', MasterUserPassword: 'Example-password-2', ApplyImmediately: true })], shows: ['rds/db-instance'], notFromConfiguration: 'AWS does not say when a master password was set.' },
  { row: 89, title: 'protection and backups of a database switched off', setUp: [database('r89p')], plant: [rds('ModifyDBInstance', { DBInstanceIdentifier: 'r89p', DeletionProtection: false, BackupRetentionPeriod: 0, ApplyImmediately: true })], shows: ['rds/db-instance'], notFromConfiguration: 'Databases without protection or backups are ordinary.' },
  {
    row: 89, title: 'a database made anew from a snapshot, open to the internet', setUp: [database('r89r')],
    plant: [snapshot('r89r'), rds('RestoreDBInstanceFromDBSnapshot', { DBInstanceIdentifier: 'r89r-new', DBSnapshotIdentifier: 'r89r-copy', PubliclyAccessible: true })], shows: ['rds/db-instance'],
  },
  { row: 90, title: 'a database deleted', setUp: [database('r90', { DeletionProtection: false })], plant: [rds('DeleteDBInstance', { DBInstanceIdentifier: 'r90', SkipFinalSnapshot: true })], shows: [], events: ['rds:DeleteDBInstance'], notFromConfiguration: 'What is deleted is shown by the history alone.' },
  { row: 90, title: 'a table deleted', setUp: [table('r90t')], plant: [dynamodb('DeleteTable', { TableName: 'r90t' })], shows: [], events: ['dynamodb:DeleteTable'], notFromConfiguration: 'What is deleted is shown by the history alone.' },
  { row: 90, title: 'a table that lets another account in', setUp: [table('r90p')], plant: [dynamodb('PutResourcePolicy', { ResourceArn: tableArn('r90p'), Policy: policy('dynamodb:*', OTHER) })], shows: ['dynamodb/table-policy'] },
  {
    row: 90, title: 'a table exported to a bucket', setUp: [table('r90e'), dynamodb('UpdateContinuousBackups', { TableName: 'r90e', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    plant: [dynamodb('ExportTableToPointInTime', { TableArn: tableArn('r90e'), S3Bucket: 'amzn-s3-demo-bucket', S3BucketOwner: OTHER })], shows: ['dynamodb/table'], notFromConfiguration: 'An export leaves no mark on its table.',
  },
  {
    row: 90, title: 'point-in-time recovery of a table switched off', setUp: [table('r90b'), dynamodb('UpdateContinuousBackups', { TableName: 'r90b', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    plant: [dynamodb('UpdateContinuousBackups', { TableName: 'r90b', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } })], shows: ['dynamodb/table'], notFromConfiguration: 'Most tables have none.',
  },
  { row: 92, title: 'a queue of another account subscribed to a topic', setUp: [topic('r92')], plant: [sns('Subscribe', { TopicArn: topicArn('r92'), Protocol: 'sqs', Endpoint: `arn:aws:sqs:${REGION}:${OTHER}:listener` })], shows: ['sns/subscription'] },
  { row: 92, title: 'an e-mail address subscribed to a topic', setUp: [topic('r92e')], plant: [sns('Subscribe', { TopicArn: topicArn('r92e'), Protocol: 'email', Endpoint: 'mallory@example.com' })], shows: ['sns/subscription'], notFromConfiguration: 'An e-mail address does not say whose it is.' },
  { row: 92, title: 'a topic that lets another account in', setUp: [topic('r92p')], plant: [sns('AddPermission', { TopicArn: topicArn('r92p'), Label: 'more', AWSAccountId: [OTHER], ActionName: ['Subscribe', 'Publish'] })], shows: ['sns/topic-policy'] },
  { row: 92, title: 'a queue that lets everybody in', setUp: [sqs('CreateQueue', { QueueName: 'r92q' })], plant: [sqs('SetQueueAttributes', { QueueUrl: queueUrl('r92q'), Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'SQS:*', Resource: '*' }] }) } })], shows: ['sqs/queue-policy'] },
  { row: 92, title: 'a queue emptied', setUp: [sqs('CreateQueue', { QueueName: 'r92x' })], plant: [sqs('PurgeQueue', { QueueUrl: queueUrl('r92x') })], shows: [], events: ['sqs:PurgeQueue'], notFromConfiguration: 'Messages that are gone leave no mark.' },
];
