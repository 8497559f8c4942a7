// A Glue job: code that runs as its role, by hand or by triggers. Its triggers stopped and its runs ended, saved, deleted with what starts nothing else; a stranger's triggers taken from the owner's.
import {
  BatchStopJobRunCommand, DeleteJobCommand, DeleteTriggerCommand, GetJobCommand, paginateGetJobRuns, paginateGetJobs, paginateGetTriggers, StartTriggerCommand, StopTriggerCommand, type GlueClient, type Job, type Trigger,
} from '@aws-sdk/client-glue';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, MADE_ANEW, nothingToUndo, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, textIn, textsIn } from '../recalling.ts';
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
async function triggersOf(client: GlueClient, DependentJobName: string): Promise<Trigger[]> {
  const all: Trigger[] = [];
  for await (const { Triggers = [] } of paginateGetTriggers({ client }, { DependentJobName })) all.push(...Triggers);
  return all;
}
const named = (triggers: readonly Trigger[], wanted: (t: Trigger) => boolean): string[] => triggers.flatMap((t) => (wanted(t) && t.Name !== undefined ? [t.Name] : [])).sort();
const isActive = (t: Trigger): boolean => t.State === 'ACTIVATED';
const texts = (r: GlueJob | undefined, key: 'runs' | 'triggers' | 'alone'): readonly string[] | undefined => {
  const list = r?.seen?.[key];
  return Array.isArray(list) ? list.map(String) : undefined;
};
/** Of a job that the stranger only ran, these runs are all there is to end; of one that he gave triggers, these are all there is to stop. The rest is the owner's. */
const theirs = (r: GlueJob | undefined, key: 'runs' | 'off' = 'runs'): readonly string[] | undefined => (r?.aim?.[key] === undefined ? undefined : textsIn(r.aim[key]));
const runsToEnd = (r: GlueJob | undefined): readonly string[] | undefined => texts(r, 'runs')?.filter((id) => theirs(r)?.includes(id) ?? true);
const triggersToStop = (r: GlueJob | undefined): readonly string[] | undefined => (theirs(r) ? [] : texts(r, 'triggers')?.filter((name) => theirs(r, 'off')?.includes(name) ?? true));
/** What starts this job and nothing else, and is the stranger's where the job is (no `off`). */
const triggersToDelete = (r: GlueJob | undefined): readonly string[] => (texts(r, 'alone') ?? []).filter((name) => theirs(r, 'off')?.includes(name) ?? true);
function recall(_: GlueJob, history: readonly HistoryEvent[]): JsonObject | undefined {
  const strangers = history.filter(isForeign);
  const runs = strangers.filter((e) => isEvent(e, 'glue:StartJobRun'));
  const triggers = strangers.filter((e) => e.by === 'attacker' && isEvent(e, 'glue:CreateTrigger'));
  if (runs.length + triggers.length < strangers.length) return undefined;
  return triggers.length === 0 ? { runs: runs.flatMap((e) => textIn(e.response?.['jobRunId']) ?? []) } : { off: triggers.flatMap((e) => textIn(e.request?.['name']) ?? []) };
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
  for (const Name of named(await triggersOf(client, r.name), isActive)) if (triggersToStop(approved)?.includes(Name)) await client.send(new StopTriggerCommand({ Name }));
  await stopRuns(client, r, approved);
}

const deleteCalls = (r: GlueJob): Call[] => triggersToDelete(r).map((Name) => ({ operation: 'glue:DeleteTrigger', region: r.region, input: { Name } }));
async function deleteTriggers(client: GlueClient, r: GlueJob): Promise<void> {
  for (const Name of triggersToDelete(r)) await client.send(new DeleteTriggerCommand({ Name }));
}

const TITLE = say('Glue job');
export default defineKind<GlueJob>({
  id: 'glue/job', version: 1, title: TITLE, scope: 'regional', role: 'machine',
  reads: ['glue:GetJobs', 'glue:GetJob', 'glue:GetJobRuns', 'glue:GetTriggers'],

  async *list({ aws }) {
    for await (const { Jobs = [] } of paginateGetJobs({ client: await aws.client('glue') }, { MaxResults: 100 })) yield* Jobs.map((j) => jobOf(j, aws));
  },

  async look(aws, rs) {
    const client = await aws.client('glue');
    return inParallel(rs, 4, async (r) => {
      const found = (await ifThere(client.send(new GetJobCommand({ JobName: r.name }))))?.Job;
      const now = found && jobOf(found, aws);
      if (!now || now.uid !== r.uid) return undefined;
      const triggers = await triggersOf(client, r.name);
      return { ...now, seen: { runs: await runsOf(client, r.name), triggers: named(triggers, isActive), alone: named(triggers, (t) => t.Actions?.every((a) => a.JobName === r.name) === true) } };
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
        const client = await aws.client('glue');
        const [found, triggers] = await Promise.all([ifThere(client.send(new GetJobCommand({ JobName: r.name }))), ifThere(triggersOf(client, r.name))]);
        const file = `glue-job-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify({ job: found?.Job ?? r, triggers, seen: r.seen ?? null }, null, 2)}\n`, { operation: 'glue:GetJob', requestId: found?.$metadata.requestId });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    recover: {
      operations: ['glue:DeleteTrigger'],
      title: (r) => givingBackTitle(TITLE, r.name, r.region),
      calls: deleteCalls,
      done: (now) => theirs(now, 'off') !== undefined && triggersToDelete(now).length === 0,
      apply: async (aws, r) => { await deleteTriggers(await aws.client('glue'), r); },
      undo: MADE_ANEW,
    },
    eradicate: {
      operations: ['glue:BatchStopJobRun', 'glue:DeleteTrigger', 'glue:DeleteJob'],
      title: (r) => say('Delete the Glue job {{job}} in {{region}}', { job: r.name, region: r.region }),
      breaks: () => say('Triggers that start nothing else go with it. Its script stays in S3.'),
      calls: (r) => [...stopCalls(r), ...deleteCalls(r), { operation: 'glue:DeleteJob', region: r.region, input: { JobName: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('glue');
        await stopRuns(client, r, deed.before as GlueJob | undefined ?? r);
        await deleteTriggers(client, deed.before as GlueJob | undefined ?? r);
        await client.send(new DeleteJobCommand({ JobName: r.name }));
      },
      undo: MADE_ANEW,
    },
  },
});
