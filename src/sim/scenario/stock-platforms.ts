// What runs code on its own platforms: Amplify, Batch, App Runner, Beanstalk, CodeBuild, EKS, EMR, Glue, Lightsail, SageMaker; images and stacks beside them.
import type { room as amplifyRoom } from '../services/amplify/service.ts';
import type { room as appstreamRoom } from '../services/appstream/service.ts';
import type { room as apprunnerRoom } from '../services/apprunner/service.ts';
import type { room as dlmRoom } from '../services/dlm/service.ts';
import type { batchRoom } from '../services/batch/state.ts';
import type { stacksIn } from '../services/cloudformation/stacks.ts';
import type { room as codebuildRoom } from '../services/codebuild/service.ts';
import type { ecrRoom } from '../services/ecr/service.ts';
import type { EksCluster, eksRoom } from '../services/eks/state.ts';
import type { room as beanstalkRoom } from '../services/elasticbeanstalk/service.ts';
import type { room as emrRoom } from '../services/elasticmapreduce/service.ts';
import type { room as glueRoom } from '../services/glue/service.ts';
import type { room as lightsailRoom } from '../services/lightsail/service.ts';
import { roomsIn } from '../services/rooms.ts';
import type { room as notebookRoom } from '../services/sagemaker/notebooks.ts';
import type { room as workloadRoom } from '../services/sagemaker/workloads.ts';
import type { room as workspacesRoom } from '../services/workspaces/service.ts';
import type { World } from '../world.ts';
import { itemOf as item, plain, type StockItem } from './stock.ts';

type RoomOf<F extends (...of: never[]) => unknown> = ReturnType<F>;
const each = <R>(rooms: (world: World) => ReadonlyMap<string, R>, of: (region: string, room: R) => StockItem[]) => (world: World): StockItem[] => [...rooms(world)].flatMap(([region, room]) => of(region, room));
const arnIn = (world: World, region: string, service: string, resource: string): string => `arn:${world.partition}:${service}:${region}:${world.id}:${resource}`;

export const stockOfAmplify = each(roomsIn<RoomOf<typeof amplifyRoom>>('amplify'), (region, apps) => [...apps.values()].map(({ view: { enableBranchAutoBuild: builds = false, enableAutoBranchCreation: grows = false, ...a }, branches }) =>
  item('amplify/app', region, a.appArn ?? '', { builds, grows, specification: a.buildSpec ?? '', role: a.iamServiceRoleArn ?? '', branches: [...branches.values()].map(({ view: b }) => `${b.branchName ?? ''}: ${String(b.enableAutoBuild)} ${b.buildSpec ?? ''} ${JSON.stringify(b.environmentVariables ?? {})}`) })));
export const stockOfDlm = each(roomsIn<RoomOf<typeof dlmRoom>>('dlm'), (region, policies) =>
  [...policies.values()].map((p) => item('dlm/lifecycle-policy', region, p.PolicyArn ?? '', { state: p.State ?? '', description: p.Description ?? '', role: p.ExecutionRoleArn ?? '', details: JSON.stringify(p.PolicyDetails) })));
export const stockOfAppRunner = each(roomsIn<RoomOf<typeof apprunnerRoom>>('apprunner'), (region, services) =>
  [...services.values()].filter(({ status }) => status !== 'DELETED').map((s) => item('apprunner/service', region, s.arn, { paused: s.status === 'PAUSED' })));
export const stockOfBatch = each(roomsIn<RoomOf<typeof batchRoom>>('batch'), (region, { environments, queues }) => [
  ...[...environments.values()].filter(({ busy }) => busy !== 'DELETING').map((e) => item('batch/compute-environment', region, e.arn, { state: e.state, resources: plain(e.resources) })),
  ...[...queues.values()].filter(({ busy }) => busy !== 'DELETING').map((q) => item('batch/job-queue', region, q.arn, { state: q.state, priority: q.priority, order: q.order.map((o) => o.computeEnvironment ?? '') })),
]);
export const stockOfStacks = each(roomsIn<RoomOf<typeof stacksIn>>('cloudformation'), (region, stacks) =>
  stacks.filter(({ status }) => status !== 'DELETE_COMPLETE' && status !== 'DELETE_IN_PROGRESS').map((s) => item('cloudformation/stack', region, s.id, { template: s.template, parameters: s.parameters.map((p) => `${p.ParameterKey ?? ''}=${p.ParameterValue ?? ''}`), protection: s.protection })));
export const stockOfCodeBuild = each(roomsIn<RoomOf<typeof codebuildRoom>>('codebuild'), (region, { projects }) =>
  [...projects.values()].map((p) => item('codebuild/project', region, p.arn, { made: plain(p.made), visibility: p.visibility, webhook: plain(p.webhook?.filterGroups ?? null) })));
