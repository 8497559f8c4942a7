// The simulated account as a whole: its clock, ids, services, history, and the endpoint that answers for it.
import type { ServiceId } from '../aws/session.ts';
import type { Clock } from '../core/clock.ts';
import { AS_AWS, type Behaviour, type SimAccount, type SimCall, type SimCaller } from './account.ts';
import { answer } from './dispatch/gate.ts';
import { RequestLog } from './dispatch/requests.ts';
import { Schedule } from './dispatch/schedule.ts';
import { downloads } from './downloads.ts';
import { Faults } from './faults.ts';
import { Ids } from './ids.ts';
import type { MakeAuthority } from './policy/authority.ts';
import { Quotas } from './quotas.ts';
import { loadServices } from './services/load.ts';
import { elementsJson } from './trail/elements-json.ts';
import { historyOf, type EventHistory } from './trail/history.ts';
import type { JsonObject } from './trail/identity.ts';
import { eventId } from './trail/record.ts';
import { Endpoint } from './wire/endpoint.ts';
import type { Service } from './wire/service.ts';

export interface WorldOptions {
  readonly id?: string;
  readonly alias?: string;
  readonly partition?: SimAccount['partition'];
  readonly supportPlan?: SimAccount['supportPlan'];
  /** Ids and injected faults come from it: the same calls give the same account. */
  readonly seed?: string;
  readonly clock: Clock;
  /** What differs from AWS. */
  readonly behaviour?: Partial<Behaviour>;
  /** Instead of the simulated IAM's, for tests of the rest. */
  readonly authority?: MakeAuthority;
  /** Told of mistakes in handlers. */
  readonly report?: (error: unknown) => void;
}

/** A call that the scenario makes itself: of the history, of the adversary, of AWS. */
export interface PlayedCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly region?: string;
  readonly input: object;
  /** Whose call it is: a key of the account (sessions need no token here), or a caller as such (AWS itself). */
  readonly as: { readonly accessKeyId: string } | { readonly caller: SimCaller };
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Nobody reads the answer: the call is authorized and recorded, but not carried out. For thousands of habitual reads. */
  readonly traceOnly?: boolean;
}

export class World implements SimAccount {
  readonly id: string;
  readonly alias: string | undefined;
  readonly partition: SimAccount['partition'];
  readonly supportPlan: SimAccount['supportPlan'];
  readonly behaviour: Behaviour;
  readonly ids: Ids;
  readonly requests = new RequestLog();
  readonly faults: Faults;
  readonly quotas = new Quotas();
  readonly endpoint: Endpoint<SimCall>;
  /** May be replaced while the scenario's history is loaded: calls at past times, in their order. */
  clock: Clock;
  readonly #schedule = new Schedule();
  readonly #states = new Map<string, unknown>();
  readonly #services = new Map<ServiceId, Service<SimCall>>();
  // A source of its own: how often a client asks must not change the ids of what is made.
  readonly #requestIds: Ids;
  #skewMs = 0;

  private constructor(options: WorldOptions) {
    const seed = options.seed ?? 'seed';
    this.id = options.id ?? '111122223333';
    this.alias = options.alias;
    this.partition = options.partition ?? 'aws';
    this.supportPlan = options.supportPlan ?? 'basic';
    this.behaviour = { ...AS_AWS, ...options.behaviour };
    this.clock = options.clock;
    this.ids = new Ids(seed);
    this.faults = new Faults(seed);
    this.#requestIds = new Ids(`requests ${seed}`);
    this.endpoint = new Endpoint<SimCall>(
      loadServices((service) => { this.#services.set(service.id, service); }),
      (info, operation, input, handler) => answer(this, { info, operation, input, handler }),
      { clock: { now: () => this.#dateOfAnswer() }, requestId: () => this.#requestIds.uuid(), download: (path) => downloads(this).get(path), ...(options.report && { report: options.report }) },
    );
  }

  /** Makes an account without users, keys or history. */
  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options);
    const make = options.authority ?? (await import('./services/iam/authority.ts')).iamAuthority;
    world.state('iam-authority', make);
    return world;
  }

  now(): Date { return this.#schedule.runningAt ?? this.clock.now(); }

  state<T>(service: string, make: (account: SimAccount) => T): T {
    if (!this.#states.has(service)) this.#states.set(service, make(this));
    return this.#states.get(service) as T;
  }

  /** Deeds call the account by `play`, never through the endpoint: a request waits until they are done. */
  schedule(at: Date, deed: () => void | Promise<void>): void { this.#schedule.add(at, deed); }
  /** Whether a deed is due or running. */
  mustSettle(): boolean { return this.#schedule.isDue(this.clock.now()); }
  /** Runs what is due, each deed at its own time. */
  settle(): Promise<void> { return this.#schedule.run(this.clock); }

  /** Makes one of the scenario's own calls, at the account's time. Answers as the operation does; throws `AwsError` as AWS would answer. */
  async play(call: PlayedCall): Promise<unknown> {
    const operation = await this.endpoint.operation(call.service, call.operation);
    const info = {
      service: call.service, operation: call.operation, region: call.region ?? 'us-east-1', requestId: this.#requestIds.uuid(), sessionToken: undefined,
      accessKeyId: 'accessKeyId' in call.as ? call.as.accessKeyId : undefined, sourceIp: call.sourceIp, userAgent: call.userAgent,
    };
    const handler = (simCall: SimCall): Promise<unknown> => new Promise((resolve) => { resolve(call.traceOnly === true ? {} : operation.handler(call.input, simCall)); });
    return answer(this, { info, operation, input: call.input, handler, played: 'caller' in call.as ? { caller: call.as.caller } : {} });
  }

  /** Every event, of all regions. */
  get history(): EventHistory { return historyOf(this); }
  /** The name that a service's model has for a wire code: `NoSuchEntity` → `NoSuchEntityException`. */
  errorName(service: ServiceId, code: string): string { return this.#services.get(service)?.model.errorShape(code)?.name ?? code; }

  recordEvent(event: Parameters<SimAccount['recordEvent']>[0]): void {
    const requestId = this.#requestIds.uuid();
    this.history.add({
      id: eventId(requestId), requestId, at: event.at ?? this.now(), region: event.region, source: event.source, name: event.name,
      type: event.type ?? 'AwsServiceEvent', readOnly: event.readOnly ?? false, accountId: this.id, caller: event.caller, sourceIp: event.sourceIp, userAgent: event.userAgent,
      request: elementsJson(event.request), response: elementsJson(event.response), resources: event.resources ?? [],
      ...(event.extra && { extra: elementsJson(event.extra) as JsonObject }),
    });
  }

  /** Requests of clients that ask for a change, as the account classified them. */
  get changes(): number { return this.requests.changes; }

  /** The next answer's Date header is off by so much. */
  skewNextDate(ms: number): void { this.#skewMs = ms; }
  #dateOfAnswer(): Date {
    const date = new Date(this.clock.now().getTime() + this.#skewMs);
    this.#skewMs = 0;
    return date;
  }
}
