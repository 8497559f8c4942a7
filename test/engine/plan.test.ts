// From touches to verdicts, from verdicts to steps: pure, and the same every time.
import { describe, expect, it } from 'vitest';
import type { Attribution, Finding, Resource, Touch, Verdict } from '../../src/core/types.ts';
import { attribute, judge, nameMatches } from '../../src/engine/attribute.ts';
import { findingIdOf, plan, stepIdOf, waveOf } from '../../src/engine/plan.ts';
import { EMPTY, findingOf, KINDS, person, personKind } from './stage.ts';

const touch = (event: string, attribution: Attribution, time = '2026-11-20T03:12:00Z', failed = false): Touch => ({
  eventId: 'e', time, region: 'us-east-1', event: `iam:${event}`, by: 'arn:aws:iam::111122223333:user/alice', credential: 'AKIAIOSFODNN7EXAMPLE', sourceIp: '192.0.2.1', attribution, failed,
});
const made = (r: Resource, ...touches: readonly Touch[]): [Verdict, string] | undefined => { const j = attribute(personKind, r, touches); return j && [j.verdict, j.origin ?? '']; };

describe('by whose hand', () => {
  const bob = person('bob');
  it.each<[string, readonly Touch[], [Verdict, string] | undefined]>([
    ['made by the stranger', [touch('CreateUser', 'attacker')], ['malicious', 'created']],
    ['made by the owner, changed by the stranger', [touch('CreateUser', 'owner', '2026-11-01T00:00:00Z'), touch('UpdateUser', 'attacker')], ['malicious', 'changed']],
    ['older than the history, changed by the stranger', [touch('UpdateUser', 'attacker')], ['malicious', 'changed']],
    ['made with the abused key, nobody knows by whom', [touch('CreateUser', 'undecided')], ['suspicious', 'created']],
    ['changed with the abused key, nobody knows by whom', [touch('UpdateUser', 'undecided')], ['suspicious', 'changed']],
    ['made by the owner', [touch('CreateUser', 'owner')], undefined],
    ['under suspicion with no tie', [touch('CreateUser', 'suspect')], undefined],
    ['an attempt that AWS refused', [touch('CreateUser', 'attacker', undefined, true)], undefined],
    ['only read', [touch('GetUser', 'attacker')], undefined],
    ['untouched', [], undefined],
    ['changed by the stranger before the owner made it anew', [touch('UpdateUser', 'attacker', '2026-11-01T00:00:00Z'), touch('CreateUser', 'owner')], undefined],
    ['made by the stranger, deleted, and made by the owner', [touch('CreateUser', 'attacker', '2026-11-01T00:00:00Z'), touch('CreateUser', 'owner')], undefined],
  ])('%s', (_, touches, expected) => { expect(made(bob, ...touches)).toEqual(expected); });

  it('what the owner has set anew as a whole holds no change of before; what a stranger does after that counts', () => {
    const policyKind = { ...personKind, traces: { ...personKind.traces, whole: ['iam:UpdateUser'] } };
    const first = touch('UpdateUser', 'attacker', '2026-11-19T00:00:00Z'), anew = touch('UpdateUser', 'suspect'), again = touch('UpdateUser', 'attacker', '2026-11-21T00:00:00Z');
    expect(attribute(policyKind, bob, [first, anew])).toBeUndefined();
    expect(attribute(policyKind, bob, [first, anew, again])).toMatchObject({ verdict: 'malicious', origin: 'changed' });
    expect(attribute(personKind, bob, [first, anew])).toMatchObject({ verdict: 'malicious', origin: 'changed' });
  });
  it('an event of an older thing of the same name says nothing', () => {
    const today = { ...bob, createdAt: '2026-11-20T03:12:00.000Z' };
    expect(made(today, touch('CreateUser', 'attacker', '2026-11-19T03:12:00Z'))).toBeUndefined();
    expect(made(today, touch('UpdateUser', 'attacker', '2026-11-19T03:12:00Z'))).toBeUndefined();
    expect(made(today, touch('CreateUser', 'attacker', '2026-11-20T03:12:03Z'))).toEqual(['malicious', 'created']);
  });
  it('a kind may say more, and where it says nothing the hand decides', () => {
    const context = [[touch('CreateUser', 'attacker')], EMPTY, '111122223333'] as const;
    expect(judge(personKind, bob, ...context)?.verdict).toBe('malicious');
    expect(judge({ ...personKind, judge: () => undefined }, bob, ...context)?.verdict).toBe('malicious');
    expect(judge({ ...personKind, judge: (_, { attributed }) => attributed && { ...attributed, verdict: 'weak' } }, bob, ...context)?.verdict).toBe('weak');
  });
  it('CloudTrail\'s versioned names are the same event', () => {
    expect(nameMatches(['lambda:CreateFunction'], 'lambda:CreateFunction20150331')).toBe(true);
    expect(nameMatches(['lambda:UpdateFunctionCode'], 'lambda:UpdateFunctionCode20150331v2')).toBe(true);
    expect(nameMatches(['iam:CreateUser'], 'iam:CreateUserX')).toBe(false);
  });
});

