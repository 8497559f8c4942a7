// What EC2 keeps of what starts machines, and of images: one room per region, beside the rest.
import type { CreateFleetCommandInput, RequestLaunchTemplateData, RequestSpotInstancesRequest, SpotFleetRequestConfigData } from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import type { Machine } from './state.ts';

export interface TemplateVersion { readonly number: number; readonly created: Date; readonly createdBy: string; readonly description?: string; readonly data: RequestLaunchTemplateData }
/** Numbers of versions are never used again. */
export interface Template { readonly id: string; readonly name: string; readonly created: Date; readonly createdBy: string; readonly versions: Map<number, TemplateVersion>; defaultVersion: number; last: number }

export interface SpotRequest {
  readonly id: string; readonly type: 'one-time' | 'persistent'; readonly created: Date; readonly asked: RequestSpotInstancesRequest;
  state: 'open' | 'active' | 'closed' | 'cancelled' | 'disabled'; instanceId?: string; cancelledAt?: Date;
  /** Made by a launch on the Spot market: it goes with its instance. */
  readonly direct?: true;
}

/** A Spot Fleet (`sfr-…`) or an EC2 Fleet (`fleet-…`), with what it keeps running. */
interface AnyFleet {
  readonly id: string; readonly created: Date; readonly machines: Set<string>;
  target: number; onDemand: number;
  /** Ends machines above the target. */
  terminatesExcess: boolean;
  state: 'submitted' | 'active' | 'cancelled_running' | 'cancelled_terminating' | 'cancelled';
  cancelledAt?: Date;
}
export interface SpotFleet extends AnyFleet { readonly config: SpotFleetRequestConfigData }
export interface Fleet extends AnyFleet { readonly asked: CreateFleetCommandInput }

/** An image of the account's own. */
export interface OwnImage {
  readonly id: string; readonly name: string; readonly created: Date; readonly description: string; readonly root: string; readonly architecture: string; readonly sourceInstanceId?: string;
  readonly disks: readonly { readonly device: string; readonly snapshotId: string; readonly size: number }[];
  readonly sharedWith: Set<string>; readonly organizations: Set<string>; public: boolean;
  state: 'available' | 'disabled';
  /** Deregistration protection. */
  kept: boolean;
}

export interface RootTask { readonly id: string; readonly instanceId: string; readonly started: Date; readonly completes: Date; readonly snapshotId?: string; readonly imageId?: string }

export interface ComputeRegion {
  readonly templates: Map<string, Template>; readonly spotRequests: Map<string, SpotRequest>; readonly spotFleets: Map<string, SpotFleet>; readonly fleets: Map<string, Fleet>;
  readonly images: Map<string, OwnImage>; readonly rootTasks: Map<string, RootTask>;
}

export function computeRegion(account: SimAccount, name: string): ComputeRegion {
  const regions = account.state('ec2/compute', () => new Map<string, ComputeRegion>());
  const known = regions.get(name);
  if (known) return known;
  const made: ComputeRegion = { templates: new Map(), spotRequests: new Map(), spotFleets: new Map(), fleets: new Map(), images: new Map(), rootTasks: new Map() };
  regions.set(name, made);
  return made;
}
export const computeOf = (call: SimCall): ComputeRegion => computeRegion(call.account, call.region);

/** A Spot Instance that was launched directly has a request of its own, one-time unless it says otherwise. */
export function recordSpot(call: SimCall, machine: Machine): void {
  if (machine.spotRequest === undefined) return;
  const { ImageId, InstanceType, UserData, KeyName, InstanceMarketOptions } = machine.launch;
  const { SpotInstanceType: type = 'one-time', MaxPrice } = InstanceMarketOptions?.SpotOptions ?? {};
  computeOf(call).spotRequests.set(machine.spotRequest, {
    id: machine.spotRequest, type, created: call.now, state: 'active', instanceId: machine.id, direct: true,
    asked: { ...(MaxPrice === undefined ? {} : { SpotPrice: MaxPrice }), LaunchSpecification: { ImageId, InstanceType, UserData, KeyName } },
  });
}
