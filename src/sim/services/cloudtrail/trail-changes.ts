// What is done to trails: made, changed, switched on and off, narrowed, deleted.
import type { CreateTrailCommandInput, CreateTrailCommandOutput, PutEventSelectorsCommandInput, PutEventSelectorsCommandOutput, PutInsightSelectorsCommandInput, PutInsightSelectorsCommandOutput, Trail, UpdateTrailCommandInput, UpdateTrailCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { checkBucket } from './log-bucket.ts';
import { ALL_MANAGEMENT, cloudTrailState, findOwnTrail, trailArn } from './trail-state.ts';

const PER_REGION = 5;
type Given = Omit<UpdateTrailCommandInput, 'Name'>;
type Settings = Omit<Partial<Trail>, 'Name' | 'TrailARN' | 'HomeRegion'>;
const refused = (code: string, message: string): AwsError => new AwsError(code, message, 400);

function checkName(name: string): void {
  if (!/^(?!.*[._-]{2})[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/u.test(name) || /^\d+\.\d+\.\d+\.\d+$/u.test(name)) throw refused('InvalidTrailNameException', 'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).');
}

/** Only what is named is changed; an empty text takes a setting away. */
function settingsOf(given: Given, before: Settings): Settings {
  const text = (value: string | undefined, old: string | undefined): string | undefined => (value === undefined ? old : value === '' ? undefined : value);
  return {
    S3BucketName: given.S3BucketName ?? before.S3BucketName, S3KeyPrefix: text(given.S3KeyPrefix, before.S3KeyPrefix), KmsKeyId: text(given.KmsKeyId, before.KmsKeyId),
    CloudWatchLogsLogGroupArn: text(given.CloudWatchLogsLogGroupArn, before.CloudWatchLogsLogGroupArn), CloudWatchLogsRoleArn: text(given.CloudWatchLogsRoleArn, before.CloudWatchLogsRoleArn),
    IncludeGlobalServiceEvents: given.IncludeGlobalServiceEvents ?? before.IncludeGlobalServiceEvents ?? true, IsMultiRegionTrail: given.IsMultiRegionTrail ?? before.IsMultiRegionTrail ?? false,
    LogFileValidationEnabled: given.EnableLogFileValidation ?? before.LogFileValidationEnabled ?? false, IsOrganizationTrail: given.IsOrganizationTrail ?? before.IsOrganizationTrail ?? false,
  };
}
function checkSettings({ IsMultiRegionTrail, IncludeGlobalServiceEvents, S3BucketName = '' }: Settings, call: SimCall): void {
  if (IsMultiRegionTrail === true && IncludeGlobalServiceEvents === false) throw refused('InvalidParameterCombinationException', 'Multi-Region trail must include global service events.');
  checkBucket(S3BucketName, call);
}
/** What a change answers: the trail as it is, without what only reads tell. */
function answerOf({ HomeRegion: _, HasCustomEventSelectors: _c, HasInsightSelectors: _i, ...trail }: Trail): Omit<UpdateTrailCommandOutput, '$metadata'> { return trail; }

export function createTrail({ Name: name = '', TagsList: _, ...given }: CreateTrailCommandInput, call: SimCall): Omit<CreateTrailCommandOutput, '$metadata'> {
  checkName(name);
  const { trails } = cloudTrailState(call.account);
  const here = trails.filter(({ trail }) => trail.HomeRegion === call.region || trail.IsMultiRegionTrail === true);
  if (here.some(({ trail }) => trail.Name === name && trail.HomeRegion === call.region)) throw refused('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${call.account.id}`);
  if (here.length >= PER_REGION) throw refused('MaximumNumberOfTrailsExceededException', `User: ${call.account.id} already has ${String(PER_REGION)} trails in ${call.region}.`);
  const settings = settingsOf(given, {});
  checkSettings(settings, call);
  const trail = { ...settings, Name: name, TrailARN: trailArn(name, call), HomeRegion: call.region, HasCustomEventSelectors: false, HasInsightSelectors: false };
  // Made by a call and not in the console, a trail does not log yet.
  trails.push({ trail, logging: false, startedAt: undefined, stoppedAt: undefined, selectors: ALL_MANAGEMENT, advanced: undefined, insights: [] });
  return answerOf(trail);
}

export function updateTrail({ Name: name = '', ...given }: UpdateTrailCommandInput, call: SimCall): Omit<UpdateTrailCommandOutput, '$metadata'> {
  const found = findOwnTrail(name, call);
  const settings = settingsOf(given, found.trail);
  checkSettings(settings, call);
  found.trail = { ...found.trail, ...settings };
  return answerOf(found.trail);
}

export function deleteTrail(name: string, call: SimCall): object {
  const { trails } = cloudTrailState(call.account);
  trails.splice(trails.indexOf(findOwnTrail(name, call)), 1);
  return {};
}

export function setLogging(name: string, logging: boolean, call: SimCall): object {
  const found = findOwnTrail(name, call);
  if (logging && !found.logging) found.startedAt = call.now;
  if (!logging && found.logging) found.stoppedAt = call.now;
  found.logging = logging;
  return {};
}

/** Replaces what stood: basic selectors take the advanced ones away, and the other way round. */
export function putEventSelectors({ TrailName = '', EventSelectors, AdvancedEventSelectors }: PutEventSelectorsCommandInput, call: SimCall): Omit<PutEventSelectorsCommandOutput, '$metadata'> {
  const found = findOwnTrail(TrailName, call);
  const [basic, advanced] = [EventSelectors ?? [], AdvancedEventSelectors ?? []];
  if ((basic.length === 0) === (advanced.length === 0)) throw refused('InvalidEventSelectorsException', 'Specify either event selectors or advanced event selectors, and not both.');
  found.selectors = basic.length > 0 ? basic.map((s) => ({ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [], ...s })) : ALL_MANAGEMENT;
  found.advanced = advanced.length > 0 ? advanced : undefined;
  found.trail = { ...found.trail, HasCustomEventSelectors: advanced.length > 0 || JSON.stringify(found.selectors) !== JSON.stringify(ALL_MANAGEMENT) };
  return { TrailARN: found.trail.TrailARN, ...(found.advanced ? { AdvancedEventSelectors: [...found.advanced] } : { EventSelectors: [...found.selectors] }) };
}

export function putInsightSelectors({ TrailName = '', InsightSelectors = [] }: PutInsightSelectorsCommandInput, call: SimCall): Omit<PutInsightSelectorsCommandOutput, '$metadata'> {
  const found = findOwnTrail(TrailName, call);
  found.insights = InsightSelectors;
  found.trail = { ...found.trail, HasInsightSelectors: InsightSelectors.length > 0 };
  return { TrailARN: found.trail.TrailARN, InsightSelectors };
}