describe('the plan', () => {
  const verbs = (...findings: readonly Finding[]): string[] => plan(findings, KINDS).map((s) => `${String(s.wave)} ${s.verb} ${s.resource.name}`);
  const over = (r: Resource, more: object): Finding => findingOf(r, more);

  it('contains first, keeps the evidence, deletes last, and makes deletion wait for both', () => {
    const steps = plan([findingOf(person('bob'))], KINDS);
    expect(steps.map((s) => s.verb)).toEqual(['contain', 'preserve', 'eradicate']);
    expect(steps.map((s) => s.after)).toEqual([[], [], [steps[0]!.id, steps[1]!.id]]);
  });
  it('contains first who can change IAM, with all that it holds, then the others by name', () => {
    const held = (name: string, owner: string, more: object = {}): Finding => findingOf({ ...person(name), owner, ...more });
    const steps = plan([held('a', 'arn:a'), held('b', 'arn:b'), held('c', 'arn:c', { seen: { changesIam: true } }), held('d', 'arn:c')], KINDS);
    expect(steps.filter((s) => s.verb === 'contain').map((s) => s.resource.name)).toEqual(['c', 'd', 'a', 'b']);
    expect(steps.filter((s) => s.verb === 'preserve').map((s) => s.resource.name)).toEqual(['a', 'b', 'c', 'd']);
  });
  it('destroys nothing that the stranger did not make', () => {
    for (const origin of ['changed', 'used', 'unknown']) expect(verbs(over(person('bob'), { origin }))).toEqual(['1 contain bob', '7 preserve bob']);
  });
  it('touches only what is malicious, or was disowned by name', () => {
    for (const verdict of ['suspicious', 'weak', 'benign']) expect(verbs(over(person('bob'), { verdict }))).toEqual([]);
    const doubtful = [over(person('bob'), { verdict: 'suspicious' }), over(person('carol'), { verdict: 'suspicious' })];
    expect(plan(doubtful, KINDS, { disowned: new Map([['f-bob', 'not-mine']]) }).map((s) => s.resource.name)).toEqual(['bob', 'bob', 'bob']);
    expect(plan(doubtful, KINDS, { disowned: new Map([['f-bob', 'changed']]) }).map((s) => s.verb)).not.toContain('eradicate');
  });
  it('leaves out what rotation keeps for later', () => {
    const id = stepIdOf('test/person', 'contain', person('bob'));
    expect(plan([findingOf(person('bob'))], KINDS, { without: new Set([id]) }).map((s) => s.verb)).toEqual(['preserve', 'eradicate']);
  });
  it('folds what goes with its owner, but contains it all the same', () => {
    const child = { ...person('child'), owner: person('bob').arn };
    expect(verbs(findingOf(person('bob')), findingOf(child))).toEqual(['1 contain bob', '1 contain child', '7 preserve bob', '11 eradicate bob']);
    expect(verbs(findingOf(child))).toEqual(['1 contain child', '7 preserve child', '11 eradicate child']);
  });
  it('has the same ids in the same order, whatever order the findings come in', () => {
    const findings = ['alice', 'bob', 'carol'].map((n) => findingOf(person(n)));
    const ids = plan(findings, KINDS).map((s) => s.id);
    expect(plan([...findings].reverse(), KINDS).map((s) => s.id)).toEqual(ids);
    expect(new Set(ids).size).toBe(9);
    expect(ids[0]).toMatch(/^contain:test\/person:alice:[0-9a-f]{8}$/);
  });
  it('gives another id to a thing that was made anew under the same name, and a tame one to a hostile name', () => {
    const bob = person('bob');
    expect(stepIdOf('test/person', 'contain', { ...bob, uid: 'AIDA-other-EXAMPLE' })).not.toBe(stepIdOf('test/person', 'contain', bob));
    expect(findingIdOf('test/person', { ...bob, region: 'eu-west-1' })).not.toBe(findingIdOf('test/person', bob));
    expect(stepIdOf('test/person', 'contain', { ...bob, name: '../\u001b[31m ; rm -rf' })).toMatch(/^[\w:/.-]+$/);
  });
  it('has credentials before what starts machines anew, those before machines, and hardening at the end', () => {
    const waves = [waveOf('credential', 'contain'), waveOf('respawner', 'contain'), waveOf('machine', 'contain'), waveOf('data', 'contain'), waveOf('guard', 'contain'), waveOf('data', 'preserve'), waveOf('respawner', 'eradicate'), waveOf('machine', 'eradicate'), waveOf('data', 'eradicate'), waveOf('guard', 'recover'), waveOf('setting', 'harden')];
    expect(waves).toEqual([...waves].sort((a, b) => a - b));
    expect(new Set(waves).size).toBe(waves.length);
  });
});
