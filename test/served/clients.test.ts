// A served drill answers clients that know nothing of it: boto3 and the AWS CLI, every operation that the account simulates.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadServices } from '../../src/sim/services/load.ts';
import { bareEnv, run, scratch, serveDrill, type ServedDrill } from './built.ts';
import { EVERYTHING, leakedKeyToday } from './scenario.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const CALLS = readdirSync(join(FOLDER, 'calls')).sort().map((name) => join(FOLDER, 'calls', name));
/** Operations that clients of 2023, as Debian 12 has them, do not know yet, or not with the parameters that are asked for here. */
const NEW_SINCE_2023 = [
  'ce:CreateAnomalySubscription', 'ce:DeleteAnomalySubscription',
  'access-analyzer:ListFindingsV2',
  'account:DisableRegion', 'account:EnableRegion', 'account:GetAccountInformation', 'account:GetPrimaryEmail', 'account:GetRegionOptStatus', 'account:ListRegions',
  'bedrock:CreateFoundationModelAgreement', 'bedrock:CreateProvisionedModelThroughput', 'bedrock:DeleteFoundationModelAgreement', 'bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:DeleteProvisionedModelThroughput', 'bedrock:GetFoundationModelAvailability', 'bedrock:GetModelInvocationLoggingConfiguration', 'bedrock:GetProvisionedModelThroughput', 'bedrock:GetUseCaseForModelAccess', 'bedrock:ListFoundationModels', 'bedrock:ListProvisionedModelThroughputs', 'bedrock:PutModelInvocationLoggingConfiguration', 'bedrock:PutUseCaseForModelAccess',
  'cloudtrail:StartEventDataStoreIngestion', 'cloudtrail:StopEventDataStoreIngestion',
  'dynamodb:DeleteResourcePolicy', 'dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy', 'dynamodb:UpdateTable',
  'ec2:CreateInstanceConnectEndpoint', 'ec2:DeleteInstanceConnectEndpoint', 'ec2:DescribeInstanceConnectEndpoints', 'ec2:DisableImage', 'ec2:DisableImageBlockPublicAccess', 'ec2:DisableImageDeregistrationProtection', 'ec2:DisableSnapshotBlockPublicAccess', 'ec2:EnableImage', 'ec2:EnableImageBlockPublicAccess', 'ec2:EnableImageDeregistrationProtection', 'ec2:EnableSnapshotBlockPublicAccess', 'ec2:GetImageBlockPublicAccessState', 'ec2:GetInstanceMetadataDefaults', 'ec2:GetSnapshotBlockPublicAccessState', 'ec2:ModifyInstanceConnectEndpoint', 'ec2:ModifyInstanceMetadataDefaults',
  'eks:AssociateAccessPolicy', 'eks:CreateAccessEntry', 'eks:DeleteAccessEntry', 'eks:DescribeAccessEntry', 'eks:DisassociateAccessPolicy', 'eks:ListAccessEntries', 'eks:ListAssociatedAccessPolicies', 'eks:UpdateAccessEntry',
  'guardduty:UpdateDetector',
  'iam:DisableOrganizationsRootCredentialsManagement', 'iam:DisableOrganizationsRootSessions', 'iam:EnableOrganizationsRootCredentialsManagement', 'iam:EnableOrganizationsRootSessions', 'iam:ListOrganizationsFeatures',
  'iam:AcceptDelegationRequest', 'iam:AssociateDelegationRequest', 'iam:ListDelegationRequests', 'iam:RejectDelegationRequest', 'iam:SendDelegationToken',
  'logs:PutLogGroupDeletionProtection',
  'savingsplans:ReturnSavingsPlan',
  'secretsmanager:BatchGetSecretValue',
  'sts:AssumeRoot',
  'states:ListStateMachineVersions', 'states:PublishStateMachineVersion',
  // These clients speak the Query protocol to them.
  'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms', 'cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions', 'cloudwatch:GetMetricStatistics', 'cloudwatch:PutMetricAlarm',
  'sqs:AddPermission', 'sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueues', 'sqs:PurgeQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes',
  // They cannot make an instance of IAM Identity Center, which all of these need.
  'identitystore:CreateGroup', 'identitystore:CreateGroupMembership', 'identitystore:CreateUser', 'identitystore:DeleteGroup', 'identitystore:DeleteGroupMembership', 'identitystore:DeleteUser', 'identitystore:DescribeGroup', 'identitystore:DescribeUser', 'identitystore:ListGroupMemberships', 'identitystore:ListGroups', 'identitystore:ListUsers',
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'sso:CreateAccountAssignment', 'sso:CreateInstance', 'sso:CreatePermissionSet', 'sso:DeleteAccountAssignment', 'sso:DeleteInlinePolicyFromPermissionSet', 'sso:DeleteInstance', 'sso:DeletePermissionSet', 'sso:DeletePermissionsBoundaryFromPermissionSet', 'sso:DescribeAccountAssignmentCreationStatus', 'sso:DescribeAccountAssignmentDeletionStatus', 'sso:DescribeInstance', 'sso:DescribePermissionSet', 'sso:DescribePermissionSetProvisioningStatus', 'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet', 'sso:DetachManagedPolicyFromPermissionSet', 'sso:GetInlinePolicyForPermissionSet', 'sso:GetPermissionsBoundaryForPermissionSet', 'sso:ListAccountAssignments', 'sso:ListAccountsForProvisionedPermissionSet', 'sso:ListCustomerManagedPolicyReferencesInPermissionSet', 'sso:ListManagedPoliciesInPermissionSet', 'sso:ListPermissionSets', 'sso:ProvisionPermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:PutPermissionsBoundaryToPermissionSet', 'sso:UpdateInstance', 'sso:UpdatePermissionSet',
];
/** What the AWS CLI does in its own way (EMR), with a plugin, or not at all. */
const CLI_OWN = ['elasticmapreduce:DescribeCluster', 'elasticmapreduce:RunJobFlow', 'elasticmapreduce:SetTerminationProtection', 'elasticmapreduce:TerminateJobFlows', 'ssm:StartSession'];
/** Named, they must be there; otherwise the tests take what the machine has, or are skipped. */
const PYTHON = process.env['AWS_INCIDENT_TEST_PYTHON'], AWS = process.env['AWS_INCIDENT_TEST_AWS'];

