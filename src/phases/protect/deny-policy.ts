// A service control policy for the organization: which Regions it may deny; and where it was not attached from here, it is written out and explained.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { managementAccount, READS_ORGANIZATION } from '../../aws/root-facts.ts';
import { say } from '../../core/text.ts';
import type { Finding, Region } from '../../core/types.ts';
import type { Listed } from '../../engine/scan.ts';
import { denyPolicy } from '../../kinds/organizations/parts/deny-policy.ts';
import type { Controlled } from '../../kinds/organizations/parts/control-policy.ts';
import { tell, type Wizard } from '../wizard.ts';

/** Machines, data, and what starts machines: settings stand in every Region. */
export const usedRegions = (listed: readonly Listed[], globalRegion: Region): readonly Region[] =>
  [...new Set([globalRegion, ...listed.filter(({ kind, resource }) => ['machine', 'data', 'respawner'].includes(kind.role) && resource.region !== 'aws-global').map(({ resource }) => resource.region)])].sort();

/** Which Regions the bill names, of all members where the management account looks; undefined where nobody read it. */
function billedRegions(wizard: Wizard): readonly Region[] | undefined {
  const spending = wizard.state().costs?.spending;
  return spending?.whole === true ? wizard.session.partition.regions.filter((region) => spending.lines.some((l) => l.region === region && (l.since > 0 || l.thisMonth > 0 || l.lastMonth > 0))) : undefined;
}
/** What the policy would leave open, for the gate that attaches it. */
export function withUsedRegions(wizard: Wizard, listed: readonly Listed[]): readonly Listed[] {
  return listed.map((one) => {
    if (one.kind.id !== KIND) return one;
    const billed = billedRegions(wizard);
    const used = [...new Set([...usedRegions(listed, wizard.session.partition.globalRegion), ...billed ?? []])].sort();
    return { ...one, resource: { ...one.resource, aim: { used, billed: billed !== undefined && (one.resource as Controlled).managementAccountId === wizard.session.caller.accountId } } };
  });
}
const KIND = 'organizations/policy';

export async function writeDenyPolicy(wizard: Wizard, findings: readonly Finding[], listed: readonly Listed[]): Promise<void> {
  const { session, folder, ui, engine } = wizard;
  const reached = listed.find((one) => one.kind.id === KIND);
  const weak = findings.some((f) => f.about === 'resource' && f.kind === KIND && f.verdict === 'weak');
  if (reached && (!weak || engine.ledger.steps().some(({ step, state }) => step.kind === KIND && state === 'verified'))) return;
  const account = await managementAccount(session.reads(READS_ORGANIZATION));
  if (account === undefined) return;
  const used = usedRegions(listed, session.partition.globalRegion);
  const path = join(folder.dir, 'deny-policy.json');
  writeFileSync(path, `${JSON.stringify(denyPolicy(used), null, 2)}\n`, { mode: 0o600 });
  tell(wizard, 'info', say('For management account {{account}}: a policy that keeps everybody in a member account, root too, from leaving the organization, from switching off what watches it, and from Regions other than {{used}}. Try it on one account first (AWS Organizations, Policies): what needs another Region is denied at once. It never binds the management account.', { account, used }));
  if (!reached) tell(wizard, 'info', say('Only the management account can attach it, or whom its policies are delegated to: with --management-profile NAME it can be done from here.'));
  ui.show({ type: 'file', title: say('The policy:'), path });
}
