// The end of a run: the last look over every region, the report, the draft of the answer to AWS, and what the case waits for.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, isComplete, openItems, stepsDone } from '../case/open.ts';
import { QUIET_MS } from '../case/fold.ts';
import { caseNumberOf } from '../case/claims-view.ts';
import { readCase } from '../case/read.ts';
import { gapTexts } from '../core/coverage.ts';
import { supportCenter } from '../core/support-center.ts';
import { say, type Text } from '../core/text.ts';
import type { CoverageCell } from '../core/types.ts';
import { markdownReport } from '../report/markdown.ts';
import { chargesRequest, disputedOf } from '../report/charges.ts';
import { supportReply } from '../report/support-reply.ts';
import { AWS_AGREEMENT_WAIT } from '../report/demands.ts';
import { EXIT } from '../core/errors.ts';
import { chargesGoTo } from './charges.ts';
import { isPosted } from './notice/post-answer.ts';
import { kindTitles, quietlyUntil, showFindings, tell, tellHowToGoOn, waitUntil, type Wizard } from './wizard.ts';

/** By then the history shows nearly everything that was done during the containment (CloudTrail user guide: within some minutes). */
const VIGIL_MS = 10 * 60_000;

export type LastLook = 'now' | 'later' | 'done';
/** Promise 8: no case closes before a pass over every region that ends 30 minutes or more after the last containment. `meanwhile`: what is done once on the way there. */
export async function lastLook(wizard: Wizard, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<LastLook> {
  const due = expectLastLook(wizard);
  if (due === undefined) {
    // A run that was cut off may have looked, and not have said so.
    lookedLast(wizard);
    return 'done';
  }
  if (due.getTime() > wizard.clock.now().getTime() && !wizard.options.drill) {
    const answer = await wizard.ui.ask({
      ask: 'choose', id: 'last-look', text: say('Wait for it here?'), about: say('The last look comes 30 minutes after the last containment, at {{time}}.', { time: due.toISOString() }),
      advice: say('Wait here if you can; a stranger who comes back does it in this time.'), choices: [{ value: 'now', title: say('Yes, wait here') }, { value: 'later', title: say('No; I come back with: aws-incident resume') }],
    });
    if (answer !== 'now') return 'later';
  }
  await quietlyUntil(wizard, new Date(due.getTime() - QUIET_MS + VIGIL_MS));
  await meanwhile();
  const { lastContainmentAt: last } = wizard.state();
  await waitUntil(wizard, last === undefined ? due : new Date(Date.parse(last) + QUIET_MS), say('The last look comes 30 minutes after the last containment.'));
  return 'now';
}
/** Until it was, the case waits for it, also where none is made (`apply`). */
function expectLastLook(wizard: Wizard): Date | undefined {
  const { lastContainmentAt, closing, waits } = wizard.state();
  if (lastContainmentAt === undefined || closing !== undefined) return undefined;
  const due = new Date(Date.parse(lastContainmentAt) + QUIET_MS), id = 'closing-pass';
  if (!waits.has(id)) wizard.folder.record({ type: 'waiting', id, wait: { for: 'time', until: due.toISOString(), task: say('Then look at every Region once more with: aws-incident resume') } });
  return due;
}
export function lookedLast(wizard: Wizard): void {
  if (wizard.state().closing !== undefined && wizard.state().waits.has('closing-pass')) wizard.folder.record({ type: 'waited', id: 'closing-pass', because: say('Every Region was looked at once more.') });
}

/** Waits that every contained case has: AWS's agreement, and sessions that can still live. */
export function lastingWaits(wizard: Wizard): void {
  const state = wizard.state();
  if (state.claims.length === 0 || state.checks.size === 0) return;
  const task = isPosted(state, supportReply(state)) ? say("AWS has your answer. When it has agreed, type: aws-incident resume --notice FILE with AWS's next message. Until then AWS's quarantine policy stays.")
    : say("Send the answer to AWS in its case. When AWS has agreed, type: aws-incident resume --notice FILE with AWS's next message. Until then AWS's quarantine policy stays.");
  const known = state.waits.get(AWS_AGREEMENT_WAIT)?.wait;
  if (known?.for !== 'operator' || known.task.say !== task.say) wizard.folder.record({ type: 'waiting', id: AWS_AGREEMENT_WAIT, wait: { for: 'operator', task } });
}

/** Writes report and draft beside the journal, and says how things stand. Returns the exit code. */
export function conclude(wizard: Wizard): number {
  const { ui, folder } = wizard;
  expectLastLook(wizard);
  const state = wizard.state();
  const open = openItems(state);
  ui.show({ type: 'phase', phase: 'closing', title: say('Where it stands'), ...(state.deadline === undefined ? {} : { deadline: state.deadline }) });
  const rows: (readonly [Text, Text])[] = [
    [say('Steps done'), say('{{n}}', { n: stepsDone(state) })],
    [say('Findings open'), say('{{n}}', { n: open.findings.length })], [say('Steps open'), say('{{n}}', { n: open.steps.length })],
    [say('Gaps'), say('{{n}}', { n: open.gaps.length })], [say('Waiting for'), say('{{n}}', { n: open.waits.length })],
  ];
  ui.show({ type: 'list', title: say('This case'), rows });
  if (open.findings.length > 0) showFindings(wizard, say('Still open'), open.findings);
  if (open.waits.length > 0) ui.show({ type: 'list', title: say('The case waits for'), items: open.waits.map(({ wait }) => (wait.for === 'quiet' ? say('{{credential}} to stay quiet for {{hours}} hours', { credential: wait.credential, hours: wait.hours }) : wait.for === 'time' ? say('{{task}} (after {{until}} UTC)', { task: wait.task, until: wait.until.slice(0, 16).replace('T', ' ') }) : wait.task)) });
  const exitCode = exitCodeOf(state);
  folder.record({ type: 'ended', state: open.findings.length + open.steps.length > 0 ? 'open' : open.waits.length > 0 ? 'waiting' : 'closed', exitCode });
  writeReports(wizard);
  if (state.coverage.length > 0) verdict(wizard, exitCode, isComplete(state));
  else tellHowToGoOn(wizard);
  if (open.gaps.length > 0) ui.show({ type: 'list', tone: 'warn', title: say('Not seen, and so not judged'), items: [...unseen(wizard, open.gaps), ...whatNow(open.gaps)] });
  ui.show({ type: 'list', title: say('Note this down: it shows later that the end of the journal was not cut off'), items: [say('{{head}}', { head: folder.journal.head() })] });
  return exitCode;
}

function verdict(wizard: Wizard, exitCode: number, onlyAws: boolean): void {
  switch (exitCode) {
    case EXIT.done: tell(wizard, 'good', say('Nothing of the stranger is left open, as far as can be seen.')); break;
    case EXIT.gaps: tell(wizard, 'warn', say('Nothing found in what could be seen; the gaps above were not seen.')); break;
    case EXIT.open: tell(wizard, 'warn', onlyAws ? say('What is still open, only AWS can end: the answer to AWS asks for it.') : say('Something is still open.')); tellHowToGoOn(wizard); break;
    default: tell(wizard, 'bad', say('Some steps failed. They are named above.')); tellHowToGoOn(wizard);
  }
}

/** On the screen; the report holds all of them. */
const SHOWN = 6;
const unseen = (wizard: Wizard, gaps: readonly CoverageCell[]): readonly Text[] => gapTexts(gaps, kindTitles(wizard), SHOWN, ({ check, state, regions }) => say('{{check}} ({{state}}) in {{regions}}', { check, state, regions }));

/** What helps, by the sorts of gaps that there are. */
function whatNow(gaps: readonly CoverageCell[]): readonly Text[] {
  const states = new Set(gaps.map((g) => g.state));
  return [
    ...(states.has('denied') ? [say('Denied: the permissions that are needed are printed by: aws-incident kinds --policy verify')] : []),
    ...(states.has('throttled') ? [say('Throttled: AWS asked for fewer requests. Look again later: aws-incident recheck')] : []),
    ...(states.has('failed') ? [say('Failed: AWS or the network did not answer as it should. Look at this network (DNS, proxy) and at health.aws.amazon.com, then: aws-incident recheck')] : []),
    ...(states.has('caller-lost') ? [say('Credentials lost: AWS takes them no longer. Come in with others, then: aws-incident recheck')] : []),
  ];
}

export function writeReports(wizard: Wizard): void {
  const { ui, folder, clock } = wizard;
  const reading = readCase(folder.dir);
  const put = (name: string, text: string): string => { const path = join(folder.dir, name); writeFileSync(path, text, { mode: 0o600 }); return path; };
  ui.show({ type: 'file', title: say('The report:'), path: put('report.md', markdownReport({ ...reading, madeAt: clock.now().toISOString() }, ui.catalogue)) });
  if (wizard.state().claims.length > 0) showAnswer(wizard, put);
  const charges = chargesRequest(reading.state);
  if (charges !== undefined) ui.show({ type: 'file', title: chargesGoTo(reading.state), path: put(disputedOf(reading.state) ? 'request-about-charges.txt' : 'message-to-payer.txt', charges) });
}

/** Ready to be pasted, until it stands in the case. */
function showAnswer({ ui, session, ...wizard }: Wizard, put: (name: string, text: string) => string): void {
  const state = wizard.state(), answer = supportReply(state);
  const path = put('reply-to-aws.txt', answer);
  ui.show({ type: 'file', path, title: isPosted(state, answer) ? say('Your answer to AWS:') : say('Your answer to AWS, ready to be read and pasted into the case: {{link}}', { link: supportCenter(session.partition.id, caseNumberOf(state)) }) });
}
