// What an answer means: whether it was denied, throttled, too late, and whether the deed can have been done.
import { describe, expect, it } from 'vitest';
import { coverageOf, failureOf, isNotFound } from '../../src/aws/errors.ts';
import { Bucket, bucketFor } from '../../src/aws/limits.ts';
import { CallRefused } from '../../src/aws/permit.ts';
import { SteppedClock } from '../../src/core/clock.ts';

const error = (name: string, status?: number): Error => Object.assign(new Error('for a test'), { name, $metadata: status === undefined ? {} : { httpStatusCode: status } });
const socket = (code: string): Error => Object.assign(new Error(code), { code });

describe('an error', () => {
  it.each([
    ['AccessDenied', 403, 'denied', false], ['AccessDeniedException', 400, 'denied', false], ['UnauthorizedOperation', 403, 'denied', false], ['AuthorizationError', 403, 'denied', false],
    ['Throttling', 400, 'throttled', false], ['RequestLimitExceeded', 503, 'throttled', false], ['TooManyRequestsException', 400, 'throttled', false], ['Anything', 429, 'throttled', false],
    ['LimitExceededException', 409, 'other', false], ['LimitExceeded', 409, 'other', false],
    ['ExpiredToken', 403, 'expired', false], ['RequestExpired', 400, 'expired', false],
    ['InvalidClientTokenId', 403, 'caller-lost', false], ['AuthFailure', 401, 'caller-lost', false],
    ['SubscriptionRequiredException', 400, 'not-subscribed', false],
    ['NoSuchEntityException', 404, 'not-found', false], ['InvalidInstanceID.NotFound', 400, 'not-found', false],
    ['InternalFailure', 500, 'server', true], ['ServiceUnavailable', 503, 'server', true],
    ['DeleteConflictException', 409, 'other', false], ['SyntaxError', 200, 'other', true], ['SyntaxError', undefined, 'other', true], ['TimeoutError', undefined, 'network', true],
  ] as const)('%s (%s) is %s, perhaps done: %s', (name, status, kind, maybeDone) => { expect(failureOf(error(name, status))).toMatchObject({ class: kind, maybeDone, code: name }); });

  it.each(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])('%s is the network\'s, and the deed perhaps done', (code) => {
    expect(failureOf(socket(code))).toMatchObject({ class: 'network', code, maybeDone: true });
  });
  it('of several addresses is the first one\'s', () => { expect(failureOf(new AggregateError([socket('ECONNREFUSED')])).class).toBe('network'); });
  it('of the guard proves that nothing was sent', () => { expect(failureOf(new CallRefused('iam:CreateUser', 'aws-global', 'not-a-read')).maybeDone).toBe(false); });
  it.each([undefined, null, 'text', 7])('may also be %s', (thrown) => { expect(failureOf(thrown)).toMatchObject({ class: 'other', maybeDone: true }); });
  it('says what is not there', () => { expect(isNotFound(error('NoSuchEntityException', 404))).toBe(true); expect(isNotFound(error('AccessDenied', 403))).toBe(false); });

  it.each([
    [error('AccessDenied', 403), 'denied'], [error('Throttling', 400), 'throttled'], [error('SubscriptionRequiredException', 400), 'unavailable'], [error('ExpiredToken', 403), 'caller-lost'],
    [error('InternalFailure', 500), 'failed'], [socket('ENOTFOUND'), 'failed'], [error('NoSuchEntityException', 404), 'failed'],
  ] as const)('%s shows in the coverage as %s, never as done', (thrown, state) => { expect(coverageOf(thrown)).toBe(state); });
  it('of an unknown key is a disabled Region only where the key works elsewhere', () => {
    expect(coverageOf(error('AuthFailure', 401), true)).toBe('region-disabled');
    expect(coverageOf(error('AuthFailure', 401), false)).toBe('caller-lost');
  });
});

describe('a quota', () => {
  it('lets a burst pass, then so many a second, first come first served', async () => {
    const clock = new SteppedClock('2026-11-21T03:00:00Z');
    const from = clock.now().getTime();
    const bucket = new Bucket(clock, { burst: 3, rate: 2 });
    const times: [number, number][] = [];
    await Promise.all([0, 1, 2, 3, 4, 5, 6].map(async (n) => { await bucket.take(); times.push([n, clock.now().getTime() - from]); }));
    expect(times).toEqual([[0, 0], [1, 0], [2, 0], [3, 500], [4, 1_000], [5, 1_500], [6, 2_000]]);
  });
  it('fills up again while nobody asks, but not above its burst', async () => {
    const clock = new SteppedClock('2026-11-21T03:00:00Z');
    const bucket = new Bucket(clock, { burst: 2, rate: 1 });
    await bucket.take(); await bucket.take();
    clock.set(new Date('2026-11-21T04:00:00Z'));
    await bucket.take(); await bucket.take(); await bucket.take();
    expect(clock.now().toISOString()).toBe('2026-11-21T04:00:01.000Z');
  });
  it('stands below AWS\'s for EC2 and IAM, and STS needs none', () => {
    const clock = new SteppedClock('2026-11-21T03:00:00Z');
    expect(bucketFor('ec2', clock)).toBeInstanceOf(Bucket);
    expect(bucketFor('iam', clock)).toBeInstanceOf(Bucket);
    expect(bucketFor('sts', clock)).toBeUndefined();
  });
});
