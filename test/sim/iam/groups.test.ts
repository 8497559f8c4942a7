// IAM groups: members and deletion.
import { describe, expect, test } from 'vitest';
import {
  AddUserToGroupCommand, AttachGroupPolicyCommand, CreateGroupCommand, DeleteGroupCommand, GetGroupCommand, ListGroupsCommand, ListGroupsForUserCommand, PutGroupPolicyCommand,
  RemoveUserFromGroupCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { ADMIN, allow, Opened, refusal } from './opened.ts';

const create = (iam: IAMClient, GroupName: string): Promise<unknown> => iam.send(new CreateGroupCommand({ GroupName }));
const join = (iam: IAMClient, UserName: string, GroupName: string): Promise<unknown> => iam.send(new AddUserToGroupCommand({ UserName, GroupName }));

describe('members', () => {
  test('are told in pages, and each user\'s groups', async () => {
    const account = await Opened.account();
    const { iam } = account;
    await create(iam, 'devs');
    await create(iam, 'admins');
    for (const name of ['bob', 'alice']) {
      await account.user(name);
      await join(iam, name, 'devs');
    }
    await join(iam, 'alice', 'admins');
    const first = await iam.send(new GetGroupCommand({ GroupName: 'devs', MaxItems: 1 }));
    expect(first).toMatchObject({ Group: { GroupName: 'devs' }, Users: [{ UserName: 'alice' }], IsTruncated: true });
    expect(await iam.send(new GetGroupCommand({ GroupName: 'devs', Marker: first.Marker ?? '' }))).toMatchObject({ Users: [{ UserName: 'bob' }], IsTruncated: false });
    expect((await iam.send(new ListGroupsForUserCommand({ UserName: 'alice' }))).Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins', 'devs']);
    expect((await iam.send(new ListGroupsCommand({}))).Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins', 'devs']);
  });
  test('join twice without error, and cannot leave twice', async () => {
    const account = await Opened.account();
    await create(account.iam, 'devs');
    await account.user('bob');
    await join(account.iam, 'bob', 'devs');
    await join(account.iam, 'bob', 'devs');
    const leave = (): Promise<unknown> => account.iam.send(new RemoveUserFromGroupCommand({ UserName: 'bob', GroupName: 'devs' }));
    await leave();
    await expect(leave()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
  test('are in ten groups at most', async () => {
    const account = await Opened.account();
    await account.user('bob');
    for (let i = 0; i < 10; i += 1) {
      await create(account.iam, `g${i}`);
      await join(account.iam, 'bob', `g${i}`);
    }
    await create(account.iam, 'g10');
    expect(await refusal(join(account.iam, 'bob', 'g10'))).toEqual(['LimitExceededException', 'Cannot exceed quota for GroupsPerUser: 10']);
  });
});

describe('DeleteGroup', () => {
  test.each([
    ['members', async (account: Opened) => { await account.user('bob'); await join(account.iam, 'bob', 'devs'); }, 'Cannot delete entity, must remove users from group first.'],
    ['an attached policy', ({ iam }: Opened) => iam.send(new AttachGroupPolicyCommand({ GroupName: 'devs', PolicyArn: ADMIN })), 'Cannot delete entity, must detach all policies first.'],
    ['an inline policy', ({ iam }: Opened) => iam.send(new PutGroupPolicyCommand({ GroupName: 'devs', PolicyName: 'p', PolicyDocument: allow('s3:GetObject') })), 'Cannot delete entity, must delete policies first.'],
  ])('fails while it has %s', async (_, give, message) => {
    const account = await Opened.account();
    await create(account.iam, 'devs');
    await give(account);
    expect(await refusal(account.iam.send(new DeleteGroupCommand({ GroupName: 'devs' })))).toEqual(['DeleteConflictException', message]);
  });
  test('works on an empty one', async () => {
    const { iam } = await Opened.account();
    await create(iam, 'devs');
    await iam.send(new DeleteGroupCommand({ GroupName: 'devs' }));
    expect((await iam.send(new ListGroupsCommand({}))).Groups).toEqual([]);
  });
});
