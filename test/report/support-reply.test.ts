import { describe, expect, it } from 'vitest';
import { eventQuestion } from '../../src/case/answers.ts';
import type { Fact } from '../../src/case/facts.ts';
import { say } from '../../src/core/text.ts';
import { MAX_REPLY, supportReply } from '../../src/report/support-reply.ts';
import { cell, covered, decided, done, finding, found, key, opened, planned, step, swept } from '../case/fixtures.ts';
import { toOperator } from '../scenarios/incident.ts';
import { completeFacts, EVIL, hostileInput, inputOf, noticeFact } from './hostile-case.ts';

type Facts = readonly (Fact | { readonly later: number })[];
const replyTo = (facts: Facts, variant: 'full' | 'short' = 'full'): string => supportReply(inputOf(facts).state, variant);
const demand = (id: string): object => ({ id, title: { say: `Please do ${id}` } });
const event = (n: number, over: object = {}): { name: string; time: string; sourceIp: string } => ({ name: 'RunInstances', time: new Date(Date.UTC(2026, 10, 20, 1, n)).toISOString(), sourceIp: `198.51.100.${String(n % 250)}`, ...over });

describe('the answer to AWS', () => {
  it('ties each demand to what the journal shows', () => {
    const called: Fact = { type: 'called', step: 'a', operation: 'iam:UpdateAccessKey', region: 'us-east-1', requestId: 'r-1-EXAMPLE', outcome: 'ok' };
    const refused: Fact = { ...called, requestId: 'r-0-EXAMPLE', outcome: 'AccessDenied' };
    const reply = replyTo([...completeFacts([], ['rotate-key', 'delete-key', 'change-root-password', 'review-cloudtrail', 'delete-unknown-users', 'something-new'].map(demand)), refused, called]);
    expect(reply).toContain('1. Please do rotate-key: Done: it is out of use, and no new key was made. (requests r-1-EXAMPLE)');
    expect(reply).toContain('2. Please do delete-key: The access key is not deleted yet.');
    expect(reply).toContain('3. Please do change-root-password: Not done yet.');
    expect(reply).toMatch(/4\. Please do review-cloudtrail: The event history was reviewed in every Region that is switched on \(1\), until 2026-11-21/);
    expect(reply).toContain('5. Please do delete-unknown-users: No users, keys, roles or policies were found that are not ours.');
    expect(reply).toContain('6. Please do something-new: Not done yet.');
    expect(reply).toContain('This is an interim answer');
  });

  it('answers each event that AWS listed: ours, not ours, not known', () => {
    const events = [event(1), event(2), event(3)];
    const reply = replyTo([...completeFacts(events), { type: 'answered', question: eventQuestion(event(1)), answer: 'mine' }, { type: 'answered', question: eventQuestion(event(2)), answer: 'not-mine' }]);
    expect(reply).toContain('- RunInstances, 2026-11-20 01:01:00 UTC, from 198.51.100.1: ours');
    expect(reply).toContain('- RunInstances, 2026-11-20 01:02:00 UTC, from 198.51.100.2: not ours');
    expect(reply).toContain('- RunInstances, 2026-11-20 01:03:00 UTC, from 198.51.100.3: not known');
  });

  it('takes the word on an address for what came from it, and names the addresses that are not ours', () => {
    const reply = replyTo([...completeFacts([event(1), event(2), event(3)]), { type: 'answered', question: 'source:198.51.100.1', answer: 'not-mine' }, { type: 'answered', question: 'source:198.51.100.2', answer: 'mine' }]);
    expect(reply).toContain('from 198.51.100.1: not ours');
    expect(reply).toContain('from 198.51.100.2: ours');
    expect(reply).toContain('from 198.51.100.3: not known');
    expect(reply).toContain('Activity from these addresses is not ours: 198.51.100.1.');
  });

  it('calls nothing done that a look at everything may still find, and nothing undone where nothing was found', () => {
    const session = step('s', { kind: 'iam/user-session' });
    const first = [opened, noticeFact([], ['revoke-sessions', 'delete-key'].map(demand)), planned(session), decided(['s']), ...done('s')];
    expect(replyTo(first)).toContain('1. Please do revoke-sessions: Done for what is known so far.');
    expect(replyTo(first)).toContain('2. Please do delete-key: The access key is not deleted yet.');
    expect(replyTo([...first, found(1), covered(1, cell()), swept(1)])).toContain('1. Please do revoke-sessions: Done.');
    const none = replyTo([opened, noticeFact([], [demand('delete-unknown-users')]), found(1), covered(1, cell()), planned(session), ...done('s'), swept(1)]);
    expect(none).toContain('No users, keys, roles or policies were found that are not ours.');
    expect(none).toContain('This is an interim answer');
  });

  it('what belongs to a user who is denied everything is contained with that user', () => {
    const arn = 'arn:aws:iam::111122223333:user/mallory';
    const user = { ...key, arn, uid: 'u', name: 'mallory' }, password = { ...key, arn: 'p', uid: 'p', name: 'mallory', owner: arn };
    const denied = step('d', { kind: 'iam/user-session', verb: 'contain', origin: 'created', finding: 'other', resource: { ...key, arn: 's', uid: 's', owner: arn } });
    const facts = [...completeFacts(), found(3, finding('u', { kind: 'iam/user', origin: 'created', resource: user }), finding('p', { kind: 'iam/login-profile', origin: 'created', resource: password })), planned(denied)];
    expect(replyTo(facts)).toContain('- mallory (iam/login-profile): not dealt with yet');
    expect(replyTo([...facts, decided(['d']), ...done('d')])).toMatch(/- mallory \(iam\/user\): contained, not removed yet\n- mallory \(iam\/login-profile\): contained, not removed yet/);
    const older = { type: 'decided', gate: 'g', title: say('g'), steps: ['d'], decision: { approved: ['d'], standing: false, stop: false, ways: { d: 'older' } }, digest: '', caller: '' } satisfies Fact;
    expect(replyTo([...facts, older, ...done('d')])).toContain('- mallory (iam/user): not dealt with yet');
  });

  it('names what a person ended in the console, apart from what was verified', () => {
    const agreement = finding('deed', { about: 'unknown', subject: say('bedrock:CreateFoundationModelAgreement'), region: 'us-east-1' });
    const reply = replyTo([...completeFacts(), found(3, finding('x'), agreement), { type: 'answered', question: 'finding:deed', answer: 'closed' }, swept(3)]);
    expect(reply).toContain('What we ended by hand in the console:\n- bedrock:CreateFoundationModelAgreement\n');
    expect(reply).toContain('We have completed the steps');
  });

  it('does not speak of a bill that nobody read', () => {
    const machine = step('m', { kind: 'ec2/instance', verb: 'eradicate', origin: 'created', resource: { ...key, arn: 'm', uid: 'm' } });
    const facts = [...completeFacts(), planned(machine), decided(['m']), { type: 'started', step: 'm', attempt: 1, before: { value: null } } satisfies Fact, ...done('m')];
    expect(replyTo(facts)).toContain('- Review the charges that come from the unauthorized activity. We have not read the bill.');
    expect(replyTo(facts)).not.toContain('does not show them yet');
  });

  it('asks to be reinstated where AWS has suspended the account', () => {
    const suspended = { ...noticeFact(), claims: { kind: 'suspended-or-second-notice', accountId: '111122223333' } } as Fact;
    expect(replyTo([...completeFacts(), suspended])).toContain('- Reinstate the account if it is suspended, lift any restrictions on it');
    expect(replyTo(completeFacts())).toContain('- Lift any restrictions on the account');
  });

  it('counts a Region that was switched off again among none that are on', () => {
    const off = cell({ check: 'account/region', region: 'af-south-1' });
    expect(replyTo([...completeFacts([], [demand('review-usage')]), covered(2, off)])).toContain('in every Region that is switched on (1)');
  });

  it('says what is left, and not what the operator is told to do about it', () => {
    const because = say('Sign in as the root user and change its password, then type: aws-incident resume');
    const reply = replyTo([...completeFacts(), found(3, { ...finding('z'), because }, { ...finding('y'), origin: 'created', because }), planned({ ...step('c'), finding: 'y', verb: 'contain' }), ...done('c'), planned({ ...step('d'), finding: 'y', verb: 'eradicate' })]);
    expect(reply).not.toContain('Sign in as');
    expect(toOperator(reply)).toEqual([]);
    expect(reply).toMatch(/- \S+ \(\S+\): not dealt with yet/);
    expect(reply).toMatch(/- \S+ \(\S+\): contained, not removed yet/);
  });
  it('says complete when everything is done and the closing pass is behind it', () => {
    const reply = replyTo(completeFacts([], [demand('rotate-key'), demand('reply-to-case')]));
    expect(reply).toContain('We have completed the steps');
    expect(reply).toContain('2. Please do reply-to-case: With this message.');
    expect(reply).not.toContain('interim');
    expect(reply).not.toContain('still open');
  });

  it.each<[string, Facts]>([
    ['a finding is open', [...completeFacts(), found(3, finding('z'))]],
    ['an approved step is not done', [...completeFacts(), planned(step('b')), decided(['b'])]],
    ['a step is in doubt', [...completeFacts(), planned(step('b')), { type: 'started', step: 'b', attempt: 1, before: { value: null } }]],
    ['a containment came after the last pass', [...completeFacts(), planned(step('b')), { type: 'settled', step: 'b', outcome: 'verified', after: { value: null } }]],
    ['the pass was not long enough after it', completeFacts().map((fact) => ('later' in fact ? { later: 5 } : fact))],
    ['what only a person can do is not done', completeFacts([], [demand('change-root-password')])],
    ['something is waited for', [...completeFacts(), { type: 'waiting', id: 'apps', wait: { for: 'operator', task: say('Change the application') } }]],
    ['a later version wrote something', [...completeFacts(), { type: 'teleported' } as unknown as Fact]],
    ['the history could not be read', [...completeFacts([], [demand('review-cloudtrail')]), covered(3, cell({ check: 'activity/event-history', region: 'eu-west-1', state: 'denied', gap: true }))]],
  ])('never says complete while %s', (_, facts) => {
    for (const variant of ['full', 'short'] as const) {
      expect(replyTo(facts, variant)).toContain('This is an interim answer');
      expect(replyTo(facts, variant)).not.toMatch(/completed? the steps|lift any restrictions/i);
    }
  });

  it('waits for AWS’s own agreement without calling itself an interim answer', () => {
    expect(replyTo([...completeFacts(), { type: 'waiting', id: 'aws-agreement', wait: { for: 'operator', task: say('AWS must agree') } }])).toContain('We have completed the steps');
  });

  it('asks AWS for what only AWS can end, and is complete all the same', () => {
    const request = finding('q', { kind: 'servicequotas/requested-change', resource: { ...key, arn: 'q', uid: 'q', name: 'ec2/L-1216C47A', region: 'eu-north-1' } });
    const reply = replyTo([...completeFacts(), found(3, request), swept(3)]);
    expect(reply).toContain('We have completed the steps');
    expect(reply).toContain('- Take back what only you can end, and the unauthorized party asked for or bought: ec2/L-1216C47A in eu-north-1.');
    expect(reply).not.toContain('still open');
  });

  it('says of the quarantine whether it stands, and with whose leave it went', () => {
    const lifted: readonly Fact[] = [planned(step('q', { kind: 'iam/quarantine-policy', verb: 'recover' })), decided(['q']), { type: 'started', step: 'q', attempt: 1, before: { value: null } }, ...done('q')];
    const facts = completeFacts([], [demand('keep-quarantine')]);
    expect(replyTo(facts)).toContain('We have left it in place.');
    expect(replyTo([...facts, ...lifted])).toContain('It was detached; please tell us if it must be attached again.');
    expect(replyTo([...facts, { type: 'answered', question: 'aws-agreed', answer: 'yes' }, ...lifted])).toContain('1. Please do keep-quarantine: AWS agreed in the case.');
    expect(replyTo([...facts, ...lifted.slice(0, -1), { type: 'settled', step: 'q', outcome: 'failed', after: { value: null } }])).toContain('We have left it in place.');
  });
  it('is not about itself: whether it was posted changes nothing in it', () => {
    const posted = step('p', { kind: 'support/case', verb: 'recover' });
    const reply = replyTo(completeFacts([], [demand('reply-to-case')]));
    expect(reply).toContain('We have completed the steps');
    for (const facts of [[planned(posted)], [planned(posted), decided(['p']), ...done('p')], [planned(posted), decided(['p']), { type: 'settled', step: 'p', outcome: 'failed', after: { value: null } } satisfies Fact]]) expect(replyTo([...completeFacts([], [demand('reply-to-case')]), ...facts])).toBe(reply);
  });

  it('does not say that a new key is in use where none was made', () => {
    const replaced = [planned(step('r', { verb: 'replace' })), decided(['r']), ...done('r'), { later: 40 }, swept(3)];
    expect(replyTo([...completeFacts([], [demand('rotate-key')]), ...replaced])).toContain('a new key has taken its place');
  });

  it('says first of all that nobody gets in, where nobody does', () => {
    const reply = replyTo([opened, noticeFact([], [demand('delete-unknown-users')]), { type: 'continued', tool: 'aws-incident 0.1.0', caller: undefined, how: 'respond' }, { type: 'waiting', id: 'person:mailbox', wait: { for: 'operator', task: say('Change the password of the mailbox') } }]);
    expect(reply).toContain('We cannot sign in to the account at the moment');
    expect(reply).toContain('- Help us to get access back');
    expect(reply).toContain('1. Please do delete-unknown-users: Not looked at yet.');
    expect(reply).not.toContain('waited for');
  });

  it('without a notice answers none, and asks to lift nothing', () => {
    const reply = replyTo([opened, found(1), covered(1, cell()), swept(1)]);
    expect(reply).toContain('We write about AWS account 111122223333.');
    expect(reply).not.toMatch(/notice|restrictions|What we ask/);
  });

  it('gives a Region that answers nothing one line', () => {
    const gaps = Array.from({ length: 40 }, (_, n) => cell({ check: `x/${String(n)}`, region: 'af-south-1', state: 'region-disabled', gap: true }));
    expect(replyTo([...completeFacts(), covered(3, ...gaps)])).toContain('- Checks in af-south-1: 40, region disabled, but used before');
  });

  it('names the gaps instead of calling a partial review complete', () => {
    const reply = replyTo([...completeFacts(), covered(3, cell({ region: 'eu-west-1', state: 'denied', gap: true }))]);
    expect(reply).not.toContain('completed');
    expect(reply).toContain('Check iam/access-key in eu-west-1: denied');
  });

  it.each([1, 60, 120, 500, 5000])('with %i events of all sorts fits into 8,000 code points and accounts for every one', (n) => {
    const events = Array.from({ length: n }, (_, at) => event(at, { name: ['RunInstances', 'CreateUser', EVIL.control, '💥'.repeat(500)][at % 4] }));
    for (const variant of ['full', 'short'] as const) {
      const reply = replyTo(completeFacts(events), variant);
      expect(Array.from(reply).length).toBeLessThanOrEqual(MAX_REPLY);
      const grouped = [...reply.matchAll(/^- (\d+) (?:×|of your events)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
      const each = [...reply.matchAll(/^- .*from 198\.51\.100\.\d+: not known$|^- \S*💥+…?$/gmu)].length;
      expect(grouped === n || each === n, reply.slice(0, 2000)).toBe(true);
    }
  });

  it('puts many steps together under what each sort is called, not under the words of its own plan', () => {
    const machines = Array.from({ length: 90 }, (_, n) => step(`m${String(n)}`, { kind: 'ec2/instance', verb: 'eradicate', origin: 'created', resource: { ...key, arn: `m${String(n)}`, uid: `m${String(n)}`, name: `i-${'0'.repeat(40)}${String(n)}` } }));
    const reply = replyTo([...completeFacts(), ...machines.flatMap((one): Facts => [planned(one), decided([one.id]), { type: 'started', step: one.id, attempt: 1, before: { value: null } }, ...done(one.id)])]);
    expect(reply).toMatch(/^- Remove for good: 90 × ec2\/instance, i-0+.* and 86 more$/m);
    expect(reply).not.toContain('eradicate');
  });

  it('with hundreds of steps and findings still fits', () => {
    const many = Array.from({ length: 400 }, (_, n) => [finding(`f${String(n)}`), planned(step(`s${String(n)}`))] as const);
    const reply = replyTo([...completeFacts(), found(3, ...many.map(([one]) => one)), ...many.map(([, one]) => one), decided(many.map((_, n) => `s${String(n)}`))]);
    expect(Array.from(reply).length).toBeLessThanOrEqual(MAX_REPLY);
    expect(reply).toContain('400');
  });

  it('says what it leaves out where even the demands do not fit', () => {
    const reply = replyTo(completeFacts([], Array.from({ length: 200 }, (_, n) => demand(`d${String(n)}-${'x'.repeat(100)}`))));
    expect(Array.from(reply).length).toBeLessThanOrEqual(MAX_REPLY);
    expect(reply).toContain('did not fit in one message');
  });

  it('has a shorter variant, and nothing about posture in either', () => {
    const input = hostileInput();
    expect(supportReply(input.state, 'short').length).toBeLessThan(supportReply(input.state).length);
    const posture = replyTo([...completeFacts(), found(3, finding('w', { verdict: 'weak', because: say('No password policy.') }))]);
    expect(posture).not.toMatch(/password policy|weak|posture/i);
  });
});
