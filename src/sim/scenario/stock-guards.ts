// The guards of the account as a drill counts them: trails and what they record, detectors and what hides their findings.
import { cloudTrailState } from '../services/cloudtrail/trail-state.ts';
import { room } from '../services/guardduty/detectors.ts';
import { roomsOf } from '../services/in-region.ts';
import type { World } from '../world.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

const item = (kind: string, region: string, arn: string, value: Parameters<typeof valueOf>[0], parent?: string): StockItem => ({ arn, kind, region, value: valueOf(value), ...(parent === undefined ? {} : { parent }) });

export const stockOfTrails = (world: World): StockItem[] => cloudTrailState(world).trails.flatMap(({ trail, logging, selectors, advanced }) => [
  item('cloudtrail/trail', trail.HomeRegion, trail.TrailARN, { logging, bucket: trail.S3BucketName ?? '', everywhere: trail.IsMultiRegionTrail ?? false, validated: trail.LogFileValidationEnabled ?? false }),
  item('cloudtrail/event-selectors', trail.HomeRegion, ownArn('cloudtrail/event-selectors', trail.HomeRegion, trail.Name, 'selectors'), { selectors: JSON.stringify(advanced ?? selectors) }, trail.TrailARN),
]);
export const stockOfDetectors = (world: World): StockItem[] => [...roomsOf<ReturnType<typeof room>>(world, 'guardduty')].flatMap(([region, { detector }]) => {
  if (detector === undefined) return [];
  const arn = `arn:${world.partition}:guardduty:${region}:${world.id}:detector/${detector.id}`;
  return [
    // One to a Region, present or not: named as the tool names it.
    item('guardduty/detector', region, ownArn('guardduty/detector', region, world.id, 'detector'), { enabled: detector.enabled }),
    ...[...detector.filters.values()].map((f) => item('guardduty/filter', region, `${arn}/filter/${f.name}`, { action: f.action }, arn)),
    ...[...detector.ipSets.values()].map((s) => item('guardduty/ip-set', region, `${arn}/ipset/${s.id}`, { active: s.active, location: s.location }, arn)),
  ];
});
