// A hand-made journal of a whole case in which everything that an attacker can name is hostile.
import type { Fact } from '../../src/case/facts.ts';
import { fold } from '../../src/case/fold.ts';
import { eventQuestion } from '../../src/case/answers.ts';
import { say } from '../../src/core/text.ts';
import type { Caller } from '../../src/core/types.ts';
import type { ReportInput } from '../../src/report/document.ts';
import { cell, covered, decided, done, entriesOf, finding, found, image, inline, key, opened, planned, step, swept } from '../case/fixtures.ts';

export const EVIL = {
  markup: '<script>alert(1)</script> [click](http://evil.example.com) ![x](https://evil.example.com/x.png) `code` **bold** | cell',
  control: 'a\u001b[2J\u0007b\r\n# heading\u202etxt\u009b31m\u0000',
  formula: '=HYPERLINK("http://evil.example.com","pay")',
  link: 'www.evil.example.com',
};
const alice: Caller = { accountId: '111122223333', partition: 'aws', arn: 'arn:aws:iam::111122223333:user/alice', userId: 'AIDAEXAMPLE', accessKeyId: 'AKIAI44QH8DHBEXAMPLE', type: 'user', name: 'alice' };
const event = { name: EVIL.formula, time: '2026-11-20T23:10:00Z', sourceIp: '198.51.100.7' };
const resource = { ...key, name: EVIL.markup, arn: `aws-incident:iam/access-key:aws-global:${EVIL.markup}` };

export const noticeFact = (events: readonly object[] = [event], demands: readonly object[] = []): Fact => ({
  type: 'claimed', source: 'mail',
  claims: { kind: 'exposed-key', accountId: '111122223333', caseId: '1234567890', accessKeyIds: ['AKIAIOSFODNN7EXAMPLE'], iamUsers: [EVIL.control], sourceIps: ['198.51.100.7'], exposedUrl: `https://example.com/${EVIL.markup}`, deadline: '2026-11-26', events: events as never, demands: demands as never },
});

const hostileFacts: readonly (Fact | { readonly later: number })[] = [
  opened,
  { type: 'continued', tool: 'aws-incident 0.1.0', caller: alice, how: 'respond' },
  noticeFact([event, { name: 'RunInstances', time: null, sourceIp: null }], [{ id: 'rotate-key', title: { say: 'Replace the exposed access key' } }, { id: 'change-root-password', title: { say: 'Change the root password' } }]),
  { type: 'checked', claim: 'account:111122223333', stands: 'proven', because: say('It is the account of these credentials.') },
  { type: 'checked', claim: `user:${EVIL.control}`, stands: 'contradicted', because: say('There is no user {{user}}.', { user: EVIL.control }) },
  { type: 'answered', question: eventQuestion(event), answer: 'not-mine' },
  { type: 'answered', question: 'leak', answer: 'repository' },
  { type: 'indicated', indicators: { accessKeyIds: ['AKIAIOSFODNN7EXAMPLE'], principals: [], sourceIps: ['198.51.100.7'], since: '2026-11-20T23:10:00Z' }, because: say('From the notice.') },
  { type: 'traced', pass: 1, lineage: { value: { credentials: [
    { id: 'AKIAIOSFODNN7EXAMPLE', type: 'access-key', principal: EVIL.markup, parent: null }, { id: 'ASIAIOSFODNN7EXAMPLE', type: 'session', principal: EVIL.control, parent: 'AKIAIOSFODNN7EXAMPLE', issuedAt: '2026-11-20T23:11:00Z' },
    { id: 'ring-a', parent: 'ring-b' }, { id: 'ring-b', parent: 'ring-a' }] } },
  events: { value: [{ id: 'e-1', time: '2026-11-20T23:10:00Z', region: 'us-east-1', source: 'iam.amazonaws.com', name: 'CreateUser', principal: EVIL.formula, attribution: 'attacker' }] } },
  found(1, finding('x', { resource, because: say('Its tag says {{tag}}.', { tag: EVIL.control }) }), finding('y', { verdict: 'suspicious', about: 'event', subject: say('{{name}}', { name: EVIL.link }), region: 'us-east-1' }), finding('w', { verdict: 'weak', because: { say: EVIL.markup } })),
  covered(1, cell(), cell({ check: 'activity/event-history', region: 'eu-west-1', state: 'denied', gap: true, detail: say('AWS said {{message}}', { message: EVIL.control }) })),
  { type: 'kept', file: 'user.json', sha256: 'f'.repeat(64), bytes: 2, operation: 'iam:GetUser', requestId: EVIL.formula },
  planned(step('a', { finding: 'x', resource })),
  { ...planned(step('b', { resource, verb: 'eradicate' })), irreversible: say('A deleted key cannot come back: {{why}}', { why: EVIL.markup }) } as Fact,
  { ...decided(['a', 'b'], ['a']), decision: { approved: ['a'], standing: false, stop: false, reason: EVIL.control } } as Fact,
  { type: 'started', step: 'a', attempt: 1, before: image('Active') },
  { type: 'called', step: 'a', operation: 'iam:UpdateAccessKey', region: 'us-east-1', requestId: 'r-1-EXAMPLE', outcome: 'ok' },
  { type: 'made', step: 'a', part: 'key', value: EVIL.markup },
  { type: 'handed-over', step: 'a', secret: 'AKIAI44QH8DHBEXAMPLE', how: 'file', path: EVIL.control },
  { type: 'settled', step: 'a', outcome: 'verified', after: { value: { ...key, status: EVIL.formula } as never } },
  { type: 'waiting', id: 'w', wait: { for: 'operator', task: say('Change {{app}}', { app: EVIL.markup }) } },
  { type: 'noted', text: say('{{note}}', { note: EVIL.control }) },
  swept(1),
  { type: 'ended', state: 'waiting', exitCode: 3 },
];

export function inputOf(facts: readonly (Fact | { readonly later: number })[]): ReportInput {
  const entries = entriesOf(facts);
  return { entries, state: fold(entries, inline), objects: inline, head: 'a'.repeat(64), tornBytes: 0, evidenceFaults: [], madeAt: '2026-11-21T05:00:00.000Z' };
}
export const hostileInput = (): ReportInput => ({ ...inputOf(hostileFacts), tornBytes: 12, evidenceFaults: [{ file: 'user.json', fault: 'missing' }] });

/** A case in which everything is done: contained, swept over every region 40 minutes later. */
export const completeFacts = (events: readonly object[] = [], demands: readonly object[] = []): (Fact | { readonly later: number })[] => [
  opened, noticeFact(events, demands), found(1, finding('x')), covered(1, cell(), cell({ check: 'activity/event-history', region: 'us-east-1' })), planned(step('a', { finding: 'x' })), decided(['a']),
  ...done('a'), { later: 40 }, found(2, finding('x')), covered(2, cell(), cell({ check: 'activity/event-history', region: 'us-east-1' })), swept(2),
];
