// What starts machines in one region, and the images they start from: Auto Scaling, Spot requests, fleets, launch templates, images.
import { roomIn } from '../services/autoscaling/state.ts';
import { computeRegion } from '../services/ec2/compute-state.ts';
import type { World } from '../world.ts';
import { valueOf, type StockItem } from './stock.ts';

const ec2Arn = (world: World, region: string, type: string, id: string): string => `arn:${world.partition}:ec2:${region}:${type === 'image' ? '' : world.id}:${type}/${id}`;

export function stockOfCompute(world: World, region: string): StockItem[] {
  const item = (kind: string, arn: string, value: object, parent?: string): StockItem => ({ arn, kind, region, ...(parent === undefined ? {} : { parent }), value: valueOf(value as never) });
  const ec2 = (type: string, id: string): string => ec2Arn(world, region, type, id);
  const compute = computeRegion(world, region);
  const scaling = roomIn(world, region);
  const { templates, images } = compute;
  return [
    ...[...templates.values()].map((t) => item('ec2/launch-template', ec2('launch-template', t.id), { default: t.defaultVersion, ...Object.fromEntries([...t.versions.keys()].map((n) => [`v${String(n)}`, true])) })),
    ...[...compute.spotRequests.values()].filter((r) => r.direct !== true && ['open', 'active', 'disabled'].includes(r.state)).map((r) => item('ec2/spot-instance-request', ec2('spot-instances-request', r.id), {})),
    ...[...compute.spotFleets.values()].filter(({ state }) => state === 'active').map((f) => item('ec2/spot-fleet-request', ec2('spot-fleet-request', f.id), { target: f.target })),
    ...[...compute.fleets.values()].filter(({ state, asked }) => state === 'active' && asked.Type !== 'instant').map((f) => item('ec2/fleet', ec2('fleet', f.id), { target: f.target })),
    ...[...images.values()].map((i) => item('ec2/image', ec2('image', i.id), { state: i.state, public: i.public, sharedWith: [...i.sharedWith].sort(), organizations: [...i.organizations].sort() })),
    ...[...scaling.groups.values()].filter((g) => !g.deleting).map((g) => item('autoscaling/auto-scaling-group', g.arn, { min: g.min, max: g.max, desired: g.desired, suspended: [...g.suspended].sort(), template: g.asked.LaunchTemplate ?? null, configuration: g.asked.LaunchConfigurationName ?? '' })),
    ...[...scaling.configurations.values()].map((c) => item('autoscaling/launch-configuration', c.arn, {})),
    ...[...scaling.actions.values()].map((a) => item('autoscaling/scheduled-action', a.ScheduledActionARN, { min: a.MinSize ?? -1, max: a.MaxSize ?? -1, desired: a.DesiredCapacity ?? -1, recurrence: a.Recurrence ?? '' }, scaling.groups.get(a.AutoScalingGroupName)?.arn)),
  ];
}

/** By instance: what AWS started it for. A machine goes with its group, request or fleet. */
export function startersOf(world: World, region: string): ReadonlyMap<string, string> {
  const compute = computeRegion(world, region);
  const ec2 = (type: string, id: string): string => ec2Arn(world, region, type, id);
  return new Map([
    ...[...roomIn(world, region).groups.values()].flatMap((g) => [...g.machines].map((id) => [id, g.arn] as const)),
    ...[...compute.spotFleets.values()].flatMap((f) => [...f.machines].map((id) => [id, ec2('spot-fleet-request', f.id)] as const)),
    ...[...compute.fleets.values()].filter((f) => f.asked.Type !== 'instant').flatMap((f) => [...f.machines].map((id) => [id, ec2('fleet', f.id)] as const)),
    ...[...compute.spotRequests.values()].filter((r) => r.direct !== true).flatMap((r) => (r.instanceId === undefined ? [] : [[r.instanceId, ec2('spot-instances-request', r.id)] as const])),
  ]);
}
