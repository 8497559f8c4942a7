// What acts by itself or for people from elsewhere: Systems Manager, schedules, state machines, APIs; Identity Center and the organization.
import type { room as apiRoom } from '../services/apigateway/service.ts';
import { organizationsState } from '../services/organizations/membership.ts';
import { roomsIn } from '../services/rooms.ts';
import type { room as schedulerRoom } from '../services/scheduler/service.ts';
import { ssoRooms, type Assignment, type Instance } from '../services/sso/state.ts';
import type { SsmRoom } from '../services/ssm/state.ts';
import type { room as statesRoom } from '../services/states/service.ts';
import type { World } from '../world.ts';
import { itemOf as item, ownArn, plain, type StockItem } from './stock.ts';

const arnIn = (world: World, region: string, service: string, resource: string): string => `arn:${world.partition}:${service}:${region}:${world.id}:${resource}`;

export const stockOfSsm = (world: World): StockItem[] => [...roomsIn<SsmRoom>('ssm')(world)].flatMap(([region, { documents, associations, activations, nodes, windows }]) => [
  ...[...documents.values()].map((d) => item('ssm/document', region, arnIn(world, region, 'ssm', `document/${d.name}`), { content: d.versions.get(d.defaultVersion)?.content ?? '', sharedWith: [...d.sharedWith].sort() })),
  ...[...associations.values()].map((a) => item('ssm/association', region, arnIn(world, region, 'ssm', `association/${a.AssociationId ?? ''}`), { document: a.Name ?? '', targets: plain(a.Targets), schedule: a.ScheduleExpression ?? '' })),
  ...[...activations.values()].map((a) => item('ssm/activation', region, ownArn('ssm/activation', region, '', a.ActivationId ?? ''), { role: a.IamRole ?? '' })),
  ...[...nodes.values()].map((n) => item('ssm/managed-node', region, arnIn(world, region, 'ssm', `managed-instance/${n.InstanceId ?? ''}`), {}, { parent: ownArn('ssm/activation', region, '', n.ActivationId ?? '') })),
  ...[...windows.values()].map(({ window, tasks }) => item('ssm/maintenance-window', region, arnIn(world, region, 'ssm', `maintenancewindow/${window.WindowId ?? ''}`), { enabled: window.Enabled ?? false, schedule: window.Schedule ?? '', tasks: plain([...tasks.values()].map((t) => t.TaskArn)) })),
]);
export const stockOfSchedules = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof schedulerRoom>>('scheduler')(world)].flatMap(([region, schedules]) =>
  [...schedules.values()].map((s) => item('scheduler/schedule', region, s.Arn ?? '', { state: s.State ?? '', expression: s.ScheduleExpression ?? '', target: plain(s.Target) })));
export const stockOfStates = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof statesRoom>>('states')(world)].flatMap(([region, { machines, executions }]) =>
  [...machines.values()].filter(({ status }) => status !== 'DELETING').map((m) => item('states/state-machine', region, m.stateMachineArn ?? '', {
    definition: m.definition ?? '', role: m.roleArn ?? '', running: [...executions.values()].some((e) => e.stateMachineArn === m.stateMachineArn && e.status === 'RUNNING'),
  })));
export const stockOfApis = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof apiRoom>>('apigateway')(world)].flatMap(([region, apis]) =>
  [...apis.values()].map(({ api, routes, integrations }) => item('apigateway/api', region, `arn:${world.partition}:apigateway:${region}::/apis/${api.ApiId ?? ''}`, {
    open: api.DisableExecuteApiEndpoint !== true, cors: JSON.stringify(api.CorsConfiguration ?? null), routes: [...routes.values()].map((r) => `${r.RouteKey ?? ''} ${r.Target ?? ''}`).sort(), integrations: [...integrations.values()].map((i) => i.IntegrationUri ?? '').sort(),
  })));

/** Also whom Identity Center is about to let in. */
function assignmentsOf({ assignments, requests }: Instance, now: Date): readonly Assignment[] {
  return [...assignments.values(), ...[...requests.values()].flatMap(({ assigns, done }) => (assigns && done > now ? [assigns] : []))];
}
function ofInstance(world: World, region: string, one: Instance): StockItem[] {
  const inStore = (kind: 'user' | 'group', id: string): string => `arn:${world.partition}:identitystore:::${kind}/${id}`;
  const { users, groups, memberships } = one.store;
  return [
    item('sso/instance', region, one.arn, {}),
    ...[...one.sets.values()].map((s) => item('sso/permission-set', region, s.arn, { inline: s.inline, boundary: s.boundary ?? '', sessionDuration: s.sessionDuration, ...Object.fromEntries([...s.managed, ...s.own.keys()].map((policy) => [policy, true])) }, { parent: one.arn })),
    ...assignmentsOf(one, world.now()).map((a) => item('sso/account-assignment', region, ownArn('sso/account-assignment', region, a.setArn, `${a.accountId}/${a.principalType}/${a.principalId}`), {}, { parent: a.setArn })),
    ...[...users.values()].map((u) => item('identitystore/user', region, inStore('user', u.id), { name: u.userName }, { parent: one.arn })),
    ...[...groups.values()].map((g) => item('identitystore/group', region, inStore('group', g.id), { name: g.name }, { parent: one.arn })),
    ...[...memberships.values()].map((m) => item('identitystore/group-membership', region, ownArn('identitystore/group-membership', region, m.groupId, m.userId), {}, { parent: inStore('user', m.userId) })),
  ];
}
export const stockOfIdentityCenter = (world: World): StockItem[] => [...ssoRooms(world)].flatMap(([region, instances]) => [...instances.values()].flatMap((one) => ofInstance(world, region, one)));

/** Set by IAM, for the organization. */
export const stockOfFeatures = (world: World): StockItem[] => [...organizationsState(world).features].map((name) => item('iam/organizations-feature', 'aws-global', ownArn('iam/organizations-feature', 'aws-global', world.id, name), {}));

export function stockOfOrganization(world: World): StockItem[] {
  const { organization, delegated } = organizationsState(world);
  return [
    ...(organization === undefined ? [] : [item('organizations/membership', 'aws-global', organization.Arn ?? '', { master: organization.MasterAccountId ?? '' })]),
    ...[...delegated].flatMap(([account, services]) => [...services.keys()].map((service) => item('organizations/delegated-administrator', 'aws-global', ownArn('organizations/delegated-administrator', 'aws-global', account, service), {}))),
  ];
}
