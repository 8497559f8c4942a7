// IAM lists: pages, markers, order, path prefixes.
import { describe, expect, test } from 'vitest';
import { CreateUserCommand, DeleteUserCommand, ListPoliciesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { Opened, pages } from './opened.ts';

async function withUsers(names: readonly string[], pageSize = 1_000): Promise<Opened> {
  const account = await Opened.account({ pageSize });
  for (const name of names) await account.user(name);
  return account;
}
const namesOf = (users: readonly { readonly UserName: string | undefined }[] | undefined): (string | undefined)[] => (users ?? []).map((user) => user.UserName);

describe('pages', () => {
  test('are sorted by name and end without a marker', async () => {
    const { iam } = await withUsers(['carol', 'alice', 'bob']);
    const answer = await iam.send(new ListUsersCommand({}));
    expect(namesOf(answer.Users)).toEqual(['alice', 'bob', 'carol']);
    expect(answer.IsTruncated).toBe(false);
    expect(answer.Marker).toBeUndefined();
  });
  test('are no larger than MaxItems, nor than the account gives', async () => {
    const { iam } = await withUsers(['a', 'b', 'c', 'd', 'e'], 2);
    expect((await iam.send(new ListUsersCommand({ MaxItems: 1 }))).Users).toHaveLength(1);
    const all = await pages((Marker) => iam.send(new ListUsersCommand({ MaxItems: 4, ...(Marker !== undefined && { Marker }) })));
    expect(all.map((page) => page.Users?.length)).toEqual([2, 2, 1]);
    expect(all.flatMap((page) => namesOf(page.Users))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
  test('hold 100 items unless asked for more', async () => {
    const { iam } = await withUsers(Array.from({ length: 101 }, (_, i) => `user-${String(i).padStart(3, '0')}`));
    expect((await iam.send(new ListUsersCommand({}))).Users).toHaveLength(100);
    expect((await iam.send(new ListUsersCommand({ MaxItems: 1_000 }))).Users).toHaveLength(101);
    await expect(iam.send(new ListUsersCommand({ MaxItems: 1_001 }))).rejects.toMatchObject({ name: 'ValidationError' });
  });
  test('go on after the last item, even when that one is gone', async () => {
    const { iam } = await withUsers(['a', 'b', 'c'], 1);
    const { Marker } = await iam.send(new ListUsersCommand({}));
    await iam.send(new DeleteUserCommand({ UserName: 'a' }));
    expect(namesOf((await iam.send(new ListUsersCommand({ Marker: Marker ?? '' }))).Users)).toEqual(['b']);
  });
  test('refuse a marker that no list gave', async () => {
    const { iam } = await withUsers([]);
    await expect(iam.send(new ListUsersCommand({ Marker: 'bogus' }))).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

test('a path prefix keeps what is below it', async () => {
  const { iam } = await withUsers(['alice']);
  await iam.send(new CreateUserCommand({ UserName: 'ci', Path: '/machines/build/' }));
  expect(namesOf((await iam.send(new ListUsersCommand({ PathPrefix: '/machines/' }))).Users)).toEqual(['ci']);
  expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local', PathPrefix: '/none/' }))).Policies).toEqual([]);
});
