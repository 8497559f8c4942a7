// The disks of a launched instance: the root disk is always there, the others are those that the request maps.
import type { BlockDeviceMapping, EbsBlockDevice, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import type { Ec2Region, Machine, Volume } from './state.ts';
import { encryptionOf, newVolume } from './volume-view.ts';

/** Returns the volumes' ids, the root volume first. */
export function placeDisks(input: RunInstancesCommandInput, region: Ec2Region, call: SimCall, machine: Machine): string[] {
  const mapped = input.BlockDeviceMappings ?? [];
  const root: BlockDeviceMapping = mapped.find((m) => m.DeviceName === machine.rootDevice || m.DeviceName === '/dev/sda1') ?? { DeviceName: machine.rootDevice };
  const rest = mapped.filter((m) => m !== root && m.Ebs !== undefined);
  return [root, ...rest].map(({ DeviceName, Ebs }) => place(DeviceName ?? machine.rootDevice, Ebs ?? {}, region, call, machine));
}

function place(device: string, asked: EbsBlockDevice, region: Ec2Region, call: SimCall, machine: Machine): string {
  const volume: Volume = newVolume(call, {
    ...contents(asked, region), ...encryptionOf(asked, region, call), type: asked.VolumeType ?? 'gp3', zone: machine.zone, state: 'in-use',
    attachment: { instanceId: machine.id, device, at: call.now, deleteOnTermination: asked.DeleteOnTermination ?? true },
  });
  region.volumes.set(volume.id, volume);
  return volume.id;
}
function contents({ SnapshotId, VolumeSize }: EbsBlockDevice, region: Ec2Region): Pick<Volume, 'size' | 'snapshotId'> {
  const source = SnapshotId === undefined ? undefined : region.snapshots.get(SnapshotId);
  return source ? { size: VolumeSize ?? source.size, snapshotId: source.id } : { size: VolumeSize ?? 8 };
}
