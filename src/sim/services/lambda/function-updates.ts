// What changes a function: new code, other settings, a published version, aliases, reserved concurrency.
import {
  CreateAliasCommand, DeleteAliasCommand, DeleteFunctionConcurrencyCommand, ListAliasesCommand, PublishVersionCommand, PutFunctionConcurrencyCommand, UpdateAliasCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand,
  type AliasConfiguration, type CreateAliasRequest, type FunctionConfiguration, type UpdateAliasRequest, type UpdateFunctionCodeRequest, type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { pageOf } from '../rooms.ts';
import { codeOf } from './code.ts';
import { conflict, invalid, noSuchThing } from './errors.ts';
import { picked, publish } from './functions.ts';
import { needFunction, needVersion, onFunction, type Named } from './reference.ts';
import { register, type LambdaService } from './register.ts';
import { byText, functionArn, lambdaRoom, type FunctionRecord } from './state.ts';
import { aliasView, configuration } from './view.ts';

/** So long an update goes on, in milliseconds. */
export const UPDATE_MS = 3_000;
/** Concurrent executions of an account, and how many must stay unreserved. */
const CONCURRENCY = 1_000;
const UNRESERVED = 100;

function idle(call: SimCall, named: Named): FunctionRecord {
  const one = needFunction(call, named);
  if (call.now < one.busyUntil) throw conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${one.arn}`);
  return one;
}
function changed(call: SimCall, one: FunctionRecord): void {
  one.latest = { ...one.latest, modified: call.now, revision: call.account.ids.uuid() };
  one.busyUntil = new Date(call.now.getTime() + UPDATE_MS);
}

function updateCode(input: UpdateFunctionCodeRequest, call: SimCall): FunctionConfiguration {
  const one = idle(call, input);
  if ((input.ImageUri !== undefined) !== (one.latest.settings.PackageType === 'Image')) throw invalid(`Please don't provide ${input.ImageUri === undefined ? 'ZipFile or S3 code' : 'ImageUri'} when updating a function with packageType ${one.latest.settings.PackageType ?? 'Zip'}.`);
  one.latest = { ...one.latest, code: codeOf(input) };
  changed(call, one);
  return input.Publish === true ? configuration(call, one, publish(call, one)) : configuration(call, one, one.latest);
}

function updateConfiguration(input: UpdateFunctionConfigurationRequest, call: SimCall): FunctionConfiguration {
  const one = idle(call, input);
  if (input.Role !== undefined && input.Role !== one.latest.settings.Role) call.authorize('iam:PassRole', input.Role, { 'iam:PassedToService': 'lambda.amazonaws.com' });
  one.latest = { ...one.latest, settings: { ...one.latest.settings, ...picked(input) } };
  changed(call, one);
  return configuration(call, one, one.latest);
}

function setAlias(input: CreateAliasRequest | UpdateAliasRequest, call: SimCall, isNew: boolean): AliasConfiguration {
  const one = needFunction(call, input);
  const { Name: name = '' } = input;
  const known = one.aliases.get(name);
  if (isNew && known) throw conflict(`Alias already exists: ${functionArn(call, one.name, name)}`);
  if (!isNew && !known) throw noSuchThing(`Alias not found: ${functionArn(call, one.name, name)}`);
  const version = input.FunctionVersion ?? known?.version ?? '';
  needVersion(call, { FunctionName: one.name, Qualifier: version });
  const made = { name, version, description: input.Description ?? known?.description ?? '', revision: call.account.ids.uuid() };
  one.aliases.set(name, made);
  return aliasView(call, one, made);
}
function removeAlias(input: { readonly FunctionName: string | undefined; readonly Name: string | undefined }, call: SimCall): object {
  const one = needFunction(call, input);
  one.aliases.delete(input.Name ?? '');
  one.policies.delete(input.Name ?? '');
  one.urls.delete(input.Name ?? '');
  return {};
}

function reserve(input: { readonly FunctionName: string | undefined; readonly ReservedConcurrentExecutions: number | undefined }, call: SimCall): { ReservedConcurrentExecutions: number } {
  const one = needFunction(call, input);
  const { ReservedConcurrentExecutions: wanted = 0 } = input;
  const others = [...lambdaRoom(call).functions.values()].filter((o) => o !== one).reduce((sum, { reserved = 0 }) => sum + reserved, 0);
  if (CONCURRENCY - others - wanted < UNRESERVED) throw invalid(`Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${String(UNRESERVED)}].`);
  one.reserved = wanted;
  return { ReservedConcurrentExecutions: wanted };
}

export function registerFunctionUpdates(lambda: LambdaService): void {
  register(lambda, UpdateFunctionCodeCommand, updateCode, onFunction);
  register(lambda, UpdateFunctionConfigurationCommand, updateConfiguration, onFunction);
  register(lambda, PublishVersionCommand, (input, call) => {
    const one = idle(call, input);
    const made = publish(call, one, input.Description);
    return configuration(call, one, made, made.version);
  }, onFunction);
  register(lambda, CreateAliasCommand, (input, call) => setAlias(input, call, true), onFunction);
  register(lambda, UpdateAliasCommand, (input, call) => setAlias(input, call, false), onFunction);
  register(lambda, DeleteAliasCommand, removeAlias, onFunction);
  register(lambda, ListAliasesCommand, (input, call) => {
    const one = needFunction(call, input);
    const { page, next } = pageOf([...one.aliases.values()].sort((a, b) => byText(a.name, b.name)), call, { max: input.MaxItems, token: input.Marker, refusal: 'InvalidParameterValueException' });
    return { Aliases: page.map((alias) => aliasView(call, one, alias)), ...(next === undefined ? {} : { NextMarker: next }) };
  }, onFunction);
  register(lambda, PutFunctionConcurrencyCommand, reserve, onFunction);
  register(lambda, DeleteFunctionConcurrencyCommand, (input, call) => { delete needFunction(call, input).reserved; return {}; }, onFunction);
}
