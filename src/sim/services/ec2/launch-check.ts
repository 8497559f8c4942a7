// What AWS refuses about a launch. Everything that can be wrong is found before anything is made.
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { invalidCombination, invalidValue, missing, need, other, unsupported, wellFormed } from './errors.ts';
import { validType } from './instance-type.ts';
import { checkPlaces } from './launch-network.ts';
import type { Ec2Region } from './state.ts';

/** In bytes, before base64. */
const USER_DATA = 16_384;
/** Stands for the quotas by virtual processor: more instances than this are refused in one call. */
const AT_ONCE = 1_000;

export function checkLaunch(input: RunInstancesCommandInput, region: Ec2Region): void {
  checkCount(input.MinCount, input.MaxCount);
  checkImage(input);
  checkKeyPair(input.KeyName, region);
  checkNetworkMembers(input);
  checkPlaces(input, region);
  for (const { Ebs } of input.BlockDeviceMappings ?? []) if (Ebs?.SnapshotId !== undefined) need('snapshot', region.snapshots, Ebs.SnapshotId);
  if (input.InstanceMarketOptions?.MarketType === 'spot' && (input.DisableApiTermination === true || input.DisableApiStop === true)) throw unsupported('Termination and stop protection are not supported for Spot Instances.');
  if (Buffer.from(input.UserData ?? '', 'base64').length > USER_DATA) throw invalidValue('User data is limited to 16384 bytes');
}

function checkCount(min: number | undefined, max: number | undefined): void {
  if (min === undefined || max === undefined) throw missing(min === undefined ? 'MinCount' : 'MaxCount');
  if (min < 1 || max < min) throw invalidValue(`Value (${String(max)}) for parameter maxCount is invalid. It must be at least minCount, which must be at least 1.`);
  if (max > AT_ONCE) throw other('InstanceLimitExceeded', `You have requested more instances (${String(max)}) than your current instance limit of ${String(AT_ONCE)} allows.`);
}
function checkImage({ ImageId, InstanceType = 'm1.small' }: RunInstancesCommandInput): void {
  if (ImageId === undefined) throw missing('ImageId');
  wellFormed('image', ImageId);
  if (!validType(InstanceType)) throw invalidValue(`Invalid value '${InstanceType}' for InstanceType.`);
}
function checkKeyPair(name: string | undefined, region: Ec2Region): void {
  if (name !== undefined && ![...region.keyPairs.values()].some((k) => k.name === name)) throw other('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}
function checkNetworkMembers({ NetworkInterfaces, SubnetId, SecurityGroupIds, SecurityGroups }: RunInstancesCommandInput): void {
  const beside = SubnetId !== undefined || Boolean(SecurityGroupIds?.length) || Boolean(SecurityGroups?.length);
  if (NetworkInterfaces?.length && beside) throw invalidCombination('Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request');
}
