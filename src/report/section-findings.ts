// What was found, by verdict, and what descends from the leak.
import { openItems } from '../case/open.ts';
import { regionOf } from '../core/finding-sort.ts';
import { say, type Text } from '../core/text.ts';
import type { Finding, Verdict } from '../core/types.ts';
import { heading, paragraph, table, utc, value, type Block, type Item, type ReportInput } from './document.ts';
import { field, plain, records } from './loose.ts';
import { verdictText } from './words.ts';

const ORDER: readonly Verdict[] = ['malicious', 'suspicious', 'weak', 'benign'];

export function findingsSection({ state }: ReportInput): Block[] {
  const open = new Set(openItems(state).findings.map((finding) => finding.id));
  const unknown = (finding: Finding): boolean => finding.about === 'unknown' && finding.verdict === 'benign';
  const titled = [...ORDER.map((verdict) => [verdictText[verdict], state.findings.filter((f) => f.verdict === verdict && !unknown(f))] as const), [say('Known to exist, not understood'), state.findings.filter(unknown)] as const];
  const groups = titled.flatMap(([title, found]): Block[] => {
    if (found.length === 0) return [];
    return [
      heading(say('{{verdict}} ({{n}})', { verdict: title, n: found.length }), 3),
      table([say('What'), say('Where'), say('Why'), say('Techniques (ATT&CK)'), say('Evidence'), say('Stands')],
        found.map((finding) => [subjectOf(finding), value(regionOf(finding)), finding.because, value(finding.techniques.join(', ')), value(finding.evidence.join(', ')), standsOf(finding, open)])),
    ];
  });
  return [heading(say('Findings')), ...(groups.length > 0 ? groups : [paragraph(state.coverage.length === 0 ? say('Nothing was looked at yet.') : say('Nothing was found in what could be seen.'))])];
}

const subjectOf = (finding: Finding): Text => (finding.about === 'resource'
  ? say('{{kind}} {{name}} ({{arn}})', { kind: finding.kind, name: finding.resource.name, arn: finding.resource.arn })
  : finding.subject);

function standsOf(finding: Finding, open: ReadonlySet<string>): Text {
  if (open.has(finding.id)) return say('open');
  return finding.verdict === 'malicious' || finding.verdict === 'suspicious' ? say('dealt with') : say('for information');
}

interface Credential { readonly id: string; readonly parent: string; readonly text: Text }

/** Parent and child credentials, as far as the history shows them. */
export function lineageSection({ state, objects }: ReportInput): Block[] {
  if (state.traced === undefined) return [];
  const credentials = records(field(objects.load(state.traced.lineage), 'credentials')).map((one): Credential => {
    const [id = '', type = '', principal = '', parent = '', issuedAt = '', expiresAt = ''] = ['id', 'type', 'principal', 'parent', 'issuedAt', 'expiresAt'].map((key) => plain(one[key]));
    const text = say('{{id}} ({{type}}) of {{principal}}; issued {{issued}}, ends {{expires}}', { id, type, principal, issued: utc(issuedAt) || '?', expires: utc(expiresAt) || '?' });
    return { id, parent, text };
  });
  if (credentials.length === 0) return [];
  return [
    heading(say('Lineage')),
    paragraph(say('Every credential that descends from the leak, under the one it came from.')),
    { block: 'list', items: tree(credentials) },
  ];
}

// Each credential once, also where the data name a ring of parents.
function tree(credentials: readonly Credential[]): Item[] {
  const known = new Set(credentials.map((one) => one.id));
  const placed = new Set<string>();
  const items: Item[] = [];
  const place = (one: Credential, depth: number): void => {
    if (placed.has(one.id)) return;
    placed.add(one.id);
    items.push({ text: one.text, depth: Math.min(depth, 8) });
    for (const child of credentials) if (child.parent === one.id) place(child, depth + 1);
  };
  for (const one of credentials) if (!known.has(one.parent)) place(one, 0);
  for (const one of credentials) place(one, 0);
  return items;
}
