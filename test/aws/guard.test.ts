// The clients refuse whatever nobody approved, before anything leaves the machine.
import { GetUserCommand, IAMClient, ListUsersCommand, paginateListUsers, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { DescribeInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { plainInput } from '../../src/aws/guard.ts';
import { credentialHandler, guardedHandler, type HandledRequest } from '../../src/aws/handler.ts';
import { Permit } from '../../src/aws/permit.ts';
import type { CalledOperation } from '../../src/aws/session.ts';
import type { Call } from '../../src/core/types.ts';
import { ACCOUNT, desk, FakeHandler, ok, refusal, reset } from './fake-handler.ts';

const input = { UserName: 'bob', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' as const };
const call: Call = { operation: 'iam:UpdateAccessKey', region: 'aws-global', input };
const permit = (calls: readonly Call[] = [call]): Permit => new Permit(ACCOUNT, 'aws', calls);
const refused = (why: string): object => expect.objectContaining({ name: 'CallRefused', why }) as object;

describe('a client for reading', () => {
  it('sends a declared read, and no other', async () => {
    const { fake, session } = await desk();
    const iam = await session.reads(['iam:GetUser']).client('iam');
    await iam.send(new GetUserCommand({ UserName: 'bob' }));
    await expect(iam.send(new ListUsersCommand({}))).rejects.toEqual(refused('not-a-read'));
    await expect(iam.send(new UpdateAccessKeyCommand(input))).rejects.toEqual(refused('not-a-read'));
    expect(fake.sent().map((s) => s.action)).toEqual(['GetUser']);
  });

  it('works with paginators, page after page', async () => {
    const { fake, session } = await desk();
    fake.on('ListUsers', ({ input: asked }) => (asked.get('Marker') === 'more'
      ? ok('ListUsers', '<Users><member><UserName>bob</UserName></member></Users><IsTruncated>false</IsTruncated>')
      : ok('ListUsers', '<Users><member><UserName>alice</UserName></member></Users><IsTruncated>true</IsTruncated><Marker>more</Marker>')));
    const client = await session.reads(['iam:ListUsers']).client('iam');
    const names: (string | undefined)[] = [];
    for await (const page of paginateListUsers({ client }, {})) names.push(...page.Users?.map((u) => u.UserName) ?? []);
    expect(names).toEqual(['alice', 'bob']);
    expect(client).toBeInstanceOf(IAMClient);
  });

  it('refuses an undeclared read to a paginator as well', async () => {
    const { fake, session } = await desk();
    const client = await session.reads(['iam:GetUser']).client('iam');
    await expect(paginateListUsers({ client }, {}).next()).rejects.toEqual(refused('not-a-read'));
    expect(fake.sent()).toEqual([]);
  });
});

describe('a client for one deed', () => {
  it('sends what its permit names and what was declared to be read', async () => {
    const { fake, session } = await desk();
    const called: CalledOperation[] = [];
    const iam = await session.changes(permit(), ['iam:GetUser'], 'aws-global', (c) => { called.push(c); }).client('iam');
    await iam.send(new GetUserCommand({ UserName: 'bob' }));
    await iam.send(new UpdateAccessKeyCommand(input));
    expect(fake.sent().map((s) => s.action)).toEqual(['GetUser', 'UpdateAccessKey']);
    expect(called).toEqual([{ operation: 'iam:UpdateAccessKey', region: 'aws-global', requestId: 'req-UpdateAccessKey', outcome: 'ok' }]);
  });

  it('tells of a call that AWS refused, and not of one that never left', async () => {
    const { fake, session } = await desk();
    fake.on('UpdateAccessKey', () => refusal('AccessDenied', 403));
    const called: string[] = [];
    const iam = await session.changes(permit(), [], 'aws-global', (c) => { called.push(c.outcome); }).client('iam');
    await expect(iam.send(new UpdateAccessKeyCommand(input))).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) as string });
    await expect(iam.send(new UpdateAccessKeyCommand({ ...input, UserName: 'alice' }))).rejects.toEqual(refused('other-target'));
    expect(called).toEqual([expect.stringMatching(/^AccessDenied/)]);
  });

  it.each([
    ['another target', { ...input, UserName: 'alice' }, 'other-target'],
    ['another value', { ...input, Status: 'Active' as const }, 'other-target'],
    ['the caller\'s own user, because the name was left out', { AccessKeyId: input.AccessKeyId, Status: input.Status }, 'other-target'],
  ])('refuses %s', async (_, other, why) => {
    const { fake, session } = await desk();
    const iam = await session.changes(permit(), [], 'aws-global', () => undefined).client('iam');
    await expect(iam.send(new UpdateAccessKeyCommand(other))).rejects.toEqual(refused(why));
    expect(fake.sent()).toEqual([]);
  });

  it('refuses an operation that was not approved, and the same one in another Region', async () => {
    const { fake, session } = await desk();
    const stop: Call = { operation: 'ec2:StopInstances', region: 'eu-west-1', input: { InstanceIds: ['i-0123456789abcdef0'] } };
    const there = await session.changes(permit([stop]), [], 'eu-west-2', () => undefined).client('ec2');
    await expect(there.send(new StopInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }))).rejects.toEqual(refused('other-target'));
    await expect(there.send(new TerminateInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }))).rejects.toEqual(refused('not-approved'));
    await expect(there.send(new DescribeInstancesCommand({}))).rejects.toEqual(refused('not-approved'));
    expect(fake.sent()).toEqual([]);
  });

  it('does not lend its permit to another deed', async () => {
    const { fake, session } = await desk();
    const bob = permit();
    const alice = permit([{ ...call, input: { ...input, UserName: 'alice' } }]);
    await session.changes(bob, [], 'aws-global', () => undefined).client('iam');
    const iam = await session.changes(alice, [], 'aws-global', () => undefined).client('iam');
    await expect(iam.send(new UpdateAccessKeyCommand(input))).rejects.toEqual(refused('other-target'));
    expect(fake.sent()).toEqual([]);
  });

  it('sends nothing after the deed has ended, also not what was queued in it', async () => {
    const { fake, session } = await desk();
    const leave = permit();
    const iam = await session.changes(leave, [], 'aws-global', () => undefined).client('iam');
    const queued = Promise.resolve().then(() => new Promise((go) => { setImmediate(go); })).then(() => iam.send(new UpdateAccessKeyCommand(input)));
    const sending = iam.send(new UpdateAccessKeyCommand(input));
    leave.end();
    const ends = await Promise.allSettled([queued, sending]);
    expect(ends).toEqual([1, 2].map(() => ({ status: 'rejected', reason: refused('deed-ended') })));
    expect(fake.sent()).toEqual([]);
  });

  it('asks the permit again before every attempt', async () => {
    const { fake, session } = await desk();
    const leave = permit();
    const called: string[] = [];
    fake.on('UpdateAccessKey', () => { leave.end(); return refusal('Throttling'); });
    const iam = await session.changes(leave, [], 'aws-global', (c) => { called.push(c.outcome); }).client('iam');
    await expect(iam.send(new UpdateAccessKeyCommand(input))).rejects.toEqual(refused('deed-ended'));
    expect([fake.sent().length, called]).toEqual([1, []]);
  });

  it('does not work with a permit of another account or endpoint', async () => {
    const { session } = await desk();
    for (const other of [new Permit('444455556666', 'aws', [call]), new Permit(ACCOUNT, 'drill:leaked-key', [call])]) {
      expect(() => session.changes(other, [], 'aws-global', () => undefined)).toThrow(expect.objectContaining({ why: 'other-target' }) as Error);
    }
  });

  it.each(['aws-incident-guard', 'aws-incident-mark'])('sends nothing once %s is taken out of its stack', async (name) => {
    const { fake, session } = await desk();
    const iam = await session.changes(permit(), ['iam:GetUser'], 'aws-global', () => undefined).client('iam');
    expect(iam.middlewareStack.remove(name)).toBe(true);
    await expect(iam.send(new UpdateAccessKeyCommand(input))).rejects.toEqual(refused('unmarked'));
    await expect(iam.send(new GetUserCommand({ UserName: 'bob' }))).rejects.toEqual(refused('unmarked'));
    expect(fake.sent()).toEqual([]);
  });

  it('has below it a client that sends nothing', async () => {
    const { fake, session } = await desk();
    const iam = await session.changes(permit(), [], 'aws-global', () => undefined).client('iam');
    const base = Object.getPrototypeOf(iam) as IAMClient;
    await expect(base.send(new UpdateAccessKeyCommand(input))).rejects.toEqual(refused('unmarked'));
    expect(fake.sent()).toEqual([]);
  });
});

