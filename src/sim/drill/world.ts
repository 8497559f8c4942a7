// A drill: a scenario's account that the operator works on, one request at a time, logged so that it can be rebuilt.
import { DrillClock, type Clock } from '../../core/clock.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn } from '../../core/types.ts';
import type { Behaviour } from '../account.ts';
import type { GivenCredentials } from '../scenario/console.ts';
import { loadScenario, type Loaded } from '../scenario/load.ts';
import type { Notice } from '../scenario/notice.ts';
import { fillText } from '../scenario/references.ts';
import type { Scenario, ScenarioSource } from '../scenario/scenario.ts';
import { allContained, score, type Score } from '../scenario/score.ts';
import { inProcessHandler, type InProcessHandler } from '../wire/in-process.ts';
import { listenOn, type Listener } from '../wire/listener.ts';
import type { WireRequest, WireResponse } from '../wire/types.ts';
import type { World } from '../world.ts';
import { Adversary } from './adversary.ts';
import { Containment } from './containment-clock.ts';
import { DrillLog, loggedRequest, readDrillLog, wireRequest, type LogEntry } from './log.ts';

export interface DrillOptions {
  /** Not needed where the log says it. */
  readonly source?: ScenarioSource;
  /** With it the drill survives a kill: a log that is there already is replayed. */
  readonly logFile?: string;
  /** Makes the drill's clock from the time at which it starts or goes on. Default: real time, which may jump. */
  readonly clock?: (start: Date) => Clock;
  readonly behaviour?: Partial<Behaviour>;
  /** Told of mistakes in the simulated account. */
  readonly report?: (error: unknown) => void;
}
const OPERATOR_IP = '192.0.2.10';
const HOME_REGION = { aws: 'us-east-1', 'aws-cn': 'cn-north-1' } as const;

export class Drill {
  readonly scenario: Scenario;
  readonly world: World;
  readonly notice: Notice | null;
  /** What the operator starts with; null: nothing that works. */
  readonly operator: GivenCredentials | null;
  #present: GivenCredentials | null = null;
  #actor: string | null = null;
  readonly #loaded: Loaded;
  readonly #adversary: Adversary;
  readonly #latencyMs: number;
  readonly #containment: Containment;
  #log: DrillLog | undefined;
  #live: Clock | undefined;
  #sourceIp = OPERATOR_IP;
  #seenDeeds = 0;
  #seenChanges = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** Use `openDrill`. */
  constructor(loaded: Loaded, readonly source: ScenarioSource, latencyMs: number, private readonly report: (error: unknown) => void) {
    this.#loaded = loaded;
    this.#adversary = new Adversary(loaded.player);
    this.#latencyMs = latencyMs;
    this.#containment = new Containment(loaded.world.behaviour.consistencyMs);
    this.scenario = loaded.scenario;
    this.world = loaded.world;
    this.notice = loaded.notice;
    this.operator = loaded.scenario.operator === null ? null : this.#turnInto(loaded.scenario.operator);
    this.#judge();
  }

