// The things of Lambda, EventBridge and ECS: code, what starts it, and who may call it.
import { eventsRoom } from '../services/events/state.ts';
import { ecsRoom } from '../services/ecs/state.ts';
import type { FunctionRecord, LambdaRoom } from '../services/lambda/state.ts';
import { roomsIn } from '../services/rooms.ts';
import type { World } from '../world.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

const item = (kind: string, region: string, arn: string, value: Parameters<typeof valueOf>[0], parent?: string): StockItem => ({ arn, kind, region, value: valueOf(value), ...(parent === undefined ? {} : { parent }) });
const each = <T>(rooms: ReadonlyMap<string, T>, of: (region: string, room: T) => StockItem[]): StockItem[] => [...rooms].flatMap(([region, room]) => of(region, room));

function ofFunction(region: string, f: FunctionRecord): StockItem[] {
  const called = (qualifier: string): string => (qualifier === '' ? f.name : `${f.name}:${qualifier}`);
  return [
    // Published versions and the revision tell of updates, not of what runs.
    item('lambda/function', region, f.arn, { code: f.latest.code.sha256, role: f.latest.settings.Role ?? '', layers: f.latest.settings.Layers ?? [], environment: { ...f.latest.settings.Environment?.Variables }, reserved: f.reserved ?? -1 }),
    ...[...f.urls].map(([qualifier, url]) => item('lambda/function-url', region, ownArn('lambda/function-url', region, f.name, qualifier === '' ? 'url' : qualifier), { auth: url.AuthType ?? '' }, f.arn)),
    ...[...f.policies].flatMap(([qualifier, statements]) => statements.map((s) => item('lambda/permission', region, ownArn('lambda/permission', region, called(qualifier), s.Sid), { principal: JSON.stringify(s.Principal), action: s.Action }, f.arn))),
  ];
}
export const stockOfLambda = (world: World): StockItem[] => each(roomsIn<LambdaRoom>('lambda')(world), (region, { functions, mappings }) => [
  ...[...functions.values()].flatMap((f) => ofFunction(region, f)),
  ...[...mappings.values()].map((m) => item('lambda/event-source-mapping', region, m.EventSourceMappingArn ?? ownArn('lambda/event-source-mapping', region, world.id, m.UUID ?? ''), { state: m.State ?? '', function: m.FunctionArn ?? '' })),
]);
export const stockOfEvents = (world: World): StockItem[] => each(roomsIn<ReturnType<typeof eventsRoom>>('events')(world), (region, { buses }) =>
  [...buses.values()].flatMap(({ rules }) => [...rules.values()].map(({ rule, targets }) =>
    item('events/rule', region, rule.Arn, { state: rule.State ?? '', pattern: rule.EventPattern ?? '', schedule: rule.ScheduleExpression ?? '', targets: [...targets.values()].map((t) => t.Arn ?? '').sort() }))));
/** Tasks of a service go with it. */
export const stockOfEcs = (world: World): StockItem[] => each(roomsIn<ReturnType<typeof ecsRoom>>('ecs')(world), (region, { clusters, services, tasks, definitions }) => [
  ...[...clusters.values()].filter(({ status }) => status === 'ACTIVE').map((c) => item('ecs/cluster', region, c.arn, {})),
  ...services.filter(({ status }) => status === 'ACTIVE').map((s) => item('ecs/service', region, s.arn, { desired: s.desired, definition: s.taskDefinition })),
  ...tasks.filter(({ status, group }) => status === 'RUNNING' && !group.startsWith('service:')).map((t) => item('ecs/task', region, t.arn, {})),
  ...definitions.filter(({ status }) => status === 'ACTIVE').map((d) => item('ecs/task-definition', region, d.arn, {})),
]);
