// A whole response to a stranger who went for keys, secrets, databases, topics, queues, tables and backups: what was the owner's is as it was, and nothing of the stranger's is left.
import { afterAll, expect, test } from 'vitest';
import type { ResourceFinding } from '../../src/core/types.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { KIND_IDS } from '../../src/kinds/catalog.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { PLAYED, shortened, THREAD } from '../harness/scenarios.ts';

interface Called { readonly at: string; readonly as: string; readonly call: string; readonly with?: Readonly<Record<string, unknown>>; readonly save?: string; readonly region?: string }
interface Data { readonly calls: readonly Called[] }
afterAll(removeFolders);

const REGION = 'us-east-1', ACCOUNT = '111122223333', OTHER = '444455556666';
const opening = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${OTHER}:root`] }, Action: action, Resource: '*' }] });
const own = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: action, Resource: '*' }] });
const database = (DBInstanceIdentifier: string): object => ({ DBInstanceIdentifier, Engine: 'mysql', DBInstanceClass: 'db.t3.micro', AllocatedStorage: 20, MasterUsername: 'admin', MasterUserPassword: 'Example-password-1', DeletionProtection: true, BackupRetentionPeriod: 7 });
const FUNCTION = (account: string): string => `arn:aws:lambda:${REGION}:${account}:function:rotate`;
const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;
const called = (as: string, at: string) => (call: string, input: object, save?: string): Called => ({ at, as, call, with: input as Called['with'] & object, region: REGION, ...(save === undefined ? {} : { save }) });

const owner = called('alice', '+5s'), stranger = called('mallory', '+2s');
const OWNERS: readonly Called[] = [
  owner('iam:AttachUserPolicy', { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  owner('kms:CreateKey', { Description: 'orders', Policy: own('kms:*') }, 'ordersKey'),
  owner('kms:CreateKey', { Description: 'archive' }, 'archiveKey'),
  owner('secretsmanager:CreateSecret', { Name: 'orders/password', SecretString: 'example' }),
  owner('secretsmanager:RotateSecret', { SecretId: 'orders/password', RotationLambdaARN: FUNCTION(ACCOUNT), RotationRules: { AutomaticallyAfterDays: 30 } }),
  owner('secretsmanager:CreateSecret', { Name: 'orders/token', SecretString: 'example' }),
  owner('secretsmanager:CreateSecret', { Name: 'orders/other', SecretString: 'example' }),
  owner('rds:CreateDBInstance', database('orders')),
  owner('sns:CreateTopic', { Name: 'orders' }),
  owner('sqs:CreateQueue', { QueueName: 'orders', Attributes: { Policy: own('SQS:*') } }),
  owner('sns:Subscribe', { TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders`, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:orders` }),
  owner('dynamodb:CreateTable', { TableName: 'orders', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' }),
  owner('dynamodb:UpdateContinuousBackups', { TableName: 'orders', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  owner('backup:CreateBackupVault', { BackupVaultName: 'daily' }),
  owner('backup:PutBackupVaultLockConfiguration', { BackupVaultName: 'daily', MinRetentionDays: 30 }),
];
const STRANGERS: readonly Called[] = [
  stranger('kms:PutKeyPolicy', { KeyId: '${ordersKey.KeyMetadata.KeyId}', PolicyName: 'default', Policy: opening('kms:*') }),
  stranger('kms:CreateGrant', { KeyId: '${ordersKey.KeyMetadata.KeyId}', GranteePrincipal: `arn:aws:iam::${OTHER}:root`, Operations: ['Decrypt'] }),
  stranger('kms:ScheduleKeyDeletion', { KeyId: '${archiveKey.KeyMetadata.KeyId}', PendingWindowInDays: 7 }),
  stranger('kms:CreateKey', { Description: 'mine' }),
  stranger('secretsmanager:GetSecretValue', { SecretId: 'orders/other' }),
  stranger('secretsmanager:PutResourcePolicy', { SecretId: 'orders/password', ResourcePolicy: opening('secretsmanager:GetSecretValue') }),
  stranger('secretsmanager:RotateSecret', { SecretId: 'orders/password', RotationLambdaARN: FUNCTION(OTHER), RotationRules: { AutomaticallyAfterDays: 1 }, RotateImmediately: false }),
  stranger('secretsmanager:DeleteSecret', { SecretId: 'orders/token', RecoveryWindowInDays: 7 }),
  stranger('rds:CreateDBSnapshot', { DBInstanceIdentifier: 'orders', DBSnapshotIdentifier: 'orders-out' }),
  stranger('rds:ModifyDBSnapshotAttribute', { DBSnapshotIdentifier: 'orders-out', AttributeName: 'restore', ValuesToAdd: [OTHER] }),
  stranger('rds:ModifyDBInstance', { DBInstanceIdentifier: 'orders', PubliclyAccessible: true, DeletionProtection: false, BackupRetentionPeriod: 0, MasterUserPassword: 'Example-password-2', ApplyImmediately: true }),
  stranger('rds:RestoreDBInstanceFromDBSnapshot', { DBInstanceIdentifier: 'orders-again', DBSnapshotIdentifier: 'orders-out', PubliclyAccessible: true, DeletionProtection: true }),
  stranger('sns:AddPermission', { TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders`, Label: 'more', AWSAccountId: [OTHER], ActionName: ['Subscribe'] }),
  stranger('sns:Subscribe', { TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders`, Protocol: 'sqs', Endpoint: `arn:aws:sqs:${REGION}:${OTHER}:listener` }),
  stranger('sqs:SetQueueAttributes', { QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/orders`, Attributes: { Policy: opening('SQS:*') } }),
  stranger('dynamodb:PutResourcePolicy', { ResourceArn: TABLE, Policy: opening('dynamodb:*') }),
  stranger('dynamodb:UpdateContinuousBackups', { TableName: 'orders', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } }),
  stranger('backup:DeleteBackupVaultLockConfiguration', { BackupVaultName: 'daily' }),
];

