// A secret that the tool makes or is given: shown or written once, never journalled, never printed by accident.
import type { Text } from './text.ts';

const values = new WeakMap<Secret, Readonly<Record<string, string>>>();

/** Holds named secret values (`{ accessKeyId, secretAccessKey }`); any ordinary way of printing it shows none of them. */
export class Secret {
  constructor(readonly title: Text, readonly id: string, parts: Readonly<Record<string, string>>) { values.set(this, parts); }
  /** For the one place that hands it over. */
  reveal(): Readonly<Record<string, string>> { return values.get(this) ?? {}; }
  toString(): string { return '[secret]'; }
  toJSON(): string { return '[secret]'; }
  [Symbol.for('nodejs.util.inspect.custom')](): string { return '[secret]'; }
}
