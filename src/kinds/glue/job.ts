// A Glue job: code that runs as its role, by hand or by triggers. Its triggers stopped and its runs ended, saved, deleted.
import {
  BatchStopJobRunCommand, DeleteJobCommand, GetJobCommand, paginateGetJobRuns, paginateGetJobs, paginateGetTriggers, StartTriggerCommand, StopTriggerCommand, type GlueClient, type Job,
} from '@aws-sdk/client-glue';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, MADE_ANEW, nothingToUndo, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, listIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

interface GlueJob extends Resource { readonly roleArn: string; readonly script: string }

function jobOf(from: Job, { accountId, partition, region }: ReadAws): GlueJob {
  const { Name: name = '' } = from;
  const createdAt = from.CreatedOn?.toISOString() ?? '';
  const arn = `arn:${partition}:glue:${region}:${accountId}:job/${name}`;
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, roleArn: from.Role ?? '', script: from.Command?.ScriptLocation ?? '' };
}
const RUNNING = new Set(['STARTING', 'RUNNING', 'WAITING']);
/** The newest of its runs; whatever runs is new. */
async function runsOf(client: GlueClient, JobName: string): Promise<string[]> {
  for await (const { JobRuns = [] } of paginateGetJobRuns({ client }, { JobName, MaxResults: 100 })) {
    return JobRuns.flatMap((r) => (RUNNING.has(r.JobRunState ?? '') && r.Id !== undefined ? [r.Id] : [])).sort();
  }
  return [];
}
async function triggersOf(client: GlueClient, DependentJobName: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Triggers = [] } of paginateGetTriggers({ client }, { DependentJobName })) names.push(...Triggers.flatMap((t) => (t.State === 'ACTIVATED' && t.Name !== undefined ? [t.Name] : [])));
  return names.sort();
}
const texts = (r: GlueJob | undefined, key: 'runs' | 'triggers'): readonly string[] | undefined => {
  const list = r?.seen?.[key];
  return Array.isArray(list) ? list.map(String) : undefined;
};
/** Of a job that the stranger only ran, these runs are all there is to end; its triggers are the owner's. */
const theirs = (r: GlueJob | undefined): readonly string[] | undefined => (r?.aim ? listIn(r.aim['runs']).flatMap((id) => textIn(id) ?? []) : undefined);
const runsToEnd = (r: GlueJob | undefined): readonly string[] | undefined => texts(r, 'runs')?.filter((id) => theirs(r)?.includes(id) ?? true);
const triggersToStop = (r: GlueJob | undefined): readonly string[] | undefined => (theirs(r) ? [] : texts(r, 'triggers'));
function recall(_: GlueJob, history: readonly HistoryEvent[]): JsonObject | undefined {
  const strangers = history.filter(isForeign);
  return strangers.every((e) => isEvent(e, 'glue:StartJobRun')) ? { runs: strangers.flatMap((e) => textIn(e.response?.['jobRunId']) ?? []) } : undefined;
}
const stopRun = (r: GlueJob, id: string) => ({ JobName: r.name, JobRunIds: [id] });
const stopCalls = (r: GlueJob): Call[] => (runsToEnd(r) ?? []).map((id) => ({ operation: 'glue:BatchStopJobRun', region: r.region, input: stopRun(r, id) }));
const triggerCalls = (r: GlueJob, operation: 'glue:StopTrigger' | 'glue:StartTrigger'): Call[] => (triggersToStop(r) ?? []).map((Name) => ({ operation, region: r.region, input: { Name } }));

/** What has started since the gate is not approved: the step shows itself as not done, and is asked for again. */
async function stopRuns(client: GlueClient, r: GlueJob, approved: GlueJob): Promise<void> {
  for (const id of await runsOf(client, r.name)) if (runsToEnd(approved)?.includes(id)) await client.send(new BatchStopJobRunCommand(stopRun(r, id)));
}
async function halt(aws: ChangeAws, r: GlueJob, deed: Deed): Promise<void> {
  const client = await aws.client('glue');
  const approved = deed.before as GlueJob | undefined ?? r;
  for (const Name of await triggersOf(client, r.name)) if (triggersToStop(approved)?.includes(Name)) await client.send(new StopTriggerCommand({ Name }));
  await stopRuns(client, r, approved);
}

