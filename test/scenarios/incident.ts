// A whole incident played by the good operator, and what every one of them must end with.
import { expect } from 'vitest';
import type { CaseState } from '../../src/case/state.ts';
import { render } from '../../src/core/text.ts';
import type { Finding } from '../../src/core/types.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { chargesRequest } from '../../src/report/charges.ts';
import { MAX_REPLY, supportReply } from '../../src/report/support-reply.ts';
import { openAccount, type Account } from '../harness/account.ts';
import { play, removeFolders, type Play, type Run } from '../harness/play.ts';

export { removeFolders };
export interface Incident { readonly account: Account; readonly run: Run }

/** Only the Regions that the scenario uses are switched on: all of them would only take longer. */
export async function playedWell(name: string, regions: readonly string[], more: Play = {}): Promise<Incident> {
  const source = await shippedScenario(name);
  const { account: owner, ...rest } = source.data as { readonly account: object };
  const account = await openAccount({ ...source, data: { ...rest, account: { ...owner, regions } } });
  return { account, run: await play(account, { kinds: 'all', ...more }) };
}
export const findingsOf = ({ run }: Incident): readonly Finding[] => run.ui.shown('findings').flatMap((f) => f.findings);
export const maliciousKinds = (one: Incident): readonly string[] => [...new Set(findingsOf(one).flatMap((f) => (f.about === 'resource' && f.verdict === 'malicious' ? [f.kind] : [])))].sort();

/** Addresses that the operator was asked about. */
export const askedAbout = ({ run }: Incident): readonly string[] => run.ui.asked.flatMap(({ question: { id } }) => (id.startsWith('source:') ? [id.slice('source:'.length)] : []));
/** Everything that was shown, as data: sentences are looked up in it. */
export const told = ({ run }: Incident): string => JSON.stringify(run.ui.heard.filter((h) => h.type !== 'handed-over'));

/** What of the stranger's still stands. */
export function leftOf({ account }: Incident): readonly string[] {
  return account.score().footholds.filter((f) => !f.contained || !f.removed).map(({ kind, origin, arn, contained }) => `${origin} ${kind} ${arn}${contained ? ' (contained)' : ''}`);
}
/** The answer to AWS is fit to be sent: short enough, of this case, without a secret, and nothing in it speaks to whoever sends it. */
export function expectFit({ run }: Pick<Incident, 'run'>): void {
  const { state } = run.reading();
  expectTied(state);
  for (const reply of [supportReply(state), supportReply(state, 'short'), chargesRequest(state) ?? '']) {
    expect(Array.from(reply).length).toBeLessThanOrEqual(MAX_REPLY);
    expect(toOperator(reply)).toEqual([]);
    // The name of its user is handed over with a password, and is none.
    for (const secret of run.ui.secrets.flatMap((one) => Object.entries(one.reveal()).flatMap(([member, value]) => (member === 'userName' ? [] : [value])))) expect(reply).not.toContain(secret);
    if (state.closing === undefined) expect(reply).not.toMatch(/completed the steps|Lift any restrictions|Reinstate/);
  }
}
/** Each step that the answer tells of stands in the journal with this time and title, and each request that it cites was answered well. */
function expectTied(state: CaseState): void {
  const reply = supportReply(state), steps = [...state.steps.values()];
  const [, did = ''] = reply.split('(all times UTC):\n');
  const told = new Set(steps.map(({ settledAt = '', title }) => `- ${settledAt.slice(0, 19).replace('T', ' ')} UTC: ${render(title)}`));
  expect(did.split('\n\n')[0]?.split('\n').filter((line) => /^- \d{4}-/.test(line) && !line.endsWith('…') && !told.has(line))).toEqual([]);
  const well = new Set(steps.flatMap(({ called }) => called.flatMap((one) => (one.outcome === 'ok' ? [one.requestId] : []))));
  expect([...reply.matchAll(/\(requests ([^)]*)\)/g)].flatMap(([, ids = '']) => ids.split(', ')).filter((id) => !well.has(id))).toEqual([]);
}
/** AWS is asked at the end alone, and what was done is told by its title: whatever else says "you" means the operator. */
export function toOperator(reply: string): readonly string[] {
  const [told = ''] = reply.split('\nWhat we ask of you:');
  const lines = told.split('\n').filter((line) => !/^(What you asked for|The events you listed|\d+\. |Disputed|By day|To whoever|Your organization |AWS account \d+ of your organization |Thank you)|We can send the list|your notice about|Points of your notice|your events/.test(line));
  return [...lines.filter((line) => /\byou(r|rs|rself)?\b/i.test(line)), ...reply.split('\n').filter((line) => /aws-incident (resume|undo|recheck)|https?:\/\/console|\b(sign in|open the console|paste)\b/i.test(line) && !line.startsWith('We cannot sign in'))];
}

/** Every foothold contained and removed, no bystander changed, the stranger's machines kept as evidence. */
export function expectSaved(one: Incident): void {
  expectFit(one);
  const { bystanders, evidence } = one.account.score();
  expect({ left: leftOf(one), harmed: bystanders.harmed, settings: settingsChanged(one), lost: evidence.lost }).toEqual({ left: [], harmed: [], settings: [], lost: [] });
}
/** Settings of the owner's that are other than they were, where no step of the journal says so. */
function settingsChanged({ account, run }: Incident): readonly string[] {
  const safer = [...run.reading().state.steps.values()].filter(({ step, state }) => step.verb !== 'preserve' && state === 'verified').map(({ step }) => `${step.kind} ${step.resource.region}`);
  return account.score().bystanders.settings.filter(({ kind, region }) => !safer.includes(`${kind} ${region}`)).map(({ arn }) => arn);
}