describe('the request handler', () => {
  const request = (over: Partial<HandledRequest>): HandledRequest => ({ method: 'POST', hostname: 'sts.us-east-1.amazonaws.com', path: '/', headers: {}, ...over });

  it('refuses what no guard has marked', async () => {
    const fake = new FakeHandler();
    await expect(guardedHandler(fake, () => undefined).handle(request({ body: 'Action=GetCallerIdentity' }))).rejects.toEqual(refused('unmarked'));
    expect(fake.seen).toEqual([]);
  });

  it.each([
    ['AssumeRole', { body: 'Action=AssumeRole&Version=2011-06-15' }, 1], ['AssumeRoleWithWebIdentity', { body: 'Action=AssumeRoleWithWebIdentity' }, 1],
    ['the SSO portal', { path: '/federation/credentials' }, 1], ['an SSO token', { path: '/token' }, 1], ['aws login', { path: '/v1/token' }, 1],
    ['CreateUser', { body: 'Action=CreateUser&UserName=mallory' }, 0], ['GetSessionToken', { body: 'Action=GetSessionToken' }, 0], ['something else', { path: '/2015-03-31/functions' }, 0],
  ])('lets credential providers send %s: %j', async (_, over, sent) => {
    const fake = new FakeHandler();
    const sending = credentialHandler(fake).handle(request(over));
    if (sent === 1) await sending; else await expect(sending).rejects.toEqual(refused('unmarked'));
    expect(fake.seen).toHaveLength(sent);
  });
});

