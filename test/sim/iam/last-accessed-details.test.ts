// Last-accessed details: a job, and only the session that asked may read it.
import { expect, test } from 'vitest';
import {
  AddUserToGroupCommand, CreateGroupCommand, GenerateServiceLastAccessedDetailsCommand, GetServiceLastAccessedDetailsCommand, ListUsersCommand, PutGroupPolicyCommand,
  type GetServiceLastAccessedDetailsCommandOutput, type IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, ADMIN, allow, ARN, deny, Opened, START } from './opened.ts';

const ask = async (iam: IAMClient, Arn: string): Promise<string> => (await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }))).JobId ?? '';
const read = (iam: IAMClient, JobId: string): Promise<GetServiceLastAccessedDetailsCommandOutput> => iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }));

test('a job takes a moment, and nobody else may read it', async () => {
  const account = await Opened.account();
  const alice = await account.admin('alice');
  const job = await ask(alice.iam, `${ARN}:user/alice`);
  expect(await read(alice.iam, job)).toMatchObject({ JobStatus: 'IN_PROGRESS', ServicesLastAccessed: [] });
  account.pass(5_000);
  expect(await read(alice.iam, job)).toMatchObject({ JobStatus: 'COMPLETED', JobType: 'SERVICE_LEVEL', JobCreationDate: START });
  await expect(read(account.iam, job)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await expect(ask(alice.iam, `${ARN}:user/nobody`)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
});

test('a later session of the same role and name is another session', async () => {
  const account = await Opened.account();
  const { key } = await account.admin('alice');
  await account.role('audit', JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }] }));
  await account.attachToRole('audit', ADMIN);
  const open = async (): Promise<IAMClient> => {
    const { Credentials } = await account.stsOf({ accessKeyId: key }).send(new AssumeRoleCommand({ RoleArn: `${ARN}:role/audit`, RoleSessionName: 'night' }));
    return account.iamOf({ accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken });
  };
  const first = await open();
  const job = await ask(first, `${ARN}:user/alice`);
  await expect(read(first, job)).resolves.toMatchObject({ JobStatus: 'IN_PROGRESS' });
  await expect(read(await open(), job)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
});

test('denied attempts count, and a service without use has no date', async () => {
  const account = await Opened.account();
  await account.user('bob');
  await account.put('bob', 'p', allow('iam:GetUser'));
  await account.put('bob', 'q', allow('ec2:*'));
  const key = await account.key('bob');
  await expect(account.iamOf({ accessKeyId: key }).send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  const job = await ask(account.iam, `${ARN}:user/bob`);
  account.pass(5_000);
  expect((await read(account.iam, job)).ServicesLastAccessed).toEqual([
    { ServiceName: 'Amazon EC2', ServiceNamespace: 'ec2', TotalAuthenticatedEntities: 0 },
    { ServiceName: 'AWS Identity and Access Management', ServiceNamespace: 'iam', TotalAuthenticatedEntities: 1, LastAuthenticated: START, LastAuthenticatedEntity: `${ARN}:user/bob`, LastAuthenticatedRegion: 'us-east-1' },
  ]);
});

test('a group tells of its members, a policy of who has it', async () => {
  const account = await Opened.account();
  const alice = await account.admin('alice');
  await account.iam.send(new CreateGroupCommand({ GroupName: 'devs' }));
  await account.iam.send(new PutGroupPolicyCommand({ GroupName: 'devs', PolicyName: 'p', PolicyDocument: allow('iam:*') }));
  await account.iam.send(new AddUserToGroupCommand({ GroupName: 'devs', UserName: 'alice' }));
  await account.put('alice', 'd', deny('s3:*'));
  await alice.iam.send(new ListUsersCommand({}));
  for (const arn of [`${ARN}:group/devs`, ADMIN]) {
    const job = await ask(account.iam, arn);
    account.pass(5_000);
    expect((await read(account.iam, job)).ServicesLastAccessed).toContainEqual(expect.objectContaining({ ServiceNamespace: 'iam', LastAuthenticatedEntity: `${ARN}:user/alice`, TotalAuthenticatedEntities: 1 }));
  }
});
