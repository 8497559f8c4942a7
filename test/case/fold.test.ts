import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/case/facts.ts';
import { fold } from '../../src/case/fold.ts';
import { exitCodeOf, findingQuestion, isComplete, openItems } from '../../src/case/open.ts';
import type { CaseState } from '../../src/case/state.ts';
import { say } from '../../src/core/text.ts';
import type { Caller } from '../../src/core/types.ts';
import { cell, covered, decided, done, entriesOf, finding, found, image, inline, noted, opened, planned, step, swept } from './fixtures.ts';

const after = (...facts: readonly (Fact | { readonly later: number })[]): CaseState => fold(entriesOf([opened, ...facts]), inline);
const alice: Caller = { accountId: '111122223333', partition: 'aws', arn: 'arn:aws:iam::111122223333:user/alice', userId: 'AIDAEXAMPLE', accessKeyId: 'AKIAI44QH8DHBEXAMPLE', type: 'user', name: 'alice' };

describe('a step in the fold', () => {
  it.each<[string, Fact[], string]>([
    ['planned', [], 'planned'],
    ['approved', [decided(['a'])], 'approved'],
    ['declined', [decided(['a'], [])], 'declined'],
    ['left undecided where the operator stopped', [decided(['a'], [], { stop: true })], 'planned'],
    ['begun', [decided(['a']), ...done('a').slice(0, 1)], 'started'],
    ['verified', [decided(['a']), ...done('a')], 'verified'],
    ['verified, and its undo declined', [decided(['a']), ...done('a'), decided(['a'], [], { gate: 'undo:a' })], 'verified'],
    ['in undo', [...done('a'), { type: 'undo-started', step: 'a' }], 'undo-started'],
    ['undone', [...done('a'), { type: 'undo-started', step: 'a' }, { type: 'undo-settled', step: 'a', outcome: 'undone', after: image('Active') }], 'undone'],
    ['verified still, after a failed undo', [...done('a'), { type: 'undo-started', step: 'a' }, { type: 'undo-settled', step: 'a', outcome: 'failed', after: image('Inactive') }], 'verified'],
    ['withdrawn', [{ type: 'withdrawn', step: 'a', because: say('gone') }], 'withdrawn'],
    ['still in doubt after a decision', [...done('a').slice(0, 1), decided(['a'])], 'started'],
  ])('is %s', (_, facts, state) => {
    expect(after(planned(step('a')), ...facts).steps.get('a')?.state).toBe(state);
  });

  it('keeps the first before-image over later attempts, and everything that was made', () => {
    const record = after(planned(step('a')), { type: 'started', step: 'a', attempt: 1, before: image('Active') }, { type: 'made', step: 'a', part: 'key', value: 'AKIAI44QH8DHBEXAMPLE' },
      { type: 'started', step: 'a', attempt: 2, before: image('Inactive') }, { type: 'settled', step: 'a', outcome: 'verified', after: image('Inactive') }).steps.get('a');
    expect(record).toMatchObject({ attempts: 2, before: image('Active'), after: image('Inactive'), made: { key: 'AKIAI44QH8DHBEXAMPLE' } });
  });

  it('takes a new before-image once it was undone', () => {
    const record = after(planned(step('a')), ...done('a'), { type: 'undo-settled', step: 'a', outcome: 'undone', after: image('Active') }, { type: 'started', step: 'a', attempt: 2, before: image('Other') }).steps.get('a');
    expect(record).toMatchObject({ state: 'started', before: image('Other'), after: undefined });
  });

  it('is in doubt between start and outcome, of the deed and of the undo', () => {
    expect(after(planned(step('a')), planned(step('b')), ...done('a').slice(0, 1), ...done('b'), { type: 'undo-started', step: 'b' }).inDoubt).toEqual([{ step: 'a', of: 'deed' }, { step: 'b', of: 'undo' }]);
  });
});

