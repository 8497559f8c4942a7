// How findings are told apart where there are many: by sort, and by Region.
import type { Finding, Region } from './types.ts';

/** More than so many are not read one by one. */
export const MANY_FINDINGS = 40;
/** The kind of a resource, or what else a finding is about. */
export const sortOf = (finding: Finding): string => (finding.about === 'resource' ? finding.kind : finding.about);
export const regionOf = (finding: Finding): Region => (finding.about === 'resource' ? finding.resource.region : finding.region);
/** In the order in which each group first comes. */
export function grouped(findings: readonly Finding[], by: (finding: Finding) => string): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}
