// What AWS's own detectors have found: GuardDuty, Security Hub, Access Analyzer in a Region; Trusted Advisor where the support plan has it. The worst first, one page each.
import type { ReadAws } from './session.ts';
import type { Instant, Operation } from '../core/types.ts';

export const READS_ALARMS: readonly Operation[] = ['guardduty:ListFindings', 'guardduty:GetFindings', 'securityhub:GetFindings', 'access-analyzer:ListFindingsV2', 'support:DescribeTrustedAdvisorCheckResult'];
/** `severity`: as the service says it; `grave`: it calls it high. */
export interface Alarm { readonly id: string; readonly title: string; readonly type: string; readonly severity: string; readonly grave: boolean; readonly at: Instant }
const MOST = 50;

/** Not archived, medium and higher. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export async function guardDutyAlarms(aws: ReadAws, DetectorId: string, since: Instant): Promise<readonly Alarm[]> {
  const { GetFindingsCommand, ListFindingsCommand } = await import('@aws-sdk/client-guardduty');
  const client = await aws.client('guardduty');
  const { FindingIds = [] } = await client.send(new ListFindingsCommand({
    DetectorId, MaxResults: MOST, SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' },
    FindingCriteria: { Criterion: { 'service.archived': { Equals: ['false'] }, severity: { GreaterThanOrEqual: 4 }, updatedAt: { GreaterThanOrEqual: Date.parse(since) } } },
  }));
  if (FindingIds.length === 0) return [];
  const { Findings = [] } = await client.send(new GetFindingsCommand({ DetectorId, FindingIds }));
  return Findings.map((f) => ({ id: f.Id ?? '', title: f.Title ?? '', type: f.Type ?? '', severity: String(f.Severity ?? ''), grave: (f.Severity ?? 0) >= 7, at: f.UpdatedAt ?? '' }));
}

/** Attacks alone: what is set unsafely are thousands, and the tool's own kinds look at that. https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Types */
const ATTACKS = ['TTPs', 'Effects', 'Unusual Behaviors'] as const;
export async function securityHubAlarms(aws: ReadAws, since: Instant): Promise<readonly Alarm[]> {
  const { GetFindingsCommand } = await import('@aws-sdk/client-securityhub');
  const equals = (...values: readonly string[]) => values.map((Value) => ({ Value, Comparison: 'EQUALS' as const }));
  const { Findings = [] } = await (await aws.client('securityhub')).send(new GetFindingsCommand({
    MaxResults: MOST, SortCriteria: [{ Field: 'SeverityNormalized', SortOrder: 'desc' }],
    Filters: { RecordState: equals('ACTIVE'), SeverityLabel: equals('CRITICAL', 'HIGH'), Type: ATTACKS.map((Value) => ({ Value, Comparison: 'PREFIX' as const })), UpdatedAt: [{ Start: since, End: '9999-12-31T00:00:00Z' }] },
  }));
  return Findings.map((f) => ({ id: f.Id ?? '', title: f.Title ?? '', type: f.Types?.[0] ?? '', severity: f.Severity?.Label ?? '', grave: f.Severity?.Label === 'CRITICAL', at: f.UpdatedAt ?? '' }));
}

/** Access from outside that stands open. */
export async function analyzerAlarms(aws: ReadAws, analyzer: string): Promise<readonly Alarm[]> {
  const { ListFindingsV2Command } = await import('@aws-sdk/client-accessanalyzer');
  const { findings = [] } = await (await aws.client('access-analyzer')).send(new ListFindingsV2Command({
    analyzerArn: `arn:${aws.partition}:access-analyzer:${aws.region}:${aws.accountId}:analyzer/${analyzer}`, maxResults: MOST, filter: { status: { eq: ['ACTIVE'] } },
  }));
  return findings.map((f) => ({ id: f.id ?? '', title: f.resource ?? '', type: f.findingType ?? '', severity: f.resourceType ?? '', grave: false, at: f.updatedAt?.toISOString() ?? '' }));
}

/** Exposed Access Keys. https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html#exposed-access-keys; the columns in the order of its page. */
const EXPOSED_KEYS = '12Fnkpl8Y5';
export async function trustedAdvisorAlarms(aws: ReadAws): Promise<readonly Alarm[]> {
  const { DescribeTrustedAdvisorCheckResultCommand } = await import('@aws-sdk/client-support');
  const { result } = await (await aws.client('support')).send(new DescribeTrustedAdvisorCheckResultCommand({ checkId: EXPOSED_KEYS, language: 'en' }));
  return (result?.flaggedResources ?? []).filter((r) => r.isSuppressed !== true).map(({ resourceId = '', status = '', metadata: [key, user, type, , at] = [] }) => ({ id: resourceId, title: `${key ?? ''} (${user ?? ''})`, type: type ?? '', severity: status, grave: true, at: at ?? '' }));
}
