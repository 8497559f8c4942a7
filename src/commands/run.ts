// The composition root: joins terminal, account, case and engine for one run, and ends it so that it can be resumed.
import { setMaxListeners } from 'node:events';
import { connect, type Session } from '../aws/connect.ts';
import { CaseFolder, type CasePorts } from '../case/folder.ts';
import type { CaseIdentity, Fact } from '../case/facts.ts';
import { CaseLedger } from '../case/ledger.ts';
import { caseBase } from '../case/read.ts';
import { EXIT, exitOf, IncidentError, isIncidentError, ofTheMachine } from '../core/errors.ts';
import { inert, say } from '../core/text.ts';
import type { KindId } from '../core/types.ts';
import { Seen } from '../engine/engine.ts';
import { KIND_IDS, kindById } from '../kinds/catalog.ts';
import type { Kind } from '../kinds/kind.ts';
import { regionsOf } from '../phases/preflight.ts';
import { respondWithoutCredentials } from '../phases/without-credentials.ts';
import { tellHowToGoOn, type Wizard, type WizardOptions } from '../phases/wizard.ts';
import type { Ui } from '../ui/port.ts';
import { catalogueFor } from '../ui/languages.ts';
import { ScriptedUi } from '../ui/scripted.ts';
import { Terminal } from '../ui/terminal.ts';
import { awsBackend, type Backend } from './backend.ts';
import { manage } from './manage.ts';
import { caseToGoOnWith } from './open-cases.ts';
import { answersFrom, wizardOptions } from './options.ts';
import { hasColour, text, type Raw } from './raw.ts';

export type How = Extract<Fact, { type: 'continued' }>['how'];
export interface Stop { readonly signal: AbortSignal; leave(): void; dispose(): void }

/** What asks everything that is under way to end well. */
export function leaving(): Omit<Stop, 'dispose'> {
  const controller = new AbortController();
  // Every region's lookups listen to it.
  setMaxListeners(0, controller.signal);
  return { signal: controller.signal, leave: () => { controller.abort(new IncidentError('interrupted', say('You stopped. The case is kept; nothing is lost.'))); } };
}
/** Ctrl-C: the first asks what is under way to end well, the second ends at once. */
export function stopper(): Stop {
  const { signal, leave } = leaving();
  const onSignal = (): void => { if (signal.aborted) process.exit(EXIT.interrupted); leave(); };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal, leave, dispose: () => { process.off('SIGINT', onSignal); process.off('SIGTERM', onSignal); } };
}

export async function openUi(raw: Raw, clock: Backend['clock'], stop: Stop): Promise<Ui> {
  const terminal = new Terminal({ input: process.stdin, output: process.stderr, colour: hasColour(raw), clock, signal: stop.signal, onLeave: () => { stop.leave(); }, catalogue: await catalogueFor(text(raw, 'lang'), process.env) });
  const answers = answersFrom(raw);
  return answers === undefined ? terminal : new ScriptedUi(answers.answers, terminal);
}

/** `only`: these and no others. */
export async function loadKinds(only: readonly KindId[] = KIND_IDS): Promise<ReadonlyMap<KindId, Kind>> {
  const kinds = new Map<KindId, Kind>();
  for (const id of only) { const kind = await kindById(id); if (kind) kinds.set(id, kind); }
  return kinds;
}

export interface Setting {
  readonly raw: Raw;
  readonly how: How;
  readonly version: string;
  readonly ui: Ui;
  readonly stop: Stop;
  readonly backend: Backend;
  readonly options: WizardOptions;
  /** The case to go on with; without it a new one is made (in `dir`, if given). */
  readonly existing?: string | undefined;
  readonly dir?: string | undefined;
  /** What the case is about: the last part of its name. */
  readonly about: string;
  /** Disk and process of the case, where they are not the machine's own. */
  readonly casePorts?: Omit<CasePorts, 'clock'>;
  /** Only these kinds, for runs by the hundred; default: all that the program knows. */
  readonly kinds?: readonly KindId[] | undefined;
}

/** Runs `body` over an open case. Whatever happens, the case is closed so that it can be resumed. */
export async function withCase(setting: Setting, body: (wizard: Wizard) => Promise<number>): Promise<number> {
  const { backend, ui, stop } = setting;
  const session = connect({ ...backend.connection, userAgent: `aws-incident/${setting.version}`, renew: () => renew(setting) });
  let folder: CaseFolder | undefined;
  try {
    try {
      await session.identify();
    } catch (error) {
      if (!isIncidentError(error) || error.fault !== 'credentials' || setting.existing !== undefined || setting.how !== 'respond') throw error;
      folder = await openCase(setting, undefined);
      return await respondWithoutCredentials({ ui, folder, options: setting.options, clock: backend.clock }, error.text);
    }
    // A Region of a wrong name is refused before there is a case; one that is only newer than this program is known to AWS.
    if (setting.options.regions?.some((region) => !session.partition.regions.includes(region))) await regionsOf(session, setting.options.regions);
    folder = await openCase(setting, session);
    return await body(await wizardOf(setting, session, folder));
  } catch (error) {
    return ended(error, folder, ui);
  } finally {
    folder?.close();
    session.close();
    await backend.close?.();
    ui.close();
    stop.dispose();
  }
}

