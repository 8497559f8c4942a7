// The report's beginning and end: what stands, what AWS wrote, and what the hash chain can prove.
import { answerToEvent, LEAK_CLOSED_QUESTION, LEAK_QUESTION } from '../case/answers.ts';
import { caseNumberOf, claimsOf, SUPPORT_PLAN } from '../case/claims-view.ts';
import { isDrill } from '../case/identity.ts';
import { isAnswer, isComplete, openItems, stepsDone } from '../case/open.ts';
import type { CaseState } from '../case/state.ts';
import { supportCenter } from '../core/support-center.ts';
import { say, type Text } from '../core/text.ts';
import { heading, list, paragraph, table, utc, value, type Block, type ReportInput } from './document.ts';
import { demandStanding, REPLY_DEMAND } from './demands.ts';
import { standingText, answerText } from './words.ts';

export function summarySection({ state, madeAt }: ReportInput): Block[] {
  const { accountId, partition, endpoint } = state.identity;
  return [
    heading(say('Incident report {{case}}', { case: state.caseId }), 1),
    ...(isDrill(state.identity) ? [paragraph(say('This was a drill on a simulated account ({{endpoint}}). Nothing here happened in AWS.', { endpoint }))] : []),
    paragraph(statusOf(state)),
    table([say('What'), say('Value')], [
      [say('Account'), accountId === '' ? say('not known yet') : value(accountId)],
      [say('Support plan'), state.coverage.find(({ check }) => check === SUPPORT_PLAN)?.detail ?? say('not known yet')],
      [say('Partition and endpoint'), say('{{partition}}, {{endpoint}}', { partition, endpoint })],
      [say('Case opened'), value(utc(state.openedAt))],
      [say('Last entry'), value(utc(state.lastAt))],
      [say('Report made'), value(utc(madeAt))],
      [say('Worked on by'), callersOf(state)],
      [say('AWS’s deadline'), state.deadline === undefined ? say('none known') : value(state.deadline)],
      [say('First sign'), value(utc(state.indicators?.since))],
      [say('Where it leaked'), leakOf(state)],
    ]),
    list(figuresOf(state)),
  ];
}

function statusOf(state: CaseState): Text {
  if (state.unknown > 0) return say('A later version of the tool wrote {{n}} entries that are not in this report.', { n: state.unknown });
  if (isComplete(state)) {
    if (openItems(state).findings.length > 0) return say('What is still open, only AWS can end: the answer to AWS asks for it.');
    return openItems(state).gaps.length > 0
      ? say('Everything found in what could be seen is dealt with. Not everything could be seen: see Coverage.')
      : say('Everything found is dealt with, and a pass over every region after the last containment found nothing more.');
  }
  return state.closing === undefined
    ? say('This case is not closed: no pass over every region has ended 30 minutes or more after the last containment.')
    : say('This case is not closed: what is open is listed below.');
}

function figuresOf(state: CaseState): Text[] {
  const open = openItems(state);
  const count = (verdict: string): number => state.findings.filter((finding) => finding.verdict === verdict).length;
  return [
    say('Findings: {{malicious}} malicious, {{suspicious}} suspicious, {{weak}} of posture; {{open}} open', { malicious: count('malicious'), suspicious: count('suspicious'), weak: count('weak'), open: open.findings.length }),
    say('Steps done and verified: {{done}}; open: {{open}}; of those failed: {{failed}}; in doubt: {{doubt}}', { done: stepsDone(state), open: open.steps.length, failed: open.failed.length, doubt: state.inDoubt.length }),
    say('Gaps in what could be seen: {{gaps}}; waits: {{waits}}', { gaps: open.gaps.length, waits: open.waits.length }),
  ];
}

function callersOf(state: CaseState): Text {
  const all = [...new Set(state.runs.map(({ caller }) => caller?.arn ?? ''))];
  const known = all.filter((arn) => arn !== '');
  if (known.length === 0) return say('somebody without usable credentials');
  return all.length === known.length ? value(known.join(', ')) : say('{{callers}}, and somebody without usable credentials', { callers: known });
}

