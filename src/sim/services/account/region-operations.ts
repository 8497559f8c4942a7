// Enabling, disabling and listing regions. A disabled region's resources go on running and billing, unseen.
import type { EnableRegionCommandInput, GetRegionOptStatusCommandInput, GetRegionOptStatusCommandOutput, ListRegionsCommandInput, Region } from '@aws-sdk/client-account';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { OPT_IN_MS, regionFact, regionsOf, regionState, regionStatus, type RegionFact } from './regions.ts';

const invalid = (message: string): AwsError => new AwsError('ValidationException', message, 400, { reason: 'fieldValidationFailed' });
/** AWS changes at most six regions of an account at a time. */
const AT_ONCE = 6;

function named(account: SimAccount, name: string | undefined): RegionFact {
  const region = name === undefined ? undefined : regionFact(account, name);
  if (!region) throw invalid(`The region '${name ?? ''}' is not valid.`);
  return region;
}

export function listRegions(input: ListRegionsCommandInput, call: SimCall): { Regions: Region[]; NextToken?: string } {
  const { account } = call;
  const wanted = input.RegionOptStatusContains;
  const all = regionsOf(account.partition).map((r) => ({ RegionName: r.name, RegionOptStatus: regionStatus(account, r) })).filter((r) => !wanted?.length || wanted.includes(r.RegionOptStatus));
  if (input.MaxResults !== undefined && (input.MaxResults < 1 || input.MaxResults > 50)) throw invalid('MaxResults must be between 1 and 50.');
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(from) || from < 0) throw invalid('NextToken is not valid.');
  const Regions = all.slice(from, from + Math.min(input.MaxResults ?? 50, account.behaviour.pageSize));
  const next = from + Regions.length;
  return next < all.length ? { Regions, NextToken: String(next) } : { Regions };
}

export function regionOptStatus(input: GetRegionOptStatusCommandInput, call: SimCall): Omit<GetRegionOptStatusCommandOutput, '$metadata'> {
  const region = named(call.account, input.RegionName);
  return { RegionName: region.name, RegionOptStatus: regionStatus(call.account, region) };
}

/** Asking for what is already so, or is already under way, is a conflict only while something is under way. */
export const setRegion = (status: 'ENABLING' | 'DISABLING') => (input: EnableRegionCommandInput, call: SimCall): Record<string, never> => {
  const { account } = call;
  const region = named(account, input.RegionName);
  if (!region.optIn) throw invalid(`The region '${region.name}' is enabled by default and cannot be enabled or disabled.`);
  const current = regionStatus(account, region);
  if (current === 'ENABLING' || current === 'DISABLING') throw new AwsError('ConflictException', `The region '${region.name}' is ${current === 'ENABLING' ? 'being enabled' : 'being disabled'}.`);
  if (current === (status === 'ENABLING' ? 'ENABLED' : 'DISABLED')) return {};
  const moving = regionsOf(account.partition).map((r) => regionStatus(account, r)).filter((s) => s === 'ENABLING' || s === 'DISABLING');
  if (moving.length >= AT_ONCE) throw new AwsError('ConflictException', `At most ${String(AT_ONCE)} regions can be enabled or disabled at a time.`);
  regionState(account).choices.set(region.name, { status, settlesAt: new Date(call.now.getTime() + OPT_IN_MS) });
  return {};
};
