// Spot Instance requests: each gets one machine; a persistent one gets another whenever its machine has ended.
import {
  CancelSpotInstanceRequestsCommand, DescribeSpotInstanceRequestsCommand, RequestSpotInstancesCommand,
  type CancelledSpotInstanceRequest, type CancelSpotInstanceRequestsCommandInput, type DescribeSpotInstanceRequestsCommandInput, type RequestSpotInstancesCommandInput, type RunInstancesCommandInput, type SpotInstanceRequest,
} from '@aws-sdk/client-ec2';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { computeOf, computeRegion, type SpotRequest } from './compute-state.ts';
import { invalidValue, missing, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { REPLACE_MS, START_MS } from './keeping.ts';
import { checkLaunch } from './launch-check.ts';
import { after, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { authorizePass, profileOf } from './profile-reference.ts';
import { startAs, type Starter } from './service-launch.ts';
import { ec2Region, onTerminated, setTags, tagList, type Ec2Region } from './state.ts';
import { idItems, lowered, MASKED, modern } from './trail.ts';

const SPOT: Starter = { service: 'spot.amazonaws.com', role: 'AWSServiceRoleForEC2Spot', session: 'AmazonEC2Spot' };
/** A cancelled or closed request stays visible for a while. */
const VISIBLE_MS = 48 * 3_600_000;

const launchOf = ({ LaunchSpecification: spec }: Pick<RequestSpotInstancesCommandInput, 'LaunchSpecification'>): RunInstancesCommandInput => {
  const { AddressingType: _old, SecurityGroupIds, Placement, Monitoring: _monitoring, ...rest } = spec ?? {};
  return {
    ...rest, MinCount: 1, MaxCount: 1, InstanceMarketOptions: { MarketType: 'spot' }, ...(SecurityGroupIds ? { SecurityGroupIds } : {}),
    ...(Placement?.AvailabilityZone === undefined ? {} : { Placement: { AvailabilityZone: Placement.AvailabilityZone } }),
  };
};

function request(input: RequestSpotInstancesCommandInput, region: Ec2Region, call: SimCall): { SpotInstanceRequests: SpotInstanceRequest[] } {
  if (!input.LaunchSpecification) throw missing('LaunchSpecification');
  const launch = launchOf(input);
  checkLaunch(launch, region);
  if (launch.IamInstanceProfile) authorizePass(call, profileOf(call, launch.IamInstanceProfile));
  const count = input.InstanceCount ?? 1;
  if (count < 1 || count > 1_000) throw invalidValue(`Value (${String(count)}) for parameter instanceCount is invalid.`);
  watchSpot(call.account);
  const made = Array.from({ length: count }, (): SpotRequest => ({ id: `sir-${call.account.ids.id('', 8).toLowerCase()}`, type: input.Type ?? 'one-time', created: call.now, asked: input, state: 'open' }));
  for (const one of made) {
    computeOf(call).spotRequests.set(one.id, one);
    setTags(region, one.id, input.TagSpecifications?.find((t) => t.ResourceType === 'spot-instances-request')?.Tags);
    fulfilSoon(call.account, call.region, one, START_MS);
  }
  touches(call, 'SpotInstanceRequest', ...made.map((one) => one.id));
  return { SpotInstanceRequests: made.map((one) => view(one, region, call)) };
}

function fulfilSoon(account: SimAccount, regionName: string, one: SpotRequest, ms: number): void {
  account.schedule(after(account.now(), ms), () => {
    if (one.state !== 'open') return;
    try {
      const [machine] = startAs(account, regionName, SPOT, launchOf(one.asked), []);
      if (!machine) return;
      // The launch made a request of its own for it: this one stands for it.
      computeRegion(account, regionName).spotRequests.delete(machine.spotRequest ?? '');
      machine.spotRequest = one.id;
      one.instanceId = machine.id;
      one.state = 'active';
    } catch (error) {
      // What can no longer be launched stays open, as in AWS.
      if (!(error instanceof AwsError)) throw error;
    }
  });
}

/** Once per account. */
function watchSpot(account: SimAccount): void {
  account.state('ec2/spot-watch', () => {
    onTerminated(account, ({ region, instanceId }) => {
      const one = [...computeRegion(account, region).spotRequests.values()].find((r) => r.instanceId === instanceId);
      if (one?.state !== 'active') return;
      if (one.type === 'one-time') { one.state = 'closed'; one.cancelledAt = account.now(); return; }
      one.state = 'open';
      delete one.instanceId;
      fulfilSoon(account, region, one, REPLACE_MS);
    });
    return true;
  });
}

const STATUS: Readonly<Record<SpotRequest['state'], string>> = { open: 'pending-evaluation', active: 'fulfilled', closed: 'instance-terminated-by-user', cancelled: 'request-canceled-and-instance-running', disabled: 'instance-stopped-by-user' };
function view(one: SpotRequest, region: Ec2Region, call: SimCall): SpotInstanceRequest {
  const { SecurityGroupIds, SecurityGroups: _names, ...spec } = one.asked.LaunchSpecification ?? {};
  const groups = (SecurityGroupIds ?? []).map((GroupId) => ({ GroupId, GroupName: region.groups.get(GroupId)?.name ?? '' }));
  const running = one.instanceId !== undefined && ec2Region(call.account, call.region).machines.get(one.instanceId)?.state === 'running';
  return {
    SpotInstanceRequestId: one.id, CreateTime: one.created, Type: one.type, State: one.state, ProductDescription: 'Linux/UNIX', InstanceInterruptionBehavior: one.asked.InstanceInterruptionBehavior ?? 'terminate',
    SpotPrice: one.asked.SpotPrice ?? '0.500000', Status: { Code: one.state === 'cancelled' && !running ? 'canceled-before-fulfillment' : STATUS[one.state], UpdateTime: one.created },
    LaunchSpecification: { ...spec, SecurityGroups: groups }, Tags: tagList(region, one.id), ...(one.instanceId === undefined ? {} : { InstanceId: one.instanceId }),
  };
}

const visible = (call: SimCall): SpotRequest[] => [...computeOf(call).spotRequests.values()].filter((r) => r.cancelledAt === undefined || after(r.cancelledAt, VISIBLE_MS) > call.now);
function named(ids: readonly string[], call: SimCall): SpotRequest[] {
  const all = new Map(visible(call).map((r) => [r.id, r]));
  const unknown = ids.filter((id) => !all.has(id));
  if (unknown.length > 0) throw other('InvalidSpotInstanceRequestID.NotFound', `The spot instance request ID '${unknown.join(', ')}' does not exist`);
  return ids.flatMap((id) => all.get(id) ?? []);
}

/** The machines go on running. */
function cancel(input: CancelSpotInstanceRequestsCommandInput, _: Ec2Region, call: SimCall): { CancelledSpotInstanceRequests: CancelledSpotInstanceRequest[] } {
  if (!input.SpotInstanceRequestIds?.length) throw missing('SpotInstanceRequestId');
  const found = named(input.SpotInstanceRequestIds, call);
  for (const one of found) if (one.state !== 'closed' && one.state !== 'cancelled') { one.state = 'cancelled'; one.cancelledAt = call.now; }
  touches(call, 'SpotInstanceRequest', ...found.map((one) => one.id));
  return { CancelledSpotInstanceRequests: found.map((one) => ({ SpotInstanceRequestId: one.id, State: one.state === 'closed' ? 'closed' : 'cancelled' })) };
}

const FILTERS: FilterTable<SpotRequest> = { 'spot-instance-request-id': (r) => [r.id], 'state': (r) => [r.state], 'type': (r) => [r.type], 'instance-id': (r) => [r.instanceId], 'launch.instance-type': (r) => [r.asked.LaunchSpecification?.InstanceType], 'launch.image-id': (r) => [r.asked.LaunchSpecification?.ImageId] };
function describe(input: DescribeSpotInstanceRequestsCommandInput, region: Ec2Region, call: SimCall): { SpotInstanceRequests: SpotInstanceRequest[]; NextToken: string | undefined } {
  const ids = input.SpotInstanceRequestIds ?? [];
  const from = ids.length > 0 ? named(ids, call) : visible(call);
  const { page, NextToken } = paged(filtered(from, input.Filters, FILTERS, region, (r) => r.id), input, call, ids.length > 0);
  return { SpotInstanceRequests: page.map((one) => view(one, region, call)), NextToken };
}

const requestTrail = (i: RequestSpotInstancesCommandInput): unknown => ({
  spotPrice: i.SpotPrice, instanceCount: i.InstanceCount, type: i.Type, validUntil: i.ValidUntil?.getTime(),
  launchSpecification: i.LaunchSpecification && { ...lowered({ ...i.LaunchSpecification, UserData: undefined }) as object, userData: i.LaunchSpecification.UserData === undefined ? undefined : MASKED },
});
const resources = (input: { readonly SpotInstanceRequestIds?: string[] | undefined }, call: SimCall): string[] => ec2Arns(call, 'spot-instances-request', input.SpotInstanceRequestIds);
const answered = (output: unknown): unknown => {
  const { SpotInstanceRequests = [] } = output as { SpotInstanceRequests?: SpotInstanceRequest[] };
  return { spotInstanceRequestSet: lowered(SpotInstanceRequests.map((r) => ({ ...r, LaunchSpecification: { ...r.LaunchSpecification, UserData: undefined } }))) };
};

export const registerSpotRequests = (ec2: Ec2Service): Ec2Service => ec2
  .on(RequestSpotInstancesCommand, inRegion(request), { resources: (_, call) => ec2Arns(call, 'spot-instances-request', undefined), trail: { request: requestTrail, response: answered } })
  .on(CancelSpotInstanceRequestsCommand, inRegion(cancel), { resources, trail: { request: (i) => ({ spotInstanceRequestIdSet: idItems(i.SpotInstanceRequestIds, 'spotInstanceRequestId') }), response: (o) => ({ spotInstanceRequestSet: lowered((o as { CancelledSpotInstanceRequests?: unknown }).CancelledSpotInstanceRequests) }) } })
  .on(DescribeSpotInstanceRequestsCommand, inRegion(describe), { trail: { request: modern('DescribeSpotInstanceRequests').request } });
