// Holds the notice's claims against what AWS shows, and says which of them may be acted on.
import type { TrailEvent } from '../../activity/event.ts';
import { failureOf } from '../../aws/errors.ts';
import { READS_ROOT, rootFacts } from '../../aws/root-facts.ts';
import { SUPPORT_PLAN } from '../../case/claims-view.ts';
import type { ClaimStanding } from '../../case/facts.ts';
import { IncidentError } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { CoverageCell } from '../../core/types.ts';
import { cell, type Listed } from '../../engine/scan.ts';
import type { Claims } from '../../intake/claims.ts';
import { FETCH_READS, fetchNotices, type Fetched } from '../../intake/fetch.ts';
import { checkClaims, isWrongAccount, provenLeaks, type ClaimCheck, type ShownFacts } from '../../intake/verify.ts';
import { askOnce, tell, type Wizard } from '../wizard.ts';

const named = (listed: readonly Listed[], kind: string): readonly Listed[] => listed.filter((l) => l.kind.id === kind);
const field = (l: Listed, name: string): string => { const value = (l.resource as unknown as Record<string, unknown>)[name]; return typeof value === 'string' ? value : ''; };

/** The events that a notice lists can only be checked when the history was read; everything else comes first. */
export const withoutEvents = (claims: Claims): Claims => ({ ...claims, events: [] });
const onlyEvents = (claims: Claims): Claims => ({ ...claims, accountId: null, caseId: null, iamUsers: [], accessKeyIds: [], policyNames: [] });

export function checkEvents(wizard: Wizard, claims: Claims, events: readonly TrailEvent[]): readonly ClaimCheck[] {
  return check(wizard, onlyEvents(claims), { accountId: wizard.session.caller.accountId, ...(events.length > 0 ? { events } : {}) });
}

/** What stands in the account, and what AWS itself says where it lets a program ask. */
export async function factsOf(wizard: Wizard, { listed, cells }: { readonly listed: readonly Listed[]; readonly cells: readonly CoverageCell[] }, claimed: readonly string[]): Promise<{ readonly facts: ShownFacts; readonly unasked: readonly CoverageCell[] }> {
  const { session } = wizard;
  const fetched = await fetchNotices(session.reads(FETCH_READS, session.partition.globalRegion));
  const said = (from: Fetched['from']): readonly Claims[] | undefined => fetched.flatMap((f) => (f.from === from && f.state === 'found' ? [f.claims] : []))[0];
  const [cases, health] = [said('support'), said('health')];
  const facts = {
    accountId: session.caller.accountId, rootHasKeys: await rootMayHold(wizard, claimed.filter((id) => id.startsWith('AKIA') && !listed.some((l) => l.resource.name === id))),
    ...(cases ? { cases } : {}), ...(health ? { health } : {}),
    ...whole(cells, 'iam/access-key', { keys: named(listed, 'iam/access-key').map((l) => ({ id: l.resource.name, user: field(l, 'userName') })) }),
    ...whole(cells, 'iam/user', { users: named(listed, 'iam/user').map((l) => l.resource.name) }),
    ...whole(cells, 'iam/quarantine-policy', { quarantines: named(listed, 'iam/quarantine-policy').map((l) => ({ user: field(l, 'userName'), policy: field(l, 'policyName') || l.resource.name })) }),
  };
  const unasked = fetched.flatMap((f) => (f.state === 'denied' || f.state === 'failed' ? [cell(f.from === 'support' ? 'support/case' : 'health/event', 'aws-global', f.state, f.because)] : []));
  return { facts, unasked: [...unasked, ...fetched.flatMap(supportPlan)] };
}

/** Asked only where a key is named that no user has. */
async function rootMayHold({ session }: Wizard, keys: readonly string[]): Promise<boolean> {
  if (keys.length === 0) return false;
  try { return (await rootFacts(session.reads(READS_ROOT))).keys; } catch (error) {
    if (failureOf(error).class === 'denied') return true;
    throw error;
  }
}

/** Which plan an account has no API says; AWS answers programs only with a paid one (https://docs.aws.amazon.com/awssupport/latest/user/about-support-api.html). */
function supportPlan({ from, state }: Fetched): readonly CoverageCell[] {
  if (from !== 'support' || (state !== 'found' && state !== 'unavailable')) return [];
  return [state === 'found' ? cell(SUPPORT_PLAN, 'aws-global', 'done', say('A paid plan: programs may ask AWS Support.')) : cell(SUPPORT_PLAN, 'aws-global', state, say('Basic or Developer: AWS Support answers in the console only.'))];
}

