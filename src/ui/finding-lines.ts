// Findings as lines: grouped by verdict, each by its name, a reason that several share said once; what is contained already by name only.
import { grouped, MANY_FINDINGS, regionOf, sortOf } from '../core/finding-sort.ts';
import { inert, say, type Text } from '../core/text.ts';
import type { Finding, Verdict } from '../core/types.ts';
import type { UiEvent } from './port.ts';
import { hang, toned, VERDICT_SIGN } from './style.ts';
import { t, type Formatter } from './words.ts';

type Findings = Extract<UiEvent, { type: 'findings' }>;
const TITLE: Readonly<Record<Verdict, Text>> = {
  malicious: say('Malicious'), suspicious: say('Suspicious: nothing is done to it unless you say so'), weak: say('Weak: an open door, no sign of use'), benign: say('Looked at and found in order'),
};

/** What happened or was billed, and nothing that stands open. */
const ODD = say('Odd: alone it proves nothing');

export function findingLines(f: Formatter, { title, findings, kinds, contained = [], whole = false }: Findings): string[] {
  const some = whole ? (f: Formatter, all: readonly Finding[], kinds: Findings['kinds'], lines: Lines): string[] => lines(f, all, kinds) : folded;
  const held = findings.filter((one) => contained.includes(one.id));
  const open = findings.filter((one) => !contained.includes(one.id));
  const lines = ['', ...hang(f.style, '  ', f.style.paint.bold(t(f, title)))];
  for (const verdict of ['malicious', 'suspicious', 'weak', 'benign'] as const) {
    const all = open.filter((one) => one.verdict === verdict);
    const isOdd = (one: Finding): boolean => verdict === 'weak' && one.about !== 'resource';
    for (const [title, group] of [[TITLE[verdict], all.filter((one) => !isOdd(one))], [ODD, all.filter(isOdd)]] as const) {
      if (group.length > 0) lines.push('', ...headLines(f, VERDICT_SIGN[verdict], title, group.length, verdict === 'malicious' ? 'bad' : 'warn'), ...some(f, group, kinds, groupLines));
    }
    if (verdict === 'malicious' && held.length > 0) lines.push('', ...headLines(f, '✔', say("The stranger's, and contained"), held.length, 'good'), ...some(f, held, kinds, nameLines));
  }
  return lines;
}
const headLines = (f: Formatter, sign: string, title: Text, n: number, tone: 'bad' | 'warn' | 'good'): string[] => hang(f.style, `${sign} `, `${t(f, title)} (${String(n)})`).map((l) => toned(f.style, tone, l));

/** Of each sort some are shown, and how many more there are, and where. */
const FEW = 5, SHOWN = 3;
type Lines = (f: Formatter, findings: readonly Finding[], kinds: Findings['kinds']) => string[];
function folded(f: Formatter, findings: readonly Finding[], kinds: Findings['kinds'], lines: Lines): string[] {
  if (findings.length <= MANY_FINDINGS) return lines(f, findings, kinds);
  return [...grouped(findings, sortOf)].flatMap(([sort, all]) => {
    if (all.length <= FEW) return lines(f, all, kinds);
    const kind = kinds[sort];
    const more = `${kind ? `${t(f, kind)}: ` : ''}${t(f, say('{{n}} more, in the report', { n: all.length - SHOWN }))}`;
    return [...lines(f, all.slice(0, SHOWN), kinds), ...hang(f.style, '    … ', `${more}${placesOf(all.slice(SHOWN))}`)];
  });
}
/** `  eu-north-1 9, us-east-1 8` */
function placesOf(findings: readonly Finding[]): string {
  const places = [...grouped(findings, regionOf)].filter(([region]) => region !== 'aws-global');
  return places.length === 0 ? '' : `  ${places.map(([region, { length }]) => `${inert(region)} ${String(length)}`).join(', ')}`;
}
const nameLines: Lines = (f, findings, kinds) => findings.flatMap((one) => hang(f.style, '    ', nameOf(f, one, kinds)));

/** Findings with one reason stand together, in the order in which each reason first comes. */
function groupLines(f: Formatter, findings: readonly Finding[], kinds: Findings['kinds']): string[] {
  const groups = new Map<string, string[]>();
  for (const one of findings) {
    const because = reasonOf(f, one);
    groups.set(because, [...(groups.get(because) ?? []), ...hang(f.style, '    ', nameOf(f, one, kinds))]);
  }
  return [...groups].flatMap(([because, names]) => [...names, ...hang(f.style, '      ', because)]);
}
function reasonOf(f: Formatter, finding: Finding): string {
  const because = t(f, finding.because);
  return finding.techniques.length === 0 ? because : `${because} ${f.style.paint.dim(finding.techniques.join(' '))}`;
}
function nameOf(f: Formatter, finding: Finding, kinds: Findings['kinds']): string {
  if (finding.about !== 'resource') return `${f.style.paint.bold(t(f, finding.subject))}${beside(finding)}`;
  const { name } = finding.resource, kind = kinds[finding.kind], title = kind ? t(f, kind) : finding.kind;
  return `${name.startsWith(title) ? '' : `${title} `}${f.style.paint.bold(inert(name))}${beside(finding)}`;
}
/** The Region, where the name does not end with it. */
function beside(finding: Finding): string {
  const region = regionOf(finding), named = finding.about === 'resource' ? finding.resource.name : '';
  return region === 'aws-global' || named.endsWith(region) ? '' : `  ${inert(region)}`;
}
