// The account as a whole: summary, authorization details, alias.
import { describe, expect, test } from 'vitest';
import {
  AddUserToGroupCommand, AttachUserPolicyCommand, CreateAccountAliasCommand, CreateGroupCommand, CreatePolicyCommand, CreatePolicyVersionCommand, DeleteAccessKeyCommand,
  DeleteAccountAliasCommand, GetAccountAuthorizationDetailsCommand, GetAccountSummaryCommand, ListAccountAliasesCommand, PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { ADMIN, allow, ARN, deny, Opened, pages, TRUST } from './opened.ts';
import { enableRootMfa, makeDevice } from './mfa.ts';

describe('GetAccountSummary', () => {
  test('counts what there is, and tells root\'s facts', async () => {
    const account = await Opened.account();
    await account.user('alice');
    await account.user('bob');
    await account.role('deploy');
    await makeDevice(account, 'unused');
    const summary = async (): Promise<unknown> => (await account.iam.send(new GetAccountSummaryCommand({}))).SummaryMap;
    expect(await summary()).toMatchObject({ Users: 2, Roles: 1, Groups: 0, MFADevices: 1, MFADevicesInUse: 0, AccountMFAEnabled: 0, AccountAccessKeysPresent: 1, AccountPasswordPresent: 1, AccessKeysPerUserQuota: 2 });
    const { iam } = await account.admin('carol');
    await enableRootMfa(account);
    await account.iam.send(new DeleteAccessKeyCommand({ AccessKeyId: account.rootKey }));
    expect((await iam.send(new GetAccountSummaryCommand({}))).SummaryMap).toMatchObject({ AccountMFAEnabled: 1, AccountAccessKeysPresent: 0, MFADevices: 2, MFADevicesInUse: 1 });
  });
});

const documentOf = (encoded: string | undefined): string => decodeURIComponent(encoded ?? '');

describe('GetAccountAuthorizationDetails', () => {
  async function furnished(pageSize = 1_000): Promise<Opened> {
    const account = await Opened.account({ pageSize });
    const { iam } = account;
    await account.user('alice');
    await account.user('bob');
    await iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
    await iam.send(new AddUserToGroupCommand({ UserName: 'bob', GroupName: 'devs' }));
    await account.put('bob', 'p', deny('*'));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'bob', PolicyArn: ADMIN }));
    await account.role('deploy');
    await iam.send(new CreatePolicyCommand({ PolicyName: 'mine', PolicyDocument: allow('s3:GetObject') }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: `${ARN}:policy/mine`, PolicyDocument: allow('s3:*') }));
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bob', PermissionsBoundary: `${ARN}:policy/mine` }));
    return account;
  }
  test('tells everything of users, groups, roles and policies, AWS\'s only where used', async () => {
    const { iam } = await furnished();
    const { UserDetailList = [], GroupDetailList, RoleDetailList = [], Policies = [] } = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(UserDetailList.map(({ UserName }) => UserName)).toEqual(['alice', 'bob']);
    const bob = UserDetailList[1];
    expect(bob).toMatchObject({
      GroupList: ['devs'], AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: ADMIN }], PermissionsBoundary: { PermissionsBoundaryArn: `${ARN}:policy/mine` },
    });
    expect(documentOf(bob?.UserPolicyList?.[0]?.PolicyDocument)).toBe(deny('*'));
    expect(GroupDetailList).toMatchObject([{ GroupName: 'devs' }]);
    expect(documentOf(RoleDetailList[0]?.AssumeRolePolicyDocument)).toBe(TRUST);
    expect(RoleDetailList[0]).toHaveProperty('RoleLastUsed');
    expect(Policies).toMatchObject([
      { PolicyName: 'mine', AttachmentCount: 0, PermissionsBoundaryUsageCount: 1, DefaultVersionId: 'v1', PolicyVersionList: [{ VersionId: 'v2', IsDefaultVersion: false }, { VersionId: 'v1', IsDefaultVersion: true }] },
      { PolicyName: 'AdministratorAccess', AttachmentCount: 1 },
    ]);
    expect(documentOf(Policies[0]?.PolicyVersionList?.[1]?.Document)).toBe(allow('s3:GetObject'));
  });
  test('goes on over the pages in that order', async () => {
    const { iam } = await furnished(2);
    const all = await pages((Marker) => iam.send(new GetAccountAuthorizationDetailsCommand({ ...(Marker !== undefined && { Marker }) })));
    expect(all.map((page) => [page.UserDetailList?.length, page.GroupDetailList?.length, page.RoleDetailList?.length, page.Policies?.length])).toEqual([[2, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 2]]);
  });
  test('can be narrowed', async () => {
    const { iam } = await furnished();
    const answer = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Role', 'LocalManagedPolicy'] }));
    expect([answer.UserDetailList, answer.GroupDetailList, answer.RoleDetailList?.length, answer.Policies?.length]).toEqual([[], [], 1, 1]);
  });
});

test('the account has one alias; a second one replaces it', async () => {
  const { iam } = await Opened.account();
  const aliases = async (): Promise<unknown> => (await iam.send(new ListAccountAliasesCommand({}))).AccountAliases;
  expect(await aliases()).toEqual([]);
  for (const AccountAlias of ['acme', 'acme-two']) await iam.send(new CreateAccountAliasCommand({ AccountAlias }));
  expect(await aliases()).toEqual(['acme-two']);
  await expect(iam.send(new CreateAccountAliasCommand({ AccountAlias: 'Acme Corp' }))).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'acme' }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'acme-two' }));
  expect(await aliases()).toEqual([]);
});
