// The simulated App Runner. Behaviour: BEHAVIOUR.md beside it.
import {
  AppRunnerClient, CreateServiceCommand, DeleteServiceCommand, DescribeServiceCommand, ListServicesCommand, PauseServiceCommand, ResumeServiceCommand,
  type CreateServiceCommandInput, type ListServicesCommandInput, type Service as ServiceOutput, type ServiceStatus, type ServiceSummary,
} from '@aws-sdk/client-apprunner';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Runner { readonly name: string; readonly id: string; readonly arn: string; readonly createdAt: Date; readonly made: CreateServiceCommandInput; status: ServiceStatus; updatedAt: Date }
export const room = rooms('apprunner', () => new Map<string, Runner>());
const WORK_MS = 60_000;
const VISIBLE_MS = 3_600_000;
interface Named { readonly ServiceArn?: string | undefined }
interface Answer { readonly Service: ServiceOutput; readonly OperationId: string }

function need(call: SimCall, { ServiceArn: arn = '' }: Named): Runner {
  const found = room(call).get(arn);
  if (!found) throw new AwsError('ResourceNotFoundException', `Service with the provided ARN does not exist: ${arn}.`);
  return found;
}
const summary = (r: Runner): ServiceSummary => ({ ServiceName: r.name, ServiceId: r.id, ServiceArn: r.arn, ServiceUrl: `${r.id.slice(0, 10)}.us-east-1.awsapprunner.com`, CreatedAt: r.createdAt, UpdatedAt: r.updatedAt, Status: r.status });
const viewOf = (r: Runner): ServiceOutput => ({
  ServiceName: r.name, ServiceId: r.id, ServiceArn: r.arn, CreatedAt: r.createdAt, UpdatedAt: r.updatedAt, Status: r.status, SourceConfiguration: r.made.SourceConfiguration, InstanceConfiguration: r.made.InstanceConfiguration ?? { Cpu: '1024', Memory: '2048' },
  AutoScalingConfigurationSummary: { AutoScalingConfigurationName: 'DefaultConfiguration' }, NetworkConfiguration: { EgressConfiguration: { EgressType: 'DEFAULT' } },
});
function work(call: SimCall, runner: Runner, to: ServiceStatus): Answer {
  runner.status = 'OPERATION_IN_PROGRESS';
  runner.updatedAt = call.now;
  later(call, WORK_MS, () => { runner.status = to; });
  return { Service: viewOf(runner), OperationId: call.account.ids.hex(32) };
}

function create(input: CreateServiceCommandInput, call: SimCall): Answer {
  const { ServiceName: name = '' } = input;
  if ([...room(call).values()].some((r) => r.name === name && r.status !== 'DELETED')) throw new AwsError('InvalidRequestException', `Service with the provided name already exists: ${name}.`);
  const id = call.account.ids.hex(32);
  const made: Runner = { name, id, arn: arnIn(call, 'apprunner', `service/${name}/${id}`), createdAt: call.now, made: input, status: 'OPERATION_IN_PROGRESS', updatedAt: call.now };
  room(call).set(made.arn, made);
  return work(call, made, 'RUNNING');
}
function list(input: ListServicesCommandInput, call: SimCall): { ServiceSummaryList: ServiceSummary[]; NextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).values()], call, { max: input.MaxResults, token: input.NextToken, refusal: 'InvalidRequestException' });
  return { ServiceSummaryList: page.map(summary), NextToken: next };
}
const change = (from: readonly ServiceStatus[], to: ServiceStatus) => (input: Named, call: SimCall): Answer => {
  const runner = need(call, input);
  if (!from.includes(runner.status)) throw new AwsError('InvalidStateException', `Service cannot be changed in the current state: ${runner.status}.`);
  return work(call, runner, to);
};
function remove(input: Named, call: SimCall): Answer {
  const answer = change(['RUNNING', 'PAUSED', 'CREATE_FAILED', 'DELETE_FAILED'], 'DELETED')(input, call);
  later(call, VISIBLE_MS, () => { room(call).delete(need(call, input).arn); });
  return answer;
}

const arns = (i: Named): string[] => [i.ServiceArn ?? '*'];

export default function apprunner(): Service<SimCall> {
  return new Service<SimCall>(AppRunnerClient, { id: 'apprunner' })
    .on(CreateServiceCommand, create)
    .on(ListServicesCommand, list)
    .on(DescribeServiceCommand, (i, call) => ({ Service: viewOf(need(call, i)) }), { resources: arns })
    .on(PauseServiceCommand, change(['RUNNING'], 'PAUSED'), { resources: arns })
    .on(ResumeServiceCommand, change(['PAUSED'], 'RUNNING'), { resources: arns })
    .on(DeleteServiceCommand, remove, { resources: arns });
}
