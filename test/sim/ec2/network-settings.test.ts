// Addresses, peerings, prefix lists, routes, endpoints, default VPCs and the settings of a region, as BEHAVIOUR.md says.
import {
  AllocateAddressCommand, AttachInternetGatewayCommand, CreateDefaultVpcCommand, CreateFlowLogsCommand, CreateInstanceConnectEndpointCommand, CreateInternetGatewayCommand, CreateManagedPrefixListCommand, CreateNetworkAclEntryCommand, CreateRouteCommand, CreateVpcCommand,
  CreateVpcPeeringConnectionCommand, DeleteFlowLogsCommand, DeleteInternetGatewayCommand, DeleteSubnetCommand, DeleteVpcCommand, DeleteVpcPeeringConnectionCommand, DescribeAddressTransfersCommand, DescribeAvailabilityZonesCommand, DescribeInstanceConnectEndpointsCommand,
  DescribeInstancesCommand, DescribeInternetGatewaysCommand, DescribeNetworkAclsCommand, DescribeRouteTablesCommand, DescribeSubnetsCommand, DescribeVpcPeeringConnectionsCommand, DescribeVpcsCommand, DetachInternetGatewayCommand, DisableImageBlockPublicAccessCommand,
  EnableAddressTransferCommand, EnableImageBlockPublicAccessCommand, GetImageBlockPublicAccessStateCommand, GetInstanceMetadataDefaultsCommand, GetManagedPrefixListEntriesCommand, ModifyInstanceConnectEndpointCommand, ModifyInstanceMetadataDefaultsCommand,
  ModifyManagedPrefixListCommand, RestoreManagedPrefixListVersionCommand, RunInstancesCommand, EnableSnapshotBlockPublicAccessCommand, EnableSerialConsoleAccessCommand, type EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { networkRoom } from '../../../src/sim/services/ec2/network-room.ts';
import { opened, refusal } from './opened.ts';

const codeOf = async (asking: Promise<unknown>): Promise<string> => (await refusal(asking))[0];
const vpcOf = async (ec2: EC2Client): Promise<string> => (await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId ?? '';

describe('the settings of a region', () => {
  it('a block on images is shown a while after it was asked for', async () => {
    const { ec2, pass } = await opened();
    const state = async () => (await ec2.send(new GetImageBlockPublicAccessStateCommand({}))).ImageBlockPublicAccessState;
    await ec2.send(new DisableImageBlockPublicAccessCommand({}));
    const { ImageBlockPublicAccessState: answered } = await ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: 'block-new-sharing' }));
    expect([answered, await state()]).toEqual(['block-new-sharing', 'unblocked']);
    pass(6);
    expect(await state()).toBe('block-new-sharing');
  });
  it('metadata defaults hold for launches that say nothing, until nobody prefers anything', async () => {
    const { ec2 } = await opened();
    const launch = async (HttpTokens?: 'optional') => (await ec2.send(new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, ...(HttpTokens ? { MetadataOptions: { HttpTokens } } : {}) }))).Instances?.[0]?.MetadataOptions;
    await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'optional', HttpPutResponseHopLimit: 3 }));
    expect(await launch()).toMatchObject({ HttpTokens: 'optional', HttpPutResponseHopLimit: 3 });
    await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'required' }));
    expect(await launch('optional')).toMatchObject({ HttpTokens: 'optional' });
    await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1 }));
    expect((await ec2.send(new GetInstanceMetadataDefaultsCommand({}))).AccountLevel).toEqual({ ManagedBy: 'account' });
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'metadata-options.http-tokens', Values: ['optional'] }, { Name: 'metadata-options.http-endpoint', Values: ['enabled'] }] }));
    expect(Reservations).toHaveLength(2);
  });
  it('a declarative policy keeps the account from changing them', async () => {
    const { ec2, world } = await opened();
    networkRoom(world, 'us-east-1').settings.declared = true;
    expect(await codeOf(ec2.send(new EnableSnapshotBlockPublicAccessCommand({ State: 'block-all-sharing' })))).toBe('DeclarativePolicyViolation');
    expect((await ec2.send(new GetImageBlockPublicAccessStateCommand({}))).ManagedBy).toBe('declarative-policy');
  });
  it('stands in the history under its own name, with nothing that names the setting', async () => {
    const { ec2, event } = await opened();
    await ec2.send(new EnableSerialConsoleAccessCommand({}));
    expect(event('EnableSerialConsoleAccess')).toMatchObject({ request: { EnableSerialConsoleAccessRequest: '' }, response: { EnableSerialConsoleAccessResponse: { serialConsoleAccessEnabled: true } } });
  });
});

