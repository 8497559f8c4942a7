// What the contract suite finds of what watches an account: trails, detectors, recorders, analyzers, alarms, log groups.
import type { JsonObject, Resource } from '../../../src/core/types.ts';
import type { SimAccount } from '../../../src/sim/account.ts';
import { plantEventDataStore } from '../../../src/sim/services/cloudtrail/trail-state.ts';
import { REGION, type Play } from '../account.ts';

const NAMES = ['one', 'two', 'three'] as const;

/** Each logs the reads only, and its insights are on. */
export async function furnishTrails(play: Play): Promise<void> {
  for (const name of NAMES) {
    await play('cloudtrail', 'CreateTrail', { Name: `trail-${name}`, S3BucketName: `logs-${name}-example`, IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false, EnableLogFileValidation: true });
    await play('cloudtrail', 'StartLogging', { Name: `trail-${name}` });
    await play('cloudtrail', 'PutEventSelectors', { TrailName: `trail-${name}`, EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::data-example/'] }] }] });
    await play('cloudtrail', 'PutInsightSelectors', { TrailName: `trail-${name}`, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] });
  }
}

/** AWS makes no new ones: they were there before. */
export async function furnishStores(play: Play, _: unknown, account: SimAccount): Promise<void> {
  for (const name of NAMES) {
    const EventDataStore = plantEventDataStore(account, { name, region: REGION, createdAt: new Date('2025-01-01T00:00:00Z') });
    await play('cloudtrail', 'StopEventDataStoreIngestion', { EventDataStore });
  }
}

export const GUARD_AIMS: Readonly<Record<string, (r: Resource) => JsonObject>> = {
  'cloudtrail/trail': () => ({ S3BucketName: 'audit-example', IncludeGlobalServiceEvents: true, KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555566667777', logging: true }),
  'cloudtrail/event-selectors': () => ({ selectors: { AdvancedEventSelectors: [{ Name: 'writes', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', Equals: ['false'] }] }] }, insights: [] }),
  'cloudtrail/event-data-store': () => ({ status: 'ENABLED' }),
};
