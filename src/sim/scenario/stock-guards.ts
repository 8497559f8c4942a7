// The guards of the account as a drill counts them: trails and what they record, detectors and what hides their findings, recorders, analyzers, alarms, logs.
import type { room as analyzerRoom } from '../services/access-analyzer/service.ts';
import type { SimAlarm } from '../services/cloudwatch/alarms.ts';
import type { room as recorderRoom } from '../services/config/service.ts';
import type { LogGroups } from '../services/logs/log-groups.ts';
import type { room as hubRoom } from '../services/securityhub/service.ts';
import { cloudTrailState } from '../services/cloudtrail/trail-state.ts';
import { room } from '../services/guardduty/detectors.ts';
import { roomsOf } from '../services/in-region.ts';
import type { World } from '../world.ts';
import { ownArn, plain, valueOf, type StockItem } from './stock.ts';

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
export const stockOfRecorders = (world: World): StockItem[] => [...roomsOf<ReturnType<typeof recorderRoom>>(world, 'config')].flatMap(([region, { recorder, channel }]) =>
  (recorder === undefined ? [] : [item('config/configuration-recorder', region, recorder.arn, { recording: recorder.recording, given: plain(recorder.given), channel: plain(channel) })]));
export const stockOfAnalyzers = (world: World): StockItem[] => [...roomsOf<ReturnType<typeof analyzerRoom>>(world, 'access-analyzer')].flatMap(([region, analyzers]) =>
  [...analyzers.values()].map((a) => item('access-analyzer/analyzer', region, a.arn ?? '', { type: a.type ?? '' })));
export const stockOfHubs = (world: World): StockItem[] => [...roomsOf<ReturnType<typeof hubRoom>>(world, 'securityhub')].flatMap(([region, { hub }]) =>
  (hub === undefined ? [] : [item('securityhub/hub', region, ownArn('securityhub/hub', region, world.id, 'hub'), { standards: [...hub.standards.keys()].sort() })]));
export const stockOfAlarms = (world: World): StockItem[] => [...roomsOf<ReadonlyMap<string, SimAlarm>>(world, 'cloudwatch')].flatMap(([region, alarms]) =>
  [...alarms.values()].map((a) => item('cloudwatch/alarm', region, a.AlarmArn ?? '', { acts: a.ActionsEnabled ?? true, metric: a.MetricName ?? '', threshold: a.Threshold ?? 0, tells: [...(a.AlarmActions ?? [])].sort() })));
/** Logs that are kept for longer harm nobody. */
export const stockOfLogGroups = (world: World): StockItem[] => [...roomsOf<LogGroups>(world, 'logs')].flatMap(([region, groups]) =>
  [...groups.values()].map((g) => ({ ...item('logs/log-group', region, `arn:${world.partition}:logs:${region}:${world.id}:log-group:${g.name}`, { retention: g.retention ?? 0 }), setting: true as const })));
