// What told us that something is wrong: a notice becomes claims, claims are held against what AWS shows, and the case gets its first indicators.
import { LEAK_QUESTION } from '../case/answers.ts';
import { claimsData, kindTitle, noClaims, type Claims } from '../intake/claims.ts';
import { FETCH_READS, fetchNotices } from '../intake/fetch.ts';
import { readNotice } from '../intake/read.ts';
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { askOnce, type Wizard } from './wizard.ts';

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
  const { options, folder } = wizard;
  if (options.notice) return record(wizard, await readNotice(options.notice.bytes), 'file');
  const known = wizard.state().claims.at(-1);
  if (known) return { claims: known.claims as unknown as Claims, source: known.source };
  if (options.accessKeyIds.length + options.users.length + options.sourceIps.length > 0) return { claims: noClaims('text'), source: 'by hand' };
  const fetched = await fetchFromAws(wizard);
  const how = await askOnce(wizard, {
    ask: 'choose', id: 'notice-source', text: say('What tells you that something is wrong?'),
    advice: fetched.length > 0 ? say('AWS has an open message for this account: take that one.') : say('If AWS wrote to you, paste its message: it names the key and the deadline.'),
    choices: [
      ...fetched.map((f, i) => ({ value: `fetched:${String(i)}`, title: say('The message from AWS: {{subject}}', { subject: f.subject ?? '' }) })),
      { value: 'paste', title: say('I have a message from AWS; I paste it') },
      { value: 'file', title: say('I have it as a file') },
      { value: 'key', title: say('I know the access key') },
      { value: 'none', title: say('None of these; look at everything') },
    ],
  });
  switch (typeof how === 'string' ? how.split(':')[0] : undefined) {
    case 'fetched': return record(wizard, fetched[Number(String(how).slice(8))] ?? noClaims('support-case'), 'support-center');
    case 'paste': { const body = await wizard.ui.ask({ ask: 'paste', id: 'notice-text', text: say("AWS's message:") }); return record(wizard, await readNotice(Buffer.from(typeof body === 'string' ? body : '')), 'pasted'); }
    case 'file': return record(wizard, await readNotice(await fileAsked(wizard)), 'file');
    case 'key': {
      const key = await askOnce(wizard, { ask: 'line', id: 'key', text: say('Access key id (AKIA…):'), check: (v) => (/^A[KS]IA[A-Z0-9]{12,124}$/.test(v.trim()) ? undefined : say('An access key id begins with AKIA or ASIA and has 20 letters and digits.')) });
      return { claims: { ...noClaims('text'), accessKeyIds: typeof key === 'string' ? [key.trim()] : [] }, source: 'by hand' };
    }
    default: folder.record({ type: 'noted', text: say('No notice was given.') }); return { claims: noClaims('text'), source: 'none' };
  }
}

async function fileAsked(wizard: Wizard): Promise<Uint8Array> {
  const { readFileSync } = await import('node:fs');
  const path = await wizard.ui.ask({ ask: 'line', id: 'notice-file', text: say('Which file?') });
  if (typeof path !== 'string') return new Uint8Array();
  try { return readFileSync(path); } catch (error) { throw usage(say('Could not read {{path}}: {{why}}', { path, why: error instanceof Error ? error.message : '' })); }
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
export function showClaims(wizard: Pick<Wizard, 'ui'>, { claims, source }: Pick<Intake, 'claims' | 'source'>): void {
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
  if (claims.demands.length > 0) ui.show({ type: 'list', title: say('What AWS asks for'), items: claims.demands.map((d) => d.title) });
  for (const warning of claims.warnings) ui.show({ type: 'say', tone: 'warn', text: warning });
}

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
