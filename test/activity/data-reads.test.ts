// What was read, what nobody recorded, what is new for a principal, and which sessions went elsewhere.
import { describe, expect, test } from 'vitest';
import { readsOf, toldBy } from '../../src/activity/record/data-reads.ts';
import { SORTS, type Sort } from '../../src/activity/record/data-sorts.ts';
import { elsewhereOf } from '../../src/activity/lineage/elsewhere.ts';
import { firstSeen } from '../../src/activity/signs/first-seen.ts';
import type { TrailEvent } from '../../src/activity/event.ts';
import type { TrailFacts } from '../../src/activity/record/trails.ts';
import type { Attribution, JsonObject } from '../../src/core/types.ts';
import { CLI, event, KEY, OFFICE, STRANGER, type Raw } from './records.ts';

const AT = '2026-11-18T03:00:00Z';
const hands = (events: readonly TrailEvent[], hand: Attribution = 'attacker'): ReadonlyMap<string, Attribution> => new Map(events.map((e) => [e.id, hand]));
const asked = (what: string, requestParameters: Raw, more: Raw = {}): TrailEvent => event(AT, what, { requestParameters, ...more });

describe('known to have been read or given away', () => {
  test.each<[string, Raw, string]>([
    ['secretsmanager:GetSecretValue', { secretId: 'shop/database' }, 'shop/database'], ['secretsmanager:BatchGetSecretValue', { secretIdList: ['a'] }, 'a'],
    ['ssm:GetParameter', { name: '/shop/token', withDecryption: true }, '/shop/token'], ['ssm:GetParameters', { names: ['/a'] }, '/a'], ['ssm:GetParametersByPath', { path: '/shop' }, '/shop'],
    ['lambda:GetFunction20150331v2', { functionName: 'checkout' }, 'checkout'], ['ec2:DescribeInstanceAttribute', { instanceId: 'i-0example', attribute: 'userData' }, 'i-0example'],
    ['s3:GetObject', { bucketName: 'invoices-example', key: '2025/01.pdf' }, 'invoices-example'], ['dynamodb:Scan', { tableName: 'orders' }, 'orders'], ['dynamodb:ExportTableToPointInTime', { tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders' }, 'arn:aws:dynamodb:us-east-1:111122223333:table/orders'],
    ['ec2:ModifySnapshotAttribute', { snapshotId: 'snap-0example', createVolumePermission: { add: { items: [{ userId: '444455556666' }] } } }, 'snap-0example'],
    ['rds:StartExportTask', { sourceArn: 'arn:aws:rds:us-east-1:111122223333:snapshot:shop' }, 'arn:aws:rds:us-east-1:111122223333:snapshot:shop'], ['rds:ModifyDBSnapshotAttribute', { dBSnapshotIdentifier: 'shop', valuesToAdd: ['444455556666'] }, 'shop'],
    ['ecr:BatchGetImage', { repositoryName: 'shop' }, 'shop'], ['kms:Decrypt', { keyId: 'alias/shop' }, 'alias/shop'], ['sqs:ReceiveMessage', { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders' }, 'https://sqs.us-east-1.amazonaws.com/111122223333/orders'],
  ])('%s', (what, request, named) => {
    const one = asked(what, request);
    expect(readsOf([one], hands([one]))).toMatchObject([{ what: named, hand: 'attacker', times: 1, sourceIp: STRANGER }]);
  });
  test('what was refused, what only looks like it, and what the owner did, is none', () => {
    const none = [
      asked('secretsmanager:GetSecretValue', { secretId: 'a' }, { errorCode: 'AccessDenied' }), asked('ec2:DescribeInstanceAttribute', { instanceId: 'i-0example', attribute: 'instanceType' }),
      asked('ec2:ModifySnapshotAttribute', { snapshotId: 'snap-0example', createVolumePermission: { remove: { items: [{ userId: '444455556666' }] } } }),
    ];
    const owners = asked('secretsmanager:GetSecretValue', { secretId: 'a' });
    expect(readsOf([...none, owners], new Map([...hands(none), [owners.id, 'owner']]))).toEqual([]);
    expect(readsOf([owners], new Map())).toEqual([]);
  });
  test('many reads of one thing are one line; another account’s copy of what was shared is one, too', () => {
    const many = [AT, '2026-11-18T05:00:00Z', '2026-11-18T04:00:00Z'].map((time) => event(time, 's3:GetObject', { requestParameters: { bucketName: 'invoices-example', key: time } }));
    const copied = asked('ec2:SharedSnapshotCopyInitiated', { snapshotId: 'snap-0example' }, { userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: 'x' } });
    expect(readsOf([...many, copied], hands(many))).toMatchObject([{ what: 'invoices-example', times: 3, first: AT, last: '2026-11-18T05:00:00Z' }, { what: 'snap-0example', hand: 'undecided', by: '444455556666' }]);
  });
});

describe('what would tell', () => {
  const sort = (id: string): Sort => SORTS.find((one) => one.id === id) as Sort;
  const trail = { arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main', name: 'main', logging: true } as unknown as TrailFacts;
  const told = (selectors: JsonObject, logging = true): unknown => toldBy(sort('objects'), [{ ...trail, logging }], [{ trailArn: trail.arn, selectors }]);
  const basic = (readWriteType: string): JsonObject => ({ EventSelectors: [{ ReadWriteType: readWriteType, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] });
  const advanced = (...more: JsonObject[]): JsonObject => ({ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: ['AWS::S3::Object'] }, ...more] }] });

  test('secrets are in the event history, objects only in a trail that records them', () => {
    expect(toldBy(sort('secrets'), [], [])).toEqual({ told: 'history', trails: [] });
    expect(told({})).toEqual({ told: 'nothing', trails: [] });
    expect([told(basic('All')), told(advanced())]).toEqual([{ told: 'trails', trails: ['main'] }, { told: 'trails', trails: ['main'] }]);
  });
  test('not in one that records writes only, other data, or nothing any more', () => {
    expect([told(basic('WriteOnly')), told(advanced({ Field: 'readOnly', Equals: ['false'] })), told(basic('All'), false)].map((one) => (one as { told: string }).told)).toEqual(['nothing', 'nothing', 'nothing']);
    expect(toldBy(sort('tables'), [trail], [{ trailArn: trail.arn, selectors: basic('All') }])).toEqual({ told: 'nothing', trails: [] });
  });
});

describe('for the first time', () => {
  const SINCE = '2026-11-18T00:00:00Z';
  const work = (day: number, more: Raw = {}): TrailEvent => event(`2026-11-0${String(day)}T09:00:00Z`, 'iam:UpdateUser', { sourceIPAddress: OFFICE, userAgent: CLI, ...more });
  const used = [1, 3, 5, 7, 9].map((day) => work(day));

  test('an address, a program, a Region, a service', () => {
    const found = firstSeen([...used, event(AT, 'ec2:RunInstances', { awsRegion: 'sa-east-1' })], SINCE);
    expect(found.map(({ sort, value }) => [sort, value])).toEqual([['address', STRANGER], ['program', 'boto3'], ['region', 'sa-east-1'], ['service', 'ec2.amazonaws.com']]);
  });
  test('each once, and not what lies next to the usual', () => {
    const twice = [event(AT, 'iam:UpdateUser', { sourceIPAddress: '198.51.100.99', userAgent: CLI }), event(AT, 'iam:CreateUser', { userAgent: CLI }), event(AT, 'iam:CreateUser', { userAgent: CLI })];
    expect(firstSeen([...used, ...twice], SINCE).map(({ sort, value }) => [sort, value])).toEqual([['address', STRANGER]]);
  });
  test('of a principal with no usual, of AWS itself, and of everything before the first sign, nothing is said', () => {
    expect(firstSeen([...used.slice(0, 3), event(AT, 'iam:CreateUser')], SINCE)).toEqual([]);
    expect(firstSeen([...used, event(AT, 'iam:CreateUser', { sourceIPAddress: 'cloudformation.amazonaws.com' })], SINCE)).toEqual([]);
    expect(firstSeen([...used, event('2026-11-10T03:00:00Z', 'ec2:RunInstances'), work(9)], SINCE)).toEqual([]);
  });
});

describe('into other accounts', () => {
  const taken = (roleArn: string, more: Raw = {}): TrailEvent => event(AT, 'sts:AssumeRole', { requestParameters: { roleArn, roleSessionName: 'x' }, responseElements: { credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } }, ...more });
  test('account, role, time, and the session’s key, by which it is found there', () => {
    const there = taken('arn:aws:iam::444455556666:role/backup');
    const others = [taken('arn:aws:iam::111122223333:role/deploy'), taken('arn:aws:iam::444455556666:role/locked', { errorCode: 'AccessDenied', responseElements: null })];
    expect(elsewhereOf([there, ...others], hands([there, ...others]))).toEqual([{ account: '444455556666', role: 'arn:aws:iam::444455556666:role/backup', at: AT, credential: KEY, session: 'ASIAIOSFODNN7EXAMPLE', hand: 'attacker' }]);
    expect(elsewhereOf([there], hands([there], 'owner'))).toEqual([]);
  });
});
