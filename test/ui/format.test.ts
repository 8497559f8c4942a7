// Every event at every width: nothing wider than the screen, nothing lost without colour, nothing of the attacker's alive.
import { stripVTControlCharacters as plain } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { say } from '../../src/core/text.ts';
import type { Finding, StepView } from '../../src/core/types.ts';
import { callLines, format, gateHeading, stepsLines, viewLines, type Formatter } from '../../src/ui/format.ts';
import { cutTo, styleFor } from '../../src/ui/style.ts';
import type { UiEvent } from '../../src/ui/port.ts';
import { eventsWith, HOSTILE, NAMES, stepOf, viewOf, WIDE } from './events.ts';

const at = (width: number, colour = false): Formatter => ({ style: styleFor(width, colour) });
const screens = (f: Formatter, name: string): string[][] => [...eventsWith(name).map((e) => format(f, e)), viewLines(f, viewOf(name), 1), callLines(f, viewOf(name)), gateHeading(f, say('Contain {{name}}', { name }))];
const words = (lines: readonly string[]): string => plain(lines.join(' ')).replace(/\s+/g, ' ').trim();

describe.each(Object.entries(NAMES))('events with an %s name', (_, name) => {
  it.each([[80, false], [60, false], [80, true], [60, true]])('are at most %d columns wide (colour: %s)', (width, colour) => {
    // A path that is longer than a line stands alone, whole and from the edge: broken it could not be copied.
    const tooWide = screens(at(width, colour), name).flat().filter((line) => stringWidth(line) > width && !/^[~/]\S+$/.test(line));
    expect(tooWide).toEqual([]);
  });
  it('say the same with and without colour', () => { expect(screens(at(80, true), name).map(words)).toEqual(screens(at(80), name).map(words)); });
  it('are coloured where colour is wanted, and never where it is not', () => {
    expect(screens(at(80, true), name).flat().join('')).toContain('\u001b[');
    expect(screens(at(80), name).flat().join('\n')).not.toContain('\u001b');
  });
  it('hold no live control, bidi or invisible character', () => {
    const lines = screens(at(80), name).flat();
    expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u3164]/u.test(line))).toEqual([]);
  });
});

describe('hostile text', () => {
  it('is shown as what it is, on a line of its own making only', () => {
    const [line] = format(at(100), { type: 'say', tone: 'info', text: say('{{name}}', { name: HOSTILE }) });
    expect(line).toContain('\\x1b[2J\\x1b]0;owned\\x07\\x0d\\x0a\\u{202e}evil\\u{200b}');
  });
  it('does not fill in what a sentence has no value for', () => { expect(format(at(100), { type: 'say', tone: 'info', text: say('{{a}} {{b}}', { a: '{{b}}', b: 'x' }) }).join('')).toContain('{{b}} x'); });
});

describe('hundreds of findings', () => {
  const REGIONS = ['eu-north-1', 'us-east-1'];
  const many = (n: number): Finding[] => Array.from({ length: n }, (_, i): Finding => ({
    id: String(i), verdict: 'malicious', because: say('Made at {{i}}.', { i }), techniques: [], evidence: [], about: 'resource', origin: 'created', kind: i % 2 === 0 ? 'ec2/instance' : 'iam/user',
    resource: { arn: `arn:${String(i)}`, uid: String(i), name: `thing-${String(i)}`, region: i % 2 === 0 ? REGIONS[i % 4 === 0 ? 0 : 1] ?? '' : 'aws-global' },
  }));
  const shown = (n: number): string[] => format(at(60), { type: 'findings', title: say('What was found'), findings: many(n), kinds: { 'ec2/instance': say('EC2 instance'), 'iam/user': say('IAM user') } });
  it('are told by sort: how many, some of them, where the others are', () => {
    const lines = shown(400);
    expect(lines.length).toBeLessThan(24);
    expect(lines).toContain('✖ Malicious (400)');
    expect(words(lines)).toContain('… EC2 instance: 197 more, in the report us-east-1 99, eu-north-1 98');
    expect(words(lines)).toContain('… IAM user: 197 more, in the report');
    expect(lines.filter((line) => line.includes('thing-'))).toHaveLength(6);
  });
  it('up to forty each has its line', () => { expect(shown(40).filter((line) => line.includes('thing-'))).toHaveLength(40); });
});

describe('hundreds of steps', () => {
  const REGIONS = ['eu-north-1', 'us-east-1'];
  const stop = (i: number): StepView => viewOf(`i-${String(i)}`, {
    title: say('Stop instance {{id}} in {{region}}', { id: `i-${String(i)}`, region: REGIONS[i % 2] ?? '' }), breaks: say('Whatever runs on {{id}} in {{region}} stops.', { id: `i-${String(i)}`, region: REGIONS[i % 2] ?? '' }),
    step: { ...stepOf(`i-${String(i)}`, String(i)), verb: i < 200 ? 'contain' : 'eradicate', resource: { ...stepOf('x').resource, region: REGIONS[i % 2] ?? '' } },
  });
  const many = Array.from({ length: 400 }, (_, i) => stop(i));
  it('are a plan of a screen: what is done, to how many, where, and the calls of one', () => {
    const lines = format(at(60), { type: 'plan', steps: many });
    expect(lines.length).toBeLessThan(40);
    expect(lines.filter((line) => /^ {2}(Contain|Remove for good)$/.test(line))).toHaveLength(2);
    expect(words(lines)).toContain('1–200. Stop instance i-0, i-1, i-2 and 197 more in eu-north-1, us-east-1 eu-north-1 100, us-east-1 100 aws-global iam:PutUserPolicy {"UserName":"i-0"} … and 199 more');
    expect(words(lines)).toContain('201–400. Stop instance i-200, i-201, i-202 and 197 more');
  });
  it('are a gate of a screen, with the reasons and what stops said once', () => {
    const lines = words(stepsLines(at(80), many));
    expect(lines).toContain('What stops: Whatever runs on i-0, i-1, i-2 and 197 more in eu-north-1, us-east-1 stops.');
    expect(lines).toContain('… and 197 reasons more like these');
  });
  it('end in one line', () => {
    const lines = format(at(80), { type: 'steps', state: 'verified', steps: many });
    expect(words(lines)).toBe('✔ Stop instance i-0, i-1, i-2 and 397 more in eu-north-1, us-east-1 (400) · done, AWS shows it');
  });
  it('up to twenty each has its line', () => { expect(stepsLines(at(80), many.slice(0, 20)).filter((line) => line.includes('. Stop instance'))).toHaveLength(20); });
});

