// `aws-incident trace`: who did what with these credentials. Makes no case, changes nothing, and needs no AWS account when given files.
import type { TrailEvent } from '../activity/event.ts';
import { readLogs, type LogSource } from '../activity/logs/files.ts';
import { traceLogs, type TraceLogsOptions } from '../activity/logs/trace-logs.ts';
import { FOOTHOLDS_TITLE } from '../activity/lineage/footholds.ts';
import { proveLogs, type AskKeys } from '../activity/logs/log-proof.ts';
import type { Pursued } from '../activity/lineage/pursue.ts';
import { slimmer } from '../activity/slim.ts';
import { elsewhereIn, traceJson, type Trace } from '../activity/trace.ts';
import { liveClock } from '../core/clock.ts';
import { EXIT, usage } from '../core/errors.ts';
import type { LogProof } from '../core/record.ts';
import { render, say, type Catalogue, type Text } from '../core/text.ts';
import type { Attribution, CoverageCell, Indicators, Instant } from '../core/types.ts';
import type { WizardOptions } from '../phases/wizard.ts';
import { doubt } from '../report/record-texts.ts';
import { catalogueFor } from '../ui/languages.ts';
import { fitted } from '../ui/style.ts';
import { wizardOptions } from './options.ts';
import { flag, list, text, type Raw } from './raw.ts';
import { traceKeys } from './trace-keys.ts';
import { withProgress } from './trace-progress.ts';

export interface TraceOptions {
  readonly logs: readonly string[];
  readonly keys: readonly string[];
  /** Names or ARNs; `root` for the root user. */
  readonly users: readonly string[];
  readonly ips: readonly string[];
  /** The first sign, or `''`. */
  readonly since: Instant;
  readonly json: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onFile?: TraceLogsOptions['onFile'];
  readonly catalogue?: Catalogue;
}
/** Reads the event history and follows the lineage through it; `known`: the events of the log files. */
export type HistorySource = (indicators: Indicators, known: readonly TrailEvent[]) => Promise<Pursued>;

/**
 * Prints the timeline, or the JSON document, and returns the exit code.
 * @throws IncidentError `usage` for a path that is not there, and where there is nothing to read.
 */
export async function traceCommand(options: TraceOptions, out: { write(text: string): void }, history?: HistorySource, keys?: AskKeys): Promise<number> {
  if (options.logs.length === 0 && history === undefined) throw usage(say('Nothing to read. Give CloudTrail log files with --logs, or credentials of the account.'));
  const indicators: Indicators = { accessKeyIds: options.keys, principals: options.users, sourceIps: options.ips, since: options.since };
  const { sources, pursued, result } = history ? await withKnown(options, indicators, history) : await fromFiles(options, indicators);
  const proofs = await proveLogs(options.logs, keys, { signal: options.signal });
  const cells = pursued?.cells ?? [];
  const complete = pursued?.complete ?? true;
  if (options.json) out.write(`${JSON.stringify(traceJson(result, sources, cells, proofs), undefined, 2)}\n`);
  else out.write(`${describe(result, { sources, proofs, cells, complete }).map((line) => render(line, options.catalogue)).join('\n')}\n`);
  return exitCode(result, { sources, proofs, cells, complete });
}

interface Answer { readonly sources: readonly LogSource[]; readonly result: Trace; readonly pursued?: Pursued }
/** Files alone: of any size. */
async function fromFiles({ logs, signal, onFile }: TraceOptions, indicators: Indicators): Promise<Answer> {
  const { trace: result, sources } = await traceLogs({ paths: logs, indicators, signal, ...(onFile ? { onFile } : {}) });
  return { sources, result };
}
/** The event history follows what the files show, so their events are at hand. */
async function withKnown({ logs, signal }: TraceOptions, indicators: Indicators, history: HistorySource): Promise<Answer> {
  const events: TrailEvent[] = [];
  const slim = slimmer();
  const sources = await readLogs(logs, (event) => { events.push(slim(event)); }, signal);
  const pursued = await history(indicators, events);
  return { sources, pursued, result: pursued.trace };
}

/** The command line's way in: the log files given, or else the event history of the account. */
export async function run(raw: Raw): Promise<number> {
  const out = flag(raw, 'json') ? process.stdout : fitted(process.stdout);
  const catalogue = await catalogueFor(text(raw, 'lang'), process.env);
  if (list(raw, 'logs').length > 0) {
    const keys = traceKeys(raw, text(raw, 'version') ?? '0.0.0');
    try {
      const settings = { ...settingsOf(raw, await wizardOptions(raw, liveClock, false)), catalogue };
      return await withProgress(raw, (reading) => traceCommand({ ...settings, ...reading }, out, undefined, keys.ask));
    } finally {
      await keys.close();
    }
  }
  const { withHistory } = await import('./trace-history.ts');
  return await withHistory(raw, (options, history) => traceCommand({ ...settingsOf(raw, options), catalogue }, out, history));
}
const settingsOf = (raw: Raw, options: WizardOptions): TraceOptions => ({ logs: options.logs, keys: options.accessKeyIds, users: options.users, ips: options.sourceIps, since: options.since ?? '', json: flag(raw, 'json') });

