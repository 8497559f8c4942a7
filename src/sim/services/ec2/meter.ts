// Which instance ran when: what the simulated Cost Explorer bills by.
import type { SimAccount } from '../../account.ts';

export interface Run { readonly instanceId: string; readonly region: string; readonly type: string; readonly from: Date; to?: Date }
const newMeter = (): { readonly runs: Run[]; readonly open: Map<string, Run> } => ({ runs: [], open: new Map() });
const meter = (account: SimAccount): ReturnType<typeof newMeter> => account.state('ec2/meter', newMeter);

export const runsOf = (account: SimAccount): readonly Run[] => meter(account).runs;

export function startsRunning(account: SimAccount, region: string, instanceId: string, type: string): void {
  const { runs, open } = meter(account);
  const run: Run = { instanceId, region, type, from: account.now() };
  runs.push(run);
  open.set(instanceId, run);
}
export function stopsRunning(account: SimAccount, instanceId: string): void {
  const { open } = meter(account);
  const run = open.get(instanceId);
  if (run) run.to = account.now();
  open.delete(instanceId);
}
