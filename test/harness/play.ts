// Whole runs of the wizard, in process: a command's own way in, over an account in memory and a case in a temporary folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedCredentials } from '../../src/aws/credentials.ts';
import { undo } from '../../src/commands/undo.ts';
import type { KindId } from '../../src/core/types.ts';
import { leaving, withCase, type How, type Setting } from '../../src/commands/run.ts';
import { readCase, type CaseReading } from '../../src/case/read.ts';
import { respond, type Outcome } from '../../src/phases/respond.ts';
import type { Wizard, WizardOptions } from '../../src/phases/wizard.ts';
import { MANAGER_KEY } from '../../src/sim/scenario/load.ts';
import type { Account } from './account.ts';
import { Operator, type Manner } from './operator.ts';
import { Killed, Life, type Death } from './process.ts';
import { THREAD } from './scenarios.ts';

export interface Run {
  /** undefined: killed. */
  readonly exitCode: number | undefined;
  readonly outcome: Outcome | undefined;
  readonly ui: Operator;
  readonly life: Life;
  readonly dir: string;
  readonly reading: () => CaseReading;
}
export interface Play extends Manner {
  readonly options?: Partial<WizardOptions>;
  readonly how?: How;
  /** Default: those of the thread that every scenario has, since runs go into the hundreds. */
  readonly kinds?: readonly KindId[] | 'all';
  /** The case to go on with. */
  readonly dir?: string;
  readonly death?: Death;
  /** False: whoever runs it has no new credentials when theirs expire; the question is asked, and answered as the test says. */
  readonly renew?: false;
  /** A request that is never answered ends after a minute, as the SDK's own handler has it. */
  readonly timeouts?: boolean;
  /** The access key of somebody of the management account, whose profile is given when the case is begun. */
  readonly manager?: string;
  readonly body?: (wizard: Wizard) => Promise<number>;
}

const folders: string[] = [];
export const freshFolder = (): string => { const dir = mkdtempSync(join(tmpdir(), 'aws-incident-')); folders.push(dir); return dir; };
/** For `afterAll`. */
export function removeFolders(): void { for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true }); }

/** One process: begins a case, or goes on with the one in `dir`. */
export async function play(account: Account, wanted: Play = {}): Promise<Run> {
  const life = new Life(account, wanted.death, wanted.timeouts === true);
  const ui = new Operator(account, wanted);
  const dir = wanted.dir ?? join(freshFolder(), 'case');
  const setting = settingOf(account, life, ui, wanted, dir);
  let outcome: Outcome | undefined;
  const body = wanted.body ?? (async (wizard): Promise<number> => { outcome = await respond(wizard); return outcome.exitCode; });
  const done = { ui, life, dir, reading: () => readCase(dir) };
  try {
    const exitCode = await Promise.race([withCase(setting, body), life.death]);
    return { ...done, exitCode, outcome };
  } catch (error) {
    if (!(error instanceof Killed) && !life.isOver()) throw error;
    return { ...done, exitCode: undefined, outcome };
  }
}
export const resume = (account: Account, { dir }: Pick<Run, 'dir'>, wanted: Play = {}): Promise<Run> => play(account, { ...wanted, dir, how: 'resume' });
export const undoAll = (account: Account, { dir }: Pick<Run, 'dir'>, wanted: Play = {}): Promise<Run> => play(account, { ...wanted, dir, how: 'undo', body: (wizard) => undo(wizard, [], true) });

/** Machines take their time to start and to end. Called before the account is looked at. */
export async function later({ drill, clock }: Account): Promise<void> {
  drill.clock.jump?.(new Date(clock.now().getTime() + 10 * 60_000));
  await drill.world.settle();
}

function settingOf(account: Account, life: Life, ui: Operator, wanted: Play, dir: string): Setting {
  const { clock } = life;
  const { notice } = account.drill;
  const fresh = wanted.dir === undefined;
  const options: WizardOptions = {
    accessKeyIds: [], users: [], sourceIps: [], since: undefined, regions: undefined, logs: [], dryRun: false, drill: true,
    notice: fresh && notice ? { bytes: Buffer.from(notice.eml ?? notice.text), name: 'notice' } : undefined, ...wanted.options,
  };
  return {
    raw: fresh && wanted.manager !== undefined ? { managementProfile: 'management' } : {}, kinds: wanted.kinds === 'all' ? undefined : wanted.kinds ?? THREAD, how: wanted.how ?? 'respond', version: '0.0.0', ui, options, about: account.name, existing: fresh ? undefined : dir, dir: fresh ? dir : undefined,
    stop: { ...leaving(), dispose: () => undefined },
    casePorts: { files: life.files, process: life.process, onRecord: life.onRecord },
    backend: {
      clock, drill: true, endpoint: account.endpoint,
      connection: { clock, random: life.random, credentials: life.credentials, handler: life.handler, region: account.drill.region, endpoint: account.endpoint },
      waysIn: { names: account.drill.scenario.waysIn, enter: async (name) => { await account.drill.enter(name); } },
      management: () => fixedCredentials({ accessKeyId: wanted.manager ?? MANAGER_KEY, secretAccessKey: 'example' }),
      ...(account.drill.scenario.organization?.manager && { manager: 'management' }),
      ...(wanted.renew === false ? {} : { renew: () => renew(account) }),
    },
  };
}

/** Comes in again the same way; keys that last are as good as before. */
async function renew({ drill }: Account): Promise<boolean> {
  if (drill.actor !== null && drill.scenario.waysIn.includes(drill.actor)) await drill.enter(drill.actor);
  return true;
}