interface Played { readonly client: string; readonly played: number; readonly unknown: readonly string[]; readonly failures: readonly string[] }

async function served(): Promise<{ readonly drill: ServedDrill; readonly env: NodeJS.ProcessEnv }> {
  const home = scratch();
  const env = bareEnv(home.dir);
  const drill = await serveDrill(['--scenario-file', await leakedKeyToday(home.dir, EVERYTHING)], env);
  onTestFinished(async () => { await drill.stop(); home[Symbol.dispose](); });
  return { drill, env: { ...env, ...drill.env, AWS_PAGER: '' } };
}
async function play(client: 'boto3' | 'aws-cli'): Promise<Played> {
  const { drill, env } = await served();
  const { stdout, stderr, exitCode } = await run(PYTHON ?? 'python3', [join(FOLDER, 'play.py'), client, drill.line.endpoint, ...CALLS], env);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Played;
}
async function runs(command: string, args: readonly string[]): Promise<boolean> {
  try { return (await run(command, args, process.env)).exitCode === 0; } catch { return false; }
}
const has = {
  boto3: PYTHON !== undefined || await runs('python3', ['-c', 'import boto3']),
  'aws-cli': PYTHON !== undefined || await runs('python3', ['-c', 'import awscli']),
  aws: AWS !== undefined || await runs('aws', ['--version']),
};

describe('the served account and clients by others', () => {
  it('is called by the lists of this test once per simulated operation at least', async () => {
    const called = new Set(CALLS.flatMap((path) => (JSON.parse(readFileSync(path, 'utf8')) as { call: string }[]).map(({ call }) => call)));
    const simulated = await Promise.all(loadServices(() => undefined).map(async (service) => [...(await service.load()).operations.keys()].map((name) => `${service.id}:${name}`)));
    // boto3 puts the account's number before S3 Control's host, which an address of numbers cannot have.
    expect([...called].sort()).toEqual(simulated.flat().filter((name) => !name.startsWith('s3control:')).sort());
  });

  for (const client of ['boto3', 'aws-cli'] as const) {
    it.skipIf(!has[client])(`answers ${client} as it expects${has[client] ? '' : `: skipped, python3 finds no ${client}`}`, { timeout: 300_000 }, async () => {
      const { failures, unknown, played } = await play(client);
      expect(failures).toEqual([]);
      const excused = client === 'aws-cli' ? [...NEW_SINCE_2023, ...CLI_OWN] : NEW_SINCE_2023;
      expect(unknown.filter((operation) => !excused.includes(operation))).toEqual([]);
      expect(played).toBeGreaterThan(700);
    });
  }

  it.skipIf(!has.aws)(`answers the aws command${has.aws ? '' : ': skipped, there is none'}`, { timeout: 120_000 }, async () => {
    const { drill, env } = await served();
    const aws = async (...args: string[]): Promise<string> => {
      const { stdout, stderr, exitCode } = await run(AWS ?? 'aws', [...args, '--endpoint-url', drill.line.endpoint, '--output', 'text'], env);
      expect(exitCode, stderr).toBe(0);
      return stdout.trim();
    };
    expect(await aws('sts', 'get-caller-identity', '--query', 'Arn')).toBe('arn:aws:iam::111122223333:user/alice');
    expect((await aws('iam', 'list-users', '--query', 'Users[].UserName')).split(/\s+/)).toContain('svc-cloudwatch-agent');
    const key = await aws('iam', 'list-access-keys', '--user-name', 'ci', '--query', 'AccessKeyMetadata[0].AccessKeyId');
    await aws('iam', 'update-access-key', '--user-name', 'ci', '--access-key-id', key, '--status', 'Inactive');
    expect(await aws('iam', 'list-access-keys', '--user-name', 'ci', '--query', 'AccessKeyMetadata[0].Status')).toBe('Inactive');
    expect((await aws('ec2', 'describe-instances', '--region', 'eu-north-1', '--query', 'Reservations[].Instances[].InstanceId')).split(/\s+/)).toHaveLength(2);
    expect(await aws('support', 'describe-cases', '--query', 'cases[0].status')).not.toBe('None');
  });
});
