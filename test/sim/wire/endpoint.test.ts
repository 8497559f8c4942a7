// How the endpoint reads a request: which service, which operation, who, from where; over a socket and in process.
import { GetCallerIdentityCommand, AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { IAMClient, ListUsersCommand, paginateListUsers } from '@aws-sdk/client-iam';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { afterEach, expect, test } from 'vitest';
import { Endpoint, type LazyService } from '../../../src/sim/wire/endpoint.ts';
import { Service } from '../../../src/sim/wire/service.ts';
import { WireFault, type RequestInfo, type WireRequest } from '../../../src/sim/wire/types.ts';

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none', sessionToken: 'token' };
const NOW = new Date('2026-11-20T09:00:00Z');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => { await Promise.all(closing.splice(0).map((close) => close())); });

const USERS = ['alice', 'bob', 'carol'].map((UserName) => ({ UserName, UserId: `AIDA${UserName}`, Arn: `arn:aws:iam::111122223333:user/${UserName}`, Path: '/', CreateDate: NOW }));
const iam = (): Service<RequestInfo> => new Service<RequestInfo>(IAMClient, { id: 'iam' }).on(ListUsersCommand, ({ Marker = '0', MaxItems = 100 }) => {
  const end = Number(Marker) + MaxItems;
  return { Users: USERS.slice(Number(Marker), end), IsTruncated: end < USERS.length, ...(end < USERS.length ? { Marker: String(end) } : {}) };
});
const sts = (): Service<RequestInfo> => new Service<RequestInfo>(STSClient, { id: 'sts' })
  .on(GetCallerIdentityCommand, (_, info) => ({ Account: '111122223333', UserId: info.sourceIp, Arn: info.userAgent }))
  .on(AssumeRoleWithWebIdentityCommand, (_, info) => ({ Provider: info.accessKeyId ?? 'unsigned' }));
const cloudtrail = (): Service<RequestInfo> => new Service<RequestInfo>(CloudTrailClient, { id: 'cloudtrail' }).on(LookupEventsCommand, () => ({ Events: [] }));

function endpointOf(seen: RequestInfo[] = [], fault?: WireFault): Endpoint<RequestInfo> {
  return new Endpoint<RequestInfo>([iam(), sts(), cloudtrail()], (info, _operation, _input, handler) => {
    seen.push(info);
    if (fault) throw fault;
    return handler(info);
  }, { clock: { now: () => NOW }, requestId: () => 'request-1', sourceIp: () => '198.51.100.7' });
}
const config = (requestHandler: object): object => ({ region: 'eu-west-1', credentials: CREDENTIALS, maxAttempts: 1, requestHandler });

test('a request says who called what, where and when', async () => {
  const seen: RequestInfo[] = [];
  const client = new CloudTrailClient(config(endpointOf(seen).requestHandler()));
  const answer = await client.send(new LookupEventsCommand({}));
  expect(answer.$metadata.requestId).toBe('request-1');
  expect(seen[0]).toMatchObject({ service: 'cloudtrail', operation: 'LookupEvents', region: 'eu-west-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', sessionToken: 'token', sourceIp: '198.51.100.7', requestId: 'request-1' });
  expect(seen[0]?.userAgent).toMatch(/^aws-sdk-js/);
  expect(seen[0]?.signedAt).toBeInstanceOf(Date);
});

test('every answer carries the time of the account', async () => {
  const post = (path: string, headers: Record<string, string>, body = ''): WireRequest => ({ method: 'POST', path, headers, body: new TextEncoder().encode(body) });
  const scope = (service: string): string => `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261120/us-east-1/${service}/aws4_request, SignedHeaders=host`;
  const endpoint = endpointOf();
  const answers = await Promise.all([
    endpoint.handle(post('/', { authorization: scope('iam'), 'content-type': 'application/x-www-form-urlencoded' }, 'Action=ListUsers&Version=2010-05-08')),
    endpoint.handle(post('/', { authorization: scope('iam'), 'content-type': 'application/x-www-form-urlencoded' }, 'Action=NoSuchThing')),
    endpoint.handle(post('/', { authorization: scope('polly') })),
  ]);
  expect(answers.map((a) => [a.status, a.headers['date']])).toEqual([200, 400, 501].map((status) => [status, 'Fri, 20 Nov 2026 09:00:00 GMT']));
  expect(answers[1].body).toContain('<Code>InvalidAction</Code>');
});

test('an unsigned request finds its service by what its protocol carries', async () => {
  const client = new STSClient(config(endpointOf().requestHandler()));
  const answer = await client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: 'arn:aws:iam::111122223333:role/deploy', RoleSessionName: 'x', WebIdentityToken: 'y' }));
  expect(answer.Provider).toBe('unsigned');
});

