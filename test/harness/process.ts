// One process of the tool over an account: its own objects, its own ports, and, where a test wants it, its sudden death.
import { setMaxListeners } from 'node:events';
import type { RequestHandler } from '../../src/aws/handler.ts';
import type { Credentials } from '../../src/aws/credentials.ts';
import { diskFiles, type CaseFiles } from '../../src/case/files.ts';
import { thisProcess, type ProcessPort } from '../../src/case/process.ts';
import type { Entry } from '../../src/case/facts.ts';
import type { Clock } from '../../src/core/clock.ts';
import { seeded } from '../../src/sim/ids.ts';
import { isChange } from '../../src/sim/dispatch/changes.ts';
import { scopeOf } from '../../src/sim/wire/request.ts';
import type { Account } from './account.ts';

/** When it is killed: at the n-th journal entry, or before or after the account does the n-th changing call (from 1). */
export type Death = { readonly at: 'entry' | 'before-call' | 'after-call'; readonly n: number };

export class Killed extends Error {}

let lastPid = 1_000_000;

/** SIGKILL ends everything at once: from then on it writes nothing, asks nothing and hears nothing. */
export class Life {
  readonly #killed = new AbortController();
  readonly #pid = (lastPid += 1);
  #entries = 0;
  #calls = 0;
  /** Rejects when it dies. */
  readonly death: Promise<never>;

  constructor(private readonly account: Account, private readonly end: Death | undefined, private readonly timeouts = false) {
    // Whatever sleeps at the same time listens to it.
    setMaxListeners(0, this.#killed.signal);
    this.death = new Promise((_, reject) => { this.#killed.signal.addEventListener('abort', () => { reject(new Killed()); }); });
    this.death.catch(() => undefined);
  }

  isOver(): boolean { return this.#killed.signal.aborted; }
  /** Journal entries and changing calls so far. */
  get counts(): { readonly entries: number; readonly calls: number } { return { entries: this.#entries, calls: this.#calls }; }

  onRecord = (_: Entry): void => {
    this.#entries += 1;
    if (this.end?.at === 'entry' && this.#entries === this.end.n) this.#die();
  };
  #die(): never {
    this.#killed.abort();
    throw new Killed();
  }
  #silence = (): Promise<never> => new Promise(() => undefined);

  /** The disk as this process sees it. Nothing is synced: the machine does not die. */
  get files(): CaseFiles {
    const alive = (): void => { if (this.isOver()) throw new Killed(); };
    return {
      open: (path, flags, mode) => { alive(); return diskFiles.open(path, flags, mode); },
      write: (fd, data, offset) => { alive(); return diskFiles.write(fd, data, offset); },
      truncate: (fd, length) => { alive(); diskFiles.truncate(fd, length); },
      close: (fd) => { diskFiles.close(fd); },
      sync: () => { alive(); },
      syncFolder: () => { alive(); },
    };
  }
  /** A process of its own: its lock is left behind when it is killed, and found to be nobody's. */
  get process(): ProcessPort {
    const own = this.#pid;
    return { pid: own, host: thisProcess.host, startOf: (pid) => (pid === own ? 'this' : undefined), now: () => thisProcess.now(), every: () => () => undefined };
  }
  get clock(): Clock {
    const { clock } = this.account.drill;
    const dead = this.#killed.signal;
    return {
      now: () => clock.now(),
      jump: (until) => { if (!this.isOver()) clock.jump?.(until); },
      sleep: async (ms, signal) => {
        if (this.isOver()) return this.#silence();
        try {
          await clock.sleep(ms, signal ? AbortSignal.any([signal, dead]) : dead);
        } catch (error) {
          if (!this.isOver()) throw error;
        }
        return this.isOver() ? this.#silence() : undefined;
      },
    };
  }
  get handler(): RequestHandler {
    const inner = this.account.drill.requestHandler() as unknown as RequestHandler;
    return {
      ...inner,
      handle: async (request, options) => {
        if (this.isOver()) return this.#silence();
        const counted = isChanging(request);
        if (counted) this.#calls += 1;
        const mine = counted && this.end !== undefined && this.#calls === this.end.n;
        if (mine && this.end.at === 'before-call') { this.#killed.abort(); return this.#silence(); }
        const answer = await this.#inTime(inner.handle(request, options));
        if (mine && this.end.at === 'after-call') this.#killed.abort();
        return this.isOver() ? this.#silence() : answer;
      },
    };
  }
  async #inTime<T>(answer: Promise<T>): Promise<T> {
    if (!this.timeouts) return answer;
    const answered = new AbortController();
    const late = this.account.drill.clock.sleep(60_000, answered.signal).then(() => { throw Object.assign(new Error('Connection timed out'), { name: 'TimeoutError' }); });
    late.catch(() => undefined);
    try { return await Promise.race([answer, late]); } finally { answered.abort(new Error('answered')); }
  }
  get credentials(): Credentials {
    const { drill } = this.account;
    return { get: () => (drill.present ? Promise.resolve(identityOf(drill.present)) : Promise.reject(Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' }))), renew: () => undefined };
  }
  random = seeded('retries');
}

/** By AWS's own access level, as the account counts it. */
function isChanging(request: Parameters<RequestHandler['handle']>[0]): boolean {
  const service = scopeOf({ headers: request.headers, url: new URL('http://endpoint') } as Parameters<typeof scopeOf>[0])?.service;
  const body = typeof request.body === 'string' ? request.body : '';
  const operation = new URLSearchParams(body).get('Action') ?? request.headers['x-amz-target']?.split('.').at(-1);
  return (service === 'iam' || service === 'ec2' || service === 'sts') && operation !== undefined && isChange(service, operation);
}

const identityOf = ({ accessKeyId, secretAccessKey, sessionToken }: NonNullable<Account['drill']['present']>): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } =>
  ({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
