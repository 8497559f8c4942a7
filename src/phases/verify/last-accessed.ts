// What users, roles, groups and policies were used for, by IAM's own record: of the stranger's, what the event history does not hold (data calls); of all others, what nobody needs.
import { askLastAccessed, readLastAccessed, READS_LAST_ACCESSED, type ServiceUse } from '../../aws/last-accessed.ts';
import { sameName } from '../../activity/identity.ts';
import { failureOf, coverageOf } from '../../aws/errors.ts';
import { digestOf } from '../../core/digest.ts';
import { isIncidentError } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn, CoverageCell, Finding, KindId } from '../../core/types.ts';
import { inParallel } from '../../engine/engine.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import type { Checked } from './credential-report.ts';
import type { Investigation } from '../investigation.ts';
import { isUnusedAdvice, unusedFinding, worthAsking } from '../protect/unused-permissions.ts';
import { stopIfAsked, type Wizard } from '../wizard.ts';

const CHECK = 'iam/last-accessed';
/** Each is a job of AWS's; more are said to be left out. */
const MOST = 40, TRIES = 20, PAUSE_MS = 1_000, DAY_MS = 86_400_000;
const ASKED: readonly KindId[] = ['iam/user', 'iam/role', 'iam/group', 'iam/policy'];

interface Asked { readonly arn: Arn; readonly uses: readonly ServiceUse[]; readonly cell?: CoverageCell }

/** The stranger's first; of the owner's as many as are left, once a day, and no job twice. */
export async function checkLastAccessed(wizard: Wizard, investigation: Investigation, listed: readonly Listed[], findings: readonly Finding[]): Promise<Checked> {
  const subjects = investigation.since === '' ? [] : subjectsOf(investigation, listed, findings);
  const asked = await askAll(wizard, subjects.slice(0, MOST), 'ACTION_LEVEL');
  const known = knownUnused(wizard);
  // Where unused roles are not looked for, nobody asks for advice.
  const worth = known === undefined && wizard.kinds.has('iam/unused-role') ? worthAsking(listed, findings, wizard.clock.now()) : [];
  const others = await askAll(wizard, worth.map((one) => one.arn).filter((arn) => !subjects.includes(arn)).slice(0, MOST - asked.length), 'SERVICE_LEVEL');
  const uses = new Map([...asked, ...others].filter((one) => one.cell === undefined).map((one) => [one.arn, one.uses]));
  return {
    findings: [
      ...asked.flatMap((one) => unseen(one.arn, one.uses.filter((u) => u.at >= investigation.since && !isOwn(wizard, one.arn, u)), investigation)),
      ...known ?? worth.flatMap((one) => unusedFinding(one, uses.get(one.arn) ?? [], subjects.includes(one.arn), wizard.clock.now()) ?? []),
    ],
    cells: cellsOf([...asked, ...others], subjects.length - asked.length, worth.filter((one) => !uses.has(one.arn)).length),
  };
}
/** `others`: of the owner's users and roles; advice on some of them is advice, and no gap. */
function cellsOf(asked: readonly Asked[], left: number, others: number): readonly CoverageCell[] {
  const failure = asked.find((one) => one.cell !== undefined)?.cell;
  if (asked.length === 0 || failure) return failure ? [failure] : [];
  if (left > 0) return [cell(CHECK, 'aws-global', 'skipped', say('{{n}} users, roles, groups and policies beyond the {{most}} that were asked about.', { n: left, most: MOST }))];
  return [others > 0 ? cell(CHECK, 'aws-global', 'done', say('{{n}} users, roles, groups and policies beyond the {{most}} that were asked about.', { n: others, most: MOST })) : cell(CHECK, 'aws-global', 'done')];
}
/** What a pass of the last day has found, where it could ask. */
function knownUnused(wizard: Wizard): readonly Finding[] | undefined {
  const { sweeps, findings, coverage } = wizard.state();
  const isFresh = sweeps.some((s) => s.scope !== 'triage' && wizard.clock.now().getTime() - Date.parse(s.endedAt) < DAY_MS);
  return isFresh && !coverage.some((c) => c.check === CHECK && c.gap) ? findings.filter(isUnusedAdvice) : undefined;
}
/** What is denied once is not asked forty times: the first alone, then all others side by side, since AWS works on each for a second or more. */
async function askAll(wizard: Wizard, arns: readonly Arn[], granularity: 'ACTION_LEVEL' | 'SERVICE_LEVEL'): Promise<readonly Asked[]> {
  const [first, ...others] = arns;
  if (first === undefined) return [];
  const one = { arn: first, ...await usesOf(wizard, first, granularity) };
  return [one, ...await inParallel(others, MOST, async (arn) => ({ arn, ...(one.cell ? { uses: [], cell: one.cell } : await usesOf(wizard, arn, granularity)) }))];
}

