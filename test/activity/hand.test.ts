import { describe, expect, it } from 'vitest';
import { detect, strongOnes } from '../../src/activity/signs/detections.ts';
import type { TrailEvent } from '../../src/activity/event.ts';
import { inOrder, lineageOf, type Lineage, type LineageOptions } from '../../src/activity/lineage/lineage.ts';
import { BOTO, CLI, consoleSession, daily, event, issued, KEY, OFFICE, RUNNER, session, STRANGER, user } from './records.ts';

const of = (events: readonly TrailEvent[], options: Partial<LineageOptions> = {}): Lineage =>
  lineageOf(events, { accessKeyIds: [KEY], principals: [], sourceIps: [], since: '', strong: strongOnes(detect(inOrder(events))), ...options });
const hand = (lineage: Lineage, of: TrailEvent): string | undefined => lineage.attributed.find((a) => a.event === of)?.hand;
const hands = (lineage: Lineage, events: readonly TrailEvent[]): Set<string | undefined> => new Set(events.map((e) => hand(lineage, e)));

const habit = daily('2026-11-17', 60, 's3:PutObject');
const owners = daily('2026-11-20', 2, 's3:PutObject');
const stranger = event('2026-11-18T03:00:00Z', 'iam:CreateUser', { requestParameters: { userName: 'mallory' } });

describe('a key that was named as abused', () => {
  it('without an earlier habit is wholly the stranger’s, whatever addresses it is used from', () => {
    const all = [stranger, event('2026-11-18T04:00:00Z', 's3:ListBuckets', { sourceIPAddress: '192.0.2.10', userAgent: CLI })];
    expect(hands(of(all), all)).toEqual(new Set(['attacker']));
  });
  it('without an earlier habit is the stranger’s from the first try on: looking round before the first change is no habit', () => {
    const tries = ['sts:GetCallerIdentity', 's3:ListBuckets'].map((what, i) => event(`2026-11-18T02:5${String(i)}:00Z`, what));
    const policy = event('2026-11-18T03:00:00Z', 'iam:AttachUserPolicy', { requestParameters: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } });
    expect(hands(of([...tries, policy]), [...tries, policy])).toEqual(new Set(['attacker']));
  });
  it('with habits is shared: what came before the first sign is the owner’s, what is like it too, the rest undecided', () => {
    const lineage = of([...habit, ...owners, stranger], { since: '2026-11-18T03:00:00Z' });
    expect(hands(lineage, [...habit, ...owners])).toEqual(new Set(['owner']));
    expect(hand(lineage, stranger)).toBe('undecided');
  });
  it('with habits is the stranger’s where the operator disowns the source', () => {
    const lineage = of([...habit, ...owners, stranger], { sourceIps: [STRANGER] });
    expect(hands(lineage, [...habit, ...owners])).toEqual(new Set(['owner']));
    expect(hand(lineage, stranger)).toBe('attacker');
    expect(lineage.since).toBe(stranger.time);
  });
  it('used evenly for weeks without any sign is nobody’s guilt', () => {
    expect(hands(of(habit), habit)).toEqual(new Set(['undecided']));
  });
  it('used once from a new place after weeks of even use is undecided there, and the owner’s before', () => {
    const once = event('2026-11-18T03:00:00Z', 'sts:GetCallerIdentity');
    const lineage = of([...habit, once, ...owners]);
    expect(hand(lineage, once)).toBe('undecided');
    expect(hands(lineage, [...habit, ...owners])).toEqual(new Set(['owner']));
  });
  it('used where its user had worked before with other credentials is undecided there', () => {
    const atDesk = daily('2026-11-17', 10, 's3:ListBuckets', { userIdentity: consoleSession('ci', 'ASIAIOSFODNN7EXAMPLE', '2026-11-01T08:00:00Z'), sourceIPAddress: OFFICE, userAgent: 'Mozilla/5.0' });
    const fromDesk = event('2026-11-18T04:00:00Z', 's3:ListBuckets', { sourceIPAddress: OFFICE });
    const lineage = of([...atDesk, stranger, fromDesk]);
    expect([hand(lineage, stranger), hand(lineage, fromDesk)]).toEqual(['attacker', 'undecided']);
  });
  it('begins with what was never done before, in one go with the first sign, though it came from the owner’s place', () => {
    const same = { sourceIPAddress: RUNNER, userAgent: CLI };
    const early = event('2026-11-18T02:58:00Z', 'iam:CreateUser', { ...same, requestParameters: { userName: 'ci-2' } });
    const usual = event('2026-11-18T02:59:00Z', 's3:PutObject', same);
    const sign = event('2026-11-18T03:00:00Z', 'iam:AttachUserPolicy', { ...same, requestParameters: { userName: 'ci-2', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } });
    const yesterday = event('2026-11-17T03:00:00Z', 'iam:CreateRole', { ...same, requestParameters: { roleName: 'web' } });
    const lineage = of([...habit, yesterday, early, usual, sign]);
    expect([hand(lineage, early), hand(lineage, sign)]).toEqual(['undecided', 'undecided']);
    expect([hand(lineage, usual), hand(lineage, yesterday)]).toEqual(['owner', 'owner']);
  });
});

