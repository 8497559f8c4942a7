// A SageMaker notebook instance: a machine with a role and a way in from the internet. Stopped, saved, deleted.
import {
  DeleteNotebookInstanceCommand, DescribeNotebookInstanceCommand, DescribeNotebookInstanceLifecycleConfigCommand, paginateListNotebookInstances, StartNotebookInstanceCommand, StopNotebookInstanceCommand, type NotebookInstanceSummary, type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Operation, Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { until } from '../waiting.ts';
import { orNothing } from './parts/record-not-found.ts';

interface Notebook extends Resource {
  readonly running: boolean;
  readonly type: string;
  /** Scripts that run as root when it is made and whenever it starts; empty: none. */
  readonly lifecycleConfig: string;
}

const RUNNING = new Set(['Pending', 'InService', 'Updating']);
function notebookOf(from: NotebookInstanceSummary, region: string): Notebook | undefined {
  const { NotebookInstanceArn: arn = '', NotebookInstanceName: name = '', NotebookInstanceStatus: status = 'Failed' } = from;
  if (status === 'Deleting') return undefined;
  const createdAt = from.CreationTime?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name, region, createdAt, running: RUNNING.has(status), type: from.InstanceType ?? '', lifecycleConfig: from.NotebookInstanceLifecycleConfigName ?? '', seen: { status } };
}

const input = (r: Notebook) => ({ NotebookInstanceName: r.name });
const call = (r: Notebook, operation: Operation): Call => ({ operation, region: r.region, input: input(r) });
const describe = (client: SageMakerClient, r: Notebook) => orNothing(client.send(new DescribeNotebookInstanceCommand(input(r))));
const statusOf = async (client: SageMakerClient, r: Notebook): Promise<string> => (await describe(client, r))?.NotebookInstanceStatus ?? 'Deleting';

/** SageMaker stops only what has come up. */
async function stop(aws: ChangeAws, r: Notebook, deed: Deed): Promise<void> {
  const client = await aws.client('sagemaker');
  await until(deed, r.name, async () => !['Pending', 'Updating'].includes(await statusOf(client, r)));
  if (await statusOf(client, r) === 'InService') await client.send(new StopNotebookInstanceCommand(input(r)));
}
const atRest = async (client: SageMakerClient, r: Notebook, deed: Deed): Promise<void> => until(deed, r.name, async () => await statusOf(client, r) !== 'Stopping');

async function keep(aws: ChangeAws, r: Notebook, deed: Deed): Promise<void> {
  const client = await aws.client('sagemaker');
  const notebook = await describe(client, r);
  const config = r.lifecycleConfig === '' ? undefined : await orNothing(client.send(new DescribeNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: r.lifecycleConfig })));
  const scripts = [...(config?.OnCreate ?? []), ...(config?.OnStart ?? [])].map(({ Content }) => Buffer.from(Content ?? '', 'base64').toString('utf8'));
  const file = `notebook-${r.name}.json`;
  await deed.keep(file, `${JSON.stringify({ notebook: notebook ?? r, lifecycleConfig: config ?? null, scripts }, null, 2)}\n`, { operation: 'sagemaker:DescribeNotebookInstance', requestId: notebook?.$metadata.requestId });
  await deed.making('kept', file);
}

export default defineKind<Notebook>({
  id: 'sagemaker/notebook-instance', version: 1, title: say('SageMaker notebook instance'), scope: 'regional', role: 'machine',
  reads: ['sagemaker:ListNotebookInstances', 'sagemaker:DescribeNotebookInstance'],

  async *list({ aws, region }) {
    for await (const { NotebookInstances = [] } of paginateListNotebookInstances({ client: await aws.client('sagemaker') }, { MaxResults: 100 })) yield* NotebookInstances.flatMap((n) => notebookOf(n, region) ?? []);
  },

  async look(aws, rs) {
    const client = await aws.client('sagemaker');
    return inParallel(rs, 4, async (r) => {
      const found = await describe(client, r);
      const now = found && notebookOf({ ...found, NotebookInstanceName: r.name, NotebookInstanceArn: found.NotebookInstanceArn }, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['sagemaker:CreateNotebookInstance'],
    changed: ['sagemaker:UpdateNotebookInstance', 'sagemaker:UpdateNotebookInstanceLifecycleConfig', 'sagemaker:StartNotebookInstance'],
    used: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
    concerns: (r, { request }) => request?.['notebookInstanceName'] === r.name,
  },

  actions: {
    contain: {
      operations: ['sagemaker:StopNotebookInstance', 'sagemaker:StartNotebookInstance'],
      title: (r) => say('Stop the SageMaker notebook {{notebook}} ({{type}}) in {{region}}', { notebook: r.name, type: r.type, region: r.region }),
      breaks: (r) => say('Whatever runs on {{notebook}} stops, and nobody can open it.', { notebook: r.name }),
      destroys: () => say('What is only in memory or outside of its /home/ec2-user/SageMaker folder. The folder itself stays.'),
      calls: (r) => [call(r, 'sagemaker:StopNotebookInstance')],
      undoCalls: (before) => [call(before, 'sagemaker:StartNotebookInstance')],
      done: (now) => now?.running === false,
      apply: (aws, r, deed) => (r.running ? stop(aws, r, deed) : Promise.resolve()),
      undo: async (aws, before, _, deed) => {
        if (!before.running) return;
        const client = await aws.client('sagemaker');
        await atRest(client, before, deed);
        if (!RUNNING.has(await statusOf(client, before))) await client.send(new StartNotebookInstanceCommand(input(before)));
      },
      undoReopens: true,
    },
    preserve: {
      operations: [], reads: ['sagemaker:DescribeNotebookInstanceLifecycleConfig'],
      title: (r) => say('Save the settings and start scripts of the SageMaker notebook {{notebook}} in {{region}}', { notebook: r.name, region: r.region }),
      breaks: () => say('Nothing. AWS cannot copy its disk: what was written there is lost when it is deleted.'),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['sagemaker:StopNotebookInstance', 'sagemaker:DeleteNotebookInstance'],
      title: (r) => say('Delete the SageMaker notebook {{notebook}} in {{region}}', { notebook: r.name, region: r.region }),
      destroys: () => say('The machine and its disk, with every notebook on it.'),
      calls: (r) => [...(r.running ? [call(r, 'sagemaker:StopNotebookInstance')] : []), call(r, 'sagemaker:DeleteNotebookInstance')],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('sagemaker');
        if (r.running) await stop(aws, r, deed);
        await atRest(client, r, deed);
        await orNothing(client.send(new DeleteNotebookInstanceCommand(input(r))));
      },
      undo: irreversible(say('AWS does not give a deleted notebook instance back. One like it can be made anew, without its disk.')),
    },
  },
});
