// `cases`: lists the cases of this machine and what waits in each; carries one out to a file or in from one.
import { exportCase, importCase } from '../case/transfer.ts';
import { caseBase, findCase, listCases, type CaseListing } from '../case/read.ts';
import { isDrill } from '../case/identity.ts';
import { exitCodeOf, openItems } from '../case/open.ts';
import type { CaseState } from '../case/state.ts';
import { liveClock, type Clock } from '../core/clock.ts';
import { EXIT, usage } from '../core/errors.ts';
import { render, say, type Catalogue, type Text } from '../core/text.ts';
import { utc } from '../report/document.ts';
import { inertJson } from '../report/escape.ts';
import { waitText } from '../report/section-deeds.ts';
import { catalogueFor } from '../ui/languages.ts';
import { fitted } from '../ui/style.ts';

export interface CasesOptions {
  readonly json?: boolean;
  /** Write the case to this file. */
  readonly exportTo?: string;
  /** Take a case from this file. */
  readonly importFrom?: string;
  /** The case to export: an id or a path; the latest open one where it is not given. */
  readonly case?: string;
}
export interface CasesPorts {
  /** Results: stdout. */
  readonly out: { write(text: string): void };
  /** Everything else: stderr. */
  readonly notes: { write(text: string): void };
  /** The folder that holds the cases (`caseBase()`). */
  readonly base: string;
  readonly clock: Clock;
  readonly catalogue?: Catalogue;
}

/** Gives the exit code; throws an `IncidentError` where it could not be done. */
export function casesCommand(options: CasesOptions, ports: CasesPorts): number {
  if (options.exportTo !== undefined && options.importFrom !== undefined) throw usage(say('Give --export or --import, not both.'));
  if (options.exportTo !== undefined) return exportTo(options.exportTo, options, ports);
  if (options.importFrom !== undefined) return importFrom(options.importFrom, options, ports);
  const listings = listCases(ports.base);
  if (options.json === true) ports.out.write(`${inertJson({ schemaVersion: 1, base: ports.base, cases: listings.map(dataOf) })}\n`);
  else print(listings, ports);
  return EXIT.done;
}

function exportTo(file: string, options: CasesOptions, ports: CasesPorts): number {
  const done = exportCase(findCase(ports.base, options.case), file, { clock: ports.clock });
  if (options.json === true) ports.out.write(`${inertJson({ schemaVersion: 1, exported: done })}\n`);
  const line = lineTo(ports.notes, ports);
  line(say('Exported to {{file}} ({{bytes}} bytes). Head of the chain: {{head}}', { file: done.file, bytes: done.bytes, head: done.head }));
  if (done.evidenceFiles > 0) line(say('It holds {{n}} files of evidence, which can hold secrets of the account. Keep it as you would keep those.', { n: done.evidenceFiles }));
  return EXIT.done;
}

function importFrom(file: string, options: CasesOptions, ports: CasesPorts): number {
  const done = importCase(file, ports.base, { clock: ports.clock });
  if (options.json === true) ports.out.write(`${inertJson({ schemaVersion: 1, imported: done })}\n`);
  const line = lineTo(ports.notes, ports);
  line(say('Imported {{id}}: {{n}} entries, the chain is whole. Its head was {{head}}; compare it with what the other machine printed.', { id: done.caseId, n: done.entries, head: done.head }));
  line(say('Go on with it: aws-incident resume {{id}}', { id: done.caseId }));
  return EXIT.done;
}

const lineTo = (stream: { write(text: string): void }, { catalogue }: CasesPorts) => (text: Text): void => { stream.write(`${render(text, catalogue)}\n`); };

// One value a line: fits a terminal of any width and can be cut out with other tools.
function print(listings: readonly CaseListing[], ports: CasesPorts): void {
  if (listings.length === 0) lineTo(ports.notes, ports)(say('There is no case here yet ({{base}}). Start one: aws-incident', { base: ports.base }));
  listings.forEach((listing, at) => {
    if (at > 0) ports.out.write('\n');
    ports.out.write(`${render(say('{{id}}', { id: listing.id }), ports.catalogue)}\n`);
    for (const text of 'reading' in listing ? detailsOf(listing.reading.state) : [listing.trouble]) {
      ports.out.write(`  ${render(text, ports.catalogue)}\n`);
    }
  });
}

function detailsOf(state: CaseState): Text[] {
  const { accountId, partition, endpoint } = state.identity;
  const open = openItems(state);
  return [
    isDrill(state.identity) ? say('Drill: {{endpoint}}', { endpoint }) : accountId === '' ? say('Account: not known yet') : say('Account: {{accountId}} ({{partition}}, {{endpoint}})', { accountId, partition, endpoint }),
    say('Opened: {{opened}}, last entry: {{last}}', { opened: utc(state.openedAt), last: utc(state.lastAt) }),
    say('State: {{state}}', { state: standing(state) }),
    ...(open.findings.length + open.steps.length > 0 ? [say('Open findings: {{findings}}, open steps: {{steps}}', { findings: open.findings.length, steps: open.steps.length })] : []),
    ...(state.inDoubt.length > 0 ? [say('Steps in doubt: {{n}}; resume asks AWS what came of them', { n: state.inDoubt.length })] : []),
    ...open.waits.map((wait) => say('Waits: {{what}}', { what: waitText(wait) })),
    ...(state.deadline === undefined ? [] : [say('AWS’s deadline: {{deadline}}', { deadline: state.deadline })]),
  ];
}
function standing(state: CaseState): Text {
  switch (state.ended?.state) {
    case 'stopped': return say('stopped by the operator');
    case 'open': return say('open');
    case 'waiting': return say('waiting');
    case 'closed': return say('closed');
    case undefined: return say('interrupted, or at work now');
  }
}

function dataOf(listing: CaseListing): object {
  const { id, dir } = listing;
  if (!('reading' in listing)) return { id, dir, trouble: render(listing.trouble) };
  const { state, head } = listing.reading;
  const open = openItems(state);
  return {
    id, dir, account: state.identity.accountId, partition: state.identity.partition, endpoint: state.identity.endpoint, drill: isDrill(state.identity),
    openedAt: state.openedAt, lastAt: state.lastAt, state: state.ended?.state ?? 'interrupted', deadline: state.deadline ?? null,
    openFindings: open.findings.length, openSteps: open.steps.length, inDoubt: state.inDoubt.length, gaps: open.gaps.length,
    waits: open.waits.map((one) => ({ id: one.id, for: one.wait.for, until: one.wait.for === 'time' ? one.wait.until : null, text: render(waitText(one)) })),
    exitCode: exitCodeOf(state), head,
  };
}

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** From the command line. */
export async function run(options: Readonly<Record<string, unknown>>, args: readonly string[]): Promise<number> {
  const [exportTo, importFrom, named] = [optional(options['export']), optional(options['import']), optional(options['case']) ?? args[0]];
  return casesCommand({
    json: options['json'] === true,
    ...(exportTo === undefined ? {} : { exportTo }), ...(importFrom === undefined ? {} : { importFrom }), ...(named === undefined ? {} : { case: named }),
  }, {
    out: options['json'] === true ? process.stdout : fitted(process.stdout), notes: fitted(process.stderr), base: caseBase(), clock: liveClock,
    catalogue: await catalogueFor(optional(options['lang']), process.env),
  });
}
