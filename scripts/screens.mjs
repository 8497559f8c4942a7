// Makes docs/screens: pictures (SVG, text selectable) and plain texts of a real leaked-key drill. Run after `npm run build`: node scripts/screens.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'dist/aws-incident.cjs');
const out = join(root, 'docs/screens');
const cache = join(root, 'node_modules/.cache/screens');

/** The terminal of the tests, and the operator who knows the account. */
async function load(name) {
  const bundle = await rolldown({ input: join(root, `test/pty/${name}.ts`), platform: 'node', external: [/^@lydell\//, /^@xterm\//] });
  await bundle.write({ file: join(cache, `${name}.mjs`), format: 'esm' });
  return import(pathToFileURL(join(cache, `${name}.mjs`)).href);
}
const { Window } = await load('window');
const { GOOD, work } = await load('operator');
// `drill` asks whether to begin; the pictures show that too.
const HABITS = [[/^Ready\?/, '1'], ...GOOD];

const PALETTE = ['#1c1f26', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0', '#7f848e', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#ffffff'];
const CELL = { width: 8.4, height: 18 };
const escapeXml = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** Rows of the screen buffer as an SVG: one text element a row, one tspan for each run of one style. */
function svg(window, from, to, cols, title) {
  const { active } = window.terminal.buffer;
  const lines = Array.from({ length: to - from }, (_, i) => `<text x="12" y="${30 + i * CELL.height}" xml:space="preserve">${runs(active.getLine(from + i)).map(tspan).join('')}</text>`);
  const width = Math.ceil(cols * CELL.width + 24), height = (to - from) * CELL.height + 28;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<rect width="100%" height="100%" rx="8" fill="${PALETTE[0]}"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${PALETTE[7]}">
${lines.join('\n')}
</g>
</svg>
`;
}
function runs(line) {
  const found = [];
  for (let x = 0; line && x < line.length; x++) {
    const cell = line.getCell(x);
    if (!cell || cell.getWidth() === 0) continue;
    const style = [cell.isFgDefault() ? '' : `fill:${PALETTE[cell.getFgColor()] ?? PALETTE[7]}`, cell.isBold() ? 'font-weight:bold' : '', cell.isDim() ? 'opacity:.65' : ''].filter(Boolean).join(';');
    const last = found.at(-1);
    if (last && last.style === style) last.text += cell.getChars() || ' ';
    else found.push({ style, x, text: cell.getChars() || ' ' });
  }
  return found.filter((run) => run.text.trim() !== '' || run.x === 0).map((run) => ({ ...run, text: run.text.replace(/\s+$/, '') })).filter((run) => run.text !== '');
}
const tspan = ({ style, x, text }) => `<tspan x="${(12 + x * CELL.width).toFixed(1)}" textLength="${([...text].length * CELL.width).toFixed(1)}"${style ? ` style="${style}"` : ''}>${escapeXml(text)}</tspan>`;

const home = mkdtempSync(join(tmpdir(), 'aws-incident-screens-'));
const rowOf = (window, text, after = 0) => window.rows.findIndex((row, i) => i >= after && row.includes(text));
const open = (args, cols, colour, name) => {
  const place = join(home, name);
  mkdirSync(place, { recursive: true });
  return new Window({ file: process.execPath, args: [bin, ...args], cwd: place, env: { PATH: process.env.PATH, HOME: place, XDG_STATE_HOME: join(place, '.local/state'), TERM: 'xterm-256color', TZ: 'UTC', ...(colour ? {} : { NO_COLOR: '1' }) } }, { cols, rows: 40 });
};
function keep(window, name, from, to, cols, colour) {
  if (from < 0 || to <= from) throw new Error(`${name}: that part is not on the screen (${from}–${to}).`);
  const title = `aws-incident in a terminal of ${cols} columns: ${name}`;
  writeFileSync(join(out, `${name}-${cols}${colour ? '' : '-plain'}.svg`), svg(window, from, to, cols, title));
}

async function drill(cols, colour) {
  const name = `${cols}${colour ? '' : '-plain'}`;
  const window = open(['drill', 'leaked-key'], cols, colour, name);
  const save = (what, from, to) => { keep(window, what, from, to, cols, colour); };
  await work(window, HABITS, 'Is 203');
  save('1-first-screen', 0, window.rows.length);
  await work(window, HABITS, 'What shall be done?');
  save('2-first-gate', rowOf(window, 'Contain now'), window.rows.length);
  const before = window.rows.length;
  await work(window, HABITS, 'Where did the key leak?');
  save('3-verify', rowOf(window, '━━ Verify', before - 20), window.rows.length);
  await work(window, HABITS);
  await window.done();
  save('4-last-screen', rowOf(window, '━━ Where it stands'), window.rows.length);
  writeFileSync(join(out, `leaked-key-${name}.txt`), `${window.text}\n`);
  for (const [what, args] of [['5-cases', ['cases']], ['6-undo', ['undo']]]) {
    const other = open(args, cols, colour, name);
    await other.done();
    keep(other, what, 0, other.rows.length, cols, colour);
  }
}
async function dryRun(cols, colour) {
  const window = open(['drill', 'leaked-key', '--dry-run'], cols, colour, `dry-${cols}${colour ? '' : '-plain'}`);
  await work(window, HABITS);
  await window.done();
  const from = rowOf(window, '━━ The plan');
  keep(window, '7-dry-run', from, Math.min(from + 60, window.rows.length), cols, colour);
  writeFileSync(join(out, `dry-run-${cols}${colour ? '' : '-plain'}.txt`), `${window.text}\n`);
}

mkdirSync(out, { recursive: true });
try {
  // Two at a time: more would keep each other waiting on a small machine.
  for (const colour of [true, false]) await Promise.all([80, 60].map((cols) => drill(cols, colour)));
  await Promise.all([[80, true], [60, false]].map(([cols, colour]) => dryRun(cols, colour)));
} finally {
  rmSync(home, { recursive: true, force: true });
  rmSync(cache, { recursive: true, force: true });
}
