// The resources that the event history names for a call which named none itself: taken from its parameters.
import { isJsonObject, type Json } from './identity.ts';
import type { TouchedResource } from './record.ts';

const TYPE_OF: Readonly<Record<string, string>> = {
  userName: 'AWS::IAM::User', roleName: 'AWS::IAM::Role', groupName: 'AWS::IAM::Group', policyName: 'AWS::IAM::Policy', policyArn: 'AWS::IAM::Policy',
  accessKeyId: 'AWS::IAM::AccessKey', serialNumber: 'AWS::IAM::MfaDevice', instanceProfileName: 'AWS::IAM::InstanceProfile', roleArn: 'AWS::IAM::Role',
  instanceId: 'AWS::EC2::Instance', volumeId: 'AWS::EC2::Volume', snapshotId: 'AWS::EC2::Snapshot', groupId: 'AWS::EC2::SecurityGroup',
  networkInterfaceId: 'AWS::EC2::NetworkInterface', imageId: 'AWS::EC2::Ami', keyName: 'AWS::EC2::KeyPair', subnetId: 'AWS::EC2::Subnet', vpcId: 'AWS::EC2::VPC',
};
const MOST = 50;
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Each once, in the order in which they stand. */
export function resourcesOf(...elements: readonly Json[]): TouchedResource[] {
  const found = new Map<string, TouchedResource>();
  const visit = (value: Json): void => {
    if (found.size >= MOST) return;
    if (isList(value)) { value.forEach(visit); return; }
    if (!isJsonObject(value)) return;
    for (const [key, one] of Object.entries(value)) {
      const type = Object.hasOwn(TYPE_OF, key) ? TYPE_OF[key] : undefined;
      if (type !== undefined && typeof one === 'string') found.set(`${type} ${one}`, { type, name: one });
      else visit(one);
    }
  };
  elements.forEach(visit);
  return [...found.values()];
}
