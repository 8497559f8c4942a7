// Endpoints and training jobs.
import {
  CreateEndpointCommand, CreateTrainingJobCommand, DeleteEndpointCommand, DescribeEndpointCommand, DescribeTrainingJobCommand, ListEndpointsCommand, ListTrainingJobsCommand, StopTrainingJobCommand,
  type CreateEndpointCommandInput, type CreateTrainingJobCommandInput, type EndpointSummary, type ListEndpointsCommandInput, type ListTrainingJobsCommandInput, type TrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Endpoint { readonly name: string; readonly arn: string; readonly createdAt: Date; readonly config: string; status: 'Creating' | 'InService' | 'Deleting' }
interface Training { readonly name: string; readonly arn: string; readonly createdAt: Date; readonly made: CreateTrainingJobCommandInput; status: 'InProgress' | 'Stopping' | 'Stopped' }
export const room = rooms('sagemaker/workloads', () => ({ endpoints: new Map<string, Endpoint>(), trainings: new Map<string, Training>() }));
const PASS_MS = 60_000;
const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

function createEndpoint(input: CreateEndpointCommandInput, call: SimCall): { EndpointArn: string } {
  const { EndpointName: name = '', EndpointConfigName: config = '' } = input;
  if (room(call).endpoints.has(name)) throw invalid(`Cannot create already existing endpoint "${name}".`);
  const made: Endpoint = { name, arn: arnIn(call, 'sagemaker', `endpoint/${name.toLowerCase()}`), createdAt: call.now, config, status: 'Creating' };
  room(call).endpoints.set(name, made);
  later(call, PASS_MS, () => { if (made.status === 'Creating') made.status = 'InService'; });
  return { EndpointArn: made.arn };
}
const endpointView = (e: Endpoint): EndpointSummary => ({ EndpointName: e.name, EndpointArn: e.arn, EndpointStatus: e.status, CreationTime: e.createdAt, LastModifiedTime: e.createdAt });
function needEndpoint(call: SimCall, { EndpointName: name = '' }: { readonly EndpointName?: string | undefined }): Endpoint {
  const found = room(call).endpoints.get(name);
  if (!found) throw invalid(`Could not find endpoint "${name}".`);
  return found;
}
function listEndpoints(input: ListEndpointsCommandInput, call: SimCall): { Endpoints: EndpointSummary[]; NextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).endpoints.values()], call, { max: input.MaxResults ?? 10, token: input.NextToken, refusal: 'ValidationException' });
  return { Endpoints: page.map(endpointView), NextToken: next };
}
function deleteEndpoint(input: { readonly EndpointName?: string | undefined }, call: SimCall): Record<string, never> {
  const found = needEndpoint(call, input);
  found.status = 'Deleting';
  later(call, PASS_MS, () => { room(call).endpoints.delete(found.name); });
  return {};
}

interface JobNamed { readonly TrainingJobName?: string | undefined }
function createTraining(input: CreateTrainingJobCommandInput, call: SimCall): { TrainingJobArn: string } {
  const { TrainingJobName: name = '', RoleArn: role = '' } = input;
  if (room(call).trainings.has(name)) throw new AwsError('ResourceInUse', `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${name})`);
  call.authorize('iam:PassRole', role, { 'iam:PassedToService': 'sagemaker.amazonaws.com' });
  const made: Training = { name, arn: arnIn(call, 'sagemaker', `training-job/${name.toLowerCase()}`), createdAt: call.now, made: input, status: 'InProgress' };
  room(call).trainings.set(name, made);
  return { TrainingJobArn: made.arn };
}
const trainingView = (t: Training): TrainingJobSummary => ({ TrainingJobName: t.name, TrainingJobArn: t.arn, CreationTime: t.createdAt, TrainingJobStatus: t.status });
function needTraining(call: SimCall, { TrainingJobName: name = '' }: JobNamed): Training {
  const found = room(call).trainings.get(name);
  if (!found) throw invalid('Requested resource not found.');
  return found;
}
function listTrainings(input: ListTrainingJobsCommandInput, call: SimCall): { TrainingJobSummaries: TrainingJobSummary[]; NextToken: string | undefined } {
  const all = [...room(call).trainings.values()].filter((t) => input.StatusEquals === undefined || t.status === input.StatusEquals);
  const { page, next } = pageOf(all, call, { max: input.MaxResults ?? 10, token: input.NextToken, refusal: 'ValidationException' });
  return { TrainingJobSummaries: page.map(trainingView), NextToken: next };
}
function stopTraining(input: JobNamed, call: SimCall): Record<string, never> {
  const found = needTraining(call, input);
  if (found.status !== 'InProgress') throw invalid(`The request was rejected because the training job is in status ${found.status}.`);
  found.status = 'Stopping';
  later(call, PASS_MS, () => { found.status = 'Stopped'; });
  return {};
}

const endpointArns = (i: { readonly EndpointName?: string | undefined }, call: SimCall): string[] => [arnIn(call, 'sagemaker', `endpoint/${(i.EndpointName ?? '*').toLowerCase()}`)];
const trainingArns = (i: JobNamed, call: SimCall): string[] => [arnIn(call, 'sagemaker', `training-job/${(i.TrainingJobName ?? '*').toLowerCase()}`)];

export const registerWorkloads = (sagemaker: Service<SimCall>): Service<SimCall> => sagemaker
  .on(CreateEndpointCommand, createEndpoint, { resources: endpointArns })
  .on(ListEndpointsCommand, listEndpoints)
  .on(DescribeEndpointCommand, (i, call) => { const e = needEndpoint(call, i); return { ...endpointView(e), EndpointConfigName: e.config }; }, { resources: endpointArns })
  .on(DeleteEndpointCommand, deleteEndpoint, { resources: endpointArns })
  .on(CreateTrainingJobCommand, createTraining, { resources: trainingArns })
  .on(ListTrainingJobsCommand, listTrainings)
  .on(DescribeTrainingJobCommand, (i, call) => {
    const t = needTraining(call, i);
    return { ...trainingView(t), ModelArtifacts: { S3ModelArtifacts: '' }, SecondaryStatus: t.status === 'InProgress' ? 'Training' as const : t.status, AlgorithmSpecification: t.made.AlgorithmSpecification, ResourceConfig: t.made.ResourceConfig, StoppingCondition: t.made.StoppingCondition, RoleArn: t.made.RoleArn };
  }, { resources: trainingArns })
  .on(StopTrainingJobCommand, stopTraining, { resources: trainingArns });
