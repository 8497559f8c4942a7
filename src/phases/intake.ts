// What told us that something is wrong: a notice becomes claims, claims are held against what AWS shows, and the case gets its first indicators.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { LEAK_QUESTION } from '../case/answers.ts';
import { claimsOf } from '../case/claims-view.ts';
import type { CaseState } from '../case/state.ts';
import { claimsData, kindTitle, noClaims, type Claims } from '../intake/claims.ts';
import { FETCH_READS, fetchNotices } from '../intake/fetch.ts';
import { MAX_NOTICE_BYTES } from '../intake/decode.ts';
import { readNotice, tooLarge } from '../intake/read.ts';
import { whyNot } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import { demandLine } from '../report/demands.ts';
import type { Answer, Question } from '../ui/port.ts';
import { askOnce, stopIfAsked, tell, type Wizard } from './wizard.ts';

/** Where the claims came from, and the claims. */
export interface Intake { readonly claims: Claims; readonly source: string; /** AWS's last message by itself. */ readonly newest: Claims }

/** From the option, from the case, by asking, or from the Support Center. A notice that was taken before is not asked for again. */
export async function takeNotice(wizard: Wizard): Promise<Intake> {
  const { claims, source } = await latest(wizard);
  const earlier = wizard.state().claims.map((c) => c.claims as unknown as Claims);
  return { claims: together(claims, earlier), source, newest: claims };
}

/** AWS's later messages name less than its first: what any of them named stays claimed. */
function together(newest: Claims, all: readonly Claims[]): Claims {
  const first = all.find((c) => c.isNotice) ?? newest;
  const union = <T>(of: (c: Claims) => readonly T[]): T[] => [...new Map([...all, newest].flatMap(of).map((one) => [JSON.stringify(one), one])).values()];
  return {
    ...first, deadline: newest.deadline ?? first.deadline, accessKeyIds: union((c) => c.accessKeyIds), iamUsers: union((c) => c.iamUsers), sourceIps: union((c) => c.sourceIps),
    events: union((c) => c.events), demands: union((c) => c.demands), policyNames: union((c) => c.policyNames), resources: union((c) => c.resources), warnings: newest.warnings,
  };
}

type Latest = Pick<Intake, 'claims' | 'source'>;
async function latest(wizard: Wizard): Promise<Latest> {
  const { options } = wizard;
  if (options.notice) return record(wizard, await readNotice(options.notice.bytes), 'file');
  const known = wizard.state().claims.at(-1);
  if (known) return { claims: known.claims as unknown as Claims, source: known.source };
  if (options.accessKeyIds.length + options.users.length + options.sourceIps.length > 0) return { claims: noClaims('text'), source: 'by hand' };
  return await asked(wizard, await fetchFromAws(wizard)) ?? nothingGiven(wizard);
}
function nothingGiven({ folder }: Wizard): Latest {
  folder.record({ type: 'noted', text: say('No notice was given.') });
  return { claims: noClaims('text'), source: 'none' };
}

/** Asked until there is something to read, where somebody can be asked; what was chosen is remembered when it was taken. `undefined`: there is no message. */
async function asked(wizard: Wizard, fetched: readonly Claims[]): Promise<Latest | undefined> {
  let how = wizard.state().answers.get(SOURCE);
  for (;;) {
    const known = how !== undefined;
    how ??= await wizard.ui.ask(sourceQuestion(fetched));
    stopIfAsked(wizard);
    const taken = await take(wizard, how, fetched);
    if (taken !== 'nothing') {
      if (!known && how !== undefined) wizard.folder.record({ type: 'answered', question: SOURCE, answer: how });
      return taken;
    }
    tell(wizard, 'warn', say('There is nothing in it.'));
    how = undefined;
  }
}
const SOURCE = 'notice-source';
const sourceQuestion = (fetched: readonly Claims[]): Question => ({
  ask: 'choose', id: SOURCE, text: say('What tells you that something is wrong?'),
  advice: fetched.length > 0 ? say('AWS has an open message for this account: take that one.') : say('If AWS wrote to you, paste its message: it names the key and the deadline.'),
  choices: [
    ...fetched.map((f, i) => ({ value: `fetched:${String(i)}`, title: say('The message from AWS: {{subject}}', { subject: f.subject ?? '' }) })),
    { value: 'paste', title: say('I have a message from AWS; I paste it') },
    { value: 'file', title: say('I have it as a file') },
    { value: 'key', title: say('I know the access key') },
    { value: 'none', title: say('None of these; look at everything') },
  ],
});

async function take(wizard: Wizard, how: Answer, fetched: readonly Claims[]): Promise<Latest | 'nothing' | undefined> {
  const { ui } = wizard;
  switch (typeof how === 'string' ? how.split(':')[0] : undefined) {
    case 'fetched': return record(wizard, fetched[Number(String(how).slice(8))] ?? noClaims('support-case'), 'support-center');
    case 'paste': return given(wizard, await ui.ask({ ask: 'paste', id: 'notice-text', text: say("AWS's message:") }), (pasted) => Buffer.from(pasted), 'pasted');
    case 'file': return given(wizard, await ui.ask({ ask: 'line', id: 'notice-file', text: say('Which file?'), check: fileTrouble }), (path) => readFileSync(pathOf(path)), 'file');
    case 'key': {
      const key = await askOnce(wizard, { ask: 'line', id: 'key', text: say('Access key id (AKIA…):'), check: (v) => (/^A[KS]IA[A-Z0-9]{12,124}$/.test(v.trim()) ? undefined : say('An access key id begins with AKIA or ASIA and has 20 letters and digits.')) });
      return { claims: { ...noClaims('text'), accessKeyIds: typeof key === 'string' ? [key.trim()] : [] }, source: 'by hand' };
    }
    default: return undefined;
  }
}
/** Whoever leaves here is asked again when the case goes on: no message was taken. */
async function given(wizard: Wizard, answer: Answer, bytesOf: (answer: string) => Uint8Array, source: string): Promise<Latest | 'nothing' | undefined> {
  stopIfAsked(wizard);
  if (typeof answer === 'string' && answer.trim() !== '') return record(wizard, await readNotice(bytesOf(answer)), source);
  return wizard.ui.interactive && answer !== undefined ? 'nothing' : undefined;
}

