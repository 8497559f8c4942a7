// Bundles the command line with rolldown: one entry, one lazy chunk per client, command and kind; small, with licences.
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';
import { thirdPartyLicences } from './licences.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** npm packs files in the order of their names, and gzip finds again only what stands near: alike things are named alike. */
function placeOf(id) {
  const [, room, rest] = /\/src\/(kinds|sim\/services|sim\/scenarios|phases|commands)\/(.+)\.(?:ts|json)$/.exec(id) ?? [];
  return room && `${room.replace('sim/', '')}-${rest.replaceAll('/', '-')}`;
}
/** What the source gives, for a script that cannot load TypeScript. */
async function ofSource(file) {
  const source = await rolldown({ input: file, platform: 'node' });
  const { output: [{ code }] } = await source.generate({ format: 'esm' });
  await source.close();
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
const { shortName } = await ofSource('src/core/short-name.ts');
const shortNames = new Map();
/** The English sentences stand in the code that says them; a language only needs to know which is meant. */
const sentencesByShortName = {
  name: 'sentences-by-short-name',
  transform: {
    filter: { id: /\/src\/ui\/languages\/[^/]+\/[^/]+\.ts$/ },
    handler(code, id) {
      const keys = [];
      const visit = (node) => {
        if (node?.type === 'Property' && node.key.type === 'Literal') keys.push(node.key);
        for (const child of Object.values(node ?? {})) if (typeof child === 'object') visit(child);
      };
      visit(parseAst(code, { lang: 'ts' }, id));
      return keys.reduceRight((text, { start, end, value }) => {
        const short = shortName(value);
        if ((shortNames.get(short) ?? value) !== value) throw new Error(`Two sentences have the short name ${short}: ${value} / ${shortNames.get(short)}`);
        shortNames.set(short, value);
        return `${text.slice(0, start)}'${short}'${text.slice(end)}`;
      }, code);
    },
  },
};
/** All names that the source writes down in quotes: error codes are among them. */
const quoted = new Set(readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts')).flatMap((name) => readFileSync(`src/${name}`, 'utf8').match(/(?<=['"`])[A-Z][\w.]*(?=['"`])/g) ?? []));
/** A client models every error of its service, a quarter of its weight. Those that our code never names are read by code and status, as the SDK reads errors that are newer than itself. */
const namedErrors = {
  name: 'named-errors',
  transform: {
    filter: { id: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_0\.js$/ },
    handler: (code) => code.replace(/^n\d+_registry\.registerError\((\w+)\$, \w+\);$/gm, (line, name) => (quoted.has(name) || quoted.has(name.replace(/(?:Exception|Fault)$/, '')) ? line : '')),
  },
};
/** Of ninety spinners one is shown, and one where the terminal knows no Unicode. */
const spinners = {
  name: 'spinners',
  transform: {
    filter: { id: /\/cli-spinners\/spinners\.json$/ },
    handler: (code) => { const { dots, line } = JSON.parse(code); return { code: JSON.stringify({ dots, line }), moduleType: 'json' }; },
  },
};
/** HTML is read by our own intake; the mail parser's own text of it needs no more than the characters that mails have. */
const entities = {
  name: 'entities',
  transform: {
    filter: { id: /\/postal-mime\/dist\/esm\/html-entities\.js$/ },
    handler: (code) => code.replace(/^ +'&\w+;?': '(.*)',?\n/gm, (line, char) => (/^ +'&\w+;'/.test(line) && /^(?:\\u(?:00|20)..|\\?.)$/.test(char) ? line : '')),
  },
};
const bundle = await rolldown({
  input: { cli: 'src/cli.ts' },
  platform: 'node',
  // What the grouping of chunks below needs; the bin loads nothing but `main`.
  preserveEntrySignatures: 'allow-extension',
  resolve: { mainFields: ['module', 'main'] },
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  // These packages are written to be shaken, but not all of them say so.
  treeshake: { moduleSideEffects: (id) => !/node_modules\/(@aws-sdk|@smithy|@inquirer)\//.test(id) },
  plugins: [sentencesByShortName, namedErrors, spinners, entities],
  onLog: (level, log, next) => { if (log.code !== 'EVAL') next(level, log); },
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  minify: true,
  entryFileNames: 'chunks/[name].mjs',
  chunkFileNames: ({ facadeModuleId, name }) => `chunks/${placeOf(facadeModuleId ?? '') ?? name}.mjs`,
  // Each client whole in one chunk: shared out by use, its commands and their base class end up in chunks that need each other.
  codeSplitting: { includeDependenciesRecursively: false, groups: [
    { name: 'aws-sdk', test: /node_modules\/(@smithy\/(core|node-http-handler)|@aws-sdk\/(core|credential-provider-node))\//, priority: 3 },
    // What is nearly the same in every client stands together in the package, where gzip finds it again.
    { name: (id) => { const [, client] = /node_modules\/@aws-sdk\/client-([a-z0-9-]+)\/dist-es\/(?:auth|endpoint)\//.exec(id) ?? []; return client === undefined ? null : `sdk-${client}`; }, debugName: 'settings of a client', priority: 2 },
    { name: (id) => /node_modules\/@aws-sdk\/(client-[a-z0-9-]+)\//.exec(id)?.[1] ?? null, debugName: 'client', priority: 1 },
    // What kinds share: a hundred little files would weigh more by their names than by their code.
    { name: 'kinds-parts', test: /\/src\/kinds\/(?:[^/]+\/parts\/|(?!catalog)[^/]+\.ts)/ },
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
// The old build goes last, so that a tool that is still running meets it for as long as possible.
const written = new Set([...output.map(({ fileName }) => fileName), 'aws-incident.cjs']);
for (const name of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = `${name.parentPath}/${name.name}`;
  if (name.isFile() && !written.has(path.slice('dist/'.length))) rmSync(path);
}
for (const { fileName, code } of [...chunks, main]) {
  if (code.includes(process.cwd())) throw new Error(`${fileName} names this machine's path ${process.cwd()}.`);
}
chmodSync('dist/aws-incident.cjs', 0o755);
writeFileSync('THIRD-PARTY-LICENSES.txt', thirdPartyLicences(chunks.flatMap(({ moduleIds }) => moduleIds)));
