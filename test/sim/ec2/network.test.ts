// Security groups, interfaces, tags, profiles, key pairs, regions, as BEHAVIOUR.md says.
import { DisableRegionCommand, EnableRegionCommand, GetRegionOptStatusCommand } from '@aws-sdk/client-account';
import {
  AssociateIamInstanceProfileCommand, AuthorizeSecurityGroupEgressCommand, AuthorizeSecurityGroupIngressCommand, CreateKeyPairCommand, CreateSecurityGroupCommand, CreateTagsCommand, DeleteKeyPairCommand, DeleteSecurityGroupCommand, DeleteTagsCommand, DescribeAddressesCommand, DescribeAvailabilityZonesCommand,
  DescribeIamInstanceProfileAssociationsCommand, DescribeImagesCommand, DescribeInstancesCommand, DescribeKeyPairsCommand, DescribeNetworkInterfacesCommand, DescribeRegionsCommand, DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeTagsCommand, DescribeVpcsCommand,
  DisassociateIamInstanceProfileCommand, GetEbsEncryptionByDefaultCommand, GetSerialConsoleAccessStatusCommand, ImportKeyPairCommand, ModifyNetworkInterfaceAttributeCommand, ReplaceIamInstanceProfileAssociationCommand, RevokeSecurityGroupEgressCommand, RevokeSecurityGroupIngressCommand, RunInstancesCommand, type EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { iamState } from '../../../src/sim/services/iam/state.ts';
import { ALICE_KEY, opened, refusal } from './opened.ts';

const newGroup = async (ec2: EC2Client, GroupName = 'isolated'): Promise<string> => (await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'test' }))).GroupId ?? '';
const showGroup = async (ec2: EC2Client, id: string) => (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups?.[0];
const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const ALL = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

describe('a security group', () => {
  it('lets everything out from the start, and nothing after that rule is revoked', async () => {
    const { ec2 } = await opened();
    const id = await newGroup(ec2);
    expect(await showGroup(ec2, id)).toMatchObject({ IpPermissionsEgress: [ALL] });
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: [ALL] }));
    const { IpPermissions, IpPermissionsEgress } = (await showGroup(ec2, id)) ?? {};
    expect([IpPermissions ?? [], IpPermissionsEgress ?? []]).toEqual([[], []]);
  });

  it('has a name of its own in its VPC', async () => {
    const { ec2 } = await opened();
    await newGroup(ec2);
    const [code, message] = await refusal(newGroup(ec2));
    expect(code).toBe('InvalidGroup.Duplicate');
    expect(message).toMatch(/^The security group 'isolated' already exists for VPC 'vpc-0[0-9a-f]{16}'$/u);
    expect((await refusal(newGroup(ec2, 'default')))[0]).toBe('InvalidParameterValue');
    expect((await refusal(newGroup(ec2, 'sg-mine')))[0]).toBe('InvalidParameterValue');
  });

  it('takes a rule once, and gives it back by its permission or by its id', async () => {
    const account = await opened();
    const GroupId = await newGroup(account.ec2);
    await account.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [SSH] }));
    expect(await refusal(account.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [SSH] }))))
      .toEqual(['InvalidPermission.Duplicate', 'the specified rule "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW" already exists', 400]);
    await account.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [SSH] }));
    const again = await account.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [SSH] }));
    expect(again.UnknownIpPermissions).toMatchObject([SSH]);
    await account.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [SSH] }));
    const rules = async () => (await account.ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId] }] }))).SecurityGroupRules ?? [];
    expect((await rules()).map((r) => [r.IsEgress, r.IpProtocol, r.FromPort])).toEqual([[true, '-1', -1], [true, 'tcp', 22]]);
    await account.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: (await rules()).map((r) => r.SecurityGroupRuleId ?? '') }));
    expect(await rules()).toEqual([]);
    expect(account.event('AuthorizeSecurityGroupIngress')['error']).toBe('Client.InvalidPermission.Duplicate');
    expect(account.event('AuthorizeSecurityGroupEgress')['request']).toMatchObject({ groupId: GroupId, ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, groups: {}, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] }, prefixListIds: {} }] } });
  });

  it('is not deleted while an interface or another group uses it, nor when it is the default one', async () => {
    const account = await opened();
    const id = await newGroup(account.ec2);
    const other = await newGroup(account.ec2, 'other');
    await account.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: other, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: id }] }] }));
    expect(await refusal(account.ec2.send(new DeleteSecurityGroupCommand({ GroupId: id })))).toEqual(['DependencyViolation', `resource ${id} has a dependent object`, 400]);
    await account.ec2.send(new DeleteSecurityGroupCommand({ GroupId: other }));
    await account.ec2.send(new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', MinCount: 1, MaxCount: 1, SecurityGroupIds: [id] }));
    expect((await refusal(account.ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }))))[0]).toBe('DependencyViolation');
    const { SecurityGroups } = await account.ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
    expect((await refusal(account.ec2.send(new DeleteSecurityGroupCommand({ GroupId: SecurityGroups?.[0]?.GroupId }))))[0]).toBe('CannotDelete');
    expect((await refusal(showGroup(account.ec2, 'sg-0123456789abcdef0'))).slice(0, 2)).toEqual(['InvalidGroup.NotFound', 'The security group \'sg-0123456789abcdef0\' does not exist']);
  });

  it('is written by CloudTrail with name, description and the new id', async () => {
    const account = await opened();
    const id = await newGroup(account.ec2);
    const { request, response } = account.event('CreateSecurityGroup');
    expect(request).toEqual({ groupName: 'isolated', groupDescription: 'test' });
    expect(response).toMatchObject({ _return: true, groupId: id });
  });
});

