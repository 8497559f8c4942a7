// Names of addresses, and a network interface as DescribeNetworkInterfaces shows it.
import type { NetworkInterface } from '@aws-sdk/client-ec2';
import type { SimAccount } from '../../account.ts';
import { tagList, type Ec2Region, type Nic } from './state.ts';

const dashed = (ip: string): string => ip.replaceAll('.', '-');
export const privateDnsName = (region: string, ip: string): string => (region === 'us-east-1' ? `ip-${dashed(ip)}.ec2.internal` : `ip-${dashed(ip)}.${region}.compute.internal`);
export function publicDnsName(account: SimAccount, region: string, ip: string): string {
  const place = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${dashed(ip)}.${place}.${account.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

export function nicView(account: SimAccount, region: Ec2Region, nic: Nic): NetworkInterface {
  const dns = privateDnsName(region.name, nic.privateIp);
  const association = nic.publicIp === undefined ? undefined : { IpOwnerId: 'amazon', PublicDnsName: publicDnsName(account, region.name, nic.publicIp), PublicIp: nic.publicIp };
  return {
    NetworkInterfaceId: nic.id, OwnerId: account.id, AvailabilityZone: nic.zone, VpcId: nic.vpcId, SubnetId: nic.subnetId, MacAddress: nic.mac, Description: nic.description,
    InterfaceType: 'interface', RequesterManaged: false, SourceDestCheck: true, Status: nic.attachment ? 'in-use' : 'available', Ipv6Addresses: [],
    Groups: nic.groups.map((id) => ({ GroupId: id, GroupName: region.groups.get(id)?.name ?? '' })),
    PrivateIpAddress: nic.privateIp, PrivateDnsName: dns, Association: association, TagSet: tagList(region, nic.id),
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: nic.privateIp, PrivateDnsName: dns, Association: association }],
    Attachment: nic.attachment && { AttachmentId: nic.attachment.id, AttachTime: nic.attachment.at, DeleteOnTermination: nic.attachment.deleteOnTermination, DeviceIndex: nic.attachment.index, NetworkCardIndex: 0, InstanceId: nic.attachment.instanceId, InstanceOwnerId: account.id, Status: 'attached' },
  };
}
