// The simulated Glue: jobs with their runs and triggers, development endpoints. Behaviour: BEHAVIOUR.md beside it.
import {
  BatchStopJobRunCommand, CreateDevEndpointCommand, CreateJobCommand, CreateTriggerCommand, DeleteDevEndpointCommand, DeleteJobCommand, DeleteTriggerCommand, GetDevEndpointCommand, GetDevEndpointsCommand, GetJobCommand, GetJobRunsCommand, GetJobsCommand, GetTriggersCommand,
  GlueClient, StartJobRunCommand, StartTriggerCommand, StopTriggerCommand, UpdateDevEndpointCommand,
  type BatchStopJobRunCommandInput, type BatchStopJobRunSuccessfulSubmission, type CreateDevEndpointCommandInput, type CreateJobCommandInput, type CreateTriggerCommandInput, type DevEndpoint, type GetDevEndpointsCommandInput, type GetJobRunsCommandInput,
  type GetJobsCommandInput, type GetTriggersCommandInput, type Job, type JobRun, type StartJobRunCommandInput, type Trigger, type UpdateDevEndpointCommandInput,
} from '@aws-sdk/client-glue';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Endpoint { readonly name: string; readonly made: CreateDevEndpointCommandInput; readonly createdAt: Date; keys: string[] }
export const room = rooms('glue', () => ({ jobs: new Map<string, Job>(), runs: [] as JobRun[], triggers: new Map<string, Trigger>(), endpoints: new Map<string, Endpoint>() }));
const RUN_MS = 48 * 3_600_000;
const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);
const unknown = (message: string): AwsError => new AwsError('EntityNotFoundException', message);
const REFUSAL = { refusal: 'InvalidInputException' } as const;
interface Named { readonly Name?: string | undefined }

function createJob(input: CreateJobCommandInput, call: SimCall): { Name: string } {
  const { Name: name = '', Role: role = '' } = input;
  if (room(call).jobs.has(name)) throw new AwsError('AlreadyExistsException', 'Job already exists.');
  call.authorize('iam:PassRole', role.startsWith('arn:') ? role : `arn:${call.account.partition}:iam::${call.account.id}:role/${role}`, { 'iam:PassedToService': 'glue.amazonaws.com' });
  room(call).jobs.set(name, { Name: name, Role: role, Command: input.Command, CreatedOn: call.now, LastModifiedOn: call.now, MaxRetries: input.MaxRetries ?? 0, Timeout: input.Timeout ?? 2_880 });
  return { Name: name };
}
function needJob(call: SimCall, name: string | undefined): Job {
  const found = room(call).jobs.get(name ?? '');
  if (!found) throw unknown(`Entity not found: ${name ?? ''}`);
  return found;
}
function jobs(input: GetJobsCommandInput, call: SimCall): { Jobs: Job[]; NextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).jobs.values()], call, { max: input.MaxResults, token: input.NextToken, ...REFUSAL });
  return { Jobs: page, NextToken: next };
}
function run(input: StartJobRunCommandInput, call: SimCall): { JobRunId: string } {
  const { Name: JobName = '' } = needJob(call, input.JobName);
  const made: JobRun = { Id: `jr_${call.account.ids.hex(64)}`, JobName, JobRunState: 'RUNNING', StartedOn: call.now, Attempt: 0 };
  room(call).runs.push(made);
  later(call, RUN_MS, () => { if (made.JobRunState === 'RUNNING') made.JobRunState = 'TIMEOUT'; });
  return { JobRunId: made.Id ?? '' };
}
function runs(input: GetJobRunsCommandInput, call: SimCall): { JobRuns: JobRun[]; NextToken: string | undefined } {
  needJob(call, input.JobName);
  const { page, next } = pageOf(room(call).runs.filter((r) => r.JobName === input.JobName).reverse(), call, { max: input.MaxResults, token: input.NextToken, ...REFUSAL });
  return { JobRuns: page, NextToken: next };
}
function stopRuns(input: BatchStopJobRunCommandInput, call: SimCall): { SuccessfulSubmissions: BatchStopJobRunSuccessfulSubmission[]; Errors: [] } {
  const found = room(call).runs.filter((r) => r.JobName === input.JobName && r.Id !== undefined && input.JobRunIds?.includes(r.Id) === true);
  for (const one of found) if (one.JobRunState === 'RUNNING') Object.assign(one, { JobRunState: 'STOPPED', CompletedOn: call.now });
  return { SuccessfulSubmissions: found.map((r) => ({ JobName: r.JobName ?? '', JobRunId: r.Id ?? '' })), Errors: [] };
}

