// Compute environments: made, shown, switched off, deleted when no queue names them.
import {
  CreateComputeEnvironmentCommand, DeleteComputeEnvironmentCommand, DescribeComputeEnvironmentsCommand, UpdateComputeEnvironmentCommand,
  type ComputeEnvironmentDetail, type CreateComputeEnvironmentCommandInput, type DeleteComputeEnvironmentCommandInput, type DescribeComputeEnvironmentsCommandInput, type UpdateComputeEnvironmentCommandInput,
} from '@aws-sdk/client-batch';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { pageOf } from '../rooms.ts';
import { atRest, batchArn, batchRoom, nameIn, need, refused, work, type Environment } from './state.ts';

const viewOf = (e: Environment): ComputeEnvironmentDetail => ({
  computeEnvironmentName: e.name, computeEnvironmentArn: e.arn, type: e.type, state: e.state, status: e.busy ?? 'VALID', statusReason: 'ComputeEnvironment Healthy', serviceRole: e.serviceRole, uuid: e.uuid, tags: {}, containerOrchestrationType: 'ECS',
  ...(e.resources && { computeResources: e.resources }),
});

function create(input: CreateComputeEnvironmentCommandInput, call: SimCall): { computeEnvironmentName: string; computeEnvironmentArn: string } {
  const { computeEnvironmentName: name = '' } = input;
  const { environments } = batchRoom(call);
  if (environments.has(name)) throw refused('Object already exists');
  const made: Environment = {
    name, arn: batchArn(call, `compute-environment/${name}`), uuid: call.account.ids.uuid(), type: input.type ?? 'MANAGED', state: input.state ?? 'ENABLED', busy: undefined, resources: input.computeResources,
    serviceRole: input.serviceRole ?? `arn:${call.account.partition}:iam::${call.account.id}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch`,
  };
  environments.set(name, made);
  work(call, made, 'CREATING');
  return { computeEnvironmentName: name, computeEnvironmentArn: made.arn };
}

function describe(input: DescribeComputeEnvironmentsCommandInput, call: SimCall): { computeEnvironments: ComputeEnvironmentDetail[]; nextToken: string | undefined } {
  const wanted = input.computeEnvironments?.map(nameIn);
  const all = [...batchRoom(call).environments.values()].filter((e) => wanted === undefined || wanted.length === 0 || wanted.includes(e.name));
  const { page, next } = pageOf(all, call, { max: input.maxResults, token: input.nextToken, refusal: 'ClientException' });
  return { computeEnvironments: page.map(viewOf), nextToken: next };
}

function update(input: UpdateComputeEnvironmentCommandInput, call: SimCall): { computeEnvironmentName: string; computeEnvironmentArn: string } {
  const found = atRest(need(batchRoom(call).environments, input.computeEnvironment), 'update');
  found.state = input.state ?? found.state;
  const { minvCpus, maxvCpus, desiredvCpus } = input.computeResources ?? {};
  if (found.resources) found.resources = { ...found.resources, ...Object.fromEntries(Object.entries({ minvCpus, maxvCpus, desiredvCpus }).filter(([, value]) => value !== undefined)) };
  work(call, found, 'UPDATING');
  return { computeEnvironmentName: found.name, computeEnvironmentArn: found.arn };
}

function remove(input: DeleteComputeEnvironmentCommandInput, call: SimCall): Record<string, never> {
  const { environments, queues } = batchRoom(call);
  const found = atRest(need(environments, input.computeEnvironment), 'delete');
  if (found.state !== 'DISABLED') throw refused('Cannot delete, state must be DISABLED');
  if ([...queues.values()].some((q) => q.order.some((o) => nameIn(o.computeEnvironment) === found.name))) throw refused('Cannot delete, found existing JobQueue relationship');
  work(call, found, 'DELETING', () => { environments.delete(found.name); });
  return {};
}

const arns = (i: { readonly computeEnvironment?: string | undefined; readonly computeEnvironmentName?: string | undefined }, call: SimCall): string[] => [batchArn(call, `compute-environment/${nameIn(i.computeEnvironment ?? i.computeEnvironmentName)}`)];

export const registerEnvironments = (batch: Service<SimCall>): Service<SimCall> => batch
  .on(CreateComputeEnvironmentCommand, create, { resources: arns })
  .on(DescribeComputeEnvironmentsCommand, describe)
  .on(UpdateComputeEnvironmentCommand, update, { resources: arns })
  .on(DeleteComputeEnvironmentCommand, remove, { resources: arns });
