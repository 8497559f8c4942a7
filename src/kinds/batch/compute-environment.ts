// A compute environment of Batch: it starts machines for jobs. Switched off with nothing kept running, then deleted.
import { DeleteComputeEnvironmentCommand, paginateDescribeComputeEnvironments, UpdateComputeEnvironmentCommand, type ComputeEnvironmentDetail } from '@aws-sdk/client-batch';
import type { AwsFailure } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, MADE_ANEW, type Deed, type HistoryEvent } from '../kind.ts';
import { namedIn } from '../named-in.ts';
import { isEvent, isForeign, lastOwn, objectIn } from '../recalling.ts';
import { inPieces, whileBusy } from '../waiting.ts';

const TITLE = say('Batch compute environment');
interface ComputeEnvironment extends Resource {
  readonly enabled: boolean;
  /** Machines that are kept for so many vCPUs, also when it is disabled; `null` for one whose machines are not Batch's. */
  readonly minVcpus: number | null;
}

function environmentOf(from: ComputeEnvironmentDetail, region: string): ComputeEnvironment | undefined {
  if (from.status === 'DELETING' || from.status === 'DELETED') return undefined;
  const { computeEnvironmentArn: arn = '', computeResources } = from;
  return {
    arn, uid: from.uuid ?? arn, name: from.computeEnvironmentName ?? '', region, enabled: from.state !== 'DISABLED', minVcpus: computeResources?.minvCpus ?? null,
    seen: seenOf(from),
  };
}
function seenOf({ status, type, computeResources: machines }: ComputeEnvironmentDetail): JsonObject {
  return { status: status ?? '', type: machines?.type ?? type ?? '', vCpus: machines?.desiredvCpus ?? 0, most: machines?.maxvCpus ?? 0 };
}

const isModified = ({ code, message }: AwsFailure): boolean => code === 'ClientException' && message.includes('being modified');
const isStillNamed = (failure: AwsFailure): boolean => isModified(failure) || failure.message.includes('JobQueue relationship');
const input = (r: ComputeEnvironment, state: 'ENABLED' | 'DISABLED', minvCpus: number | null) => ({ computeEnvironment: r.arn, state, ...(minvCpus === null ? {} : { computeResources: { minvCpus } }) });
/** The minimum is left alone where there is none to lower. */
const off = (r: ComputeEnvironment) => input(r, 'DISABLED', r.minVcpus === null || r.minVcpus === 0 ? null : 0);
const asBefore = (r: ComputeEnvironment) => input(r, r.enabled ? 'ENABLED' : 'DISABLED', r.minVcpus === 0 ? null : r.minVcpus);
const call = (r: ComputeEnvironment, what: ReturnType<typeof input>) => ({ operation: 'batch:UpdateComputeEnvironment' as const, region: r.region, input: what });
const isOff = (r: ComputeEnvironment): boolean => !r.enabled && (r.minVcpus ?? 0) === 0;

async function update(aws: ChangeAws, what: ReturnType<typeof input>, deed: Deed): Promise<void> {
  const client = await aws.client('batch');
  await whileBusy(deed, () => client.send(new UpdateComputeEnvironmentCommand(what)), isModified);
}

export default defineKind<ComputeEnvironment>({
  id: 'batch/compute-environment', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['batch:DescribeComputeEnvironments'],

  async *list({ aws, region }) {
    for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments({ client: await aws.client('batch') }, { maxResults: 100 })) yield* computeEnvironments.flatMap((e) => environmentOf(e, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('batch');
    const found = new Map<string, ComputeEnvironment>();
    for (const piece of inPieces([...new Set(rs.map((r) => r.arn))], 50)) {
      for await (const { computeEnvironments = [] } of paginateDescribeComputeEnvironments({ client }, { computeEnvironments: piece })) {
        for (const one of computeEnvironments.flatMap((e) => environmentOf(e, aws.region) ?? [])) found.set(one.uid, one);
      }
    }
    return rs.map((r) => found.get(r.uid));
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['batch:CreateComputeEnvironment'],
    changed: ['batch:UpdateComputeEnvironment'],
    concerns: (r, { request }) => [r.name, r.arn].includes(namedIn(request, 'computeEnvironmentName', 'computeEnvironment')),
  },

  recall: (_, history) => {
    const most = (e: HistoryEvent): Json | undefined => objectIn(e.request?.['computeResources'])?.['maxvCpus'];
    const own = lastOwn(history, (e) => most(e) !== undefined);
    return own && history.some((e) => isForeign(e) && isEvent(e, 'batch:UpdateComputeEnvironment')) ? { most: most(own) ?? 0 } : undefined;
  },

  actions: {
    recover: givingBack<ComputeEnvironment>({
      sort: TITLE, operations: ['batch:UpdateComputeEnvironment'], lifts: () => true,
      back: (r) => ({ ...r, seen: { ...r.seen, most: r.aim?.['most'] ?? 0 } }),
      calls: (from, to) => (from.seen?.['most'] === to.seen?.['most'] ? [] : [{ operation: 'batch:UpdateComputeEnvironment', region: to.region, input: { computeEnvironment: to.arn, computeResources: { maxvCpus: to.seen?.['most'] ?? 0 } } }]),
      send: async (aws, { input: what }, deed) => { await update(aws, what as ReturnType<typeof input>, deed); },
    }),
    contain: {
      operations: ['batch:UpdateComputeEnvironment'],
      title: (r) => say('Disable the Batch compute environment {{environment}} in {{region}} and keep no machines in it', { environment: r.name, region: r.region }),
      breaks: () => say('No new jobs start in it. Jobs that run go on until they end, and its machines go when they are idle.'),
      calls: (r) => [call(r, off(r))],
      undoCalls: (before) => [call(before, asBefore(before))],
      done: (now) => now !== undefined && isOff(now),
      apply: (aws, r, deed) => (isOff(r) ? Promise.resolve() : update(aws, off(deed.before as ComputeEnvironment | undefined ?? r), deed)),
      undo: (aws, before, _, deed) => update(aws, asBefore(before), deed),
    },
    eradicate: {
      operations: ['batch:UpdateComputeEnvironment', 'batch:DeleteComputeEnvironment'],
      title: (r) => say('Delete the Batch compute environment {{environment}} in {{region}}', { environment: r.name, region: r.region }),
      destroys: () => say('Its machines, with what is on their disks. AWS deletes it when no job queue names it any more.'),
      calls: (r) => [
        ...(r.enabled ? [call(r, input(r, 'DISABLED', null))] : []),
        { operation: 'batch:DeleteComputeEnvironment', region: r.region, input: { computeEnvironment: r.arn } },
      ],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('batch');
        if (r.enabled) await update(aws, input(r, 'DISABLED', null), deed);
        await whileBusy(deed, () => client.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: r.arn })), isStillNamed);
      },
      undo: MADE_ANEW,
    },
  },
});
