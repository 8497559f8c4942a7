// GuardDuty's detector of one Region, and what hangs on it.
import type { DetectorFeatureConfiguration, DetectorFeatureConfigurationResult, Finding, GetDetectorCommandOutput, FilterAction, FindingCriteria, IpSetFormat, DestinationProperties, DestinationType, FindingPublishingFrequency } from '@aws-sdk/client-guardduty';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

export interface SimFilter { readonly name: string; readonly createdAt: Date; updatedAt: Date; action: FilterAction; description: string; rank: number; criteria: FindingCriteria }
export interface SimIpSet { readonly id: string; name: string; readonly format: IpSetFormat; location: string; active: boolean; owner: string | undefined }
export interface SimDestination { readonly id: string; readonly type: DestinationType; properties: DestinationProperties }
interface Feature { status: 'ENABLED' | 'DISABLED'; updatedAt: Date; readonly additional: Map<string, { status: 'ENABLED' | 'DISABLED'; updatedAt: Date }> }
export interface Detector {
  readonly id: string; readonly createdAt: Date; updatedAt: Date; enabled: boolean; frequency: FindingPublishingFrequency; readonly tags: Record<string, string>;
  readonly features: Map<string, Feature>; readonly filters: Map<string, SimFilter>; readonly ipSets: Map<string, SimIpSet>; readonly destinations: Map<string, SimDestination>; readonly findings: Finding[];
}
interface Room { detector: Detector | undefined; administrator: string | undefined }
export const room = ({ account, region }: { readonly account: SimAccount; readonly region: string }): Room => inRegion(account, 'guardduty', region, (): Room => ({ detector: undefined, administrator: undefined }));

export const refused = (reason: string): AwsError => new AwsError('BadRequestException', `The request is rejected because ${reason}.`, 400, { Type: 'InvalidInputException' });

/** All optional features; which are on where a request does not say. */
const FEATURES: Readonly<Record<string, boolean>> = { S3_DATA_EVENTS: true, EKS_AUDIT_LOGS: true, EBS_MALWARE_PROTECTION: true, RDS_LOGIN_EVENTS: true, LAMBDA_NETWORK_LOGS: true, RUNTIME_MONITORING: false };

export function detectorOf(id: string | undefined, call: SimCall): Detector {
  const { detector } = room(call);
  if (!detector || detector.id !== id) throw refused('the input detectorId is not owned by the current account');
  return detector;
}
/** For what a member account may not do. */
export function mayChange(id: string | undefined, call: SimCall): Detector {
  if (room(call).administrator !== undefined) throw refused('the current account cannot update its own configuration: it is managed by an administrator account');
  return detectorOf(id, call);
}

export function createDetector({ enabled, frequency = 'SIX_HOURS', features, tags }: { enabled: boolean; frequency?: FindingPublishingFrequency; features: readonly DetectorFeatureConfiguration[] | undefined; tags: Record<string, string> }, call: SimCall): Detector {
  const here = room(call);
  if (here.detector) throw refused('a detector already exists for the current account');
  const on = (name: string): boolean => features === undefined && FEATURES[name] === true;
  const detector: Detector = {
    id: call.account.ids.hex(32), createdAt: call.now, updatedAt: call.now, enabled, frequency, tags, filters: new Map(), ipSets: new Map(), destinations: new Map(), findings: [],
    features: new Map(Object.keys(FEATURES).map((name): [string, Feature] => [name, { status: on(name) ? 'ENABLED' : 'DISABLED', updatedAt: call.now, additional: new Map() }])),
  };
  setFeatures(detector, features, call.now);
  here.detector = detector;
  return detector;
}

export function setFeatures(detector: Detector, given: readonly DetectorFeatureConfiguration[] | undefined, at: Date): void {
  for (const { Name = '', Status = 'DISABLED', AdditionalConfiguration = [] } of given ?? []) {
    const feature = detector.features.get(Name) ?? { status: Status, updatedAt: at, additional: new Map<string, { status: 'ENABLED' | 'DISABLED'; updatedAt: Date }>() };
    feature.status = Status;
    feature.updatedAt = at;
    for (const more of AdditionalConfiguration) feature.additional.set(more.Name ?? '', { status: more.Status ?? 'DISABLED', updatedAt: at });
    detector.features.set(Name, feature);
  }
}

export function detectorOut(detector: Detector, { account }: SimCall): Omit<GetDetectorCommandOutput, '$metadata'> {
  const always = ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'].map((Name) => ({ Name, Status: 'ENABLED', UpdatedAt: detector.createdAt }) as DetectorFeatureConfigurationResult);
  const optional = [...detector.features].map(([Name, { status, updatedAt, additional }]) => ({
    Name, Status: status, UpdatedAt: updatedAt, ...(additional.size > 0 && { AdditionalConfiguration: [...additional].map(([name, more]) => ({ Name: name, Status: more.status, UpdatedAt: more.updatedAt })) }),
  }) as DetectorFeatureConfigurationResult);
  return {
    CreatedAt: detector.createdAt.toISOString(), UpdatedAt: detector.updatedAt.toISOString(), FindingPublishingFrequency: detector.frequency, Status: detector.enabled ? 'ENABLED' : 'DISABLED', Tags: detector.tags,
    ServiceRole: `arn:${account.partition}:iam::${account.id}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`, Features: [...always, ...optional],
  };
}

export const detectorArn = (id: string | undefined, { account, region }: SimCall): string => `arn:${account.partition}:guardduty:${region}:${account.id}:detector/${id ?? '*'}`;

/** For scenarios: what GuardDuty found, on the Region's detector. */
export function addGuardDutyFinding(account: SimAccount, region: string, finding: Finding): void {
  const { detector } = room({ account, region });
  if (!detector) throw new Error(`No detector in ${region}.`);
  detector.findings.push(finding);
}
export function putUnderAdministrator(account: SimAccount, region: string, administrator: string): void { room({ account, region }).administrator = administrator; }
