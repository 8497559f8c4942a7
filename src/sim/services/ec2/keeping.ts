// Keeps a number of machines running: what a Spot Fleet, an EC2 Fleet or an Auto Scaling group does, each in its own name.
import type { SimAccount } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { isAlive, terminate } from './instance-life.ts';
import { after } from './operation.ts';
import { ec2Region, ec2State, onTerminated, type Machine } from './state.ts';

/** Milliseconds of the account's clock: from the wish to the start, and from an end to its replacement. */
export const START_MS = 15_000;
export const REPLACE_MS = 60_000;

export interface Keeper {
  readonly region: string;
  /** The ids of everything that it has started. */
  readonly machines: Set<string>;
  wanted(): number;
  mayStart(): boolean;
  mayEnd(): boolean;
  /** Throws what AWS would refuse; then nothing runs, as with a group whose template is broken. */
  start(count: number): readonly Machine[];
}

export function machinesOfKeeper(account: SimAccount, { region, machines }: Keeper): Machine[] {
  const { machines: all } = ec2Region(account, region);
  return [...machines].flatMap((id) => all.get(id) ?? []);
}

/** Starts what is missing, ends what is too many; the oldest go first. */
export function balance(account: SimAccount, keeper: Keeper): void {
  const alive = machinesOfKeeper(account, keeper).filter(isAlive);
  const missing = keeper.wanted() - alive.length;
  if (missing > 0 && keeper.mayStart()) {
    for (const machine of started(keeper, missing)) keeper.machines.add(machine.id);
  }
  if (missing < 0 && keeper.mayEnd()) endAll(account, keeper, alive.slice(0, -missing));
}
function started(keeper: Keeper, count: number): readonly Machine[] {
  try {
    return keeper.start(count);
  } catch (error) {
    // AWS tells the owner by a failed activity, and tries again when something changes.
    if (error instanceof AwsError) return [];
    throw error;
  }
}

/** Protections hold against a user's call, not against what started the machine. */
export function endAll(account: SimAccount, keeper: Keeper, machines: readonly Machine[] = machinesOfKeeper(account, keeper)): void {
  for (const machine of machines) if (machine.state !== 'terminated' && machine.state !== 'shutting-down') terminate(account, ec2Region(account, keeper.region), machine);
}

/** Balances after a while, whatever has changed until then. */
export function balanceSoon(account: SimAccount, keeper: Keeper, ms = START_MS): void {
  account.schedule(after(account.now(), ms), () => { balance(account, keeper); });
}

/** Once per account and sort: a machine that ends or stands still is looked after by whoever keeps it. */
export function watchMachines(account: SimAccount, keepersIn: (region: string) => Iterable<Keeper>, stopped: (keeper: Keeper, machine: Machine) => void): void {
  const keeperOf = (region: string, id: string): Keeper | undefined => [...keepersIn(region)].find((k) => k.machines.has(id));
  onTerminated(account, ({ region, instanceId }) => {
    const keeper = keeperOf(region, instanceId);
    if (!keeper) return;
    keeper.machines.delete(instanceId);
    balanceSoon(account, keeper, REPLACE_MS);
  });
  ec2State(account).stopped.push((region, id) => {
    const keeper = keeperOf(region, id);
    const machine = ec2Region(account, region).machines.get(id);
    if (keeper && machine) stopped(keeper, machine);
  });
}
