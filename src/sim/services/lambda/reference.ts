// A function as a request names it: by name, by partial or by full ARN, with or without a qualifier.
import type { SimCall } from '../../account.ts';
import { invalid, noSuchFunction } from './errors.ts';
import { functionArn, lambdaRoom, type FunctionRecord, type Version } from './state.ts';

export interface Named { readonly FunctionName: string | undefined; readonly Qualifier?: string | undefined }
export interface Reference { readonly name: string; readonly qualifier: string | undefined }

export function referenceOf({ FunctionName = '', Qualifier }: Named): Reference {
  const parts = FunctionName.split(':');
  const at = parts.indexOf('function');
  const [name = '', inName] = at < 0 ? parts : parts.slice(at + 1);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw invalid(`1 validation error detected: Value '${FunctionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`);
  if (inName !== undefined && Qualifier !== undefined && inName !== Qualifier) throw invalid('The derived qualifier from the function name does not match the specified qualifier.');
  return { name, qualifier: Qualifier ?? inName };
}

/** The function, whatever the qualifier says. */
export function needFunction(call: SimCall, named: Named): FunctionRecord {
  const { name, qualifier } = referenceOf(named);
  const found = lambdaRoom(call).functions.get(name);
  if (!found) throw noSuchFunction(functionArn(call, name, qualifier));
  return found;
}
/** What the qualifier means: `$LATEST`, a version, or the version of an alias. */
export function needVersion(call: SimCall, named: Named): { readonly one: FunctionRecord; readonly version: Version; readonly qualifier: string | undefined } {
  const one = needFunction(call, named);
  const { qualifier } = referenceOf(named);
  const number = one.aliases.get(qualifier ?? '')?.version ?? qualifier;
  const version = number === undefined || number === '$LATEST' ? one.latest : one.published.find((v) => v.version === number);
  if (!version) throw noSuchFunction(functionArn(call, one.name, qualifier));
  return { one, version, qualifier };
}
/** Where a policy may hang: '' for the function itself. Throws where there is no such version or alias. */
export function needQualifier(call: SimCall, named: Named): { readonly one: FunctionRecord; readonly qualifier: string } {
  const { one, qualifier = '' } = needVersion(call, named);
  return { one, qualifier: qualifier === '$LATEST' ? '' : qualifier };
}
export const onFunction = (named: Named, call: SimCall): string[] => { const { name, qualifier } = referenceOf(named); return [functionArn(call, name, qualifier)]; };
