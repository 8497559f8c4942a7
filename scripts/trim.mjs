// What the package leaves out of what it bundles, or holds in fewer bytes: nothing of it changes what the tool does (docs/decisions.md says what each gives).
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { rolldown } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

const plugin = (name, id, handler) => ({ name, transform: { filter: { id }, handler } });

/** A client models every error of its service, a quarter of its weight. Those that our code never names are read by code and status, as the SDK reads errors that are newer than itself. */
function namedErrors(code) {
  return code.replace(/^n\d+_registry\.registerError\((\w+)\$, \w+\);$/gm, (line, name) => (quoted.has(name) || quoted.has(name.replace(/(?:Exception|Fault)$/, '')) ? line : ''));
}
/** All names that the source writes down in quotes: error codes are among them. */
const quoted = new Set(readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts')).flatMap((name) => readFileSync(`src/${name}`, 'utf8').match(/(?<=['"`])[A-Z][\w.]*(?=['"`])/g) ?? []));

/** A client holds each name of its schemas in a constant, which nothing needs once the schemas stand in their own table (schemas.mjs). */
function inlinedNames(code) {
  const mention = /(?<![\w$."'`])_\w*\b(?![$"'`])/g;
  const uses = new Map(), names = new Map();
  for (const [name] of code.matchAll(mention)) uses.set(name, (uses.get(name) ?? -1) + 1);
  const rest = code.replace(/^const (_\w*) = ("[^"]*");\n/gm, (line, name, text) => {
    names.set(name, text);
    return '';
  });
  return rest.replace(mention, (name) => names.get(name) ?? name);
}

