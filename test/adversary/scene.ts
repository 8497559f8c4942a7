// The account in which the stranger fights back: a leaked key, a user with every right that was made with it, sessions, machines. Small, since it is played by the thousand.
import type { JsonObject } from '../../src/core/types.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';

export const NOW = '2026-11-20T09:00:00Z';
/** Where the stranger works before the operator comes. */
export const PLAYED: readonly string[] = ['us-east-1', 'eu-north-1'];
/** Where nobody has been. */
export const ELSEWHERE = 'ap-south-1';
/** The user that the stranger made, and everything of it. */
export const INTRUDER = 'svc-agent';
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const arn = (what: string): string => `arn:aws:iam::111122223333:${what}`;
export const document = (...statements: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });
export const trusting = (principal: JsonObject): JsonObject => document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });

export interface SceneCall { readonly at: string; readonly as: string; readonly call: string; readonly with?: JsonObject; readonly region?: string; readonly using?: string; readonly save?: string; readonly expect?: string }
export interface SceneDeed { readonly call: string; readonly with?: JsonObject; readonly region?: string; readonly using?: string; readonly save?: string }
export interface SceneReaction { readonly on: string; readonly when?: JsonObject; readonly after: string; readonly times?: number; readonly as: string; readonly deeds: readonly SceneDeed[] }
export interface Scene {
  /** Beside those that every scene has. */
  readonly actors?: JsonObject;
  /** What the stranger did besides, in the hours before. */
  readonly calls?: readonly SceneCall[];
  readonly reactions: readonly SceneReaction[];
  readonly regions?: readonly string[];
  readonly seed: string;
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
const PROGRAM = 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.8.0 lang/python#3.12.3';
const CLI = 'aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/linux#6.8.0';
export const STRANGERS = { first: '203.0.113.66', second: '203.0.113.140', third: '203.0.113.200' } as const;

const ACTORS: JsonObject = {
  root: { sourceIp: '198.51.100.7', userAgent: BROWSER, mfa: true },
  alice: { user: 'alice', mfa: true, sourceIp: '198.51.100.7', userAgent: BROWSER },
  aliceCli: { credential: '${aliceKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.7', userAgent: CLI },
  bob: { credential: '${bobKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.9', userAgent: CLI },
  ci: { credential: '${ciKey.AccessKey.AccessKeyId}', sourceIp: '198.51.100.20', userAgent: CLI },
  leak: { credential: '${ciKey.AccessKey.AccessKeyId}', sourceIp: STRANGERS.first, userAgent: PROGRAM, attacker: true },
  key: { credential: '${intruderKey.AccessKey.AccessKeyId}', sourceIp: STRANGERS.second, userAgent: PROGRAM, attacker: true },
  console: { user: INTRUDER, sourceIp: STRANGERS.first, userAgent: BROWSER, attacker: true },
};

const owner = (at: string, call: string, input: JsonObject, more: Partial<SceneCall> = {}): SceneCall => ({ at, as: 'alice', call, with: input, ...more });
const OWNERS: readonly SceneCall[] = [
  owner('-300d', 'iam:CreateGroup', { GroupName: 'administrators' }, { as: 'root' }),
  owner('+5s', 'iam:AttachGroupPolicy', { GroupName: 'administrators', PolicyArn: ADMIN }, { as: 'root' }),
  owner('+5s', 'iam:CreateUser', { UserName: 'alice' }, { as: 'root' }),
  owner('+5s', 'iam:AddUserToGroup', { GroupName: 'administrators', UserName: 'alice' }, { as: 'root' }),
  owner('+5s', 'iam:CreateLoginProfile', { UserName: 'alice', Password: 'Winter-Tyres-12' }, { as: 'root' }),
  owner('+5m', 'iam:CreateVirtualMFADevice', { VirtualMFADeviceName: 'alice' }, { save: 'aliceMfa' }),
  owner('+10s', 'iam:EnableMFADevice', { UserName: 'alice', SerialNumber: '${aliceMfa.VirtualMFADevice.SerialNumber}' }),
  owner('+1m', 'iam:CreateAccessKey', { UserName: 'alice' }, { save: 'aliceKey' }),
  owner('-290d', 'iam:CreateUser', { UserName: 'bob' }),
  owner('+5s', 'iam:AttachUserPolicy', { UserName: 'bob', PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }),
  owner('+5s', 'iam:CreateAccessKey', { UserName: 'bob' }, { save: 'bobKey' }),
  owner('+5s', 'iam:CreatePolicy', { PolicyName: 'read-only-of-bob', PolicyDocument: document({ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }) }, { save: 'bobPolicy' }),
  owner('+5s', 'iam:AttachUserPolicy', { UserName: 'bob', PolicyArn: arn('policy/read-only-of-bob') }),
  owner('-280d', 'iam:CreateRole', { RoleName: 'web-server', AssumeRolePolicyDocument: trusting({ Service: 'ec2.amazonaws.com' }) }),
  owner('+5s', 'iam:AttachRolePolicy', { RoleName: 'web-server', PolicyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' }),
  owner('+5s', 'iam:CreateInstanceProfile', { InstanceProfileName: 'web-server' }),
  owner('+5s', 'iam:AddRoleToInstanceProfile', { InstanceProfileName: 'web-server', RoleName: 'web-server' }),
  owner('+1m', 'ec2:RunInstances', { ImageId: 'ami-0a1b2c3d4e5f60718', InstanceType: 't3.medium', MinCount: 1, MaxCount: 1, IamInstanceProfile: { Name: 'web-server' } }, { save: 'web' }),
  owner('-270d', 'iam:CreateUser', { UserName: 'ci' }),
  owner('+5s', 'iam:AttachUserPolicy', { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }),
  owner('+5s', 'iam:AttachUserPolicy', { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2FullAccess' }),
  owner('+5s', 'iam:CreateAccessKey', { UserName: 'ci' }, { save: 'ciKey' }),
  owner('+1m', 'iam:CreateRole', { RoleName: 'deploy', MaxSessionDuration: 43_200, AssumeRolePolicyDocument: trusting({ AWS: arn('user/ci') }) }),
  owner('+5s', 'iam:AttachRolePolicy', { RoleName: 'deploy', PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }),
  owner('+5s', 'iam:PutUserPolicy', { UserName: 'ci', PolicyName: 'assume-deploy', PolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn('role/deploy') }) }),
  owner('-200d', 'iam:CreateUser', { UserName: 'break-glass' }),
  owner('+5s', 'iam:AttachUserPolicy', { UserName: 'break-glass', PolicyArn: ADMIN }),
  owner('+5s', 'iam:CreateAccessKey', { UserName: 'break-glass' }, { save: 'glassKey' }),
];
export const MACHINE: JsonObject = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'g5.12xlarge', MinCount: 1, MaxCount: 1 };
const THEIRS: readonly SceneCall[] = [
  { at: '-26h', as: 'leak', call: 'sts:GetCallerIdentity' },
  { at: '+4s', as: 'leak', call: 'iam:ListUsers' },
  { at: '+5m', as: 'leak', call: 'iam:CreateUser', with: { UserName: INTRUDER } },
  { at: '+3s', as: 'leak', call: 'iam:AttachUserPolicy', with: { UserName: INTRUDER, PolicyArn: ADMIN } },
  { at: '+3s', as: 'leak', call: 'iam:CreateAccessKey', with: { UserName: INTRUDER }, save: 'intruderKey' },
  { at: '+3s', as: 'leak', call: 'iam:CreateLoginProfile', with: { UserName: INTRUDER, Password: 'Agent!9417-xq' } },
  { at: '-10h', as: 'console', call: 'signin:ConsoleLogin', with: { UserName: INTRUDER }, save: 'session' },
  { at: '-9h', as: 'key', call: 'sts:GetSessionToken', with: { DurationSeconds: 129_600 }, save: 'long' },
  { at: '+20s', as: 'key', using: '${long.Credentials.AccessKeyId}', call: 'ec2:DescribeInstances', region: 'eu-north-1' },
  { at: '-8h', as: 'leak', call: 'sts:AssumeRole', with: { RoleArn: arn('role/deploy'), RoleSessionName: 'pipeline', DurationSeconds: 43_200 }, save: 'deployed' },
  { at: '+2m', as: 'leak', using: '${deployed.Credentials.AccessKeyId}', region: 'eu-north-1', call: 'ec2:RunInstances', with: { ...MACHINE, DisableApiTermination: true }, save: 'miner' },
];
const HABITS: readonly JsonObject[] = [
  { every: '8h', from: '-4d', jitter: '3m', as: 'ci', deeds: [{ call: 'sts:GetCallerIdentity' }, { call: 'ec2:DescribeInstances' }] },
  { every: '1d', from: '-4d', jitter: '40m', as: 'ci', deeds: [{ call: 'sts:AssumeRole', with: { RoleArn: arn('role/deploy'), RoleSessionName: 'pipeline' }, save: 'session' }] },
  { every: '12h', from: '-4d', jitter: '2h', as: 'bob', deeds: [{ call: 'ec2:DescribeInstances' }] },
  { every: '1d', from: '-4d', jitter: '50m', as: 'aliceCli', deeds: [{ call: 'ec2:DescribeInstances' }] },
];
const NOTICE: JsonObject = {
  subject: 'Your AWS account ${account.id} is compromised', at: '-20h', mail: false, supportCase: true,
  text: [
    'Hello,', '',
    'We have become aware that the AWS access key ${ciKey.AccessKey.AccessKeyId} of the IAM user ci in your AWS account ${account.id}, together with its secret key, can be read by anyone at https://github.com/example/acme-deploy/blob/3f1c9d2/.env .', '',
    'Step 1: Rotate the access key ${ciKey.AccessKey.AccessKeyId} and delete it.', '', 'Step 2: Look through your CloudTrail event history for activity that you did not approve.', '',
    'Step 3: Check every AWS Region for usage that you do not know.', '', 'Step 4: Reply to this support case.',
  ],
};

export function sceneOf(name: string, { actors = {}, calls = [], reactions, regions = PLAYED, seed }: Scene): ScenarioSource {
  return {
    name, files: {},
    data: {
      schemaVersion: 1, title: name, story: 'The stranger answers what you do.', account: { id: '111122223333', alias: 'acme', partition: 'aws', supportPlan: 'basic', regions },
      now: NOW, seed, actors: { ...ACTORS, ...actors }, operator: 'aliceCli', waysIn: ['alice', 'root'],
      calls: [...OWNERS, ...THEIRS, ...calls], repeat: HABITS, reactions: reactions.map((r) => ({ ...r, when: r.when ?? {}, times: r.times ?? 1 })), notice: NOTICE,
    },
  };
}
