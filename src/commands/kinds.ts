// `aws-incident kinds`: what the tool looks at and what it may do to it; `--policy` prints the least IAM policy.
import { EXIT, usage } from '../core/errors.ts';
import { render, say, type Catalogue, type Text } from '../core/text.ts';
import type { Verb } from '../core/types.ts';
import { verbText } from '../core/verbs.ts';
import type { Kind } from '../kinds/kind.ts';
import { isIrreversible } from '../engine/engine.ts';
import { techniquesOf } from '../kinds/techniques.ts';
import { catalogueFor } from '../ui/languages.ts';
import { fitted } from '../ui/style.ts';
import { actionsFor, partOf, policyOf, type Phase } from './policy.ts';
import { flag, text, type Raw } from './raw.ts';
import { goesWith } from './options.ts';
import { loadKinds } from './run.ts';

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  const kinds = [...(await loadKinds()).values()].filter((k) => args[0] === undefined || k.id === args[0]);
  if (kinds.length === 0) throw usage(say('There is no kind {{name}}. List them: aws-incident kinds', { name: args[0] ?? '' }));
  const phase = text(raw, 'policy');
  if (phase === undefined && text(raw, 'part') !== undefined) throw goesWith('--part', '--policy');
  const catalogue = await catalogueFor(text(raw, 'lang'), process.env);
  if (phase !== undefined) printPolicy(raw, phase as Phase, actionsFor(phase as Phase, kinds, args[0] === undefined), catalogue);
  else if (flag(raw, 'json')) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, kinds: kinds.map(dataOf) }, undefined, 2)}\n`);
  else for (const kind of kinds) print(kind, catalogue);
  return EXIT.done;
}

/** Whole, or the part that was asked for; where it is too long for one managed policy, that is said beside it. */
function printPolicy(raw: Raw, phase: Phase, actions: readonly string[], catalogue: Catalogue): void {
  const whole = policyOf(phase, actions);
  const parts = whole.Statement.length;
  const wanted = text(raw, 'part');
  const shown = wanted === undefined ? whole : partOf(whole, Number(wanted));
  if (shown === undefined) throw usage(say('This policy has {{n}} parts: --part 1 to --part {{n}}.', { n: parts }));
  process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  if (wanted === undefined && parts > 1) fitted(process.stderr).write(`${render(say('This is longer than one managed policy may be (6,144 characters). Make {{n}} of it: --part 1 to --part {{n}}.', { n: parts }), catalogue)}\n`);
}

const dataOf = (kind: Kind): object => ({
  id: kind.id, version: kind.version, title: render(kind.title), scope: kind.scope, role: kind.role, reads: kind.reads, created: kind.traces.created, changed: kind.traces.changed, techniques: techniquesOf(kind.id),
  actions: Object.entries(kind.actions).map(([verb, a]) => ({ verb, changes: a.operations, permissions: a.permissions ?? [], reversible: !isIrreversible(a.undo), irreversible: isIrreversible(a.undo) ? render(a.undo.irreversible) : null })),
});

function print(kind: Kind, catalogue: Catalogue): void {
  const out = fitted(process.stdout);
  const line = (message: Text): void => { out.write(`${render(message, catalogue)}\n`); };
  line(say('{{id}}: {{title}}', { id: kind.id, title: kind.title }));
  line(say('  reads: {{reads}}', { reads: kind.reads }));
  if (Object.keys(kind.actions).length > 0 && techniquesOf(kind.id).length > 0) line(say('  techniques: {{ids}}', { ids: techniquesOf(kind.id) }));
  for (const [name, action] of Object.entries(kind.actions)) {
    const verb = verbText[name as Verb];
    line(isIrreversible(action.undo) ? say('  {{verb}}: {{changes}} (cannot be undone: {{why}})', { verb, changes: action.operations, why: action.undo.irreversible }) : say('  {{verb}}: {{changes}}', { verb, changes: action.operations.length > 0 ? action.operations : '–' }));
  }
}
