// The simulated DataSync: tasks, their schedules and their runs. Behaviour: BEHAVIOUR.md beside it.
import {
  CancelTaskExecutionCommand, CreateTaskCommand, DataSyncClient, DeleteTaskCommand, DescribeTaskCommand, ListTasksCommand, StartTaskExecutionCommand, UpdateTaskCommand, type CreateTaskCommandInput, type TaskSchedule, type TaskStatus,
} from '@aws-sdk/client-datasync';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Run { readonly arn: string; cancelled: boolean }
interface Task { readonly arn: string; readonly createdAt: Date; readonly made: CreateTaskCommandInput; name: string | undefined; schedule: TaskSchedule | undefined; run?: Run | undefined }
export const room = rooms('datasync', () => new Map<string, Task>());
const RUN_MS = 6 * 3_600_000, CANCEL_MS = 30_000;
interface Named { readonly TaskArn?: string | undefined }

const invalid = (why: string): AwsError => new AwsError('InvalidRequestException', `Request parameters are invalid: ${why}`);
function taskOf(call: SimCall, { TaskArn: arn = '' }: Named): Task {
  const found = room(call).get(arn);
  if (!found) throw invalid(`Task ${arn.slice(arn.lastIndexOf('/') + 1)} is not found.`);
  return found;
}
const status = (t: Task): TaskStatus => (t.run ? 'RUNNING' : 'AVAILABLE');

function start(input: Named, call: SimCall): { TaskExecutionArn: string } {
  const task = taskOf(call, input);
  if (task.run) throw invalid('Task is already running.');
  const run: Run = { arn: `${task.arn}/execution/exec-${call.account.ids.hex(17)}`, cancelled: false };
  task.run = run;
  later(call, RUN_MS, () => { if (task.run === run) task.run = undefined; });
  return { TaskExecutionArn: run.arn };
}
function cancel({ TaskExecutionArn: arn = '' }: { readonly TaskExecutionArn?: string | undefined }, call: SimCall): object {
  const task = taskOf(call, { TaskArn: arn.replace(/\/execution\/.*$/u, '') });
  const { run } = task;
  if (run?.arn !== arn || run.cancelled) throw invalid('Task execution cannot be cancelled.');
  run.cancelled = true;
  later(call, CANCEL_MS, () => { if (task.run === run) task.run = undefined; });
  return {};
}
const arns = (i: Named): string[] => [i.TaskArn ?? '*'];

export default function datasync(): Service<SimCall> {
  return new Service<SimCall>(DataSyncClient, { id: 'datasync' })
    .on(CreateTaskCommand, (made, call) => {
      const arn = arnIn(call, 'datasync', `task/task-${call.account.ids.hex(17)}`);
      room(call).set(arn, { arn, createdAt: call.now, made, name: made.Name, schedule: made.Schedule });
      return { TaskArn: arn };
    })
    .on(ListTasksCommand, (i, call) => {
      const { page, next } = pageOf([...room(call).values()], call, { max: i.MaxResults, token: i.NextToken, refusal: 'InvalidRequestException' });
      return { Tasks: page.map((t) => ({ TaskArn: t.arn, Name: t.name, Status: status(t), TaskMode: t.made.TaskMode ?? 'BASIC' as const })), NextToken: next };
    })
    .on(DescribeTaskCommand, (i, call) => {
      const t = taskOf(call, i);
      return {
        TaskArn: t.arn, Name: t.name, Status: status(t), CurrentTaskExecutionArn: t.run?.arn, SourceLocationArn: t.made.SourceLocationArn, DestinationLocationArn: t.made.DestinationLocationArn, CreationTime: t.createdAt,
        Schedule: t.schedule && { ...t.schedule, Status: t.schedule.Status ?? 'ENABLED' as const },
      };
    }, { resources: arns })
    .on(UpdateTaskCommand, (i, call) => { const t = taskOf(call, i); t.schedule = i.Schedule ?? t.schedule; t.name = i.Name ?? t.name; return {}; }, { resources: arns })
    .on(StartTaskExecutionCommand, start, { resources: arns })
    .on(CancelTaskExecutionCommand, cancel, { resources: (i) => [i.TaskExecutionArn ?? '*'] })
    .on(DeleteTaskCommand, (i, call) => { room(call).delete(taskOf(call, i).arn); return {}; }, { resources: arns });
}
