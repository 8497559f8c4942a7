// Buckets, records and domains: what history gives back, what is closed, what comes back in bulk.
import { render, say } from '../../src/core/text.ts';
import { describe, expect, test } from 'vitest';
import { Permit } from '../../src/aws/permit.ts';
import type { Attribution, JsonObject, Resource } from '../../src/core/types.ts';
import recordSet, { type RecordSet } from '../../src/kinds/route53/record-set.ts';
import domain, { type Domain } from '../../src/kinds/route53domains/domain.ts';
import accountBlock, { type AccountBlock } from '../../src/kinds/s3/account-public-access-block.ts';
import bucketAcl from '../../src/kinds/s3/bucket-acl.ts';
import bucketLifecycle from '../../src/kinds/s3/bucket-lifecycle.ts';
import bucketPolicy from '../../src/kinds/s3/bucket-policy.ts';
import bucketVersioning from '../../src/kinds/s3/bucket-versioning.ts';
import deleteMarkers, { type DeleteMarkers } from '../../src/kinds/s3/delete-markers.ts';
import type { BucketSetting } from '../../src/kinds/s3/parts/setting.ts';
import type { HistoryEvent, JudgeContext } from '../../src/kinds/kind.ts';
import { stage, type Play, type Stage } from '../contract/account.ts';
import { listOf, lookAt } from '../contract/contract.ts';
import { Run } from '../contract/deed.ts';
import { did, runOf, thingOf } from './on-stage.ts';

