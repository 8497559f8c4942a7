// DescribeInstances and DescribeInstanceStatus: filters, reservations, pages.
import { DescribeInstancesCommand, DescribeInstanceStatusCommand, type DescribeInstancesCommandInput, type DescribeInstanceStatusCommandInput, type InstanceStatus, type Reservation } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { needAll } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { associationOf, machinesOf, nicsOf, STATE_CODE, visibleMachines, volumesOf } from './instance-life.ts';
import { architecture } from './instance-type.ts';
import { reservations } from './instance-view.ts';
import { privateDnsName } from './nic-view.ts';
import { inRegion, type Ec2Service } from './operation.ts';
import { notBoth, paged } from './page.ts';
import type { Ec2Region, Machine } from './state.ts';
import { filterSet, idItems } from './trail.ts';

const FILTERS: FilterTable<Machine> = {
  'instance-id': (m) => [m.id], 'instance-type': (m) => [m.type], 'instance-state-name': (m) => [m.state], 'instance-state-code': (m) => [STATE_CODE[m.state]],
  'image-id': (m) => [m.imageId], 'key-name': (m) => [m.keyName], 'reservation-id': (m) => [m.reservationId], 'client-token': (m) => [m.clientToken],
  'vpc-id': (m) => [m.vpcId], 'subnet-id': (m) => [m.subnetId], 'availability-zone': (m) => [m.zone], 'launch-time': (m) => [m.launched.toISOString()],
  'architecture': (m) => [architecture(m.type)], 'instance-lifecycle': (m) => [m.spotRequest === undefined ? undefined : 'spot'], 'spot-instance-request-id': (m) => [m.spotRequest],
  'monitoring-state': (m) => [m.monitoring ? 'enabled' : 'disabled'], 'root-device-name': (m) => [m.rootDevice], 'root-device-type': () => ['ebs'], 'metadata-options.http-tokens': (m) => [m.metadata.tokens], 'metadata-options.http-endpoint': (m) => [m.metadata.endpoint],
  'state-reason-code': (m) => [m.stateReason?.code],
  'private-ip-address': (m, region) => nicsOf(region, m.id).map((n) => n.privateIp), 'ip-address': (m, region) => nicsOf(region, m.id).map((n) => n.publicIp),
  'private-dns-name': (m, region) => nicsOf(region, m.id).map((n) => privateDnsName(region.name, n.privateIp)),
  'instance.group-id': (m, region) => nicsOf(region, m.id).flatMap((n) => n.groups), 'instance.group-name': (m, region) => nicsOf(region, m.id).flatMap((n) => n.groups.map((g) => region.groups.get(g)?.name)),
  'iam-instance-profile.arn': (m, region) => [associationOf(region, m.id)?.profileArn], 'iam-instance-profile.id': (m, region) => [associationOf(region, m.id)?.profileId],
  'block-device-mapping.volume-id': (m, region) => volumesOf(region, m.id).map((v) => v.id), 'block-device-mapping.device-name': (m, region) => volumesOf(region, m.id).map((v) => v.attachment?.device),
  'network-interface.network-interface-id': (m, region) => nicsOf(region, m.id).map((n) => n.id), 'network-interface.group-id': (m, region) => nicsOf(region, m.id).flatMap((n) => n.groups),
  'network-interface.subnet-id': (m, region) => nicsOf(region, m.id).map((n) => n.subnetId), 'network-interface.vpc-id': (m, region) => nicsOf(region, m.id).map((n) => n.vpcId),
  'network-interface.addresses.private-ip-address': (m, region) => nicsOf(region, m.id).map((n) => n.privateIp), 'network-interface.addresses.association.public-ip': (m, region) => nicsOf(region, m.id).map((n) => n.publicIp),
};

function found(ids: readonly string[] | undefined, filters: DescribeInstancesCommandInput['Filters'], region: Ec2Region, call: SimCall): Machine[] {
  const from = ids?.length ? needAll('instance', visibleMachines(call.account, region), [...new Set(ids)]) : machinesOf(call.account, region);
  return filtered(from, filters, FILTERS, region, (m) => m.id);
}

function describe(input: DescribeInstancesCommandInput, region: Ec2Region, call: SimCall): { Reservations: Reservation[]; NextToken: string | undefined } {
  notBoth(input, input.InstanceIds, 'instancesSet');
  const { page, NextToken } = paged(found(input.InstanceIds, input.Filters, region, call), input, call, Boolean(input.InstanceIds?.length));
  return { Reservations: reservations(call.account, region, page), NextToken };
}

/** Only running instances, unless all are asked for. */
function status(input: DescribeInstanceStatusCommandInput, region: Ec2Region, call: SimCall): { InstanceStatuses: InstanceStatus[]; NextToken: string | undefined } {
  notBoth(input, input.InstanceIds, 'instancesSet');
  const shown = found(input.InstanceIds, input.Filters, region, call).filter((m) => input.IncludeAllInstances === true || m.state === 'running');
  const { page, NextToken } = paged(shown, input, call, Boolean(input.InstanceIds?.length));
  return {
    NextToken,
    InstanceStatuses: page.map((m) => {
      const summary = m.state === 'running' ? { Status: 'ok' as const, Details: [{ Name: 'reachability' as const, Status: 'passed' as const }] } : { Status: 'not-applicable' as const };
      return { InstanceId: m.id, AvailabilityZone: m.zone, InstanceState: { Code: STATE_CODE[m.state], Name: m.state }, InstanceStatus: summary, SystemStatus: summary };
    }),
  };
}

export const registerInstanceQueries = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeInstancesCommand, inRegion(describe), { trail: { request: (i) => ({ maxResults: i.MaxResults, instancesSet: idItems(i.InstanceIds, 'instanceId'), filterSet: filterSet(i.Filters) }) } })
  .on(DescribeInstanceStatusCommand, inRegion(status), { trail: { request: (i) => ({ instancesSet: idItems(i.InstanceIds, 'instanceId'), filterSet: filterSet(i.Filters), includeAllInstances: i.IncludeAllInstances ?? false }) } });
