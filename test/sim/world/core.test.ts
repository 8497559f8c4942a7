// Small parts of the core: propagation, ids, access levels, quotas.
import { describe, expect, test } from 'vitest';
import { isChange } from '../../../src/sim/dispatch/changes.ts';
import { Propagated, PropagatedMap } from '../../../src/sim/dispatch/propagation.ts';
import { Ids } from '../../../src/sim/ids.ts';
import { Quotas, type QuotaRequest } from '../../../src/sim/quotas.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds));

describe('propagation', () => {
  test('a change is visible at once and enforced four seconds later', () => {
    const value = new Propagated('open', 4_000);
    value.set('closed', at(10));
    expect(value.current).toBe('closed');
    expect([value.enforced(at(9)), value.enforced(at(13)), value.enforced(at(14))]).toEqual(['open', 'open', 'closed']);
  });
  test('what is undone within the delay is enforced for as long as it stood', () => {
    const value = new Propagated('open', 4_000);
    value.set('closed', at(10));
    value.set('open', at(12));
    expect([13, 14, 15, 16].map((second) => value.enforced(at(second)))).toEqual(['open', 'closed', 'closed', 'open']);
  });
  test('many changes keep the right past', () => {
    const value = new Propagated(0, 4_000);
    for (let second = 1; second <= 100; second += 1) value.set(second, at(second));
    expect([value.enforced(at(100)), value.enforced(at(104))]).toEqual([96, 100]);
  });
  test('a new entry works at once, a deleted one some seconds more, a new one of that name at once', () => {
    const map = new PropagatedMap<string, string>(4_000);
    map.set('key', 'first', at(0));
    expect(map.enforced('key', at(0))).toBe('first');
    map.delete('key', at(10));
    expect([map.get('key'), map.enforced('key', at(13)), map.enforced('key', at(14))]).toEqual([undefined, 'first', undefined]);
    map.set('key', 'second', at(20));
    expect([map.enforced('key', at(20)), [...map.current()]]).toEqual(['second', [['key', 'second']]]);
  });
});

describe('ids', () => {
  test('the same seed gives the same ids, another others', () => {
    const draw = (seed: string): string[] => { const ids = new Ids(seed); return [ids.id('AKIA', 16), ids.hex(17), ids.uuid(), ids.secret(40)]; };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });
  test('look like AWS\'s', () => {
    const ids = new Ids('seed');
    expect(ids.id('AKIA', 16)).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(ids.hex(17)).toMatch(/^[\da-f]{17}$/);
    expect(ids.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(ids.secret(40)).toHaveLength(40);
  });
  test('ten thousand are ten thousand', () => {
    const ids = new Ids('seed');
    expect(new Set(Array.from({ length: 10_000 }, () => ids.hex(17))).size).toBe(10_000);
  });
});

test.each([
  ['iam', 'ListUsers', false], ['iam', 'GenerateCredentialReport', false], ['iam', 'SimulatePrincipalPolicy', false], ['iam', 'UpdateAccessKey', true], ['iam', 'PutUserPolicy', true], ['iam', 'TagUser', true],
  ['ec2', 'DescribeInstances', false], ['ec2', 'GetConsoleOutput', false], ['ec2', 'RunInstances', true], ['ec2', 'CreateTags', true],
  ['sts', 'GetCallerIdentity', false], ['sts', 'AssumeRole', false], ['cloudtrail', 'LookupEvents', false], ['cloudtrail', 'StopLogging', true],
  ['support', 'DescribeCases', false], ['support', 'AddCommunicationToCase', true], ['account', 'EnableRegion', true], ['organizations', 'DescribeOrganization', false], ['health', 'DescribeEvents', false],
  ['ec2', 'SomethingNew', true],
] as const)('%s:%s changes the account: %s', (service, operation, change) => { expect(isChange(service, operation)).toBe(change); });

describe('quotas', () => {
  const grants = (request: Partial<QuotaRequest>, tries: number): number => {
    const quotas = new Quotas();
    return Array.from({ length: tries }, () => quotas.take({ service: 'ec2', operation: 'DescribeInstances', region: 'us-east-1', input: {}, change: false, ...request }, at(0))).filter(Boolean).length;
  };
  test.each<[string, Partial<QuotaRequest>, number]>([
    ['unfiltered DescribeInstances', {}, 50], ['filtered DescribeInstances', { input: { MaxResults: 1_000 } }, 100], ['RunInstances', { operation: 'RunInstances', change: true }, 5],
    ['other changes', { operation: 'CreateTags', change: true }, 50], ['EnableImageBlockPublicAccess', { operation: 'EnableImageBlockPublicAccess', change: true }, 1], ['LookupEvents', { service: 'cloudtrail', operation: 'LookupEvents' }, 2],
  ])('%s at once', (_, request, burst) => { expect(grants(request, burst + 20)).toBe(burst); });
  test('refill with time', () => {
    const quotas = new Quotas();
    const take = (second: number): boolean => quotas.take({ service: 'ec2', operation: 'RunInstances', region: 'us-east-1', input: {}, change: true }, at(second));
    for (let i = 0; i < 5; i += 1) take(0);
    expect([take(0), take(1), take(1), take(1)]).toEqual([false, true, true, false]);
  });
});
