// AssumeRoot, as BEHAVIOUR.md says: who opens a root session, what its task lets it do, and what binds it.
import { DeleteAccessKeyCommand, DeleteLoginProfileCommand, GetAccountSummaryCommand, GetLoginProfileCommand, IAMClient, ListAccessKeysCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AttachPolicyCommand, CreatePolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRootCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { admitManager, joinOrganization, organizationsState } from '../../../src/sim/services/organizations/membership.ts';
import { opened, refusal, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const MEMBER = '111122223333', MANAGER_KEY = 'AKIAMANAGEREXAMPLE00', ALICE_KEY = 'AKIAALICEEXAMPLE0000';
type Task = 'IAMAuditRootUserCredentials' | 'IAMDeleteRootUserCredentials';
interface Member extends Opened { /** A key that root really has. */ readonly key: string; readonly config: (accessKeyId: string, sessionToken?: string) => { readonly region: string; readonly maxAttempts: number; readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }; readonly requestHandler: ReturnType<Opened['world']['endpoint']['requestHandler']> }; readonly open: (task: Task, key?: string, account?: string) => Promise<IAMClient> }
async function member(rootAccess = true): Promise<Member> {
  const at = await opened({ allowed: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }] });
  joinOrganization(at.world, { id: 'o-exampleorgid', managementAccountId: '444455556666', managementAccountEmail: 'management@example.com' });
  organizationsState(at.world).rootAccess = rootAccess;
  admitManager(at.world, MANAGER_KEY);
  const config = (accessKeyId: string, sessionToken?: string) => ({ region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'example', ...(sessionToken === undefined ? {} : { sessionToken }) }, requestHandler: at.world.endpoint.requestHandler() });
  const { AccessKey } = await at.world.play({ service: 'iam', operation: 'CreateAccessKey', input: {}, as: { accessKeyId: ROOT_KEY }, sourceIp: '192.0.2.1', userAgent: 'test' }) as { AccessKey: { AccessKeyId: string } };
  return { ...at, key: AccessKey.AccessKeyId, config, open: async (task, key = MANAGER_KEY, account = MEMBER) => {
    const { Credentials: given } = await new STSClient(config(key)).send(new AssumeRootCommand({ TargetPrincipal: account, TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${task}` } }));
    return new IAMClient(config(given?.AccessKeyId ?? '', given?.SessionToken ?? ''));
  } };
}

describe('who opens it', () => {
  test.each<[string, (at: Member) => Promise<unknown>]>([
    ['a user of the member itself', ({ open }) => open('IAMAuditRootUserCredentials', ALICE_KEY)], ['its root user', ({ open }) => open('IAMAuditRootUserCredentials', ROOT_KEY)],
    ['the management account, of another account', ({ open }) => open('IAMAuditRootUserCredentials', MANAGER_KEY, '123456789012')],
  ])('not %s', async (_, tried) => {
    expect(await refusal(tried(await member()))).toEqual(['AccessDenied', expect.stringContaining('is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::'), 403]);
  });
  test('nobody, where root access is not centralised', async () => {
    expect((await refusal((await member(false)).open('IAMAuditRootUserCredentials')))[0]).toBe('AccessDenied');
  });
  test('nobody, for a task that AWS does not have, or for longer than 15 minutes', async () => {
    const { config } = await member();
    const open = (arn: string, DurationSeconds: number) => refusal(new STSClient(config(MANAGER_KEY)).send(new AssumeRootCommand({ TargetPrincipal: MEMBER, TaskPolicyArn: { arn }, DurationSeconds })));
    expect((await open('arn:aws:iam::aws:policy/AdministratorAccess', 900))[0]).toBe('ValidationError');
    expect((await open('arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials', 901))[0]).toBe('ValidationError');
  });
});

describe('what it may do', () => {
  test('to audit: look at root’s own credentials, and nothing else', async () => {
    const { open, key } = await member();
    const root = await open('IAMAuditRootUserCredentials');
    expect((await root.send(new ListAccessKeysCommand({}))).AccessKeyMetadata?.map((k) => k.AccessKeyId)).toEqual([key]);
    await root.send(new GetAccountSummaryCommand({}));
    for (const call of [root.send(new ListUsersCommand({})), root.send(new ListAccessKeysCommand({ UserName: 'alice' })), root.send(new DeleteAccessKeyCommand({ AccessKeyId: key }))]) expect((await refusal(call))[1]).toContain('explicit deny');
  });
  test('to delete: its credentials go, and no others', async () => {
    const { open, world, key, pass } = await member();
    pass(60);
    const root = await open('IAMDeleteRootUserCredentials');
    expect((await refusal(root.send(new DeleteAccessKeyCommand({ UserName: 'alice', AccessKeyId: ALICE_KEY }))))[1]).toContain('explicit deny');
    await root.send(new DeleteAccessKeyCommand({ AccessKeyId: key }));
    await root.send(new DeleteLoginProfileCommand({}));
    expect((await refusal(root.send(new GetLoginProfileCommand({}))))[0]).toMatch(/^NoSuchEntity/);
    const [record] = world.history.records().filter((r) => r.name === 'DeleteLoginProfile');
    expect(record?.caller).toMatchObject({ type: 'Root', arn: `arn:aws:iam::${MEMBER}:root`, session: { assumedRoot: true } });
    expect(world.history.records().map((r) => r.name)).not.toContain('AssumeRoot');
  });
  test('for a quarter of an hour', async () => {
    const { open, pass } = await member();
    const root = await open('IAMAuditRootUserCredentials');
    pass(899);
    await root.send(new ListAccessKeysCommand({}));
    pass(2);
    expect((await refusal(root.send(new ListAccessKeysCommand({}))))[0]).toMatch(/^ExpiredToken/);
  });
  test.each([['binds it', {}, false], ['spares it by aws:AssumedRoot', { Null: { 'aws:AssumedRoot': 'true' } }, true]])('a service control policy %s', async (_, more, goesOn) => {
    const { open, config, pass } = await member();
    const organizations = new OrganizationsClient(config(MANAGER_KEY));
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:user/alice` }, ...more } }] });
    const { Policy } = await organizations.send(new CreatePolicyCommand({ Content, Name: 'shut', Description: '', Type: 'SERVICE_CONTROL_POLICY' }));
    await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: MEMBER }));
    pass(5);
    const looked = (await open('IAMAuditRootUserCredentials')).send(new ListAccessKeysCommand({}));
    if (goesOn) await looked; else expect((await refusal(looked))[1]).toContain('service control policy');
    expect((await refusal(new IAMClient(config(ROOT_KEY)).send(new ListAccessKeysCommand({}))))[1]).toContain('service control policy');
    await new STSClient(config(ALICE_KEY)).send(new GetCallerIdentityCommand({}));
  });
});
