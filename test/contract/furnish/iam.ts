// What the contract suite finds in IAM: more of everything than fits on a page.
import type { SteppedClock } from '../../../src/core/clock.ts';
import { codeAt } from '../../../src/core/totp.ts';
import { CERTIFICATES, sshKey } from '../../sim/iam/fixtures.ts';
import { ACCOUNT, allow, type Play } from '../account.ts';
import { launch } from './ec2-instance.ts';

const USERS = ['alice', 'bob', 'mallory'] as const;
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] });

export async function furnishIam(play: Play, clock: SteppedClock): Promise<void> {
  for (const group of ['developers', 'auditors', 'operators']) await furnishGroup(play, group);
  for (const [n, user] of USERS.entries()) await furnishUser(play, clock, user, n);
  await play('iam', 'PutUserPolicy', { UserName: 'mallory', PolicyName: 'AWSExposedCredentialPolicy_DO_NOT_REMOVE', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }] }) });
  for (const role of ['Deployer', 'Reporter', 'Worker']) await furnishRole(play, role);
  for (const [n, name] of ['one', 'two', 'three'].entries()) await furnishProviders(play, name, n);
  await play('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' });
  await play('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'forgotten' });
  // Instance profiles stand on machines: deleting a role shows what loses it.
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

async function furnishProviders(play: Play, name: string, n: number): Promise<void> {
  await play('iam', 'UploadServerCertificate', { ServerCertificateName: name, CertificateBody: CERTIFICATES[n], PrivateKey: 'EXAMPLE' });
  await play('iam', 'AssociateDelegationRequest', { DelegationRequestId: `delegation-${name}-EXAMPLE` });
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
