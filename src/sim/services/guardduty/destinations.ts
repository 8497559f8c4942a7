// Where a detector publishes its findings to.
import { CreatePublishingDestinationCommand, DeletePublishingDestinationCommand, DescribePublishingDestinationCommand, ListPublishingDestinationsCommand, type CreatePublishingDestinationCommandInput } from '@aws-sdk/client-guardduty';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { listing } from '../listing.ts';
import { detectorArn, detectorOf, mayChange, refused, type SimDestination } from './detectors.ts';

interface Named { readonly DetectorId?: string | undefined; readonly DestinationId?: string | undefined }
const arn = ({ DetectorId, DestinationId }: Named, call: SimCall): string[] => [`${detectorArn(DetectorId, call)}/publishingdestination/${DestinationId ?? '*'}`];

function find({ DetectorId, DestinationId = '' }: Named, call: SimCall): SimDestination {
  const found = detectorOf(DetectorId, call).destinations.get(DestinationId);
  if (!found) throw refused('no such resource found');
  return found;
}
function create({ DetectorId, DestinationType = 'S3', DestinationProperties = {} }: CreatePublishingDestinationCommandInput, call: SimCall): { DestinationId: string } {
  const { destinations } = mayChange(DetectorId, call);
  const id = call.account.ids.hex(32);
  destinations.set(id, { id, type: DestinationType, properties: DestinationProperties });
  return { DestinationId: id };
}

export function addDestinations(service: Service<SimCall>): void {
  service
    .on(ListPublishingDestinationsCommand, ({ DetectorId, MaxResults, NextToken }, call) => {
      const all = [...detectorOf(DetectorId, call).destinations.values()];
      const { page, next } = listing(all, { max: MaxResults, token: NextToken, most: 50 }, call, () => refused('an invalid or out-of-range value is specified as an input parameter'));
      return { Destinations: page.map(({ id, type }) => ({ DestinationId: id, DestinationType: type, Status: 'PUBLISHING' as const })), ...(next === undefined ? {} : { NextToken: next }) };
    }, { resources: ({ DetectorId }, call) => [detectorArn(DetectorId, call)] })
    .on(DescribePublishingDestinationCommand, (input, call) => {
      const { id, type, properties } = find(input, call);
      return { DestinationId: id, DestinationType: type, Status: 'PUBLISHING' as const, PublishingFailureStartTimestamp: 0, DestinationProperties: properties };
    }, { resources: arn })
    .on(CreatePublishingDestinationCommand, create, { resources: ({ DetectorId }, call) => [detectorArn(DetectorId, call)] })
    .on(DeletePublishingDestinationCommand, (input, call) => { mayChange(input.DetectorId, call).destinations.delete(find(input, call).id); return {}; }, { resources: arn });
}
