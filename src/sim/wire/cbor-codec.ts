// CBOR (RFC 8949), as much of it as AWS's rpc-v2-cbor uses: read into what JSON would hold, written by the shape.
import { BadRequest } from './scalar.ts';
import type { Shape } from './schema.ts';

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5, tag: 6, simple: 7 } as const;
const INDEFINITE = 31;
const BREAK = Symbol('break');

/** Bytes become base64 and epoch times plain numbers: as a JSON body would carry them. */
export function readCbor(bytes: Uint8Array): unknown {
  return new Reader(bytes).value();
}

class Reader {
  #at = 0;
  readonly #view: DataView;
  constructor(private readonly bytes: Uint8Array) { this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength); }

  value(): unknown {
    const first = this.#byte();
    const [major, info] = [first >> 5, first & 31];
    if (major === MAJOR.simple) return this.#simple(info);
    const length = info === INDEFINITE ? undefined : this.#length(info);
    switch (major) {
      case MAJOR.unsigned: return length;
      case MAJOR.negative: return -1 - (length ?? 0);
      case MAJOR.bytes: return Buffer.from(this.#take(length ?? 0)).toString('base64');
      case MAJOR.text: return length === undefined ? this.#items(undefined).join('') : Buffer.from(this.#take(length)).toString('utf8');
      case MAJOR.list: return this.#items(length);
      case MAJOR.map: return this.#map(length);
      default: return this.value();
    }
  }
  #items(length: number | undefined): unknown[] {
    const items: unknown[] = [];
    while (length === undefined || items.length < length) {
      const item = this.value();
      if (item === BREAK) break;
      items.push(item);
    }
    return items;
  }
  #map(length: number | undefined): Record<string, unknown> {
    const members: [string, unknown][] = [];
    while (length === undefined || members.length < length) {
      const name = this.value();
      if (name === BREAK) break;
      members.push([String(name), this.value()]);
    }
    return Object.fromEntries(members);
  }
  #simple(info: number): unknown {
    switch (info) {
      case 20: return false;
      case 21: return true;
      case 22: case 23: return null;
      case 26: return this.#view.getFloat32(this.#skip(4));
      case 27: return this.#view.getFloat64(this.#skip(8));
      case INDEFINITE: return BREAK;
      default: throw new BadRequest(`CBOR simple value ${String(info)}`);
    }
  }
  #length(info: number): number {
    switch (info) {
      case 24: return this.#byte();
      case 25: return this.#view.getUint16(this.#skip(2));
      case 26: return this.#view.getUint32(this.#skip(4));
      case 27: return Number(this.#view.getBigUint64(this.#skip(8)));
      default: return info;
    }
  }
  #byte(): number { return this.#view.getUint8(this.#skip(1)); }
  #take(length: number): Uint8Array { const from = this.#skip(length); return this.bytes.subarray(from, from + length); }
  #skip(length: number): number {
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.bytes.length) throw new BadRequest('CBOR ends too early');
    return from;
  }
}

/** A tag and an integer head. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  const wide = Buffer.alloc(5);
  wide.writeUInt8((major << 5) | 26);
  wide.writeUInt32BE(length, 1);
  return wide;
}
const text = (value: string): Buffer => Buffer.concat([head(MAJOR.text, Buffer.byteLength(value)), Buffer.from(value)]);
function number(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return head(MAJOR.unsigned, value);
  const wide = Buffer.alloc(9);
  wide.writeUInt8((MAJOR.simple << 5) | 27);
  wide.writeDoubleBE(value, 1);
  return wide;
}

export function writeCbor(shape: Shape, value: any): Buffer {
  if (shape.hasMembers) return members([...shape.members].filter(([name]) => value[name] !== undefined && value[name] !== null).map(([name, member]) => [name, writeCbor(member, value[name])]));
  switch (shape.kind) {
    case 'unit': return members([]);
    case 'list': return Buffer.concat([head(MAJOR.list, value.length), ...value.map((item: unknown) => writeCbor(shape.value, item))]);
    case 'map': return members(Object.entries(value).map(([name, item]) => [name, writeCbor(shape.value, item)]));
    case 'timestamp': return Buffer.concat([head(MAJOR.tag, 1), number(value.getTime() / 1_000)]);
    case 'blob': return Buffer.concat([head(MAJOR.bytes, value.length), value]);
    case 'boolean': return Buffer.from([(MAJOR.simple << 5) | (value ? 21 : 20)]);
    case 'number': return number(value);
    default: return text(String(value));
  }
}
/** A map of texts, as errors are. */
export const writeTexts = (of: Readonly<Record<string, string>>): Buffer => members(Object.entries(of).map(([name, value]) => [name, text(value)]));
const members = (of: readonly (readonly [string, Buffer])[]): Buffer => Buffer.concat([head(MAJOR.map, of.length), ...of.flatMap(([name, value]) => [text(name), value])]);
