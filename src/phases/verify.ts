// Verify: the whole history and every kind in every region, judged, with what could not be seen.
import { say } from '../core/text.ts';
import type { CoverageCell, Finding, Instant, JsonObject } from '../core/types.ts';
import { hardening, strangersOwn } from '../engine/plan.ts';
import { together } from '../engine/engine.ts';
import { sweep, type Listed } from '../engine/scan.ts';
import { detect } from '../activity/signs/detections.ts';
import { inOrder } from '../activity/lineage/lineage.ts';
import { IncidentError } from '../core/errors.ts';
import { comeInOtherwise } from './contain/containment.ts';
import { otherWaysIn } from './contain/own-way-in.ts';
import { claimedFindings, type Claimed } from './notice/claimed-findings.ts';
import { isBeyond, lookBeyond, tellUnknown } from './verify/beyond.ts';
import { lookAtCosts } from './verify/costs.ts';
import { beginCredentialReport } from './verify/credential-report.ts';
import { withUsedRegions } from './protect/deny-policy.ts';
import { advised } from './protect/hardening.ts';
import { identityCenterInHand } from './verify/identity-center.ts';
import type { Investigation } from './investigation.ts';
import { madeUnknown } from './verify/known-to-exist.ts';
import type { Regions } from './preflight.ts';
import { holeFindings, lookAtRecord } from './verify/record.ts';
import { listApart } from './verify/listed-apart.ts';
import { takenAway } from './verify/taken-away.ts';
import { rootInHand } from './remediate/root-in-hand.ts';
import { unexplained } from './verify/unexplained.ts';
import { hasSuspects } from './verify/untied.ts';
import { lookCloser } from './verify/look-closer.ts';
import { deadlineOf, kindTitles, showFindings, stopIfAsked, tell, type Wizard } from './wizard.ts';

export interface Verified { readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[]; readonly listed: readonly Listed[]; readonly claimed: Claimed }

/** Over what a pass goes. `claimed`: what only a message says. */
export interface Look { readonly regions: Regions; readonly claimed: Claimed; readonly scope: 'some-regions' | 'every-region' }

/** One whole pass. */
export async function verify(wizard: Wizard, investigation: Investigation, { regions, claimed, scope }: Look): Promise<Verified> {
  const { ui, engine, kinds, clock } = wizard;
  stopIfAsked(wizard);
  const pass = (wizard.state().sweeps.at(-1)?.pass ?? 0) + 1;
  ui.show({ type: 'phase', phase: 'verify', title: pass === 1 ? say('Verify: everything, everywhere') : say('Verify again'), ...deadlineOf(wizard) });
  const startedAt = clock.now().toISOString();
  await beginCredentialReport(wizard);
  // CloudTrail gives its history slowly, and other services have limits of their own.
  const [swept] = await together([
    sweep(engine, [...kinds.values()].filter(({ apart }) => !apart), regions.active, (_, n, of) => { ui.show({ type: 'progress', id: 'sweep', text: say('Looking at everything in every Region'), n, of }); }),
    investigation.sweep(),
  ]);
  ui.show({ type: 'progress', id: 'sweep', text: say(''), done: true });
  stopIfAsked(wizard);
  const apart = await listApart(wizard, investigation), seen = { listed: [...swept.listed, ...apart.listed], cells: [...swept.cells, ...apart.cells] };
  if (await comeBack(wizard, seen.cells)) return verify(wizard, investigation.again(), { regions, claimed, scope });
  const spent = await lookAtCosts(wizard, { pass, since: investigation.since || null, listed: seen.listed, active: [...regions.active, ...regions.cells.flatMap((c) => (c.check === 'account/region' && c.state === 'done' ? [c.region] : []))] });
  const listed = withUsedRegions(wizard, seen.listed);
  const recorded = await lookAtRecord(wizard, investigation, { pass, listed, cells: seen.cells });
  const found = judged(wizard, investigation, listed, claimed);
  const beyond = await lookBeyond(wizard, investigation, { listed, active: regions.active, found });
  const findings = [...found, ...spent.findings, ...beyond.findings];
  const cells = [...regions.cells, ...investigation.cells, ...seen.cells, ...spent.cells, ...beyond.cells, ...recorded];
  record(wizard, investigation, { pass, scope, startedAt, findings, cells });
  tellUnknown(wizard, findings);
  const weak = hardening(findings, kinds), settings = new Set([...weak.map((s) => s.finding), ...advised(findings, kinds).map((f) => f.id)]);
  const theirs = strangersOwn(findings);
  const shown = findings.filter((f) => f.verdict !== 'benign' && !settings.has(f.id) && !(f.verdict === 'weak' && f.about === 'resource' && theirs.has(f.resource.owner ?? f.resource.arn)));
  showFindings(wizard, say('What was found'), shown);
  if (weak.length > 0) tell(wizard, 'quiet', say('Settings that could be safer: {{n}}. Protect goes through them.', { n: weak.length }));
  if (findings.every((f) => f.verdict === 'benign' || f.verdict === 'weak') && !hasSuspects(wizard, investigation)) tell(wizard, 'good', say('Nothing of a stranger was found in what could be seen.'));
  ui.show({ type: 'coverage', cells, kinds: kindTitles(wizard) });
  await lookCloser(wizard, shown);
  return { findings, cells, listed, claimed };
}

