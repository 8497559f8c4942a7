// A DataSync task copies data to where its destination lies, once or by a schedule. Contained: its schedule is off and its run is cancelled; of the owner's task only what the stranger began, and it has the schedule again that its owner gave it.
import { CancelTaskExecutionCommand, DeleteTaskCommand, DescribeTaskCommand, paginateListTasks, UpdateTaskCommand, type DataSyncClient, type DescribeTaskCommandOutput } from '@aws-sdk/client-datasync';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { inParallel } from '../in-parallel.ts';
import { keptDeletion } from '../kept-deletion.ts';
import { defineKind, type Deed, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, listIn, objectIn, ownMembers, textIn } from '../recalling.ts';
import { until } from '../waiting.ts';

const SORT = say('DataSync task');
const [CREATE, UPDATE] = ['datasync:CreateTask', 'datasync:UpdateTask'] as const;
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
/** Without an aim: off. */
const wanted = (r: Task): Task => ({ ...r, ...(r.aim ?? { scheduled: false }) });
const isAs = (r: Task, to: Task): boolean => r.schedule === to.schedule && r.scheduled === to.scheduled;
const scheduling = (r: Task) => ({ ...input(r), Schedule: { ScheduleExpression: r.schedule ?? '', Status: r.scheduled === true ? 'ENABLED' as const : 'DISABLED' as const } });
const scheduleCalls = (from: Task, to: Task): Call[] => (isAs(from, to) ? [] : [{ operation: UPDATE, region: from.region, input: scheduling(to) }]);

/** A schedule that the stranger changed, and that no event tells, is off until its owner has seen to it; so is all of it where he changed more. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const { schedule, ...more } = ownMembers(history, CREATE, UPDATE, ['taskArn']) ?? { untold: true };
  const { scheduleExpression, status } = objectIn(schedule) ?? {};
  if (Object.keys(more).length > 0 || history.some((e) => isForeign(e) && isEvent(e, UPDATE)) !== (textIn(scheduleExpression) !== undefined)) return undefined;
  const runs = history.flatMap((e) => (isForeign(e) ? textIn(e.response?.['taskExecutionArn']) ?? [] : []));
  return { runs, ...(scheduleExpression !== undefined && { schedule: scheduleExpression, scheduled: status !== 'DISABLED' }) };
}

async function stop(aws: ChangeAws, r: Task, deed: Deed): Promise<void> {
  const client = await aws.client('datasync');
  if (!isAs(r, wanted(r))) await client.send(new UpdateTaskCommand(scheduling(wanted(r))));
  const run = toCancel(r);
  if (run === '') return;
  try { await client.send(new CancelTaskExecutionCommand({ TaskExecutionArn: run })); } catch (error) {
    // It has ended by now, or is being cancelled.
    if (failureOf(error).code !== 'InvalidRequestException') throw error;
  }
  await until(deed, r.name, async () => (await describe(client, r.arn))?.CurrentTaskExecutionArn !== run);
}

export default defineKind<Task>({
  id: 'datasync/task', version: 1, title: SORT, scope: 'regional', role: 'respawner',
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
    ids: (r) => [r.arn], created: [CREATE], changed: [UPDATE], used: ['datasync:StartTaskExecution'],
  },
  recall: (_, history) => recall(history),

  actions: {
    contain: {
      operations: [UPDATE, 'datasync:CancelTaskExecution'],
      title: (r) => (r.aim?.['schedule'] !== undefined ? givingBackTitle(SORT, r.name, r.region) : r.aim ? say('Cancel the stranger’s run of {{thing}} in {{region}}', { thing: thing(r), region: r.region }) : say('Cancel the run of {{thing}} in {{region}}, and switch off its schedule', { thing: thing(r), region: r.region })),
      breaks: (r) => (r.aim?.['schedule'] !== undefined && toCancel(r) === '' ? undefined : say('The copying stops in the middle: files at the destination may be incomplete. What has arrived stays there; undo starts no run.')),
      needed: (r) => runs(r)?.length !== 0 || r.aim?.['schedule'] !== undefined,
      calls: (r) => [...scheduleCalls(r, wanted(r)), ...(toCancel(r) === '' ? [] : [{ operation: 'datasync:CancelTaskExecution', region: r.region, input: { TaskExecutionArn: toCancel(r) } } as const])],
      undoCalls: (before) => scheduleCalls(wanted(before), before),
      done: (now) => now?.scheduled !== undefined && isAs(now, wanted(now)) && toCancel(now) === '',
      apply: stop,
      undo: async (aws, before) => { if (!isAs(before, wanted(before))) await (await aws.client('datasync')).send(new UpdateTaskCommand(scheduling(before))); },
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
