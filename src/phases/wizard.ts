// What every phase works with: the engine, the case, the operator's options, and the loaded kinds.
import { basename, dirname } from 'node:path';
import type { Session } from '../aws/connect.ts';
import { isInPlace } from '../case/facts.ts';
import type { CaseFolder } from '../case/folder.ts';
import { caseBase } from '../case/read.ts';
import type { CaseState } from '../case/state.ts';
import type { Clock } from '../core/clock.ts';
import { IncidentError } from '../core/errors.ts';
import { say, type Text } from '../core/text.ts';
import type { Finding, Instant, KindId, Region, Step } from '../core/types.ts';
import type { Engine } from '../engine/engine.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Answer, Question, Ui } from '../ui/port.ts';

export interface WizardOptions {
  readonly accessKeyIds: readonly string[];
  readonly users: readonly string[];
  readonly sourceIps: readonly string[];
  readonly since: Instant | undefined;
  readonly regions: readonly Region[] | undefined;
  /** The notice's bytes and the name of the file they came from. */
  readonly notice: { readonly bytes: Uint8Array; readonly name: string } | undefined;
  readonly logs: readonly string[];
  readonly dryRun: boolean;
  /** In a drill, long waits are jumped over. */
  readonly drill: boolean;
}

export interface Wizard {
  readonly engine: Engine;
  readonly session: Session;
  readonly folder: CaseFolder;
  readonly ui: Ui;
  readonly clock: Clock;
  readonly options: WizardOptions;
  readonly kinds: ReadonlyMap<KindId, Kind>;
  /** In a drill: other identities by which the operator can come in from here. */
  readonly waysIn?: { readonly names: readonly string[]; enter(name: string): Promise<void> } | undefined;
  /** The folded journal, fresh. */
  state(): CaseState;
}

/** The operator's answer, remembered in the case: a question is asked once in a case's life. `undefined`: nobody answered. */
export async function askOnce(wizard: Wizard, question: Question): Promise<Answer> {
  const known = wizard.state().answers.get(question.id);
  if (known !== undefined) return known;
  const answer = await wizard.ui.ask(question);
  stopIfAsked(wizard);
  if (answer !== undefined) wizard.folder.record({ type: 'answered', question: question.id, answer });
  return answer;
}

/** Ctrl-C was pressed: leave between steps, with the case as it is. */
export function stopIfAsked(wizard: Wizard): void {
  if (wizard.engine.signal.aborted) throw new IncidentError('interrupted', say('You stopped. The case is kept; nothing is lost.'));
}

export const tell = (wizard: Wizard, tone: 'info' | 'good' | 'warn' | 'bad' | 'quiet', text: Text): void => { wizard.ui.show({ type: 'say', tone, text }); };

/** The command that goes on with a case: by its name where it lies with the others. */
export function tellHowToGoOn({ ui, folder }: Pick<Wizard, 'ui' | 'folder'>): void {
  const named = dirname(folder.dir) === caseBase() ? say('aws-incident resume {{id}}', { id: basename(folder.dir) }) : say('aws-incident resume --case {{dir}}', { dir: folder.dir });
  ui.show({ type: 'list', title: say('Go on at any time with'), items: [named] });
}

/** Waits until `until`. In a drill nobody waits: the account's clock jumps. */
export async function waitUntil(wizard: Wizard, until: Date, text: Text): Promise<void> {
  const ms = until.getTime() - wizard.clock.now().getTime();
  if (ms <= 0) return;
  if (wizard.options.drill && wizard.clock.jump) {
    tell(wizard, 'quiet', say('{{text}} In this drill the clock jumps to {{until}}.', { text, until: until.toISOString() }));
    wizard.clock.jump(until);
    return;
  }
  wizard.ui.show({ type: 'wait', text, until: until.toISOString() });
  await wizard.clock.sleep(ms, wizard.engine.signal);
}

/** A stop on the way of a longer wait, of which nothing is told in a drill. */
export async function quietlyUntil(wizard: Wizard, until: Date): Promise<void> {
  const ms = until.getTime() - wizard.clock.now().getTime();
  if (ms <= 0) return;
  if (wizard.options.drill && wizard.clock.jump) { wizard.clock.jump(until); return; }
  wizard.ui.show({ type: 'wait', text: say('The last look comes 30 minutes after the last containment.'), until: until.toISOString() });
  await wizard.clock.sleep(ms, wizard.engine.signal);
}

/** What each kind is called. */
export const kindTitles = ({ kinds }: Pick<Wizard, 'kinds'>): Readonly<Record<string, Text>> => Object.fromEntries([...kinds].map(([id, { title }]) => [id, title]));

/** Findings on the screen, each kind by its name. `whole`: all of them, however many. */
export function showFindings(wizard: Wizard, title: Text, findings: readonly Finding[], whole = false): void {
  if (findings.length > 0) wizard.ui.show({ type: 'findings', title, findings, kinds: kindTitles(wizard), contained: containedOf(wizard, findings), ...(whole && { whole }) });
}

/** Findings with a containing step, all of whose containing steps AWS shows as done; what was given back, whose containment could then be taken off; and where nothing contains it, what gives it back. */
function containedOf(wizard: Wizard, findings: readonly Finding[]): readonly string[] {
  const steps = wizard.engine.ledger.steps();
  return findings.flatMap(({ id }) => {
    const of = (verb: Step['verb']): typeof steps => steps.filter(({ step }) => step.finding === id && step.verb === verb);
    const inPlace = (some: typeof steps): boolean => some.length > 0 && some.every(({ state }) => isInPlace(state));
    const contain = of('contain'), recover = of('recover');
    const isBack = inPlace(recover) && contain.every(({ state }) => isInPlace(state) || state === 'undone');
    return isBack || inPlace(contain) ? [id] : [];
  });
}

/** AWS's deadline, for a heading. */
export const deadlineOf = (wizard: Wizard): { deadline?: Instant } => { const { deadline } = wizard.state(); return deadline === undefined ? {} : { deadline }; };
