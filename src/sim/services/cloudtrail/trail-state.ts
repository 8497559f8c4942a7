// The trails and event data stores of an account, and how to find one by what a request names.
import type { AdvancedEventSelector, EventSelector, GetEventDataStoreCommandOutput, InsightSelector, Trail } from '@aws-sdk/client-cloudtrail';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';

export interface SimTrail {
  trail: Trail & { readonly Name: string; readonly TrailARN: string; readonly HomeRegion: string };
  logging: boolean;
  startedAt: Date | undefined;
  stoppedAt: Date | undefined;
  selectors: readonly EventSelector[];
  advanced: readonly AdvancedEventSelector[] | undefined;
  insights: readonly InsightSelector[];
}
/** As GetEventDataStore shows it. */
type Store = Omit<GetEventDataStoreCommandOutput, '$metadata'> & { readonly EventDataStoreArn: string };
export interface SimStore { readonly region: string; store: Store }
export interface CloudTrailState { readonly trails: SimTrail[]; readonly stores: SimStore[]; /** What digest files are signed with; a scenario or a test puts it there. */ readonly keys: SimKey[] }
export interface SimKey { readonly region: string; readonly fingerprint: string; /** DER, PKCS #1. */ readonly value: Uint8Array; readonly from: Date; readonly to: Date }
export const cloudTrailState = (account: SimAccount): CloudTrailState => account.state('cloudtrail', (): CloudTrailState => ({ trails: [], stores: [], keys: [] }));

/** What a trail records unless it is told otherwise. */
export const ALL_MANAGEMENT: readonly EventSelector[] = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }];
export const trailArn = (name: string, { account, region }: Pick<SimCall, 'account' | 'region'>): string =>
  (name.startsWith('arn:') ? name : `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${name}`);

/** By name in the trail's home region, by ARN everywhere. */
export function findTrail(name: string, call: SimCall): SimTrail {
  const found = cloudTrailState(call.account).trails.find(({ trail }) => trail.TrailARN === name || (trail.Name === name && trail.HomeRegion === call.region));
  if (!found) throw new AwsError('TrailNotFoundException', `Unknown trail: ${trailArn(name, call)} for the user: ${call.account.id}`, 400);
  return found;
}

/** What is changed is changed at home, and by the account that has it: an organization's trail belongs to its management account. */
export function findOwnTrail(name: string, call: SimCall): SimTrail {
  const found = findTrail(name, call);
  if (found.trail.TrailARN.split(':')[4] !== call.account.id) throw new AwsError('NotOrganizationMasterAccountException', 'The organization trail can only be changed by the management account of the organization.', 400);
  if (found.trail.HomeRegion !== call.region) throw new AwsError('InvalidHomeRegionException', `The trail ${found.trail.TrailARN} has the home region ${found.trail.HomeRegion} and cannot be changed in ${call.region}.`, 400);
  return found;
}

interface Planted {
  readonly name: string; readonly region: string; readonly bucket: string; readonly multiRegion?: boolean; readonly logging?: boolean; readonly startedAt?: Date;
  /** The management account that has it: an organization's trail, seen by a member. */
  readonly owner?: string;
}
/** For scenarios and tests: a trail that was there before the history begins. */
export function plantTrail(account: SimAccount, { name, region, bucket, multiRegion = true, logging = true, startedAt, owner }: Planted): void {
  cloudTrailState(account).trails.push({
    trail: {
      Name: name, S3BucketName: bucket, IncludeGlobalServiceEvents: true, IsMultiRegionTrail: multiRegion, HomeRegion: region, TrailARN: `arn:${account.partition}:cloudtrail:${region}:${owner ?? account.id}:trail/${name}`,
      LogFileValidationEnabled: true, HasCustomEventSelectors: false, HasInsightSelectors: false, IsOrganizationTrail: owner !== undefined,
    },
    logging, startedAt, stoppedAt: undefined, selectors: ALL_MANAGEMENT, advanced: undefined, insights: [],
  });
}

/** For scenarios and tests: an event data store from when AWS still made new ones. */
export function plantEventDataStore(account: SimAccount, { name, region, createdAt }: { readonly name: string; readonly region: string; readonly createdAt: Date }): string {
  const EventDataStoreArn = `arn:${account.partition}:cloudtrail:${region}:${account.id}:eventdatastore/${account.ids.uuid()}`;
  cloudTrailState(account).stores.push({ region, store: {
    EventDataStoreArn, Name: name, TerminationProtectionEnabled: false, Status: 'ENABLED', MultiRegionEnabled: true, OrganizationEnabled: false, RetentionPeriod: 2_557, CreatedTimestamp: createdAt, UpdatedTimestamp: createdAt,
    AdvancedEventSelectors: [{ Name: 'Default management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
  } });
  return EventDataStoreArn;
}
