// One place in a JSON document, which knows its path: so that an error can say where it is.
import { usage, type IncidentError } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { JsonObject } from '../../core/types.ts';

export class Field {
  constructor(readonly value: unknown, private readonly document: string, private readonly path = '') {}

  /** `calls[3].as of quiet-account must be …` */
  wrong(expected: Text): IncidentError {
    return usage(say('The scenario {{document}} is wrong at {{path}}: expected {{expected}}.', { document: this.document, path: this.path || 'its top', expected }));
  }
  member(name: string): Field {
    const value: unknown = isObject(this.value) && Object.hasOwn(this.value, name) ? this.value[name] : undefined;
    return new Field(value, this.document, this.path ? `${this.path}.${name}` : name);
  }
  optional<T>(read: (field: Field) => T): T | undefined { return this.value === undefined ? undefined : read(this); }

  text(pattern?: RegExp): string {
    if (typeof this.value !== 'string') throw this.wrong(say('a text'));
    if (pattern && !pattern.test(this.value)) throw this.wrong(say('a text like {{pattern}}', { pattern: pattern.source }));
    return this.value;
  }
  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.wrong(say('true or false'));
    return this.value;
  }
  count(): number {
    if (typeof this.value !== 'number' || !Number.isInteger(this.value) || this.value < 1) throw this.wrong(say('a whole number from 1'));
    return this.value;
  }
  time(): Date {
    const time = new Date(this.text());
    if (Number.isNaN(time.getTime())) throw this.wrong(say('a UTC time'));
    return time;
  }
  oneOf<const T extends string>(values: readonly T[]): T {
    const found = values.find((one) => one === this.value);
    if (found === undefined) throw this.wrong(say('one of {{values}}', { values }));
    return found;
  }
  object(): JsonObject {
    if (!isObject(this.value)) throw this.wrong(say('an object'));
    return this.value;
  }
  entries(): readonly (readonly [string, Field])[] { return Object.keys(this.object()).map((name) => [name, this.member(name)] as const); }
  list<T>(read: (field: Field) => T): readonly T[] {
    if (!Array.isArray(this.value)) throw this.wrong(say('a list'));
    return this.value.map((one: unknown, i) => read(new Field(one, this.document, `${this.path}[${String(i)}]`)));
  }
  /** Refuses members that nobody reads: a misspelt one would be silently lost. */
  known(names: readonly string[]): void {
    for (const [name, field] of this.entries()) if (!names.includes(name)) throw field.wrong(say('one of {{names}}', { names }));
  }
}
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
