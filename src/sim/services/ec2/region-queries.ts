// Regions and zones as this account sees them.
import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand, type AvailabilityZone, type DescribeAvailabilityZonesCommandInput, type DescribeRegionsCommandInput, type Region } from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { regionEnabled, regionFact, regionsOf, type RegionFact } from '../account/regions.ts';
import { zonesOf } from './default-network.ts';
import { other } from './errors.ts';
import { filtered } from './filter.ts';
import { inRegion, type Ec2Service } from './operation.ts';
import type { Ec2Region } from './state.ts';
import { filterSet, idItems } from './trail.ts';

/** Without AllRegions only those that the account may use; a disabled one that was named is an error. */
function regions(input: DescribeRegionsCommandInput, here: Ec2Region, call: SimCall): { Regions: Region[] } {
  const { account } = call;
  const all = regionsOf(account.partition);
  const shown = all.filter((r) => input.AllRegions === true || regionEnabled(account, r.name));
  const unknown = (input.RegionNames ?? []).find((name) => !shown.some((r) => r.name === name));
  if (unknown !== undefined) throw other('InvalidParameterValue', `Invalid region provided: [${unknown}]`);
  const suffix = account.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const optIn = (r: RegionFact): string => (!r.optIn ? 'opt-in-not-required' : regionEnabled(account, r.name) ? 'opted-in' : 'not-opted-in');
  const asked = shown.filter((r) => !input.RegionNames?.length || input.RegionNames.includes(r.name)).map((r) => ({ RegionName: r.name, Endpoint: `ec2.${r.name}.${suffix}`, OptInStatus: optIn(r) }));
  return { Regions: filtered(asked, input.Filters, { 'region-name': (r) => [r.RegionName], 'endpoint': (r) => [r.Endpoint], 'opt-in-status': (r) => [r.OptInStatus] }, here, (r) => r.RegionName) };
}

function zones(input: DescribeAvailabilityZonesCommandInput, region: Ec2Region, call: SimCall): { AvailabilityZones: AvailabilityZone[] } {
  const all = zonesOf(call.account, region.name).map((s) => ({
    ZoneName: s.zone, ZoneId: s.zoneId, RegionName: region.name, GroupName: `${region.name}-zg-1`, NetworkBorderGroup: region.name, ZoneType: 'availability-zone', State: 'available' as const, Messages: [],
    OptInStatus: regionFact(call.account, region.name)?.optIn ? 'opted-in' as const : 'opt-in-not-required' as const,
  }));
  const unknown = input.ZoneNames?.find((name) => !all.some((z) => z.ZoneName === name));
  if (unknown !== undefined) throw other('InvalidParameterValue', `Invalid availability zone: [${unknown}]`);
  const asked = all.filter((z) => (!input.ZoneNames?.length || input.ZoneNames.includes(z.ZoneName)) && (!input.ZoneIds?.length || input.ZoneIds.includes(z.ZoneId)));
  return { AvailabilityZones: filtered(asked, input.Filters, { 'zone-name': (z) => [z.ZoneName], 'zone-id': (z) => [z.ZoneId], 'state': (z) => [z.State], 'region-name': (z) => [z.RegionName], 'zone-type': (z) => [z.ZoneType], 'opt-in-status': (z) => [z.OptInStatus] }, region, (z) => z.ZoneId) };
}

export const registerRegionQueries = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeRegionsCommand, inRegion(regions), { trail: { request: (i) => ({ regionSet: idItems(i.RegionNames, 'regionName'), allRegions: i.AllRegions, filterSet: i.Filters?.length ? filterSet(i.Filters) : undefined }) } })
  .on(DescribeAvailabilityZonesCommand, inRegion(zones), { trail: { request: (i) => ({ availabilityZoneSet: idItems(i.ZoneNames, 'zoneName'), availabilityZoneIdSet: idItems(i.ZoneIds, 'zoneId') }) } });
