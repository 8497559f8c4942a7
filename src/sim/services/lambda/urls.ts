// Function URLs: one for the function, one for each alias.
import { CreateFunctionUrlConfigCommand, DeleteFunctionUrlConfigCommand, ListFunctionUrlConfigsCommand, UpdateFunctionUrlConfigCommand, type CreateFunctionUrlConfigRequest, type FunctionUrlConfig, type UpdateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';
import { sha256 } from '../../../core/digest.ts';
import type { SimCall } from '../../account.ts';
import { pageOf } from '../rooms.ts';
import { conflict, invalid, noSuchThing } from './errors.ts';
import { needFunction, needQualifier, onFunction, type Named } from './reference.ts';
import { register, type LambdaService } from './register.ts';
import { functionArn } from './state.ts';

function need(call: SimCall, named: Named) {
  const { one, qualifier } = needQualifier(call, named);
  const url = one.urls.get(qualifier);
  if (!url) throw noSuchThing();
  return { one, qualifier, url };
}
function create(input: CreateFunctionUrlConfigRequest, call: SimCall): FunctionUrlConfig {
  const { one, qualifier } = needQualifier(call, input);
  if (/^\d+$/.test(qualifier)) throw invalid('A function URL can only be made for the unpublished version or an alias.');
  if (one.urls.has(qualifier)) throw conflict(`Failed to create function url config for [functionArn = ${functionArn(call, one.name, qualifier)}]. Error message:  FunctionUrlConfig exists for this Lambda function`);
  const host = BigInt(`0x${sha256(`${call.account.id} ${call.region} ${one.name} ${qualifier}`).slice(0, 40)}`).toString(36).slice(0, 30);
  const at = call.now.toISOString();
  const made: FunctionUrlConfig = { FunctionUrl: `https://${host}.lambda-url.${call.region}.on.aws/`, FunctionArn: functionArn(call, one.name, qualifier), AuthType: input.AuthType, CreationTime: at, LastModifiedTime: at, InvokeMode: input.InvokeMode ?? 'BUFFERED', ...(input.Cors ? { Cors: input.Cors } : {}) };
  one.urls.set(qualifier, made);
  return { ...made };
}
function update(input: UpdateFunctionUrlConfigRequest, call: SimCall): FunctionUrlConfig {
  const { one, qualifier, url } = need(call, input);
  const made = { ...url, AuthType: input.AuthType ?? url.AuthType, InvokeMode: input.InvokeMode ?? url.InvokeMode, LastModifiedTime: call.now.toISOString(), ...(input.Cors ? { Cors: input.Cors } : {}) };
  one.urls.set(qualifier, made);
  return { ...made };
}

export function registerUrls(lambda: LambdaService): void {
  register(lambda, CreateFunctionUrlConfigCommand, (input, call) => { const { LastModifiedTime: _, ...made } = create(input, call); return made; }, onFunction);
  register(lambda, UpdateFunctionUrlConfigCommand, update, onFunction);
  register(lambda, DeleteFunctionUrlConfigCommand, (input, call) => { const { one, qualifier } = need(call, input); one.urls.delete(qualifier); return {}; }, onFunction);
  register(lambda, ListFunctionUrlConfigsCommand, (input, call) => {
    const { page, next } = pageOf([...needFunction(call, input).urls.values()], call, { max: input.MaxItems, token: input.Marker, most: 50, refusal: 'InvalidParameterValueException' });
    return { FunctionUrlConfigs: page, ...(next === undefined ? {} : { NextMarker: next }) };
  }, onFunction);
}