function leakOf(state: CaseState): Text {
  const where = state.answers.get(LEAK_QUESTION);
  if (typeof where !== 'string' || where === 'unknown') return say('not known: a new secret must not go where the old one was');
  return state.answers.get(LEAK_CLOSED_QUESTION) === 'yes'
    ? say('{{where}}; closed, says the operator', { where })
    : say('{{where}}; still open: a new secret must not go there', { where });
}

export function noticeSection({ state, entries }: ReportInput): Block[] {
  const settledAt = new Map(entries.flatMap((entry) => (entry.type === 'settled' ? [[entry.step, entry.seq] as const] : [])));
  const title = heading(say('What AWS wrote'));
  if (state.claims.length === 0) return [title, paragraph(say('No notice was given.'))];
  const claims = claimsOf(state);
  const one = (what: Text, about: string, said: string | undefined): Text[][] => (said === undefined ? [] : [[what, value(said), standingText(state, `${about}:${said}`)]]);
  const many = (what: Text, about: string, all: readonly string[]): Text[][] => all.flatMap((said) => one(what, about, said));
  const rows = [
    ...one(say('Kind'), 'kind', claims.kind), ...one(say('Account'), 'account', claims.accountId), ...one(say('Support case'), 'case', claims.caseId),
    ...many(say('Access key'), 'key', claims.accessKeyIds), ...many(say('Leaked'), 'leak', claims.accessKeyIds), ...many(say('IAM user'), 'user', claims.iamUsers),
    ...many(say('Source IP'), 'ip', claims.sourceIps), ...many(say('Resource'), 'resource', claims.resources),
    ...one(say('Exposed at'), 'url', claims.exposedUrl),
  ];
  const asked = claims.demands.map(({ id, title: what }) => {
    const standing = demandStanding(state, id), { text } = standing;
    const steps = id === REPLY_DEMAND ? [...state.steps.values()].filter(isAnswer) : standing.steps;
    return [what ?? value(id), text, value(steps.flatMap(({ step }) => settledAt.get(step.id) ?? []).map((seq) => `#${String(seq)}`).join(' '))];
  });
  const events = claims.events.map((event) => [value(utc(event.time)), value(event.name), value(event.sourceIp ?? ''), answerText(answerToEvent(state, event))]);
  return [
    title,
    paragraph(say('A notice is a claim until AWS itself shows it. Received {{times}}.', { times: state.claims.map(({ at }) => utc(at)) })),
    list([value(supportCenter(state.identity.partition, caseNumberOf(state)))]),
    ...(rows.length > 0 ? [table([say('Claim'), say('Value'), say('How it stands')], rows)] : []),
    ...(asked.length > 0 ? [heading(say('What AWS asked for'), 3), table([say('Asked for'), say('How it stands'), say('Journal')], asked)] : []),
    ...(events.length > 0 ? [heading(say('Events that AWS listed'), 3), table([say('Time'), say('Event'), say('From'), say('Whose')], events)] : []),
  ];
}

export function chainSection({ entries, head, tornBytes, state }: ReportInput): Block[] {
  return [
    heading(say('What this report rests on')),
    table([say('What'), say('Value')], [
      [say('Journal entries'), value(entries.length)],
      [say('Head of the chain (SHA-256 of the last line)'), value(head)],
      [say('Written by'), value([...new Set([state.tool, ...state.runs.map(({ tool }) => tool)])].join(', '))],
    ]),
    paragraph(say('Each line of the journal holds the hash of the line before, so that no line can be changed, added or taken out in the middle without its being seen. The chain cannot show that its end was cut off, or that all of it was written anew: note the head elsewhere, where nobody can change it, and compare.')),
    ...(tornBytes > 0 ? [paragraph(say('After the last whole line stand {{n}} bytes of one that was never finished: a run was killed while it wrote, or is at work now. They are not part of the record.', { n: tornBytes }))] : []),
  ];
}
