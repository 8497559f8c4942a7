// LookupEvents as AWS answers it.
import { beforeEach, describe, expect, test } from 'vitest';
import { LookupEventsCommand, type LookupAttribute, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { TrailRecord } from '../../../src/sim/trail/record.ts';
import { ACCOUNT, ALICE, ARN, openAccount, type Account } from '../world/account.ts';

const START = Date.parse('2026-11-20T09:00:00Z');
const record = (index: number, more: Partial<TrailRecord> = {}): TrailRecord => ({
  id: `event-${String(index)}`, requestId: `request-${String(index)}`, at: new Date(START - index * 60_000), region: 'eu-west-1', source: 'ec2.amazonaws.com', name: 'RunInstances', type: 'AwsApiCall',
  readOnly: false, accountId: ACCOUNT, caller: { type: 'IAMUser', arn: ALICE.arn, principalId: ALICE.id, userName: 'alice', accessKeyId: ALICE.key }, sourceIp: '203.0.113.66', userAgent: 'Boto3/1.40',
  request: null, response: null, resources: [{ type: 'AWS::EC2::Instance', name: `i-${String(index)}` }], ...more,
});

let account: Account;
const fill = (count: number, more?: (index: number) => Partial<TrailRecord>): void => {
  for (let index = count - 1; index >= 0; index -= 1) account.world.history.add(record(index, more?.(index)));
};
const lookup = (input: LookupEventsCommandInput = {}, region = 'eu-west-1'): Promise<{ ids: string[]; token: string | undefined }> =>
  account.cloudtrail(undefined, region).send(new LookupEventsCommand(input)).then(({ Events = [], NextToken }) => ({ ids: Events.map(({ EventId }) => EventId ?? ''), token: NextToken }));
const past = { EndTime: new Date(START), StartTime: new Date(START - 80 * 86_400_000) };
beforeEach(async () => { account = await openAccount(); });

describe('pages', () => {
  test('fifty, newest first, to the end', async () => {
    fill(120);
    const first = await lookup(past);
    expect([first.ids[0], first.ids.length]).toEqual(['event-0', 50]);
    const second = await lookup({ ...past, NextToken: first.token });
    const third = await lookup({ ...past, NextToken: second.token });
    expect([third.ids.length, third.token]).toEqual([20, undefined]);
    expect(new Set([...first.ids, ...second.ids, ...third.ids]).size).toBe(120);
  });
  test('no token when the last page is just full', async () => {
    fill(50);
    expect((await lookup(past)).token).toBeUndefined();
  });
  test('events that arrive meanwhile move nothing', async () => {
    fill(4);
    const first = await lookup({ MaxResults: 2 });
    account.world.history.add(record(-1, { at: new Date(START) }));
    expect((await lookup({ MaxResults: 2, NextToken: first.token })).ids).toEqual(['event-2', 'event-3']);
  });
  test('a token is good for the same request only', async () => {
    fill(4);
    const { token } = await lookup({ MaxResults: 2 });
    for (const other of [{ MaxResults: 3 }, { MaxResults: 2, EndTime: past.EndTime }, { MaxResults: 2, LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'RunInstances' }] as LookupAttribute[] }]) {
      await expect(lookup({ ...other, NextToken: token })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    }
    await expect(lookup({ NextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });
  test('the account\'s page size makes them smaller', async () => {
    account = await openAccount({ behaviour: { pageSize: 2 } });
    fill(3);
    expect((await lookup(past)).ids).toEqual(['event-0', 'event-1']);
  });
});

describe('one attribute', () => {
  test.each<[LookupAttribute['AttributeKey'], string]>([
    ['EventId', 'event-1'], ['EventName', 'StopInstances'], ['EventSource', 'iam.amazonaws.com'], ['ReadOnly', 'true'], ['AccessKeyId', 'AKIAI44QH8DHBEXAMPLE'], ['Username', 'build'], ['ResourceName', 'i-1'], ['ResourceType', 'AWS::IAM::User'],
  ])('%s', async (AttributeKey, AttributeValue) => {
    fill(3, (index) => (index !== 1 ? {} : {
      name: 'StopInstances', source: 'iam.amazonaws.com', readOnly: true, resources: [{ type: 'AWS::IAM::User', name: 'i-1' }],
      caller: { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/build`, principalId: 'AROAEXAMPLE:build', accessKeyId: 'AKIAI44QH8DHBEXAMPLE' },
    }));
    expect((await lookup({ ...past, LookupAttributes: [{ AttributeKey, AttributeValue }] })).ids).toEqual(['event-1']);
    expect((await lookup({ ...past, LookupAttributes: [{ AttributeKey, AttributeValue: 'nothing' }] })).ids).toEqual([]);
  });
  test('root is called root', async () => {
    fill(1, () => ({ caller: { type: 'Root', arn: `${ARN}:root`, principalId: ACCOUNT, accessKeyId: '' } }));
    expect((await lookup({ LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'root' }] })).ids).toEqual(['event-0']);
  });
  test('two are refused, and so are an unknown one and an empty value', async () => {
    const one: LookupAttribute = { AttributeKey: 'EventName', AttributeValue: 'RunInstances' };
    await expect(lookup({ LookupAttributes: [one, one] })).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
    await expect(lookup({ LookupAttributes: [{ ...one, AttributeValue: '' }] })).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
    await expect(lookup({ LookupAttributes: [{ ...one, AttributeValue: 'x'.repeat(2_001) }] })).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
    await expect(lookup({ LookupAttributes: [{ ...one, AttributeKey: 'SourceIp' as 'EventName' }] })).rejects.toMatchObject({ name: 'InvalidLookupAttributesException' });
  });
});

describe('time', () => {
  test('from and to are inclusive, in whole seconds', async () => {
    fill(5);
    account.world.history.add(record(9, { at: new Date(START - 120_000 + 400) }));
    expect((await lookup({ StartTime: new Date(START - 180_000), EndTime: new Date(START - 120_000) })).ids).toEqual(['event-9', 'event-2', 'event-3']);
  });
  test('ninety days and not more', async () => {
    fill(2, (index) => ({ at: new Date(START - (90 * 86_400_000 + index * 1_000) + 500) }));
    expect((await lookup()).ids).toEqual(['event-0']);
  });
  test('events come late', async () => {
    account = await openAccount({ behaviour: { historyDelayMs: 300_000 } });
    fill(2, (index) => ({ at: new Date(START - index * 1_000) }));
    const runs: LookupEventsCommandInput = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'RunInstances' }] };
    expect((await lookup(runs)).ids).toEqual([]);
    account.clock.jump(new Date(START + 299_000));
    expect((await lookup(runs)).ids).toEqual(['event-1']);
    account.clock.jump(new Date(START + 300_000));
    expect((await lookup(runs)).ids).toEqual(['event-0', 'event-1']);
  });
  test('an end before the start is refused', async () => { await expect(lookup({ StartTime: new Date(START), EndTime: new Date(START - 1_000) })).rejects.toMatchObject({ name: 'InvalidTimeRangeException' }); });
});

test.each([[0], [51]])('%i results are refused', async (MaxResults) => { await expect(lookup({ MaxResults })).rejects.toMatchObject({ name: 'InvalidMaxResultsException' }); });
test('insights: there are none', async () => {
  fill(1);
  expect((await lookup({ EventCategory: 'insight' })).ids).toEqual([]);
  await expect(lookup({ EventCategory: 'data' as 'insight' })).rejects.toMatchObject({ name: 'InvalidEventCategoryException' });
});

test('each region has its own history; a lookup is an event of its region', async () => {
  fill(1);
  expect((await lookup({}, 'us-east-1')).ids).toEqual([]);
  expect(account.world.history.records().at(-1)).toMatchObject({ name: 'LookupEvents', region: 'us-east-1', readOnly: true });
});

test('an event as it comes: index fields and CloudTrail\'s JSON', async () => {
  await account.sts(undefined, 'eu-west-1').send(new GetCallerIdentityCommand({}));
  const { Events = [] } = await account.cloudtrail(undefined, 'eu-west-1').send(new LookupEventsCommand({}));
  const event = Events.find(({ EventName }) => EventName === 'GetCallerIdentity');
  expect(event).toMatchObject({ EventSource: 'sts.amazonaws.com', ReadOnly: 'true', AccessKeyId: ALICE.key, Username: 'alice', EventTime: new Date(START), Resources: [] });
  expect(JSON.parse(event?.CloudTrailEvent ?? '')).toMatchObject({ eventID: event?.EventId, eventName: 'GetCallerIdentity', awsRegion: 'eu-west-1', recipientAccountId: ACCOUNT });
});

test('a hundred thousand events: a page by key reads that key\'s events only', async () => {
  fill(100_000, (index) => ({ at: new Date(START - index * 1_000), caller: { type: 'IAMUser', arn: ALICE.arn, principalId: ALICE.id, userName: 'alice', accessKeyId: index % 1_000 === 0 ? 'AKIARAREEXAMPLE' : ALICE.key } }));
  const page = account.world.history.lookup({ region: 'eu-west-1', attribute: { key: 'AccessKeyId', value: 'AKIARAREEXAMPLE' }, from: new Date(0), to: new Date(START), limit: 50 });
  expect(page.page.map(({ record: { id } }) => id).slice(0, 2)).toEqual(['event-0', 'event-1000']);
  expect((await lookup({ LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: 'AKIARAREEXAMPLE' }] })).ids).toHaveLength(50);
});
