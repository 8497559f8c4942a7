// Ways in through the network, ways out of it, and the settings of EC2 that a stranger loosens.
import type { Answers, Mechanism, Played } from '../row.ts';

const OTHER = '444455556666', IMAGE = 'ami-0123456789abcdef0', FAR = 'ap-south-1';
const ec2 = (operation: string, input: Played['input'], as?: string, region?: string): Played => ({ service: 'ec2', operation, input, ...(as === undefined ? {} : { as }), ...(region === undefined ? {} : { region }) });
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';
const POSTURE = 'By itself it is only weak: many accounts have it so.';
const GONE = 'What is deleted is shown by the history alone.';

const idIn = (a: Answers, as: string, member: string, id: string): string => (a[as] as Record<string, Record<string, string>>)[member]?.[id] ?? '';
const firstIn = (a: Answers, as: string, list: string, id: string, n = 0): string => (a[as] as Record<string, Record<string, Record<string, string>>>)[list]?.[String(n)]?.[id] ?? '';
const vpc = (CidrBlock: string, as: string, region?: string): Played => ec2('CreateVpc', { CidrBlock }, as, region);
const vpcId = (a: Answers, as: string): string => idIn(a, as, 'Vpc', 'VpcId');
const inVpc = (as: string) => (a: Answers): object => ({ Filters: [{ Name: 'vpc-id', Values: [vpcId(a, as)] }] });
const group = (GroupName: string, as: string): Played => ec2('CreateSecurityGroup', { GroupName, Description: 'example' }, as);
const groupId = (a: Answers, as: string): string => (a[as] as { GroupId: string }).GroupId;
const anybody = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
const list = (PrefixListName: string, as: string): Played => ec2('CreateManagedPrefixList', { PrefixListName, MaxEntries: 10, AddressFamily: 'IPv4', Entries: [{ Cidr: '192.0.2.0/24' }] }, as);
const listId = (a: Answers, as: string): string => idIn(a, as, 'PrefixList', 'PrefixListId');
const address = (as: string): Played => ec2('AllocateAddress', { Domain: 'vpc' }, as);
const two = (as: string): Played => ec2('RunInstances', { ImageId: IMAGE, InstanceType: 't3.micro', MinCount: 2, MaxCount: 2 }, as);
const onMachine = (of: string, on: string, n: number): Played => ec2('AssociateAddress', (a) => ({ AllocationId: (a[of] as { AllocationId: string }).AllocationId, InstanceId: firstIn(a, on, 'Instances', 'InstanceId', n), AllowReassociation: true }));
const flowLog = (of: string, as?: string): Played => ec2('CreateFlowLogs', (a) => ({ ResourceType: 'VPC', ResourceIds: [vpcId(a, of)], TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: `arn:aws:s3:::example-${of}` }), as);
const toDefaultSubnets = Array.from({ length: 3 }, (_, n) => ec2('DeleteSubnet', (a) => ({ SubnetId: firstIn(a, 's54', 'Subnets', 'SubnetId', n) }), undefined, FAR));

