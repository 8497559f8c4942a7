// The simulated EMR: clusters. Behaviour: BEHAVIOUR.md beside it.
import {
  DescribeClusterCommand, EMRClient, ListClustersCommand, RunJobFlowCommand, SetTerminationProtectionCommand, TerminateJobFlowsCommand,
  type ClusterState, type ClusterStatus, type ClusterSummary, type ListClustersCommandInput, type RunJobFlowCommandInput, type SetTerminationProtectionCommandInput, type TerminateJobFlowsCommandInput,
} from '@aws-sdk/client-emr';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface Flow { readonly id: string; readonly arn: string; readonly createdAt: Date; readonly made: RunJobFlowCommandInput; state: ClusterState; protection: boolean }
export const room = rooms('elasticmapreduce', () => new Map<string, Flow>());
const PASS_MS = 60_000;

function need(call: SimCall, id: string | undefined): Flow {
  const found = room(call).get(id ?? '');
  if (!found) throw new AwsError('InvalidRequestException', `Cluster id '${id ?? ''}' is not valid.`);
  return found;
}
function pass(call: SimCall, flow: Flow, through: ClusterState, to: ClusterState): void {
  flow.state = through;
  later(call, PASS_MS, () => { if (flow.state === through) flow.state = to; });
}

function run(input: RunJobFlowCommandInput, call: SimCall): { JobFlowId: string; ClusterArn: string } {
  for (const role of [input.ServiceRole, input.JobFlowRole]) if (role !== undefined) call.authorize('iam:PassRole', `arn:${call.account.partition}:iam::${call.account.id}:role/${role}`);
  const id = call.account.ids.id('j-', 13);
  const made: Flow = { id, arn: arnIn(call, 'elasticmapreduce', `cluster/${id}`), createdAt: call.now, made: input, state: 'STARTING', protection: input.Instances?.TerminationProtected ?? false };
  room(call).set(id, made);
  pass(call, made, 'STARTING', 'WAITING');
  return { JobFlowId: id, ClusterArn: made.arn };
}
const statusOf = (f: Flow): ClusterStatus => ({ State: f.state, StateChangeReason: {}, Timeline: { CreationDateTime: f.createdAt } });
const summary = (f: Flow): ClusterSummary => ({ Id: f.id, Name: f.made.Name, Status: statusOf(f), NormalizedInstanceHours: 0, ClusterArn: f.arn });
function list(input: ListClustersCommandInput, call: SimCall): { Clusters: ClusterSummary[]; Marker: string | undefined } {
  const all = [...room(call).values()].filter((f) => !input.ClusterStates?.length || input.ClusterStates.includes(f.state));
  const { page, next } = pageOf(all, call, { token: input.Marker, most: 50, refusal: 'InvalidRequestException' });
  return { Clusters: page.map(summary), Marker: next };
}
function protect(input: SetTerminationProtectionCommandInput, call: SimCall): Record<string, never> {
  for (const id of input.JobFlowIds ?? []) need(call, id).protection = input.TerminationProtected ?? false;
  return {};
}
function terminate(input: TerminateJobFlowsCommandInput, call: SimCall): Record<string, never> {
  const flows = (input.JobFlowIds ?? []).map((id) => need(call, id));
  if (flows.some((f) => f.protection)) throw new AwsError('ValidationException', 'Could not shut down one or more job flows since they are termination protected.');
  for (const flow of flows) if (!flow.state.startsWith('TERMINAT')) pass(call, flow, 'TERMINATING', 'TERMINATED');
  return {};
}
const arns = (...ids: readonly (string | undefined)[]) => (call: SimCall): string[] => ids.map((id) => arnIn(call, 'elasticmapreduce', `cluster/${id ?? '*'}`));

export default function elasticmapreduce(): Service<SimCall> {
  return new Service<SimCall>(EMRClient, { id: 'elasticmapreduce' })
    .on(RunJobFlowCommand, run)
    .on(ListClustersCommand, list)
    .on(DescribeClusterCommand, (i, call) => {
      const f = need(call, i.ClusterId);
      return { Cluster: { Id: f.id, Name: f.made.Name, Status: statusOf(f), ClusterArn: f.arn, TerminationProtected: f.protection, AutoTerminate: false, ReleaseLabel: f.made.ReleaseLabel ?? 'emr-7.9.0', ServiceRole: f.made.ServiceRole ?? '', Tags: [], Applications: [] } };
    }, { resources: (i, call) => arns(i.ClusterId)(call) })
    .on(SetTerminationProtectionCommand, protect, { resources: (i, call) => arns(...(i.JobFlowIds ?? []))(call) })
    .on(TerminateJobFlowsCommand, terminate, { resources: (i, call) => arns(...(i.JobFlowIds ?? []))(call) });
}
