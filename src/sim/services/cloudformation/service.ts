// The simulated CloudFormation. Behaviour: BEHAVIOUR.md beside it.
import {
  CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, GetTemplateCommand, ListStackResourcesCommand, UpdateStackCommand, UpdateTerminationProtectionCommand,
  type CreateStackCommandInput, type Parameter, type DeleteStackCommandInput, type DescribeStacksCommandInput, type GetTemplateCommandInput, type ListStackResourcesCommandInput, type Stack as StackOutput, type StackResourceSummary, type UpdateStackCommandInput,
  type UpdateTerminationProtectionCommandInput,
} from '@aws-sdk/client-cloudformation';
import type { SimCall } from '../../account.ts';
import type { Json } from '../../trail/identity.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf } from '../rooms.ts';
import { findStack, invalid, needStack, parametersOf, pass, resourcesOf, resourceViews, stacksIn, textOf, viewOf, type Stack } from './stacks.ts';

function create(input: CreateStackCommandInput, call: SimCall): { StackId: string } {
  const { StackName: name = '', RoleARN: roleArn } = input;
  const template = textOf(input, call);
  if (findStack(call, name)) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`, 400);
  if (roleArn !== undefined) call.authorize('iam:PassRole', roleArn, { 'iam:PassedToService': 'cloudformation.amazonaws.com' });
  const made: Stack = {
    name, id: arnIn(call, 'cloudformation', `stack/${name}/${call.account.ids.uuid()}`), createdAt: call.now, roleArn, template, parameters: parametersOf(input.Parameters, []), resources: resourcesOf(template), status: 'CREATE_IN_PROGRESS', reason: undefined,
    protection: input.EnableTerminationProtection ?? false, updatedAt: undefined, deletedAt: undefined,
  };
  stacksIn(call).push(made);
  pass(call, made, 'CREATE');
  return { StackId: made.id };
}

function update(input: UpdateStackCommandInput, call: SimCall): { StackId: string } {
  const stack = needStack(call, input.StackName);
  if (stack.status.endsWith('_IN_PROGRESS')) throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  const template = input.UsePreviousTemplate === true ? stack.template : textOf(input, call);
  const parameters = parametersOf(input.Parameters, stack.parameters);
  if (template === stack.template && JSON.stringify(parameters) === JSON.stringify(stack.parameters)) throw invalid('No updates are to be performed.');
  Object.assign(stack, { template, parameters, resources: resourcesOf(template), roleArn: input.RoleARN ?? stack.roleArn });
  stack.updatedAt = call.now;
  pass(call, stack, 'UPDATE');
  return { StackId: stack.id };
}

function remove(input: DeleteStackCommandInput, call: SimCall): Record<string, never> {
  const stack = findStack(call, input.StackName);
  if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
  if (stack.protection) throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  pass(call, stack, 'DELETE');
  return {};
}

function protect(input: UpdateTerminationProtectionCommandInput, call: SimCall): { StackId: string } {
  const stack = needStack(call, input.StackName);
  stack.protection = input.EnableTerminationProtection ?? stack.protection;
  return { StackId: stack.id };
}

function describe(input: DescribeStacksCommandInput, call: SimCall): { Stacks: StackOutput[]; NextToken: string | undefined } {
  if (input.StackName !== undefined) return { Stacks: [viewOf(needStack(call, input.StackName))], NextToken: undefined };
  const { page, next } = pageOf(stacksIn(call).filter((s) => s.status !== 'DELETE_COMPLETE'), call, { token: input.NextToken, refusal: 'ValidationError' });
  return { Stacks: page.map(viewOf), NextToken: next };
}
function resources(input: ListStackResourcesCommandInput, call: SimCall): { StackResourceSummaries: StackResourceSummary[]; NextToken: string | undefined } {
  const { page, next } = pageOf(resourceViews(needStack(call, input.StackName)), call, { token: input.NextToken, refusal: 'ValidationError' });
  return { StackResourceSummaries: page, NextToken: next };
}

/** Templates are left out of events, and so are the values of parameters. */
const told = (input: object): Json => Object.fromEntries(Object.entries(input).flatMap(([name, value]: [string, unknown]) => {
  if (value === undefined || name === 'TemplateBody') return [];
  const shown = name === 'Parameters' ? (value as readonly Parameter[]).map((p) => ({ parameterKey: p.ParameterKey ?? '' })) : value as Json;
  return [[name.charAt(0).toLowerCase() + name.slice(1), shown]];
}));

const arns = ({ StackName: name = '*' }: { readonly StackName?: string | undefined }, call: SimCall): string[] => [name.startsWith('arn:') ? name : arnIn(call, 'cloudformation', `stack/${name}/*`)];

export default function cloudformation(): Service<SimCall> {
  return new Service<SimCall>(CloudFormationClient, { id: 'cloudformation' })
    .on(CreateStackCommand, create, { resources: arns, trail: { request: told } })
    .on(UpdateStackCommand, update, { resources: arns, trail: { request: told } })
    .on(DeleteStackCommand, remove, { resources: arns })
    .on(UpdateTerminationProtectionCommand, protect, { resources: arns })
    .on(DescribeStacksCommand, describe, { resources: arns })
    .on(ListStackResourcesCommand, resources, { resources: arns })
    .on(GetTemplateCommand, (i: GetTemplateCommandInput, call) => ({ TemplateBody: needStack(call, i.StackName).template, StagesAvailable: ['Original' as const, 'Processed' as const] }), { resources: arns });
}
