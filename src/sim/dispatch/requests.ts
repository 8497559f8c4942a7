// What the account remembers of every request: who asked for what, whether it would change anything, how it ended.
import type { ServiceId } from '../../aws/session.ts';

export interface RequestEntry {
  readonly at: Date;
  readonly service: ServiceId;
  readonly operation: string;
  readonly region: string;
  readonly requestId: string;
  readonly accessKeyId: string | undefined;
  /** ARN of the caller; undefined when the request failed authentication. */
  readonly caller: string | undefined;
  readonly userAgent: string;
  /** By AWS's own access level of the operation. */
  readonly change: boolean;
  /** Made by the scenario (history, reactions), not by a client. */
  readonly played: boolean;
  readonly input: unknown;
  /** `ok`, an error code, or `reset`, `hang`, `truncate`. */
  readonly outcome: string;
}

export class RequestLog {
  readonly #entries: RequestEntry[] = [];
  #changes = 0;

  add(entry: RequestEntry): void {
    // The scenario's own calls would only fill the memory.
    if (entry.played) return;
    this.#entries.push(entry);
    if (entry.change) this.#changes += 1;
  }
  get entries(): readonly RequestEntry[] { return this.#entries; }
  /** Requests of clients that ask for a change, whatever became of them. */
  get changes(): number { return this.#changes; }
}
