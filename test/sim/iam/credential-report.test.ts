// The credential report: made after a moment, kept for four hours, root first.
import { describe, expect, test } from 'vitest';
import { CreateLoginProfileCommand, CreateUserCommand, GenerateCredentialReportCommand, GetCredentialReportCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { ARN, Opened, START } from './opened.ts';
import { enableMfa } from './mfa.ts';

const HOUR = 3_600_000;
const generate = async ({ iam }: Opened): Promise<unknown> => (await iam.send(new GenerateCredentialReportCommand({}))).State;
async function rows({ iam }: Opened): Promise<Record<string, string>[]> {
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  const [header = [], ...lines] = new TextDecoder().decode(Content).split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(header.map((column, i) => [column, line[i] ?? ''])));
}
async function report(account: Opened): Promise<Record<string, string>[]> {
  await generate(account);
  account.pass(5_000);
  return rows(account);
}

describe('its states', () => {
  test('go from started to complete with the clock', async () => {
    const account = await Opened.account();
    await expect(rows(account)).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
    expect(await generate(account)).toBe('STARTED');
    expect(await generate(account)).toBe('INPROGRESS');
    await expect(rows(account)).rejects.toMatchObject({ name: 'CredentialReportNotReadyException' });
    account.pass(5_000);
    expect(await generate(account)).toBe('COMPLETE');
    expect((await account.iam.send(new GetCredentialReportCommand({}))).GeneratedTime).toEqual(START);
  });
  test('keep a report for four hours: it is blind to what came after it', async () => {
    const account = await Opened.account();
    await report(account);
    await account.user('mallory');
    account.pass(4 * HOUR - 6_000);
    expect(await generate(account)).toBe('COMPLETE');
    expect((await rows(account)).map(({ user }) => user)).toEqual(['<root_account>']);
    account.pass(6_000);
    await expect(rows(account)).rejects.toMatchObject({ name: 'CredentialReportExpiredException' });
    expect((await report(account)).map(({ user }) => user)).toEqual(['<root_account>', 'mallory']);
  });
});

describe('its rows', () => {
  test('root has columns of its own', async () => {
    const account = await Opened.account();
    const [root] = await report(account);
    expect(root).toMatchObject({
      user: '<root_account>', arn: `${ARN}:root`, password_enabled: 'not_supported', password_last_used: 'no_information', password_last_changed: 'not_supported', password_next_rotation: 'not_supported',
      mfa_active: 'false', access_key_1_active: 'true', access_key_1_last_used_date: '2026-11-20T09:00:00+00:00', access_key_1_last_used_region: 'us-east-1', access_key_1_last_used_service: 'iam',
    });
  });
  test('a user without credentials has none', async () => {
    const account = await Opened.account();
    await account.iam.send(new CreateUserCommand({ UserName: 'idle', Path: '/a,b/' }));
    const { iam } = account;
    await generate(account);
    account.pass(5_000);
    const text = new TextDecoder().decode((await iam.send(new GetCredentialReportCommand({}))).Content);
    expect(text.split('\n')[2]).toBe(`idle,"${ARN}:user/a,b/idle",2026-11-20T09:00:00+00:00,false,N/A,N/A,N/A,false,${'false,N/A,N/A,N/A,N/A,'.repeat(2)}false,N/A,false,N/A`);
  });
  test('a user with everything has it told', async () => {
    const account = await Opened.account();
    await account.user('bob');
    const AccessKeyId = await account.key('bob');
    await account.iam.send(new CreateLoginProfileCommand({ UserName: 'bob', Password: 'Correct-Horse-1' }));
    await enableMfa(account, 'bob', 'phone');
    account.pass(HOUR);
    await account.iam.send(new UpdateAccessKeyCommand({ UserName: 'bob', AccessKeyId, Status: 'Inactive' }));
    const bob = (await report(account)).find(({ user }) => user === 'bob');
    expect(bob).toMatchObject({
      password_enabled: 'true', password_last_used: 'no_information', password_last_changed: '2026-11-20T09:00:00+00:00', password_next_rotation: 'N/A', mfa_active: 'true',
      access_key_1_active: 'false', access_key_1_last_rotated: '2026-11-20T10:00:00+00:00', access_key_1_last_used_date: 'N/A', access_key_2_active: 'false',
    });
  });
});
