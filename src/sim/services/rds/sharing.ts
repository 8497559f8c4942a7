// What leaves the account: snapshots shared with others, exports to S3.
import {
  CancelExportTaskCommand, DescribeDBClusterSnapshotAttributesCommand, DescribeDBSnapshotAttributesCommand, DescribeExportTasksCommand, ModifyDBClusterSnapshotAttributeCommand, ModifyDBSnapshotAttributeCommand, StartExportTaskCommand,
  type CancelExportTaskCommandInput, type DBClusterSnapshotAttributesResult, type DBSnapshotAttributesResult, type DescribeExportTasksCommandInput, type ExportTask, type ModifyDBClusterSnapshotAttributeCommandInput, type ModifyDBSnapshotAttributeCommandInput, type StartExportTaskCommandInput,
} from '@aws-sdk/client-rds';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { clusterSnapshotArns, need, snapshotArns } from './snapshots.ts';
import { badMarker, invalidValue, roomOf, type RdsService, type Snapshot } from './state.ts';
import { answered, lowered } from './trail.ts';

const EXPORT_MS = 300_000;
const attributes = (s: Snapshot): { AttributeName: string; AttributeValues: string[] }[] => [{ AttributeName: 'restore', AttributeValues: [...s.sharedWith] }];
const ofInstance = (s: Snapshot): { DBSnapshotAttributesResult: DBSnapshotAttributesResult } => ({ DBSnapshotAttributesResult: { DBSnapshotIdentifier: s.id, DBSnapshotAttributes: attributes(s) } });
const ofCluster = (s: Snapshot): { DBClusterSnapshotAttributesResult: DBClusterSnapshotAttributesResult } => ({ DBClusterSnapshotAttributesResult: { DBClusterSnapshotIdentifier: s.id, DBClusterSnapshotAttributes: attributes(s) } });

function share(s: Snapshot, { AttributeName, ValuesToAdd = [], ValuesToRemove = [] }: ModifyDBSnapshotAttributeCommandInput | ModifyDBClusterSnapshotAttributeCommandInput): Snapshot {
  if (AttributeName !== 'restore') throw invalidValue('Attribute name is not valid.');
  if (s.encrypted && ValuesToAdd.includes('all')) throw invalidValue('You can\'t share encrypted DB snapshots as public.');
  if (s.encrypted && s.kmsKeyId === undefined && ValuesToAdd.length > 0) throw invalidValue('You can\'t share a snapshot encrypted with the default AWS KMS key for RDS.');
  for (const value of ValuesToAdd) {
    if (value !== 'all' && !/^\d{12}$/u.test(value)) throw invalidValue(`Invalid account: ${value}`);
    s.sharedWith.add(value);
  }
  for (const value of ValuesToRemove) s.sharedWith.delete(value);
  return s;
}

function start(input: StartExportTaskCommandInput, call: SimCall): ExportTask {
  const id = input.ExportTaskIdentifier ?? '';
  const { exports } = roomOf(call);
  if (exports.has(id)) throw new AwsError('ExportTaskAlreadyExistsFault', 'The specified export task already exists.', 400);
  if (input.IamRoleArn !== undefined) call.authorize('iam:PassRole', input.IamRoleArn);
  const task: ExportTask = { ExportTaskIdentifier: id, SourceArn: input.SourceArn, S3Bucket: input.S3BucketName, S3Prefix: input.S3Prefix, IamRoleArn: input.IamRoleArn, KmsKeyId: input.KmsKeyId, Status: 'STARTING', PercentProgress: 0, TaskStartTime: call.now, SourceType: 'SNAPSHOT' };
  exports.set(id, task);
  call.account.schedule(new Date(call.now.getTime() + EXPORT_MS), () => { if (exports.get(id) === task) exports.set(id, { ...task, Status: 'COMPLETE', PercentProgress: 100 }); });
  return task;
}
function describe(input: DescribeExportTasksCommandInput, call: SimCall): { ExportTasks: ExportTask[]; Marker?: string } {
  const all = [...roomOf(call).exports.values()].filter((t) => (input.ExportTaskIdentifier ?? t.ExportTaskIdentifier) === t.ExportTaskIdentifier && (input.SourceArn ?? t.SourceArn) === t.SourceArn);
  const { page, next } = listing(all, { max: input.MaxRecords, token: input.Marker }, call, badMarker);
  return { ExportTasks: page, ...(next === undefined ? {} : { Marker: next }) };
}
function cancel(input: CancelExportTaskCommandInput, call: SimCall): ExportTask {
  const { exports } = roomOf(call);
  const task = exports.get(input.ExportTaskIdentifier ?? '');
  if (!task) throw new AwsError('ExportTaskNotFoundFault', 'The specified export task does not exist.', 404);
  if (task.Status === 'COMPLETE') throw new AwsError('InvalidExportTaskStateFault', 'You can\'t cancel an export task that has completed.', 400);
  const ended: ExportTask = { ...task, Status: 'CANCELED' };
  exports.set(task.ExportTaskIdentifier ?? '', ended);
  return ended;
}

export const registerSharing = (rds: RdsService): RdsService => rds
  .on(DescribeDBSnapshotAttributesCommand, (i, call) => ofInstance(need(call, 'snapshots', i.DBSnapshotIdentifier)), { resources: snapshotArns })
  .on(ModifyDBSnapshotAttributeCommand, (i, call) => ofInstance(share(need(call, 'snapshots', i.DBSnapshotIdentifier), i)), { resources: snapshotArns, trail: { request: lowered, response: answered('DBSnapshotAttributesResult') } })
  .on(DescribeDBClusterSnapshotAttributesCommand, (i, call) => ofCluster(need(call, 'clusterSnapshots', i.DBClusterSnapshotIdentifier)), { resources: clusterSnapshotArns })
  .on(ModifyDBClusterSnapshotAttributeCommand, (i, call) => ofCluster(share(need(call, 'clusterSnapshots', i.DBClusterSnapshotIdentifier), i)), { resources: clusterSnapshotArns, trail: { request: lowered, response: answered('DBClusterSnapshotAttributesResult') } })
  .on(StartExportTaskCommand, start, { trail: { request: lowered } })
  .on(DescribeExportTasksCommand, describe)
  .on(CancelExportTaskCommand, cancel, { trail: { request: lowered } });
