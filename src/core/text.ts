// Sentences for people, as data. The English sentence is the message's key; rendering and translating happen late.

export type TextValue = string | number | Text | readonly TextValue[];
declare const text: unique symbol;
/** A sentence with named values: `say('Deactivate access key {{key}} of user {{user}}', { key, user })`. */
export interface Text {
  readonly say: string;
  readonly with?: Readonly<Record<string, TextValue>>;
  readonly [text]?: never;
}

/** The only way to make a sentence. `sentence` must be a literal: a test reads every call. */
export function say(sentence: string, values?: Readonly<Record<string, TextValue>>): Text {
  return values === undefined ? { say: sentence } : { say: sentence, with: values };
}

/** A language, by the English sentence. */
export type Catalogue = Readonly<Record<string, string>>;

/** Renders a sentence. Values are made inert (promise 10); `catalogue` translates by the English sentence. */
export function render(message: Text, catalogue?: Catalogue): string {
  const sentence = catalogue?.[message.say] ?? message.say;
  return sentence.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = message.with?.[name];
    return value === undefined ? whole : renderValue(value, catalogue);
  });
}

function renderValue(value: TextValue, catalogue?: Catalogue): string {
  if (typeof value === 'string') return inert(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.map((one) => renderValue(one, catalogue)).join(', ');
  return render(value, catalogue);
}
const isList = (value: TextValue): value is readonly TextValue[] => Array.isArray(value);

/**
 * Hostile text made harmless on one line: control, bidi-override, invisible and line-separating characters become visible
 * escapes, so that neither a terminal nor an eye is fooled. The length is the caller's business.
 */
export function inert(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0\u2800]/gu, (c) => {
    const code = c.codePointAt(0) ?? 0;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
