// RunInstances: what was asked becomes machines with disks, interfaces and addresses, once per client token.
import { RunInstancesCommand, type RunInstancesCommandInput, type RunInstancesCommandOutput } from '@aws-sdk/client-ec2';
import { canonical } from '../../../core/digest.ts';
import type { SimCall } from '../../account.ts';
import { recordSpot } from './compute-state.ts';
import { other } from './errors.ts';
import { boot } from './instance-life.ts';
import { reservations } from './instance-view.ts';
import { checkLaunch } from './launch-check.ts';
import { placeDisks } from './launch-disks.ts';
import { placeNics, placementOf } from './launch-network.ts';
import { launchTrail } from './launch-trail.ts';
import { newMachine } from './machine.ts';
import { ec2Arn, inRegion, touches, type Ec2Service } from './operation.ts';
import { authorizePass, profileOf } from './profile-reference.ts';
import { filledIn, templateTags } from './template-launch.ts';
import { setTags, type Ec2Region, type Machine } from './state.ts';

type Output = Omit<RunInstancesCommandOutput, '$metadata'>;

/** A launch by anybody, also by one of AWS's own services. */
export function runOnce(asked: RunInstancesCommandInput, region: Ec2Region, call: SimCall): Output {
  const input = filledIn(call.account, call.region, asked);
  const digest = canonical({ ...input, ClientToken: undefined });
  const earlier = input.ClientToken === undefined ? undefined : region.launches.get(input.ClientToken);
  if (earlier) {
    if (earlier.digest !== digest) throw other('IdempotentParameterMismatch', 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).');
    return answer(region, call, earlier.reservationId);
  }
  checkLaunch(input, region);
  const profile = input.IamInstanceProfile && profileOf(call, input.IamInstanceProfile);
  if (profile) authorizePass(call, profile);
  const reservationId = `r-0${call.account.ids.hex(16)}`;
  for (let index = 0; index < (input.MaxCount ?? 1); index++) {
    const machine = launch(input, region, call, reservationId, index);
    setTags(region, machine.id, templateTags(call.account, call.region, asked));
    if (profile) {
      const id = `iip-assoc-0${call.account.ids.hex(16)}`;
      region.associations.set(id, { id, instanceId: machine.id, profileArn: profile.arn, profileId: profile.id, since: call.now });
    }
  }
  if (input.ClientToken !== undefined) region.launches.set(input.ClientToken, { digest, reservationId });
  return answer(region, call, reservationId);
}

function launch(input: RunInstancesCommandInput, region: Ec2Region, call: SimCall, reservationId: string, index: number): Machine {
  const subnet = placementOf(input, region);
  const machine = newMachine(input, { subnet, reservationId, index }, call);
  region.machines.set(machine.id, machine);
  const made: Readonly<Record<string, readonly string[]>> = {
    'instance': [machine.id], 'network-interface': placeNics(input, region, call, machine, subnet), 'volume': placeDisks(input, region, call, machine),
  };
  for (const { ResourceType = '', Tags } of input.TagSpecifications ?? []) for (const id of made[ResourceType] ?? []) setTags(region, id, Tags);
  recordSpot(call, machine);
  boot(call.account, region, machine);
  return machine;
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

export const registerLaunch = (ec2: Ec2Service): Ec2Service => ec2.on(RunInstancesCommand, inRegion(runOnce), { resources: launchArns, trail: launchTrail });
