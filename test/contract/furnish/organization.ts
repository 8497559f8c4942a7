// What the contract suite finds of Identity Center, its directory, and the organization.
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { MANAGER_KEY } from '../../../src/sim/scenario/load.ts';
import { iamState } from '../../../src/sim/services/iam/state.ts';
import { admitManager, delegatePolicies, joinOrganization, organizationsState } from '../../../src/sim/services/organizations/membership.ts';
import { CERTIFICATES } from '../../sim/iam/fixtures.ts';
import type { Play } from '../account.ts';

const THREE = ['one', 'two', 'three'] as const;
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const EVERYTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

/** A management account whose Identity Center is enabled. */
export async function furnishDirectory(play: Play): Promise<{ readonly InstanceArn: string; readonly IdentityStoreId: string }> {
  await play('organizations', 'CreateOrganization', {});
  const { InstanceArn } = await play('sso', 'CreateInstance', { Name: 'example' }) as { InstanceArn: string };
  const { IdentityStoreId } = await play('sso', 'DescribeInstance', { InstanceArn }) as { IdentityStoreId: string };
  return { InstanceArn, IdentityStoreId };
}
/** Three users, three groups, everybody in one. */
export async function furnishStore(play: Play): Promise<void> {
  const { IdentityStoreId } = await furnishDirectory(play);
  for (const name of THREE) {
    const { UserId } = await play('identitystore', 'CreateUser', { IdentityStoreId, UserName: name, DisplayName: name, Emails: [{ Value: `${name}@example.com` }] }) as { UserId: string };
    const { GroupId } = await play('identitystore', 'CreateGroup', { IdentityStoreId, DisplayName: name }) as { GroupId: string };
    await play('identitystore', 'CreateGroupMembership', { IdentityStoreId, GroupId, MemberId: { UserId } });
  }
}
/** Three permission sets that were inflated; nobody is assigned to the first. */
export async function furnishSets(play: Play): Promise<void> {
  const { InstanceArn, IdentityStoreId } = await furnishDirectory(play);
  const { UserId } = await play('identitystore', 'CreateUser', { IdentityStoreId, UserName: 'alice' }) as { UserId: string };
  for (const Name of THREE) {
    const { PermissionSet: { PermissionSetArn } } = await play('sso', 'CreatePermissionSet', { InstanceArn, Name }) as { PermissionSet: { PermissionSetArn: string } };
    await play('sso', 'AttachManagedPolicyToPermissionSet', { InstanceArn, PermissionSetArn, ManagedPolicyArn: ADMIN });
    await play('sso', 'PutInlinePolicyToPermissionSet', { InstanceArn, PermissionSetArn, InlinePolicy: EVERYTHING });
    if (Name === 'one') continue;
    for (const TargetId of ['111122223333', '444455556666']) await play('sso', 'CreateAccountAssignment', { InstanceArn, PermissionSetArn, TargetId, TargetType: 'AWS_ACCOUNT', PrincipalType: 'USER', PrincipalId: UserId });
  }
}
/** One member account invited, three services with a delegated administrator. */
export async function furnishOrganization(play: Play): Promise<void> {
  await play('organizations', 'CreateOrganization', {});
  for (const Id of ['444455556666', '123456789012', '777788889999']) await play('organizations', 'InviteAccountToOrganization', { Target: { Id, Type: 'ACCOUNT' } });
  for (const ServicePrincipal of ['guardduty.amazonaws.com', 'sso.amazonaws.com', 'config.amazonaws.com']) await play('organizations', 'RegisterDelegatedAdministrator', { AccountId: '444455556666', ServicePrincipal });
}

/** A management account that may act as root of its members. */
export async function furnishFeatures(play: Play): Promise<void> {
  await play('organizations', 'CreateOrganization', {});
  await play('iam', 'EnableOrganizationsRootSessions', {});
}

/** A member account to which the organization's policies are delegated. */
export async function furnishPolicies(_: Play, __: unknown, account: SimAccount): Promise<void> {
  joinOrganization(account, { id: 'o-exampleorgid', managementAccountId: '444455556666', managementAccountEmail: 'management@example.com' });
  delegatePolicies(account);
  await Promise.resolve();
}

/** A member account whose root user has keys, a certificate, a device and a password, and whose management account may end them. */
export async function furnishRoot(play: Play, _: unknown, account: SimAccount): Promise<void> {
  joinOrganization(account, { id: 'o-exampleorgid', managementAccountId: '444455556666', managementAccountEmail: 'management@example.com' });
  organizationsState(account).rootAccess = true;
  admitManager(account, MANAGER_KEY);
  await play('iam', 'CreateAccessKey', {});
  await play('iam', 'UploadSigningCertificate', { CertificateBody: CERTIFICATES[0] });
  const { VirtualMFADevice: { SerialNumber } } = await play('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'root-account-mfa-device' }) as { VirtualMFADevice: { SerialNumber: string } };
  const held = iamState(account).mfaDevices.get(SerialNumber);
  if (held) iamState(account).mfaDevices.set(SerialNumber, { ...held, ownerId: account.id, enabledAt: account.now() });
}

export const ORGANIZATION_AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'iam/organizations-feature': () => ({ on: true }),
  'organizations/policy': () => ({ used: ['us-east-1'], billed: true }),
  'organizations/account': () => ({ except: ['arn:aws:iam::111122223333:root'] }),
  'sso/permission-set': () => ({ managed: [READ_ONLY], inline: '' }),
};
