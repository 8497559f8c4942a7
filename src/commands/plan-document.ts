// The document of `--dry-run --json` and `plan.json`: what was seen, what was found, and what would be done.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Costs } from '../core/costs.ts';
import { render } from '../core/text.ts';
import type { JsonObject, StepView } from '../core/types.ts';
import { digestOfViews } from '../engine/views.ts';
import type { Outcome } from '../phases/respond.ts';
import type { Wizard } from '../phases/wizard.ts';
import { inertJson } from '../report/escape.ts';
import { recordData } from '../report/record-data.ts';
import { flag, text, type Raw } from './raw.ts';

export const PLAN_SCHEMA = 1;

/** See product.md; besides it each step carries its resource and a digest, so that `apply` can see drift. */
export function planDocument(wizard: Wizard, outcome: Outcome): JsonObject {
  const { caller } = wizard.session;
  const state = wizard.state();
  const { indicators } = state;
  const document = {
    schemaVersion: PLAN_SCHEMA,
    account: { id: caller.accountId, alias: outcome.alias ?? null, partition: caller.partition }, caller: { arn: caller.arn, accessKeyId: caller.accessKeyId }, endpoint: wizard.session.endpoint,
    incident: { since: indicators?.since ?? null, indicators: { accessKeyIds: indicators?.accessKeyIds ?? [], principals: indicators?.principals ?? [], sourceIps: indicators?.sourceIps ?? [] } },
    coverage: outcome.cells.map((c) => ({ ...c, detail: render(c.detail) })),
    findings: outcome.findings.map((f) => ({ ...f, because: render(f.because), ...(f.about === 'resource' ? {} : { subject: render(f.subject) }) })),
    lineage: state.traced ? wizard.engine.ledger.load(state.traced.lineage) : { credentials: [] },
    record: recordData(state),
    plan: { steps: outcome.views.map(stepOf) },
    costs: costsOf(state.costs), case: wizard.folder.dir, exitCode: outcome.exitCode,
  };
  return JSON.parse(JSON.stringify(document)) as JsonObject;
}

const stepOf = (v: StepView): object => ({
  id: v.step.id, wave: v.step.wave, finding: v.step.finding, kind: v.step.kind, verb: v.step.verb, origin: v.step.origin, resource: v.now ?? v.step.resource, title: render(v.title),
  calls: v.calls, reversible: v.reversible, because: render(v.step.because), destroys: v.destroys ? render(v.destroys) : null, breaks: v.breaks ? render(v.breaks) : null,
  irreversible: v.irreversible ? render(v.irreversible) : null, denied: v.denied.map((d) => ({ operation: d.operation, why: render(d.why) })), after: v.step.after, way: v.step.way ?? null, digest: digestOfViews([v]),
});

const costsOf = (costs: Costs | undefined): object => (costs ? { ...costs, purchases: costs.purchases.map((p) => ({ ...p, text: render(p.text) })) } : {});

/** Into the case, to `--plan FILE`, and to standard output with `--json`. */
export function writePlan(raw: Raw, wizard: Wizard, outcome: Outcome): void {
  if (!wizard.options.dryRun && !flag(raw, 'json')) return;
  const body = `${inertJson(planDocument(wizard, outcome))}\n`;
  writeFileSync(join(wizard.folder.dir, 'plan.json'), body, { mode: 0o600 });
  if (flag(raw, 'json')) process.stdout.write(body);
  const file = text(raw, 'plan');
  if (file !== undefined) writeFileSync(file, body, { mode: 0o600 });
}
