// GuardDuty in one Region: its detector, where there is one.
import { GetAdministratorAccountCommand, GetDetectorCommand, ListDetectorsCommand, type GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { ReadAws } from '../../../aws/session.ts';
import type { Operation, Resource } from '../../../core/types.ts';
import { ownArn } from '../../kind.ts';

export const READS_DETECTOR: readonly Operation[] = ['guardduty:ListDetectors', 'guardduty:GetDetector', 'guardduty:GetAdministratorAccount'];
export type Status = 'ENABLED' | 'DISABLED';
/** A Region has one detector at most. What is kept here is the Region's GuardDuty, so that a deleted detector can be told, too. */
export interface Detector extends Resource {
  readonly detectorId: string | null;
  readonly enabled: boolean;
  readonly frequency: string;
  /** The optional features by name. */
  readonly features: Readonly<Record<string, Status>>;
  /** The account that decides, where this one is a member of its. */
  readonly administrator: string | null;
}
export const TAG = 'aws-incident';
/** They stand among the features and cannot be switched. */
const FOUNDATION = new Set(['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS']);

export async function readDetector(client: GuardDutyClient, aws: ReadAws): Promise<Detector> {
  const arn = ownArn('guardduty/detector', aws.region, aws.accountId, 'detector');
  const base = { arn, uid: arn, name: `GuardDuty ${aws.region}`, region: aws.region };
  const { DetectorIds: [detectorId] = [] } = await client.send(new ListDetectorsCommand({}));
  if (detectorId === undefined) return { ...base, detectorId: null, enabled: false, frequency: '', features: {}, administrator: null };
  const [detector, { Administrator }] = await Promise.all([client.send(new GetDetectorCommand({ DetectorId: detectorId })), client.send(new GetAdministratorAccountCommand({ DetectorId: detectorId }))]);
  const features = (detector.Features ?? []).flatMap(({ Name, Status: status }) => (Name === undefined || status === undefined || FOUNDATION.has(Name) ? [] : [[Name, status] as const]));
  return {
    ...base, detectorId, enabled: detector.Status === 'ENABLED', frequency: detector.FindingPublishingFrequency ?? '', features: Object.fromEntries(features), administrator: Administrator?.AccountId ?? null,
    seen: { made: detector.Tags?.[TAG] ?? null },
  };
}

/** The ids of the Region's detectors: one or none. */
export async function detectorIds(client: GuardDutyClient): Promise<readonly string[]> {
  return (await client.send(new ListDetectorsCommand({}))).DetectorIds ?? [];
}
