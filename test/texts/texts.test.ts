// Sentences for people are data: every one is a literal given to say(), so that it can be found, read and translated.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { inert, render, say } from '../../src/core/text.ts';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts')).map((f) => join('src', f));
const parse = (file: string): ts.SourceFile => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
function each(node: ts.Node, visit: (node: ts.Node) => void): void { visit(node); node.forEachChild((child) => { each(child, visit); }); }
const at = (node: ts.Node): string => { const s = node.getSourceFile(); return `${s.fileName}:${String(s.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`; };
const isSay = (node: ts.Node): node is ts.CallExpression => ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'say';

describe('texts', () => {
  test('every say() has a literal sentence, and a value for each of its names', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const file of files.filter((f) => !f.endsWith('core/text.ts'))) {
      each(parse(file), (node) => {
        if (!isSay(node)) return;
        count++;
        const [sentence, values] = node.arguments;
        if (!sentence || !ts.isStringLiteralLike(sentence)) { wrong.push(`${at(node)}: not a literal`); return; }
        const names = [...sentence.text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '');
        if (names.length > 0 && !values) wrong.push(`${at(node)}: no values for ${names.join(', ')}`);
        if (!values || !ts.isObjectLiteralExpression(values) || values.properties.some(ts.isSpreadAssignment)) return;
        const given = values.properties.map((p) => p.name?.getText() ?? '');
        for (const name of names) if (!given.includes(name)) wrong.push(`${at(node)}: no value for {{${name}}}`);
        for (const name of given) if (!names.includes(name)) wrong.push(`${at(node)}: value ${name} is not in the sentence`);
      });
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });

  test('no Text is made otherwise than by say()', () => {
    const wrong: string[] = [];
    for (const file of files.filter((f) => !f.endsWith('core/text.ts'))) {
      each(parse(file), (node) => {
        if (ts.isObjectLiteralExpression(node) && node.properties.some((p) => p.name?.getText() === 'say' && !(ts.isPropertyAssignment(p) && ts.isArrowFunction(p.initializer)))) wrong.push(at(node));
      });
    }
    expect(wrong).toEqual([]);
  });

  test('nothing writes a sentence of its own to the terminal', () => {
    const wrong: string[] = [];
    for (const file of files) {
      each(parse(file), (node) => {
        if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'write') return;
        for (const argument of node.arguments) {
          each(argument, (inner) => {
            if ((ts.isStringLiteralLike(inner) || ts.isTemplateHead(inner) || ts.isTemplateMiddle(inner) || ts.isTemplateTail(inner)) && !inSay(inner) && /[a-z]{3,} [a-z]{2,}/i.test(inner.text)) wrong.push(`${at(inner)}: ${inner.text}`);
          });
        }
      });
    }
    expect(wrong).toEqual([]);
  });
});
const inSay = (node: ts.Node): boolean => !ts.isSourceFile(node) && (isSay(node.parent) || inSay(node.parent));

describe('rendering', () => {
  test('values are made inert, sentences are translated by their English', () => {
    const text = say('User {{name}} did {{what}}', { name: 'a\u001b[31mb\u202e', what: say('nothing') });
    expect(render(text)).toBe('User a\\x1b[31mb\\u{202e} did nothing');
    expect(render(text, { 'User {{name}} did {{what}}': '{{what}}: {{name}}', nothing: 'nichts' })).toBe('nichts: a\\x1b[31mb\\u{202e}');
  });
  test('a value cannot bring in a name of its own', () => {
    expect(render(say('{{a}} {{b}}', { a: '{{b}}', b: 'x' }))).toBe('{{b}} x');
  });
  test.each(['\u0007', '\u009b', '\u200b', '\u2028', '\ufeff', '\u00ad', '\r', '\n', '\u2066'])('%j never reaches a terminal', (c) => {
    expect(inert(`x${c}y`)).toMatch(/^x\\[xu][{0-9a-f}]+y$/);
  });
});
