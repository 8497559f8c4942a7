// Bundles the command line with rolldown: one entry, one lazy chunk per client, command and kind; readable, with licences.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { thirdPartyLicences } from './licences.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });
const bundle = await rolldown({
  input: { 'aws-incident': 'src/main.ts' },
  platform: 'node',
  resolve: { mainFields: ['module', 'main'] },
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  treeshake: { moduleSideEffects: (id) => !/node_modules\/(@aws-sdk|@smithy|@inquirer)\//.test(id) },
  onLog: (level, log, next) => { if (log.code !== 'EVAL') next(level, log); },
});
const { output } = await bundle.write({
  dir: 'dist', format: 'esm', minify: false, entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs', banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
});
await bundle.close();
chmodSync('dist/aws-incident.mjs', 0o755);
writeFileSync('THIRD-PARTY-LICENSES.txt', thirdPartyLicences(output.flatMap((chunk) => chunk.type === 'chunk' ? chunk.moduleIds : [])));
