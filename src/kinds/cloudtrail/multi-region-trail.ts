// Whether a trail records the whole account: every Region, all management events, files that can be proven whole. Once in an account, at its global Region.
import { CreateTrailCommand, DeleteTrailCommand, DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand, StartLoggingCommand, StopLoggingCommand, UpdateTrailCommand, type CloudTrailClient, type Trail } from '@aws-sdk/client-cloudtrail';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { digestOf } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Action } from '../kind.ts';
import { onceInAccount } from '../once-in-account.ts';
import { ifThere } from '../refusal.ts';
import { BUCKET_OPERATIONS, bucketCalls, makeBucket, type LogBucket } from './parts/trail-bucket.ts';
import { isOwn } from './parts/trail-view.ts';

export interface MultiRegionTrail extends Resource {
  /** The trail that records everything, of this account or of its organization. */
  readonly sound: string | null;
  /** A trail of this account, at home here, that lacks only what can be switched on. */
  readonly candidate: { readonly arn: string; readonly name: string; readonly logging: boolean; readonly validation: boolean } | null;
  readonly target: LogBucket;
}
const NAME = 'management-events';

async function recordsAll(client: CloudTrailClient, arn: string): Promise<boolean> {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await client.send(new GetEventSelectorsCommand({ TrailName: arn }));
  return EventSelectors.some((s) => s.IncludeManagementEvents === true && s.ReadWriteType === 'All' && !s.ExcludeManagementEventSources?.length)
    || AdvancedEventSelectors.some((s) => s.FieldSelectors?.length === 1 && s.FieldSelectors[0]?.Field === 'eventCategory' && s.FieldSelectors[0].Equals?.includes('Management') === true);
}
const reaches = (t: Trail): boolean => t.IsMultiRegionTrail === true && t.IncludeGlobalServiceEvents !== false;

async function read(aws: ReadAws): Promise<MultiRegionTrail> {
  const client = await aws.client('cloudtrail');
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const { region, partition, accountId } = aws;
  const arn = ownArn('cloudtrail/multi-region-trail', region, accountId, 'trail');
  const trailArn = `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${NAME}`;
  const target = { bucket: `cloudtrail-${accountId}-${digestOf([accountId, region]).slice(0, 8)}`, region, partition, accountId, trailArn };
  const seen: Seen[] = [];
  for (const trail of trailList.filter((t) => reaches(t) && isOwn(t, aws))) if (await recordsAll(client, trail.TrailARN ?? '')) seen.push(await stateOf(client, trail));
  // An organization's trail: only its management account sees whether it logs.
  const foreign = trailList.find((t) => reaches(t) && t.IsOrganizationTrail === true && !isOwn(t, aws))?.Name;
  const sound = foreign ?? seen.find((one) => one.logging && one.validation && !one.failing)?.name ?? null;
  const near = sound === null ? seen.find((one) => one.home === region && !one.failing) : undefined;
  return { arn, uid: arn, name: 'multi-region-trail', region, sound, candidate: near ? { arn: near.arn, name: near.name, logging: near.logging, validation: near.validation } : null, target };
}
interface Seen { readonly arn: string; readonly name: string; readonly home: string; readonly logging: boolean; readonly validation: boolean; readonly failing: boolean }
async function stateOf(client: CloudTrailClient, { TrailARN: arn = '', Name: name = '', HomeRegion: home = '', LogFileValidationEnabled: validation = false }: Trail): Promise<Seen> {
  const { IsLogging: logging = false, LatestDeliveryError: error = '' } = await client.send(new GetTrailStatusCommand({ Name: arn }));
  return { arn, name, home, logging, validation, failing: error !== '' };
}

const call = (r: MultiRegionTrail, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input });
const creation = ({ target }: MultiRegionTrail) => ({ Name: NAME, S3BucketName: target.bucket, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true });
const calls = (r: MultiRegionTrail): readonly Call[] => {
  const { candidate } = r;
  if (candidate === null) return [...bucketCalls(r.target), call(r, 'cloudtrail:CreateTrail', creation(r)), call(r, 'cloudtrail:StartLogging', { Name: r.target.trailArn })];
  return [...(candidate.validation ? [] : [call(r, 'cloudtrail:UpdateTrail', { Name: candidate.arn, EnableLogFileValidation: true })]), ...(candidate.logging ? [] : [call(r, 'cloudtrail:StartLogging', { Name: candidate.arn })])];
};