/** A repository is known by its policy only: without one nobody else gets at it. */
export const stockOfEcr = (world: World): StockItem[] => each(roomsIn<RoomOf<typeof ecrRoom>>('ecr'), (region, { repositories, policy, rules }) => [
  ...[...repositories.values()].flatMap((r) => (r.policy === undefined ? [] : [item('ecr/repository-policy', region, r.arn, { policy: r.policy })])),
  ...(policy === undefined ? [] : [item('ecr/registry-policy', region, arnIn(world, region, 'ecr', 'registry-policy'), { policy })]),
  ...(rules.length === 0 ? [] : [item('ecr/replication', region, arnIn(world, region, 'ecr', 'replication'), { rules: plain(rules) })]),
])(world);

function ofCluster(region: string, c: EksCluster): StockItem[] {
  const groups = [...c.nodegroups.values()].filter(({ busy }) => busy !== 'DELETING');
  // Nodes come in by an entry that their group brings with it.
  const entries = [...c.entries.values()].filter(({ type }) => type === 'STANDARD');
  return [
    item('eks/cluster', region, c.arn, { protection: c.deletionProtection }),
    ...groups.map((g) => item('eks/nodegroup', region, g.arn, { scaling: g.scaling }, { parent: c.arn })),
    ...entries.map((e) => item('eks/access-entry', region, e.arn, { groups: e.groups, policies: [...e.policies.values()].map((p) => `${p.policyArn} ${JSON.stringify(p.accessScope)}`).sort() }, { parent: c.arn })),
  ];
}
export const stockOfEks = each(roomsIn<RoomOf<typeof eksRoom>>('eks'), (region, clusters) => [...clusters.values()].filter(({ busy }) => busy !== 'DELETING').flatMap((c) => ofCluster(region, c)));

export const stockOfBeanstalk = each(roomsIn<RoomOf<typeof beanstalkRoom>>('elasticbeanstalk'), (region, environments) =>
  environments.filter(({ status }) => status !== 'Terminating' && status !== 'Terminated').map((e) => item('elasticbeanstalk/environment', region, e.arn, { options: plain([...e.options].sort()), version: e.version })));
export const stockOfEmr = each(roomsIn<RoomOf<typeof emrRoom>>('elasticmapreduce'), (region, flows) =>
  [...flows.values()].filter(({ state }) => !state.startsWith('TERMINAT')).map((f) => item('elasticmapreduce/cluster', region, f.arn, { protection: f.protection })));

export const stockOfGlue = (world: World): StockItem[] => each(roomsIn<RoomOf<typeof glueRoom>>('glue'), (region, { jobs, runs, triggers, endpoints }) => [
  ...[...jobs.values()].map((j) => item('glue/job', region, arnIn(world, region, 'glue', `job/${j.Name ?? ''}`), {
    script: j.Command?.ScriptLocation ?? '', role: j.Role ?? '', runs: runs.some((r) => r.JobName === j.Name && r.JobRunState === 'RUNNING'),
    triggers: [...triggers.values()].filter((t) => t.State === 'ACTIVATED' && t.Actions?.some((a) => a.JobName === j.Name) === true).map((t) => t.Name ?? '').sort(),
  })),
  ...[...endpoints.values()].map((e) => item('glue/dev-endpoint', region, arnIn(world, region, 'glue', `devEndpoint/${e.name}`), { keys: e.keys })),
])(world);
export const stockOfLightsail = each(roomsIn<RoomOf<typeof lightsailRoom>>('lightsail'), (region, { machines }) =>
  [...machines.values()].map((m) => item('lightsail/instance', region, m.arn, { running: m.state === 'running' || m.state === 'pending' })));
export const stockOfSageMaker = (world: World): StockItem[] => [
  ...each(roomsIn<RoomOf<typeof notebookRoom>>('sagemaker/notebooks'), (region, { notebooks }) =>
    [...notebooks.values()].filter(({ status }) => status !== 'Deleting').map((n) => item('sagemaker/notebook-instance', region, n.arn, { running: n.status === 'InService' || n.status === 'Pending' })))(world),
  ...each(roomsIn<RoomOf<typeof workloadRoom>>('sagemaker/workloads'), (region, { endpoints, trainings }) => [
    ...[...endpoints.values()].filter(({ status }) => status !== 'Deleting').map((e) => item('sagemaker/endpoint', region, e.arn, {})),
    ...[...trainings.values()].filter(({ status }) => status === 'InProgress').map((t) => item('sagemaker/training-job', region, t.arn, {})),
  ])(world),
];
export const stockOfAppStream = each(roomsIn<RoomOf<typeof appstreamRoom>>('appstream'), (region, all) => [...all.values()].map((m) => item(`appstream/${m.sort}`, region, m.arn, { on: m.state !== 'STOPPED' && m.state !== 'STOPPING' })));
export const stockOfWorkSpaces = (world: World): StockItem[] => each(roomsIn<RoomOf<typeof workspacesRoom>>('workspaces'), (region, all) =>
  [...all.values()].filter((d) => !d.state.startsWith('TERMINAT')).map((d) => item('workspaces/workspace', region, arnIn(world, region, 'workspaces', `workspace/${d.id}`), { on: !d.state.startsWith('STOPP'), mode: d.mode })))(world);
