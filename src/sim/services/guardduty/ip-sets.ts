// Trusted IP sets of a detector: GuardDuty says nothing about what these addresses do.
import { CreateIPSetCommand, DeleteIPSetCommand, GetIPSetCommand, ListIPSetsCommand, UpdateIPSetCommand, type CreateIPSetCommandInput, type GetIPSetCommandOutput, type UpdateIPSetCommandInput } from '@aws-sdk/client-guardduty';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { listing } from '../listing.ts';
import { detectorArn, detectorOf, mayChange, refused, type Detector, type SimIpSet } from './detectors.ts';

interface Named { readonly DetectorId?: string | undefined; readonly IpSetId?: string | undefined }
const arn = ({ DetectorId, IpSetId }: Named, call: SimCall): string[] => [`${detectorArn(DetectorId, call)}/ipset/${IpSetId ?? '*'}`];

function find({ DetectorId, IpSetId = '' }: Named, call: SimCall): SimIpSet {
  const found = detectorOf(DetectorId, call).ipSets.get(IpSetId);
  if (!found) throw refused('no such resource found');
  return found;
}
function oneActive({ ipSets }: Detector, but?: SimIpSet): void {
  if ([...ipSets.values()].some((set) => set.active && set !== but)) throw refused('the limit of one active trusted IP set per account has been reached');
}
function create({ DetectorId, Name = '', Format = 'TXT', Location = '', Activate = false, ExpectedBucketOwner }: CreateIPSetCommandInput, call: SimCall): { IpSetId: string } {
  const detector = mayChange(DetectorId, call);
  if (Activate) oneActive(detector);
  const id = call.account.ids.hex(32);
  detector.ipSets.set(id, { id, name: Name, format: Format, location: Location, active: Activate, owner: ExpectedBucketOwner });
  return { IpSetId: id };
}
function update(input: UpdateIPSetCommandInput, call: SimCall): object {
  const detector = mayChange(input.DetectorId, call);
  const set = find(input, call);
  if (input.Activate === true) oneActive(detector, set);
  set.active = input.Activate ?? set.active;
  set.name = input.Name ?? set.name;
  set.location = input.Location ?? set.location;
  set.owner = input.ExpectedBucketOwner ?? set.owner;
  return {};
}
const out = ({ name, format, location, active, owner }: SimIpSet): Omit<GetIPSetCommandOutput, '$metadata'> =>
  ({ Name: name, Format: format, Location: location, Status: active ? 'ACTIVE' : 'INACTIVE', Tags: {}, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) });

export function addIpSets(service: Service<SimCall>): void {
  service
    .on(ListIPSetsCommand, ({ DetectorId, MaxResults, NextToken }, call) => {
      const { page, next } = listing([...detectorOf(DetectorId, call).ipSets.keys()], { max: MaxResults, token: NextToken, most: 50 }, call, () => refused('an invalid or out-of-range value is specified as an input parameter'));
      return { IpSetIds: page, ...(next === undefined ? {} : { NextToken: next }) };
    }, { resources: ({ DetectorId }, call) => [detectorArn(DetectorId, call)] })
    .on(GetIPSetCommand, (input, call) => out(find(input, call)), { resources: arn })
    .on(CreateIPSetCommand, create, { resources: ({ DetectorId }, call) => [detectorArn(DetectorId, call)] })
    .on(UpdateIPSetCommand, update, { resources: arn })
    .on(DeleteIPSetCommand, (input, call) => { mayChange(input.DetectorId, call).ipSets.delete(find(input, call).id); return {}; }, { resources: arn });
}
