// `aws-incident kinds`: what the tool looks at and what it may do to it; `--policy` prints the least IAM policy.
import { FORESEE_READS } from '../aws/foresee.ts';
import { HISTORY_READS } from '../activity/history.ts';
import { KEY_READS } from '../activity/log-proof.ts';
import { EXIT, usage } from '../core/errors.ts';
import { render, say, type Catalogue, type Text } from '../core/text.ts';
import type { Operation } from '../core/types.ts';
import { FETCH_READS } from '../intake/fetch.ts';
import type { Kind } from '../kinds/kind.ts';
import { COST_READS } from '../costs/read-costs.ts';
import { READS_ROOT } from '../aws/root-facts.ts';
import { iamActionsOf } from '../core/iam-actions.ts';
import { DATA_READS } from '../phases/data-exposure.ts';
import { BEYOND_READS } from '../phases/beyond.ts';
import { PREFLIGHT_READS } from '../phases/preflight.ts';
import { isIrreversible } from '../engine/engine.ts';
import { catalogueFor } from '../ui/languages.ts';
import { flag, text, type Raw } from './raw.ts';
import { loadKinds } from './run.ts';

/** Reads that belong to no kind. */
export const OTHER_READS: readonly Operation[] = ['sts:GetCallerIdentity', ...PREFLIGHT_READS, ...FORESEE_READS, ...HISTORY_READS, ...FETCH_READS, ...READS_ROOT, ...COST_READS, ...BEYOND_READS, ...DATA_READS, ...KEY_READS];

export async function run(raw: Raw, args: readonly string[]): Promise<number> {
  const kinds = [...(await loadKinds()).values()].filter((k) => args[0] === undefined || k.id === args[0]);
  if (kinds.length === 0) throw usage(say('There is no kind {{name}}. List them: aws-incident kinds', { name: args[0] ?? '' }));
  const policy = text(raw, 'policy');
  if (policy !== undefined) process.stdout.write(`${JSON.stringify(policyFor(policy, kinds, args[0] === undefined), undefined, 2)}\n`);
  else if (flag(raw, 'json')) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, kinds: kinds.map(dataOf) }, undefined, 2)}\n`);
  else {
    const catalogue = await catalogueFor(text(raw, 'lang'), process.env);
    for (const kind of kinds) print(kind, catalogue);
  }
  return EXIT.done;
}

/** The least policy: verify reads; remediate reads and changes; protect what it reads of the root user. */
export function policyFor(phase: string, kinds: readonly Kind[], whole: boolean): object {
  const actions = kinds.flatMap((k) => Object.values(k.actions));
  const reads = [...kinds.flatMap((k) => k.reads), ...actions.flatMap((a) => a.reads ?? []), ...(whole ? OTHER_READS : [])];
  const changes = actions.flatMap((a) => [...a.operations, ...(a.permissions ?? [])]);
  const wanted = phase === 'verify' ? reads : phase === 'remediate' ? [...reads, ...changes] : READS_ROOT;
  const named = [...new Set(wanted.flatMap((o) => iamActionsOf(o as Operation)))].sort();
  return { Version: '2012-10-17', Statement: [{ Sid: `AwsIncident${phase.charAt(0).toUpperCase()}${phase.slice(1)}`, Effect: 'Allow', Action: named, Resource: '*' }] };
}

const dataOf = (kind: Kind): object => ({
  id: kind.id, version: kind.version, title: render(kind.title), scope: kind.scope, role: kind.role, reads: kind.reads, created: kind.traces.created, changed: kind.traces.changed,
  actions: Object.entries(kind.actions).map(([verb, a]) => ({ verb, changes: a.operations, permissions: a.permissions ?? [], reversible: !isIrreversible(a.undo), irreversible: isIrreversible(a.undo) ? render(a.undo.irreversible) : null })),
});

function print(kind: Kind, catalogue: Catalogue): void {
  const line = (message: Text): void => { process.stdout.write(`${render(message, catalogue)}\n`); };
  line(say('{{id}}: {{title}}', { id: kind.id, title: kind.title }));
  line(say('  reads: {{reads}}', { reads: kind.reads }));
  for (const [verb, action] of Object.entries(kind.actions)) {
    line(isIrreversible(action.undo) ? say('  {{verb}}: {{changes}} (cannot be undone: {{why}})', { verb, changes: action.operations, why: action.undo.irreversible }) : say('  {{verb}}: {{changes}}', { verb, changes: action.operations.length > 0 ? action.operations : '–' }));
  }
}
