// IAM Identity Center and its directory, as the pages beside the services say.
import { CreateGroupCommand, CreateGroupMembershipCommand, CreateUserCommand, DeleteUserCommand, IdentitystoreClient, ListGroupMembershipsCommand } from '@aws-sdk/client-identitystore';
import { CreateOrganizationCommand } from '@aws-sdk/client-organizations';
import {
  CreateAccountAssignmentCommand, CreateInstanceCommand, CreatePermissionSetCommand, DeletePermissionSetCommand, DescribeAccountAssignmentCreationStatusCommand, DescribeInstanceCommand, ListAccountAssignmentsCommand, ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand, ListPermissionSetsCommand, ProvisionPermissionSetCommand, PutInlinePolicyToPermissionSetCommand, SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { describe, expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY } from '../ec2/opened.ts';

const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:List*', Resource: '*' }] });

async function enabled(organization = true) {
  const at = await opened();
  const config = { region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: at.world.endpoint.requestHandler() };
  const sso = new SSOAdminClient(config);
  if (organization) await at.organizations.send(new CreateOrganizationCommand({}));
  const { InstanceArn } = await sso.send(new CreateInstanceCommand({ Name: 'example' }));
  const { IdentityStoreId } = await sso.send(new DescribeInstanceCommand({ InstanceArn }));
  return { ...at, sso, store: new IdentitystoreClient(config), elsewhere: new SSOAdminClient({ ...config, region: 'eu-west-1' }), InstanceArn, IdentityStoreId };
}

describe('IAM Identity Center', () => {
  it('stands in one Region, once', async () => {
    const { sso, elsewhere } = await enabled();
    expect((await sso.send(new ListInstancesCommand({}))).Instances).toHaveLength(1);
    expect((await elsewhere.send(new ListInstancesCommand({}))).Instances).toEqual([]);
    expect((await refusal(elsewhere.send(new CreateInstanceCommand({}))))[0]).toBe('ServiceQuotaExceededException');
  });

  it('has no permission sets where it is of one account alone', async () => {
    const { sso, InstanceArn } = await enabled(false);
    expect((await refusal(sso.send(new ListPermissionSetsCommand({ InstanceArn }))))[0]).toBe('ValidationException');
  });

  it('carries an assignment into the account some seconds later, and a change of the set only when it is provisioned', async () => {
    const { sso, store, pass, InstanceArn, IdentityStoreId } = await enabled();
    const { UserId } = await store.send(new CreateUserCommand({ IdentityStoreId, UserName: 'alice' }));
    const { PermissionSet: { PermissionSetArn } = {} } = await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: 'readers' }));
    const set = { InstanceArn, PermissionSetArn };
    const { AccountAssignmentCreationStatus: begun } = await sso.send(new CreateAccountAssignmentCommand({ ...set, TargetId: '111122223333', TargetType: 'AWS_ACCOUNT', PrincipalType: 'USER', PrincipalId: UserId }));
    const assigned = async () => (await sso.send(new ListAccountAssignmentsCommand({ ...set, AccountId: '111122223333' }))).AccountAssignments?.length;
    expect([begun?.Status, await assigned()]).toEqual(['IN_PROGRESS', 0]);
    pass(10);
    const status = await sso.send(new DescribeAccountAssignmentCreationStatusCommand({ InstanceArn, AccountAssignmentCreationRequestId: begun?.RequestId }));
    expect([status.AccountAssignmentCreationStatus?.Status, await assigned()]).toEqual(['SUCCEEDED', 1]);

    const outdated = async () => (await sso.send(new ListAccountsForProvisionedPermissionSetCommand({ ...set, ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' }))).AccountIds;
    await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy: POLICY }));
    expect(await outdated()).toEqual(['111122223333']);
    await sso.send(new ProvisionPermissionSetCommand({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
    pass(10);
    expect(await outdated()).toEqual([]);
    expect((await refusal(sso.send(new DeletePermissionSetCommand(set))))[0]).toBe('ConflictException');
  });

  it('takes a deleted user out of its groups', async () => {
    const { store, IdentityStoreId } = await enabled();
    const { UserId = '' } = await store.send(new CreateUserCommand({ IdentityStoreId, UserName: 'alice' }));
    const { GroupId } = await store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'readers' }));
    const join = new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } });
    await store.send(join);
    expect((await refusal(store.send(join)))[0]).toBe('ConflictException');
    await store.send(new DeleteUserCommand({ IdentityStoreId, UserId }));
    expect((await store.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId }))).GroupMemberships).toEqual([]);
  });
});