describe('a network interface', () => {
  it('is given other groups one by one', async () => {
    const account = await opened();
    const GroupId = await newGroup(account.ec2);
    const { Instances } = await account.ec2.send(new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', MinCount: 1, MaxCount: 1, NetworkInterfaces: [{ DeviceIndex: 0 }, { DeviceIndex: 1 }] }));
    const InstanceId = Instances?.[0]?.InstanceId ?? '';
    const nics = async () => (await account.ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }] }))).NetworkInterfaces ?? [];
    for (const { NetworkInterfaceId } of await nics()) await account.ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [GroupId] }));
    expect((await nics()).map((n) => n.Groups?.map((g) => g.GroupId))).toEqual([[GroupId], [GroupId]]);
    expect((await refusal(account.ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: (await nics())[0]?.NetworkInterfaceId }))))[0]).toBe('InvalidParameterCombination');
    expect((await account.ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'network-interface.group-id', Values: [GroupId] }] }))).Reservations).toHaveLength(1);
  });
});

describe('tags', () => {
  it('are put on anything that exists, and taken off by key or by key and value', async () => {
    const account = await opened();
    const id = await newGroup(account.ec2);
    await account.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }));
    const tags = async () => ((await account.ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }))).Tags ?? []).map((t) => `${t.ResourceType ?? ''} ${t.Key ?? ''}=${t.Value ?? ''}`);
    expect(await tags()).toEqual(['security-group a=1', 'security-group b=2']);
    await account.ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'a' }, { Key: 'b', Value: 'other' }] }));
    expect(await tags()).toEqual(['security-group b=2']);
    expect(account.event('CreateTags')['request']).toEqual({ resourcesSet: { items: [{ resourceId: id }] }, tagSet: { items: [{ key: 'a', value: '1' }, { key: 'b', value: '2' }] } });
    expect((await refusal(account.ec2.send(new CreateTagsCommand({ Resources: ['i-0123456789abcdef0'], Tags: [{ Key: 'a' }] }))))[0]).toBe('InvalidInstanceID.NotFound');
    expect((await refusal(account.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'aws:x' }] }))))[0]).toBe('InvalidParameterValue');
  });
});

