// Faults on demand, as a client meets them, and what the account did meanwhile.
import { describe, expect, test } from 'vitest';
import { CreateSecurityGroupCommand, DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { Faults, type Fault } from '../../../src/sim/faults.ts';
import { openAccount, type Account } from '../world/account.ts';

const CREATE = new CreateSecurityGroupCommand({ GroupName: 'made', Description: 'made' });
const made = async ({ ec2, world }: Account): Promise<boolean> => {
  world.faults.clear();
  const { SecurityGroups = [] } = await ec2().send(new DescribeSecurityGroupsCommand({}));
  return SecurityGroups.some(({ GroupName }) => GroupName === 'made');
};

describe('each fault', () => {
  test.each<[Fault, string, boolean]>([
    [{ kind: 'throttle' }, 'RequestLimitExceeded', false],
    [{ kind: 'error-500' }, 'InternalError', false],
    [{ kind: 'error-500', after: true }, 'InternalError', true],
    [{ kind: 'error-503' }, 'Unavailable', false],
    [{ kind: 'error-503', after: true }, 'Unavailable', true],
    [{ kind: 'access-denied' }, 'UnauthorizedOperation', false],
    [{ kind: 'expired-credentials' }, 'RequestExpired', false],
  ])('%j: %s, deed done: %s', async (fault, name, done) => {
    const account = await openAccount();
    account.world.faults.add({ operation: 'CreateSecurityGroup', fault });
    await expect(account.ec2().send(CREATE)).rejects.toMatchObject({ name });
    expect(await made(account)).toBe(done);
  });
  test.each<[Fault, boolean]>([
    [{ kind: 'reset' }, false],
    [{ kind: 'reset', after: true }, true],
    [{ kind: 'truncate' }, true],
  ])('%j leaves the client without an answer, deed done: %s', async (fault, done) => {
    const account = await openAccount();
    account.world.faults.add({ operation: 'CreateSecurityGroup', fault });
    await expect(account.ec2().send(CREATE)).rejects.toThrow();
    expect(await made(account)).toBe(done);
  });
  test.each([[undefined, false], [true, true]] as const)('a hang (after: %s) ends when the client gives up, deed done: %s', async (after, done) => {
    const account = await openAccount();
    account.world.faults.add({ operation: 'CreateSecurityGroup', fault: { kind: 'hang', ...(after === undefined ? {} : { after }) } });
    const stop = new AbortController();
    const sent = account.ec2().send(CREATE, { abortSignal: stop.signal });
    setImmediate(() => { setImmediate(() => { stop.abort(); }); });
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    expect(await made(account)).toBe(done);
  });
  test('clock skew stands in the Date header of that answer only', async () => {
    const { sts, world } = await openAccount();
    world.faults.add({ nth: 1, fault: { kind: 'clock-skew', ms: 600_000 } });
    const dates: (string | undefined)[] = [];
    const client = sts();
    client.middlewareStack.add((next) => async (args) => {
      const answer = await next(args);
      dates.push((answer.response as { headers: Record<string, string> }).headers['date']);
      return answer;
    }, { step: 'deserialize', priority: 'low' });
    await client.send(new GetCallerIdentityCommand({}));
    await client.send(new GetCallerIdentityCommand({}));
    expect(dates).toEqual(['Fri, 20 Nov 2026 09:10:00 GMT', 'Fri, 20 Nov 2026 09:00:00 GMT']);
  });
});

describe('which requests', () => {
  const request = { service: 'ec2', operation: 'RunInstances', region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } as const;
  const fault: Fault = { kind: 'throttle' };
  const pattern = (rule: Parameters<Faults['add']>[0], seed = 'seed', count = 6): string => {
    const faults = new Faults(seed);
    faults.add(rule);
    return Array.from({ length: count }, () => (faults.of(request).length > 0 ? 'x' : '.')).join('');
  };
  test('the n-th, or all from n to m', () => {
    expect(pattern({ fault, nth: 2 })).toBe('.x....');
    expect(pattern({ fault, nth: { from: 3 } })).toBe('..xxxx');
    expect(pattern({ fault, nth: { from: 3, to: 4 } })).toBe('..xx..');
  });
  test('of that service, operation, region and key', () => {
    expect(pattern({ fault, service: 'ec2', operation: 'RunInstances', region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).toBe('xxxxxx');
    for (const other of [{ service: 'iam' }, { operation: 'StopInstances' }, { region: 'eu-west-1' }, { accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }] as const) expect(pattern({ fault, ...other })).toBe('......');
  });
  test('some of them, the same ones for the same seed', () => {
    const once = pattern({ fault, probability: 0.5 }, 'a', 100);
    expect(once).toBe(pattern({ fault, probability: 0.5 }, 'a', 100));
    expect(once).not.toBe(pattern({ fault, probability: 0.5 }, 'b', 100));
    const hits = once.replaceAll('.', '').length;
    expect(hits > 30 && hits < 70).toBe(true);
  });
  test('the same ones whatever else is asked in between, elsewhere or of another sort', () => {
    const faults = new Faults('a');
    faults.add({ fault, probability: 0.5 });
    const among = Array.from({ length: 100 }, (_, n) => {
      for (const other of n % 3 === 0 ? [{ ...request, region: 'eu-west-1' }, { ...request, operation: 'StopInstances' }] : []) faults.of(other);
      return faults.of(request).length > 0 ? 'x' : '.';
    }).join('');
    expect(among).toBe(pattern({ fault, probability: 0.5 }, 'a', 100));
  });
  test('a rule can be taken back', () => {
    const faults = new Faults('seed');
    const remove = faults.add({ fault });
    remove();
    expect(faults.of(request)).toEqual([]);
  });
});
