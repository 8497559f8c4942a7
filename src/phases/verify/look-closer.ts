// More findings than anybody reads at once: the operator takes them sort by sort, or Region by Region, the worst first, and goes on when that is enough.
import { grouped, MANY_FINDINGS, regionOf, sortOf } from '../../core/finding-sort.ts';
import { say, type Text } from '../../core/text.ts';
import type { Finding } from '../../core/types.ts';
import type { Choice } from '../../ui/port.ts';
import { showFindings, stopIfAsked, type Wizard } from '../wizard.ts';

const ON = 'on', OFFERED = 8;
/** Asks until the operator goes on; nothing where no person can be asked, or where all of it was shown. */
export async function lookCloser(wizard: Wizard, findings: readonly Finding[]): Promise<void> {
  if (!wizard.ui.interactive || findings.length <= MANY_FINDINGS) return;
  const parts = new Map([...worst(grouped(findings, sortOf)), ...worst(grouped(findings.filter((f) => regionOf(f) !== 'aws-global'), regionOf))]);
  const titles = new Map<string, Text>([...wizard.kinds].map(([id, { title }]) => [id, title]));
  const choices: readonly Choice[] = [{ value: ON, title: say('No, go on') }, ...[...parts].map(([name, { length }]) => ({ value: name, title: say('{{name}}: {{n}}', { name: titles.get(name) ?? name, n: length }) }))];
  for (;;) {
    const part = await wizard.ui.ask({ ask: 'choose', id: 'findings', text: say('Look closer at some of them?'), choices });
    stopIfAsked(wizard);
    const chosen = typeof part === 'string' ? parts.get(part) : undefined;
    if (chosen === undefined) return;
    showFindings(wizard, say('What was found'), chosen, true);
  }
}
/** Those with the most malicious findings first. */
const worst = (groups: ReadonlyMap<string, readonly Finding[]>): readonly (readonly [string, readonly Finding[]])[] => [...groups].sort(([, a], [, b]) => malicious(b) - malicious(a) || b.length - a.length).slice(0, OFFERED);
const malicious = (findings: readonly Finding[]): number => findings.filter((f) => f.verdict === 'malicious').length;
