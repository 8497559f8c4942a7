// One simulated AWS service: its model, taken from the SDK's client, and a handler for each operation.
import type { ServiceId } from '../../aws/session.ts';
import { cborProtocol, isCbor } from './cbor-protocol.ts';
import { protocolOf, type ParsedRequest, type Protocol, type ServiceModel } from './protocol.ts';
import { operationSchema, Shape, type OperationSchema } from './schema.ts';
import type { OperationTraits } from './types.ts';

/** Any client class of the SDK. It is constructed once, to read its model; it never sends anything. */
export type ClientClass = new (config: any) => { readonly config: any };
/** Any command class of the SDK: its input and output types flow into the handler. */
export type CommandClass<I extends object, O extends object> = new (input: I) => {
  readonly input: I;
  readonly schema?: any;
  resolveMiddleware(stack: any, configuration: any, options: any): (args: any) => Promise<{ output: O }>;
};
/** Answers one operation; throws `AwsError` where AWS would answer with an error. */
export type OperationHandler<I, O, C> = (input: I, call: C) => Omit<O, '$metadata'> | Promise<Omit<O, '$metadata'>>;

export interface RegisteredOperation<C> {
  readonly name: string;
  readonly service: ServiceId;
  readonly schema: OperationSchema;
  readonly traits: OperationTraits<any, C>;
  readonly handler: (input: any, call: C) => unknown;
}

export class Service<C> {
  readonly id: ServiceId;
  /** The service's name in a request's credential scope. */
  readonly signingName: string;
  readonly operations = new Map<string, RegisteredOperation<C>>();
  readonly #client: ClientClass;
  #model: ServiceModel | undefined;
  #protocol: Protocol | undefined;

  constructor(client: ClientClass, options: { readonly id: ServiceId; readonly signingName?: string }) {
    this.#client = client;
    this.id = options.id;
    this.signingName = options.signingName ?? options.id;
  }

  /** Registers an operation; twice the same is a mistake. */
  on<I extends object, O extends object>(command: CommandClass<I, O>, handler: OperationHandler<I, O, C>, traits: OperationTraits<I, C> = {}): this {
    const schema = operationSchema(new command({} as I).schema);
    if (this.operations.has(schema.name)) throw new Error(`${this.id}:${schema.name} is registered twice.`);
    this.operations.set(schema.name, { name: schema.name, service: this.id, schema, traits, handler });
    return this;
  }

  get model(): ServiceModel { return (this.#model ??= readModel(this.#client)); }
  get protocol(): Protocol { return (this.#protocol ??= protocolOf(this.model)); }
  /** Clients of one service may speak different protocols. */
  protocolFor(request: ParsedRequest): Protocol { return isCbor(request) ? cborProtocol : this.protocol; }
}

function readModel(client: ClientClass): ServiceModel {
  const { config } = new client({ region: 'us-east-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
  const settings = config.protocolSettings;
  const errors = new Map<string, Shape>();
  for (const registry of settings.errorTypeRegistries) {
    for (const tuple of registry.schemas.values()) {
      if (tuple[0] !== -3) continue;
      const shape = new Shape(tuple);
      errors.set(shape.name, shape);
      const wireCode: string | undefined = shape.own['awsQueryError']?.[0];
      if (wireCode !== undefined && !errors.has(wireCode)) errors.set(wireCode, shape);
    }
  }
  return {
    protocol: (config.protocol.getShapeId() as string).split('#')[1] ?? '',
    version: settings.version ?? '',
    target: settings.serviceTarget ?? '',
    xmlNamespace: settings.xmlNamespace ?? '',
    errorShape: (code) => errors.get(code),
  };
}
