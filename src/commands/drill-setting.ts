// A run on the simulated account: the same wizard, another wire. Nothing here can open a socket.
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diskFiles, isFolder, makeFolder, writeNew } from '../case/files.ts';
import { ownFolder } from '../case/folder.ts';
import { caseBase } from '../case/read.ts';
import type { Clock } from '../core/clock.ts';
import { usage } from '../core/errors.ts';
import { say } from '../core/text.ts';
import { fixedCredentials, type Credentials } from '../aws/credentials.ts';
import { openDrill, type Drill, type DrillOptions } from '../sim/drill/world.ts';
import type { GivenCredentials } from '../sim/scenario/console.ts';
import { MANAGER_KEY } from '../sim/scenario/load.ts';
import { shippedScenario, scenarioFromFile } from '../sim/scenario/find.ts';
import type { ScenarioSource } from '../sim/scenario/scenario.ts';
import { random, type Backend } from './backend.ts';
import { withPhone } from './drill-phone.ts';
import { wizardOptions } from './options.ts';
import { text, type Raw } from './raw.ts';
import { openUi, stopper, type How, type Setting } from './run.ts';

export interface DrillSetting extends Setting { readonly drill: Drill }
export interface DrillChoice {
  /** Its log is replayed. */
  readonly existing?: string;
  readonly log?: string;
  readonly scenario: string;
  readonly file?: string | undefined;
}

export async function drillSetting(raw: Raw, how: How, choice: DrillChoice, options: Omit<DrillOptions, 'source' | 'logFile'> = {}): Promise<DrillSetting> {
  if (choice.log !== undefined) return settingOn(choice.log, raw, how, choice, options);
  const log = freshLog(text(raw, 'case'));
  // Of a drill that got no case nothing is left lying.
  try { return await settingOn(log, raw, how, choice, options); } catch (error) { rmSync(log, { force: true }); throw error; }
}

async function settingOn(log: string, raw: Raw, how: How, choice: DrillChoice, options: Omit<DrillOptions, 'source' | 'logFile'>): Promise<DrillSetting> {
  const stop = stopper();
  const drill = await openDrill({ ...options, ...(choice.existing === undefined ? { source: await sourceOf(choice) } : {}), logFile: log });
  const backend = backendOf(drill, choice, log);
  const ui = withPhone(await openUi(raw, backend.clock, stop), backend.clock);
  const given = await wizardOptions(raw, backend.clock, true);
  const notice = given.notice ?? (drill.notice ? { bytes: Buffer.from(drill.notice.eml ?? drill.notice.text), name: 'notice' } : undefined);
  return { raw, how, version: text(raw, 'version') ?? '0.0.0', ui, stop, backend, options: { ...given, notice: choice.existing === undefined ? notice : given.notice }, drill, about: choice.scenario, existing: choice.existing, dir: choice.existing === undefined ? text(raw, 'case') : undefined };
}

const sourceOf = (choice: DrillChoice): Promise<ScenarioSource> => (choice.file === undefined ? shippedScenario(choice.scenario) : scenarioFromFile(choice.file));

/** Until the case has its folder the log lies beside it: an open file may be moved, but not to another disk. */
function freshLog(named: string | undefined): string {
  const base = named === undefined ? caseBase() : resolve(named, '..');
  const log = join(base, `.drill-${randomUUID()}.jsonl`);
  ownFolder(named ?? base, named, () => {
    if (!isFolder(base)) makeFolder(base);
    writeNew(diskFiles, log, new Uint8Array());
  });
  return log;
}

function backendOf(drill: Drill, { scenario, existing }: DrillChoice, log: string): Backend {
  let given: GivenCredentials | null = drill.present;
  const credentials: Credentials = {
    get: () => (given ? Promise.resolve(identityOf(given)) : Promise.reject(usage(say('This drill leaves you without credentials.')))),
    renew: () => undefined,
  };
  const { region } = drill;
  const clock = impatient(drill.clock);
  const endpoint = `drill:${scenario}`;
  return {
    clock, drill: true, endpoint,
    connection: { clock, random, credentials, handler: drill.requestHandler(), region, endpoint },
    waysIn: { names: drill.scenario.waysIn, enter: async (name) => { given = await drill.enter(name); } },
    ...(drill.scenario.organization?.manager && { manager: 'management', management: () => fixedCredentials({ accessKeyId: MANAGER_KEY, secretAccessKey: 'example' }) }),
    renew: async () => {
      const { actor } = drill;
      if (actor === null || !drill.scenario.waysIn.includes(actor)) return false;
      given = await drill.enter(actor);
      return true;
    },
    onCase: (dir) => { if (existing === undefined) renameSync(log, join(dir, 'drill.jsonl')); },
    close: async () => {
      await drill.close();
      if (existing === undefined) rmSync(log, { force: true });
    },
  };
}
/** Nobody waits in a drill: what would take more than a moment lets the account's clock jump. */
const impatient = (clock: Clock): Clock => ({
  now: () => clock.now(),
  jump: (until) => { clock.jump?.(until); },
  sleep: async (ms, signal) => {
    const until = new Date(clock.now().getTime() + ms);
    await clock.sleep(Math.min(ms, PATIENCE_MS), signal);
    // Who slept at the same time has the same end: the clock jumps once for all of them.
    if (clock.now() < until) clock.jump?.(until);
  },
});
const PATIENCE_MS = 40;

const identityOf = (given: GivenCredentials): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } => ({
  accessKeyId: given.accessKeyId, secretAccessKey: given.secretAccessKey, ...(given.sessionToken === undefined ? {} : { sessionToken: given.sessionToken }),
});
