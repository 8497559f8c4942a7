// Task definitions: each registration is a new revision; deregistered ones start nothing more.
import {
  DeregisterTaskDefinitionCommand, DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand, RegisterTaskDefinitionCommand,
  type DeregisterTaskDefinitionCommandInput, type DescribeTaskDefinitionCommandInput, type ListTaskDefinitionsCommandInput, type RegisterTaskDefinitionCommandInput, type TaskDefinition as DefinitionOutput,
} from '@aws-sdk/client-ecs';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { ecsArn, ecsRoom, findDefinition, type TaskDefinition } from './state.ts';

const viewOf = (d: TaskDefinition): DefinitionOutput => ({
  taskDefinitionArn: d.arn, family: d.family, revision: d.revision, status: d.status, containerDefinitions: d.containers, registeredAt: d.registeredAt, registeredBy: d.registeredBy, volumes: [], placementConstraints: [],
  compatibilities: ['EC2', ...(d.networkMode === 'awsvpc' ? ['FARGATE' as const] : [])], requiresCompatibilities: d.compatibilities, requiresAttributes: [],
  ...Object.fromEntries(Object.entries({ taskRoleArn: d.taskRoleArn, executionRoleArn: d.executionRoleArn, networkMode: d.networkMode, cpu: d.cpu, memory: d.memory }).filter(([, value]) => value !== undefined)),
});

function register(input: RegisterTaskDefinitionCommandInput, call: SimCall): { taskDefinition: DefinitionOutput } {
  const { family = '', containerDefinitions: containers = [], taskRoleArn, executionRoleArn, networkMode, cpu, memory } = input;
  for (const role of [taskRoleArn, executionRoleArn]) if (role !== undefined) call.authorize('iam:PassRole', role, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' });
  const { definitions } = ecsRoom(call);
  const revision = definitions.filter((d) => d.family === family).length + 1;
  const made: TaskDefinition = {
    family, revision, arn: ecsArn(call, `task-definition/${family}:${String(revision)}`), containers, registeredAt: call.now, registeredBy: call.caller.arn, taskRoleArn, executionRoleArn, networkMode, cpu, memory,
    compatibilities: input.requiresCompatibilities ?? [], status: 'ACTIVE',
  };
  definitions.push(made);
  return { taskDefinition: viewOf(made) };
}

function need(call: SimCall, wanted: string | undefined): TaskDefinition {
  const found = findDefinition(call, wanted ?? '');
  if (!found) throw new AwsError('ClientException', 'Unable to describe task definition.');
  return found;
}
function deregister(input: DeregisterTaskDefinitionCommandInput, call: SimCall): { taskDefinition: DefinitionOutput } {
  const found = need(call, input.taskDefinition);
  found.status = 'INACTIVE';
  return { taskDefinition: viewOf(found) };
}

function list(input: ListTaskDefinitionsCommandInput, call: SimCall): { taskDefinitionArns: string[]; nextToken: string | undefined } {
  const all = ecsRoom(call).definitions.filter((d) => d.status === (input.status ?? 'ACTIVE') && (input.familyPrefix === undefined || d.family === input.familyPrefix)).map((d) => d.arn).sort();
  const { page, next } = pageOf(all, call, { max: input.maxResults, token: input.nextToken });
  return { taskDefinitionArns: page, nextToken: next };
}

export const registerTaskDefinitions = (ecs: Service<SimCall>): Service<SimCall> => ecs
  .on(RegisterTaskDefinitionCommand, register, { resources: (i, call) => [ecsArn(call, `task-definition/${i.family ?? '*'}:*`)] })
  .on(DeregisterTaskDefinitionCommand, deregister)
  .on(DescribeTaskDefinitionCommand, (i: DescribeTaskDefinitionCommandInput, call) => ({ taskDefinition: viewOf(need(call, i.taskDefinition)), tags: [] }))
  .on(ListTaskDefinitionsCommand, list);
