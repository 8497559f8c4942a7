// Services: made, scaled, described, deleted. Their tasks come and go with them.
import {
  CreateServiceCommand, DeleteServiceCommand, DescribeServicesCommand, ListServicesCommand, UpdateServiceCommand,
  type CreateServiceCommandInput, type DeleteServiceCommandInput, type DescribeServicesCommandInput, type Failure, type ListServicesCommandInput, type Service as ServiceOutput, type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { pageOf } from '../rooms.ts';
import { ecsArn, ecsRoom, findDefinition, findService, nameIn, needCluster, running, schedule, type EcsService } from './state.ts';

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

function viewOf(call: SimCall, s: EcsService): ServiceOutput {
  return {
    serviceArn: s.arn, serviceName: s.name, clusterArn: s.cluster.arn, status: s.status, desiredCount: s.desired, runningCount: running(call, s).length, pendingCount: 0, launchType: s.launchType,
    taskDefinition: s.taskDefinition, schedulingStrategy: s.scheduling, createdAt: s.createdAt, createdBy: s.createdBy, loadBalancers: [], serviceRegistries: [], events: [], ...(s.network && { networkConfiguration: s.network }),
  };
}
function definitionFor(call: SimCall, wanted: string | undefined): string {
  const found = wanted === undefined ? undefined : findDefinition(call, wanted);
  if (found?.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition not found.');
  return found.arn;
}

function create(input: CreateServiceCommandInput, call: SimCall): { service: ServiceOutput } {
  const cluster = needCluster(call, input.cluster);
  const name = input.serviceName ?? '';
  if (findService(call, cluster, name)?.status === 'ACTIVE') throw invalid('Creation of service was not idempotent.');
  const made: EcsService = {
    name, arn: ecsArn(call, `service/${cluster.name}/${name}`), cluster, launchType: input.launchType === 'FARGATE' ? 'FARGATE' : 'EC2', scheduling: input.schedulingStrategy ?? 'REPLICA', createdAt: call.now, createdBy: call.caller.arn,
    network: input.networkConfiguration, taskDefinition: definitionFor(call, input.taskDefinition), desired: input.desiredCount ?? 0, status: 'ACTIVE',
  };
  ecsRoom(call).services.push(made);
  schedule(call, made);
  return { service: viewOf(call, made) };
}

function needActive(call: SimCall, cluster: string | undefined, service: string | undefined): EcsService {
  const found = findService(call, needCluster(call, cluster), service ?? '');
  if (!found) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  if (found.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  return found;
}

function update(input: UpdateServiceCommandInput, call: SimCall): { service: ServiceOutput } {
  const service = needActive(call, input.cluster, input.service);
  if (input.desiredCount !== undefined && service.scheduling === 'DAEMON') throw invalid('The daemon scheduling strategy does not support a desired count on the service.');
  if (input.taskDefinition !== undefined) service.taskDefinition = definitionFor(call, input.taskDefinition);
  service.desired = input.desiredCount ?? service.desired;
  schedule(call, service);
  return { service: viewOf(call, service) };
}

function remove(input: DeleteServiceCommandInput, call: SimCall): { service: ServiceOutput } {
  const service = needActive(call, input.cluster, input.service);
  if (input.force !== true && service.desired > 0) throw invalid('The service cannot be stopped while it is scaled above 0.');
  service.desired = 0;
  service.status = 'DRAINING';
  schedule(call, service);
  return { service: viewOf(call, service) };
}

function list(input: ListServicesCommandInput, call: SimCall): { serviceArns: string[]; nextToken: string | undefined } {
  const cluster = needCluster(call, input.cluster);
  const all = ecsRoom(call).services.filter((s) => s.cluster === cluster && s.status === 'ACTIVE').map((s) => s.arn);
  const { page, next } = pageOf(all, call, { max: input.maxResults ?? 10, token: input.nextToken });
  return { serviceArns: page, nextToken: next };
}

function describe(input: DescribeServicesCommandInput, call: SimCall): { services: ServiceOutput[]; failures: Failure[] } {
  const cluster = needCluster(call, input.cluster);
  const asked = (input.services ?? []).map((wanted) => ({ wanted, found: findService(call, cluster, wanted) }));
  if (asked.length > 10) throw invalid('Services cannot have more than 10 elements.');
  return {
    services: asked.flatMap(({ found }) => (found ? [viewOf(call, found)] : [])),
    failures: asked.flatMap(({ wanted, found }) => (found ? [] : [{ arn: ecsArn(call, `service/${cluster.name}/${nameIn(wanted)}`), reason: 'MISSING' }])),
  };
}

const arnOf = (cluster: string | undefined, service: string | undefined, call: SimCall): string[] => [ecsArn(call, `service/${nameIn(cluster ?? 'default')}/${nameIn(service ?? '*')}`)];

export const registerServices = (ecs: Service<SimCall>): Service<SimCall> => ecs
  .on(CreateServiceCommand, create, { resources: (i, call) => arnOf(i.cluster, i.serviceName, call) })
  .on(UpdateServiceCommand, update, { resources: (i, call) => arnOf(i.cluster, i.service, call) })
  .on(DeleteServiceCommand, remove, { resources: (i, call) => arnOf(i.cluster, i.service, call) })
  .on(ListServicesCommand, list)
  .on(DescribeServicesCommand, describe, { resources: (i, call) => (i.services ?? []).flatMap((s) => arnOf(i.cluster, s, call)) });
