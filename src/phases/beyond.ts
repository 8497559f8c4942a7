// What no kind lists: the net under them, in one pass over what AWS tells of everything at once.
import { READS_TAGGED } from '../aws/tagged.ts';
import { say } from '../core/text.ts';
import type { CoverageCell, Finding, Operation, Region } from '../core/types.ts';
import type { Listed } from '../engine/scan.ts';
import { knownToExist } from './known-to-exist.ts';
import { tell, type Wizard } from './wizard.ts';

export const BEYOND_READS: readonly Operation[] = [...READS_TAGGED];
/** What a second judgement of the same look keeps. */
export const isBeyond = (finding: Finding): boolean => finding.id.startsWith('exists:');
export interface Beyond { readonly findings: readonly Finding[]; readonly cells: readonly CoverageCell[] }

/** After the costs, which belong to it. */
export async function lookBeyond(wizard: Wizard, seen: { readonly listed: readonly Listed[]; readonly active: readonly Region[] }): Promise<Beyond> {
  return knownToExist(wizard, seen);
}
export function tellUnknown(wizard: Wizard, findings: readonly Finding[]): void {
  const n = findings.filter((f) => f.about === 'unknown' && f.verdict === 'benign').length;
  if (n > 0) tell(wizard, 'quiet', say('Known to exist, and of sorts that this program does not know: {{n}}. The report names them.', { n }));
}
