// The account's trails, as far as they are read: where they log to and whether they do.
import type { DescribeTrailsCommandInput, GetEventSelectorsCommandOutput, GetTrailStatusCommandOutput, Trail } from '@aws-sdk/client-cloudtrail';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';

export interface SimTrail {
  readonly trail: Trail & { readonly Name: string; readonly TrailARN: string; readonly HomeRegion: string };
  readonly logging: boolean;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
  readonly managementEvents: 'All' | 'ReadOnly' | 'WriteOnly' | 'None';
}

const trailsOf = (account: SimAccount): SimTrail[] => account.state<SimTrail[]>('cloudtrail', () => []);

/** For scenarios and tests: a trail that was there before the history begins. */
export function plantTrail(account: SimAccount, { name, region, bucket, multiRegion = true, logging = true, startedAt }: { readonly name: string; readonly region: string; readonly bucket: string; readonly multiRegion?: boolean; readonly logging?: boolean; readonly startedAt?: Date }): void {
  trailsOf(account).push({
    trail: {
      Name: name, S3BucketName: bucket, IncludeGlobalServiceEvents: true, IsMultiRegionTrail: multiRegion, HomeRegion: region,
      TrailARN: `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${name}`, LogFileValidationEnabled: true, HasCustomEventSelectors: false, HasInsightSelectors: false, IsOrganizationTrail: false,
    },
    logging,
    ...(startedAt && { startedAt }),
    managementEvents: 'All',
  });
}

/** Trails of this region, and the shadows of multi-region trails of others unless they are not wanted. */
export function describeTrails({ trailNameList, includeShadowTrails = true }: DescribeTrailsCommandInput, { account, region }: SimCall): { trailList: Trail[] } {
  const here = trailsOf(account).map(({ trail }) => trail).filter((trail) => trail.HomeRegion === region || (includeShadowTrails && trail.IsMultiRegionTrail === true));
  return { trailList: trailNameList?.length ? here.filter((trail) => trailNameList.some((name) => name === trail.Name || name === trail.TrailARN)) : here };
}

/** By name in the trail's home region, by ARN everywhere. */
function find(name: string, { account, region }: SimCall): SimTrail {
  const found = trailsOf(account).find(({ trail }) => trail.TrailARN === name || (trail.Name === name && trail.HomeRegion === region));
  if (!found) throw new AwsError('TrailNotFoundException', `Unknown trail: ${name.startsWith('arn:') ? name : `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${name}`} for the user: ${account.id}`, 400);
  return found;
}

export function trailStatus({ Name = '' }: { Name?: string | undefined }, call: SimCall): Omit<GetTrailStatusCommandOutput, '$metadata'> {
  const { logging, startedAt, stoppedAt } = find(Name, call);
  return { IsLogging: logging, ...(startedAt && { StartLoggingTime: startedAt }), ...(stoppedAt && { StopLoggingTime: stoppedAt }), ...(logging && { LatestDeliveryTime: call.now }) };
}

export function eventSelectors({ TrailName = '' }: { TrailName?: string | undefined }, call: SimCall): Omit<GetEventSelectorsCommandOutput, '$metadata'> {
  const { trail, managementEvents } = find(TrailName, call);
  const ReadWriteType = managementEvents === 'None' ? 'All' : managementEvents;
  return { TrailARN: trail.TrailARN, EventSelectors: [{ ReadWriteType, IncludeManagementEvents: managementEvents !== 'None', DataResources: [], ExcludeManagementEventSources: [] }] };
}
