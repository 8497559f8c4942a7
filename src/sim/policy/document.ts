// The JSON of an IAM policy, as far as the simulated account evaluates it.

export type OneOrMany<T> = T | readonly T[];
export type PrincipalElement = '*' | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated' | 'CanonicalUser', OneOrMany<string>>>>;
/** Operator → condition key → value or values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<string | number | boolean>>>>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Condition?: ConditionBlock;
}
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<Statement>;
}

export const many = <T>(value: OneOrMany<T> | undefined): readonly T[] =>
  value === undefined ? [] : isMany(value) ? value : [value];
const isMany = <T>(value: OneOrMany<T>): value is readonly T[] => Array.isArray(value);

/** Reads a document as IAM accepts it; undefined for anything that is not one (IAM answers MalformedPolicyDocument). */
export function parsePolicy(json: string): PolicyDocument | undefined {
  let value: unknown;
  try { value = JSON.parse(json); } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isPolicy(value) ? value : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
function isPolicy(value: unknown): value is PolicyDocument {
  if (!isRecord(value) || value['Statement'] === undefined) return false;
  const statements: readonly unknown[] = Array.isArray(value['Statement']) ? value['Statement'] : [value['Statement']];
  return statements.every(isStatement);
}
function isStatement(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const actions = Number(value['Action'] !== undefined) + Number(value['NotAction'] !== undefined);
  const condition = value['Condition'];
  return (value['Effect'] === 'Allow' || value['Effect'] === 'Deny') && actions === 1
    && (condition === undefined || (isRecord(condition) && Object.values(condition).every(isRecord)));
}
