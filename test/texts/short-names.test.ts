// The package holds its languages by short names of the sentences: both ways of holding them say the same.
import { expect, test } from 'vitest';
import { shortName } from '../../src/core/short-name.ts';
import { render, say } from '../../src/core/text.ts';
import { catalogueFor } from '../../src/ui/languages.ts';

test('a sentence is found by itself and by its short name', () => {
  const whole = { 'Key {{key}} is active.': '密钥 {{key}} 处于活跃状态。' };
  const short = Object.fromEntries(Object.entries(whole).map(([english, theirs]) => [shortName(english), theirs]));
  for (const catalogue of [whole, short]) expect(render(say('Key {{key}} is active.', { key: 'AKIAIOSFODNN7EXAMPLE' }), catalogue)).toBe('密钥 AKIAIOSFODNN7EXAMPLE 处于活跃状态。');
  expect(render(say('Nobody has translated this.'), short)).toBe('Nobody has translated this.');
});

test('the short name is the published hash', () => {
  // http://www.isthe.com/chongo/src/fnv/test_fnv.c
  expect(['', 'a', 'foobar'].map((text) => Number.parseInt(shortName(text), 36))).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});

test('no two sentences of a language share one', async () => {
  const sentences = Object.keys(await catalogueFor('zh-CN', {}));
  expect(new Set(sentences.map(shortName)).size).toBe(sentences.length);
});
