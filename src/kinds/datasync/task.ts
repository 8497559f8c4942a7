// A DataSync task copies data to where its destination lies, once or by a schedule. Contained: its schedule is off and its run is cancelled; of the owner's task only what the stranger began.
import { CancelTaskExecutionCommand, DeleteTaskCommand, DescribeTaskCommand, paginateListTasks, UpdateTaskCommand, type DataSyncClient, type DescribeTaskCommandOutput } from '@aws-sdk/client-datasync';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { keptDeletion } from '../kept-deletion.ts';
import { defineKind, type Deed } from '../kind.ts';
import { isEvent, isForeign, listIn, textIn } from '../recalling.ts';
import { until } from '../waiting.ts';

/** Its name is listed; the rest is asked when it is looked at. */
interface Task extends Resource {
  /** The expression; '' without one. */
  readonly schedule?: string;
  readonly scheduled?: boolean;
  /** `run`: the execution that is under way. */
  readonly seen?: { readonly run: string; readonly to: string };
}

/** What is not there is an invalid request to DataSync. */
async function describe(client: DataSyncClient, TaskArn: string): Promise<DescribeTaskCommandOutput | undefined> {
  try { return await client.send(new DescribeTaskCommand({ TaskArn })); } catch (error) {
    const { code, message } = failureOf(error);
    if (code === 'InvalidRequestException' && message.includes('not found')) return undefined;
    throw error;
  }
}
const taskOf = (arn: string, name: string | undefined, region: string): Task => ({ arn, uid: arn, name: name ?? arn.slice(arn.lastIndexOf('/') + 1), region });
const thing = (r: Task) => say('the DataSync task {{name}}', { name: r.name });
const input = (r: Task) => ({ TaskArn: r.arn });

/** The stranger's runs of a task of the owner's; `undefined`: whatever runs, and by the schedule, too. */
const runs = (r: Task): readonly string[] | undefined => (r.aim ? listIn(r.aim['runs']).flatMap((one) => textIn(one) ?? []) : undefined);
const toCancel = (r: Task): string => { const run = r.seen?.run ?? ''; return runs(r)?.includes(run) === false ? '' : run; };
const toUnschedule = (r: Task): boolean => r.scheduled === true && !r.aim;
const scheduling = (r: Task, on: boolean) => ({ ...input(r), Schedule: { ScheduleExpression: r.schedule ?? '', Status: on ? 'ENABLED' as const : 'DISABLED' as const } });
const scheduleCall = (r: Task, on: boolean): Call => ({ operation: 'datasync:UpdateTask', region: r.region, input: scheduling(r, on) });

async function stop(aws: ChangeAws, r: Task, deed: Deed): Promise<void> {
  const client = await aws.client('datasync');
  if (toUnschedule(r)) await client.send(new UpdateTaskCommand(scheduling(r, false)));
  const run = toCancel(r);
  if (run === '') return;
  try { await client.send(new CancelTaskExecutionCommand({ TaskExecutionArn: run })); } catch (error) {
    // It has ended by now, or is being cancelled.
    if (failureOf(error).code !== 'InvalidRequestException') throw error;
  }
  await until(deed, r.name, async () => (await describe(client, r.arn))?.CurrentTaskExecutionArn !== run);
}

export default defineKind<Task>({
  id: 'datasync/task', version: 1, title: say('DataSync task'), scope: 'regional', role: 'respawner',
  reads: ['datasync:ListTasks', 'datasync:DescribeTask'],

  async *list({ aws, region }) {
    for await (const { Tasks = [] } of paginateListTasks({ client: await aws.client('datasync') }, {})) yield* Tasks.map((t) => taskOf(t.TaskArn ?? '', t.Name, region));
  },
  async look(aws, rs) {
    const client = await aws.client('datasync');
    return inParallel(rs, 4, async (r) => {
      const found = r.uid === r.arn ? await describe(client, r.arn) : undefined;
      const { ScheduleExpression: schedule = '', Status: status } = found?.Schedule ?? {};
      return found && { ...taskOf(r.arn, found.Name, aws.region), schedule, scheduled: schedule !== '' && status !== 'DISABLED', seen: { run: found.CurrentTaskExecutionArn ?? '', to: found.DestinationLocationArn ?? '' } };
    });
  },

  traces: {
    ids: (r) => [r.arn], created: ['datasync:CreateTask'], changed: ['datasync:UpdateTask'], used: ['datasync:StartTaskExecution'],
  },
  // A schedule that the stranger changed is off until its owner has seen to it.
  recall: (_, history) => (history.some((e) => isForeign(e) && isEvent(e, 'datasync:UpdateTask')) ? undefined : { runs: history.flatMap((e) => (isForeign(e) ? textIn(e.response?.['taskExecutionArn']) ?? [] : [])) }),

  actions: {
    contain: {
      operations: ['datasync:UpdateTask', 'datasync:CancelTaskExecution'],
      title: (r) => (r.aim ? say('Cancel the stranger’s run of {{thing}} in {{region}}', { thing: thing(r), region: r.region }) : say('Cancel the run of {{thing}} in {{region}}, and switch off its schedule', { thing: thing(r), region: r.region })),
      breaks: () => say('The copying stops in the middle: files at the destination may be incomplete. What has arrived stays there; undo starts no run.'),
      needed: (r) => runs(r)?.length !== 0,
      calls: (r) => [...(toUnschedule(r) ? [scheduleCall(r, false)] : []), ...(toCancel(r) === '' ? [] : [{ operation: 'datasync:CancelTaskExecution', region: r.region, input: { TaskExecutionArn: toCancel(r) } } as const])],
      undoCalls: (before) => (toUnschedule(before) ? [scheduleCall(before, true)] : []),
      done: (now) => now?.scheduled !== undefined && !toUnschedule(now) && toCancel(now) === '',
      apply: stop,
      undo: async (aws, before) => { if (toUnschedule(before)) await (await aws.client('datasync')).send(new UpdateTaskCommand(scheduling(before, true))); },
      undoReopens: true,
    },
    eradicate: keptDeletion<Task>({
      thing, destroys: () => say('The task. Its locations and what it copied stay.'),
      operation: 'datasync:DeleteTask', input,
      from: 'datasync:DescribeTask', whole: async (aws, r) => describe(await aws.client('datasync'), r.arn),
      send: async (aws, r) => (await aws.client('datasync')).send(new DeleteTaskCommand(input(r))),
    }),
  },
});