export const rows: readonly Mechanism[] = [
  { row: 43, title: 'the serial console opened', plant: [ec2('EnableSerialConsoleAccess', {})], shows: ['ec2/serial-console-access'], notFromConfiguration: POSTURE },
  {
    row: 44, title: 'an Instance Connect Endpoint', alone: true, setUp: [vpc('10.44.0.0/16', 'v44'), ec2('CreateSubnet', (a) => ({ VpcId: vpcId(a, 'v44'), CidrBlock: '10.44.0.0/24' }), 's44')],
    plant: [ec2('CreateInstanceConnectEndpoint', (a) => ({ SubnetId: idIn(a, 's44', 'Subnet', 'SubnetId') }))], shows: ['ec2/instance-connect-endpoint'], notFromConfiguration: ORDINARY,
  },
  { row: 45, title: 'a security group of the stranger\'s own', plant: [group('r45', 'g45')], shows: ['ec2/security-group'], notFromConfiguration: ORDINARY },
  { row: 45, title: 'the owner\'s security group opened', setUp: [group('r45o', 'g45o')], plant: [ec2('AuthorizeSecurityGroupIngress', (a) => ({ GroupId: groupId(a, 'g45o'), IpPermissions: anybody }))], shows: ['ec2/security-group-rule'], notFromConfiguration: POSTURE },
  {
    row: 45, title: 'a way out of the owner\'s security group', setUp: [group('r45e', 'g45e')],
    plant: [ec2('AuthorizeSecurityGroupEgress', (a) => ({ GroupId: groupId(a, 'g45e'), IpPermissions: [{ IpProtocol: 'tcp', FromPort: 4444, ToPort: 4444, IpRanges: [{ CidrIp: '203.0.113.66/32' }] }] }))], shows: ['ec2/security-group-rule'], notFromConfiguration: ORDINARY,
  },
  { row: 46, title: 'a network put into the owner\'s prefix list', setUp: [list('r46', 'l46')], plant: [ec2('ModifyManagedPrefixList', (a) => ({ PrefixListId: listId(a, 'l46'), CurrentVersion: 1, AddEntries: [{ Cidr: '203.0.113.0/24' }] }))], shows: ['ec2/managed-prefix-list'], notFromConfiguration: ORDINARY },
  { row: 46, title: 'a prefix list of the stranger\'s own', plant: [list('r46s', 'l46s')], shows: ['ec2/managed-prefix-list'], notFromConfiguration: ORDINARY },
  {
    row: 47, title: 'an entry of a network ACL', alone: true, setUp: [vpc('10.47.0.0/16', 'v47'), ec2('DescribeNetworkAcls', inVpc('v47'), 'a47')],
    plant: [ec2('CreateNetworkAclEntry', (a) => ({ NetworkAclId: firstIn(a, 'a47', 'NetworkAcls', 'NetworkAclId'), RuleNumber: 1, Protocol: '-1', RuleAction: 'allow', Egress: false, CidrBlock: '203.0.113.0/24' }))], shows: ['ec2/network-acl-entry'], notFromConfiguration: ORDINARY,
  },
  {
    row: 47, title: 'a route by a peering connection', alone: true, setUp: [ec2('DescribeRouteTables', inVpc('v47'), 't47')],
    plant: [
      ec2('CreateVpcPeeringConnection', (a) => ({ VpcId: vpcId(a, 'v47'), PeerVpcId: 'vpc-0123456789abcdef0', PeerOwnerId: OTHER }), 'p47'),
      ec2('CreateRoute', (a) => ({ RouteTableId: firstIn(a, 't47', 'RouteTables', 'RouteTableId'), DestinationCidrBlock: '198.51.100.0/24', VpcPeeringConnectionId: idIn(a, 'p47', 'VpcPeeringConnection', 'VpcPeeringConnectionId') })),
    ],
    shows: ['ec2/route'], notFromConfiguration: ORDINARY,
  },
  {
    row: 47, title: 'a peering connection to another account', alone: true, setUp: [vpc('10.48.0.0/16', 'v47p')],
    plant: [ec2('CreateVpcPeeringConnection', (a) => ({ VpcId: vpcId(a, 'v47p'), PeerVpcId: 'vpc-0fedcba9876543210', PeerOwnerId: OTHER }))], shows: ['ec2/vpc-peering-connection'], notFromConfiguration: ORDINARY,
  },
  {
    row: 48, title: 'the traffic of a machine mirrored', setUp: [ec2('RunInstances', { ImageId: IMAGE, InstanceType: 'm5.large', MinCount: 1, MaxCount: 1 }, 'i48')],
    plant: [
      ec2('CreateTrafficMirrorTarget', { NetworkLoadBalancerArn: `arn:aws:elasticloadbalancing:us-east-1:${OTHER}:loadbalancer/net/example/0123456789abcdef` }, 't48'),
      ec2('CreateTrafficMirrorFilter', {}, 'f48'),
      ec2('CreateTrafficMirrorSession', (a) => ({
        NetworkInterfaceId: (a['i48'] as { Instances: { 0: { NetworkInterfaces: { 0: { NetworkInterfaceId: string } } } } }).Instances[0].NetworkInterfaces[0].NetworkInterfaceId,
        TrafficMirrorTargetId: idIn(a, 't48', 'TrafficMirrorTarget', 'TrafficMirrorTargetId'), TrafficMirrorFilterId: idIn(a, 'f48', 'TrafficMirrorFilter', 'TrafficMirrorFilterId'), SessionNumber: 1,
      })),
    ],
    shows: ['ec2/traffic-mirror-session'], notFromConfiguration: ORDINARY,
  },
  { row: 53, title: 'an Elastic IP address offered to another account', setUp: [address('e53')], plant: [ec2('EnableAddressTransfer', (a) => ({ AllocationId: (a['e53'] as { AllocationId: string }).AllocationId, TransferAccountId: OTHER }))], shows: ['ec2/address-transfer'] },
  {
    row: 53, title: 'the owner\'s Elastic IP address put on another machine', setUp: [address('e53m'), two('i53'), onMachine('e53m', 'i53', 0)],
    plant: [onMachine('e53m', 'i53', 1)], shows: ['ec2/elastic-ip'], notFromConfiguration: ORDINARY,
  },
  { row: 53, title: 'an Elastic IP address of the stranger\'s own', alone: true, plant: [address('e53s')], shows: ['ec2/elastic-ip'], notFromConfiguration: ORDINARY },
  {
    row: 54, title: 'the default VPC made again', alone: true,
    setUp: [
      ec2('DescribeVpcs', {}, 'v54', FAR), ec2('DescribeSubnets', {}, 's54', FAR), ec2('DescribeInternetGateways', {}, 'g54', FAR),
      ec2('DetachInternetGateway', (a) => ({ InternetGatewayId: firstIn(a, 'g54', 'InternetGateways', 'InternetGatewayId'), VpcId: firstIn(a, 'v54', 'Vpcs', 'VpcId') }), undefined, FAR),
      ec2('DeleteInternetGateway', (a) => ({ InternetGatewayId: firstIn(a, 'g54', 'InternetGateways', 'InternetGatewayId') }), undefined, FAR), ...toDefaultSubnets,
      ec2('DeleteVpc', (a) => ({ VpcId: firstIn(a, 'v54', 'Vpcs', 'VpcId') }), undefined, FAR),
    ],
    plant: [ec2('CreateDefaultVpc', {}, undefined, FAR)], shows: ['ec2/vpc'], notFromConfiguration: 'Every Region of a new account has one.',
  },
  { row: 100, title: 'a flow log deleted', alone: true, setUp: [vpc('10.100.0.0/16', 'v100'), flowLog('v100', 'l100')], plant: [ec2('DeleteFlowLogs', (a) => ({ FlowLogIds: [(a['l100'] as { FlowLogIds: { 0: string } }).FlowLogIds[0]] }))], shows: [], events: ['ec2:DeleteFlowLogs'], notFromConfiguration: GONE },
];