/** What was found to be the stranger's or doubtful, and whom the stranger acted as. */
function subjectsOf(investigation: Investigation, listed: readonly Listed[], findings: readonly Finding[]): readonly Arn[] {
  const bad = findings.flatMap((f) => (f.about === 'resource' && ASKED.includes(f.kind) && (f.verdict === 'malicious' || f.verdict === 'suspicious') ? [f.resource.arn] : []));
  const used = new Set(investigation.indicators().principals.map(sameName));
  return [...new Set([...bad, ...listed.filter((l) => ASKED.includes(l.kind.id) && used.has(sameName(l.resource.arn))).map((l) => l.resource.arn)])].sort();
}

async function usesOf(wizard: Wizard, arn: Arn, granularity: 'ACTION_LEVEL' | 'SERVICE_LEVEL'): Promise<Omit<Asked, 'arn'>> {
  const aws = wizard.session.reads(READS_LAST_ACCESSED);
  try {
    const job = await askLastAccessed(aws, arn, granularity);
    for (let n = 0; n < TRIES; n++) {
      stopIfAsked(wizard);
      const uses = await readLastAccessed(aws, job);
      if (uses) return { uses };
      await wizard.clock.sleep(PAUSE_MS, wizard.engine.signal);
    }
    return { uses: [], cell: cell(CHECK, 'aws-global', 'failed', say('AWS did not finish the report.')) };
  } catch (error) {
    if (isIncidentError(error)) throw error;
    const { code, class: sort, message } = failureOf(error);
    // Gone since, or credentials were renewed while the job ran: no other session may read it.
    if (sort === 'not-found') return { uses: [] };
    return { uses: [], cell: cell(CHECK, 'aws-global', coverageOf(error), say('{{operation}}: {{code}} {{message}}', { operation: 'iam:GenerateServiceLastAccessedDetails', code, message })) };
  }
}

/** Whoever runs this tool has used what it looks at since the case was opened. */
function isOwn(wizard: Wizard, arn: Arn, { at }: ServiceUse): boolean {
  const { openedAt, runs } = wizard.state();
  return at >= openedAt && runs.some(({ caller }) => caller !== undefined && sameName(caller.arn) === sameName(arn));
}
/** What IAM names otherwise than CloudTrail. */
const SOURCE_OF: Readonly<Record<string, string>> = { cloudwatch: 'monitoring', tag: 'tagging' };
/** Services that were used, and of whose calls the history shows none. */
function unseen(arn: Arn, uses: readonly ServiceUse[], { events, since }: Investigation): Finding[] {
  const of = (who: Arn): ReadonlySet<string> => new Set(events.filter((e) => e.time >= since && sameName(e.principal) === sameName(who)).map((e) => e.source.split('.')[0] ?? ''));
  const hidden = uses.filter((u) => u.service !== 'sts' && !of(u.by || arn).has(SOURCE_OF[u.service] ?? u.service));
  if (hidden.length === 0) return [];
  const named = hidden.map((u) => { const actions = u.actions.filter((a) => a.at >= since).map((a) => a.name); return actions.length === 0 ? u.service : `${u.service} (${actions.slice(0, 5).join(', ')})`; });
  return [{
    about: 'account', id: `beyond:last-accessed:${digestOf(arn).slice(0, 12)}`, verdict: 'weak', techniques: [], region: 'aws-global', evidence: [], subject: say('{{who}} used {{services}} since the first sign', { who: arn, services: named }),
    because: say('IAM keeps the last use of each service, also where it was refused, and the event history shows no such call: calls on data do not stand in it.'),
  }];
}
