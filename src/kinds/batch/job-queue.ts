// A job queue of Batch: disabled, then deleted with the jobs that wait in it; of the owner's queue only the stranger's jobs are ended.
import { DeleteJobQueueCommand, DescribeJobsCommand, paginateDescribeJobQueues, TerminateJobCommand, UpdateJobQueueCommand, type BatchClient, type JobQueueDetail } from '@aws-sdk/client-batch';
import type { AwsFailure } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, irreversible, MADE_ANEW, type Deed } from '../kind.ts';
import { namedIn } from '../named-in.ts';
import { isEvent, isForeign, listIn, objectIn, ownMembers, textIn } from '../recalling.ts';
import { inPieces, whileBusy } from '../waiting.ts';

const TITLE = say('Batch job queue');
/** Batch tells neither when a queue was made nor an id of its own. */
interface JobQueue extends Resource { readonly enabled: boolean; readonly environments: readonly string[]; readonly seen: { readonly status: string; /** The stranger's that are not over. */ readonly jobs?: readonly string[] } }

function queueOf(from: JobQueueDetail, region: string): JobQueue | undefined {
  if (from.status === 'DELETING' || from.status === 'DELETED') return undefined;
  const { jobQueueArn: arn = '' } = from;
  return { arn, uid: arn, name: from.jobQueueName ?? '', region, enabled: from.state !== 'DISABLED', environments: (from.computeEnvironmentOrder ?? []).map((o) => o.computeEnvironment ?? ''), seen: { status: from.status ?? '' } };
}

const isModified = ({ code, message }: AwsFailure): boolean => code === 'ClientException' && message.includes('being modified');
const input = (r: JobQueue, enabled: boolean) => ({ jobQueue: r.arn, state: enabled ? 'ENABLED' as const : 'DISABLED' as const });
const call = (r: JobQueue, enabled: boolean) => ({ operation: 'batch:UpdateJobQueue' as const, region: r.region, input: input(r, enabled) });
async function set(aws: ChangeAws, r: JobQueue, enabled: boolean, deed: Deed): Promise<void> {
  const client = await aws.client('batch');
  await whileBusy(deed, () => client.send(new UpdateJobQueueCommand(input(r, enabled))), isModified);
}

async function alive(client: BatchClient, { aim }: JobQueue): Promise<readonly string[]> {
  const found: string[] = [];
  for (const jobs of inPieces(listIn(aim?.['jobs']).map(String), 100)) {
    found.push(...((await client.send(new DescribeJobsCommand({ jobs }))).jobs ?? []).flatMap((j) => (j.status === 'SUCCEEDED' || j.status === 'FAILED' ? [] : j.jobId ?? [])));
  }
  return found;
}
const UPDATE = 'batch:UpdateJobQueue';
/** What the stranger changed in it, as the owner had it. */
const setBack = (r: JobQueue): JsonObject => objectIn(r.aim?.['set']) ?? {};
const isSet = (r: JobQueue): boolean => Object.keys(setBack(r)).length === 0;
const ending = (jobId: string) => ({ jobId, reason: 'Terminated by aws-incident' });

export default defineKind<JobQueue>({
  id: 'batch/job-queue', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['batch:DescribeJobQueues', 'batch:DescribeJobs'],

  async *list({ aws, region }) {
    for await (const { jobQueues = [] } of paginateDescribeJobQueues({ client: await aws.client('batch') }, { maxResults: 100 })) yield* jobQueues.flatMap((q) => queueOf(q, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('batch');
    const found = new Map<string, JobQueue>();
    for (const piece of inPieces([...new Set(rs.map((r) => r.arn))], 50)) {
      for await (const { jobQueues = [] } of paginateDescribeJobQueues({ client }, { jobQueues: piece })) {
        for (const one of jobQueues.flatMap((q) => queueOf(q, aws.region) ?? [])) found.set(one.uid, one);
      }
    }
    return inParallel(rs, 4, async (r) => {
      const now = found.get(r.uid);
      return now && r.aim ? { ...now, seen: { ...now.seen, jobs: await alive(client, r) } } : now;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['batch:CreateJobQueue'],
    changed: ['batch:UpdateJobQueue'],
    used: ['batch:SubmitJob'],
    concerns: (r, { request }) => [r.name, r.arn].includes(namedIn(request, 'jobQueueName', 'jobQueue')),
  },

  recall: (_, history) => {
    const jobs = history.flatMap((e) => (e.by === 'attacker' ? textIn(e.response?.['jobId']) ?? [] : []));
    const set = history.some((e) => isForeign(e) && isEvent(e, UPDATE)) ? ownMembers(history, 'batch:CreateJobQueue', UPDATE, ['jobQueue', 'jobQueueName'], { state: 'ENABLED' }) : {};
    return set === undefined || (jobs.length === 0 && Object.keys(set).length === 0) ? undefined : { jobs, set };
  },

  actions: {
    recover: {
      operations: ['batch:TerminateJob', UPDATE], lifts: (r) => setBack(r)['state'] !== 'DISABLED',
      title: (r) => (!isSet(r) ? givingBackTitle(TITLE, r.name, r.region) : say('Terminate the stranger\'s jobs in the queue {{queue}} in {{region}} ({{n}})', { queue: r.name, region: r.region, n: r.seen.jobs?.length ?? 0 })),
      calls: (r) => [...(r.seen.jobs ?? []).map((id) => ({ operation: 'batch:TerminateJob' as const, region: r.region, input: ending(id) })), ...(isSet(r) ? [] : [{ operation: UPDATE, region: r.region, input: { jobQueue: r.arn, ...setBack(r) } } as const])],
      done: (now, { made }) => now?.seen.jobs?.length === 0 && (isSet(now) || made['set'] !== undefined),
      apply: async (aws, r, deed) => {
        const client = await aws.client('batch');
        for (const id of r.seen.jobs ?? []) await client.send(new TerminateJobCommand(ending(id)));
        if (isSet(r)) return;
        await whileBusy(deed, () => client.send(new UpdateJobQueueCommand({ jobQueue: r.arn, ...setBack(r) })), isModified);
        await deed.making('set', r.name);
      },
      undo: irreversible(say('A terminated job does not go on. One like it can be submitted anew.')),
    },
    contain: {
      operations: ['batch:UpdateJobQueue'],
      title: (r) => say('Disable the Batch job queue {{queue}} in {{region}}', { queue: r.name, region: r.region }),
      breaks: () => say('It takes no new jobs, and none that waits is started. Jobs that run go on until they end.'),
      calls: (r) => [call(r, false)],
      undoCalls: (before) => [call(before, before.enabled)],
      done: (now) => now?.enabled === false,
      undone: (now, before) => now?.enabled === before.enabled,
      apply: (aws, r, deed) => (r.enabled ? set(aws, r, false, deed) : Promise.resolve()),
      undo: (aws, before, _, deed) => set(aws, before, before.enabled, deed),
    },
    eradicate: {
      operations: ['batch:UpdateJobQueue', 'batch:DeleteJobQueue'],
      title: (r) => say('Delete the Batch job queue {{queue}} in {{region}}', { queue: r.name, region: r.region }),
      destroys: () => say('Every job in the queue is terminated.'),
      calls: (r) => [...(r.enabled ? [call(r, false)] : []), { operation: 'batch:DeleteJobQueue', region: r.region, input: { jobQueue: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('batch');
        if (r.enabled) await set(aws, r, false, deed);
        await whileBusy(deed, () => client.send(new DeleteJobQueueCommand({ jobQueue: r.arn })), isModified);
      },
      undo: MADE_ANEW,
    },
  },
});
