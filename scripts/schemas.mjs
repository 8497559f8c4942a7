// The schemas of all clients in one compressed table: they are two thirds of what the clients weigh, and tell the same of every service.
import { deepStrictEqual } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { parseAst } from 'rolldown/parseAst';
import { EXTRA, LAZY, OWN, unpacked } from './schemas-reader.mjs';

const OPERATION = 9, STRUCTURES = [3, 4, -3];
const plainText = (node) => (node?.type === 'TemplateLiteral' && node.expressions.length === 0 ? node.quasis[0].value.cooked : undefined);
const isNumber = (node) => typeof node?.value === 'number' || (node?.type === 'UnaryExpression' && typeof node.argument.value === 'number');
const isSchema = ({ init }) => init?.type === 'ArrayExpression' && init.elements.length > 3 && isNumber(init.elements[0]);

/** A chunk's schemas as rows of JSON: a name of its own table is a reference, what stands elsewhere is an extra, by its expression. */
function rowsOf(code, body) {
  const declared = body.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []));
  const found = declared.filter(isSchema), at = new Map(found.map(({ id }, i) => [id.name, i]));
  const texts = new Map(declared.map(({ id, init }) => [id.name, plainText(init)])), extras = [];
  const extra = (expression) => EXTRA + (extras.includes(expression) ? extras.indexOf(expression) : extras.push(expression) - 1).toString(36);
  const named = (name) => (at.has(name) ? OWN + at.get(name).toString(36) : texts.get(name) ?? extra(name));
  const read = (node) => {
    const text = plainText(node);
    if (text !== undefined) return text;
    switch (node.type) {
      case 'Literal': return node.value;
      case 'Identifier': return named(node.name);
      case 'ArrayExpression': return node.elements.map(read);
      case 'ObjectExpression': return Object.fromEntries(node.properties.map(({ computed, key, value }) => [computed ? read(key) : key.name ?? key.value, read(value)]));
      case 'UnaryExpression': return node.operator === '-' ? -node.argument.value : !node.argument.value;
      case 'ArrowFunctionExpression': return at.has(node.body.name) ? LAZY + at.get(node.body.name).toString(36) : extra(code.slice(node.start, node.end));
      // The minifier's way to write a list of words.
      case 'CallExpression': return plainText(node.callee.object).split(plainText(node.arguments[0]));
      default: throw new Error(`A schema holds ${node.type}: ${code.slice(node.start, node.end).slice(0, 200)}`);
    }
  };
  return { found, rows: found.map(({ init }) => read(init)), extras };
}

/** Column by column, without what follows from the rest: see schemas-reader.mjs, which puts it back. */
function packed(rows) {
  const space = rows.map((row) => row[1]).toSorted()[rows.length >> 1], names = rows.map((row) => row[2]);
  for (const [sort, , name, , ...ends] of rows) {
    if (sort !== OPERATION) continue;
    for (const end of ends) if (end[0] === LAZY && rows[parseInt(end.slice(1), 36)][2].startsWith(name)) names[parseInt(end.slice(1), 36)] = LAZY + rows[parseInt(end.slice(1), 36)][2].slice(name.length);
  }
  const member = (one, name) => {
    const [type, traits] = Array.isArray(one) ? one : [], { ec2QueryName: asked, xmlName: answered, ...more } = traits ?? {};
    if (typeof asked !== 'string' || Object.keys(more).length > 0 || answered !== asked[0].toLowerCase() + asked.slice(1)) return one;
    return asked === name ? [type] : [type, asked];
  };
  const isStructure = ([sort]) => STRUCTURES.includes(sort);
  return [
    space, rows.flatMap((row, i) => (row[1] === space ? [] : [[i, row[1]]])),
    rows.map((row) => row[0]), names, rows.map((row) => row[3]),
    rows.map((row) => (isStructure(row) ? row[4].join('.') : row[4])),
    rows.map((row) => (isStructure(row) ? [row[5].map((one, i) => member(one, row[4][i])), ...row.slice(6)] : row.slice(5))),
  ];
}

/** References as what they refer to, so that two tables can be compared. */
function plain(rows, extras) {
  const at = new Map(rows.map((row, i) => [row, i]));
  const of = (value, top) => {
    if (typeof value === 'function') return at.has(value()) ? LAZY + at.get(value()).toString(36) : value();
    if (!top && at.has(value)) return OWN + at.get(value).toString(36);
    if (Array.isArray(value)) return value.map((one) => of(one));
    return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, of(one)])) : value;
  };
  return rows.map((row) => of(row, true));
}

/** Moves the schemas of the written chunks into `schemas.br`, and leaves in each chunk the line that reads its own. */
export function schemasApart(fileNames) {
  const tables = fileNames.map((fileName, place) => {
    const code = readFileSync(fileName, 'utf8'), { body } = parseAst(code), { found, rows, extras } = rowsOf(code, body), table = packed(rows);
    deepStrictEqual(plain(unpacked(structuredClone(table), extras.map((_, i) => EXTRA + i.toString(36)))), rows, fileName);
    writeFileSync(fileName, shortened(code, body, found, `$schemas(${place},[${extras.join(',')}])`));
    return JSON.stringify(table);
  });
  const bytes = Buffer.from(tables.join('\0'));
  writeFileSync('dist/chunks/schemas.br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  writeFileSync('dist/chunks/schemas.mjs', readFileSync(new URL('./schemas-reader.mjs', import.meta.url)));
}
function shortened(code, body, found, reading) {
  const gone = new Set(found), kept = ({ start, end }) => code.slice(start, end);
  let read = false;
  const statements = body.map((node) => {
    if (node.type !== 'VariableDeclaration' || !node.declarations.some((one) => gone.has(one))) return kept(node);
    const own = node.declarations.filter((one) => !gone.has(one)).map(kept), all = read ? [] : [`[${found.map(({ id }) => id.name).join(',')}]=${reading}`];
    read = true;
    return own.length + all.length === 0 ? '' : `var ${[...own, ...all].join(',')};`;
  });
  return `import{schemas as $schemas}from"./schemas.mjs";${statements.join('')}`;
}