describe('what is copied', () => {
  const HEAD = '0123456789abcdef'.repeat(4);
  it.each(['https://console.aws.amazon.com/iam/home#/security_credentials', '/home/alice/.local/state/aws-incident/cases/2026-11-20-leaked-key/report.md', HEAD])('is never broken: %s', (what) => {
    for (const colour of [false, true]) {
      const lines = format(at(60, colour), { type: 'list', title: say('Do this'), items: [say('Sign in here: {{what}} and then go on.', { what })] }).map(plain);
      expect(lines.slice(2)).toEqual(['  - Sign in here:', what, '    and then go on.']);
    }
  });
  it('stays in its place where the line is long enough', () => {
    expect(format(at(80), { type: 'list', title: say('Do this'), items: [say('Here: {{what}}', { what: HEAD })] }).at(-1)).toBe(`  - Here: ${HEAD}`);
  });
});

describe('words that carry a meaning', () => {
  it('stand beside every sign', () => {
    const said = (event: UiEvent): string => words(format(at(80), event));
    const step = { step: stepOf('bob'), title: say('Contain bob') };
    expect(said({ type: 'step', ...step, state: 'failed' })).toBe('✖ Contain bob · failed');
    expect(said({ type: 'step', ...step, state: 'unverified' })).toBe('? Contain bob · done, but AWS does not show it yet');
    expect(said({ type: 'step', ...step, state: 'would' })).toBe('→ Contain bob · would be done');
    expect(format(at(80), { type: 'step', ...step, state: 'applying' })).toEqual([]);
  });
  it('name what is lost, what stops and what cannot be undone, before the calls', () => {
    const lines = words(viewLines(at(80), viewOf('bob', { reversible: false, irreversible: say('It is gone.'), destroys: say('Its tags.'), breaks: say('Its builds.'), denied: [{ operation: 'iam:DeleteUser', why: say('no policy') }] }), 1));
    for (const part of ['What stops: Its builds.', 'What is lost: Its tags.', 'Cannot be undone: It is gone.', 'AWS will probably refuse iam:DeleteUser: no policy']) expect(lines).toContain(part);
    expect(words(callLines(at(80), viewOf('bob')))).toBe('aws-global iam:PutUserPolicy {"UserName":"bob"}');
  });
  it('count what was not seen, and name it', () => {
    const lines = words(format(at(80), { type: 'coverage', cells: ['us-east-1', 'eu-west-1'].map((region) => ({ check: 'ec2/instance', region, state: 'denied', gap: true, detail: say('No.') })) }));
    expect(lines).toContain('0 looks done, 2 gaps');
    expect(lines).toContain('ec2/instance not seen (denied) in us-east-1, eu-west-1. No.');
  });
  it('count only Regions that are switched on, name a check by what it looks at, and leave what is too much to the report', () => {
    const off = ['ap-east-1', 'us-east-1'].map((region, i) => ({ check: 'account/region', region, state: i === 0 ? 'never-enabled' as const : 'done' as const, gap: false, detail: say('') }));
    const gaps = Array.from({ length: 30 }, (_, i) => ({ check: i === 0 ? 'ec2/instance' : `test/kind-${String(i)}`, region: 'us-east-1', state: 'caller-lost' as const, gap: true, detail: say('No.') }));
    const lines = words(format(at(80), { type: 'coverage', cells: [...off, ...gaps], kinds: { 'ec2/instance': say('EC2 instance') } }));
    expect(lines).toContain('31 checks in 1 Regions');
    expect(lines).toContain('EC2 instance not seen (credentials lost) in us-east-1. No.');
    expect(lines).toMatch(/18 more; the report lists them all$/);
  });
  it('keep AWS\'s deadline in sight, on one line where there is room', () => {
    const phase = { type: 'phase', phase: 'triage', title: say('First look'), deadline: '2026-11-26T00:00:00Z' } as const;
    expect(format(at(80), phase)[1]).toMatch(/^━━ First look ━+ answer AWS by 2026-11-26 00:00 UTC ━━$/);
    expect(words(format(at(40), phase))).toContain('answer AWS by 2026-11-26 00:00 UTC');
  });
});

describe('a live line', () => {
  it.each([WIDE, 'plain '.repeat(40), '👩‍👩‍👧‍👦'.repeat(40)])('is cut to what fits, between characters', (text) => {
    for (const width of [10, 11, 56]) {
      const cut = cutTo(text, width);
      expect(stringWidth(cut)).toBeLessThanOrEqual(width);
      expect(cut.endsWith('…')).toBe(true);
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
    }
    expect(cutTo('short', 10)).toBe('short');
  });
});