describe('an address that both hands use', () => {
  const same = { sourceIPAddress: RUNNER };
  it('settles nothing by itself, though the operator names it', () => {
    const theirs = event('2026-11-18T03:05:00Z', 'iam:CreateAccessKey', { ...same, requestParameters: { userName: 'bob' } });
    const lineage = of([...habit, theirs, ...owners], { sourceIps: [RUNNER], since: '2026-11-18T03:00:00Z' });
    expect([...hands(lineage, [...habit, ...owners, theirs])]).not.toContain('attacker');
  });
  it('leaves the owner’s later calls from it undecided once the stranger was seen there', () => {
    const assumed = event('2026-11-18T03:00:00Z', 'sts:AssumeRole', issued('ASIAIOSFODNN7EXAMPLE', 'a', 'x'));
    const inside = event('2026-11-18T03:10:00Z', 's3:ListBuckets', { ...same, userIdentity: session('a', 'x', 'ASIAIOSFODNN7EXAMPLE'), userAgent: CLI });
    const lineage = of([...habit, assumed, inside, ...owners], { sourceIps: [STRANGER] });
    // A session that descends from a disowned call is wholly the stranger's, wherever it is used.
    expect([hand(lineage, assumed), hand(lineage, inside)]).toEqual(['attacker', 'attacker']);
    expect(hands(lineage, habit)).toEqual(new Set(['owner']));
    expect(hands(lineage, owners)).toEqual(new Set(['undecided']));
  });
});

describe('what the operator says', () => {
  it('of an event goes before everything', () => {
    const mine = event('2026-11-18T03:30:00Z', 's3:ListBuckets');
    const lineage = of([stranger, mine], { sourceIps: [STRANGER], owned: { events: [mine.id] } });
    expect([hand(lineage, stranger), hand(lineage, mine)]).toEqual(['attacker', 'owner']);
  });
  it('of an event decides also on a shared address, and for all that descends from it', () => {
    const assumed = event('2026-11-18T03:00:00Z', 'sts:AssumeRole', { sourceIPAddress: RUNNER, userAgent: CLI, ...issued('ASIAIOSFODNN7EXAMPLE', 'a', 'x') });
    const inside = event('2026-11-18T03:10:00Z', 'ec2:RunInstances', { sourceIPAddress: RUNNER, userAgent: CLI, userIdentity: session('a', 'x', 'ASIAIOSFODNN7EXAMPLE') });
    const lineage = of([...habit, assumed, inside, ...owners], { disowned: { events: [assumed.id] }, since: '2026-11-18T02:00:00Z' });
    expect([hand(lineage, assumed), hand(lineage, inside)]).toEqual(['attacker', 'attacker']);
    expect([...hands(lineage, [...habit, ...owners])]).not.toContain('attacker');
  });
  it('of a program decides too', () => {
    const lineage = of([...habit, stranger], { disowned: { agents: [BOTO] } });
    expect(hand(lineage, stranger)).toBe('attacker');
  });
  it('of an owned address spares the owner on a key without habits', () => {
    const mine = event('2026-11-18T05:00:00Z', 's3:PutObject', { sourceIPAddress: OFFICE, userAgent: CLI });
    const lineage = of([stranger, mine], { owned: { ips: [OFFICE] } });
    expect([hand(lineage, stranger), hand(lineage, mine)]).toEqual(['attacker', 'owner']);
  });
});

describe('an address alone, as indicator', () => {
  it('finds what was done from it, and leaves the rest of those credentials to their owners', () => {
    const root = { userIdentity: { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' } };
    const own = daily('2026-11-17', 3, 's3:ListBuckets', { ...root, sourceIPAddress: OFFICE });
    const theirs = event('2026-11-18T03:00:00Z', 'iam:CreateUser', { ...root, requestParameters: { userName: 'mallory' } });
    const child = event('2026-11-18T04:00:00Z', 'ec2:RunInstances', { userIdentity: user('mallory', ''), sourceIPAddress: '192.0.2.77' });
    const lineage = of([...own, theirs, child], { accessKeyIds: [], sourceIps: [STRANGER] });
    expect([hand(lineage, theirs), hand(lineage, child)]).toEqual(['attacker', 'attacker']);
    expect(hands(lineage, own)).toEqual(new Set(['owner']));
  });
  it('holds no credential by a sign-in that failed', () => {
    const guess = event('2026-11-18T03:00:00Z', 'signin:ConsoleLogin', { userIdentity: user('alice', ''), responseElements: { ConsoleLogin: 'Failure' } });
    const work = daily('2026-11-20', 3, 's3:ListBuckets', { userIdentity: user('alice', ''), sourceIPAddress: OFFICE });
    const lineage = of([guess, ...work], { accessKeyIds: [], sourceIps: [STRANGER] });
    expect(hand(lineage, guess)).toBe('attacker');
    expect(hands(lineage, work)).toEqual(new Set([undefined]));
  });
});

describe('the first sign', () => {
  it('moves back to the stranger’s first tries on the same machine', () => {
    const tried = event('2026-11-18T02:00:00Z', 'sts:GetCallerIdentity');
    const lineage = of([...habit, tried, stranger], { since: '2026-11-18T03:00:00Z' });
    expect(hand(lineage, tried)).toBe('undecided');
    expect(hands(lineage, habit)).toEqual(new Set(['owner']));
  });
  it('stays where it is when later signs are found', () => {
    const later = event('2026-11-19T03:00:00Z', 'iam:CreateAccessKey', { requestParameters: { userName: 'bob' } });
    expect(of([stranger, later], { since: '2026-11-18T01:00:00Z' }).since).toBe('2026-11-18T01:00:00Z');
  });
});
