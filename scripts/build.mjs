// Bundles the command line with rolldown: one entry, one lazy chunk per client, command and kind; small, with licences.
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { thirdPartyLicences } from './licences.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundle = await rolldown({
  input: { 'aws-incident': 'src/main.ts' },
  platform: 'node',
  resolve: { mainFields: ['module', 'main'] },
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  // These packages are written to be shaken, but not all of them say so.
  treeshake: { moduleSideEffects: (id) => !/node_modules\/(@aws-sdk|@smithy|@inquirer)\//.test(id) },
  onLog: (level, log, next) => { if (log.code !== 'EVAL') next(level, log); },
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  minify: true,
  entryFileNames: '[name].mjs',
  chunkFileNames: 'chunks/[name]-[hash].mjs',
  banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
});
await bundle.close();

const chunks = output.filter(({ type }) => type === 'chunk');
// The old build goes last, so that a tool that is still running meets it for as long as possible.
const written = new Set(output.map(({ fileName }) => fileName));
for (const name of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = `${name.parentPath}/${name.name}`;
  if (name.isFile() && !written.has(path.slice('dist/'.length))) rmSync(path);
}
for (const { fileName, code } of chunks) {
  if (code.includes(process.cwd())) throw new Error(`${fileName} names this machine's path ${process.cwd()}.`);
}
if (!existsSync('dist/aws-incident.mjs')) throw new Error('rolldown wrote no dist/aws-incident.mjs.');
// rolldown's helpers come with the chunks that use them; loading them for nothing is a tenth of the start.
const entry = readFileSync('dist/aws-incident.mjs', 'utf8');
writeFileSync('dist/aws-incident.mjs', entry.replace(/^import "\.\/chunks\/rolldown-runtime-[\w-]+\.mjs";\n/m, ''));
chmodSync('dist/aws-incident.mjs', 0o755);
writeFileSync('THIRD-PARTY-LICENSES.txt', thirdPartyLicences(chunks.flatMap(({ moduleIds }) => moduleIds)));