  /** What the operator holds now: those of the last way in. */
  get present(): GivenCredentials | null { return this.#present; }
  /** Whom the operator is now. */
  get actor(): string | null { return this.#actor; }

  /** Brings back what was done, each at its time. Returns when the last of it was. */
  async replay(entries: readonly LogEntry[]): Promise<Date> {
    for (const entry of entries) {
      this.#loaded.clock.set(new Date(entry.at));
      await this.#perform(entry);
    }
    return this.#loaded.clock.now();
  }
  /** From now on time runs, and what is done is logged. */
  start(live: Clock, log: DrillLog | undefined): void {
    this.#live = live;
    this.#log = log;
    this.#loaded.clock.handOver(live);
  }

  /** Drives the tool and the account alike; its jumps are logged. */
  get clock(): Clock {
    const live = this.#running();
    return { now: () => live.now(), sleep: (ms, signal) => live.sleep(ms, signal), jump: (until) => { live.jump?.(until); this.#log?.append({ at: live.now().toISOString(), did: 'jump' }); } };
  }
  /** The region that a client starts in. */
  get region(): string { return HOME_REGION[this.scenario.account.partition]; }
  /** For `requestHandler` of any SDK client: no socket exists. */
  requestHandler(): InProcessHandler { return inProcessHandler((request) => this.handle(request)); }
  /** Serves the account on loopback. */
  listen(port: number): Promise<Listener> { return listenOn(port, (request) => this.handle(request), this.report); }

  /** One request: logged, then answered, before the next one is looked at. */
  async handle(raw: WireRequest): Promise<WireResponse> {
    const live = this.#running();
    if (this.#latencyMs > 0) await live.sleep(this.#latencyMs);
    return (await this.#inTurn({ did: 'request', request: loggedRequest(raw) })) as WireResponse;
  }
  /** Another way in: credentials of an actor that the scenario names as one. */
  async enter(actor: string): Promise<GivenCredentials> {
    if (!this.scenario.waysIn.includes(actor)) throw failed(say('The scenario has no way in as {{actor}}.', { actor }));
    return (await this.#inTurn({ did: 'enter', actor })) as GivenCredentials;
  }
  /** `found`: ARNs of the tool's findings, where somebody wants to know how many of the footholds are among them. */
  score(found?: readonly Arn[]): Score {
    this.#judge();
    const at = this.#containment.since;
    return score({ world: this.world, truth: this.#loaded.truth, msToContain: at ? at.getTime() - this.scenario.now.getTime() : null, ...(found ? { found } : {}) });
  }
  /** Ends the log; a drill that is opened again with it goes on. */
  async close(): Promise<void> {
    await this.#queue;
    this.#log?.close();
    this.#log = undefined;
  }

  #running(): Clock {
    if (!this.#live) throw new Error('The drill has not started.');
    return this.#live;
  }
  /** One after another: the order in the log is the order in which things were done. */
  #inTurn(deed: { did: 'request'; request: ReturnType<typeof loggedRequest> } | { did: 'enter'; actor: string }): Promise<unknown> {
    const turn = this.#queue.then(() => {
      const entry: LogEntry = { at: this.#running().now().toISOString(), ...deed };
      this.#log?.append(entry);
      return this.#perform(entry);
    });
    this.#queue = turn.then(() => undefined, () => undefined);
    return turn;
  }
  async #perform(entry: LogEntry): Promise<unknown> {
    this.#loaded.clock.hold(new Date(entry.at));
    try {
      switch (entry.did) {
        case 'jump': return undefined;
        case 'enter': return this.#turnInto(entry.actor);
        case 'request': return await this.world.endpoint.handle(this.#fromOperator(wireRequest(entry.request)));
      }
    } finally {
      this.#adversary.watch();
      this.#judgeAfterChange();
      this.#loaded.clock.release();
    }
  }
  #fromOperator(request: WireRequest): WireRequest { return { ...request, headers: { ...request.headers, 'x-sim-source-ip': this.#sourceIp } }; }

  #turnInto(name: string): GivenCredentials {
    const { player } = this.#loaded;
    const actor = this.scenario.actors.get(name);
    if (!actor) throw failed(say('The scenario has no actor {{name}}.', { name }));
    this.#sourceIp = actor.sourceIp;
    const given = actor.credential === undefined ? player.cast.signIn(name, actor) : player.cast.full(fillText(actor.credential, player.saved));
    if (!given) throw failed(say('The scenario never makes the credentials of {{name}}.', { name }));
    this.#present = given;
    this.#actor = name;
    return given;
  }

  #judgeAfterChange(): void {
    const { changes } = this.world.requests;
    if (changes === this.#seenChanges && this.#adversary.deeds === this.#seenDeeds) return;
    this.#seenChanges = changes;
    this.#seenDeeds = this.#adversary.deeds;
    this.#judge();
  }
  #judge(): void { this.#containment.saw(allContained(this.world, this.#loaded.truth), this.world.now()); }
}

/** Starts a drill, or goes on with the one in the log. Throws a usage error where the scenario is wrong. */
export async function openDrill(options: DrillOptions): Promise<Drill> {
  const { logFile } = options;
  const logged = logFile === undefined ? undefined : readDrillLog(logFile);
  const source = logged?.source ?? options.source;
  if (source === undefined) throw failed(say('There is no scenario to play.'));
  const latencyMs = options.behaviour?.latencyMs ?? 0;
  const report = options.report ?? ((error: unknown) => { throw error; });
  // The drill waits in its own place: a request that holds the clock must not sleep.
  const drill = new Drill(await loadScenario(source, { ...options.behaviour, latencyMs: 0 }), source, latencyMs, report);
  const at = await drill.replay(logged?.entries ?? []);
  const log = logFile === undefined ? undefined : logged ? DrillLog.continue(logFile) : DrillLog.create(logFile, source);
  drill.start((options.clock ?? ((start: Date) => new DrillClock(start)))(at), log);
  return drill;
}