async function apply(aws: ChangeAws, r: MultiRegionTrail): Promise<void> {
  const { candidate, sound } = r;
  if (sound !== null) return;
  const client = await aws.client('cloudtrail');
  if (candidate === null) {
    await makeBucket(await aws.client('s3'), r.target);
    await client.send(new CreateTrailCommand(creation(r)));
  }
  if (candidate?.validation === false) await client.send(new UpdateTrailCommand({ Name: candidate.arn, EnableLogFileValidation: true }));
  // Made by a call, a trail does not log yet.
  if (candidate?.logging !== true) await client.send(new StartLoggingCommand({ Name: candidate?.arn ?? r.target.trailArn }));
}

const undoCalls = (before: MultiRegionTrail): readonly Call[] => {
  const { candidate, target } = before;
  if (candidate === null) return [call(before, 'cloudtrail:DeleteTrail', { Name: target.trailArn }), call(before, 's3:DeleteBucket', { Bucket: target.bucket })];
  return [...(candidate.validation ? [] : [call(before, 'cloudtrail:UpdateTrail', { Name: candidate.arn, EnableLogFileValidation: false })]), ...(candidate.logging ? [] : [call(before, 'cloudtrail:StopLogging', { Name: candidate.arn })])];
};
async function undo(aws: ChangeAws, before: MultiRegionTrail): Promise<void> {
  const { candidate, target } = before;
  const client = await aws.client('cloudtrail');
  if (candidate === null) {
    await ifThere(client.send(new DeleteTrailCommand({ Name: target.trailArn })));
    await deleteIfEmpty(aws, target.bucket);
    return;
  }
  if (!candidate.validation) await ifThere(client.send(new UpdateTrailCommand({ Name: candidate.arn, EnableLogFileValidation: false })));
  if (!candidate.logging) await ifThere(client.send(new StopLoggingCommand({ Name: candidate.arn })));
}
/** Log files that have arrived are evidence: with them the bucket stays. */
async function deleteIfEmpty(aws: ChangeAws, Bucket: string): Promise<void> {
  try {
    await ifThere((await aws.client('s3')).send(new DeleteBucketCommand({ Bucket })));
  } catch (error) {
    if (failureOf(error).code !== 'BucketNotEmpty') throw error;
  }
}

const harden: Action<MultiRegionTrail> = {
  operations: [...BUCKET_OPERATIONS, 's3:DeleteBucket', 'cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:StartLogging', 'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'],
  title: (r) => (r.candidate === null ? say('Record all management events of every Region in a trail, in the new bucket {{bucket}}', { bucket: r.target.bucket }) : say('Let trail {{trail}} log, with log files that can be proven whole', { trail: r.candidate.name })),
  breaks: (r) => (r.candidate === null ? say('Nothing. The first trail of management events is free of charge, its storage in S3 is not; a second one costs by the event. If you undo it, a bucket with log files stays.') : say('Nothing. Log files cost storage.')),
  calls,
  undoCalls,
  done: (now) => now !== undefined && now.sound !== null,
  apply,
  undo,
};

export default defineKind<MultiRegionTrail>({
  id: 'cloudtrail/multi-region-trail', version: 1, title: say('Trail of the whole account'), scope: 'regional', role: 'guard',
  reads: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],

  ...onceInAccount(read),

  // What a stranger does to a trail is told of the trail itself.
  traces: { ids: () => [], created: [], changed: [] },
  judge: (r, { attributed }) => (attributed || r.sound !== null ? attributed : {
    verdict: 'weak', techniques: ['T1562.008'], because: r.candidate === null ? say('No trail records all management events of every Region.') : say('Trail {{trail}} does not log, or its log files cannot be proven whole.', { trail: r.candidate.name }),
  }),

  actions: { harden },
});
