// Every event at every width: nothing wider than the screen, nothing lost without colour, nothing of the attacker's alive.
import { stripVTControlCharacters as plain } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { say } from '../../src/core/text.ts';
import type { Finding } from '../../src/core/types.ts';
import { callLines, format, gateHeading, viewLines, type Formatter } from '../../src/ui/format.ts';
import { cutTo, styleFor } from '../../src/ui/style.ts';
import type { UiEvent } from '../../src/ui/port.ts';
import { eventsWith, HOSTILE, NAMES, stepOf, viewOf, WIDE } from './events.ts';

const at = (width: number, colour = false): Formatter => ({ style: styleFor(width, colour) });
const screens = (f: Formatter, name: string): string[][] => [...eventsWith(name).map((e) => format(f, e)), viewLines(f, viewOf(name), 1), callLines(f, viewOf(name)), gateHeading(f, say('Contain {{name}}', { name }))];
const words = (lines: readonly string[]): string => plain(lines.join(' ')).replace(/\s+/g, ' ').trim();

describe.each(Object.entries(NAMES))('events with an %s name', (_, name) => {
  it.each([[80, false], [60, false], [80, true], [60, true]])('are at most %d columns wide (colour: %s)', (width, colour) => {
    const tooWide = screens(at(width, colour), name).flat().filter((line) => stringWidth(line) > width);
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
