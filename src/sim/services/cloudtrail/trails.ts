// What reads show of the account's trails: where they log to and whether they do.
import type { DescribeTrailsCommandInput, GetEventSelectorsCommandOutput, GetInsightSelectorsCommandOutput, GetTrailStatusCommandOutput, ListPublicKeysCommandInput, ListTrailsCommandInput, PublicKey, Trail, TrailInfo } from '@aws-sdk/client-cloudtrail';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { cloudTrailState, findTrail } from './trail-state.ts';

/** Trails of this region, and the shadows of multi-region trails of others unless they are not wanted. */
export function describeTrails({ trailNameList, includeShadowTrails = true }: DescribeTrailsCommandInput, { account, region }: SimCall): { trailList: Trail[] } {
  const here = cloudTrailState(account).trails.map(({ trail }) => trail).filter((trail) => trail.HomeRegion === region || (includeShadowTrails && trail.IsMultiRegionTrail === true));
  return { trailList: trailNameList?.length ? here.filter((trail) => trailNameList.some((name) => name === trail.Name || name === trail.TrailARN)) : here };
}

/** Of all regions, by name and home. */
export function listTrails({ NextToken }: ListTrailsCommandInput, call: SimCall): { Trails: TrailInfo[]; NextToken?: string } {
  const all = cloudTrailState(call.account).trails.map(({ trail: { Name, TrailARN, HomeRegion } }) => ({ Name, TrailARN, HomeRegion }));
  const { page, next } = listing(all, { token: NextToken }, call, () => new AwsError('InvalidNextTokenException', 'Invalid token.', 400));
  return { Trails: page, ...(next === undefined ? {} : { NextToken: next }) };
}

export function trailStatus({ Name = '' }: { Name?: string | undefined }, call: SimCall): Omit<GetTrailStatusCommandOutput, '$metadata'> {
  const { logging, startedAt, stoppedAt, trail } = findTrail(Name, call);
  return {
    IsLogging: logging, ...(startedAt && { StartLoggingTime: startedAt }), ...(stoppedAt && { StopLoggingTime: stoppedAt }),
    ...(logging && { LatestDeliveryTime: call.now }), ...(logging && trail.LogFileValidationEnabled === true && { LatestDigestDeliveryTime: call.now }),
  };
}

export function eventSelectors({ TrailName = '' }: { TrailName?: string | undefined }, call: SimCall): Omit<GetEventSelectorsCommandOutput, '$metadata'> {
  const { trail, selectors, advanced } = findTrail(TrailName, call);
  return { TrailARN: trail.TrailARN, ...(advanced === undefined ? { EventSelectors: [...selectors] } : { AdvancedEventSelectors: [...advanced] }) };
}

export function insightSelectors({ TrailName = '' }: { TrailName?: string | undefined }, call: SimCall): Omit<GetInsightSelectorsCommandOutput, '$metadata'> {
  const { trail, insights } = findTrail(TrailName, call);
  if (insights.length === 0) throw new AwsError('InsightNotEnabledException', `Trail: ${trail.Name} doesn't have Insights selectors in place.`, 400);
  return { TrailARN: trail.TrailARN, InsightSelectors: [...insights] };
}

/** The region's keys that were in use in the time asked about; without a time those of now. */
export function listPublicKeys({ StartTime, EndTime, NextToken }: ListPublicKeysCommandInput, call: SimCall): { PublicKeyList: PublicKey[]; NextToken?: string } {
  const [from, to] = [StartTime ?? call.now, EndTime ?? call.now];
  if (from > to) throw new AwsError('InvalidTimeRangeException', 'Start time must be before end time.', 400);
  const all = cloudTrailState(call.account).keys.filter((key) => key.region === call.region && key.from <= to && key.to >= from);
  const { page, next } = listing(all, { token: NextToken }, call, () => new AwsError('InvalidTokenException', 'Invalid token.', 400));
  return { PublicKeyList: page.map((key) => ({ Fingerprint: key.fingerprint, Value: key.value, ValidityStartTime: key.from, ValidityEndTime: key.to })), ...(next === undefined ? {} : { NextToken: next }) };
}
