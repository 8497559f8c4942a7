// Every check in every Region ends in a state; a gap never looks like a clean place.
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/core/text.ts';
import { sweep } from '../../src/engine/scan.ts';
import { defineKind, type Kind, type Scan } from '../../src/kinds/kind.ts';
import { identityOf, refusal, reset } from '../aws/fake-handler.ts';
import { person, personKind, stage, type Person } from './stage.ts';

const kind = (list: (scan: Scan) => AsyncIterable<Person>, more: Partial<Kind<Person>> = {}): Kind => defineKind<Person>({ ...personKind, reads: ['iam:ListUsers'], list, ...more });
const asking = kind(async function* (scan) { await (await scan.aws.client('iam')).send(new ListUsersCommand({})); yield person('bob'); });

describe('a sweep', () => {
  it('goes over every kind in every Region, and says how each look ended', async () => {
    const at = await stage();
    const here = kind(async function* (scan) { await Promise.resolve(); yield { ...person('bob'), region: scan.region }; }, { id: 'test/machine', scope: 'regional' });
    const told: string[] = [];
    const { listed, cells } = await sweep(at.engine, [here, asking], ['us-east-1', 'eu-west-1'], (c, n, of) => { told.push(`${String(n)}/${String(of)} ${c.state}`); });
    expect(cells.map((c) => [c.check, c.region, c.state, c.gap])).toEqual([['test/machine', 'eu-west-1', 'done', false], ['test/machine', 'us-east-1', 'done', false], ['test/person', 'aws-global', 'done', false]]);
    expect(listed.map((l) => l.resource.region)).toEqual(['eu-west-1', 'us-east-1', 'aws-global']);
    expect(told).toEqual(['1/3 done', '2/3 done', '3/3 done']);
  });

  it.each([
    ['AccessDenied', () => refusal('AccessDenied', 403), 'denied', true], ['throttling that does not end', () => refusal('Throttling'), 'throttled', true],
    ['a network that is away', reset, 'failed', true], ['a service that was never subscribed to', () => refusal('SubscriptionRequiredException'), 'unavailable', false],
    ['an unknown key, where the key works elsewhere', () => refusal('InvalidClientTokenId', 403), 'region-disabled', true],
  ])('ends with %s in its own state', async (_, answer, state, gap) => {
    const at = await stage();
    at.fake.on('ListUsers', answer);
    const { listed, cells } = await sweep(at.engine, [asking], []);
    expect([listed, cells[0]?.state, cells[0]?.gap]).toEqual([[], state, gap]);
    expect(render(cells[0]!.detail)).toContain('iam:ListUsers');
  });

  it('tells a service that AWS does not offer in a Region from one that cannot be reached, by what AWS ships and never by the error alone', async () => {
    const at = await stage();
    const unresolved = (): never => { throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }); };
    const failing = (id: Kind['id'], reads: Kind['reads'], error: () => never): Kind => kind(async function* () { await Promise.resolve(); error(); yield person('bob'); }, { id, reads, scope: 'regional' });
    const denied = (): never => { throw Object.assign(new Error('no'), { name: 'AccessDeniedException' }); };
    const { cells } = await sweep(at.engine, [failing('test/lightsail', ['lightsail:GetInstances'], unresolved), failing('test/ec2', ['ec2:DescribeInstances'], unresolved), failing('test/denied', ['lightsail:GetInstances'], denied)], ['us-west-1', 'us-west-2']);
    expect(cells.map((c) => [c.check, c.region, c.state, c.gap])).toEqual([
      ['test/denied', 'us-west-1', 'denied', true], ['test/denied', 'us-west-2', 'denied', true], ['test/ec2', 'us-west-1', 'failed', true], ['test/ec2', 'us-west-2', 'failed', true],
      ['test/lightsail', 'us-west-1', 'not-offered', false], ['test/lightsail', 'us-west-2', 'failed', true],
    ]);
  });

  it('knows a lost caller from a disabled Region, and asks once', async () => {
    const at = await stage();
    at.fake.on('ListUsers', () => refusal('InvalidClientTokenId', 403)).on('GetCallerIdentity', () => refusal('InvalidClientTokenId', 403));
    const asked = at.fake.sent('GetCallerIdentity').length;
    const { cells } = await sweep(at.engine, [{ ...asking, scope: 'regional' }], ['us-east-1', 'eu-west-1', 'eu-west-2']);
    expect(cells.map((c) => c.state)).toEqual(['caller-lost', 'caller-lost', 'caller-lost']);
    expect(at.fake.sent('GetCallerIdentity').length - asked).toBe(1);
    at.fake.on('GetCallerIdentity', () => identityOf());
  });

  it('keeps what it saw where a part was denied, and says how much was not', async () => {
    const at = await stage();
    const partial = kind(async function* (scan) { await Promise.resolve(); for (const n of ['a', 'b']) scan.gap('iam:GetUser', Object.assign(new Error('no'), { name: 'AccessDenied' }), n); yield person('bob'); });
    const { listed, cells } = await sweep(at.engine, [partial], []);
    expect([listed.length, cells[0]?.state]).toEqual([1, 'denied']);
    expect(render(cells[0]!.detail)).toBe('iam:GetUser on a: AccessDenied no (2 reads failed in all)');
  });

  it('shares one expensive read, also a failing one', async () => {
    const at = await stage();
    let reads = 0;
    const sharing = (id: Kind['id']): Kind => kind(async function* (scan) { yield await scan.once('details', () => { reads += 1; return Promise.reject(Object.assign(new Error('no'), { name: 'AccessDenied' })); }); }, { id });
    const { cells } = await sweep(at.engine, [sharing('test/a'), sharing('test/b')], []);
    expect([reads, cells.map((c) => c.state)]).toEqual([1, ['denied', 'denied']]);
  });

  it('sends nothing more after Ctrl-C', async () => {
    const at = await stage();
    at.stop.abort(new Error('stop'));
    await expect(sweep(at.engine, [asking], [])).rejects.toMatchObject({ fault: 'interrupted' });
    expect(at.fake.sent()).toEqual([]);
  });
});
