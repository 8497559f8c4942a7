// The run that faults are measured against: leaked-key with a rotation, uninterrupted.
import { openAccount, type Account } from './account.ts';
import { play, type Play } from './play.ts';
import { PLAYED, shortened } from './scenarios.ts';
import { standing } from './standing.ts';

/** A key is replaced before the old one is cut: the one deed whose half cannot be told by looking alone. */
export const ROTATING: Play = { options: { regions: PLAYED }, answers: { rotation: 'rotate', 'new-key': 'yes' } };
export const openLeak = async (): Promise<Account> => openAccount(await shortened('leaked-key'));

export interface Whole {
  readonly stands: readonly string[];
  readonly done: ReadonlyMap<string, number>;
  readonly exitCode: number | undefined;
  /** What the case waits for at its end. */
  readonly waits: number;
  readonly entries: number;
  readonly calls: number;
  readonly requests: number;
  /** The changing calls in their order: service and operation. */
  readonly changing: readonly { readonly service: 'iam' | 'ec2'; readonly operation: string }[];
}
export async function wholeRun(): Promise<Whole> {
  const account = await openLeak();
  const { exitCode, life, reading } = await play(account, ROTATING);
  const { entries } = account.world.requests;
  const changing = entries.filter((e) => e.change).map(({ service, operation }) => ({ service: service as 'iam' | 'ec2', operation }));
  return { stands: standing(account), done: account.done, exitCode, waits: reading().state.waits.size, ...life.counts, requests: entries.length, changing };
}

/** Changes done more often than by the whole run, and more often than `least` times at all. A key whose secret was lost is deleted and made again, and that is the point. */
export function doneTwice(account: Account, whole: Whole, least = 0): readonly string[] {
  const isReplaced = (call: string): boolean => /^iam:(?:Create|Delete)AccessKey .*(?:"UserName":"ci"|<AKIA:new>)/.test(call);
  return [...account.done].filter(([call, n]) => n > Math.max(least, whole.done.get(call) ?? 0) && !isReplaced(call)).map(([call, n]) => `${call} × ${String(n)}`);
}