test('boto3 spells CloudTrail\'s target in another way', async () => {
  const answer = await endpointOf().handle({
    method: 'POST', path: '/', body: new TextEncoder().encode('{}'),
    headers: { 'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents', 'content-type': 'application/x-amz-json-1.1', authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261120/us-east-1/cloudtrail/aws4_request' },
  });
  expect([answer.status, answer.body]).toEqual([200, '{"Events":[]}']);
});

test('what cannot be read is refused as AWS refuses it, before any handler runs', async () => {
  const seen: RequestInfo[] = [];
  const send = (service: string, type: string, body: string, target = ''): Promise<{ status: number; body: string | Uint8Array }> => endpointOf(seen).handle({
    method: 'POST', path: '/', body: new TextEncoder().encode(body),
    headers: { 'content-type': type, 'x-amz-target': target, authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261120/us-east-1/${service}/aws4_request` },
  });
  expect((await send('cloudtrail', 'application/x-amz-json-1.1', '{"MaxResults"', 'X.LookupEvents')).body).toContain('SerializationException');
  expect((await send('cloudtrail', 'application/x-amz-json-1.1', '{"MaxResults":"many"}', 'X.LookupEvents')).body).toContain('string found where a number is expected');
  expect((await send('iam', 'application/x-www-form-urlencoded', 'Action=ListUsers&MaxItems=many')).body).toContain('not a number: many');
  expect((await send('sts', 'application/x-www-form-urlencoded', 'Action=AssumeRoleWithWebIdentity&RoleArn=x')).body).toContain('must contain the parameter');
  expect(seen).toEqual([]);
});

test('pages over a socket read like pages in process', async () => {
  const listener = await endpointOf().listen(0);
  closing.push(() => listener.close());
  expect(listener.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  for (const client of [new IAMClient({ region: 'us-east-1', credentials: CREDENTIALS, endpoint: listener.url }), new IAMClient(config(endpointOf().requestHandler()))]) {
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListUsers({ client, pageSize: 2 }, {})) pages.push((page.Users ?? []).map((user) => user.UserName));
    expect(pages).toEqual([['alice', 'bob'], ['carol']]);
  }
});

test('only a caller in process may choose the address that AWS sees', async () => {
  const listener = await endpointOf().listen(0);
  closing.push(() => listener.close());
  const tag = (client: STSClient): STSClient => {
    client.middlewareStack.add((next) => (args) => { (args.request as { headers: Record<string, string> }).headers['x-sim-source-ip'] = '203.0.113.66'; return next(args); }, { step: 'build' });
    return client;
  };
  const inProcess = await tag(new STSClient(config(endpointOf().requestHandler()))).send(new GetCallerIdentityCommand({}));
  const socket = await tag(new STSClient({ region: 'us-east-1', credentials: CREDENTIALS, endpoint: listener.url })).send(new GetCallerIdentityCommand({}));
  expect([inProcess.UserId, socket.UserId]).toEqual(['203.0.113.66', '198.51.100.7']);
});

test('a lazy service is loaded by its first request, once', async () => {
  let loads = 0;
  const lazy: LazyService<RequestInfo> = { id: 'iam', load: () => { loads++; return Promise.resolve(iam()); } };
  const endpoint = new Endpoint<RequestInfo>([sts(), lazy], (info, _o, _i, handler) => handler(info), { clock: { now: () => NOW } });
  await new STSClient(config(endpoint.requestHandler())).send(new GetCallerIdentityCommand({}));
  expect(loads).toBe(0);
  const client = new IAMClient(config(endpoint.requestHandler()));
  await Promise.all([client.send(new ListUsersCommand({})), client.send(new ListUsersCommand({}))]);
  expect(loads).toBe(1);
});

test('invoke runs an operation without its encoding', async () => {
  const info = { service: 'iam', operation: 'ListUsers', region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', sessionToken: undefined, sourceIp: '192.0.2.1', userAgent: 'x' } as const;
  expect(await endpointOf().invoke(info, { MaxItems: 1 })).toMatchObject({ Users: [{ UserName: 'alice' }], IsTruncated: true });
  await expect(endpointOf().invoke({ ...info, operation: 'Nothing' }, {})).rejects.toThrow('The simulated account has no operation iam:Nothing');
});

test('registering an operation twice is a mistake', () => {
  expect(() => iam().on(ListUsersCommand, () => ({ Users: [] }))).toThrow('iam:ListUsers is registered twice.');
});

async function hangUp(fault: WireFault, socket: boolean): Promise<any> {
  const endpoint = endpointOf([], fault);
  const listener = socket ? await endpoint.listen(0) : undefined;
  if (listener) closing.push(() => listener.close());
  const client = new STSClient(listener ? { region: 'us-east-1', credentials: CREDENTIALS, endpoint: listener.url, maxAttempts: 1 } : config(endpoint.requestHandler()));
  const abort = new AbortController();
  const answer = client.send(new GetCallerIdentityCommand({}), { abortSignal: abort.signal }).then(() => 'answered', (error: unknown) => error);
  if (fault.fault === 'hang') setTimeout(() => { abort.abort(); }, 50);
  return answer;
}
test.each([false, true])('faults look like a network\'s (over a socket: %s)', async (socket) => {
  expect((await hangUp(new WireFault('reset', false), socket)).code).toBe('ECONNRESET');
  expect((await hangUp(new WireFault('truncate', true), socket)).code).toBe('ECONNRESET');
  expect((await hangUp(new WireFault('hang', false), socket)).name).toBe('AbortError');
});
