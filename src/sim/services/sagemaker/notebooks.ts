// Notebook instances and the scripts that run when they start.
import {
  CreateNotebookInstanceCommand, CreateNotebookInstanceLifecycleConfigCommand, DeleteNotebookInstanceCommand, DescribeNotebookInstanceCommand, DescribeNotebookInstanceLifecycleConfigCommand, ListNotebookInstancesCommand, StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  type CreateNotebookInstanceCommandInput, type CreateNotebookInstanceLifecycleConfigCommandInput, type DescribeNotebookInstanceLifecycleConfigCommandInput, type DescribeNotebookInstanceLifecycleConfigCommandOutput, type ListNotebookInstancesCommandInput,
  type NotebookInstanceStatus, type NotebookInstanceSummary,
} from '@aws-sdk/client-sagemaker';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Notebook { readonly name: string; readonly arn: string; readonly createdAt: Date; readonly made: CreateNotebookInstanceCommandInput; status: NotebookInstanceStatus; modifiedAt: Date }
type Lifecycle = Omit<DescribeNotebookInstanceLifecycleConfigCommandOutput, '$metadata'>;
export const room = rooms('sagemaker/notebooks', () => ({ notebooks: new Map<string, Notebook>(), configs: new Map<string, Lifecycle>() }));
interface Named { readonly NotebookInstanceName?: string | undefined }

const PASS_MS = 60_000;
const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
function need(call: SimCall, { NotebookInstanceName: name = '' }: Named): Notebook {
  const found = room(call).notebooks.get(name);
  if (!found) throw invalid('RecordNotFound');
  return found;
}
function pass(call: SimCall, notebook: Notebook, through: NotebookInstanceStatus, arrive: () => void): void {
  notebook.status = through;
  notebook.modifiedAt = call.account.now();
  later(call, PASS_MS, () => { if (notebook.status === through) arrive(); });
}
const boot = (call: SimCall, notebook: Notebook): void => { pass(call, notebook, 'Pending', () => { notebook.status = 'InService'; }); };
function from(notebook: Notebook, states: readonly NotebookInstanceStatus[], to: NotebookInstanceStatus): Notebook {
  if (!states.includes(notebook.status)) throw invalid(`Status (${notebook.status}) not in ([${states.join(', ')}]). Unable to transition to (${to}) for Notebook Instance (${notebook.arn})`);
  return notebook;
}

function create(input: CreateNotebookInstanceCommandInput, call: SimCall): { NotebookInstanceArn: string } {
  const { NotebookInstanceName: name = '', RoleArn: role = '' } = input;
  if (room(call).notebooks.has(name)) throw invalid('Cannot create a duplicate notebook instance');
  call.authorize('iam:PassRole', role, { 'iam:PassedToService': 'sagemaker.amazonaws.com' });
  const made: Notebook = { name, arn: arnIn(call, 'sagemaker', `notebook-instance/${name.toLowerCase()}`), createdAt: call.now, made: input, status: 'Pending', modifiedAt: call.now };
  room(call).notebooks.set(name, made);
  boot(call, made);
  return { NotebookInstanceArn: made.arn };
}
const viewOf = (n: Notebook): NotebookInstanceSummary => ({
  NotebookInstanceName: n.name, NotebookInstanceArn: n.arn, NotebookInstanceStatus: n.status, InstanceType: n.made.InstanceType, CreationTime: n.createdAt, LastModifiedTime: n.modifiedAt,
  ...(n.made.LifecycleConfigName !== undefined && { NotebookInstanceLifecycleConfigName: n.made.LifecycleConfigName }),
});
function list(input: ListNotebookInstancesCommandInput, call: SimCall): { NotebookInstances: NotebookInstanceSummary[]; NextToken: string | undefined } {
  const { page, next } = pageOf([...room(call).notebooks.values()], call, { max: input.MaxResults ?? 10, token: input.NextToken, refusal: 'ValidationException' });
  return { NotebookInstances: page.map(viewOf), NextToken: next };
}

function stop(input: Named, call: SimCall): Record<string, never> {
  const notebook = from(need(call, input), ['InService'], 'Stopping');
  pass(call, notebook, 'Stopping', () => { notebook.status = 'Stopped'; });
  return {};
}
function start(input: Named, call: SimCall): Record<string, never> {
  boot(call, from(need(call, input), ['Stopped', 'Failed'], 'Pending'));
  return {};
}
function remove(input: Named, call: SimCall): Record<string, never> {
  const notebook = from(need(call, input), ['Stopped', 'Failed'], 'Deleting');
  pass(call, notebook, 'Deleting', () => { room(call).notebooks.delete(notebook.name); });
  return {};
}

function createConfig(input: CreateNotebookInstanceLifecycleConfigCommandInput, call: SimCall): { NotebookInstanceLifecycleConfigArn: string } {
  const { NotebookInstanceLifecycleConfigName: name = '', OnCreate = [], OnStart = [] } = input;
  const arn = arnIn(call, 'sagemaker', `notebook-instance-lifecycle-config/${name.toLowerCase()}`);
  room(call).configs.set(name, { NotebookInstanceLifecycleConfigName: name, NotebookInstanceLifecycleConfigArn: arn, OnCreate, OnStart, CreationTime: call.now, LastModifiedTime: call.now });
  return { NotebookInstanceLifecycleConfigArn: arn };
}
function describeConfig(input: DescribeNotebookInstanceLifecycleConfigCommandInput, call: SimCall): Lifecycle {
  const found = room(call).configs.get(input.NotebookInstanceLifecycleConfigName ?? '');
  if (!found) throw invalid('Unable to describe Notebook Instance Lifecycle Config. Could not find it.');
  return found;
}

const arns = (i: Named, call: SimCall): string[] => [arnIn(call, 'sagemaker', `notebook-instance/${(i.NotebookInstanceName ?? '*').toLowerCase()}`)];

export const registerNotebooks = (sagemaker: Service<SimCall>): Service<SimCall> => sagemaker
  .on(CreateNotebookInstanceCommand, create, { resources: arns })
  .on(ListNotebookInstancesCommand, list)
  .on(DescribeNotebookInstanceCommand, (i, call) => { const n = need(call, i); return { ...viewOf(n), RoleArn: n.made.RoleArn, DirectInternetAccess: n.made.DirectInternetAccess ?? 'Enabled', RootAccess: n.made.RootAccess ?? 'Enabled', VolumeSizeInGB: n.made.VolumeSizeInGB ?? 5 }; }, { resources: arns })
  .on(StopNotebookInstanceCommand, stop, { resources: arns })
  .on(StartNotebookInstanceCommand, start, { resources: arns })
  .on(DeleteNotebookInstanceCommand, remove, { resources: arns })
  .on(CreateNotebookInstanceLifecycleConfigCommand, createConfig)
  .on(DescribeNotebookInstanceLifecycleConfigCommand, describeConfig);
