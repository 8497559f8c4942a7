// An Auto Scaling group as the tool keeps it, read from DescribeAutoScalingGroups.
import { paginateDescribeAutoScalingGroups, type AutoScalingClient, type AutoScalingGroup as SdkGroup, type LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling';
import type { Operation, Resource } from '../../../core/types.ts';
import type { Scan } from '../../kind.ts';

export const READS_GROUPS: readonly Operation[] = ['autoscaling:DescribeAutoScalingGroups'];
/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html */
export const PROCESSES = ['AZRebalance', 'AddToLoadBalancer', 'AlarmNotification', 'HealthCheck', 'InstanceRefresh', 'Launch', 'ReplaceUnhealthy', 'ScheduledActions', 'Terminate'];
/** As many names as one call takes. */
const CHUNK = 50;

/** What a group starts instances from: a launch template (also of a mixed-instances policy) or a launch configuration. */
export interface Source { readonly templateId: string; readonly templateName: string; readonly version: string; readonly configuration: string }
export interface Group extends Resource {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  /** Names of processes, sorted. */
  readonly suspended: readonly string[];
  /** `none`, `prevent-force-deletion`, `prevent-all-deletion`. */
  readonly deletionProtection: string;
  readonly source: Source;
  /** A mixed-instances policy can be set only as a whole. */
  readonly mixed: boolean;
}

const sourceOf = (g: SdkGroup): Source => {
  const template: LaunchTemplateSpecification | undefined = g.LaunchTemplate ?? g.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  return { templateId: template?.LaunchTemplateId ?? '', templateName: template?.LaunchTemplateName ?? '', version: template ? template.Version ?? '$Default' : '', configuration: g.LaunchConfigurationName ?? '' };
};
const instancesOf = (g: SdkGroup): string[] => (g.Instances ?? []).flatMap((i) => i.InstanceId ?? []).sort();

/** `undefined` for a group that is being deleted: nothing can be done to it any more. */
export function groupOf(g: SdkGroup, region: string): Group | undefined {
  const { AutoScalingGroupName: name = '', AutoScalingGroupARN: arn = '', Status } = g;
  if (name === '' || Status === 'Delete in progress') return undefined;
  return {
    arn, uid: arn, name, region, ...(g.CreatedTime ? { createdAt: g.CreatedTime.toISOString() } : {}), min: g.MinSize ?? 0, max: g.MaxSize ?? 0, desired: g.DesiredCapacity ?? 0,
    suspended: (g.SuspendedProcesses ?? []).flatMap((p) => p.ProcessName ?? []).sort(), deletionProtection: g.DeletionProtection ?? 'none', source: sourceOf(g), mixed: g.MixedInstancesPolicy !== undefined,
    seen: { instances: instancesOf(g) },
  };
}

/** All of them, or those with these names; unknown names give nothing. */
export async function readGroups(client: AutoScalingClient, names?: readonly string[]): Promise<SdkGroup[]> {
  const found: SdkGroup[] = [];
  const chunks = names === undefined ? [undefined] : Array.from({ length: Math.ceil(names.length / CHUNK) }, (_, n) => names.slice(n * CHUNK, (n + 1) * CHUNK));
  for (const AutoScalingGroupNames of chunks) {
    for await (const { AutoScalingGroups = [] } of paginateDescribeAutoScalingGroups({ client }, AutoScalingGroupNames ? { AutoScalingGroupNames: [...AutoScalingGroupNames] } : { MaxRecords: 100 })) found.push(...AutoScalingGroups);
  }
  return found;
}

/** Every group of the Region, read once for all kinds. */
export const groupsOf = (scan: Scan): Promise<SdkGroup[]> => scan.once(`autoscaling-groups/${scan.region}`, async () => readGroups(await scan.aws.client('autoscaling')));
