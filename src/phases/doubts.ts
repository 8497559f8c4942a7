// What is only suspicious is asked about, one by one; nothing is done to it in bulk, and silence leaves it alone.
import { findingQuestion } from '../case/open.ts';
import { say } from '../core/text.ts';
import type { Finding, ResourceFinding } from '../core/types.ts';
import { askOnce, type Wizard } from './wizard.ts';

/** Findings that the operator said are the stranger's. */
export function disownedFindings(wizard: Wizard): ReadonlySet<string> {
  const prefix = findingQuestion('');
  return new Set([...wizard.state().answers].flatMap(([q, a]) => (q.startsWith(prefix) && a === 'not-mine' ? [q.slice(prefix.length)] : [])));
}

export async function askDoubts(wizard: Wizard, findings: readonly Finding[]): Promise<void> {
  const doubtful = findings.filter((f): f is ResourceFinding => f.about === 'resource' && f.verdict === 'suspicious');
  for (const finding of doubtful) {
    const answer = await askOnce(wizard, {
      ask: 'choose', id: findingQuestion(finding.id),
      text: say('{{kind}} {{name}}: {{because}} Is it yours?', { kind: finding.kind, name: finding.resource.name, because: finding.because }),
      advice: say('Ask whoever works with this account before you say that it is not yours.'),
      choices: [{ value: 'mine', title: say('Yes, ours: leave it') }, { value: 'not-mine', title: say("No: it is the stranger's") }, { value: 'unknown', title: say('I cannot tell yet') }],
    });
    if (answer === undefined) return;
  }
}
