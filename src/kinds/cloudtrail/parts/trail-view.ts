// A trail as the kinds of this room see it: its settings, whether it logs, whose it is.
import { DescribeTrailsCommand, GetTrailStatusCommand, type CloudTrailClient, type GetTrailStatusCommandOutput, type Trail as SdkTrail } from '@aws-sdk/client-cloudtrail';
import type { ReadAws } from '../../../aws/session.ts';
import type { JsonObject, Operation, Resource } from '../../../core/types.ts';

export const READS_TRAILS: readonly Operation[] = ['cloudtrail:DescribeTrails'];
export const READS_STATUS: readonly Operation[] = [...READS_TRAILS, 'cloudtrail:GetTrailStatus'];

/** What `UpdateTrail` takes. An empty text takes a setting away. */
export interface Settings {
  readonly S3BucketName: string; readonly S3KeyPrefix: string; readonly KmsKeyId: string;
  readonly CloudWatchLogsLogGroupArn: string; readonly CloudWatchLogsRoleArn: string;
  readonly IncludeGlobalServiceEvents: boolean; readonly IsMultiRegionTrail: boolean; readonly EnableLogFileValidation: boolean;
}
export interface Trail extends Resource {
  readonly settings: Settings;
  readonly logging: boolean;
  readonly organization: boolean;
  /** False: an organization's trail, which only its management account can read and change. */
  readonly own: boolean;
}

export const settingsOf = (trail: SdkTrail): Settings => ({
  S3BucketName: trail.S3BucketName ?? '', S3KeyPrefix: trail.S3KeyPrefix ?? '', KmsKeyId: trail.KmsKeyId ?? '',
  CloudWatchLogsLogGroupArn: trail.CloudWatchLogsLogGroupArn ?? '', CloudWatchLogsRoleArn: trail.CloudWatchLogsRoleArn ?? '',
  IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents ?? false, IsMultiRegionTrail: trail.IsMultiRegionTrail ?? false, EnableLogFileValidation: trail.LogFileValidationEnabled ?? false,
});

/** Trails whose home is this region; shadows of others are seen at their home. */
export async function homeTrails(client: CloudTrailClient, aws: ReadAws, names?: readonly string[]): Promise<readonly SdkTrail[]> {
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: false, ...(names === undefined ? {} : { trailNameList: [...names] }) }));
  return trailList.filter((trail) => trail.HomeRegion === undefined || trail.HomeRegion === aws.region);
}
export const isOwn = (trail: SdkTrail, aws: ReadAws): boolean => trail.TrailARN?.split(':')[4] === aws.accountId;

/** With its status, which a member of an organization cannot read of the organization's trail. */
export async function trailOf(client: CloudTrailClient, trail: SdkTrail, aws: ReadAws): Promise<Trail> {
  const own = isOwn(trail, aws);
  const arn = trail.TrailARN ?? '';
  const status = own ? await client.send(new GetTrailStatusCommand({ Name: arn })) : undefined;
  return {
    arn, uid: arn, name: trail.Name ?? '', region: aws.region, settings: settingsOf(trail), logging: status?.IsLogging ?? true, organization: trail.IsOrganizationTrail ?? false, own,
    ...(status ? { seen: seenOf(status) } : {}),
  };
}

function seenOf(status: GetTrailStatusCommandOutput): JsonObject {
  return {
    startedAt: status.StartLoggingTime?.toISOString() ?? null, stoppedAt: status.StopLoggingTime?.toISOString() ?? null, deliveryError: status.LatestDeliveryError ?? null,
    digestError: status.LatestDigestDeliveryError ?? null, logGroupError: status.LatestCloudWatchLogsDeliveryError ?? null,
  };
}
