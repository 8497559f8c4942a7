// An operator with exactly the least policy, in a fresh account of each family; and where each operation is denied.
import { actionsFor, partOf, policyOf, type PolicyDocument } from '../../src/commands/policy.ts';
import { loadKinds } from '../../src/commands/run.ts';
import { iamActionsOf } from '../../src/core/iam-actions.ts';
import type { Operation } from '../../src/core/types.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { seeded } from '../../src/sim/ids.ts';
import type { Account } from '../harness/account.ts';
import type { Run } from '../harness/play.ts';
import { FULL } from '../harness/sample.ts';
import { accountOf, audit, FAMILIES, sentBy, type Sent } from './accounts.ts';

export const kinds: readonly Kind[] = [...(await loadKinds()).values()];
export const policy: PolicyDocument = policyOf('verify', actionsFor('verify', kinds, true));
/** One by day. */
export const PLAYED: readonly string[] = FULL ? FAMILIES : ['rest'];
const DENIAL = /Denied|Unauthorized|AuthorizationError/;

/** What the account's root user asks for, on the first day. */
export async function asRoot({ world, clock }: Account, operation: string, input: object): Promise<void> {
  const caller = { type: 'Root', arn: `arn:aws:iam::${world.id}:root`, principalId: world.id, accessKeyId: '' } as const;
  await world.play({ service: 'iam', operation, region: 'us-east-1', input, as: { caller }, sourceIp: '198.51.100.7', userAgent: 'test' });
  clock.set(new Date(clock.now().getTime() + 60_000));
}
/** The family's account as it is before anybody looked; its operator has what the policy allows, and nothing else. */
export async function limited(family: string): Promise<Account> {
  const account = await accountOf(family);
  for (const [i] of policy.Statement.entries()) {
    await asRoot(account, 'CreatePolicy', { PolicyName: `verify-${String(i + 1)}`, PolicyDocument: JSON.stringify(partOf(policy, i + 1)) });
    await asRoot(account, 'AttachUserPolicy', { UserName: 'alice', PolicyArn: `arn:aws:iam::${account.world.id}:policy/verify-${String(i + 1)}` });
  }
  await asRoot(account, 'DetachUserPolicy', { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  return account;
}
export const deniedIn = ({ world }: Account): readonly string[] => [...new Set(world.requests.entries.filter((e) => DENIAL.test(e.outcome)).map((e) => `${e.service}:${e.operation}`))];

export interface Clean { readonly run: Run; readonly denied: readonly string[]; readonly sent: ReadonlyMap<string, readonly Sent[]> }
const clean = new Map<string, Promise<Clean>>();
/** What the family's account shows where nothing is denied. */
export function cleanOf(family: string): Promise<Clean> {
  const known = clean.get(family) ?? (async () => {
    const account = await limited(family);
    const run = await audit(account);
    return { run, denied: deniedIn(account), sent: sentBy(account) };
  })();
  clean.set(family, known);
  return known;
}
/** The policy's actions that the accounts make verify use, each with one family that does. */
export async function usedActions(): Promise<ReadonlyMap<string, string>> {
  const needed = new Set(policy.Statement.flatMap((s) => s.Action));
  const used = new Map<string, string>();
  for (const family of PLAYED) for (const operation of (await cleanOf(family)).sent.keys()) for (const action of iamActionsOf(operation as Operation)) if (needed.has(action)) used.set(action, family);
  return used;
}
/** Who the operator is comes before every look. */
const FIRST = 'sts:GetCallerIdentity';
/** Each operation once: in the family and in the Region that the seed draws of those that it was sent to. */
export async function eachOnce(): Promise<readonly { readonly operation: Operation; readonly family: string; readonly sent: Sent }[]> {
  const where = new Map<string, { readonly family: string; readonly sent: Sent }[]>();
  for (const family of PLAYED) for (const [operation, all] of (await cleanOf(family)).sent) where.set(operation, [...where.get(operation) ?? [], ...all.map((sent) => ({ family, sent }))]);
  where.delete(FIRST);
  return [...where].map(([operation, all]) => ({ operation: operation as Operation, ...all[Math.floor(seeded(`denied ${operation}`)() * all.length)] as { family: string; sent: Sent } }));
}