/** What was read, and what is known against it. */
export interface Read { readonly sources: readonly LogSource[]; readonly proofs: readonly LogProof[]; readonly cells: readonly CoverageCell[]; readonly complete: boolean }
function exitCode({ counts }: Trace, { sources, proofs, cells, complete }: Read): number {
  if (counts.attacker + counts.undecided + counts.suspect > 0) return EXIT.open;
  // Where not one event was read, nothing was seen.
  const isEmpty = sources.length > 0 && cells.length === 0 && sources.every((s) => s.events === 0);
  return isEmpty || !complete || cells.some((c) => c.gap) || sources.some((s) => s.rejected.length > 0) || proofs.some((p) => !p.sound) ? EXIT.gaps : EXIT.done;
}

const HANDS: Readonly<Record<Attribution, Text>> = { attacker: say('stranger'), undecided: say('undecided'), suspect: say('suspect'), owner: say('owner') };
const MOST = 200, REJECTED = 5;

/** The timeline for people. The owner's calls are counted, not listed. */
export function describe(result: Trace, { sources, proofs, cells, complete }: Read): Text[] {
  const { counts, lineage, footholds, indicators } = result;
  const shown = result.events.filter((e) => e.attribution !== 'owner');
  return [
    ...sources.map((s) => say('{{path}}: {{events}} events in {{files}} files, {{rejected}} records that could not be read', { path: s.path, events: s.events, files: s.files, rejected: s.rejected.length })),
    ...sources.flatMap((s) => [...s.rejected.slice(0, REJECTED).map((r) => say('  {{where}}: {{why}}', { where: r.line === 0 ? r.file : say('{{file}}, {{line}}', { file: r.file, line: r.line }), why: r.why })), ...(s.rejected.length > REJECTED ? [say('  {{more}}', { more: say('{{details}} and {{n}} more', { details: '…', n: s.rejected.length - REJECTED }) })] : [])]),
    ...proofs.flatMap((p) => p.said),
    ...cells.filter((c) => c.gap).map((c) => say('Not seen: {{region}}, {{state}}. {{detail}}', { region: c.region, state: c.state, detail: c.detail })),
    ...(complete ? [] : [say('Not seen: the chain of credentials is longer than was followed.')]),
    say('Of {{read}} events, {{attacker}} were the stranger’s, {{undecided}} undecided, {{suspect}} suspect, {{owner}} the owner’s.', counts),
    ...(indicators.since === '' ? [] : [say('First sign: {{since}}', { since: indicators.since })]),
    ...section(say('Credentials of the lineage'), lineage.credentials.map((c) => say('{{id}} ({{type}}) of {{principal}}, from {{issued}} to {{expires}}', { id: c.id, type: c.type, principal: c.principal || '?', issued: c.issuedAt || '?', expires: c.expiresAt ?? say('no end known') }))),
    ...section(say('Users and roles that the stranger made'), lineage.principals.map((p) => say('{{arn}}, {{at}}', { arn: p.arn, at: p.createdAt }))),
    ...section(say('Sessions that went into other accounts'), elsewhereIn(result).map((one) => say('{{role}} since {{at}} UTC{{doubt}}', { role: one.role, at: one.at.slice(0, 16).replace('T', ' '), doubt: doubt(one.hand) }))),
    ...section(FOOTHOLDS_TITLE, footholds.map((f) => say('{{kind}} {{arn}}', { kind: f.kind, arn: f.arn }))),
    ...section(say('What happened'), shown.slice(0, MOST).map(({ event, attribution, because }) => say('{{time}}  {{hand}}  {{name}} in {{region}} by {{credential}} from {{address}}{{outcome}}. {{because}}', {
      time: event.time || '?', hand: HANDS[attribution], name: event.name, region: event.region || '?', credential: event.credential, address: event.sourceIp || '?', outcome: event.errorCode === undefined ? say('') : say(' ({{code}})', { code: event.errorCode }), because,
    }))),
    ...(shown.length > MOST ? [say('{{n}} more events: all of them stand in the output of --json.', { n: shown.length - MOST })] : []),
  ];
}
const section = (title: Text, lines: readonly Text[]): readonly Text[] => (lines.length === 0 ? [] : [say(''), title, ...lines.map((line) => say('  {{line}}', { line }))]);
