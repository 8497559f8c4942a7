// An event data store of CloudTrail Lake: a stopped one takes events in again, a deleted one is given back within its seven days.
import { GetEventDataStoreCommand, paginateListEventDataStores, RestoreEventDataStoreCommand, StartEventDataStoreIngestionCommand, StopEventDataStoreIngestionCommand, DeleteEventDataStoreCommand, type CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ReadAws } from '../../aws/session.ts';
import { failureOf } from '../../aws/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, type Action, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, switchBefore } from '../recalling.ts';

export interface EventDataStore extends Resource {
  readonly status: string;
  readonly multiRegion: boolean;
  readonly retentionDays: number;
  /** What it takes in, as a trail's event selectors say it. */
  readonly selectors: JsonObject;
}

async function read(client: CloudTrailClient, arn: string, aws: ReadAws): Promise<EventDataStore | undefined> {
  try {
    const store = await client.send(new GetEventDataStoreCommand({ EventDataStore: arn }));
    return {
      arn, uid: arn, name: store.Name ?? arn, region: aws.region, status: settled(store.Status ?? ''), multiRegion: store.MultiRegionEnabled ?? false, retentionDays: store.RetentionPeriod ?? 0,
      selectors: { AdvancedEventSelectors: JSON.parse(JSON.stringify(store.AdvancedEventSelectors ?? [])) as Json },
      ...(store.CreatedTimestamp ? { createdAt: store.CreatedTimestamp.toISOString() } : {}),
    };
  } catch (error) {
    if (/^(EventDataStoreNotFound|EventDataStoreARNInvalid)/.test(failureOf(error).code)) return undefined;
    throw error;
  }
}
/** What it is on its way to. */
const settled = (status: string): string => (status === 'STARTING_INGESTION' || status === 'CREATED' ? 'ENABLED' : status === 'STOPPING_INGESTION' ? 'STOPPED_INGESTION' : status);

const call = (r: EventDataStore, operation: Operation): Call => ({ operation, region: r.region, input: { EventDataStore: r.arn } });
const isOn = (r: EventDataStore | undefined): boolean => r?.status === 'ENABLED';
const isDeleted = (r: EventDataStore): boolean => r.status === 'PENDING_DELETION';
const where = (r: EventDataStore) => ({ store: r.name, region: r.region });

const recover: Action<EventDataStore> = {
  operations: ['cloudtrail:RestoreEventDataStore', 'cloudtrail:StartEventDataStoreIngestion', 'cloudtrail:StopEventDataStoreIngestion', 'cloudtrail:DeleteEventDataStore'],
  title: (r) => (isDeleted(r) ? say('Give the deleted event data store {{store}} in {{region}} back', where(r)) : say('Let the event data store {{store}} in {{region}} take events in again', where(r))),
  breaks: () => say('Nothing. What happened while it was off is not in it.'),
  calls: (r) => [call(r, isDeleted(r) ? 'cloudtrail:RestoreEventDataStore' : 'cloudtrail:StartEventDataStoreIngestion')],
  undoCalls: (before) => [call(before, isDeleted(before) ? 'cloudtrail:DeleteEventDataStore' : 'cloudtrail:StopEventDataStoreIngestion')],
  done: isOn,
  apply: async (aws, r) => {
    const client = await aws.client('cloudtrail');
    const EventDataStore = r.arn;
    if (isDeleted(r)) await client.send(new RestoreEventDataStoreCommand({ EventDataStore }));
    else if (!isOn(r)) await client.send(new StartEventDataStoreIngestionCommand({ EventDataStore }));
  },
  undo: async (aws, before) => {
    const client = await aws.client('cloudtrail');
    const EventDataStore = before.arn;
    const now = await read(client, EventDataStore, aws);
    if (!isOn(now)) return;
    await client.send(isDeleted(before) ? new DeleteEventDataStoreCommand({ EventDataStore }) : new StopEventDataStoreIngestionCommand({ EventDataStore }));
  },
};

const STARTS = ['cloudtrail:StartEventDataStoreIngestion', 'cloudtrail:RestoreEventDataStore'] as const;
const STOPS = ['cloudtrail:StopEventDataStoreIngestion', 'cloudtrail:DeleteEventDataStore'] as const;
const recall = (_: EventDataStore, history: readonly HistoryEvent[]): JsonObject | undefined => (switchBefore(history, (e) => isEvent(e, ...STARTS), (e) => isEvent(e, ...STOPS)) === true ? { status: 'ENABLED' } : undefined);

export default defineKind<EventDataStore>({
  id: 'cloudtrail/event-data-store', version: 1, title: say('Event data store of CloudTrail Lake'), scope: 'regional', role: 'guard',
  reads: ['cloudtrail:ListEventDataStores', 'cloudtrail:GetEventDataStore'],

  async *list(scan) {
    const client = await scan.aws.client('cloudtrail');
    for await (const page of paginateListEventDataStores({ client }, {})) {
      for (const { EventDataStoreArn: arn = '' } of page.EventDataStores ?? []) {
        try {
          const store = await read(client, arn, scan.aws);
          if (store) yield store;
        } catch (error) { scan.gap('cloudtrail:GetEventDataStore', error, arn); }
      }
    }
  },

  async look(aws, rs) {
    const client = await aws.client('cloudtrail');
    return inParallel(rs, 4, async (r) => {
      const now = await read(client, r.arn, aws);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.arn, r.arn.split('/').at(-1) ?? r.arn],
    created: ['cloudtrail:CreateEventDataStore'],
    changed: [...STOPS, ...STARTS, 'cloudtrail:UpdateEventDataStore'],
  },
  recall,
  actions: { recover },
});
