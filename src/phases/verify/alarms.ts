// What AWS's own detectors say, where the account has them: shown beside what was found, and never planned by.
import { analyzerAlarms, guardDutyAlarms, READS_ALARMS, securityHubAlarms, trustedAdvisorAlarms, type Alarm } from '../../aws/alarms.ts';
import { coverageOf, failureOf } from '../../aws/errors.ts';
import { digestOf } from '../../core/digest.ts';
import { isIncidentError } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { CoverageCell, Finding, Instant, KindId, Region, Resource } from '../../core/types.ts';
import { inParallel } from '../../engine/engine.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import type { ReadAws } from '../../aws/session.ts';
import type { Checked } from './credential-report.ts';
import type { Investigation } from '../investigation.ts';
import type { Wizard } from '../wizard.ts';

const NINETY_DAYS = 90 * 86_400_000;
interface Source { readonly check: string; readonly service: string; readonly region: Region; ask(aws: ReadAws): Promise<readonly Alarm[]> }

/** Asked only where the kinds found a detector; Trusted Advisor once. */
export async function checkAlarms(wizard: Wizard, investigation: Investigation, listed: readonly Listed[]): Promise<Checked> {
  const since = investigation.since || new Date(wizard.clock.now().getTime() - NINETY_DAYS).toISOString();
  const asked = await inParallel([...listed.flatMap(({ kind, resource }) => sourceOf(kind.id, resource, since) ?? []), ...(wizard.session.partition.hasRoot ? [TRUSTED_ADVISOR] : [])], 8, (source) => ask(wizard, source));
  return { findings: asked.flatMap((a) => a.findings), cells: asked.flatMap((a) => a.cells) };
}

const TRUSTED_ADVISOR: Source = { check: 'support/trusted-advisor', service: 'Trusted Advisor', region: 'aws-global', ask: trustedAdvisorAlarms };
function sourceOf(kind: KindId, resource: Resource, since: Instant): Source | undefined {
  const fields = resource as Resource & Readonly<Record<string, unknown>>;
  const { region } = resource;
  const text = (name: string): string | undefined => { const value = fields[name]; return typeof value === 'string' && value !== '' ? value : undefined; };
  switch (kind) {
    case 'guardduty/detector': { const id = text('detectorId'); return id === undefined ? undefined : { check: 'guardduty/finding', service: 'GuardDuty', region, ask: (aws) => guardDutyAlarms(aws, id, since) }; }
    case 'securityhub/hub': return fields['enabled'] === true ? { check: 'securityhub/finding', service: 'Security Hub', region, ask: (aws) => securityHubAlarms(aws, since) } : undefined;
    case 'access-analyzer/analyzer': { const name = text('analyzer'); return name === undefined ? undefined : { check: 'access-analyzer/finding', service: 'Access Analyzer', region, ask: (aws) => analyzerAlarms(aws, name) }; }
    default: return undefined;
  }
}

async function ask({ session }: Wizard, source: Source): Promise<Checked> {
  const { check, region } = source;
  try {
    const alarms = await source.ask(session.reads(READS_ALARMS, region === 'aws-global' ? session.partition.globalRegion : region));
    return { findings: alarms.map((alarm) => findingOf(source, alarm)), cells: [cell(check, region, 'done')] };
  } catch (error) {
    if (isIncidentError(error)) throw error;
    return { findings: [], cells: [refused(check, region, error)] };
  }
}
function refused(check: string, region: Region, error: unknown): CoverageCell {
  const { code, message } = failureOf(error);
  return cell(check, region, coverageOf(error), say('{{code}}: {{message}}', { code, message }));
}

const findingOf = ({ check, service, region }: Source, { id, title, type, severity, grave, at }: Alarm): Finding => ({
  about: 'account', id: `beyond:${check}:${digestOf([id, region]).slice(0, 12)}`, verdict: grave ? 'suspicious' : 'weak', techniques: [], region, evidence: [], subject: say('{{service}}: {{title}}', { service, title }),
  because: say('{{type}} ({{severity}}), last at {{time}}. It is that service that says so; look at it there.', { type, severity, time: at }),
});
