// What the contract suite finds in EC2: protected machines with two disks and two interfaces each.
import { REGION, type Play } from '../account.ts';

export async function furnishInstances(play: Play): Promise<void> {
  for (let n = 0; n < 3; n++) await launch(play);
}

/** One reservation each, as a stranger's single calls make them: two interfaces, two disks, both protections. */
export async function launch(play: Play): Promise<string> {
  const { Subnets: [subnet] } = await play('ec2', 'DescribeSubnets', { Filters: [{ Name: 'availability-zone', Values: [`${REGION}a`] }] }) as { Subnets: [{ SubnetId: string }] };
  const { Instances: [instance] } = await play('ec2', 'RunInstances', {
    ImageId: 'ami-0123456789abcdef0', InstanceType: 'm5.large', MinCount: 1, MaxCount: 1, DisableApiTermination: true, DisableApiStop: true,
    UserData: Buffer.from('#!/bin/sh\necho example').toString('base64'),
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnet.SubnetId }, { DeviceIndex: 1, SubnetId: subnet.SubnetId }],
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } }, { DeviceName: '/dev/sdb', Ebs: { VolumeSize: 8, DeleteOnTermination: false } }],
  }) as { Instances: [{ InstanceId: string }] };
  return instance.InstanceId;
}
