// How CloudTrail writes RunInstances: names of 2006, counts inside the instances, user data masked.
import type { Instance, InstanceNetworkInterface, RunInstancesCommandInput, RunInstancesCommandOutput } from '@aws-sdk/client-ec2';
import { idItems, items, MASKED, tagSet, tagSpecificationSet } from './trail.ts';

function request(input: RunInstancesCommandInput): unknown {
  return {
    instancesSet: { items: [{ imageId: input.ImageId, keyName: input.KeyName, minCount: input.MinCount, maxCount: input.MaxCount }] },
    groupSet: idItems(input.SecurityGroupIds, 'groupId'),
    userData: input.UserData === undefined ? undefined : MASKED,
    instanceType: input.InstanceType,
    blockDeviceMapping: items(input.BlockDeviceMappings, ({ DeviceName, Ebs }) => ({
      deviceName: DeviceName, ebs: Ebs && { volumeSize: Ebs.VolumeSize, volumeType: Ebs.VolumeType, deleteOnTermination: Ebs.DeleteOnTermination, snapshotId: Ebs.SnapshotId, encrypted: Ebs.Encrypted },
    })),
    availabilityZone: input.Placement?.AvailabilityZone,
    monitoring: { enabled: input.Monitoring?.Enabled ?? false },
    subnetId: input.SubnetId,
    disableApiTermination: input.DisableApiTermination ?? false,
    disableApiStop: input.DisableApiStop ?? false,
    instanceInitiatedShutdownBehavior: input.InstanceInitiatedShutdownBehavior,
    clientToken: input.ClientToken,
    iamInstanceProfile: input.IamInstanceProfile && { arn: input.IamInstanceProfile.Arn, name: input.IamInstanceProfile.Name },
    networkInterfaceSet: input.NetworkInterfaces?.length
      ? items(input.NetworkInterfaces, (n) => ({ deviceIndex: n.DeviceIndex, subnetId: n.SubnetId, associatePublicIpAddress: n.AssociatePublicIpAddress, groupSet: idItems(n.Groups, 'groupId') })) : undefined,
    instanceMarketOptions: input.InstanceMarketOptions && { marketType: input.InstanceMarketOptions.MarketType },
    metadataOptions: input.MetadataOptions && { httpTokens: input.MetadataOptions.HttpTokens, httpEndpoint: input.MetadataOptions.HttpEndpoint, httpPutResponseHopLimit: input.MetadataOptions.HttpPutResponseHopLimit },
    tagSpecificationSet: tagSpecificationSet(input.TagSpecifications),
  };
}

function response(output: unknown): unknown {
  const { ReservationId, OwnerId, Instances } = output as RunInstancesCommandOutput;
  return { reservationId: ReservationId, ownerId: OwnerId, groupSet: {}, instancesSet: items(Instances, launched) };
}

const launched = (i: Instance): unknown => ({
  instanceId: i.InstanceId, imageId: i.ImageId, instanceState: { code: i.State?.Code, name: i.State?.Name }, privateDnsName: i.PrivateDnsName, keyName: i.KeyName,
  amiLaunchIndex: i.AmiLaunchIndex, productCodes: {}, instanceType: i.InstanceType, launchTime: i.LaunchTime?.getTime(),
  placement: { availabilityZone: i.Placement?.AvailabilityZone, tenancy: 'default' }, monitoring: { state: i.Monitoring?.State },
  subnetId: i.SubnetId, vpcId: i.VpcId, privateIpAddress: i.PrivateIpAddress, stateReason: { code: i.StateReason?.Code, message: i.StateReason?.Message },
  architecture: i.Architecture, rootDeviceType: 'ebs', rootDeviceName: i.RootDeviceName, blockDeviceMapping: {}, virtualizationType: i.VirtualizationType, hypervisor: i.Hypervisor,
  clientToken: i.ClientToken, instanceLifecycle: i.InstanceLifecycle, spotInstanceRequestId: i.SpotInstanceRequestId, tagSet: i.Tags?.length ? tagSet(i.Tags) : undefined, ebsOptimized: i.EbsOptimized, sourceDestCheck: i.SourceDestCheck,
  groupSet: items(i.SecurityGroups, (g) => ({ groupId: g.GroupId, groupName: g.GroupName })), networkInterfaceSet: items(i.NetworkInterfaces, nic),
  iamInstanceProfile: i.IamInstanceProfile && { arn: i.IamInstanceProfile.Arn, id: i.IamInstanceProfile.Id },
  metadataOptions: { state: 'pending', httpTokens: i.MetadataOptions?.HttpTokens, httpEndpoint: i.MetadataOptions?.HttpEndpoint, httpPutResponseHopLimit: i.MetadataOptions?.HttpPutResponseHopLimit },
});

const nic = (n: InstanceNetworkInterface): unknown => ({
  networkInterfaceId: n.NetworkInterfaceId, subnetId: n.SubnetId, vpcId: n.VpcId, ownerId: n.OwnerId, status: n.Status, macAddress: n.MacAddress, privateIpAddress: n.PrivateIpAddress, privateDnsName: n.PrivateDnsName,
  interfaceType: n.InterfaceType, sourceDestCheck: n.SourceDestCheck, groupSet: items(n.Groups, (g) => ({ groupId: g.GroupId, groupName: g.GroupName })), tagSet: {}, ipv6AddressesSet: {},
  attachment: { attachmentId: n.Attachment?.AttachmentId, deviceIndex: n.Attachment?.DeviceIndex, status: 'attaching', attachTime: n.Attachment?.AttachTime?.getTime(), deleteOnTermination: n.Attachment?.DeleteOnTermination },
  privateIpAddressesSet: { item: n.PrivateIpAddresses?.map((p) => ({ privateIpAddress: p.PrivateIpAddress, privateDnsName: p.PrivateDnsName, primary: p.Primary })) ?? [] },
});

export const launchTrail = { request, response };