/** Who is no longer known to AWS in the middle of a case has been cut off, and sees nothing: that is no finding. True: came in again. */
async function comeBack(wizard: Wizard, cells: readonly CoverageCell[]): Promise<boolean> {
  if (wizard.options.dryRun || !cells.some((c) => c.state === 'caller-lost')) return false;
  tell(wizard, 'bad', say('AWS no longer knows your credentials: somebody may have switched them off.'));
  wizard.ui.show({ type: 'list', title: say('Come in another way, and the case goes on from there'), items: otherWaysIn(wizard.session.partition.hasRoot, wizard.folder.dir) });
  if (await comeInOtherwise(wizard)) return true;
  throw new IncidentError('credentials', say('AWS no longer knows your credentials: somebody may have switched them off.'));
}

/** The same things in the light of what was learned since; a pass of its own in the case, but no look at AWS. */
export function judgedAgain(wizard: Wizard, investigation: Investigation, before: Verified): Verified {
  const findings = [...judged(wizard, investigation, before.listed, before.claimed), ...before.findings.filter((f) => f.about === 'spend' || isBeyond(f))];
  const pass = (wizard.state().sweeps.at(-1)?.pass ?? 0) + 1;
  record(wizard, investigation, { pass, scope: 'triage', startedAt: wizard.clock.now().toISOString(), findings, cells: before.cells });
  return { ...before, findings };
}

function judged(wizard: Wizard, investigation: Investigation, listed: readonly Listed[], claimed: Claimed): readonly Finding[] {
  const taken = takenAway(wizard, investigation, listed), known = [...investigation.findings(listed).filter((f) => !isOwnDoing(wizard, f)), ...taken];
  const found = [...known, ...claimedFindings(investigation, listed, claimed, known), ...unexplained(wizard, investigation, [...listed, ...taken.flatMap(({ kind: id, resource }) => { const kind = wizard.kinds.get(id); return kind ? [{ kind, resource }] : []; })]), ...madeUnknown(wizard, investigation), ...eventFindings(investigation), ...failedQuarantines(investigation), ...rootInHand(investigation, wizard.clock.now().toISOString())];
  const people = identityCenterInHand(investigation, listed).filter(({ id }) => !found.some((f) => f.id === id));
  return [...found, ...people, ...holeFindings(investigation, listed, found)];
}

/** A copy of a secret that this case cut from its first is a secret of its own until it is deleted. */
function isOwnDoing({ engine }: Wizard, finding: Finding): boolean {
  return finding.about === 'resource' && finding.verdict === 'suspicious' && engine.ledger.steps().some(({ step, state }) => step.verb === 'eradicate' && state === 'verified' && step.kind !== finding.kind && step.resource.arn === finding.resource.arn);
}

interface Pass { readonly pass: number; readonly scope: 'triage' | 'some-regions' | 'every-region'; readonly startedAt: Instant; readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[] }
function record({ folder, engine }: Wizard, investigation: Investigation, { pass, scope, startedAt, findings, cells }: Pass): void {
  const { credentials, principals } = investigation.lineage;
  folder.record({ type: 'indicated', indicators: investigation.indicators(), because: say('After looking at everything.') });
  folder.record({ type: 'traced', pass, lineage: engine.ledger.store(JSON.parse(JSON.stringify({ credentials, principals })) as JsonObject), events: engine.ledger.store(timeline(investigation)) });
  folder.record({ type: 'covered', pass, cells });
  folder.record({ type: 'found', pass, findings: engine.ledger.store(findings) });
  folder.record({ type: 'swept', pass, scope, startedAt });
}

/** Strong signs of attack without a tie to a known credential: shown, never planned. Those of the lineage are shown with what they made. */
function eventFindings(investigation: Investigation): Finding[] {
  const tied = new Set(investigation.lineage.attributed.map((a) => a.event.id));
  const signs = detect(inOrder(investigation.events));
  const groups = new Map<string, Finding & { about: 'event' }>();
  for (const event of inOrder(investigation.others)) {
    const sign = tied.has(event.id) ? undefined : signs.get(event.id)?.find((s) => s.strong);
    if (!sign || event.errorCode !== undefined) continue;
    const id = `event:${sign.id}:${event.principal || event.credential}`;
    const known = groups.get(id);
    groups.set(id, {
      about: 'event', id, verdict: 'weak', techniques: sign.techniques, because: sign.because, region: event.region, evidence: [...(known?.evidence ?? []), event.id].slice(0, 20),
      subject: say('{{name}} by {{who}} at {{time}}', { name: event.name, who: event.principal || event.credential, time: event.time }),
    });
  }
  return [...groups.values()];
}

function timeline(investigation: Investigation): readonly JsonObject[] {
  return investigation.lineage.attributed.filter((a) => a.hand !== 'owner').slice(0, 5_000).map(({ event, hand, because }) => JSON.parse(JSON.stringify({
    id: event.id, time: event.time, region: event.region, source: event.source, name: event.name, principal: event.principal, credential: event.credential, sourceIp: event.sourceIp,
    attribution: hand, because, ...(event.errorCode === undefined ? {} : { error: event.errorCode }),
  })) as JsonObject);
}

/** AWS tried to quarantine a user and was refused: a sign that AWS knows of a leak, and that nothing holds it. */
function failedQuarantines(investigation: Investigation): Finding[] {
  return investigation.events.filter((e) => e.operation === 'iam:AttachUserPolicy' && e.errorCode !== undefined && (e.sourceIp === 'AWS Internal' || /AWSCompromisedKeyQuarantine/.test(JSON.stringify(e.request ?? '') + (e.errorMessage ?? '')))).map((e) => ({
    about: 'event' as const, id: `event:failed-quarantine:${e.id}`, verdict: 'suspicious' as const, techniques: [], region: e.region, evidence: [e.id],
    subject: say('AWS tried to quarantine a user at {{time}} and was refused', { time: e.time }), because: say('AWS does this when a key of that user has leaked: {{error}} {{message}}', { error: e.errorCode ?? '', message: e.errorMessage ?? '' }),
  }));
}
