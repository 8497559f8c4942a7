// An EC2 instance as the tool keeps it, read from DescribeInstances.
import { paginateDescribeInstances, type EC2Client, type Instance as SdkInstance, type InstanceBlockDeviceMapping, type InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import { say, type Text } from '../../../core/text.ts';
import type { Arn, JsonObject, KindId, Resource } from '../../../core/types.ts';

export interface Interface { readonly id: string; readonly vpcId: string; readonly groups: readonly string[] }
export interface Volume { readonly id: string; readonly device: string; readonly deleteOnTermination: boolean }
export interface Instance extends Resource {
  /** `running`, `stopped`, …; `seen` has the addresses and the last launch. */
  readonly state: string;
  readonly type: string;
  readonly imageId: string;
  readonly zone: string;
  readonly interfaces: readonly Interface[];
  readonly volumes: readonly Volume[];
  /** `ebs`, or `instance-store`: then it cannot be stopped. */
  readonly rootDevice: string;
  readonly spot: boolean;
  readonly profile?: Arn;
  readonly keyName?: string;
  /** The Name tag: anybody's text. */
  readonly label?: string;
  /** The request that got it, of a Spot Instance. */
  readonly spotRequest?: string;
  /** What it was started from: `lt-0123456789abcdef0:3`. */
  readonly launchTemplate?: string;
  /** That tells what its user data was. */
  readonly toldByTemplate?: boolean;
  /** Its protections, where some of them are to be given back. */
  readonly held?: JsonObject;
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
/** A terminated instance can be seen for an hour, and nothing can be done to it. */
const isOver = ({ State }: SdkInstance): boolean => State?.Name === 'terminated' || State?.Name === 'shutting-down';

/** `undefined` where the instance is terminated. */
export function instanceOf(from: SdkInstance, region: string, accountId: string, partition: string): Instance | undefined {
  const { InstanceId: id = '', NetworkInterfaces: nics = [], BlockDeviceMappings: disks = [] } = from;
  if (id === '' || isOver(from)) return undefined;
  return {
    arn: `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`, uid: id, name: id, region, ...hardwareOf(from), ...extrasOf(from),
    interfaces: nics.map(interfaceOf).sort(byId), volumes: disks.map(volumeOf).sort(byId), seen: seenOf(from),
  };
}

const hardwareOf = (from: SdkInstance): Pick<Instance, 'state' | 'type' | 'imageId' | 'zone' | 'rootDevice' | 'spot'> => ({
  state: from.State?.Name ?? 'unknown', type: from.InstanceType ?? '', imageId: from.ImageId ?? '', zone: from.Placement?.AvailabilityZone ?? '',
  rootDevice: from.RootDeviceType ?? 'ebs', spot: from.InstanceLifecycle === 'spot',
});
const interfaceOf = (nic: InstanceNetworkInterface): Interface => ({ id: nic.NetworkInterfaceId ?? '', vpcId: nic.VpcId ?? '', groups: (nic.Groups ?? []).map((g) => g.GroupId ?? '').sort() });
const volumeOf = (disk: InstanceBlockDeviceMapping): Volume => ({ id: disk.Ebs?.VolumeId ?? '', device: disk.DeviceName ?? '', deleteOnTermination: disk.Ebs?.DeleteOnTermination ?? false });

/** What not every instance has. */
function extrasOf(from: SdkInstance): Partial<Instance> {
  const extras = { createdAt: bornAt(from), profile: from.IamInstanceProfile?.Arn, keyName: from.KeyName, label: tag(from, 'Name'), spotRequest: from.SpotInstanceRequestId, launchTemplate: templateOf(from), startedBy: starterOf(from) };
  return Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== undefined));
}

function seenOf({ PublicIpAddress, PrivateIpAddress, LaunchTime }: SdkInstance): JsonObject {
  return { publicIp: PublicIpAddress ?? '', privateIp: PrivateIpAddress ?? '', launchedAt: LaunchTime?.toISOString() ?? '' };
}
/** LaunchTime is that of the last start; the first interface was attached when the instance was made. */
function bornAt({ LaunchTime, NetworkInterfaces: nics = [] }: SdkInstance): string | undefined {
  const first = nics.find((n) => n.Attachment?.DeviceIndex === 0)?.Attachment?.AttachTime;
  return (first ?? LaunchTime)?.toISOString();
}
function templateOf(from: SdkInstance): string | undefined {
  const id = tag(from, 'aws:ec2launchtemplate:id');
  return id === undefined ? undefined : `${id}:${tag(from, 'aws:ec2launchtemplate:version') ?? ''}`;
}
const tag = ({ Tags = [] }: SdkInstance, key: string): string | undefined => Tags.find((t) => t.Key === key)?.Value;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html: keys that begin with `aws:` are AWS's. */
const STARTERS: readonly (readonly [key: string, service: string, kind?: KindId])[] = [
  ['aws:autoscaling:groupName', 'EC2 Auto Scaling', 'autoscaling/auto-scaling-group'], ['aws:ec2spot:fleet-request-id', 'Spot Fleet', 'ec2/spot-fleet-request'], ['aws:ec2:fleet-id', 'EC2 Fleet', 'ec2/fleet'],
  ['aws:eks:cluster-name', 'Amazon EKS'], ['aws:elasticmapreduce:job-flow-id', 'Amazon EMR', 'elasticmapreduce/cluster'], ['aws:cloudformation:stack-name', 'AWS CloudFormation', 'cloudformation/stack'],
];
function starterOf(from: SdkInstance): Instance['startedBy'] {
  for (const [key, service, kind] of STARTERS) {
    const name = tag(from, key);
    if (name !== undefined) return kind === undefined ? { service, name } : { service, name, kind };
  }
  return undefined;
}

/** What would start another one when this one goes. */
export const restarts = (instance: Instance): Text | undefined => (instance.startedBy === undefined ? undefined
  : say('{{service}} started this instance for {{name}} and may start another one; stop that first.', { service: instance.startedBy.service, name: instance.startedBy.name }));

/** Every instance of every reservation of every page. Always filtered or paged: EC2 throttles the bare call hardest. */
export async function* describe(client: EC2Client, filters?: readonly { readonly Name: string; readonly Values: string[] }[]): AsyncIterable<SdkInstance> {
  for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { MaxResults: 1_000, ...(filters ? { Filters: [...filters] } : {}) })) {
    for (const { Instances = [] } of Reservations) yield* Instances;
  }
}