/** Each error is a class of twelve lines that differ in two words; what else it holds is set by the schema. Those that are retried otherwise stay as they are. */
function errorClasses(code) {
  const short = code.replace(/^export class (\w+) extends __BaseException \{\n {4}static shapeId = ("[^"]*#\1");\n {4}name = "\1";\n {4}\$fault = ("\w+");\n[^]*?^\}/gm,
    (whole, name, shapeId, fault) => (whole.includes('$retryable') ? whole : `export const ${name} = /*#__PURE__*/ __error(${shapeId}, ${fault});`));
  return `${short}
function __error(shapeId, fault) {
  const name = shapeId.slice(shapeId.indexOf('#') + 1);
  return class E extends __BaseException {
    static shapeId = shapeId;
    name = name;
    $fault = fault;
    constructor(opts) { super({ name, $fault: fault, ...opts }); Object.setPrototypeOf(this, E.prototype); }
  };
}`;
}

/** Of what AWS's detectors found we show title, kind, severity and time (src/aws/alarms.ts): what it was found on takes more room than both clients otherwise. */
const DETAILS = { guardduty: ['Resource', 'Service'], securityhub: ['ResourceDetails', 'Network', 'NetworkPathComponent', 'ProcessDetails', 'Malware', 'Threat', 'ThreatIntelIndicator', 'Vulnerability', 'Action', 'PatchSummary', 'GeneratorDetails', 'Detection'] };
function withoutDetails(code, id) {
  const names = DETAILS[/client-(\w+)\//.exec(id)[1]];
  return code.replace(/^export var (\w+)\$ = \[3, n0, (_\w+),[^]*?\n\];/gm, (whole, name, short) => (names.includes(name) ? `export var ${name}$ = [3, n0, ${short}, 0, [], []];` : whole));
}

/** What every client finds out about its surroundings is the same code, word for word, in most of them: there it stands once. */
const OWN = [/^import packageInfo from "\.\.\/package\.json";\n/m, /^import \{ getRuntimeConfig as getSharedRuntimeConfig \} from "\.\/runtimeConfig\.shared";\n/m];
const surroundings = {
  name: 'surroundings',
  resolveId: { filter: { id: /^surroundings:/ }, handler: (id) => ({ id: `\0${id}`, moduleSideEffects: false }) },
  load: { filter: { id: /^\0surroundings:/ }, handler: (id) => OWN.reduce((code, line) => code.replace(line, ''), readFileSync(surroundingsOf.get(id.slice(1)), 'utf8')).replace('export const getRuntimeConfig = (config) =>', 'export const surroundings = (config, getSharedRuntimeConfig, version) =>').replace('packageInfo.version', 'version') },
  transform: {
    filter: { id: /@aws-sdk\/client-[^/]+\/dist-es\/runtimeConfig\.js$/ },
    handler(code, id) {
      const owns = OWN.map((line) => line.exec(code)?.[0]);
      if (owns.includes(undefined) || !code.includes('export const getRuntimeConfig = (config) =>') || /from "(?:\.|@aws-sdk\/(?:middleware|checksums))|@smithy\/core\/checksum/.test(OWN.reduce((rest, line) => rest.replace(line, ''), code))) return code;
      const name = `surroundings:${sha256(code)}`;
      if (!surroundingsOf.has(name)) surroundingsOf.set(name, id);
      return `${owns.join('')}import { surroundings } from '${name}';\nexport const getRuntimeConfig = (config) => surroundings(config, getSharedRuntimeConfig, packageInfo.version);`;
    },
  },
};
const surroundingsOf = new Map();
const sha256 = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * We give the clients no extensions, ask for nothing that answers with a stream of events, and let no service name its endpoints; whoever needs STS for a profile gets the client that is there anyway.
 * Nothing that we ask has an endpoint of several Regions, or stands in a directory bucket, which ListBuckets does not name.
 */
const UNASKED = {
  'runtimeExtensions.js': 'export const resolveRuntimeExtensions = (config) => config;',
  'event-streams/index.js': "const none = () => { throw new Error('This package was built without event streams.'); };\nexport { none as EventStreamSerde, none as eventStreamSerdeProvider };\nexport const resolveEventStreamSerdeConfig = (config) => config;",
  'middleware-endpoint-discovery/dist-es/index.js': 'export const resolveEndpointDiscoveryConfig = (config) => config;\nexport const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = { environmentVariableSelector: () => false, configFileSelector: () => false, default: false };',
  'signature-v4-multi-region/dist-es/SignatureV4MultiRegion.js': "import { SignatureV4SignWithCredentials } from './SignatureV4SignWithCredentials';\nexport class SignatureV4MultiRegion extends SignatureV4SignWithCredentials { static sigv4aDependency() { return 'none'; } }",
  'classes/S3ExpressIdentityProviderImpl.js': "export class S3ExpressIdentityProviderImpl { getS3ExpressIdentity() { throw new Error('This package was built without directory buckets.'); } }",
  'submodules/sts/index.js': "export { AssumeRoleCommand, getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity, STSClient } from '@aws-sdk/client-sts';",
};
const unasked = (_, id) => Object.entries(UNASKED).find(([path]) => id.endsWith(path))[1];
/** For Nodes that have no such hash; there are none. */
const nativeHash = (_, id) => { const [name] = /Sha\d+Js/.exec(id); return `export class ${name} { constructor() { throw new Error('Node has this hash.'); } }`; };

/** Of ninety spinners one is shown, and one where the terminal knows no Unicode. */
function twoSpinners(code) {
  const { dots, line } = JSON.parse(code);
  return { code: JSON.stringify({ dots, line }), moduleType: 'json' };
}

/** Of two hundred symbols the prompts draw a handful. */
const DRAWN = /^ {4}(?:circle|circleDouble|circleFilled|line|pointer|tick|questionMarkPrefix):/;
const fewFigures = (code) => code.replace(/^ {4}\w+: '.*',\n/gm, (line) => (DRAWN.test(line) ? line : ''));

/** HTML is read by our own intake; the mail parser's own text of it needs no more than the characters that mails have. */
const fewEntities = (code) => code.replace(/^ +'&\w+;?': '(.*)',?\n/gm, (line, char) => (/^ +'&\w+;'/.test(line) && /^(?:\\u(?:00|20)..|\\?.)$/.test(char) ? line : ''));

/** What the source gives, for a script that cannot load TypeScript. */
async function ofSource(file) {
  const source = await rolldown({ input: file, platform: 'node' });
  const { output: [{ code }] } = await source.generate({ format: 'esm' });
  await source.close();
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
/** A file of its own beside the chunks, and the expression that reads it: within a chunk its bytes would need a text's 64 letters, and gzip gives back most but not all of what that takes. */
function compressed(context, name, bytes) {
  const source = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  context.emitFile({ type: 'asset', fileName: `chunks/${name}.br`, source });
  return `brotliDecompressSync(readFileSync(new URL('./${name}.br', import.meta.url)))`;
}
const READING = "import { readFileSync } from 'node:fs';\nimport { brotliDecompressSync } from 'node:zlib';\n";
const json = { write: (value) => Buffer.from(JSON.stringify(value)), read: (bytes) => `JSON.parse(${bytes})` };
/** Texts one after another. Characters of two bytes each are found again where Chinese has three, some of which are shared by others. */
const texts = (encoding) => ({ write: (value) => Buffer.from(value.join('\0'), encoding), read: (bytes) => `${bytes}.toString('${encoding}').split('\\0')` });
const table = (name, file, form, value) => ({
  name, resolveId: { filter: { id: new RegExp(`^${file}$`) }, handler: (id) => ({ id: `\0${id}`, moduleSideEffects: false }) },
  load: { filter: { id: new RegExp(`^\0${file}$`) }, async handler() { return `${READING}export const table = /*#__PURE__*/ ${form.read(compressed(this, name, form.write(await value())))};`; } },
});

/** The sentences of a file, which are literals given to say(): test/texts proves that there are no others. */
function sentencesIn(code, id) {
  const found = [];
  const visit = (node) => {
    if (node?.type === 'CallExpression' && node.callee.name === 'say' && typeof node.arguments[0]?.value === 'string') found.push(node.arguments[0]);
    for (const child of Object.values(node ?? {})) if (typeof child === 'object') visit(child);
  };
  if (code.includes('say(')) visit(parseAst(code, { lang: 'ts' }, id));
  return found;
}
const LANGUAGE = /\/src\/ui\/languages\/[^/]+\.ts$/;
const english = [...new Set(readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts')).toSorted().flatMap((name) => sentencesIn(readFileSync(`src/${name}`, 'utf8'), name).map(({ value }) => value)))];
const places = new Map(english.map((sentence, at) => [sentence, at]));
/** All English sentences stand in one compressed table, and the code names their places; a language is the same table in its own words. */
const sentences = {
  ...table('sentences', 'sentences:english', texts('utf8'), () => english),
  transform: {
    filter: { id: /\/src\/.*\.ts$/ },
    async handler(code, id) {
      if (LANGUAGE.test(id)) return languageOf(this, (await ofSource(id)).default, id);
      const found = sentencesIn(code, id).toSorted((x, y) => y.start - x.start);
      const short = found.reduce((text, { start, end, value }) => `${text.slice(0, start)}__sentences[${places.get(value)}]${text.slice(end)}`, code);
      return found.length === 0 ? null : `import { table as __sentences } from 'sentences:english';${short}`;
    },
  },
};
/** A language names the parts of a sentence by their place in the English one: one character, which no sentence has. */
const PLACE = 0xe000, PART = /\{\{(\w+)\}\}/g;
function languageOf(context, theirs, id) {
  const stray = Object.keys(theirs).find((sentence) => !places.has(sentence));
  if (stray !== undefined) throw new Error(`${id} translates what nothing says: ${stray}`);
  const short = english.map((sentence) => {
    const parts = [...sentence.matchAll(PART)].map(([part]) => part);
    return (theirs[sentence] ?? '').replace(PART, (part) => String.fromCharCode(PLACE + parts.indexOf(part)));
  });
  const form = texts('utf16le');
  return `${READING}import { table } from 'sentences:english';
const theirs = ${form.read(compressed(context, basename(id, '.ts'), form.write(short)))};
const whole = (sentence, own) => { const parts = sentence.match(/\\{\\{\\w+\\}\\}/g); return own.replace(/[\\ue000-\\uf8ff]/g, (at) => parts[at.charCodeAt(0) - ${PLACE}]); };
export default Object.fromEntries(table.flatMap((sentence, at) => (theirs[at] ? [[sentence, whole(sentence, theirs[at])]] : [])));`;
}

/** The scenarios tell much of the same account: in one compressed table they take a third less. */
const SCENARIO = /\/src\/sim\/scenarios\/([^/]+\.json)$/;
const scenarios = {
  ...table('scenarios', 'scenarios:all', json, () => Object.fromEntries(readdirSync('src/sim/scenarios').filter((name) => name.endsWith('.json')).map((name) => [name, JSON.parse(readFileSync(`src/sim/scenarios/${name}`, 'utf8'))]))),
  transform: { filter: { id: SCENARIO }, handler: (_, id) => ({ code: `import { table } from 'scenarios:all';\nexport default table['${SCENARIO.exec(id)[1]}'];`, moduleType: 'js' }) },
};

/** So do AWS's own policies, which name the same actions again and again. */
const MANAGED = 'src/sim/policy/managed-policies-data.ts';
const managed = {
  ...table('managed-policies', 'managed-policies:all', json, async () => (await ofSource(MANAGED)).PUBLISHED),
  transform: { filter: { id: new RegExp(`/${MANAGED}$`) }, handler: () => ({ code: "export { table as PUBLISHED } from 'managed-policies:all';", moduleType: 'js' }) },
};

/** Rules by which a client finds its service's address: they differ in little more than its name. */
const RULES = /\/node_modules\/(@aws-sdk\/.+\/endpoint\/bdd\.js)$/;
const ruled = readdirSync('node_modules/@aws-sdk').flatMap((name) => (name === 'nested-clients' ? readdirSync(`node_modules/@aws-sdk/${name}/dist-es/submodules`).map((part) => `${name}/dist-es/submodules/${part}`) : [`${name}/dist-es`]))
  .map((place) => `@aws-sdk/${place}/endpoint/bdd.js`).filter((path) => existsSync(`node_modules/${path}`));
const DIAGRAM = 'import { BinaryDecisionDiagram } from "@smithy/core/endpoints";';
async function rulesOf(path) {
  const code = readFileSync(`node_modules/${path}`, 'utf8');
  if (!code.startsWith(DIAGRAM)) throw new Error(`${path} is not as it was.`);
  const { bdd: [nodes, ...rest] } = await import(`data:text/javascript,${encodeURIComponent(code.replace(DIAGRAM, 'const BinaryDecisionDiagram = { from: (...parts) => parts };'))}`);
  return [Array.from(nodes), ...rest];
}
const endpoints = {
  ...table('endpoints', 'endpoints:all', json, () => Promise.all(ruled.map(rulesOf))),
  transform: { filter: { id: RULES }, handler: (_, id) => `${DIAGRAM}\nimport { table } from 'endpoints:all';\nconst [nodes, ...rest] = table[${ruled.indexOf(RULES.exec(id)[1])}];\nexport const bdd = BinaryDecisionDiagram.from(new Int32Array(nodes), ...rest);` },
};

/** For rolldown. */
export const trimmed = [
  plugin('without-details', /@aws-sdk\/client-(?:guardduty|securityhub)\/dist-es\/schemas\/schemas_0\.js$/, withoutDetails),
  plugin('named-errors', /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/schemas_0\.js$/, (code) => namedErrors(inlinedNames(code))),
  plugin('error-classes', /@aws-sdk\/client-[^/]+\/dist-es\/models\/errors\.js$/, errorClasses),
  plugin('unasked', /@aws-sdk\/client-[^/]+\/dist-es\/runtimeExtensions\.js$|@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$|middleware-endpoint-discovery\/dist-es\/index\.js$|SignatureV4MultiRegion\.js$|S3ExpressIdentityProviderImpl\.js$|nested-clients\/dist-es\/submodules\/sts\/index\.js$/, unasked),
  plugin('native-hash', /\/(?:Sha1Js|Sha256Js)\.js$/, nativeHash),
  plugin('two-spinners', /\/cli-spinners\/spinners\.json$/, twoSpinners),
  plugin('few-figures', /\/@inquirer\/figures\/dist\/index\.js$/, fewFigures),
  plugin('few-entities', /\/postal-mime\/dist\/esm\/html-entities\.js$/, fewEntities),
  surroundings,
  sentences,
  scenarios,
  managed,
  endpoints,
];