describe('inputs as the permit sees them', () => {
  it('has dates as ISO, bytes as base64, and leaves out what is not given', () => {
    expect(plainInput({ at: new Date('2026-11-21T03:00:00Z'), bytes: new Uint8Array([1, 2]), buffer: Buffer.from([1, 2]), none: undefined })).toEqual({ at: '2026-11-21T03:00:00.000Z', bytes: 'AQI=', buffer: 'AQI=' });
    expect(plainInput(undefined)).toBeNull();
  });
});

describe('when a call is tried again', () => {
  const send = async (answer: (n: number) => ReturnType<typeof ok> | Error, changes: boolean): Promise<{ sent: number; error: unknown; waited: number }> => {
    const { fake, session, clock } = await desk();
    fake.on('UpdateAccessKey', (_, n) => answer(n)).on('GetUser', (_, n) => answer(n));
    const from = clock.now().getTime();
    const iam = await (changes ? session.changes(permit(), [], 'aws-global', () => undefined) : session.reads(['iam:GetUser'])).client('iam');
    const error: unknown = await (changes ? iam.send(new UpdateAccessKeyCommand(input)) : iam.send(new GetUserCommand({ UserName: 'bob' }))).then(() => undefined, (e: unknown) => e);
    return { sent: fake.sent().length, error, waited: clock.now().getTime() - from };
  };
  const once = (fault: ReturnType<typeof ok> | Error) => (n: number): ReturnType<typeof ok> | Error => (n === 1 ? fault : ok('GetUser', '<User><UserName>bob</UserName></User>'));

  it.each([['a 503', () => refusal('ServiceUnavailable', 503)], ['a reset', reset], ['throttling', () => refusal('Throttling')]])('a read is tried again after %s', async (_, fault) => {
    expect(await send(once(fault()), false)).toMatchObject({ sent: 2, error: undefined });
  });
  it.each([['a 503', () => refusal('ServiceUnavailable', 503)], ['a reset', reset]])('a change is not, after %s: it may have been done', async (_, fault) => {
    const { sent, error } = await send(once(fault()), true);
    expect(sent).toBe(1);
    expect(error).toBeInstanceOf(Error);
  });
  it('a change is tried again after throttling, which proves that nothing was done', async () => {
    expect(await send(once(refusal('Throttling')), true)).toMatchObject({ sent: 2, error: undefined, waited: 500 });
  });
  it.each([true, false])('a full quota (LimitExceeded) is no rate limit (change: %s)', async (changes) => {
    const { sent, error } = await send(once(refusal('LimitExceeded', 409)), changes);
    expect(sent).toBe(1);
    expect(error).toMatchObject({ name: 'LimitExceededException' });
  });
  it('gives up in the end, after 0.1, 0.2, 0.4, 0.8 and 1.6 seconds', async () => {
    expect(await send(() => refusal('ServiceUnavailable', 503), false)).toMatchObject({ sent: 6, waited: 3_100 });
  });
  it('a request that a wrong clock had signed is signed anew by AWS\'s', async () => {
    const { fake, session } = await desk();
    const ahead = new Date(Date.now() + 3_600_000);
    fake.date = () => ahead;
    fake.on('UpdateAccessKey', (_, n) => (n === 1 ? refusal('RequestTimeTooSkewed', 403) : ok('UpdateAccessKey')));
    const iam = await session.changes(permit(), [], 'aws-global', () => undefined).client('iam');
    await iam.send(new UpdateAccessKeyCommand(input));
    expect(fake.sent()).toHaveLength(2);
    expect(fake.sent()[1]?.headers['x-amz-date']?.slice(0, 11)).toBe(ahead.toISOString().replace(/[-:]/g, '').slice(0, 11));
  });
});