describe('an instance profile', () => {
  const arn = 'arn:aws:iam::111122223333:instance-profile/web';
  async function withProfile(accessKeyId?: string, allowed: Parameters<typeof opened>[0] = {}) {
    const account = await opened(allowed);
    const now = account.world.now();
    const iam = iamState(account.world);
    iam.roles.put({ id: 'AROAWEBEXAMPLE0000000', name: 'web', path: '/', arn: 'arn:aws:iam::111122223333:role/web', createdAt: now, tags: [], inline: new Map(), attached: [], boundary: undefined, description: undefined, trust: '{}', maxSessionSeconds: 3600 }, now);
    iam.instanceProfiles.set('web', { id: 'AIPAWEBEXAMPLE0000000', name: 'web', path: '/', arn, createdAt: now, tags: [], roleId: 'AROAWEBEXAMPLE0000000' });
    const ec2 = account.ec2In('us-east-1', accessKeyId);
    return { account, ec2, launch: () => ec2.send(new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', MinCount: 1, MaxCount: 1, IamInstanceProfile: { Name: 'web' } })) };
  }

  it('is one association per instance, replaced or taken away', async () => {
    const { ec2, launch } = await withProfile();
    const InstanceId = (await launch()).Instances?.[0]?.InstanceId;
    const all = async () => (await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}))).IamInstanceProfileAssociations ?? [];
    const [first] = await all();
    expect(first).toMatchObject({ InstanceId, State: 'associated', IamInstanceProfile: { Arn: arn, Id: 'AIPAWEBEXAMPLE0000000' } });
    expect((await refusal(ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile: { Arn: arn } })))).slice(0, 2)).toEqual(['IncorrectState', `There is an existing association for instance ${InstanceId ?? ''}`]);
    const replaced = await ec2.send(new ReplaceIamInstanceProfileAssociationCommand({ AssociationId: first?.AssociationId, IamInstanceProfile: { Arn: arn } }));
    const AssociationId = replaced.IamInstanceProfileAssociation?.AssociationId;
    expect(AssociationId).not.toBe(first?.AssociationId);
    expect((await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }))).IamInstanceProfileAssociation?.State).toBe('disassociating');
    expect(await all()).toEqual([]);
    expect((await refusal(ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }))))[0]).toBe('InvalidAssociationID.NotFound');
    expect((await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'iam-instance-profile.arn', Values: [arn] }] }))).Reservations ?? []).toEqual([]);
  });

  it('is passed only by who may pass its role', async () => {
    const statement = { Effect: 'Allow' as const, Action: 'ec2:*', Resource: '*' };
    const { launch } = await withProfile(ALICE_KEY, { allowed: [{ Version: '2012-10-17', Statement: [statement] }] });
    const [code, message] = await refusal(launch());
    expect(code).toBe('UnauthorizedOperation');
    expect(message).toContain('iam:PassRole on resource: arn:aws:iam::111122223333:role/web');
  });
});

