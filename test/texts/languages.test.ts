// Every language says everything, and fits the screen: the catalogues are read as scripts/sentences.mjs reads them.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { stripVTControlCharacters as plain } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { render, say } from '../../src/core/text.ts';
import type { UiEvent } from '../../src/ui/port.ts';
import { callLines, format, viewLines, type Formatter } from '../../src/ui/format.ts';
import { catalogueAskedFor, catalogueFor } from '../../src/ui/languages.ts';
import { hang, styleFor } from '../../src/ui/style.ts';
import { eventsWith, LONG, viewOf } from '../ui/events.ts';

interface Listing {
  readonly entries: readonly { readonly english: string; readonly theirs: string; readonly file: string }[];
  readonly missing: readonly string[];
  readonly unused: readonly string[];
}
const listings = new Map<string, Listing>();
function listing(language: string): Listing {
  const known = listings.get(language) ?? JSON.parse(execFileSync(process.execPath, ['scripts/sentences.mjs', language, '--json'], { encoding: 'utf8', maxBuffer: 1 << 24 })) as Listing;
  listings.set(language, known);
  return known;
}
const languages = readdirSync('src/ui/languages').filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));
const namesIn = (sentence: string): string => [...new Set([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? ''))].sort().join(' ');
/** Commands, options and addresses that a person copies: they are the same in every language. */
const copiedIn = (sentence: string): readonly string[] => [...new Set((sentence.match(/(?<![\w-])(?:npx )?aws-incident(?: (?:resume|undo|cases|kinds)\b)?|(?<![\w-])--[a-z-]+|https:\/\/[\w./#-]+\/(?=\s|$)|\b[A-Z][a-z]+[A-Z]\w+\b/g) ?? []).map((one) => one.trim()))];

describe.each(languages)('%s', (language) => {
  const { entries, missing, unused } = listing(language);

  test('translates every sentence, and none that nobody says', () => {
    expect(entries.length).toBeGreaterThan(500);
    expect({ missing, unused }).toEqual({ missing: [], unused: [] });
  });
  test('is what the screens are given', async () => {
    const catalogue = await catalogueFor(language, {});
    expect(Object.keys(catalogue).length).toBe(entries.length);
    for (const { english, theirs } of entries) expect(catalogue[english]).toBe(theirs);
  });
  test('holds each sentence in one place', () => {
    const seen = entries.map(({ english }) => english);
    expect(seen.filter((one, i) => seen.indexOf(one) !== i)).toEqual([]);
  });
  test('puts the same names into a sentence', () => {
    expect(entries.filter(({ english, theirs }) => namesIn(english) !== namesIn(theirs))).toEqual([]);
  });
  test('leaves commands, options and names of AWS as they are typed', () => {
    expect(entries.flatMap(({ english, theirs }) => copiedIn(english).filter((one) => !theirs.includes(one)).map((one) => `${one}: ${theirs}`))).toEqual([]);
  });
});

describe('zh-CN', () => {
  const { entries } = listing('zh-CN');
  const HAN = '\\p{Script=Han}';
  const wrongWhere = (pattern: string): readonly string[] => entries.filter(({ theirs }) => new RegExp(pattern, 'u').test(theirs)).map(({ theirs }) => theirs);

  test('has Chinese in every entry that is no command', () => {
    expect(entries.filter(({ english, theirs }) => !/\p{Script=Han}/u.test(theirs) && english !== theirs && /\p{L}/u.test(english.replace(/\{\{\w+\}\}/g, '')))).toEqual([]);
  });
  test('has full-width punctuation between and after Chinese characters', () => {
    expect(wrongWhere(`${HAN}[,.;:?!]|[,;:?!]${HAN}`)).toEqual([]);
  });
  test('has a space between Chinese and Latin words and values', () => {
    expect(wrongWhere(`${HAN}[A-Za-z0-9]|[A-Za-z0-9]${HAN}`)).toEqual([]);
  });
  test('has no space around full-width punctuation', () => {
    expect(wrongWhere('[，。；：？！、（）“”] \\S|\\S [，。；：？！、（）]')).toEqual([]);
  });
  test('addresses the reader as 您', () => { expect(wrongWhere('你')).toEqual([]); });

  describe.each([80, 60])('on a screen of %d columns', (width) => {
    const formatter = async (): Promise<Formatter> => ({ style: styleFor(width, false), catalogue: await catalogueFor('zh-CN', {}) });
    // What is copied (a link, a path) stands alone and whole where it is longer than a line.
    const widest = (lines: readonly string[]): number => Math.max(0, ...lines.map(plain).filter((line) => !/^(?:https:\/\/|\/)\S+$/.test(line)).map((line) => stringWidth(line)));

    test.each(['bob', LONG])('no event with %s is wider', async (name) => {
      const f = await formatter();
      const lines = [...eventsWith(name).flatMap((event) => format(f, event)), ...viewLines(f, viewOf(name), 1), ...callLines(f, viewOf(name))];
      expect(widest(lines)).toBeLessThanOrEqual(width);
    });
    test('no sentence is wider, wherever it stands', async () => {
      const f = await formatter();
      for (const { english } of entries) {
        // Each name stands for itself: what is measured is the sentence.
        const text = { ...say('{{sentence}}'), say: english };
        const events: readonly UiEvent[] = [
          { type: 'phase', phase: 'triage', title: text, deadline: '2026-11-26T00:00:00Z' }, { type: 'list', title: text, rows: [[text, text]] },
        ];
        for (const event of events) expect(widest(format(f, event)), english).toBeLessThanOrEqual(width);
      }
    });
  });
});

describe('lines of Chinese', () => {
  const { entries } = listing('zh-CN');
  const sentences = entries.map(({ theirs }) => theirs);
  test.each([60, 80])('lose nothing, break no Latin word and begin with no closing sign (%d columns)', (width) => {
    for (const sentence of sentences) {
      const lines = hang(styleFor(width, false), '', sentence);
      expect(lines.join('').replace(/ /g, '')).toBe(sentence.replace(/ /g, ''));
      expect(lines.filter((line, i) => (i > 0 && /^[，。；：？！、）”…]/.test(line)) || /[（“]$/.test(line)), sentence).toEqual([]);
      for (const word of sentence.match(/[A-Za-z]{2,20}/g) ?? []) expect(lines.some((line) => line.includes(word)) || sentence.includes('https://') || sentence.includes('{{'), sentence).toBe(true);
    }
  });
  test('are filled to the edge, and not broken only where a space happens to stand', () => {
    const lines = hang(styleFor(60, false), '', sentences.filter((one) => !/\{\{|https:/.test(one)).join(''));
    // Only what cannot be broken, an address or a name, may leave a line shorter.
    const unbroken = (line = ''): number => stringWidth(/^[\x21-\x7e]*/.exec(line)?.[0] ?? '');
    expect(lines.slice(0, -1).filter((line, i) => stringWidth(line) < 44 && stringWidth(line) + unbroken(lines[i + 1]) < 60)).toEqual([]);
  });
  test('keep their colours', () => {
    const f: Formatter = { style: styleFor(40, true) };
    const lines = hang(f.style, '', f.style.paint.bold('请立即停用访问密钥，再删除它，然后查看每个区域的事件历史记录。'));
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toContain('\u001b[1m');
    expect(lines.at(-1)?.endsWith('记录。\u001b[22m')).toBe(true);
  });
});

describe('the choice of a language', () => {
  const said = async (environment: Readonly<Record<string, string>>, lang?: string): Promise<string> => render(say('Do it'), await catalogueFor(lang, environment));
  test('--lang goes before the locale, and the locale before English', async () => {
    expect(await said({ LANG: 'zh_CN.UTF-8' })).toBe('执行');
    expect(await said({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('Do it');
    expect(await said({ LANG: 'zh_CN.UTF-8' }, 'en')).toBe('Do it');
    expect(await said({}, 'zh-CN')).toBe('执行');
    expect(await said({ LANG: 'de_DE.UTF-8' })).toBe('Do it');
  });
  test('a language that is not there is an error of usage', async () => {
    await expect(catalogueFor('tlh', {})).rejects.toThrow(expect.objectContaining({ fault: 'usage' }));
  });
  test('an error before the options are read is told in the language they ask for', async () => {
    const told = async (...argv: readonly string[]): Promise<string> => render(say('Do it'), await catalogueAskedFor(argv, {}));
    expect(await told('report', '--lang', 'zh-CN')).toBe('执行');
    expect(await told('report', '--lang=zh-CN')).toBe('执行');
    expect(await told('report', '--lang', 'tlh')).toBe('Do it');
    expect(await told('report')).toBe('Do it');
  });
});
