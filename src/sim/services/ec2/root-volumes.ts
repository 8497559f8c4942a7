// Replacing the root volume of a running instance, by its own snapshot, another one, or an image. The instance stays the same in every other way.
import { CreateReplaceRootVolumeTaskCommand, DescribeReplaceRootVolumeTasksCommand, type CreateReplaceRootVolumeTaskCommandInput, type DescribeReplaceRootVolumeTasksCommandInput, type ReplaceRootVolumeTask } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { computeOf, type RootTask } from './compute-state.ts';
import { incorrectInstanceState, invalidCombination, need, other } from './errors.ts';
import { filtered } from './filter.ts';
import { visibleMachines, volumesOf } from './instance-life.ts';
import { after, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import type { Ec2Region, Machine } from './state.ts';
import { modern } from './trail.ts';
import { newVolume } from './volume-view.ts';

/** Milliseconds of the account's clock. */
const REPLACE_MS = 60_000;

function create(input: CreateReplaceRootVolumeTaskCommandInput, region: Ec2Region, call: SimCall): { ReplaceRootVolumeTask: ReplaceRootVolumeTask } {
  const machine = need('instance', visibleMachines(call.account, region), input.InstanceId);
  if (input.SnapshotId !== undefined && input.ImageId !== undefined) throw invalidCombination('SnapshotId and ImageId cannot both be specified.');
  if (machine.state !== 'running') throw incorrectInstanceState(`The instance '${machine.id}' is not in the 'running' state.`);
  const snapshot = input.SnapshotId === undefined ? undefined : need('snapshot', region.snapshots, input.SnapshotId);
  const task: RootTask = { id: `replacevol-0${call.account.ids.hex(16)}`, instanceId: machine.id, started: call.now, completes: after(call.now, REPLACE_MS), ...(snapshot ? { snapshotId: snapshot.id } : {}), ...(input.ImageId === undefined ? {} : { imageId: input.ImageId }) };
  computeOf(call).rootTasks.set(task.id, task);
  call.account.schedule(task.completes, () => { replace(machine, task, input.DeleteReplacedRootVolume === true, region, call); });
  touches(call, 'Instance', machine.id);
  return { ReplaceRootVolumeTask: view(task, call) };
}

function replace(machine: Machine, { snapshotId }: RootTask, deleteOld: boolean, region: Ec2Region, call: SimCall): void {
  const old = volumesOf(region, machine.id).find((v) => v.attachment?.device === machine.rootDevice);
  if (!old?.attachment) return;
  const { attachment } = old;
  const made = newVolume(call, { size: old.size, type: old.type, zone: old.zone, encrypted: old.encrypted, state: 'in-use', ...(snapshotId === undefined ? {} : { snapshotId }), attachment: { ...attachment, at: call.account.now() } });
  region.volumes.set(made.id, made);
  if (deleteOld) region.volumes.delete(old.id); else { delete old.attachment; old.state = 'available'; }
}

const view = (task: RootTask, call: SimCall): ReplaceRootVolumeTask => {
  const done = task.completes <= call.account.now();
  return { ReplaceRootVolumeTaskId: task.id, InstanceId: task.instanceId, TaskState: done ? 'succeeded' : 'pending', StartTime: task.started.toISOString(), SnapshotId: task.snapshotId, ImageId: task.imageId, ...(done ? { CompleteTime: task.completes.toISOString() } : {}) };
};
function describe(input: DescribeReplaceRootVolumeTasksCommandInput, region: Ec2Region, call: SimCall): { ReplaceRootVolumeTasks: ReplaceRootVolumeTask[]; NextToken: string | undefined } {
  const { rootTasks } = computeOf(call);
  const ids = input.ReplaceRootVolumeTaskIds ?? [];
  const unknown = ids.filter((id) => !rootTasks.has(id));
  if (unknown.length > 0) throw other('InvalidReplaceRootVolumeTaskID.NotFound', `The replace root volume task ID '${unknown.join(', ')}' does not exist`);
  const from = ids.length > 0 ? ids.flatMap((id) => rootTasks.get(id) ?? []) : rootTasks.values();
  const { page, NextToken } = paged(filtered(from, input.Filters, { 'instance-id': (t) => [t.instanceId] }, region, (t) => t.id), input, call, ids.length > 0, { least: 1, most: 50 });
  return { ReplaceRootVolumeTasks: page.map((t) => view(t, call)), NextToken };
}

export const registerRootVolumes = (ec2: Ec2Service): Ec2Service => ec2
  .on(CreateReplaceRootVolumeTaskCommand, inRegion(create), { resources: (i, call) => [...ec2Arns(call, 'instance', [i.InstanceId]), ...ec2Arns(call, 'volume', undefined), ...ec2Arns(call, 'replace-root-volume-task', undefined)], trail: modern('CreateReplaceRootVolumeTask') })
  .on(DescribeReplaceRootVolumeTasksCommand, inRegion(describe), { trail: { request: modern('DescribeReplaceRootVolumeTasks').request } });