describe('key pairs', () => {
  it('show the private half once, and mask it in the history', async () => {
    const account = await opened();
    const made = await account.ec2.send(new CreateKeyPairCommand({ KeyName: 'miner' }));
    expect(made.KeyMaterial).toContain('PRIVATE KEY');
    expect(account.event('CreateKeyPair')['response']).toMatchObject({ keyName: 'miner', keyMaterial: '<sensitiveDataRemoved>' });
    expect((await refusal(account.ec2.send(new CreateKeyPairCommand({ KeyName: 'miner' }))))[0]).toBe('InvalidKeyPair.Duplicate');
    await account.ec2.send(new ImportKeyPairCommand({ KeyName: 'own', PublicKeyMaterial: Buffer.from('ssh-ed25519 AAAAC3EXAMPLE alice') }));
    expect((await account.ec2.send(new DescribeKeyPairsCommand({ IncludePublicKey: true }))).KeyPairs?.map((k) => [k.KeyName, k.KeyType, k.PublicKey])).toEqual([['miner', 'rsa', undefined], ['own', 'ed25519', 'ssh-ed25519 AAAAC3EXAMPLE alice']]);
    await account.ec2.send(new DeleteKeyPairCommand({ KeyName: 'miner' }));
    await account.ec2.send(new DeleteKeyPairCommand({ KeyName: 'miner' }));
    expect((await refusal(account.ec2.send(new DescribeKeyPairsCommand({ KeyNames: ['miner'] }))))[0]).toBe('InvalidKeyPair.NotFound');
    expect((await refusal(account.ec2.send(new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', MinCount: 1, MaxCount: 1, KeyName: 'miner' }))))[0]).toBe('InvalidKeyPair.NotFound');
  });
});

describe('the ground', () => {
  it('is a default VPC with a subnet per zone, the same whenever one looks', async () => {
    const account = await opened();
    const again = await opened();
    const look = async ({ ec2 }: { ec2: EC2Client }) => [(await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.map((v) => [v.VpcId, v.IsDefault]), (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.map((s) => [s.SubnetId, s.AvailabilityZone])];
    await again.ec2In('eu-west-1').send(new DescribeVpcsCommand({}));
    expect(await look(account)).toEqual(await look(again));
    expect((await account.ec2.send(new DescribeAvailabilityZonesCommand({}))).AvailabilityZones?.map((z) => z.ZoneId)).toEqual(['use1-az1', 'use1-az2', 'use1-az3', 'use1-az4', 'use1-az5', 'use1-az6']);
  });

  it('has images, no addresses, and safe settings', async () => {
    const { ec2 } = await opened();
    expect((await ec2.send(new DescribeImagesCommand({ ImageIds: ['ami-0abcdef1234567890'] }))).Images?.map((i) => i.ImageOwnerAlias)).toEqual(['amazon']);
    expect((await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }))).Images ?? []).toEqual([]);
    expect((await ec2.send(new DescribeAddressesCommand({}))).Addresses ?? []).toEqual([]);
    expect((await ec2.send(new GetSerialConsoleAccessStatusCommand({}))).SerialConsoleAccessEnabled).toBe(false);
    expect((await ec2.send(new GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault).toBe(false);
  });
});

describe('regions', () => {
  it('are 17 for every account, and 34 with those that it may opt in to', async () => {
    const { ec2 } = await opened();
    expect((await ec2.send(new DescribeRegionsCommand({}))).Regions).toHaveLength(17);
    const all = (await ec2.send(new DescribeRegionsCommand({ AllRegions: true }))).Regions ?? [];
    expect([all.length, all.filter((r) => r.OptInStatus === 'not-opted-in').length]).toEqual([34, 17]);
  });

  it('are two in China, both open', async () => {
    const { ec2 } = await opened({ partition: 'aws-cn' });
    expect((await ec2.send(new DescribeRegionsCommand({ AllRegions: true }))).Regions?.map((r) => [r.RegionName, r.Endpoint])).toEqual([['cn-north-1', 'ec2.cn-north-1.amazonaws.com.cn'], ['cn-northwest-1', 'ec2.cn-northwest-1.amazonaws.com.cn']]);
  });

  it('answer once enabled, and hide what runs in them when disabled again', async () => {
    const account = await opened();
    const zurich = account.ec2In('eu-central-2');
    expect((await refusal(zurich.send(new DescribeInstancesCommand({}))))[0]).toBe('AuthFailure');
    await account.account.send(new EnableRegionCommand({ RegionName: 'eu-central-2' }));
    expect((await refusal(account.account.send(new DisableRegionCommand({ RegionName: 'eu-central-2' }))))[0]).toBe('ConflictException');
    account.pass(600);
    await zurich.send(new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', MinCount: 1, MaxCount: 1 }));
    expect((await account.ec2.send(new DescribeRegionsCommand({ RegionNames: ['eu-central-2'] }))).Regions?.[0]?.OptInStatus).toBe('opted-in');
    await account.account.send(new DisableRegionCommand({ RegionName: 'eu-central-2' }));
    account.pass(600);
    expect((await account.account.send(new GetRegionOptStatusCommand({ RegionName: 'eu-central-2' }))).RegionOptStatus).toBe('DISABLED');
    expect((await refusal(zurich.send(new DescribeInstancesCommand({}))))[0]).toBe('AuthFailure');
    await account.account.send(new EnableRegionCommand({ RegionName: 'eu-central-2' }));
    account.pass(600);
    expect((await zurich.send(new DescribeInstancesCommand({}))).Reservations).toHaveLength(1);
  });
});
