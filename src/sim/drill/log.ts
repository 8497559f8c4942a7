// The drill's own log: everything that anybody did to the account, written before it is done, so that a killed drill comes back.
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { failed, ofTheMachine } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Instant } from '../../core/types.ts';
import type { ScenarioSource } from '../scenario/scenario.ts';
import type { WireRequest } from '../wire/types.ts';

/** A request as it came, less what the account does not look at. */
export interface LoggedRequest { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }
export type LogEntry =
  /** Reads too: they shift the history and the quotas. */
  | { readonly at: Instant; readonly did: 'request'; readonly request: LoggedRequest }
  /** The operator turned into another actor. */
  | { readonly at: Instant; readonly did: 'enter'; readonly actor: string }
  /** The clock was let run to this time. */
  | { readonly at: Instant; readonly did: 'jump' };
interface Header { readonly schemaVersion: 1; readonly source: ScenarioSource }

const HEADERS = new Set(['authorization', 'content-type', 'content-md5', 'user-agent', 'host', 'if-match']);
/** Members of REST operations stand in headers, too; these only repeat what is said elsewhere. */
const NOISE = new Set(['x-amz-user-agent', 'x-amz-content-sha256', 'x-amz-checksum-crc32']);
const isKept = (name: string): boolean => HEADERS.has(name) || (name.startsWith('x-amz-') && !NOISE.has(name));

export function loggedRequest({ method, path, headers, body }: WireRequest): LoggedRequest {
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => isKept(entry[0]) && entry[1] !== undefined);
  return { method, path, headers: Object.fromEntries(kept), body: Buffer.from(body).toString('utf8') };
}
export const wireRequest = (request: LoggedRequest): WireRequest => ({ ...request, body: new TextEncoder().encode(request.body) });

/** Written with the call, not synced: it must survive the process, not the machine. */
export class DrillLog {
  readonly #file: number;
  /** Where it lies; the file itself may be moved. */
  readonly #folder: string;
  private constructor(path: string) { this.#file = openSync(path, 'a', 0o600); this.#folder = dirname(path); }

  static create(path: string, source: ScenarioSource): DrillLog {
    const log = new DrillLog(path);
    log.#write({ schemaVersion: 1, source } satisfies Header);
    return log;
  }
  /** Continues a log that `readDrillLog` has read. */
  static continue(path: string): DrillLog { return new DrillLog(path); }

  append(entry: LogEntry): void { this.#write(entry); }
  close(): void { closeSync(this.#file); }

  #write(line: Header | LogEntry): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    let written = 0;
    try { while (written < bytes.length) written += writeSync(this.#file, bytes, written); } catch (error) {
      // What is not whole would spoil the line that comes when the disk has room again.
      ftruncateSync(this.#file, fstatSync(this.#file).size - written);
      // A client of AWS would call it an answer of AWS.
      throw ofTheMachine(error, this.#folder) ?? error;
    }
  }
}

/** What a log says; undefined when there is none. A last line that was cut off by a kill is dropped, also from the file. */
export function readDrillLog(path: string): { readonly source: ScenarioSource; readonly entries: readonly LogEntry[] } | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  const [first, ...rest] = text.slice(0, end).split('\n').filter((line) => line !== '');
  if (first === undefined) return undefined;
  const header = JSON.parse(first) as Partial<Header>;
  if (header.schemaVersion !== 1 || header.source === undefined) throw failed(say('The drill’s log {{path}} was written by another version of this tool.', { path }));
  return { source: header.source, entries: rest.map((line) => JSON.parse(line) as LogEntry) };
}
