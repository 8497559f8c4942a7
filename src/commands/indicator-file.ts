// Indicators carried from another account's case: `plan.json`, `report --format json`, `trace --json`, or the indicators themselves.
import { isObject, listAt, objectAt, textAt } from '../activity/fields.ts';
import { ipVersion } from '../activity/origin.ts';
import type { JsonObject } from '../core/types.ts';

export interface Carried { readonly accessKeyIds: readonly string[]; readonly principals: readonly string[]; readonly sourceIps: readonly string[] }

/** Only what looks like a key, a principal, an address; the first sign there says nothing of this account. */
export function indicatorsIn(document: object): Carried {
  const data = document as JsonObject;
  const incident = objectAt(data, 'incident');
  const inner = objectAt(incident ?? data, 'indicators') ?? incident ?? data;
  const strings = (name: string): readonly string[] => listAt(inner, name).filter((one) => typeof one === 'string');
  return {
    accessKeyIds: [...new Set([...strings('accessKeyIds'), ...strangersOf(data)])].filter((key) => /^A[KS]IA[A-Z0-9]{12,124}$/.test(key)),
    principals: strings('principals').filter((name) => /^arn:aws[a-z-]*:(iam|sts)::\d{12}:|^[\w+=,.@-]{1,64}$/.test(name)), sourceIps: strings('sourceIps').filter((ip) => ipVersion(ip) !== 0),
  };
}

/** In a trace's document: the credentials that a call of the stranger's gave out. What nobody could tell apart is not carried. */
function strangersOf(data: JsonObject): readonly string[] {
  const theirs = new Set(listAt(data, 'events').filter(isObject).filter((e) => textAt(e, 'attribution') === 'attacker').map((e) => textAt(e, 'id')));
  return listAt(data, 'lineage', 'credentials').filter(isObject).filter((c) => theirs.has(textAt(c, 'createdBy'))).map((c) => textAt(c, 'id'));
}
