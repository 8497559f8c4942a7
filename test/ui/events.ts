// One of every event that the terminal shows, with ordinary, hostile and wide words in it.
import { say, type Text } from '../../src/core/text.ts';
import type { Caller, Finding, Gate, Resource, Step, StepView } from '../../src/core/types.ts';
import type { StepState, UiEvent } from '../../src/ui/port.ts';

export const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\r\n\u202eevil\u200b\u2028<b>=cmd|{{who}}\u0085\u3164';
export const WIDE = '存取金鑰已經外洩請立即停用存取金鑰已經外洩請立即停用存取金鑰已經外洩請立即停用存取金鑰已經外洩請立即停用';
export const LONG = 'a-name-that-goes-on-and-on-'.repeat(12);
export const NAMES: Readonly<Record<string, string>> = { ordinary: 'bob', hostile: HOSTILE, wide: WIDE, long: LONG };

const resource = (name: string): Resource => ({ arn: `arn:aws:iam::111122223333:user/${name}`, uid: 'AIDACKCEVSQ6C2EXAMPLE', name, region: 'eu-west-1' });
export const stepOf = (name: string, id = 'contain:iam/user:bob:00000000'): Step => ({ id, wave: 1, kind: 'iam/user', verb: 'contain', resource: resource(name), origin: 'created', because: say('{{name}} was made by the stranger.', { name }), after: [] });
export const viewOf = (name: string, over: Partial<StepView> = {}, id?: string): StepView => ({
  step: stepOf(name, id), title: say('Deny user {{name}} everything', { name }), now: resource(name), calls: [{ operation: 'iam:PutUserPolicy', region: 'aws-global', input: { UserName: name } }],
  reversible: true, ways: [], denied: [], ...over,
});
export const gateOf = (views: readonly StepView[], over: Partial<Gate> = {}): Gate => ({ id: 'contain:first', title: say('Contain now'), advice: say('Do all of it at once.'), steps: views, ...over });

const caller = (name: string): Caller => ({ accountId: '111122223333', partition: 'aws', arn: `arn:aws:iam::111122223333:user/${name}`, userId: 'AIDACKCEVSQ6C2EXAMPLE', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', type: 'user', name });
const text = (name: string): Text => say('This concerns {{name}} and nothing else.', { name });
const finding = (name: string, verdict: Finding['verdict']): Finding => ({ id: name, verdict, because: text(name), techniques: ['T1078.004'], evidence: [], about: 'resource', kind: 'iam/user', resource: resource(name), origin: 'created' });
const full = (name: string): StepView => viewOf(name, { reversible: false, irreversible: text(name), destroys: text(name), breaks: text(name), denied: [{ operation: 'iam:PutUserPolicy', why: text(name) }] });

export const STATES: readonly StepState[] = ['already-done', 'would', 'declined', 'stopped', 'waiting', 'applying', 'verified', 'unverified', 'failed', 'drifted', 'undone'];
export const eventsWith = (name: string): readonly UiEvent[] => [
  { type: 'phase', phase: 'triage', title: say('First look'), deadline: '2026-11-26T00:00:00Z' },
  { type: 'phase', phase: 'triage', title: text(name), deadline: '2026-11-26T00:00:00Z' },
  { type: 'caller', caller: caller(name), alias: name, endpoint: name, drill: text(name) },
  { type: 'caller', caller: { ...caller(name), type: 'root' } },
  ...(['info', 'good', 'warn', 'bad', 'quiet'] as const).map((tone): UiEvent => ({ type: 'say', tone, text: text(name) })),
  { type: 'list', title: text(name), items: [text(name)], rows: [[say('Key'), text(name)], [text(name), text(name)]] },
  { type: 'quote', title: text(name), body: `${name}\n  ${name}` },
  { type: 'progress', id: 'sweep', text: text(name), n: 3, of: 34 }, { type: 'progress', id: 'sweep', text: text(name), done: true },
  { type: 'coverage', cells: [{ check: 'iam/user', region: 'aws-global', state: 'denied', gap: true, detail: text(name) }, { check: 'ec2/instance', region: 'eu-west-1', state: 'done', gap: false, detail: say('') }] },
  { type: 'findings', title: text(name), kinds: { 'iam/user': text(name) }, findings: [...(['malicious', 'suspicious', 'weak', 'benign'] as const).map((v) => finding(name, v)), { id: 'o', verdict: 'weak', because: text(name), techniques: [], evidence: [], about: 'account', subject: text(name), region: name }] },
  { type: 'plan', steps: [full(name)] },
  ...STATES.map((state): UiEvent => ({ type: 'step', step: stepOf(name), title: text(name), state, error: text(name) })),
  { type: 'wait', text: text(name), until: '2026-11-21T04:00:00Z' },
  { type: 'timeline', rows: [{ time: '2026-11-20T03:12:09Z', region: name, what: name, who: name, hand: text(name) }, { time: name, region: 'us-east-1', what: 'CreateUser', who: 'alice', hand: say('stranger') }] },
  { type: 'file', title: text(name), path: `/home/alice/${name}` },
  { type: 'score', rows: [[say('Footholds'), text(name)]], won: true }, { type: 'score', rows: [], won: false },
];