export default defineKind<GlueJob>({
  id: 'glue/job', version: 1, title: say('Glue job'), scope: 'regional', role: 'machine',
  reads: ['glue:GetJobs', 'glue:GetJob', 'glue:GetJobRuns', 'glue:GetTriggers'],

  async *list({ aws }) {
    for await (const { Jobs = [] } of paginateGetJobs({ client: await aws.client('glue') }, { MaxResults: 100 })) yield* Jobs.map((j) => jobOf(j, aws));
  },

  async look(aws, rs) {
    const client = await aws.client('glue');
    return inParallel(rs, 4, async (r) => {
      const found = (await ifThere(client.send(new GetJobCommand({ JobName: r.name }))))?.Job;
      const now = found && jobOf(found, aws);
      return now?.uid === r.uid ? { ...now, seen: { runs: await runsOf(client, r.name), triggers: await triggersOf(client, r.name) } } : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['glue:CreateJob'],
    changed: ['glue:UpdateJob', 'glue:CreateTrigger', 'glue:UpdateTrigger'],
    used: ['glue:StartJobRun'],
    concerns: (r, { request }) => [request?.['name'], request?.['jobName']].includes(r.name) || JSON.stringify(request?.['actions'] ?? null).includes(JSON.stringify(r.name)),
  },

  recall,

  actions: {
    contain: {
      operations: ['glue:StopTrigger', 'glue:StartTrigger', 'glue:BatchStopJobRun'],
      title: (r) => (theirs(r) ? say('End the runs of the Glue job {{job}} in {{region}} that the stranger started', { job: r.name, region: r.region }) : say('Stop the triggers and runs of the Glue job {{job}} in {{region}}', { job: r.name, region: r.region })),
      breaks: (r) => say('Runs ({{runs}}) end without a result, and its triggers ({{triggers}}) start nothing. Other jobs that they start are not started, either.', { runs: runsToEnd(r)?.length ?? 0, triggers: triggersToStop(r)?.length ?? 0 }),
      calls: (r) => [...triggerCalls(r, 'glue:StopTrigger'), ...stopCalls(r)],
      undoCalls: (before) => triggerCalls(before, 'glue:StartTrigger'),
      done: (now) => runsToEnd(now)?.length === 0 && triggersToStop(now)?.length === 0,
      undone: (now, before) => now !== undefined && (triggersToStop(before) ?? []).every((t) => texts(now, 'triggers')?.includes(t)),
      apply: halt,
      // A stopped run does not go on; its triggers start others.
      undo: async (aws, before) => {
        const client = await aws.client('glue');
        for (const Name of triggersToStop(before) ?? []) await client.send(new StartTriggerCommand({ Name }));
      },
    },
    preserve: {
      operations: [],
      title: (r) => say('Save the Glue job {{job}} in {{region}}: script location, arguments, connections', { job: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const found = await ifThere((await aws.client('glue')).send(new GetJobCommand({ JobName: r.name })));
        const file = `glue-job-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify({ job: found?.Job ?? r, seen: r.seen ?? null }, null, 2)}\n`, { operation: 'glue:GetJob', requestId: found?.$metadata.requestId });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['glue:BatchStopJobRun', 'glue:DeleteJob'],
      title: (r) => say('Delete the Glue job {{job}} in {{region}}', { job: r.name, region: r.region }),
      breaks: () => say('Triggers that name it stay and can start nothing of it. Its script stays in S3.'),
      calls: (r) => [...stopCalls(r), { operation: 'glue:DeleteJob', region: r.region, input: { JobName: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('glue');
        await stopRuns(client, r, deed.before as GlueJob | undefined ?? r);
        await client.send(new DeleteJobCommand({ JobName: r.name }));
      },
      undo: MADE_ANEW,
    },
  },
});
