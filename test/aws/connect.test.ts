// The session: who we are, what happens when credentials end, what time AWS has.
import { GetUserCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { callerOf } from '../../src/aws/caller.ts';
import { fixedCredentials, type Credentials } from '../../src/aws/credentials.ts';
import { foresee } from '../../src/aws/foresee.ts';
import { Permit } from '../../src/aws/permit.ts';
import { render } from '../../src/core/text.ts';
import type { Operation } from '../../src/core/types.ts';
import { ACCOUNT, ALICE, desk, identityOf, KEY, ok, refusal, START } from './fake-handler.ts';

const USER = ok('GetUser', '<User><UserName>bob</UserName></User>');
const getBob = async ({ session }: Awaited<ReturnType<typeof desk>>): Promise<unknown> => (await session.reads(['iam:GetUser']).client('iam')).send(new GetUserCommand({ UserName: 'bob' }));
const incident = (fault: string): object => expect.objectContaining({ fault }) as object;

describe('who we are', () => {
  it.each([
    ['root', 'arn:aws:iam::111122223333:root', { type: 'root', name: 'root', partition: 'aws' }],
    ['a user', ALICE, { type: 'user', name: 'alice', partition: 'aws' }],
    ['a user with a path', 'arn:aws:iam::111122223333:user/team/ops/alice', { type: 'user', name: 'alice' }],
    ['a role', 'arn:aws:sts::111122223333:assumed-role/Responder/alice', { type: 'role-session', name: 'Responder' }],
    ['a federated user', 'arn:aws:sts::111122223333:federated-user/alice', { type: 'federated-user', name: 'alice' }],
    ['somebody in China', 'arn:aws-cn:iam::111122223333:user/alice', { type: 'user', name: 'alice', partition: 'aws-cn' }],
  ])('reads %s', (_, arn, expected) => { expect(callerOf(ACCOUNT, arn, 'AIDACKCEVSQ6C2EXAMPLE', KEY)).toMatchObject({ ...expected, arn, accountId: ACCOUNT, accessKeyId: KEY }); });

  it('says when the credentials end', () => { expect(callerOf(ACCOUNT, ALICE, '', KEY, new Date(START)).expiresAt).toBe(START); });

  it.each(['InvalidClientTokenId', 'ExpiredToken'])('has no usable credentials where AWS answers %s, and asks nobody to renew them', async (code) => {
    let asked = 0;
    const at = await desk({ identified: false, renew: () => { asked += 1; return Promise.resolve(true); } });
    at.fake.on('GetCallerIdentity', () => refusal(code, 403));
    await expect(at.session.identify()).rejects.toEqual(incident('credentials'));
    expect(asked).toBe(0);
  });

  it('has none where the provider chain finds none', async () => {
    const credentials: Credentials = { get: () => Promise.reject(Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' })), renew: () => undefined };
    const at = await desk({ identified: false, credentials });
    await expect(at.session.identify()).rejects.toEqual(incident('credentials'));
    expect(at.fake.seen).toEqual([]);
  });

  it('works in one account: credentials of another one are refused', async () => {
    const at = await desk();
    at.fake.on('GetCallerIdentity', () => identityOf('arn:aws:iam::444455556666:user/alice', '444455556666'));
    await expect(at.session.identify()).rejects.toEqual(incident('credentials'));
    expect(at.session.caller.accountId).toBe(ACCOUNT);
  });

  it('asks the global services of the partition where they are', async () => {
    const at = await desk({ identified: false });
    at.fake.on('GetCallerIdentity', () => identityOf('arn:aws-cn:iam::111122223333:user/alice')).on('GetUser', () => USER);
    await at.session.identify();
    await getBob(at);
    expect(at.fake.sent('GetUser')[0]?.host).toMatch(/cn-north-1.*\.amazonaws\.com\.cn$/);
  });
});

describe('credentials that end in the middle', () => {
  const renewable = (): { credentials: Credentials; renewed: () => number } => {
    let n = 0;
    return { credentials: { get: () => Promise.resolve({ accessKeyId: n === 0 ? KEY : 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'EXAMPLE' }), renew: () => { n += 1; } }, renewed: () => n };
  };
  const expiredFor = (key: string) => ({ headers }: { headers: Readonly<Record<string, string>> }): typeof USER => (headers['authorization']?.includes(key) ? refusal('ExpiredToken', 403) : USER);

  it('pause the run: they are renewed, and the call goes on with the new ones', async () => {
    const { credentials, renewed } = renewable();
    const at = await desk({ credentials, renew: () => Promise.resolve(true) });
    at.fake.on('GetUser', expiredFor(KEY));
    await getBob(at);
    expect(renewed()).toBe(1);
    expect(at.session.caller.accessKeyId).toBe('AKIAI44QH8DHBEXAMPLE');
  });

  it('are asked about once, however many calls were under way', async () => {
    const { credentials } = renewable();
    let asked = 0;
    const at = await desk({ credentials, renew: async () => { asked += 1; await new Promise((go) => { setImmediate(go); }); return true; } });
    at.fake.on('GetUser', expiredFor(KEY));
    await Promise.all(Array.from({ length: 20 }, () => getBob(at)));
    expect(asked).toBe(1);
  });

  it('carry a change over, once: the refusal proves that it was not done', async () => {
    const { credentials } = renewable();
    const at = await desk({ credentials, renew: () => Promise.resolve(true) });
    at.fake.on('UpdateAccessKey', expiredFor(KEY));
    const input = { UserName: 'bob', AccessKeyId: KEY, Status: 'Inactive' as const };
    const iam = await at.session.changes(new Permit(ACCOUNT, 'aws', [{ operation: 'iam:UpdateAccessKey', region: 'aws-global', input }]), [], 'aws-global', () => undefined).client('iam');
    await iam.send(new UpdateAccessKeyCommand(input));
    expect(at.fake.sent()).toHaveLength(2);
  });

  it.each([['nobody renews them', { renew: () => Promise.resolve(false) }], ['nobody can be asked', {}]])('interrupt the run where %s', async (_, options) => {
    const at = await desk(options);
    at.fake.on('GetUser', () => refusal('ExpiredToken', 403));
    await expect(getBob(at)).rejects.toEqual(incident('interrupted'));
  });

  it('are not replaced by another account\'s', async () => {
    const { credentials } = renewable();
    const at = await desk({ credentials, renew: () => Promise.resolve(true) });
    at.fake.on('GetUser', expiredFor(KEY)).on('GetCallerIdentity', () => identityOf('arn:aws:iam::444455556666:user/alice', '444455556666'));
    await expect(getBob(at)).rejects.toEqual(incident('credentials'));
    expect(at.fake.sent('GetUser')).toHaveLength(1);
  });
});

describe('the time', () => {
  it.each([[0, 0], [1_000, 0], [90_000, 90_000], [-90_000, -90_000]])('is AWS\'s, from its Date header: %d ms ahead', async (ahead, skew) => {
    const at = await desk({ identified: false });
    at.fake.date = () => new Date(new Date(START).getTime() + ahead);
    await at.session.identify();
    expect(at.session.skew()).toBe(skew);
    expect(at.session.awsNow().toISOString()).toBe(new Date(new Date(START).getTime() + skew).toISOString());
  });
});

describe('what will be denied', () => {
  const asked: readonly Operation[] = ['iam:UpdateAccessKey', 'iam:DeleteUser', 'iam:GetUser'];
  const evaluation = (action: string, decision: string): string => `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>${decision}</EvalDecision></member>`;
  const said = (map: ReadonlyMap<Operation, Parameters<typeof render>[0]>): [string, string][] => [...map].map(([o, why]) => [o, render(why)]);

  it('is asked of IAM, page by page', async () => {
    const at = await desk();
    at.fake.on('SimulatePrincipalPolicy', ({ input }) => (input.get('Marker') === null
      ? ok('SimulatePrincipalPolicy', `<EvaluationResults>${evaluation('iam:GetUser', 'allowed')}${evaluation('iam:UpdateAccessKey', 'explicitDeny')}</EvaluationResults><IsTruncated>true</IsTruncated><Marker>2</Marker>`)
      : ok('SimulatePrincipalPolicy', `<EvaluationResults>${evaluation('iam:DeleteUser', 'implicitDeny')}</EvaluationResults><IsTruncated>false</IsTruncated>`)));
    expect(said(await foresee(at.session, asked))).toEqual([['iam:UpdateAccessKey', 'a policy denies it to you'], ['iam:DeleteUser', 'no policy allows it to you']]);
    expect(at.fake.sent('SimulatePrincipalPolicy')[0]?.input.get('PolicySourceArn')).toBe(ALICE);
  });

  it('is nothing for root, without a request', async () => {
    const at = await desk({ identified: false });
    at.fake.on('GetCallerIdentity', () => identityOf(`arn:aws:iam::${ACCOUNT}:root`));
    await at.session.identify();
    expect([...await foresee(at.session, asked)]).toEqual([]);
    expect(at.fake.sent()).toEqual([]);
  });

  it.each([['AccessDenied', /you may not ask IAM/], ['NoSuchEntity', /could not be asked beforehand \(NoSuchEntity/]])('is unknown where IAM answers %s, and no gate fails for it', async (code, why) => {
    const at = await desk();
    at.fake.on('SimulatePrincipalPolicy', () => refusal(code, 403));
    const map = said(await foresee(at.session, asked));
    expect(map.map(([o]) => o)).toEqual(asked);
    for (const [, text] of map) expect(text).toMatch(why);
  });

  it('is unknown for single sign-on roles, whose policies nobody may simulate by name', async () => {
    const at = await desk({ identified: false, credentials: fixedCredentials({ accessKeyId: KEY, secretAccessKey: 'EXAMPLE' }) });
    at.fake.on('GetCallerIdentity', () => identityOf(`arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice`));
    await at.session.identify();
    expect((await foresee(at.session, asked)).size).toBe(3);
    expect(at.fake.sent()).toEqual([]);
  });
});
