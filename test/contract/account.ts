// A simulated account in which there is more of every kind than fits on a page, and a session of its root.
import { fixedCredentials } from '../../src/aws/credentials.ts';
import { connect, type Session } from '../../src/aws/connect.ts';
import type { ServiceId } from '../../src/aws/session.ts';
import { SteppedClock } from '../../src/core/clock.ts';
import type { SimCaller } from '../../src/sim/account.ts';
import { codeAt } from '../../src/sim/services/iam/totp.ts';
import { World } from '../../src/sim/world.ts';
import { CERTIFICATES, sshKey } from '../sim/iam/fixtures.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
const ROOT: SimCaller = { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, principalId: ACCOUNT, accessKeyId: '' };
const USERS = ['alice', 'bob', 'mallory'] as const;

export const allow = (action: string): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] });

export type Play = (service: ServiceId, operation: string, input: object) => Promise<unknown>;
export interface Stage { readonly world: World; readonly clock: SteppedClock; readonly session: Session; readonly play: Play }

/** Root plays; nothing of this is a request of a client. */
export async function stage(furnish: (play: Play, clock: SteppedClock) => Promise<void> = furnishAll): Promise<Stage> {
  const clock = new SteppedClock('2026-11-20T09:00:00Z');
  const world = await World.open({ id: ACCOUNT, clock, behaviour: { consistencyMs: 0, historyDelayMs: 0, quotas: false, pageSize: 2 } });
  const play: Play = (service, operation, input) => world.play({ service, operation, region: REGION, input, as: { caller: ROOT }, sourceIp: '192.0.2.1', userAgent: 'test' });
  const { AccessKey: key } = await play('iam', 'CreateAccessKey', {}) as { AccessKey: { AccessKeyId: string; SecretAccessKey: string } };
  await furnish(play, clock);
  // Passwords cannot be changed for some seconds after they were made, and instances take a while to start.
  clock.set(new Date(clock.now().getTime() + 3_600_000));
  while (world.mustSettle()) await world.settle();
  const session = connect({
    clock, random: () => 0.5, credentials: fixedCredentials({ accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey }), handler: world.endpoint.requestHandler(),
    region: REGION, endpoint: 'drill:contract', userAgent: 'aws-incident/test',
  });
  await session.identify();
  return { world, clock, session, play };
}

async function furnishAll(play: Play, clock: SteppedClock): Promise<void> {
  for (const group of ['developers', 'auditors', 'operators']) await furnishGroup(play, group);
  for (const [n, user] of USERS.entries()) await furnishUser(play, clock, user, n);
  await play('iam', 'PutUserPolicy', { UserName: 'mallory', PolicyName: 'AWSExposedCredentialPolicy_DO_NOT_REMOVE', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }] }) });
  for (const role of ['Deployer', 'Reporter', 'Worker']) await furnishRole(play, role);
  for (const name of ['one', 'two', 'three']) await furnishProviders(play, name);
  await play('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' });
  await play('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'forgotten' });
  for (let n = 0; n < 3; n++) await launch(play);
}

async function furnishUser(play: Play, clock: SteppedClock, UserName: string, n: number): Promise<void> {
  await play('iam', 'CreateUser', { UserName, Tags: [{ Key: 'team', Value: 'example' }] });
  await play('iam', 'CreateAccessKey', { UserName });
  await play('iam', 'CreateLoginProfile', { UserName, Password: 'Example-password-1', PasswordResetRequired: false });
  await play('iam', 'PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: allow('s3:List*') });
  await play('iam', 'AttachUserPolicy', { UserName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  await play('iam', 'AttachUserPolicy', { UserName, PolicyArn: `arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV${String(n + 2)}` });
  await play('iam', 'AddUserToGroup', { UserName, GroupName: 'developers' });
  await play('iam', 'PutUserPermissionsBoundary', { UserName, PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  await play('iam', 'CreateServiceSpecificCredential', { UserName, ServiceName: 'codecommit.amazonaws.com' });
  await play('iam', 'UploadSSHPublicKey', { UserName, SSHPublicKeyBody: sshKey(n) });
  await play('iam', 'UploadSigningCertificate', { UserName, CertificateBody: CERTIFICATES[n] });
  const { VirtualMFADevice: device } = await play('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: `phone-of-${UserName}` }) as { VirtualMFADevice: { SerialNumber: string; Base32StringSeed: Uint8Array } };
  const seed = Buffer.from(device.Base32StringSeed).toString('utf8');
  const [first, second] = [codeAt(seed, new Date(clock.now().getTime() - 30_000)), codeAt(seed, clock.now())];
  await play('iam', 'EnableMFADevice', { UserName, SerialNumber: device.SerialNumber, AuthenticationCode1: first, AuthenticationCode2: second });
}

/** Each with a policy of the account's own in its third version. */
async function furnishGroup(play: Play, GroupName: string): Promise<void> {
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/team-${GroupName}`;
  await play('iam', 'CreateGroup', { GroupName });
  await play('iam', 'PutGroupPolicy', { GroupName, PolicyName: 'own', PolicyDocument: allow('s3:List*') });
  await play('iam', 'CreatePolicy', { PolicyName: `team-${GroupName}`, PolicyDocument: allow('s3:Get*') });
  for (const action of ['s3:Put*', 's3:*']) await play('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: allow(action), SetAsDefault: true });
  await play('iam', 'AttachGroupPolicy', { GroupName, PolicyArn });
}

async function furnishProviders(play: Play, name: string): Promise<void> {
  await play('iam', 'CreateOpenIDConnectProvider', { Url: `https://${name}.example.com`, ClientIDList: ['sts.amazonaws.com'] });
  await play('iam', 'CreateSAMLProvider', { Name: name, SAMLMetadataDocument: `<EntityDescriptor entityID="${name}.example.com">${' '.repeat(1_000)}</EntityDescriptor>` });
}

async function furnishRole(play: Play, RoleName: string): Promise<void> {
  await play('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'team', Value: 'example' }] });
  await play('iam', 'PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: allow('s3:List*') });
  await play('iam', 'AttachRolePolicy', { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' });
  await play('iam', 'CreateInstanceProfile', { InstanceProfileName: RoleName });
  await play('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: RoleName, RoleName });
}

/** One reservation each, as a stranger's single calls make them: two interfaces, two disks, both protections. */
export async function launch(play: Play): Promise<string> {
  const { Subnets: [subnet] } = await play('ec2', 'DescribeSubnets', { Filters: [{ Name: 'availability-zone', Values: [`${REGION}a`] }] }) as { Subnets: [{ SubnetId: string }] };
  const { Instances: [instance] } = await play('ec2', 'RunInstances', {
    ImageId: 'ami-0123456789abcdef0', InstanceType: 'm5.large', MinCount: 1, MaxCount: 1, DisableApiTermination: true, DisableApiStop: true,
    UserData: Buffer.from('#!/bin/sh\necho example').toString('base64'),
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnet.SubnetId }, { DeviceIndex: 1, SubnetId: subnet.SubnetId }],
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } }, { DeviceName: '/dev/sdb', Ebs: { VolumeSize: 8, DeleteOnTermination: false } }],
  }) as { Instances: [{ InstanceId: string }] };
  return instance.InstanceId;
}