/** A list that could not be read proves no absence. */
const whole = <T extends object>(cells: readonly CoverageCell[], check: string, facts: T): Partial<T> => (cells.some((c) => c.check === check && c.gap) ? {} : facts);

/** Throws where the notice is about another account: wrong profile? */
export function check(wizard: Wizard, claims: Claims, facts: ShownFacts): readonly ClaimCheck[] {
  const checks = checkClaims(claims, facts);
  const known = wizard.state().checks;
  const standing = (c: ClaimCheck): ClaimStanding => (c.state === 'confirmed' ? 'proven' : c.state);
  // What AWS has shown once was true then: a key that this case deleted is not "contradicted" by its absence.
  const news = checks.filter((c) => { const was = known.get(`${c.claim.about}:${c.claim.value}`)?.stands; return was !== 'proven' && was !== standing(c); });
  wizard.folder.recordAll(news.map((c) => ({ type: 'checked', claim: `${c.claim.about}:${c.claim.value}`, stands: standing(c), because: c.because })));
  if (isWrongAccount(checks)) {
    const because = checks.find((c) => c.wrongAccount)?.because ?? say('');
    throw new IncidentError('failed', say('{{because}} Nothing was changed. Choose the right credentials with --profile.', { because }));
  }
  return checks;
}

/** What AWS has shown before is not denied now because this case has dealt with it since. */
export function showChecks(wizard: Wizard, checks: readonly ClaimCheck[]): void {
  const proven = (c: ClaimCheck): boolean => wizard.state().checks.get(`${c.claim.about}:${c.claim.value}`)?.stands === 'proven';
  // That the quarantine is attached is said with the leak that it proves.
  const said = (c: ClaimCheck): boolean => c.claim.about === 'policy' && c.state === 'confirmed' && checks.some((o) => o.claim.about === 'leak' && o.state === 'confirmed');
  for (const c of checks.filter((one) => !said(one) && (one.state === 'confirmed' || !proven(one)))) tell(wizard, c.state === 'confirmed' ? 'good' : c.state === 'contradicted' ? 'bad' : 'warn', c.because);
}

/** Keys that may be taken for abused: AWS shows it, or the operator says so at a question that names what is missing. */
export async function abusedKeys(wizard: Wizard, claims: Claims, checks: readonly ClaimCheck[]): Promise<{ readonly abused: readonly string[]; readonly unproven: readonly string[] }> {
  const proven = new Set([...provenLeaks(checks), ...everProven(wizard), ...wizard.options.accessKeyIds, ...saidLeaked(wizard)]);
  remember(wizard, wizard.options.accessKeyIds);
  const abused = new Set(proven);
  const unproven: string[] = [];
  for (const key of claims.accessKeyIds.filter((k) => !proven.has(k))) {
    const missing = checks.some((c) => c.claim.about === 'key' && c.claim.value === key && c.state === 'contradicted');
    if (missing) continue;
    const answer = await askOnce(wizard, {
      ask: 'choose', id: `leaked:${key}`, text: say('Do you know that it leaked?'), about: say('Only the message says that {{key}} leaked; nothing that AWS shows proves it. Anybody can write such a message.', { key }),
      advice: say('Find the case in the Support Center of the console before you say yes.'),
      choices: [{ value: 'yes', title: say('Yes, it leaked: treat it as abused') }, { value: 'no', title: say('No, or I cannot tell: leave it alone') }],
    });
    if (answer === 'yes') abused.add(key); else unproven.push(key);
  }
  return { abused: [...abused], unproven };
}

/** What AWS once showed stays shown, also when the quarantine is gone and the key deleted. */
const everProven = (wizard: Wizard): readonly string[] => wizard.folder.journal.entries.flatMap((e) => (e.type === 'checked' && e.stands === 'proven' && e.claim.startsWith('leak:') ? [e.claim.slice('leak:'.length)] : []));
const saidLeaked = (wizard: Wizard): readonly string[] => [...wizard.state().answers].flatMap(([q, a]) => (q.startsWith('leaked:') && a === 'yes' ? [q.slice('leaked:'.length)] : []));
/** What came by the command line is the operator's word, for the whole case. */
function remember(wizard: Wizard, keys: readonly string[]): void {
  const { answers } = wizard.state();
  wizard.folder.recordAll(keys.filter((k) => answers.get(`leaked:${k}`) !== 'yes').map((k) => ({ type: 'answered' as const, question: `leaked:${k}`, answer: 'yes' })));
}
