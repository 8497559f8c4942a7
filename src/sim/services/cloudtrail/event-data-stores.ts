// CloudTrail Lake's event data stores, as far as they are read, stopped, deleted and given back. AWS makes no new ones.
import type { DeleteEventDataStoreCommandInput, EventDataStore, GetEventDataStoreCommandOutput, ListEventDataStoresCommandInput, RestoreEventDataStoreCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { cloudTrailState, type SimStore } from './trail-state.ts';

const WAITS_DAYS = 7;
const refused = (code: string, message: string): AwsError => new AwsError(code, message, 400);
const here = ({ account, region, now }: SimCall): SimStore[] => cloudTrailState(account).stores.filter((one) => one.region === region && !isGone(one, now));
/** A deleted store stays for seven days in which it can be given back. */
const isGone = ({ store }: SimStore, now: Date): boolean => store.Status === 'PENDING_DELETION' && (store.UpdatedTimestamp?.getTime() ?? 0) + WAITS_DAYS * 86_400_000 <= now.getTime();

function find(asked: string | undefined, call: SimCall): SimStore {
  const found = here(call).find(({ store }) => store.EventDataStoreArn === asked || store.EventDataStoreArn.endsWith(`/${asked ?? ''}`));
  if (!found) throw refused('EventDataStoreNotFoundException', 'The specified event data store was not found.');
  return found;
}
function become(found: SimStore, Status: NonNullable<SimStore['store']['Status']>, { now }: SimCall): SimStore['store'] {
  found.store = { ...found.store, Status, UpdatedTimestamp: now };
  return found.store;
}

export function listStores({ MaxResults, NextToken }: ListEventDataStoresCommandInput, call: SimCall): { EventDataStores: EventDataStore[]; NextToken?: string } {
  const { page, next } = listing(here(call), { max: MaxResults, token: NextToken, most: 1_000 }, call, () => refused('InvalidNextTokenException', 'Invalid token.'));
  // The list tells names and ARNs and nothing else that AWS has not deprecated.
  return { EventDataStores: page.map(({ store: { EventDataStoreArn, Name } }) => ({ EventDataStoreArn, Name })), ...(next === undefined ? {} : { NextToken: next }) };
}
export const getStore = (arn: string | undefined, call: SimCall): Omit<GetEventDataStoreCommandOutput, '$metadata'> => find(arn, call).store;

export function stopIngestion(arn: string | undefined, call: SimCall): object {
  const found = find(arn, call);
  if (found.store.Status !== 'ENABLED') throw refused('InvalidEventDataStoreStatusException', 'The event data store is not in a status that supports the operation.');
  become(found, 'STOPPED_INGESTION', call);
  return {};
}
export function startIngestion(arn: string | undefined, call: SimCall): object {
  const found = find(arn, call);
  if (found.store.Status !== 'STOPPED_INGESTION') throw refused('InvalidEventDataStoreStatusException', 'The event data store is not in a status that supports the operation.');
  become(found, 'ENABLED', call);
  return {};
}
export function deleteStore({ EventDataStore: arn }: DeleteEventDataStoreCommandInput, call: SimCall): object {
  const found = find(arn, call);
  if (found.store.TerminationProtectionEnabled === true) throw refused('EventDataStoreTerminationProtectedException', 'The event data store cannot be deleted because termination protection is enabled for it.');
  if (found.store.Status === 'PENDING_DELETION') throw refused('InactiveEventDataStoreException', 'The event data store is inactive.');
  become(found, 'PENDING_DELETION', call);
  return {};
}
export function restoreStore(arn: string | undefined, call: SimCall): Omit<RestoreEventDataStoreCommandOutput, '$metadata'> {
  const found = find(arn, call);
  if (found.store.Status !== 'PENDING_DELETION') throw refused('InvalidEventDataStoreStatusException', 'The event data store is not in a status that supports the operation.');
  return become(found, 'ENABLED', call);
}
