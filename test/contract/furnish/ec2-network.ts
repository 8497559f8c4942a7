// What the contract suite finds of EC2's network and settings: more of each than fits on a page, and every setting weak.
import type { Play } from '../account.ts';

/** As an old account has them: nothing is blocked, nothing is encrypted, three instances answer IMDSv1. */
export async function furnishEc2Settings(play: Play): Promise<void> {
  await play('ec2', 'EnableSerialConsoleAccess', {});
  await play('ec2', 'DisableImageBlockPublicAccess', {});
  await play('ec2', 'ModifyEbsDefaultKmsKeyId', { KmsKeyId: 'arn:aws:kms:us-east-1:444455556666:key/0123abcd-01ab-01ab-01ab-0123456789ab' });
  await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 3, MaxCount: 3, MetadataOptions: { HttpTokens: 'optional' } });
}

/** Groups without members, with rules of each sort of peer. */
export async function furnishGroups(play: Play): Promise<void> {
  const groups: string[] = [];
  for (const GroupName of ['web', 'database', 'jump']) groups.push((await play('ec2', 'CreateSecurityGroup', { GroupName, Description: 'example' }) as { GroupId: string }).GroupId);
  const [web] = groups;
  await play('ec2', 'AuthorizeSecurityGroupIngress', {
    GroupId: web, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'example' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }], UserIdGroupPairs: [{ GroupId: web }] }],
    TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'team', Value: 'example' }] }],
  });
}

/** Two VPCs more than the default one, a subnet each. */
async function furnishVpcs(play: Play): Promise<{ readonly vpcs: readonly string[]; readonly subnets: readonly string[] }> {
  const { Vpcs: [first] } = await play('ec2', 'DescribeVpcs', {}) as { Vpcs: [{ VpcId: string }] };
  const { Subnets: [own] } = await play('ec2', 'DescribeSubnets', {}) as { Subnets: [{ SubnetId: string }] };
  const vpcs = [first.VpcId];
  const subnets = [own.SubnetId];
  for (const CidrBlock of ['10.0.0.0/16', '10.1.0.0/16']) {
    const { Vpc } = await play('ec2', 'CreateVpc', { CidrBlock }) as { Vpc: { VpcId: string } };
    const { Subnet } = await play('ec2', 'CreateSubnet', { VpcId: Vpc.VpcId, CidrBlock: CidrBlock.replace('/16', '/24') }) as { Subnet: { SubnetId: string } };
    vpcs.push(Vpc.VpcId);
    subnets.push(Subnet.SubnetId);
  }
  return { vpcs, subnets };
}