const Bucket = 'amzn-s3-demo-bucket';
const SINCE = '2026-11-20T00:00:00.000Z';
const context: JudgeContext = { indicators: { accessKeyIds: [], principals: [], sourceIps: [], since: SINCE }, touches: [], attributed: undefined, accountId: '111122223333', history: [] };
const event = (name: string, by: Attribution | undefined, request: JsonObject): HistoryEvent => ({ event: name, time: '2026-11-19T09:00:00.000Z', by, request: { bucketName: Bucket, ...request }, response: null });
const statement = (principal: JsonObject | string, more: JsonObject = {}): JsonObject => ({ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`, ...more });
const policy = (...Statement: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });
const setting = (is: JsonObject | null): BucketSetting => ({ arn: 'a', uid: 'u', name: Bucket, region: 'us-east-1', bucket: Bucket, account: '111122223333', is });
const account = (id: string): JsonObject => ({ AWS: `arn:aws:iam::${id}:root` });

describe('the policy of a bucket', () => {
  const OWN = policy(statement(account('111122223333')));
  test('is given back as the owner set it last before the stranger, whatever the stranger set after', () => {
    const history = [
      event('s3:PutBucketPolicy', undefined, { bucketPolicy: OWN }), event('s3:PutBucketPolicy', 'attacker', { bucketPolicy: policy(statement('*')) }), event('s3:PutBucketPolicy', undefined, { bucketPolicy: policy(statement('*')) }),
    ];
    expect(bucketPolicy.recall?.(setting(null), history, SINCE)).toEqual({ is: OWN });
    expect(bucketPolicy.recall?.(setting(null), [event('s3:DeleteBucketPolicy', 'owner', {}), ...history.slice(1)], SINCE)).toEqual({ is: null });
    expect(bucketPolicy.recall?.(setting(null), history.slice(1), SINCE)).toBeUndefined();
  });

  test.each([
    ['another account', statement(account('444455556666')), 'suspicious'],
    ['everybody who may change', statement('*', { Action: 's3:*' }), 'suspicious'],
    ['everybody who may read', statement('*'), 'weak'],
    ['this account', statement(account('111122223333')), undefined],
    ['everybody of one organization', statement('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } }), undefined],
    ['CloudFront', statement({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EXAMPLE' }), undefined],
    ['a service', statement({ Service: 'cloudtrail.amazonaws.com' }), undefined],
    ['another account that may only deliver logs', statement(account('444455556666'), { Action: 's3:PutObject' }), undefined],
    ['nobody', statement('*', { Effect: 'Deny' }), undefined],
  ])('that lets in %s', (_, one, verdict) => {
    expect(bucketPolicy.judge?.(setting(policy(one)), context)?.verdict).toBe(verdict);
  });

  test('is closed to outsiders and keeps what is the owner\'s; the gate shows what goes', () => {
    const both = setting(policy(statement(account('111122223333'), { Sid: 'own' }), statement(account('444455556666'), { Sid: 'theirs' })));
    const { contain } = bucketPolicy.actions;
    expect(contain?.breaks?.(both)?.with).toEqual({ gone: ['theirs'] });
    expect(JSON.parse(contain?.calls(both)[0]?.input['Policy'] as string)).toEqual(policy(statement(account('111122223333'), { Sid: 'own' })));
    expect(contain?.calls(setting(policy(statement('*'))))[0]?.operation).toBe('s3:DeleteBucketPolicy');
    expect(contain?.impossible?.(setting(null))?.say).toMatch(/nobody in from outside/);
  });
});

test('lifecycle rules come back out of CloudTrail\'s spelling', () => {
  const request = { LifecycleConfiguration: { xmlns: 'x', Rule: { ID: 'logs', Status: 'Enabled', Filter: { And: { Prefix: 'logs/', Tag: { Key: 'a', Value: 'b' } } }, Transition: { Days: 30, StorageClass: 'GLACIER' }, Expiration: { Days: 365 } } } };
  expect(bucketLifecycle.recall?.(setting(null), [event('s3:PutBucketLifecycle', undefined, request), event('s3:PutBucketLifecycle', 'attacker', {})], SINCE)).toEqual({
    is: { Rules: [{ ID: 'logs', Status: 'Enabled', Filter: { And: { Prefix: 'logs/', Tags: [{ Key: 'a', Value: 'b' }] } }, Transitions: [{ Days: 30, StorageClass: 'GLACIER' }], Expiration: { Days: 365 } }] },
  });
});

test('a rule that empties a whole bucket within a week is suspicious, one for a part of it or for later is not', () => {
  const rule = (more: JsonObject): JsonObject => ({ Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 3 }, ...more }] });
  expect(bucketLifecycle.judge?.(setting(rule({})), context)?.verdict).toBe('suspicious');
  for (const more of [{ Filter: { Prefix: 'tmp/' } }, { Expiration: { Days: 90 } }, { Status: 'Disabled' }]) expect(bucketLifecycle.judge?.(setting(rule(more)), context)).toBeUndefined();
});

test('versioning under MFA delete is for the root user alone', () => {
  expect(bucketVersioning.actions.contain?.impossible?.(setting({ Status: 'Suspended', MFADelete: 'Enabled' }))?.say).toMatch(/root user/);
});

test('an access control list loses what it grants to others, and keeps the owner\'s own', () => {
  const own = { Grantee: { Type: 'CanonicalUser', ID: 'owner' }, Permission: 'FULL_CONTROL' };
  const is = { Owner: { ID: 'owner' }, Grants: [own, { Grantee: { Type: 'CanonicalUser', ID: 'other' }, Permission: 'READ' }] };
  expect(bucketAcl.actions.contain?.calls(setting(is))[0]?.input['AccessControlPolicy']).toEqual({ Owner: { ID: 'owner' }, Grants: [own] });
});

describe('the account\'s public access block', () => {
  test('names beforehand what nobody will reach any more, in every Region', async () => {
    const at = await stage(async (play) => { await open(play, 'amzn-s3-demo-website'); await play('s3', 'PutBucketWebsite', { Bucket: 'amzn-s3-demo-website', WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }); await open(play, 'amzn-s3-demo-downloads'); await play('s3', 'CreateBucket', { Bucket }); });
    await at.world.play({ service: 's3', operation: 'CreateBucket', region: 'eu-west-1', input: { Bucket: 'amzn-s3-demo-europe', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }, as: { caller: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', principalId: '111122223333', accessKeyId: '' } }, sourceIp: '192.0.2.1', userAgent: 'test' });
    const block = await thingOf(at, accountBlock) as AccountBlock;
    expect(accountBlock.judge?.(block, context)?.verdict).toBe('weak');
    expect(render(accountBlock.actions.harden?.breaks?.(block) ?? say(''))).toContain('websites (amzn-s3-demo-website), public buckets (amzn-s3-demo-downloads)');
  });
});
async function open(play: Play, name: string): Promise<void> {
  await play('s3', 'CreateBucket', { Bucket: name });
  await play('s3', 'DeletePublicAccessBlock', { Bucket: name });
  await play('s3', 'PutBucketPolicy', { Bucket: name, Policy: JSON.stringify(policy({ ...statement('*'), Resource: `arn:aws:s3:::${name}/*` })) });
}

describe('what was deleted in a versioned bucket', () => {
  const KEYS = ['records/"1 +&<', 'records/\u0001', '/records/3', 'records/4', 'records/5'];
  const emptied = (): Promise<Stage> => stage(async (play) => {
    await play('s3', 'CreateBucket', { Bucket });
    await play('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    for (const Key of KEYS) await play('s3', 'PutObject', { Bucket, Key, Body: 'example' });
    for (const Key of KEYS) await play('s3', 'DeleteObject', { Bucket, Key });
  });
  const aimed = (since: string) => async (at: Stage): Promise<Resource> => {
    const [seen] = await lookAt(at, deleteMarkers, [{ ...await thingOf(at, deleteMarkers), aim: { since } }]);
    return { ...seen as Resource, aim: { since } };
  };

  test('comes back over all pages, whatever its keys hold, and nothing else is touched', async () => {
    const at = await emptied();
    const target = await aimed(SINCE)(at) as DeleteMarkers;
    expect(target.seen.count).toBe(5);
    const { step } = await runOf(at, deleteMarkers, 'recover');
    await new Run(at, { ...step, target }, target).apply();
    const { Contents = [] } = await at.play('s3', 'ListObjectsV2', { Bucket }) as { Contents?: { Key: string }[] };
    expect(Contents.length).toBe(2);
    expect((await aimed(SINCE)(at) as DeleteMarkers).seen.count).toBe(0);
    expect(new Set(did(at))).toEqual(new Set(['DeleteObjects', 'DeleteObject']));
  });

  test('before the first sign stays deleted', async () => {
    const at = await emptied();
    expect((await aimed('2026-11-20T10:00:00.000Z')(at) as DeleteMarkers).seen.count).toBe(0);
  });

  test('since the first sign is suspicious, before it is not', async () => {
    const [found] = (await listOf(await emptied(), deleteMarkers)).found as DeleteMarkers[];
    expect(deleteMarkers.judge?.(found as DeleteMarkers, context)).toMatchObject({ verdict: 'suspicious', origin: 'changed' });
    expect(deleteMarkers.judge?.(found as DeleteMarkers, { ...context, indicators: { ...context.indicators, since: '2026-11-20T12:00:00.000Z' } })).toBeUndefined();
    expect(deleteMarkers.recall?.(found as DeleteMarkers, [], SINCE)).toEqual({ since: SINCE });
  });

  test('is deleted by version only: the permit lets no other deletion through', () => {
    const calls = deleteMarkers.actions.recover?.calls({ region: 'us-east-1', bucket: Bucket } as DeleteMarkers) ?? [];
    const permit = new Permit('111122223333', 'aws', calls);
    const check = (Objects: readonly JsonObject[], bucket = Bucket) => (): void => { permit.check('s3:DeleteObjects', 'us-east-1', { Bucket: bucket, ChecksumAlgorithm: 'CRC32', Delete: { Quiet: true, Objects } }); };
    expect(check([{ Key: 'a', VersionId: 'v' }, { Key: 'b', VersionId: 'w' }])).not.toThrow();
    expect(check([{ Key: 'a', VersionId: 'v' }, { Key: 'b' }])).toThrow();
    expect(check([])).toThrow();
    expect(check([{ Key: 'a', VersionId: 'v' }], 'amzn-s3-demo-other')).toThrow();
  });
});

describe('a DNS record', () => {
  const record: RecordSet = { arn: 'a', uid: 'u', name: '\\052.example.com.', region: 'aws-global', zoneId: 'Z1', type: 'A', is: { TTL: 60, ResourceRecords: [{ Value: '203.0.113.10' }] } };
  const change = (by: Attribution | undefined, action: string, value: string): HistoryEvent => ({
    event: 'route53:ChangeResourceRecordSets', time: '2026-11-19T09:00:00.000Z', by, response: null,
    request: { hostedZoneId: 'Z1', changeBatch: { changes: [{ action: 'UPSERT', resourceRecordSet: { name: 'other.example.com', type: 'A' } }, { action, resourceRecordSet: { name: '*.example.com', type: 'A', tTL: 300, resourceRecords: [{ value }] } }] } },
  });
  test('holds again what the owner\'s last batch gave it', () => {
    expect(recordSet.recall?.(record, [change(undefined, 'CREATE', '192.0.2.1'), change('attacker', 'UPSERT', '203.0.113.10')], SINCE)).toEqual({ is: { TTL: 300, ResourceRecords: [{ Value: '192.0.2.1' }] } });
  });
  test('that the stranger created is taken away; of an UPSERT alone nobody knows what was before', () => {
    expect(recordSet.recall?.(record, [change('attacker', 'CREATE', '203.0.113.10')], SINCE)).toEqual({ is: null });
    expect(recordSet.recall?.(record, [change('attacker', 'UPSERT', '203.0.113.10')], SINCE)).toBeUndefined();
    expect(recordSet.actions.contain?.calls({ ...record, aim: { is: null } })[0]?.input).toMatchObject({ ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet: { TTL: 60 } }] } });
  });
  test('whose zone alone the stranger made is let be, and what AWS itself put into a new zone is never said to have been nothing', () => {
    expect([recordSet.actions.contain?.needed?.(record, 'used'), recordSet.actions.contain?.needed?.(record, 'changed')]).toEqual([false, true]);
    const made: HistoryEvent = { ...change('attacker', 'CREATE', ''), event: 'route53:CreateHostedZone', request: { name: 'example.com' } };
    expect(recordSet.recall?.(record, [made, change('attacker', 'UPSERT', '203.0.113.10')], SINCE)).toEqual({ is: null });
    const ns = (name: string) => recordSet.recall?.({ ...record, name: `${name}.`, type: 'NS' }, [made, { ...change('attacker', '', ''), request: { hostedZoneId: 'Z1', changeBatch: { changes: [{ action: 'UPSERT', resourceRecordSet: { name, type: 'NS' } }] } } }], SINCE);
    expect(ns('example.com')).toBeUndefined();
    expect(ns('login.example.com')).toEqual({ is: null });
  });
  test('is meant by an event of its zone only', () => {
    expect(recordSet.traces.concerns?.(record, { name: '', ...change('attacker', 'UPSERT', '203.0.113.10') })).toBe(true);
    expect(recordSet.traces.concerns?.({ ...record, zoneId: 'Z2' }, { name: '', ...change('attacker', 'UPSERT', '203.0.113.10') })).toBe(false);
  });
});

test('a domain gets its name servers back from its own history', () => {
  const servers = (by: Attribution | undefined, name: string): HistoryEvent => ({ event: 'route53domains:UpdateDomainNameservers', time: SINCE, by, request: { domainName: 'example.com', nameservers: [{ name }] }, response: null });
  expect(domain.recall?.({ name: 'example.com' } as Domain, [servers(undefined, 'ns1.example.com'), servers('attacker', 'ns1.example.net')], SINCE)).toEqual({ nameservers: [{ Name: 'ns1.example.com' }] });
});
