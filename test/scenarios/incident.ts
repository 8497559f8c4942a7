// A whole incident played by the good operator, and what every one of them must end with.
import { expect } from 'vitest';
import type { Finding } from '../../src/core/types.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
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
/** Every foothold contained and removed, no bystander changed, the stranger's machines kept as evidence. */
export function expectSaved(one: Incident): void {
  const { bystanders, evidence } = one.account.score();
  expect({ left: leftOf(one), harmed: bystanders.harmed, lost: evidence.lost }).toEqual({ left: [], harmed: [], lost: [] });
}
