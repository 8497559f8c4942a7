// Filters of a detector: an `ARCHIVE` filter hides every finding that it matches.
import { CreateFilterCommand, DeleteFilterCommand, GetFilterCommand, ListFiltersCommand, UpdateFilterCommand, type CreateFilterCommandInput, type GetFilterCommandOutput, type UpdateFilterCommandInput } from '@aws-sdk/client-guardduty';
import type { SimCall } from '../../account.ts';
import type { Service } from '../../wire/service.ts';
import { listing } from '../listing.ts';
import { detectorArn, detectorOf, mayChange, refused, type SimFilter } from './detectors.ts';

interface Named { readonly DetectorId?: string | undefined; readonly FilterName?: string | undefined }
const arn = ({ DetectorId, FilterName }: Named, call: SimCall): string[] => [`${detectorArn(DetectorId, call)}/filter/${FilterName ?? '*'}`];

function find({ DetectorId, FilterName = '' }: Named, call: SimCall): SimFilter {
  const found = detectorOf(DetectorId, call).filters.get(FilterName);
  if (!found) throw refused('no such resource found');
  return found;
}
function create({ DetectorId, Name = '', Action = 'NOOP', Description = '', Rank = 1, FindingCriteria = {} }: CreateFilterCommandInput, call: SimCall): { Name: string } {
  const { filters } = mayChange(DetectorId, call);
  if (filters.has(Name)) throw refused('a filter with the given name already exists');
  filters.set(Name, { name: Name, createdAt: call.now, updatedAt: call.now, action: Action, description: Description, rank: Rank, criteria: FindingCriteria });
  return { Name };
}
function update(input: UpdateFilterCommandInput, call: SimCall): { Name: string } {
  mayChange(input.DetectorId, call);
  const filter = find(input, call);
  filter.action = input.Action ?? filter.action;
  filter.description = input.Description ?? filter.description;
  filter.rank = input.Rank ?? filter.rank;
  filter.criteria = input.FindingCriteria ?? filter.criteria;
  filter.updatedAt = call.now;
  return { Name: filter.name };
}
const out = ({ name, action, description, rank, criteria, createdAt, updatedAt }: SimFilter): Omit<GetFilterCommandOutput, '$metadata'> =>
  ({ Name: name, Action: action, Description: description, Rank: rank, FindingCriteria: criteria, CreatedAt: createdAt, UpdatedAt: updatedAt, Tags: {} });

export function addFilters(service: Service<SimCall>): void {
  service
    .on(ListFiltersCommand, ({ DetectorId, MaxResults, NextToken }, call) => {
      const { page, next } = listing([...detectorOf(DetectorId, call).filters.keys()].sort(), { max: MaxResults, token: NextToken, most: 50 }, call, () => refused('an invalid or out-of-range value is specified as an input parameter'));
      return { FilterNames: page, ...(next === undefined ? {} : { NextToken: next }) };
    }, { resources: ({ DetectorId }, call) => [detectorArn(DetectorId, call)] })
    .on(GetFilterCommand, (input, call) => out(find(input, call)), { resources: arn })
    .on(CreateFilterCommand, create, { resources: ({ DetectorId }, call) => [detectorArn(DetectorId, call)] })
    .on(UpdateFilterCommand, update, { resources: arn })
    .on(DeleteFilterCommand, (input, call) => { mayChange(input.DetectorId, call).filters.delete(find(input, call).name); return {}; }, { resources: arn });
}
