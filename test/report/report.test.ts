import { describe, expect, it } from 'vitest';
import { timelineCsv } from '../../src/report/csv.ts';
import { csvField, inertJson, markdownText } from '../../src/report/escape.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { supportReply } from '../../src/report/support-reply.ts';
import { timelineRows } from '../../src/report/timeline.ts';
import { opened } from '../case/fixtures.ts';
import { completeFacts, EVIL, hostileInput, inputOf } from './hostile-case.ts';

/** Control, invisible and direction-changing characters, other than the line ends that a format itself writes. */
const UNSEEN = /[^\P{C}\n]|[\u2028\u2029]/u;

describe('the report of a case full of hostile names', () => {
  const markdown = markdownReport(hostileInput());

  it('reads as committed', async () => {
    await expect(markdown).toMatchFileSnapshot('golden/hostile-case.md');
  });

  it('is the same each time: pure', () => {
    expect(markdownReport(hostileInput())).toBe(markdown);
    expect(jsonReport(hostileInput())).toBe(jsonReport(hostileInput()));
  });

  it('holds no control character in any format', () => {
    for (const text of [markdown, jsonReport(hostileInput()), timelineCsv(hostileInput()).replaceAll('\r\n', '\n'), supportReply(hostileInput().state)]) expect(text).not.toMatch(UNSEEN);
  });

  it('holds no markup, no link and no heading of the attacker’s', () => {
    expect(markdown).not.toMatch(/<[a-z/!]/i);
    expect(markdown).not.toMatch(/(?<!\\)[`*_[\]]/);
    expect(markdown).not.toMatch(/https?:\/\/|www\.e/);
    expect(markdown.split('\n').filter((line) => line.startsWith('#') && line.includes('heading'))).toEqual([]);
  });

  it('keeps every table’s number of columns', () => {
    const cellsOf = (line: string): number => line.replace(/\\\|/g, '').split('|').length;
    for (const block of markdown.split('\n\n').filter((one) => one.startsWith('|'))) expect(new Set(block.split('\n').map(cellsOf)).size).toBe(1);
  });

  it('holds no formula in the CSV', () => {
    const fields = [...timelineCsv(hostileInput()).matchAll(/"((?:[^"]|"")*)"/g)].map(([, field = '']) => field);
    expect(fields.length).toBeGreaterThan(60);
    expect(fields.filter((field) => /^\s*[=+\-@\t\r|%]/.test(field))).toEqual([]);
    expect(fields).toContain(`'${EVIL.formula.replaceAll('"', '""')} (the stranger)`);
  });

  it('says what is open, what was declined and what the chain cannot show', () => {
    for (const text of ['This case is not closed', 'declined', 'cannot show that its end was cut off', 'a'.repeat(64), 'user.json is missing', 'status: Active →', 'r-1-EXAMPLE', 'aws-incident undo 2026-11-21-ci a', '12 bytes']) expect(markdown).toContain(text);
  });

  it('is one JSON document with the same facts', () => {
    const report = JSON.parse(jsonReport(hostileInput())) as Record<string, never>;
    expect(report).toMatchObject({ schemaVersion: 1, account: { id: '111122223333' }, open: { findings: ['y'] }, journal: { head: 'a'.repeat(64), tornBytes: 12 } });
  });

  it('puts attack, notice and response into one order of time', () => {
    const rows = timelineRows(hostileInput());
    expect(rows.map(({ time }) => Date.parse(time))).toEqual(rows.map(({ time }) => Date.parse(time)).sort((a, b) => a - b));
    expect(rows.slice(0, 3).map(({ side }) => side)).toEqual(['attack', 'notice', 'response']);
  });

  it('of a case in which nothing was looked at does not call anything clean', () => {
    expect(markdownReport(inputOf([opened]))).toContain('Nothing was looked at yet: this report cannot say that anything is clean');
  });

  it('of a closed case says so', () => {
    expect(markdownReport(inputOf(completeFacts()))).toContain('Everything found is dealt with, and a pass over every region');
  });
});

describe('escaping', () => {
  it.each([
    ['- item', '\\- item'], ['1. item', '1\\. item'], ['# title', '\\# title'], ['a_b', 'a\\_b'], ['a|b', 'a\\|b'], ['&lt;', '&amp;lt;'], ['http://x', 'http:\\/\\/x'],
    ['    code', 'code'], ['\\*', '\\\\\\*'], ['a\nb', 'a\\\\x0ab'], ['2026-11-21', '2026-11-21'],
  ])('of %j in Markdown gives %j', (text, escaped) => { expect(markdownText(text)).toBe(escaped); });

  it.each([['=1+1', `"'=1+1"`], [' =1', `"' =1"`], ['+1', `"'+1"`], ['-1', `"'-1"`], ['@SUM', `"'@SUM"`], ['＝1', `"'＝1"`], ['\t=1', '"\\x09=1"'], ['a"b', '"a""b"'], ['a,b', '"a,b"']])('of %j in CSV gives %j', (text, field) => { expect(csvField(text)).toBe(field); });

  it('of JSON shows what JSON leaves bare, and stays JSON', () => {
    const value = { a: '\u009b31m\u202e\u2028\u{e0041}\u007f' };
    expect(inertJson(value)).not.toMatch(UNSEEN);
    expect(JSON.parse(inertJson(value))).toEqual(value);
  });
});