describe('a pass', () => {
  it('replaces findings and coverage of the one before only when it has ended', () => {
    const first = [found(1, finding('x')), covered(1, cell()), swept(1)];
    const begun = [...first, found(2, finding('y')), covered(2, cell({ region: 'eu-west-1' }))];
    expect(after(...begun).findings.map(({ id }) => id)).toEqual(['x', 'y']);
    expect(after(...begun, swept(2)).findings.map(({ id }) => id)).toEqual(['y']);
    expect(after(...begun, swept(2)).coverage.map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  it('closes only when it went over every region and ended 30 minutes after the last containment', () => {
    const contained = [planned(step('a')), decided(['a']), ...done('a')];
    expect(after(...contained, { later: 28 }, swept(2)).closing).toBeUndefined();
    expect(after(...contained, { later: 29 }, swept(2)).closing?.pass).toBe(2);
    expect(after(...contained, { later: 60 }, swept(2, 'some-regions')).closing).toBeUndefined();
    expect(after(...contained, { later: 60 }, swept(2), ...done('a')).closing).toBeUndefined();
  });
});

describe('the exit code', () => {
  const seen = [covered(1, cell()), swept(1)];
  it.each<[number, string, readonly (Fact | { readonly later: number })[]]>([
    [0, 'nothing was found and nothing hidden', seen],
    [0, 'only posture was found', [...seen, found(1, finding('w', { verdict: 'weak' }))]],
    [0, 'every step of every finding is done', [...seen, found(1, finding('x')), planned(step('a', { finding: 'x' })), decided(['a']), ...done('a')]],
    [0, 'the operator knows the suspicious thing', [...seen, found(1, finding('x', { verdict: 'suspicious' })), { type: 'answered', question: findingQuestion('x'), answer: 'mine' }]],
    [3, 'the operator says a malicious thing is theirs', [...seen, found(1, finding('x')), { type: 'answered', question: findingQuestion('x'), answer: 'mine' }]],
    [3, 'something malicious was found and nothing done', [...seen, found(1, finding('x'))]],
    [3, 'a step for it was declined', [...seen, found(1, finding('x')), planned(step('a', { finding: 'x' })), decided(['a'], [])]],
    [3, 'an approved step was not begun', [...seen, planned(step('a')), decided(['a'])]],
    [3, 'AWS does not show what was done', [...seen, planned(step('a')), ...done('a', 'unverified')]],
    [3, 'the attacker took it back', [...seen, planned(step('a')), ...done('a'), { type: 'held', step: 'a', seconds: 60, holds: false }]],
    [3, 'an event was found, before the closing pass', [...seen, found(1, finding('e', { about: 'event', subject: say('sign-in'), region: 'us-east-1' }))]],
    [3, 'the operator cannot tell whose the event is', [...seen, found(1, finding('e', { about: 'event', subject: say('sign-in'), region: 'us-east-1' })), { type: 'answered', question: findingQuestion('e'), answer: 'unknown' }]],
    [0, 'an event is behind the closing pass', [planned(step('a')), ...done('a'), { later: 40 }, found(1, finding('e', { about: 'event', subject: say('sign-in'), region: 'us-east-1' })), ...seen]],
    [5, 'there are gaps', [...seen, covered(1, cell({ region: 'eu-west-1', state: 'denied', gap: true }))]],
    [5, 'nothing was looked at', []],
    [1, 'a step failed, although findings are open too', [...seen, found(1, finding('x')), planned(step('a', { finding: 'x' })), ...done('a', 'failed')]],
    [4, 'nobody had credentials', [{ type: 'continued', tool: 't', caller: undefined, how: 'respond' }]],
    [5, 'credentials came later', [{ type: 'continued', tool: 't', caller: undefined, how: 'respond' }, { type: 'continued', tool: 't', caller: alice, how: 'resume' }]],
  ])('is %i where %s', (code, _, facts) => {
    expect(exitCodeOf(after(...facts))).toBe(code);
  });

  it('goes with completeness: a gap leaves a case complete, an open step does not', () => {
    const settled = [planned(step('a')), ...done('a'), { later: 40 }, covered(1, cell({ gap: true, state: 'denied' })), swept(1)] as const;
    expect(isComplete(after(...settled))).toBe(true);
    expect(isComplete(after(...settled, planned(step('b')), decided(['b'])))).toBe(false);
  });
});

describe('a setting', () => {
  it('that was left as it is keeps no finding open of what was dealt with', () => {
    const about = { finding: 'iam/access-key:1' };
    const facts = [swept(1), found(1, finding('iam/access-key:1')), planned(step('h', { verb: 'harden', ...about })), decided(['h'], [])];
    expect(openItems(after(...facts)).findings).toHaveLength(1);
    expect(openItems(after(...facts, planned(step('a', about)), decided(['a']), ...done('a'))).findings).toEqual([]);
  });
});

describe('the rest of the fold', () => {
  it('knows the deadline, the standing approval, the waits and the binding', () => {
    const state = after({ type: 'claimed', source: 'mail', claims: { deadline: '2026-11-26' } }, { type: 'claimed', source: 'mail', claims: { deadline: null } },
      planned(step('a')), { ...decided(['a']), decision: { approved: ['a'], standing: true, stop: false }, watchUntil: '2026-11-21T04:00:00Z' } as Fact,
      { type: 'waiting', id: 'w', wait: { for: 'operator', task: say('Change the application') } }, { type: 'waiting', id: 'v', wait: { for: 'quiet', credential: 'AKIAIOSFODNN7EXAMPLE', hours: 24 } }, { type: 'waited', id: 'v', because: say('quiet') });
    expect(state.deadline).toBe('2026-11-26');
    expect(state.standing).toMatchObject({ until: '2026-11-21T04:00:00Z', steps: ['a'] });
    expect([...state.waits.keys()]).toEqual(['w']);
    expect(openItems(state).waits).toHaveLength(1);
  });

  it('says how the last run ended, and nothing while one runs', () => {
    const ended: Fact = { type: 'ended', state: 'waiting', exitCode: 3 };
    expect(after(ended).ended?.state).toBe('waiting');
    expect(after(ended, noted(1)).ended).toBeUndefined();
  });

  it('counts entries that it does not know, and reads on', () => {
    expect(after({ type: 'teleported' } as unknown as Fact, noted(1))).toMatchObject({ unknown: 1, notes: [{ text: say('note {{n}}', { n: 1 }) }] });
  });
});