function createTrigger(input: CreateTriggerCommandInput, call: SimCall): Named {
  const { Name = '', Type = 'ON_DEMAND' } = input;
  room(call).triggers.set(Name, { Name, Type, State: input.StartOnCreation === true ? 'ACTIVATED' : 'CREATED', Actions: input.Actions ?? [], ...(input.Schedule !== undefined && { Schedule: input.Schedule }) });
  return { Name };
}
function triggers(input: GetTriggersCommandInput, call: SimCall): { Triggers: Trigger[]; NextToken: string | undefined } {
  if (input.DependentJobName !== undefined) needJob(call, input.DependentJobName);
  const all = [...room(call).triggers.values()].filter((t) => input.DependentJobName === undefined || t.Actions?.some((a) => a.JobName === input.DependentJobName) === true);
  const { page, next } = pageOf(all, call, { max: input.MaxResults, token: input.NextToken, ...REFUSAL });
  return { Triggers: page, NextToken: next };
}
const setTrigger = (state: 'ACTIVATED' | 'DEACTIVATED') => (input: Named, call: SimCall): Named => {
  const found = room(call).triggers.get(input.Name ?? '');
  if (!found) throw unknown(`Entity not found: ${input.Name ?? ''}`);
  if (found.Type !== 'ON_DEMAND') found.State = state;
  return { Name: found.Name };
};

function createEndpoint(input: CreateDevEndpointCommandInput, call: SimCall): { EndpointName: string; Status: string; RoleArn: string; CreatedTimestamp: Date } {
  const { EndpointName: name = '', RoleArn = '' } = input;
  if (room(call).endpoints.has(name)) throw new AwsError('AlreadyExistsException', `DevEndpoint ${name} already exists.`);
  call.authorize('iam:PassRole', RoleArn, { 'iam:PassedToService': 'glue.amazonaws.com' });
  room(call).endpoints.set(name, { name, made: input, createdAt: call.now, keys: [...(input.PublicKeys ?? []), ...(input.PublicKey === undefined ? [] : [input.PublicKey])] });
  return { EndpointName: name, Status: 'PROVISIONING', RoleArn, CreatedTimestamp: call.now };
}
function needEndpoint(call: SimCall, { EndpointName: name = '' }: { readonly EndpointName?: string | undefined }): Endpoint {
  const found = room(call).endpoints.get(name);
  if (!found) throw unknown(`DevEndpoint ${name} not found.`);
  return found;
}
const endpointView = (e: Endpoint): DevEndpoint => ({ EndpointName: e.name, RoleArn: e.made.RoleArn, Status: 'READY', CreatedTimestamp: e.createdAt, LastModifiedTimestamp: e.createdAt, PublicKeys: e.keys, PublicAddress: 'ec2-192-0-2-1.compute-1.amazonaws.com' });
function endpoints(input: GetDevEndpointsCommandInput, call: SimCall): { DevEndpoints: DevEndpoint[]; NextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).endpoints.values()], call, { max: input.MaxResults, token: input.NextToken, ...REFUSAL });
  return { DevEndpoints: page.map(endpointView), NextToken: next };
}
function updateEndpoint(input: UpdateDevEndpointCommandInput, call: SimCall): Record<string, never> {
  const found = needEndpoint(call, input);
  const { AddPublicKeys: add = [], DeletePublicKeys: drop = [] } = input;
  if (drop.some((key) => !found.keys.includes(key)) || add.some((key) => found.keys.includes(key))) throw invalid('Public keys to be deleted must exist, and those to be added must not.');
  found.keys = [...found.keys.filter((key) => !drop.includes(key)), ...add];
  return {};
}
function deleteEndpoint(input: { readonly EndpointName?: string | undefined }, call: SimCall): Record<string, never> {
  room(call).endpoints.delete(needEndpoint(call, input).name);
  return {};
}

const arns = (type: string, name: string | undefined, call: SimCall): string[] => [arnIn(call, 'glue', `${type}/${name ?? '*'}`)];
const job = (i: { readonly Name?: string | undefined; readonly JobName?: string | undefined }, call: SimCall): string[] => arns('job', i.Name ?? i.JobName, call);
const endpoint = (i: { readonly EndpointName?: string | undefined }, call: SimCall): string[] => arns('devEndpoint', i.EndpointName, call);

export default function glue(): Service<SimCall> {
  return new Service<SimCall>(GlueClient, { id: 'glue' })
    .on(CreateJobCommand, createJob, { resources: job })
    .on(GetJobsCommand, jobs)
    .on(GetJobCommand, (i, call) => ({ Job: needJob(call, i.JobName) }), { resources: job })
    .on(DeleteJobCommand, (i, call) => { room(call).jobs.delete(i.JobName ?? ''); return { JobName: i.JobName }; }, { resources: job })
    .on(StartJobRunCommand, run, { resources: job })
    .on(GetJobRunsCommand, runs, { resources: job })
    .on(BatchStopJobRunCommand, stopRuns, { resources: job })
    .on(CreateTriggerCommand, createTrigger)
    .on(DeleteTriggerCommand, (i, call) => { room(call).triggers.delete(i.Name ?? ''); return { Name: i.Name }; })
    .on(GetTriggersCommand, triggers)
    .on(StartTriggerCommand, setTrigger('ACTIVATED'))
    .on(StopTriggerCommand, setTrigger('DEACTIVATED'))
    .on(CreateDevEndpointCommand, createEndpoint, { resources: endpoint })
    .on(GetDevEndpointsCommand, endpoints)
    .on(GetDevEndpointCommand, (i, call) => ({ DevEndpoint: endpointView(needEndpoint(call, i)) }), { resources: endpoint })
    .on(UpdateDevEndpointCommand, updateEndpoint, { resources: endpoint })
    .on(DeleteDevEndpointCommand, deleteEndpoint, { resources: endpoint });
}
