// An instance as DescribeInstances and RunInstances show it, made from its machine, interfaces and disks.
import type { Instance, InstanceBlockDeviceMapping, InstanceNetworkInterface, Reservation } from '@aws-sdk/client-ec2';
import type { SimAccount } from '../../account.ts';
import { associationOf, nicsOf, STATE_CODE, volumesOf } from './instance-life.ts';
import { architecture, processors } from './instance-type.ts';
import { privateDnsName, publicDnsName } from './nic-view.ts';
import { tagList, type Ec2Region, type Machine, type Nic } from './state.ts';

export const groupList = (region: Ec2Region, ids: readonly string[]): { GroupId: string; GroupName: string }[] => ids.map((id) => ({ GroupId: id, GroupName: region.groups.get(id)?.name ?? '' }));

export function instanceView(account: SimAccount, region: Ec2Region, machine: Machine): Instance {
  const association = associationOf(region, machine.id);
  return {
    InstanceId: machine.id, ImageId: machine.imageId, InstanceType: machine.type as Instance['InstanceType'], KeyName: machine.keyName,
    AmiLaunchIndex: machine.index, ClientToken: machine.clientToken, LaunchTime: machine.launched,
    State: { Code: STATE_CODE[machine.state], Name: machine.state }, StateTransitionReason: machine.transition,
    StateReason: stateReason(machine),
    Placement: { AvailabilityZone: machine.zone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: machine.monitoring ? 'enabled' : 'disabled' },
    ...network(account, region, machine), ...hardware(machine),
    BlockDeviceMappings: blockDevices(region, machine),
    IamInstanceProfile: association && { Arn: association.profileArn, Id: association.profileId },
    Tags: tagList(region, machine.id),
    ...(machine.spotRequest === undefined ? {} : { InstanceLifecycle: 'spot', SpotInstanceRequestId: machine.spotRequest }),
  };
}

function stateReason({ state, stateReason: reason }: Machine): Instance['StateReason'] {
  if (reason) return { Code: reason.code, Message: reason.message };
  return state === 'pending' ? { Code: 'pending', Message: 'pending' } : undefined;
}

/** A terminated instance has no interface any more, and then neither addresses nor groups. */
function network(account: SimAccount, region: Ec2Region, machine: Machine): Partial<Instance> {
  const nics = nicsOf(region, machine.id);
  const first = nics[0];
  if (!first) return { PrivateDnsName: '', PublicDnsName: '', NetworkInterfaces: [], SecurityGroups: [] };
  return {
    VpcId: machine.vpcId, SubnetId: machine.subnetId, SourceDestCheck: machine.sourceDestCheck,
    PrivateIpAddress: first.privateIp, PrivateDnsName: privateDnsName(region.name, first.privateIp),
    PublicIpAddress: first.publicIp, PublicDnsName: first.publicIp === undefined ? '' : publicDnsName(account, region.name, first.publicIp),
    NetworkInterfaces: nics.map((nic) => attachedNic(account, region, nic)),
    SecurityGroups: groupList(region, first.groups),
  };
}

function attachedNic(account: SimAccount, region: Ec2Region, nic: Nic): InstanceNetworkInterface {
  const dns = privateDnsName(region.name, nic.privateIp);
  const association = nic.publicIp === undefined ? undefined : { IpOwnerId: 'amazon', PublicDnsName: publicDnsName(account, region.name, nic.publicIp), PublicIp: nic.publicIp };
  return {
    NetworkInterfaceId: nic.id, OwnerId: account.id, VpcId: nic.vpcId, SubnetId: nic.subnetId, MacAddress: nic.mac, Description: nic.description, InterfaceType: 'interface', SourceDestCheck: true, Status: 'in-use',
    Groups: groupList(region, nic.groups), PrivateIpAddress: nic.privateIp, PrivateDnsName: dns, Ipv6Addresses: [], Association: association,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: nic.privateIp, PrivateDnsName: dns, Association: association }],
    Attachment: nic.attachment && { AttachmentId: nic.attachment.id, AttachTime: nic.attachment.at, DeleteOnTermination: nic.attachment.deleteOnTermination, DeviceIndex: nic.attachment.index, NetworkCardIndex: 0, Status: 'attached' },
  };
}

function hardware(machine: Machine): Partial<Instance> {
  return {
    Architecture: architecture(machine.type), Hypervisor: 'xen', VirtualizationType: 'hvm', EnaSupport: true, EbsOptimized: machine.ebsOptimized,
    RootDeviceName: machine.rootDevice, RootDeviceType: 'ebs', ProductCodes: [], PlatformDetails: 'Linux/UNIX', UsageOperation: 'RunInstances',
    CpuOptions: { CoreCount: Math.max(1, processors(machine.type) / 2), ThreadsPerCore: 2 },
    CapacityReservationSpecification: { CapacityReservationPreference: 'open' }, HibernationOptions: { Configured: false }, EnclaveOptions: { Enabled: false },
    MetadataOptions: { State: machine.state === 'pending' ? 'pending' : 'applied', HttpTokens: machine.metadata.tokens, HttpEndpoint: machine.metadata.endpoint, HttpPutResponseHopLimit: machine.metadata.hops, HttpProtocolIpv6: 'disabled', InstanceMetadataTags: 'disabled' },
  };
}

export const blockDevices = (region: Ec2Region, machine: Machine): InstanceBlockDeviceMapping[] => volumesOf(region, machine.id).map((v) => ({
  DeviceName: v.attachment?.device, Ebs: { VolumeId: v.id, AttachTime: v.attachment?.at, DeleteOnTermination: v.attachment?.deleteOnTermination, Status: 'attached' },
}));

/** Instances that were launched together stand in one reservation. */
export function reservations(account: SimAccount, region: Ec2Region, machines: readonly Machine[]): Reservation[] {
  const byId = new Map<string, Machine[]>();
  for (const machine of machines) {
    const together = byId.get(machine.reservationId);
    if (together) together.push(machine); else byId.set(machine.reservationId, [machine]);
  }
  return [...byId].map(([ReservationId, together]) => ({ ReservationId, OwnerId: account.id, Groups: [], Instances: together.map((m) => instanceView(account, region, m)) }));
}
