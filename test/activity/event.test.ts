import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/activity/event.ts';
import { ACCOUNT, event, record, session, user } from './records.ts';

const parse = (raw: unknown): ReturnType<typeof event> => { const parsed = parseRecord(raw); if ('why' in parsed) throw new Error(parsed.why.say); return parsed.event; };

describe('a CloudTrail record', () => {
  it('is normalised', () => {
    const it = event('2026-11-18T03:00:00Z', 'iam:CreateUser', { requestParameters: { userName: 'mallory' } });
    expect(it).toMatchObject({ time: '2026-11-18T03:00:00Z', operation: 'iam:CreateUser', readOnly: false, principal: `arn:aws:iam::${ACCOUNT}:user/ci`, credential: 'AKIAIOSFODNN7EXAMPLE', request: { userName: 'mallory' } });
  });
  it('keeps the version in the name and not in the operation', () => {
    expect(event('2026-11-18T03:00:00Z', 'lambda:UpdateFunctionCode20150331v2')).toMatchObject({ name: 'UpdateFunctionCode20150331v2', operation: 'lambda:UpdateFunctionCode' });
    expect(event('2026-11-18T03:00:00Z', 'cloudfront:UpdateDistribution2020_05_31').operation).toBe('cloudfront:UpdateDistribution');
  });
  it('names the role of a session as the lasting principal', () => {
    expect(event('2026-11-18T03:00:00Z', 's3:ListBuckets', { userIdentity: session('deploy', 'x', 'ASIAIOSFODNN7EXAMPLE') }).principal).toBe(`arn:aws:iam::${ACCOUNT}:role/deploy`);
  });
  it('has the ARN as its credential where there is no key', () => {
    expect(event('2026-11-18T03:00:00Z', 'iam:CreateUser', { userIdentity: user('alice', '') }).credential).toBe(`console:arn:aws:iam::${ACCOUNT}:user/alice`);
  });
  it('is read out of an answer of LookupEvents', () => {
    const inner = record('2026-11-18T03:00:00Z', 'iam:CreateUser');
    expect(parse({ EventId: inner['eventID'], EventTime: 1, CloudTrailEvent: JSON.stringify(inner) }).operation).toBe('iam:CreateUser');
  });
  it('is read from the fields beside it where its JSON is torn', () => {
    expect(parse({ EventId: 'e-x', EventName: 'CreateUser', EventSource: 'iam.amazonaws.com', EventTime: new Date('2026-11-18T03:00:00Z'), ReadOnly: 'false', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', CloudTrailEvent: '{"eventVer' }))
      .toMatchObject({ id: 'e-x', time: '2026-11-18T03:00:00Z', operation: 'iam:CreateUser', credential: 'AKIAIOSFODNN7EXAMPLE' });
  });
  it.each([
    ['an EventBridge envelope', (r: object) => ({ 'detail-type': 'AWS API Call via CloudTrail', detail: r })],
    ['JSON text', (r: object) => JSON.stringify(r)],
    ['members as JSON text', (r: object) => ({ ...r, userIdentity: JSON.stringify((r as { userIdentity: object }).userIdentity), requestParameters: '{"userName":"mallory"}' })],
  ])('is read out of %s', (_, wrap) => {
    expect(parse(wrap(record('2026-11-18T03:00:00Z', 'iam:CreateUser', { requestParameters: { userName: 'mallory' } })))).toMatchObject({ principal: `arn:aws:iam::${ACCOUNT}:user/ci`, request: { userName: 'mallory' } });
  });
  it('takes a time without a zone for UTC', () => {
    expect(event('2026-11-18 03:00:00.000000000', 'iam:CreateUser').time).toBe('2026-11-18T03:00:00Z');
  });
  it('survives missing and null members', () => {
    expect(parse({ eventName: 'CreateUser', userIdentity: null, requestParameters: 'null', eventTime: '…' })).toMatchObject({ time: '', principal: '', request: null, operation: 'unknown:CreateUser' });
    expect(parse({ eventName: 'CreateUser' }).id).toMatch(/^digest:[0-9a-f]{32}$/);
  });
  it('does not take a member of Object for data', () => {
    expect(parse({ eventName: 'X', eventSource: 'constructor.amazonaws.com', requestParameters: JSON.parse('{"__proto__":{"userName":"x"}}') as object }).operation).toBe('constructor:X');
  });
  it.each([[null], [1], ['x'], [[]], [{}], [{ eventName: 'RunInstances', insightDetails: {} }]])('is not %j', (raw) => {
    expect(parseRecord(raw)).toHaveProperty('why');
  });
});
