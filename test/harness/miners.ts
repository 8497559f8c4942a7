// The longest run that there is: crypto-miners played to its end, its machines cut off the network with their open connections.
import type { KindId, StepId } from '../../src/core/types.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import { openAccount, type Account } from './account.ts';
import { approving } from './operator.ts';
import { play, type Play } from './play.ts';
import { THREAD } from './scenarios.ts';
import { standing } from './standing.ts';
import type { Whole } from './whole.ts';

const REGIONS: readonly string[] = ['us-east-1', 'eu-north-1', 'ap-southeast-1'];
/** What the strangers of this scenario touch, besides the thread. */
const TOUCHED: readonly KindId[] = [
  'autoscaling/auto-scaling-group', 'autoscaling/scheduled-action', 'ec2/launch-template', 'ec2/security-group', 'ec2/spot-fleet-request', 'ec2/spot-instance-request', 'ecs/cluster', 'ecs/service', 'ecs/task-definition',
  'guardduty/detector', 'servicequotas/requested-change',
];
/** Two swaps for every interface: the first lets everything in, the second nothing. */
export const MINERS: Play = {
  kinds: [...THREAD, ...TOUCHED],
  decide: (gate) => {
    const cut = gate.steps.filter(({ step, ways }) => step.kind === 'ec2/instance' && ways.some((w) => w.id === 'isolate-cut')).map(({ step }): [StepId, string] => [step.id, 'isolate-cut']);
    return cut.length === 0 ? undefined : { ...approving(gate), ways: Object.fromEntries(cut) };
  },
};

export async function openMiners(): Promise<Account> {
  const source = await shippedScenario('crypto-miners');
  const { account: owner, ...rest } = source.data as { readonly account: object };
  return openAccount({ ...source, data: { ...rest, account: { ...owner, regions: REGIONS } } });
}

export async function wholeMiners(): Promise<Whole> {
  const account = await openMiners();
  const { exitCode, life, reading } = await play(account, MINERS);
  const { entries } = account.world.requests;
  // Those that a process counts by which it can be killed.
  const changing = entries.filter((e) => e.change && (e.service === 'iam' || e.service === 'ec2')).map(({ service, operation }) => ({ service: service as 'iam' | 'ec2', operation }));
  return { stands: standing(account), done: account.done, exitCode, waits: reading().state.waits.size, ...life.counts, requests: entries.length, changing };
}
