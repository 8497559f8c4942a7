// The conditions of a policy statement.
import { many, type ConditionBlock } from './document.ts';
import { inBlock } from './address.ts';
import { fits, fitsArn, literal, type Pattern } from './pattern.ts';

/** Condition keys of one request, in lower case; a key without a value is absent. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;
/** Reads a policy's value: with variables in documents of Version 2012-10-17, without in older ones. */
export type ReadPattern = (text: string) => Pattern | undefined;

type Test = (value: string, wanted: Pattern) => boolean;
interface Operator { readonly test: Test; readonly negated: boolean }

const text = (compare: (a: string, b: string) => boolean): Test => (value, wanted) => compare(value, literal(wanted));
const number = (compare: (a: number, b: number) => boolean): Test => text((a, b) => {
  const [x, y] = [Number(a), Number(b)];
  return !Number.isNaN(x) && !Number.isNaN(y) && compare(x, y);
});
/** ISO 8601 or seconds since 1970. */
const instant = (value: string): number => (/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value));
const date = (compare: (a: number, b: number) => boolean): Test => text((a, b) => {
  const [x, y] = [instant(a), instant(b)];
  return !Number.isNaN(x) && !Number.isNaN(y) && compare(x, y);
});
const equal = (a: number, b: number): boolean => a === b;
const same = text((a, b) => a === b);
const sameIgnoringCase = text((a, b) => a.toLowerCase() === b.toLowerCase());
const yes = (test: Test): Operator => ({ test, negated: false });
const no = (test: Test): Operator => ({ test, negated: true });

const OPERATORS = new Map<string, Operator>(Object.entries({
  StringEquals: yes(same), StringNotEquals: no(same),
  StringEqualsIgnoreCase: yes(sameIgnoringCase), StringNotEqualsIgnoreCase: no(sameIgnoringCase),
  StringLike: yes(fits), StringNotLike: no(fits),
  ArnEquals: yes(fitsArn), ArnLike: yes(fitsArn), ArnNotEquals: no(fitsArn), ArnNotLike: no(fitsArn),
  Bool: yes(sameIgnoringCase), BinaryEquals: yes(same),
  IpAddress: yes(text(inBlock)), NotIpAddress: no(text(inBlock)),
  NumericEquals: yes(number(equal)), NumericNotEquals: no(number(equal)),
  NumericLessThan: yes(number((a, b) => a < b)), NumericLessThanEquals: yes(number((a, b) => a <= b)),
  NumericGreaterThan: yes(number((a, b) => a > b)), NumericGreaterThanEquals: yes(number((a, b) => a >= b)),
  DateEquals: yes(date(equal)), DateNotEquals: no(date(equal)),
  DateLessThan: yes(date((a, b) => a < b)), DateLessThanEquals: yes(date((a, b) => a <= b)),
  DateGreaterThan: yes(date((a, b) => a > b)), DateGreaterThanEquals: yes(date((a, b) => a >= b)),
}));

interface Reading { readonly set: 'all' | 'any' | undefined; readonly ifExists: boolean; readonly name: string }
function readOperator(written: string): Reading {
  const set = written.startsWith('ForAllValues:') ? 'all' : written.startsWith('ForAnyValue:') ? 'any' : undefined;
  const bare = set === undefined ? written : written.slice(written.indexOf(':') + 1);
  const ifExists = bare.endsWith('IfExists');
  return { set, ifExists, name: ifExists ? bare.slice(0, -'IfExists'.length) : bare };
}

/** Whether IAM accepts the operator; it answers MalformedPolicyDocument otherwise. */
export function isOperator(written: string): boolean {
  const { name } = readOperator(written);
  return name === 'Null' || OPERATORS.has(name);
}

/** Every operator and every key of the block must hold. */
export function conditionsHold(block: ConditionBlock | undefined, keys: ConditionKeys, read: ReadPattern): boolean {
  return Object.entries(block ?? {}).every(([written, tests]) => {
    const operator = readOperator(written);
    return Object.entries(tests).every(([key, values]) => {
      const wanted = many(values).map(String);
      const given = keys.get(key.toLowerCase());
      return operator.name === 'Null' ? wanted.some((value) => (value.toLowerCase() === 'true') === (given === undefined)) : holds(operator, given, wanted, read);
    });
  });
}

function holds({ set, ifExists, name }: Reading, given: readonly string[] | undefined, wanted: readonly string[], read: ReadPattern): boolean {
  const operator = OPERATORS.get(name);
  if (operator === undefined) return false;
  // Without the key, "not equal" is true, and so is "every value of none".
  if (given === undefined) return ifExists || set === 'all' || (operator.negated && set !== 'any');
  const patterns = wanted.map(read).filter((one) => one !== undefined);
  const one = (value: string): boolean => patterns.some((each) => operator.test(value, each)) !== operator.negated;
  return set === 'all' || (set === undefined && operator.negated) ? given.every(one) : given.some(one);
}
