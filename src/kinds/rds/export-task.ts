// An export of a snapshot to S3: cancelled while it runs.
import { CancelExportTaskCommand, paginateDescribeExportTasks, type ExportTask as Described, type RDSClient } from '@aws-sdk/client-rds';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, ownArn } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { judged } from '../standing.ts';

export interface ExportTask extends Resource {
  readonly source: string;
  readonly bucket: string;
  /** Starting or in progress. */
  readonly running: boolean;
  readonly seen: { readonly status: string; readonly percent: number };
}

const RUNNING: ReadonlySet<string> = new Set(['STARTING', 'IN_PROGRESS']);
function taskOf(t: Described, region: string): ExportTask {
  const { ExportTaskIdentifier: id = '', SourceArn: source = '', S3Bucket: bucket = '', Status: status = '' } = t;
  return { arn: ownArn('rds/export-task', region, source, id), uid: `${source}/${id}`, name: id, region, source, bucket, running: RUNNING.has(status.toUpperCase()), ...(t.TaskStartTime ? { createdAt: t.TaskStartTime.toISOString() } : {}), seen: { status, percent: t.PercentProgress ?? 0 } };
}
async function* tasks(client: RDSClient, region: string, id?: string): AsyncGenerator<ExportTask> {
  for await (const page of paginateDescribeExportTasks({ client }, id === undefined ? {} : { ExportTaskIdentifier: id })) for (const one of page.ExportTasks ?? []) yield taskOf(one, region);
}

export default defineKind<ExportTask>({
  id: 'rds/export-task', version: 1, title: say('Export of a DB snapshot to S3'), scope: 'regional', role: 'data',
  reads: ['rds:DescribeExportTasks'],

  async *list({ aws, region }) {
    yield* tasks(await aws.client('rds'), region);
  },
  async look(aws, rs) {
    const client = await aws.client('rds');
    return inParallel(rs, 8, async (r) => {
      for await (const one of tasks(client, aws.region, r.name)) if (one.uid === r.uid) return one;
      return undefined;
    });
  },

  traces: {
    ids: (r) => [r.name],
    created: ['rds:StartExportTask'],
    changed: [],
    concerns: (r, { request }) => request?.['exportTaskIdentifier'] === r.name,
  },
  judge: (_, context) => judged(context, ['T1537', 'T1530']),

  actions: {
    contain: {
      operations: ['rds:CancelExportTask'],
      title: (r) => say('Cancel the export {{task}} of {{source}} to the bucket {{bucket}}', { task: r.name, source: r.source, bucket: r.bucket }),
      breaks: (r) => say('What was written to {{bucket}} until now stays there. Look whose bucket it is.', { bucket: r.bucket }),
      calls: (r) => [{ operation: 'rds:CancelExportTask', region: r.region, input: { ExportTaskIdentifier: r.name } }],
      done: (now) => now !== undefined && !now.running,
      apply: async (aws, r) => { await (await aws.client('rds')).send(new CancelExportTaskCommand({ ExportTaskIdentifier: r.name })); },
      undo: irreversible(say('A cancelled export does not go on. It can be started anew.')),
    },
  },
});
