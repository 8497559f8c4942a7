// RunInstances: what was asked becomes machines with disks, interfaces and addresses, once per client token.
import { RunInstancesCommand, type BlockDeviceMapping, type RunInstancesCommandInput, type RunInstancesCommandOutput } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { canonical } from '../../../core/digest.ts';
import { invalidCombination, invalidValue, missing, need, other, wellFormed } from './errors.ts';
import { boot } from './instance-life.ts';
import { validType } from './instance-type.ts';
import { reservations } from './instance-view.ts';
import { launchTrail } from './launch-trail.ts';
import { placeNics, placementOf } from './launch-network.ts';
import { ec2Arn, inRegion, touches, type Ec2Service } from './operation.ts';
import { authorizePass, profileOf } from './profile-reference.ts';
import { setTags, type Ec2Region, type Machine } from './state.ts';
import { DEFAULT_EBS_KEY, newVolume } from './volume-view.ts';

type Output = Omit<RunInstancesCommandOutput, '$metadata'>;

function run(input: RunInstancesCommandInput, region: Ec2Region, call: SimCall): Output {
  const digest = canonical({ ...input, ClientToken: undefined } as never);
  const earlier = input.ClientToken === undefined ? undefined : region.launches.get(input.ClientToken);
  if (earlier) {
    if (earlier.digest !== digest) throw other('IdempotentParameterMismatch', 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).');
    return answer(region, call, earlier.reservationId);
  }
  check(input, region);
  const profile = input.IamInstanceProfile && profileOf(call, input.IamInstanceProfile);
  if (profile) authorizePass(call, profile);
  const reservationId = `r-0${call.account.ids.hex(16)}`;
  for (let index = 0; index < (input.MaxCount ?? 1); index++) {
    const machine = launch(input, region, call, reservationId, index);
    if (profile) {
      const id = `iip-assoc-0${call.account.ids.hex(16)}`;
      region.associations.set(id, { id, instanceId: machine.id, profileArn: profile.arn, profileId: profile.id, since: call.now, state: 'associated' });
    }
  }
  if (input.ClientToken !== undefined) region.launches.set(input.ClientToken, { digest, reservationId });
  return answer(region, call, reservationId);
}

function check(input: RunInstancesCommandInput, region: Ec2Region): void {
  const { MinCount: min, MaxCount: max, ImageId, InstanceType = 'm1.small', KeyName } = input;
  if (min === undefined || max === undefined) throw missing(min === undefined ? 'MinCount' : 'MaxCount');
  if (min < 1 || max < min) throw invalidValue(`Value (${String(max)}) for parameter maxCount is invalid. It must be at least minCount, which must be at least 1.`);
  if (ImageId === undefined) throw missing('ImageId');
  wellFormed('image', ImageId);
  if (!validType(InstanceType)) throw invalidValue(`Invalid value '${InstanceType}' for InstanceType.`);
  if (KeyName !== undefined && ![...region.keyPairs.values()].some((k) => k.name === KeyName)) throw other('InvalidKeyPair.NotFound', `The key pair '${KeyName}' does not exist`);
  if (input.NetworkInterfaces?.length && (input.SubnetId ?? input.SecurityGroupIds?.[0] ?? input.SecurityGroups?.[0]) !== undefined) throw invalidCombination('Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request');
  if (input.InstanceMarketOptions?.MarketType === 'spot' && (input.DisableApiTermination || input.DisableApiStop)) throw other('UnsupportedOperation', 'Termination and stop protection are not supported for Spot Instances.');
  if (input.UserData !== undefined && Buffer.from(input.UserData, 'base64').length > 16_384) throw invalidValue('User data is limited to 16384 bytes');
}

