// What no kind lists: the net under them, the credential report, what IAM remembers of the stranger's principals, and what AWS's own detectors say.
import { READS_ALARMS } from '../../aws/alarms.ts';
import { READS_REPORT } from '../../aws/credential-report.ts';
import { READS_LAST_ACCESSED } from '../../aws/last-accessed.ts';
import { READS_TAGGED } from '../../aws/tagged.ts';
import { say } from '../../core/text.ts';
import type { CoverageCell, Finding, Operation, Region } from '../../core/types.ts';
import { inParallel } from '../../engine/engine.ts';
import type { Listed } from '../../engine/scan.ts';
import { checkAlarms } from './alarms.ts';
import { checkCredentialReport } from './credential-report.ts';
import type { Investigation } from '../investigation.ts';
import { knownToExist } from './known-to-exist.ts';
import { checkLastAccessed } from './last-accessed.ts';
import { tell, type Wizard } from '../wizard.ts';

export const BEYOND_READS: readonly Operation[] = [...READS_TAGGED, ...READS_REPORT, ...READS_LAST_ACCESSED, ...READS_ALARMS];
/** What a second judgement of the same look keeps. */
export const isBeyond = ({ id }: Finding): boolean => id.startsWith('exists:') || id.startsWith('beyond:');
export interface Beyond { readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[] }

/** After the costs, which belong to it. `found`: what the kinds and the events showed. */
export async function lookBeyond(wizard: Wizard, investigation: Investigation, { listed, active, found }: { readonly listed: readonly Listed[]; readonly active: readonly Region[]; readonly found: readonly Finding[] }): Promise<Beyond> {
  const asked: readonly (() => Promise<Beyond>)[] = [
    () => knownToExist(wizard, { listed, active }), () => checkCredentialReport(wizard, investigation, listed),
    () => checkLastAccessed(wizard, investigation, listed, found), () => checkAlarms(wizard, investigation, listed),
  ];
  const parts = await inParallel(asked, asked.length, (ask) => ask());
  return { findings: parts.flatMap((p) => p.findings), cells: parts.flatMap((p) => p.cells) };
}
export function tellUnknown(wizard: Wizard, findings: readonly Finding[]): void {
  const n = findings.filter((f) => f.about === 'unknown' && f.verdict === 'benign').length;
  if (n > 0) tell(wizard, 'quiet', say('Known to exist, and of sorts that this program does not know: {{n}}. The report names them.', { n }));
}
