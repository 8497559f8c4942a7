// Bundles the command line with rolldown: one entry, one lazy chunk per client, command and service; small, with licences.
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { thirdPartyLicences } from './licences.mjs';
import { schemasApart } from './schemas.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { trimmed } = await import('./trim.mjs');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** npm packs files in the order of their names, and gzip finds again only what stands near: alike things are named alike. */
function placeOf(id) {
  const [, room, rest] = /\/src\/(kinds|sim\/services|phases|commands)\/(.+)\.ts$/.exec(id) ?? [];
  return room && `${room.replace('sim/', '')}-${rest.replaceAll('/', '-')}`;
}
const bundle = await rolldown({
  input: { cli: 'src/cli.ts' },
  platform: 'node',
  // What the grouping of chunks below needs; the bin loads nothing but `main`.
  preserveEntrySignatures: 'allow-extension',
  resolve: { mainFields: ['module', 'main'] },
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  // These packages are written to be shaken, but not all of them say so.
  treeshake: { moduleSideEffects: (id) => !/node_modules\/(@aws-sdk|@smithy|@inquirer)\//.test(id) },
  plugins: trimmed,
  onLog: (level, log, next) => { if (log.code !== 'EVAL') next(level, log); },
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  minify: true,
  // What marks pure calls has served when the bundle stands; the licences stand in a file of their own.
  comments: false,
  entryFileNames: 'chunks/[name].mjs',
  chunkFileNames: ({ facadeModuleId, name }) => `chunks/${placeOf(facadeModuleId ?? '') ?? name}.mjs`,
  // Each client whole in one chunk: shared out by use, its commands and their base class end up in chunks that need each other.
  codeSplitting: { includeDependenciesRecursively: false, groups: [
    { name: 'aws-sdk', test: /^\0surroundings:|node_modules\/(@smithy\/(core|node-http-handler)|@aws-sdk\/(core|credential-provider-node))\//, priority: 3 },
    // What is nearly the same in every client stands together in the package, where gzip finds it again.
    { name: (id) => { const [, client] = /node_modules\/@aws-sdk\/client-([a-z0-9-]+)\/dist-es\/(?:auth\/|endpoint\/|runtimeConfig|commandBuilder|models\/\w+ServiceException)/.exec(id) ?? []; return client === undefined ? null : `sdk-${client}`; }, debugName: 'settings of a client', priority: 2 },
    // Our own client stands with the settings of the others, and is loaded as they are: on another client, which the house does not load.
    { name: 'sdk-rolesanywhere', test: /\/src\/aws\/rolesanywhere\.ts$/, priority: 2 },
    { name: (id) => /node_modules\/@aws-sdk\/(client-[a-z0-9-]+)\//.exec(id)?.[1] ?? null, debugName: 'client', priority: 1 },
    // What kinds share: a hundred little files would weigh more by their names than by their code.
    { name: 'kinds-parts', test: /\/src\/kinds\/(?:[^/]+\/parts\/|(?!catalog)[^/]+\.ts)/ },
    // All kinds are loaded as soon as anything is looked at.
    { name: 'kinds', test: /\/src\/kinds\/[^/]+\/[^/]+\.ts$/ },
    // The small ones of the simulated account: a drill asks nearly all of them.
    { name: 'services', test: /\/src\/sim\/services\/(?!ec2|iam|s3)[^/]+\// },
    { name: 'services-parts', test: /\/src\/sim\/(?:services\/[^/]+\/(?:state|errors|rooms|events|keys|types)\.ts|(?:wire|dispatch|trail|drill)\/|(?!services)[^/]+\.ts|policy\/)/ },
    // What some clients need besides; S3's own stands between its client and its settings.
    { name: 'middleware', test: /node_modules\/@aws-sdk\/(?:middleware-(?:sdk-(?:ec2|rds|sqs|route53)|endpoint-discovery)|dynamodb-codec)\// },
    // Ways to credentials, loaded only where a profile asks for them.
    { name: 'credentials', test: /node_modules\/@aws-sdk\/(?:credential-provider-(?!node)|token-providers)/ },
    { name: 'scenarios', test: /\/src\/sim\/scenarios\/[^/]+\.json$|^\0scenarios:all$/ },
    { name: 'sentences', test: /^\0sentences:english$/ },
    // What an event is: little files that everything about the history needs.
    { name: 'events', test: /\/src\/activity\/(?:[^/]+\/)?(?:fields|event|issues|slim)\.ts/ },
    { name: 'house', test: /\/src\/(?:core|aws|case)\/|\/src\/ui\/(?:style|listing|meter|languages)\.ts/ },
  ] },
});
await bundle.close();
const cli = output.find((chunk) => chunk.type === 'chunk' && chunk.isEntry);
if (!cli) throw new Error('rolldown wrote no entry.');

// The bin is CommonJS: to load an ES module at all costs Node a fifth of the time in which it prints the version.
const bin = await rolldown({
  input: 'src/main.ts', platform: 'node', external: ['./cli.ts'],
  transform: { define: { __VERSION__: JSON.stringify(version) } },
});
const { output: [main] } = await bin.generate({ format: 'cjs', minify: false, banner: '#!/usr/bin/env node' });
await bin.close();
if (!main.code.includes('import("./cli.ts")')) throw new Error('The bin does not load the command line as expected.');
writeFileSync('dist/aws-incident.cjs', main.code.replace('import("./cli.ts")', `import("./${cli.fileName}")`));

const chunks = output.filter(({ type }) => type === 'chunk');
schemasApart(chunks.map(({ fileName }) => `dist/${fileName}`).filter((path) => path.startsWith('dist/chunks/client-')));
// The old build goes last, so that a tool that is still running meets it for as long as possible.
const written = new Set([...output.map(({ fileName }) => fileName), 'aws-incident.cjs', 'chunks/schemas.br', 'chunks/schemas.mjs']);
for (const name of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = `${name.parentPath}/${name.name}`;
  if (name.isFile() && !written.has(path.slice('dist/'.length))) rmSync(path);
}
for (const { fileName, code } of [...chunks, main]) {
  if (code.includes(process.cwd())) throw new Error(`${fileName} names this machine's path ${process.cwd()}.`);
}
chmodSync('dist/aws-incident.cjs', 0o755);
writeFileSync('THIRD-PARTY-LICENSES.txt', thirdPartyLicences(chunks.flatMap(({ moduleIds }) => moduleIds)));