async function openCase(setting: Setting, session: Session | undefined): Promise<CaseFolder> {
  const { backend, how, version } = setting;
  const tool = `aws-incident ${version}`;
  const caller = session?.caller;
  const identity: CaseIdentity = { accountId: caller?.accountId ?? '', partition: caller?.partition ?? 'aws', endpoint: backend.endpoint };
  const kinds = Object.fromEntries([...await loadKinds(setting.kinds)].map(([id, kind]) => [id, kind.version]));
  const ports: CasePorts = { ...setting.casePorts, clock: backend.clock };
  const existing = setting.existing ?? (mayGoOn(setting) ? await caseToGoOnWith(setting.ui, identity) : undefined);
  const folder = existing === undefined
    ? CaseFolder.create({ identity, tool, kinds, about: setting.about, base: caseBase(), ...(setting.dir === undefined ? {} : { dir: setting.dir }) }, ports)
    : CaseFolder.open(existing, ports, identity);
  backend.onCase?.(folder.dir);
  folder.record({ type: 'continued', tool, caller, how });
  const answers = answersFrom(setting.raw);
  if (answers) folder.record(folder.evidence.keep('answers.json', answers.text, { operation: 'aws-incident' }));
  return folder;
}

/** A new wizard on AWS; a drill, an audit and a folder of the operator's choice begin anew. */
const mayGoOn = ({ how, backend, dir, options }: Setting): boolean => how === 'respond' && !backend.drill && dir === undefined && !options.dryRun;

async function wizardOf(setting: Setting, session: Session, folder: CaseFolder): Promise<Wizard> {
  await manage(setting, session, folder);
  const kinds = await loadKinds(setting.kinds);
  const ledger = new CaseLedger(folder);
  const { ui, stop, backend, options } = setting;
  const kind = (id: KindId): Promise<Kind> => {
    const known = kinds.get(id);
    return known ? Promise.resolve(known) : Promise.reject(new IncidentError('failed', say('This version of aws-incident does not know the kind {{id}}. Use the version that the case was begun with, or a newer one.', { id })));
  };
  const engine = { session, ledger, ui, clock: backend.clock, kind, dryRun: options.dryRun, signal: stop.signal, ...(options.dryRun ? { seen: new Seen() } : {}) };
  session.onThrottle(() => { ui.show({ type: 'progress', id: 'throttle', text: say('AWS asks to go slower; going slower') }); });
  return { engine, session, folder, ui, clock: backend.clock, options, kinds, waysIn: waysIn(setting, session, folder), state: () => folder.state() };
}

/** Coming in as somebody else is a new beginning for the session, and a fact of the case. */
function waysIn({ backend, version }: Setting, session: Session, folder: CaseFolder): Wizard['waysIn'] {
  const { waysIn: ways } = backend;
  return ways && { names: ways.names, enter: async (name) => {
    await ways.enter(name);
    const caller = await session.identify();
    folder.record({ type: 'continued', tool: `aws-incident ${version}`, caller, how: 'resume' });
  } };
}

/** Expired credentials pause the run. Without a person the run ends, resumable. */
async function renew({ ui, backend, stop }: Setting): Promise<boolean> {
  if (backend.renew) return backend.renew();
  const answer = await ui.ask({
    ask: 'choose', id: 'renew', text: say('Your AWS credentials have expired. Renew them in another terminal (aws sso login, aws login), or leave.'),
    choices: [{ value: 'renewed', title: say('I have renewed them; go on') }, { value: 'leave', title: say('Leave; the case is kept') }],
  });
  // What only asked on the side takes a refusal for a gap: whoever leaves is heard all the same.
  if (answer !== 'renewed') stop.leave();
  return answer === 'renewed';
}

function ended(error: unknown, folder: CaseFolder | undefined, ui: Ui): number {
  const told = isIncidentError(error) ? error : folder && ofTheMachine(error, folder.dir);
  if (!told || told.fault === 'internal') throw error;
  const exitCode = exitOf[told.fault];
  ui.show({ type: 'say', tone: told.fault === 'interrupted' ? 'warn' : 'bad', text: told.text });
  if (folder) {
    // A disk that is full takes this as little as what it was told for.
    try { folder.record({ type: 'ended', state: 'stopped', exitCode }); } catch (again) { if (again !== error && told === error) throw again; }
    tellHowToGoOn({ ui, folder });
  }
  return exitCode;
}

/** What is the same for every command that works on an account with AWS behind it. */
export async function awsSetting(raw: Raw, how: How, extra: Pick<Setting, 'existing' | 'dir'> = {}): Promise<Setting> {
  const stop = stopper();
  const asked: { ui?: Ui } = {};
  const backend = await awsBackend(raw, async (serial) => {
    const code = await asked.ui?.ask({ ask: 'line', id: 'mfa', text: say('MFA code for {{serial}}:', { serial }) });
    return typeof code === 'string' ? code : '';
  });
  const ui = await openUi(raw, backend.clock, stop);
  asked.ui = ui;
  const options = await wizardOptions(raw, backend.clock, false);
  return { raw, how, version: text(raw, 'version') ?? '0.0.0', ui, stop, backend, options, about: inert(options.users[0] ?? options.accessKeyIds[0] ?? 'account'), ...extra };
}
