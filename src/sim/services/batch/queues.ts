// Job queues, and the definitions and jobs that are given to them.
import {
  CreateJobQueueCommand, DeleteJobQueueCommand, DescribeJobQueuesCommand, DescribeJobsCommand, RegisterJobDefinitionCommand, SubmitJobCommand, TerminateJobCommand, UpdateJobQueueCommand,
  type CreateJobQueueCommandInput, type DeleteJobQueueCommandInput, type DescribeJobQueuesCommandInput, type DescribeJobsCommandInput, type JobDetail, type JobQueueDetail, type RegisterJobDefinitionCommandInput, type SubmitJobCommandInput, type UpdateJobQueueCommandInput,
} from '@aws-sdk/client-batch';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { pageOf } from '../rooms.ts';
import { atRest, batchArn, batchRoom, nameIn, need, refused, work, type Job, type Queue } from './state.ts';

const viewOf = (q: Queue): JobQueueDetail => ({ jobQueueName: q.name, jobQueueArn: q.arn, state: q.state, status: q.busy ?? 'VALID', statusReason: 'JobQueue Healthy', priority: q.priority, computeEnvironmentOrder: q.order, jobQueueType: 'ECS', tags: {} });

function create(input: CreateJobQueueCommandInput, call: SimCall): { jobQueueName: string; jobQueueArn: string } {
  const { jobQueueName: name = '', computeEnvironmentOrder: order = [] } = input;
  const { environments, queues } = batchRoom(call);
  if (queues.has(name)) throw refused('Object already exists');
  const made: Queue = { name, arn: batchArn(call, `job-queue/${name}`), priority: input.priority ?? 1, order: order.map((o) => ({ ...o, computeEnvironment: need(environments, o.computeEnvironment).arn })), state: input.state ?? 'ENABLED', busy: undefined };
  queues.set(name, made);
  work(call, made, 'CREATING');
  return { jobQueueName: name, jobQueueArn: made.arn };
}

function describe(input: DescribeJobQueuesCommandInput, call: SimCall): { jobQueues: JobQueueDetail[]; nextToken: string | undefined } {
  const wanted = input.jobQueues?.map(nameIn);
  const all = [...batchRoom(call).queues.values()].filter((q) => wanted === undefined || wanted.length === 0 || wanted.includes(q.name));
  const { page, next } = pageOf(all, call, { max: input.maxResults, token: input.nextToken, refusal: 'ClientException' });
  return { jobQueues: page.map(viewOf), nextToken: next };
}

function update(input: UpdateJobQueueCommandInput, call: SimCall): { jobQueueName: string; jobQueueArn: string } {
  const found = atRest(need(batchRoom(call).queues, input.jobQueue), 'update');
  found.state = input.state ?? found.state;
  found.priority = input.priority ?? found.priority;
  found.order = input.computeEnvironmentOrder?.map((o) => ({ ...o, computeEnvironment: need(batchRoom(call).environments, o.computeEnvironment).arn })) ?? found.order;
  work(call, found, 'UPDATING');
  return { jobQueueName: found.name, jobQueueArn: found.arn };
}

function remove(input: DeleteJobQueueCommandInput, call: SimCall): Record<string, never> {
  const room = batchRoom(call);
  const found = atRest(need(room.queues, input.jobQueue), 'delete');
  if (found.state !== 'DISABLED') throw refused('Cannot delete, state must be DISABLED');
  for (const job of room.jobs) if (job.queue === found) job.status = 'FAILED';
  work(call, found, 'DELETING', () => { room.queues.delete(found.name); });
  return {};
}

function register(input: RegisterJobDefinitionCommandInput, call: SimCall): { jobDefinitionName: string; jobDefinitionArn: string; revision: number } {
  const { jobDefinitionName: name = '' } = input;
  const { definitions } = batchRoom(call);
  const revision = definitions.filter((d) => nameIn(d).split(':')[0] === name).length + 1;
  const arn = batchArn(call, `job-definition/${name}:${String(revision)}`);
  definitions.push(arn);
  return { jobDefinitionName: name, jobDefinitionArn: arn, revision };
}
function submit(input: SubmitJobCommandInput, call: SimCall): { jobArn: string; jobName: string; jobId: string } {
  const { queues, definitions, jobs } = batchRoom(call);
  const queue = need(queues, input.jobQueue);
  if (queue.state !== 'ENABLED') throw refused('Job queue must be ENABLED');
  const definition = definitions.findLast((d) => nameIn(d) === nameIn(input.jobDefinition) || nameIn(d).split(':')[0] === nameIn(input.jobDefinition));
  if (definition === undefined) throw refused('JobDefinition does not exist');
  const made: Job = { id: call.account.ids.uuid(), name: input.jobName ?? '', queue, definition, status: 'RUNNABLE' };
  jobs.push(made);
  return { jobArn: batchArn(call, `job/${made.id}`), jobName: made.name, jobId: made.id };
}
function jobs(input: DescribeJobsCommandInput, call: SimCall): { jobs: JobDetail[] } {
  const found = batchRoom(call).jobs.filter((j) => input.jobs?.map(nameIn).includes(j.id));
  return { jobs: found.map((j) => ({ jobId: j.id, jobArn: batchArn(call, `job/${j.id}`), jobName: j.name, jobQueue: j.queue.arn, jobDefinition: j.definition, status: j.status, startedAt: 0 })) };
}

/** One that is over stays as it ended. */
function terminate(id: string | undefined, call: SimCall): Record<string, never> {
  const found = batchRoom(call).jobs.find((j) => j.id === id);
  if (!found) throw refused(`Job ${id ?? ''} does not exist`);
  if (found.status !== 'SUCCEEDED') found.status = 'FAILED';
  return {};
}

const arns = (i: { readonly jobQueue?: string | undefined; readonly jobQueueName?: string | undefined }, call: SimCall): string[] => [batchArn(call, `job-queue/${nameIn(i.jobQueue ?? i.jobQueueName)}`)];

export const registerQueues = (batch: Service<SimCall>): Service<SimCall> => batch
  .on(CreateJobQueueCommand, create, { resources: arns })
  .on(DescribeJobQueuesCommand, describe)
  .on(UpdateJobQueueCommand, update, { resources: arns })
  .on(DeleteJobQueueCommand, remove, { resources: arns })
  .on(RegisterJobDefinitionCommand, register, { resources: (i, call) => [batchArn(call, `job-definition/${i.jobDefinitionName ?? '*'}`)] })
  .on(SubmitJobCommand, submit, { resources: arns })
  .on(DescribeJobsCommand, jobs)
  .on(TerminateJobCommand, ({ jobId }, call) => terminate(jobId, call), { resources: ({ jobId = '*' }, call) => [batchArn(call, `job/${jobId}`)] });
