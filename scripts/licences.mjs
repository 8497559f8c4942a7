// The licence texts of every package whose code stands in the bundle.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `moduleIds`: paths of all bundled modules. Throws where a package has no licence text. */
export function thirdPartyLicences(moduleIds) {
  const packages = new Map();
  for (const id of moduleIds) {
    const root = rootOf(id);
    if (root) packages.set(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  }
  const entries = [...packages].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  const texts = new Map();
  for (const [root, { name, version, license }] of entries) {
    const file = readdirSync(root).find((f) => /^(licen[cs]e|copying)/i.test(f));
    const text = file ? readFileSync(join(root, file), 'utf8').trim() : `Licensed under ${license}.`;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(78)}\n\n`);
}

function rootOf(id) {
  if (!id.includes('node_modules')) return undefined;
  for (let dir = dirname(id); dir.includes('node_modules'); dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version) return dir;
  }
  return undefined;
}