/** As a shell would take it, also what was dragged into the window. */
const pathOf = (typed: string): string => typed.trim().replace(/^(['"])(.*)\1$/, '$2').replace(/^~(?=\/)/, homedir());
function fileTrouble(typed: string): Text | undefined {
  if (typed.trim() === '') return undefined;
  try {
    const { length } = readFileSync(pathOf(typed));
    return length > MAX_NOTICE_BYTES ? tooLarge(length).text : undefined;
  } catch (error) { return say('Could not read {{path}}: {{why}}', { path: pathOf(typed), why: whyNot(error) }); }
}

function record(wizard: Wizard, claims: Claims, source: string): Latest {
  wizard.folder.record({ type: 'claimed', source, claims: claimsData(claims) });
  return { claims, source };
}

async function fetchFromAws(wizard: Wizard): Promise<readonly Claims[]> {
  const { session } = wizard;
  const fetched = await fetchNotices(session.reads(FETCH_READS, session.partition.globalRegion));
  return fetched.flatMap((f) => (f.state === 'found' ? f.claims : []));
}

/** What the notice says, as it was understood. Nothing of it is believed before AWS shows it. */
export function showClaims(wizard: Pick<Wizard, 'ui'>, { claims, source }: Pick<Intake, 'claims' | 'source'>, state?: CaseState): void {
  if (source === 'none' || source === 'by hand') return;
  if (!claims.isNotice) wizard.ui.show({ type: 'say', tone: 'warn', text: say('This does not read like a notice from AWS about a compromise. What it names is shown, and believed only where AWS shows it.') });
  const { ui } = wizard;
  const rows = [
    [say('Kind'), kindTitle[claims.kind]], [say('Account'), say('{{id}}', { id: claims.accountId ?? '–' })], [say('Support case'), say('{{id}}', { id: claims.caseId ?? '–' })],
    [say('Access keys'), say('{{ids}}', { ids: claims.accessKeyIds.length > 0 ? claims.accessKeyIds : '–' })], [say('IAM users'), say('{{names}}', { names: claims.iamUsers.length > 0 ? claims.iamUsers : '–' })],
    [say('Addresses'), say('{{ips}}', { ips: claims.sourceIps.length > 0 ? claims.sourceIps : '–' })], [say('Answer by'), say('{{when}}', { when: claims.deadline ?? '–' })],
  ] as const;
  ui.show({ type: 'list', title: say("What AWS's message says"), rows });
  if (claims.exposedUrl !== null) ui.show({ type: 'list', title: say('The key was found here'), items: [say('{{url}}', { url: claims.exposedUrl })] });
  showDemands(ui, claims, state);
  for (const warning of claims.warnings) ui.show({ type: 'say', tone: 'warn', text: warning });
}

/** AWS's next message beside those before it: what is new, what it asks for once more, and how each stands, with the requests that did it. */
function showDemands(ui: Wizard['ui'], { demands }: Claims, state: CaseState | undefined): void {
  if (state === undefined || state.claims.length < 2) {
    if (demands.length > 0) ui.show({ type: 'list', title: say('What AWS asks for'), items: demands.map((d) => d.title) });
    return;
  }
  const [before, newest] = [new Set(demandsIn(state.claims.slice(0, -1))), new Set(demandsIn(state.claims.slice(-1)))];
  const show = (title: Text, of: (id: string) => boolean): void => {
    const items = claimsOf(state).demands.flatMap((demand, i) => (of(demand.id) ? [demandLine(state, demand, i + 1, 3)] : []));
    if (items.length > 0) ui.show({ type: 'list', title, items });
  };
  show(say('New in this message'), (id) => newest.has(id) && !before.has(id));
  show(say('Asked for again'), (id) => newest.has(id) && before.has(id));
  show(say('What AWS asked for'), (id) => !newest.has(id));
}
const demandsIn = (claims: CaseState['claims']): readonly string[] => claimsOf({ claims }).demands.map(({ id }) => id);

/** Where did it leak? Until that place is closed, a new secret would leak again. */
export async function askLeak(wizard: Wizard): Promise<void> {
  await askOnce(wizard, {
    ask: 'choose', id: LEAK_QUESTION, text: say('Where did the key leak?'), advice: say('Say what you know; "not known yet" keeps the question open in the report.'),
    choices: [
      { value: 'repository', title: say('A repository'), hint: say('also one that was public only for a moment') }, { value: 'laptop', title: say('A laptop or a workstation') }, { value: 'phishing', title: say('Phishing: somebody gave it away') },
      { value: 'server', title: say('A server, a container or a CI system') }, { value: 'unknown', title: say('Not known yet') },
    ],
  });
}
