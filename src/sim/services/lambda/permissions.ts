// Resource policies of functions, versions, aliases and layer versions; one each.
import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand, type AddPermissionRequest } from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { conflict, invalid, noSuchThing } from './errors.ts';
import { needQualifier, onFunction, type Named } from './reference.ts';
import { register, type LambdaService } from './register.ts';
import { functionArn, type PolicyStatement } from './state.ts';

/** An account becomes its root, as AWS shows it. */
export function principalOf(given: string, call: SimCall): PolicyStatement['Principal'] {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:${call.account.partition}:iam::${given}:root` };
  if (given.startsWith('arn:')) return { AWS: given };
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(given)) return { Service: given };
  throw invalid(`The provided principal was invalid. Please check the principal and try again.`);
}

/** Which parameter becomes which condition. */
function conditionOf(input: AddPermissionRequest): PolicyStatement['Condition'] {
  const strings = {
    ...(input.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.EventSourceToken === undefined ? {} : { 'lambda:EventSourceToken': input.EventSourceToken }),
    ...(input.FunctionUrlAuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
    ...(input.PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(strings).length > 0 ? { StringEquals: strings } : {}),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    ...(input.InvokedViaFunctionUrl === undefined ? {} : { Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) } }),
  };
  return Object.keys(condition).length > 0 ? condition : undefined;
}

function add(input: AddPermissionRequest, call: SimCall): { Statement: string } {
  const { one, qualifier } = needQualifier(call, input);
  const { StatementId: Sid = '', Action = '', Principal = '' } = input;
  const policy = one.policies.get(qualifier) ?? [];
  if (policy.some((s) => s.Sid === Sid)) throw conflict(`The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`);
  const Condition = conditionOf(input);
  const made: PolicyStatement = { Sid, Effect: 'Allow', Principal: principalOf(Principal, call), Action, Resource: functionArn(call, one.name, qualifier), ...(Condition ? { Condition } : {}) };
  one.policies.set(qualifier, [...policy, made]);
  return { Statement: JSON.stringify(made) };
}
function remove(input: Named & { readonly StatementId: string | undefined }, call: SimCall): object {
  const { one, qualifier } = needQualifier(call, input);
  const policy = one.policies.get(qualifier) ?? [];
  if (!policy.some((s) => s.Sid === input.StatementId)) throw noSuchThing(`Statement ${input.StatementId ?? ''} is not found in resource policy.`);
  one.policies.set(qualifier, policy.filter((s) => s.Sid !== input.StatementId));
  return {};
}
/** The policy's JSON; a policy without a statement is none. */
export function policyText(statements: readonly PolicyStatement[]): string {
  if (statements.length === 0) throw noSuchThing();
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}

export function registerPermissions(lambda: LambdaService): void {
  register(lambda, AddPermissionCommand, add, onFunction);
  register(lambda, RemovePermissionCommand, remove, onFunction);
  register(lambda, GetPolicyCommand, (input, call) => {
    const { one, qualifier } = needQualifier(call, input);
    return { Policy: policyText(one.policies.get(qualifier) ?? []), RevisionId: one.latest.revision };
  }, onFunction);
}
