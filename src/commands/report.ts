// `report`: makes the incident report, the time line or the draft of the answer to AWS from a case's journal alone.
import { caseBase, findCase, readCase } from '../case/read.ts';
import { isoNow, liveClock, type Clock } from '../core/clock.ts';
import { EXIT, usage } from '../core/errors.ts';
import { render, say, type Catalogue } from '../core/text.ts';
import { chargesRequest } from '../report/charges.ts';
import { timelineCsv } from '../report/csv.ts';
import type { ReportInput } from '../report/document.ts';
import { jsonReport } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import { supportReply } from '../report/support-reply.ts';
import { catalogueFor } from '../ui/languages.ts';

/** `reply`, `reply-short`: the draft of the answer to AWS. `charges`: the request to have charges reviewed. `csv`: the time line. */
export const REPORT_FORMATS = ['md', 'json', 'csv', 'reply', 'reply-short', 'charges'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportOptions {
  /** An id or a path; the latest open case where it is not given. */
  readonly case?: string;
  readonly format?: string;
}
export interface ReportPorts {
  readonly out: { write(text: string): void };
  readonly notes: { write(text: string): void };
  /** The folder that holds the cases (`caseBase()`). */
  readonly base: string;
  readonly clock: Clock;
  readonly catalogue?: Catalogue;
}

const isFormat = (format: string): format is ReportFormat => (REPORT_FORMATS as readonly string[]).includes(format);

/** Gives the exit code 0: what is open in the case is in the report. Throws where there is no case or its journal is damaged. */
export function reportCommand(options: ReportOptions, ports: ReportPorts): number {
  const format = options.format ?? 'md';
  if (!isFormat(format)) throw usage(say('There is no report format {{format}}. Choose one of {{formats}}.', { format, formats: REPORT_FORMATS }));
  const reading = readCase(findCase(ports.base, options.case));
  ports.out.write(reportAs(format, { ...reading, madeAt: isoNow(ports.clock) }, ports.catalogue));
  ports.notes.write(`${render(say('Made from {{dir}}. Head of the chain: {{head}}', { dir: reading.dir, head: reading.head }), ports.catalogue)}\n`);
  return EXIT.done;
}

/** One report in one format; pure. The answer to AWS is always in English. */
export function reportAs(format: ReportFormat, input: ReportInput, catalogue?: Catalogue): string {
  switch (format) {
    case 'md': return markdownReport(input, catalogue);
    case 'json': return jsonReport(input);
    case 'csv': return timelineCsv(input, catalogue);
    case 'reply': return supportReply(input.state);
    case 'reply-short': return supportReply(input.state, 'short');
    case 'charges': return chargesRequest(input.state) ?? `${render(say('Nothing is disputed: the bill was not read, or shows nothing above the usual from the first sign to the last containment.'))}\n`;
  }
}

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** From the command line. */
export async function run(options: Readonly<Record<string, unknown>>, args: readonly string[]): Promise<number> {
  const [named, format] = [optional(options['case']) ?? args[0], optional(options['format'])];
  return reportCommand(
    { ...(named === undefined ? {} : { case: named }), ...(format === undefined ? {} : { format }) },
    { out: process.stdout, notes: process.stderr, base: caseBase(), clock: liveClock, catalogue: await catalogueFor(optional(options['lang']), process.env) },
  );
}
