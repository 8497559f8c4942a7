// The simulated CloudTrail: the event history, and trails as reads show them.
import { CloudTrailClient, DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { historyOf } from '../../trail/history.ts';
import { lookupEvents } from './lookup.ts';
import { describeTrails, eventSelectors, trailStatus } from './trails.ts';

const trailArn = (name: string | undefined, { account, region }: SimCall): string[] =>
  [name?.startsWith('arn:') === true ? name : `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${name ?? ''}`];

export default (): Service<SimCall> => new Service<SimCall>(CloudTrailClient, { id: 'cloudtrail' })
  .on(LookupEventsCommand, (input, call) => lookupEvents(input, call, historyOf(call.account)))
  .on(DescribeTrailsCommand, describeTrails)
  .on(GetTrailStatusCommand, trailStatus, { resources: ({ Name }, call) => trailArn(Name, call) })
  .on(GetEventSelectorsCommand, eventSelectors, { resources: ({ TrailName }, call) => trailArn(TrailName, call) });
