// Lists every sentence that the tool says to people, with the files that say it; with a language, what its catalogue lacks and what it
// holds that nobody says (exits 1 where there is any of the two). `--json`: the same as data, with both texts.
//   node scripts/sentences.mjs [zh-CN] [--json]
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const named = process.argv.slice(2).find((one) => !one.startsWith('--'));
const asJson = process.argv.includes('--json');

const filesIn = (dir) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => join(dir, file).replaceAll('\\', '/')).sort();
function each(node, visit) { visit(node); node.forEachChild((child) => { each(child, visit); }); }
const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
const isSay = (node) => ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'say';

/** sentence → the files that say it, in order. */
function sentencesOf(files) {
  const found = new Map();
  for (const file of files) {
    each(parse(file), (node) => {
      if (!isSay(node) || !ts.isStringLiteralLike(node.arguments[0])) return;
      const sentence = node.arguments[0].text;
      found.set(sentence, (found.get(sentence) ?? new Set()).add(file));
    });
  }
  return found;
}

/** [english, translation, file] of every entry of a catalogue: read, not run, so that any Node can do it. */
function entriesOf(language) {
  const home = 'src/ui/languages';
  const files = [`${home}/${language}.ts`, ...(existsSync(`${home}/${language}`) ? filesIn(`${home}/${language}`) : [])];
  const found = [];
  for (const file of files) {
    each(parse(file), (node) => {
      if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) found.push([node.name.text, node.initializer.text, file]);
    });
  }
  return found;
}

/** Sentences of placeholders and punctuation alone say nothing in any language. */
const hasWords = (sentence) => /\p{L}/u.test(sentence.replace(/\{\{\w+\}\}/g, ''));
/** What only is said to AWS, which is English whatever the screens speak. */
const REPLY = ['src/report/support-reply.ts', 'src/report/charges.ts'];

const said = sentencesOf(filesIn('src').filter((file) => file !== 'src/core/text.ts' && !file.startsWith('src/ui/languages/')));
const wanted = [...said].filter(([sentence, files]) => hasWords(sentence) && [...files].some((file) => !REPLY.includes(file)));
const entries = named === undefined ? [] : entriesOf(named);
const translated = new Map(entries.map(([english, theirs]) => [english, theirs]));
const missing = wanted.filter(([sentence]) => !translated.has(sentence));
const unused = entries.filter(([english]) => !said.has(english));

if (asJson) {
  console.log(JSON.stringify({
    sentences: wanted.map(([sentence, files]) => ({ sentence, files: [...files], ...(translated.has(sentence) ? { translation: translated.get(sentence) } : {}) })),
    entries: entries.map(([english, theirs, file]) => ({ english, theirs, file })),
    missing: missing.map(([sentence]) => sentence), unused: unused.map(([english]) => english),
  }, undefined, 2));
} else if (named === undefined) {
  for (const [sentence, files] of wanted) console.log(`${[...files].join(' ')}: ${sentence}`);
} else {
  for (const [sentence, files] of missing) console.log(`missing  ${[...files].join(' ')}: ${sentence}`);
  for (const [english, , file] of unused) console.log(`unused   ${file}: ${english}`);
  console.log(`${wanted.length} sentences, ${missing.length} missing, ${unused.length} unused`);
  process.exitCode = missing.length + unused.length > 0 ? 1 : 0;
}