function launch(input: RunInstancesCommandInput, region: Ec2Region, call: SimCall, reservationId: string, index: number): Machine {
  const { ids } = call.account;
  const subnet = placementOf(input, region);
  const machine: Machine = {
    id: `i-0${ids.hex(16)}`, reservationId, index, imageId: input.ImageId ?? '', clientToken: input.ClientToken ?? '', launch: input,
    vpcId: subnet.vpcId, subnetId: subnet.id, zone: subnet.zone, rootDevice: '/dev/xvda',
    ...(input.KeyName === undefined ? {} : { keyName: input.KeyName }), ...(input.UserData ? { userData: input.UserData } : {}),
    ...(input.InstanceMarketOptions?.MarketType === 'spot' ? { spotRequest: `sir-${ids.id('', 8).toLowerCase()}` } : {}),
    type: input.InstanceType ?? 'm1.small', launched: call.now, state: 'pending', transition: '', turn: 0,
    apiTermination: !input.DisableApiTermination, apiStop: !input.DisableApiStop, shutdown: input.InstanceInitiatedShutdownBehavior ?? 'stop',
    monitoring: input.Monitoring?.Enabled ?? false, ebsOptimized: input.EbsOptimized ?? false, sourceDestCheck: true,
    metadata: { tokens: input.MetadataOptions?.HttpTokens ?? 'required', endpoint: input.MetadataOptions?.HttpEndpoint ?? 'enabled', hops: input.MetadataOptions?.HttpPutResponseHopLimit ?? 2 },
  };
  region.machines.set(machine.id, machine);
  const nics = placeNics(input, region, call, machine, subnet);
  const volumes = disks(input, region, call, machine);
  for (const { ResourceType, Tags } of input.TagSpecifications ?? []) {
    if (ResourceType === 'instance') setTags(region, machine.id, Tags);
    if (ResourceType === 'volume') for (const id of volumes) setTags(region, id, Tags);
    if (ResourceType === 'network-interface') for (const id of nics) setTags(region, id, Tags);
  }
  boot(call.account, region, machine);
  return machine;
}

/** The root disk is always there; the others are those that the request maps. */
function disks(input: RunInstancesCommandInput, region: Ec2Region, call: SimCall, machine: Machine): string[] {
  const mapped = input.BlockDeviceMappings ?? [];
  const root = mapped.find((m) => m.DeviceName === machine.rootDevice || m.DeviceName === '/dev/sda1') ?? { DeviceName: machine.rootDevice };
  const rest = mapped.filter((m) => m !== root && m.Ebs !== undefined);
  return [root, ...rest].map((mapping) => disk(mapping, region, call, machine));
}
function disk({ DeviceName, Ebs }: BlockDeviceMapping, region: Ec2Region, call: SimCall, machine: Machine): string {
  const encrypted = Ebs?.Encrypted ?? (Ebs?.KmsKeyId !== undefined || region.ebsEncryption);
  const source = Ebs?.SnapshotId === undefined ? undefined : need('snapshot', region.snapshots, Ebs.SnapshotId);
  const volume = newVolume(call, {
    size: Ebs?.VolumeSize ?? source?.size ?? 8, type: Ebs?.VolumeType ?? 'gp3', zone: machine.zone, encrypted,
    ...(encrypted ? { kmsKeyId: Ebs?.KmsKeyId ?? DEFAULT_EBS_KEY(call) } : {}), ...(source ? { snapshotId: source.id } : {}), state: 'in-use',
    attachment: { instanceId: machine.id, device: DeviceName ?? machine.rootDevice, at: call.now, deleteOnTermination: Ebs?.DeleteOnTermination ?? true },
  });
  region.volumes.set(volume.id, volume);
  return volume.id;
}

function answer(region: Ec2Region, call: SimCall, reservationId: string): Output {
  const machines = [...region.machines.values()].filter((m) => m.reservationId === reservationId);
  touches(call, 'Instance', ...machines.map((m) => m.id));
  touches(call, 'Ami', ...new Set(machines.map((m) => m.imageId)));
  const [reservation] = reservations(call.account, region, machines);
  return { ...reservation };
}

/** Everything that a policy is asked about for a launch. */
function launchArns(input: RunInstancesCommandInput, call: SimCall): string[] {
  const nics = input.NetworkInterfaces ?? [];
  const groups = [...(input.SecurityGroupIds ?? []), ...nics.flatMap((n) => n.Groups ?? [])];
  const subnets = [input.SubnetId, ...nics.map((n) => n.SubnetId)].filter((s) => s !== undefined);
  return [
    ec2Arn(call, 'image', input.ImageId ?? '*'), ec2Arn(call, 'instance', '*'), ec2Arn(call, 'network-interface', '*'), ec2Arn(call, 'volume', '*'),
    ...(groups.length > 0 ? groups : ['*']).map((id) => ec2Arn(call, 'security-group', id)), ...(subnets.length > 0 ? subnets : ['*']).map((id) => ec2Arn(call, 'subnet', id)),
    ...(input.KeyName === undefined ? [] : [ec2Arn(call, 'key-pair', input.KeyName)]),
  ];
}

export const registerLaunch = (ec2: Ec2Service): Ec2Service => ec2.on(RunInstancesCommand, inRegion(run), { resources: launchArns, trail: launchTrail });
