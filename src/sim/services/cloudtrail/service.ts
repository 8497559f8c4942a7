// The simulated CloudTrail: the event history, trails, event data stores.
import {
  CloudTrailClient, CreateTrailCommand, DeleteEventDataStoreCommand, DeleteTrailCommand, DescribeTrailsCommand, GetEventDataStoreCommand, GetEventSelectorsCommand, GetInsightSelectorsCommand, GetTrailCommand, GetTrailStatusCommand,
  ListEventDataStoresCommand, ListPublicKeysCommand, ListTrailsCommand, LookupEventsCommand, PutEventSelectorsCommand, PutInsightSelectorsCommand, RestoreEventDataStoreCommand, StartEventDataStoreIngestionCommand, StartLoggingCommand,
  StopEventDataStoreIngestionCommand, StopLoggingCommand, UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { historyOf } from '../../trail/history.ts';
import { deleteStore, getStore, listStores, restoreStore, startIngestion, stopIngestion } from './event-data-stores.ts';
import { lookupEvents } from './lookup.ts';
import { createTrail, deleteTrail, putEventSelectors, putInsightSelectors, setLogging, updateTrail } from './trail-changes.ts';
import { findTrail, trailArn } from './trail-state.ts';
import { describeTrails, eventSelectors, insightSelectors, listPublicKeys, listTrails, trailStatus } from './trails.ts';

interface Asked { readonly Name?: string | undefined; readonly TrailName?: string | undefined }
const onTrail = { resources: ({ Name, TrailName }: Asked, call: SimCall): string[] => [trailArn(Name ?? TrailName ?? '', call)] };
const onStore = { resources: ({ EventDataStore }: { readonly EventDataStore?: string | undefined }): string[] => [EventDataStore ?? '*'] };

export default function cloudtrail(): Service<SimCall> {
  return new Service<SimCall>(CloudTrailClient, { id: 'cloudtrail' })
    .on(LookupEventsCommand, (input, call) => lookupEvents(input, call, historyOf(call.account)))
    .on(DescribeTrailsCommand, describeTrails)
    .on(ListTrailsCommand, listTrails)
    .on(ListPublicKeysCommand, listPublicKeys)
    .on(GetTrailCommand, ({ Name = '' }, call) => ({ Trail: findTrail(Name, call).trail }), onTrail)
    .on(GetTrailStatusCommand, trailStatus, onTrail)
    .on(GetEventSelectorsCommand, eventSelectors, onTrail)
    .on(GetInsightSelectorsCommand, insightSelectors, onTrail)
    .on(CreateTrailCommand, createTrail, onTrail)
    .on(UpdateTrailCommand, updateTrail, onTrail)
    .on(DeleteTrailCommand, ({ Name = '' }, call) => deleteTrail(Name, call), onTrail)
    .on(StartLoggingCommand, ({ Name = '' }, call) => setLogging(Name, true, call), onTrail)
    .on(StopLoggingCommand, ({ Name = '' }, call) => setLogging(Name, false, call), onTrail)
    .on(PutEventSelectorsCommand, putEventSelectors, onTrail)
    .on(PutInsightSelectorsCommand, putInsightSelectors, onTrail)
    .on(ListEventDataStoresCommand, listStores)
    .on(GetEventDataStoreCommand, ({ EventDataStore }, call) => getStore(EventDataStore, call), onStore)
    .on(StopEventDataStoreIngestionCommand, ({ EventDataStore }, call) => stopIngestion(EventDataStore, call), onStore)
    .on(StartEventDataStoreIngestionCommand, ({ EventDataStore }, call) => startIngestion(EventDataStore, call), onStore)
    .on(DeleteEventDataStoreCommand, deleteStore, onStore)
    .on(RestoreEventDataStoreCommand, ({ EventDataStore }, call) => restoreStore(EventDataStore, call), onStore);
}
