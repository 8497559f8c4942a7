// Reads the schema tuples that every AWS SDK command carries: the shapes of its input, output and errors.

/** A tuple, a number, a thunk or `[ref, traits]`, as the SDK's generated code writes it. */
export type Ref = number | string | (() => Ref) | readonly any[];
export type Traits = Readonly<Record<string, any>>;
export type ShapeKind =
  | 'string' | 'number' | 'boolean' | 'timestamp' | 'document' | 'bigint' | 'bigdecimal' | 'blob'
  | 'struct' | 'union' | 'error' | 'list' | 'map' | 'unit';

/** Timestamp formats as the tuples number them. */
export const TIME_FORMAT = { dateTime: 5, httpDate: 6, epoch: 7 } as const;
const STREAMING_BLOB = 42;
const TRAIT_BITS = ['httpLabel', 'idempotent', 'idempotencyToken', 'sensitive', 'httpPayload', 'httpResponseCode', 'httpQueryParams'] as const;
const SIMPLE: Readonly<Record<number, ShapeKind>> = {
  0: 'string', 1: 'number', 2: 'boolean', 4: 'timestamp', 5: 'timestamp', 6: 'timestamp', 7: 'timestamp',
  15: 'document', 17: 'bigint', 19: 'bigdecimal', 21: 'blob', [STREAMING_BLOB]: 'blob',
};
const COMPOUND: Readonly<Record<number, ShapeKind>> = { [-3]: 'error', 1: 'list', 2: 'map', 3: 'struct', 4: 'union' };
const LIST_OF = 64;
const MAP_OF = 128;

function readTraits(traits: number | Traits | undefined): Traits {
  if (typeof traits === 'object') return traits;
  const set = TRAIT_BITS.filter((_, bit) => ((traits ?? 0) >> bit) & 1);
  return Object.fromEntries(set.map((name) => [name, 1]));
}

function kindOf(tuple: any): ShapeKind {
  if (tuple === 'unit') return 'unit';
  if (typeof tuple === 'number') return tuple >= MAP_OF ? 'map' : tuple >= LIST_OF ? 'list' : known(SIMPLE[tuple], tuple);
  return known(COMPOUND[tuple[0]], tuple);
}
function known(kind: ShapeKind | undefined, tuple: unknown): ShapeKind {
  if (kind === undefined) throw new Error(`Unknown schema ${JSON.stringify(tuple)}: the SDK's schema format has changed.`);
  return kind;
}

/** One shape, or a member that refers to it. Members are resolved when first asked for: schemas are recursive. */
export class Shape {
  readonly kind: ShapeKind;
  readonly name: string;
  /** Traits of the shape itself, without those of the member that refers to it. */
  readonly own: Traits;
  /** Traits of shape and member; the member's win. */
  readonly traits: Traits;
  /** A timestamp's explicit format, one of TIME_FORMAT. */
  readonly timeFormat: number | undefined;
  readonly streaming: boolean;
  readonly #tuple: any;
  #members: ReadonlyMap<string, Shape> | undefined;
  #value: Shape | undefined;
  #key: Shape | undefined;

  constructor(ref: Ref, memberTraits: Traits = {}) {
    let own: Traits = {};
    let member = memberTraits;
    let at: any = ref;
    let name = '';
    for (;;) {
      if (typeof at === 'function') at = at();
      else if (Array.isArray(at) && at.length === 2) { member = { ...readTraits(at[1]), ...member }; at = at[0]; }
      else if (Array.isArray(at) && at[0] === 0) { own = { ...own, ...readTraits(at[3]) }; name ||= at[2]; at = at[4]; }
      else break;
    }
    if (Array.isArray(at)) { own = { ...own, ...readTraits(at[3]) }; name = at[2]; }
    this.#tuple = at;
    this.name = name;
    this.own = own;
    this.traits = { ...own, ...member };
    this.kind = kindOf(at);
    this.timeFormat = typeof at === 'number' && at >= TIME_FORMAT.dateTime && at <= TIME_FORMAT.epoch ? at : undefined;
    this.streaming = at === STREAMING_BLOB || Boolean(this.traits['streaming']);
  }

  /** Structures, unions and errors. */
  get hasMembers(): boolean { return this.kind === 'struct' || this.kind === 'union' || this.kind === 'error'; }
  get members(): ReadonlyMap<string, Shape> {
    return (this.#members ??= new Map(this.hasMembers ? this.#tuple[4].map((name: string, i: number) => [name, new Shape(this.#tuple[5][i])]) : []));
  }
  /** Names of the members that a request must have; AWS lists them first. */
  get required(): readonly string[] { return [...this.members.keys()].slice(0, Array.isArray(this.#tuple) ? (this.#tuple[6] ?? 0) : 0); }
  /** A list's element or a map's value. */
  get value(): Shape {
    return (this.#value ??= new Shape(typeof this.#tuple === 'number' ? this.#tuple & (LIST_OF - 1) : this.kind === 'list' ? this.#tuple[4] : this.#tuple[5]));
  }
  /** A map's key. */
  get key(): Shape { return (this.#key ??= new Shape(typeof this.#tuple === 'number' ? 0 : this.#tuple[4])); }

  /** The member that carries the whole HTTP body, where there is one. */
  get payload(): readonly [string, Shape] | undefined { return [...this.members].find(([, m]) => m.traits['httpPayload']); }
}

export interface OperationSchema { readonly name: string; readonly traits: Traits; readonly input: Shape; readonly output: Shape }

/** The schema of an operation from its tuple `[9, namespace, name, traits, input, output]`. */
export function operationSchema(tuple: unknown): OperationSchema {
  if (!Array.isArray(tuple) || tuple[0] !== 9) throw new Error('This command carries no operation schema.');
  return { name: tuple[2] as string, traits: readTraits(tuple[3]), input: new Shape(tuple[4]), output: new Shape(tuple[5]) };
}

/** Throws on a member that AWS's model does not know: the type checker does not see it, and a client would silently drop it. */
export function refuseUnknownMembers(shape: Shape, value: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(value)) {
    if (value[name] !== undefined && !shape.members.has(name)) throw new Error(`${shape.name} has no member ${name}.`);
  }
}