const SERVICES = /^(kms|secretsmanager|rds|sqs|dynamodb|backup)\/|^sns\/(topic-policy|subscription)$/;
const OURS = KIND_IDS.filter((id) => SERVICES.test(id));

async function planted(): Promise<ScenarioSource> {
  const source = await shortened('leaked-key');
  const data = source.data as Data;
  const isStrangers = (one: Called): boolean => one.call === 'iam:CreateUser' && one.as === 'mallory';
  const isOwners = (one: Called): boolean => one.call === 'iam:AttachRolePolicy' && one.with?.['RoleName'] === 'pentest-2026';
  return { ...source, data: { ...data, calls: data.calls.flatMap((one) => [one, ...(isStrangers(one) ? STRANGERS : isOwners(one) ? OWNERS : [])]) } };
}

test('what was changed is given back, what was made is gone, and the secret that was read is to be rotated', async () => {
  const account = await openAccount(await planted());
  const run = await play(account, { kinds: [...THREAD, ...OURS], options: { regions: PLAYED } });
  const found = run.ui.shown('findings').flatMap((f) => f.findings).filter((f): f is ResourceFinding => f.about === 'resource');
  const malicious = new Set(found.filter((f) => f.verdict === 'malicious').map((f) => `${f.kind} ${f.resource.name}`));
  for (const one of ['secretsmanager/secret orders/other', 'rds/db-instance orders', 'rds/db-instance orders-again', 'backup/vault-lock daily']) expect(malicious).toContain(one);
  const score = account.score(found.map((f) => f.resource.arn));
  const ours = score.footholds.filter((f) => SERVICES.test(f.kind));
  expect(ours.length).toBeGreaterThan(15);
  expect(ours.filter((f) => f.found !== true || !f.contained || !f.removed)).toEqual([]);
  expect(score.bystanders.harmed).toEqual([]);
  // What was read cannot be unread: what is still to be done stands there, in words.
  const open = run.ui.shown('step').filter(({ state, step }) => state === 'waiting' && step.kind === 'secretsmanager/secret');
  expect(open.map(({ step, error }) => [step.verb, step.resource.name, error?.say.includes('Make a new password')])).toContainEqual(['replace', 'orders/other', true]);
}, 300_000);
