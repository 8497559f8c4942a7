// Functions as a whole: made, shown, listed, deleted.
import {
  CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, GetFunctionConfigurationCommand, ListFunctionsCommand, ListVersionsByFunctionCommand,
  type CreateFunctionRequest, type FunctionConfiguration, type GetFunctionResponse, type ListFunctionsRequest,
} from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { pageOf } from '../rooms.ts';
import { codeOf, locationOf } from './code.ts';
import { conflict, invalid, noSuchFunction } from './errors.ts';
import { needFunction, needVersion, onFunction, referenceOf, type Named } from './reference.ts';
import type { LambdaService } from './register.ts';
import { register } from './register.ts';
import { byText, functionArn, lambdaRoom, type FunctionRecord, type Settings, type Version } from './state.ts';
import { configuration, everyVersion } from './view.ts';

/** AWS's largest page of functions and of versions. */
const MOST = 50;

function create(input: CreateFunctionRequest, call: SimCall): FunctionConfiguration {
  const { functions } = lambdaRoom(call);
  const { name } = referenceOf(input);
  const { FunctionName: _name, Code, Publish, Tags, Role = '', PackageType = 'Zip', ...given } = input;
  if (functions.has(name)) throw conflict(`Function already exist: ${name}`);
  if (!Role.startsWith(`arn:${call.account.partition}:iam::${call.account.id}:role/`)) throw invalid('Cross-account pass role is not allowed.');
  if (PackageType === 'Zip' && (given.Runtime === undefined || given.Handler === undefined)) throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  call.authorize('iam:PassRole', Role, { 'iam:PassedToService': 'lambda.amazonaws.com' });
  const settings: Settings = { Timeout: 3, MemorySize: 128, Description: '', Architectures: ['x86_64'], EphemeralStorage: { Size: 512 }, ...picked(given), Role, PackageType };
  const latest: Version = { version: '$LATEST', settings, code: codeOf(Code ?? {}), modified: call.now, revision: call.account.ids.uuid() };
  const made: FunctionRecord = { name, arn: functionArn(call, name), latest, busyUntil: call.now, published: [], numbered: 0, aliases: new Map(), policies: new Map(), urls: new Map(), tags: Tags ?? {} };
  functions.set(name, made);
  if (Publish === true) return configuration(call, made, publish(call, made), '1');
  return configuration(call, made, latest);
}
const KEPT = ['Runtime', 'Role', 'Handler', 'Description', 'Timeout', 'MemorySize', 'VpcConfig', 'DeadLetterConfig', 'Environment', 'KMSKeyArn', 'TracingConfig', 'Layers', 'ImageConfig', 'EphemeralStorage', 'Architectures'] as const satisfies readonly (keyof Settings)[];
/** What a request says of a function's settings. An empty text, list or map takes a setting away. */
export const picked = (given: Partial<Settings>): Partial<Settings> => Object.fromEntries(KEPT.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

/** The next version; the last one again where nothing has changed since. */
export function publish(call: SimCall, one: FunctionRecord, description?: string): Version {
  const last = one.published.at(-1);
  const { latest } = one;
  const same = last && last.code.sha256 === latest.code.sha256 && JSON.stringify({ ...last.settings, Description: '' }) === JSON.stringify({ ...latest.settings, Description: '' });
  if (same) return last;
  one.numbered += 1;
  const made: Version = { ...latest, version: String(one.numbered), modified: call.now, settings: { ...latest.settings, ...(description === undefined ? {} : { Description: description }) }, revision: call.account.ids.uuid() };
  one.published.push(made);
  return made;
}

function get(named: Named, call: SimCall): GetFunctionResponse {
  const { one, version, qualifier } = needVersion(call, named);
  const { image } = version.code;
  const Location = locationOf(call, one.name, version.code);
  return {
    Configuration: configuration(call, one, version, qualifier),
    Code: image === undefined ? { RepositoryType: 'S3', Location } : { RepositoryType: 'ECR', ImageUri: image, ResolvedImageUri: image },
    ...(Object.keys(one.tags).length > 0 ? { Tags: { ...one.tags } } : {}),
    ...(one.reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: one.reserved } }),
  };
}

function list({ FunctionVersion, Marker, MaxItems }: ListFunctionsRequest, call: SimCall): { Functions: FunctionConfiguration[]; NextMarker?: string } {
  const all = [...lambdaRoom(call).functions.values()].sort((a, b) => byText(a.name, b.name));
  const shown = all.flatMap((one) => (FunctionVersion === 'ALL' ? everyVersion(call, one) : [configuration(call, one, one.latest)]));
  const { page, next } = pageOf(shown, call, { max: MaxItems, token: Marker, most: MOST, refusal: 'InvalidParameterValueException' });
  return { Functions: page, ...(next === undefined ? {} : { NextMarker: next }) };
}

function remove(named: Named, call: SimCall): object {
  const one = needFunction(call, named);
  const { qualifier } = referenceOf(named);
  if (qualifier === undefined) { lambdaRoom(call).functions.delete(one.name); return {}; }
  const at = one.published.findIndex((v) => v.version === qualifier);
  if (qualifier === '$LATEST') throw invalid('$LATEST version cannot be deleted without deleting the function.');
  if (at < 0) throw noSuchFunction(functionArn(call, one.name, qualifier));
  const alias = [...one.aliases.values()].find((a) => a.version === qualifier);
  if (alias) throw conflict(`Unable to delete version because the following aliases reference it: [${alias.name}]`);
  one.published.splice(at, 1);
  one.policies.delete(qualifier);
  return {};
}

export function registerFunctions(lambda: LambdaService): void {
  register(lambda, CreateFunctionCommand, create, onFunction);
  register(lambda, GetFunctionCommand, get, onFunction);
  register(lambda, GetFunctionConfigurationCommand, (named, call) => { const { one, version, qualifier } = needVersion(call, named); return configuration(call, one, version, qualifier); }, onFunction);
  register(lambda, ListFunctionsCommand, list);
  register(lambda, ListVersionsByFunctionCommand, (input, call) => {
    const { page, next } = pageOf(everyVersion(call, needFunction(call, input)), call, { max: input.MaxItems, token: input.Marker, most: MOST, refusal: 'InvalidParameterValueException' });
    return { Versions: page, ...(next === undefined ? {} : { NextMarker: next }) };
  }, onFunction);
  register(lambda, DeleteFunctionCommand, remove, onFunction);
}
