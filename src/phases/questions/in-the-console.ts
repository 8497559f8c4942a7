// What only a person can look at and end, in the console: asked about once, sort by sort; until the answer it stays open (promise 8).
import { findingQuestion, onlyAPersonCloses } from '../../case/open.ts';
import { byForm } from '../../core/alike.ts';
import { say } from '../../core/text.ts';
import type { Finding } from '../../core/types.ts';
import { untold } from '../../kinds/standing.ts';
import { showFindings, stopIfAsked, type Wizard } from '../wizard.ts';

/** The call, where it is one; the same call in ten Regions is looked at together. */
const sortOf = (finding: Finding): string => (finding.about === 'unknown' ? `${finding.verdict} ${JSON.stringify(finding.subject.with?.['name'] ?? finding.id)}` : finding.id);

/** Asked again in the next run where it is not ended yet. */
export async function askInTheConsole(wizard: Wizard): Promise<void> {
  if (wizard.options.dryRun) return;
  for (const findings of byForm(onlyAPersonCloses(wizard.state()), sortOf)) {
    const [first] = findings;
    if (!first) continue;
    showFindings(wizard, say('Only you can do this, in the console'), findings.map((f) => (f.about === 'resource' ? { ...f, ...untold({ ...f, because: f.because }) } : f)));
    const answer = await wizard.ui.ask({
      ask: 'choose', id: `in-console:${first.id}`, text: say('Have you looked at it in the console, and is nothing of the stranger left in it?'), advice: say('Say "done" only when it is; your answer goes into the reply to AWS.'),
      choices: [{ value: 'closed', title: say('Done') }, ...(first.verdict === 'suspicious' ? [{ value: 'mine', title: say('Yes, ours: leave it') }] : []), { value: 'later', title: say('Not yet') }],
    });
    stopIfAsked(wizard);
    if (answer === 'closed' || answer === 'mine') wizard.folder.recordAll(findings.map(({ id }) => ({ type: 'answered' as const, question: findingQuestion(id), answer })));
  }
}
