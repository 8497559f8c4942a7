// Scenarios for runs by the hundred: those that ship, with a shorter past.
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import type { KindId } from '../../src/core/types.ts';
import { KIND_IDS } from '../../src/kinds/catalog.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';

interface Data { readonly repeat: readonly { readonly from: string }[] }

/** The habits of the last weeks only: the same attack on the same account, with a tenth of the history. */
export async function shortened(name: string, days = 6): Promise<ScenarioSource> {
  const source = await shippedScenario(name);
  const data = source.data as Data;
  return { ...source, data: { ...data, repeat: data.repeat.map((one) => ({ ...one, from: `-${String(days)}d` })) } };
}
/** Settings and advice of IAM, which no attack of these touches. */
const APART: ReadonlySet<KindId> = new Set<KindId>(['iam/unused-access-key', 'iam/long-term-access-key', 'iam/unused-password', 'iam/unused-role', 'iam/open-trust']);
/** The kinds of the thread that runs through every shipped scenario; runs by the hundred look at these only. */
export const THREAD: readonly KindId[] = KIND_IDS.filter((id) => (/^(?:iam|sts)\//.test(id) && !APART.has(id)) || id === 'ec2/instance' || id === 'support/case');
/** The scenarios that one thread runs through; test/scenarios plays the other incidents. */
export const LEAKS: readonly string[] = ['leaked-key', 'shared-key', 'exposed-not-abused', 'locked-in', 'locked-out', 'quiet-account', 'awake-adversary'];
/** The regions in which leaked-key plays. */
export const PLAYED: readonly string[] = ['us-east-1', 'eu-north-1', 'sa-east-1'];