describe('the network', () => {
  it('an address is offered to another account for seven days', async () => {
    const { ec2, pass } = await opened();
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    expect(await codeOf(ec2.send(new EnableAddressTransferCommand({ AllocationId, TransferAccountId: '111122223333' })))).toBe('InvalidParameterValue');
    await ec2.send(new EnableAddressTransferCommand({ AllocationId, TransferAccountId: '444455556666' }));
    const offers = async () => (await ec2.send(new DescribeAddressTransfersCommand({}))).AddressTransfers;
    expect(await offers()).toMatchObject([{ AllocationId, TransferAccountId: '444455556666', AddressTransferStatus: 'pending' }]);
    pass(8 * 86_400);
    expect(await offers()).toEqual([]);
  });
  it('a prefix list keeps its versions, and takes no change of an old one', async () => {
    const { ec2 } = await opened();
    const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand({ PrefixListName: 'offices', MaxEntries: 2, AddressFamily: 'IPv4', Entries: [{ Cidr: '192.0.2.0/24' }] }));
    const PrefixListId = PrefixList?.PrefixListId ?? '';
    const cidrs = async () => (await ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId }))).Entries?.map((e) => e.Cidr);
    await ec2.send(new ModifyManagedPrefixListCommand({ PrefixListId, CurrentVersion: 1, AddEntries: [{ Cidr: '203.0.113.0/24' }] }));
    expect(await codeOf(ec2.send(new ModifyManagedPrefixListCommand({ PrefixListId, CurrentVersion: 1, AddEntries: [{ Cidr: '198.51.100.0/24' }] })))).toBe('PrefixListVersionMismatch');
    const { PrefixList: restored } = await ec2.send(new RestoreManagedPrefixListVersionCommand({ PrefixListId, PreviousVersion: 1, CurrentVersion: 2 }));
    expect([restored?.Version, await cidrs()]).toEqual([3, ['192.0.2.0/24']]);
  });
  it('a peering that ended stays visible for two hours', async () => {
    const { ec2, pass } = await opened();
    const { VpcPeeringConnection: peering } = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: await vpcOf(ec2), PeerVpcId: 'vpc-0123456789abcdef0', PeerOwnerId: '444455556666' }));
    await ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: peering?.VpcPeeringConnectionId }));
    const states = async () => (await ec2.send(new DescribeVpcPeeringConnectionsCommand({}))).VpcPeeringConnections?.map((p) => p.Status?.Code);
    expect(await states()).toEqual(['deleted']);
    pass(7_300);
    expect(await states()).toEqual([]);
  });
  it('a destination stands once in a table, a number once in a direction', async () => {
    const { ec2 } = await opened();
    const { RouteTables: [table] = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
    expect(table?.Routes?.map((r) => [r.DestinationCidrBlock, r.Origin])).toEqual([['172.31.0.0/16', 'CreateRouteTable'], ['0.0.0.0/0', 'CreateRoute']]);
    const GatewayId = table?.Routes?.[1]?.GatewayId;
    expect(await codeOf(ec2.send(new CreateRouteCommand({ RouteTableId: table?.RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId })))).toBe('RouteAlreadyExists');
    const { NetworkAcls: [acl] = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
    expect(await codeOf(ec2.send(new CreateNetworkAclEntryCommand({ NetworkAclId: acl?.NetworkAclId, RuleNumber: 100, Protocol: '-1', RuleAction: 'deny', Egress: true, CidrBlock: '0.0.0.0/0' })))).toBe('NetworkAclEntryAlreadyExists');
  });
  it('an endpoint takes a minute to be made, and is one of its VPC', async () => {
    const { ec2, pass } = await opened();
    const { Subnets: [one, other] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { InstanceConnectEndpoint: made } = await ec2.send(new CreateInstanceConnectEndpointCommand({ SubnetId: one?.SubnetId }));
    const InstanceConnectEndpointId = made?.InstanceConnectEndpointId;
    expect(await codeOf(ec2.send(new CreateInstanceConnectEndpointCommand({ SubnetId: other?.SubnetId })))).toBe('InstanceConnectEndpointLimitExceeded');
    expect(await codeOf(ec2.send(new ModifyInstanceConnectEndpointCommand({ InstanceConnectEndpointId, PreserveClientIp: true })))).toBe('IncorrectState');
    pass(61);
    expect((await ec2.send(new DescribeInstanceConnectEndpointsCommand({}))).InstanceConnectEndpoints?.map((e) => e.State)).toEqual(['create-complete']);
  });
  it('deleting flow logs names what it does not know, and deletes the rest', async () => {
    const { ec2 } = await opened();
    const { FlowLogIds: [id = ''] = [] } = await ec2.send(new CreateFlowLogsCommand({ ResourceType: 'VPC', ResourceIds: [await vpcOf(ec2)], TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::example-logs' }));
    const { Unsuccessful = [] } = await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds: [id, 'fl-0123456789abcdef0'] }));
    expect(Unsuccessful.map((u) => [u.ResourceId, u.Error?.Code])).toEqual([['fl-0123456789abcdef0', 'InvalidFlowLogId.NotFound']]);
  });
});

describe('a default VPC', () => {
  it('is deleted when nothing is in it, and made anew where there is none; zones stay', async () => {
    const { ec2 } = await opened();
    const VpcId = await vpcOf(ec2);
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { InternetGateways: [gateway] = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
    const InternetGatewayId = gateway?.InternetGatewayId;
    expect(await codeOf(ec2.send(new CreateDefaultVpcCommand({})))).toBe('DefaultVpcAlreadyExists');
    expect(await codeOf(ec2.send(new DeleteVpcCommand({ VpcId })))).toBe('DependencyViolation');
    await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
    for (const { SubnetId } of Subnets) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await ec2.send(new DeleteVpcCommand({ VpcId }));
    expect(await vpcOf(ec2)).toBe('');
    expect((await ec2.send(new DescribeAvailabilityZonesCommand({}))).AvailabilityZones).toHaveLength(6);
    const { Vpc } = await ec2.send(new CreateDefaultVpcCommand({}));
    expect(Vpc).toMatchObject({ IsDefault: true, CidrBlock: '172.31.0.0/16' });
    expect((await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.every((s) => s.DefaultForAz && s.VpcId === Vpc?.VpcId)).toBe(true);
  });
  it('a VPC has one gateway', async () => {
    const { ec2 } = await opened();
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const attach = async () => {
      const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
      return ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: InternetGateway?.InternetGatewayId, VpcId: Vpc?.VpcId }));
    };
    await attach();
    expect(await codeOf(attach())).toBe('Resource.AlreadyAssociated');
  });
});