export async function furnishEc2Network(play: Play): Promise<void> {
  const { vpcs, subnets } = await furnishVpcs(play);
  for (const SubnetId of subnets) await play('ec2', 'CreateInstanceConnectEndpoint', { SubnetId });
  for (const VpcId of vpcs) {
    await play('ec2', 'CreateFlowLogs', { ResourceType: 'VPC', ResourceIds: [VpcId], TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::example-logs' });
    const { VpcPeeringConnection: peering } = await play('ec2', 'CreateVpcPeeringConnection', { VpcId, PeerVpcId: 'vpc-0123456789abcdef0', PeerOwnerId: '444455556666' }) as { VpcPeeringConnection: { VpcPeeringConnectionId: string } };
    const { RouteTables: [table] } = await play('ec2', 'DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }) as { RouteTables: [{ RouteTableId: string }] };
    await play('ec2', 'CreateRoute', { RouteTableId: table.RouteTableId, DestinationCidrBlock: '192.0.2.0/24', VpcPeeringConnectionId: peering.VpcPeeringConnectionId });
    const { NetworkAcls: [acl] } = await play('ec2', 'DescribeNetworkAcls', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }) as { NetworkAcls: [{ NetworkAclId: string }] };
    await play('ec2', 'CreateNetworkAclEntry', { NetworkAclId: acl.NetworkAclId, RuleNumber: 50, Protocol: '6', RuleAction: 'allow', Egress: false, CidrBlock: '198.51.100.0/24', PortRange: { From: 22, To: 22 } });
  }
  for (const name of ['offices', 'partners', 'bots']) await furnishPrefixList(play, name);
  for (let n = 0; n < 3; n++) {
    const { AllocationId } = await play('ec2', 'AllocateAddress', { Domain: 'vpc' }) as { AllocationId: string };
    await play('ec2', 'EnableAddressTransfer', { AllocationId, TransferAccountId: '444455556666' });
  }
}
/** Each on a machine of its own. */
export async function furnishAddresses(play: Play): Promise<void> {
  const { Instances } = await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 3, MaxCount: 3 }) as { Instances: readonly { InstanceId: string }[] };
  for (const { InstanceId } of Instances) {
    const { AllocationId } = await play('ec2', 'AllocateAddress', { Domain: 'vpc' }) as { AllocationId: string };
    await play('ec2', 'AssociateAddress', { AllocationId, InstanceId });
  }
}
async function furnishPrefixList(play: Play, PrefixListName: string): Promise<void> {
  const { PrefixList: list } = await play('ec2', 'CreateManagedPrefixList', { PrefixListName, MaxEntries: 5, AddressFamily: 'IPv4', Entries: [{ Cidr: '192.0.2.0/24' }, { Cidr: '198.51.100.0/24' }, { Cidr: '10.0.0.0/8' }] }) as { PrefixList: { PrefixListId: string } };
  await play('ec2', 'ModifyManagedPrefixList', { PrefixListId: list.PrefixListId, CurrentVersion: 1, AddEntries: [{ Cidr: '203.0.113.0/24', Description: 'example' }] });
}

/** Three interfaces, each with its session; one filter and one target more than are used. */
export async function furnishMirrors(play: Play): Promise<void> {
  await play('ec2', 'RunInstances', { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 3, MaxCount: 3 });
  const { NetworkInterfaces: nics } = await play('ec2', 'DescribeNetworkInterfaces', { MaxResults: 5 }) as { NetworkInterfaces: readonly { NetworkInterfaceId: string }[] };
  const { NetworkInterfaces: rest } = await play('ec2', 'DescribeNetworkInterfaces', { MaxResults: 5, NextToken: Buffer.from('DescribeNetworkInterfaces:2').toString('base64url') }) as { NetworkInterfaces: readonly { NetworkInterfaceId: string }[] };
  for (const [n, { NetworkInterfaceId }] of [...nics, ...rest].entries()) {
    const { TrafficMirrorTarget: target } = await play('ec2', 'CreateTrafficMirrorTarget', { NetworkInterfaceId }) as { TrafficMirrorTarget: { TrafficMirrorTargetId: string } };
    const { TrafficMirrorFilter: filter } = await play('ec2', 'CreateTrafficMirrorFilter', { Description: 'example' }) as { TrafficMirrorFilter: { TrafficMirrorFilterId: string } };
    await play('ec2', 'CreateTrafficMirrorSession', { NetworkInterfaceId, TrafficMirrorTargetId: target.TrafficMirrorTargetId, TrafficMirrorFilterId: filter.TrafficMirrorFilterId, SessionNumber: n + 1, Description: 'example' });
  }
}
/** Targets and filters that no session uses. */
export async function furnishMirrorParts(play: Play): Promise<void> {
  for (let n = 0; n < 3; n++) {
    await play('ec2', 'CreateTrafficMirrorTarget', { NetworkLoadBalancerArn: `arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/example/${String(n)}` });
    await play('ec2', 'CreateTrafficMirrorFilter', { Description: 'example' });
  }
}
/** Three VPCs that hold subnets and nothing else; two have a gateway. */
export async function furnishEmptyVpcs(play: Play): Promise<void> {
  const { vpcs: [, second] } = await furnishVpcs(play);
  const { InternetGateway: gateway } = await play('ec2', 'CreateInternetGateway', {}) as { InternetGateway: { InternetGatewayId: string } };
  await play('ec2', 'AttachInternetGateway', { InternetGatewayId: gateway.InternetGatewayId, VpcId: second });
}
