// Managed prefix lists: lists of networks with versions, named by routes and security groups.
import {
  CreateManagedPrefixListCommand, DeleteManagedPrefixListCommand, DescribeManagedPrefixListsCommand, GetManagedPrefixListEntriesCommand, ModifyManagedPrefixListCommand, RestoreManagedPrefixListVersionCommand,
  type CreateManagedPrefixListCommandInput, type DescribeManagedPrefixListsCommandInput, type GetManagedPrefixListEntriesCommandInput, type ManagedPrefixList, type ModifyManagedPrefixListCommandInput, type PrefixListEntry, type RestoreManagedPrefixListVersionCommandInput,
} from '@aws-sdk/client-ec2';
import type { SimCall } from '../../account.ts';
import { dependency, invalidValue, missing, other } from './errors.ts';
import { filtered, type FilterTable } from './filter.ts';
import { asked, wanted } from './network-errors.ts';
import { networkOf, type PrefixList } from './network-room.ts';
import { ec2Arn, ec2Arns, inRegion, touches, type Ec2Service } from './operation.ts';
import { paged } from './page.ts';
import { setTags, tagList, type Ec2Region } from './state.ts';
import { modern } from './trail.ts';

const FILTERS: FilterTable<PrefixList> = { 'prefix-list-id': (l) => [l.id], 'prefix-list-name': (l) => [l.name] };

const view = (region: Ec2Region, call: SimCall, l: PrefixList): ManagedPrefixList => ({
  PrefixListId: l.id, PrefixListName: l.name, AddressFamily: l.family, MaxEntries: l.max, State: l.state, Version: l.versions.length, OwnerId: call.account.id, PrefixListArn: ec2Arn(call, 'prefix-list', l.id), Tags: tagList(region, l.id),
});
/** AWS's own lists are left out: nobody can change them, and no kind shows them. */
function describe(input: DescribeManagedPrefixListsCommandInput, region: Ec2Region, call: SimCall): { PrefixLists: ManagedPrefixList[]; NextToken: string | undefined } {
  const table: FilterTable<PrefixList> = { ...FILTERS, 'owner-id': () => [call.account.id] };
  const all = filtered(asked('prefixList', networkOf(call).prefixLists, input.PrefixListIds), input.Filters, table, region, (l) => l.id);
  const { page, NextToken } = paged(all, input, call, false, { least: 1, most: 100 });
  return { PrefixLists: page.map((l) => view(region, call, l)), NextToken };
}
function entries(input: GetManagedPrefixListEntriesCommandInput, _: Ec2Region, call: SimCall): { Entries: PrefixListEntry[]; NextToken: string | undefined } {
  const list = wanted('prefixList', networkOf(call).prefixLists, input.PrefixListId);
  const of = list.versions[(input.TargetVersion ?? list.versions.length) - 1];
  if (!of) throw other('PrefixListVersionNotFound', `The prefix list version '${String(input.TargetVersion)}' does not exist for '${list.id}'.`);
  const { page, NextToken } = paged(of, input, call, false, { least: 1, most: 100 });
  return { Entries: page, NextToken };
}

function create(input: CreateManagedPrefixListCommandInput, region: Ec2Region, call: SimCall): { PrefixList: ManagedPrefixList } {
  const { PrefixListName: name, MaxEntries: max, AddressFamily: family = 'IPv4', Entries = [] } = input;
  if (name === undefined || max === undefined) throw missing(name === undefined ? 'prefixListName' : 'maxEntries');
  if (Entries.length > max) throw other('PrefixListMaxEntriesExceeded', 'You have reached the maximum number of entries for the prefix list.');
  const list: PrefixList = { id: `pl-0${call.account.ids.hex(16)}`, name, family, max, state: 'create-complete', versions: [Entries.map((e) => ({ Cidr: e.Cidr, Description: e.Description }))] };
  networkOf(call).prefixLists.set(list.id, list);
  setTags(region, list.id, input.TagSpecifications?.find((t) => t.ResourceType === 'prefix-list')?.Tags);
  touches(call, 'PrefixList', list.id);
  return { PrefixList: view(region, call, list) };
}

/** The version that is named must be the newest: two who change it at once do not overwrite each other. */
function checkVersion(list: PrefixList, version: number | undefined): void {
  if (version !== list.versions.length) throw other('PrefixListVersionMismatch', `The prefix list has the incorrect version number. Current version is ${String(list.versions.length)}.`);
}
function modify(input: ModifyManagedPrefixListCommandInput, region: Ec2Region, call: SimCall): { PrefixList: ManagedPrefixList } {
  const list = wanted('prefixList', networkOf(call).prefixLists, input.PrefixListId);
  const { AddEntries = [], RemoveEntries = [] } = input;
  if (AddEntries.length + RemoveEntries.length > 0) {
    checkVersion(list, input.CurrentVersion);
    const gone = new Set([...RemoveEntries, ...AddEntries].map((e) => e.Cidr));
    const next = [...(list.versions.at(-1) ?? []).filter((e) => !gone.has(e.Cidr)), ...AddEntries.map((e) => ({ Cidr: e.Cidr, Description: e.Description }))];
    if (next.length > list.max) throw other('PrefixListMaxEntriesExceeded', 'You have reached the maximum number of entries for the prefix list.');
    list.versions = [...list.versions, next];
  }
  list.name = input.PrefixListName ?? list.name;
  list.max = input.MaxEntries ?? list.max;
  list.state = 'modify-complete';
  touches(call, 'PrefixList', list.id);
  return { PrefixList: view(region, call, list) };
}
function restore(input: RestoreManagedPrefixListVersionCommandInput, region: Ec2Region, call: SimCall): { PrefixList: ManagedPrefixList } {
  const list = wanted('prefixList', networkOf(call).prefixLists, input.PrefixListId);
  checkVersion(list, input.CurrentVersion);
  const old = list.versions[(input.PreviousVersion ?? 0) - 1];
  if (!old || input.PreviousVersion === input.CurrentVersion) throw invalidValue(`Value (${String(input.PreviousVersion)}) for parameter previousVersion is invalid.`);
  list.versions = [...list.versions, [...old]];
  list.state = 'restore-complete';
  touches(call, 'PrefixList', list.id);
  return { PrefixList: view(region, call, list) };
}
function remove({ PrefixListId }: { readonly PrefixListId: string | undefined }, region: Ec2Region, call: SimCall): { PrefixList: ManagedPrefixList } {
  const { prefixLists, tables } = networkOf(call);
  const list = wanted('prefixList', prefixLists, PrefixListId);
  const named = [...region.groups.values()].some((g) => g.rules.some((r) => r.source.value === list.id)) || [...tables.values()].some((t) => t.routes.some((r) => r.DestinationPrefixListId === list.id));
  if (named) throw dependency(`The prefix list '${list.id}' is referenced and cannot be deleted.`);
  prefixLists.delete(list.id);
  touches(call, 'PrefixList', list.id);
  return { PrefixList: { ...view(region, call, list), State: 'delete-in-progress' } };
}

const resources = (input: { readonly PrefixListId: string | undefined }, call: SimCall): string[] => ec2Arns(call, 'prefix-list', [input.PrefixListId]);
export const registerPrefixLists = (ec2: Ec2Service): Ec2Service => ec2
  .on(DescribeManagedPrefixListsCommand, inRegion(describe), { trail: { request: modern('DescribeManagedPrefixLists').request } })
  .on(GetManagedPrefixListEntriesCommand, inRegion(entries), { resources, trail: { request: modern('GetManagedPrefixListEntries').request } })
  .on(CreateManagedPrefixListCommand, inRegion(create), { trail: modern('CreateManagedPrefixList') })
  .on(ModifyManagedPrefixListCommand, inRegion(modify), { resources, trail: modern('ModifyManagedPrefixList') })
  .on(RestoreManagedPrefixListVersionCommand, inRegion(restore), { resources, trail: modern('RestoreManagedPrefixListVersion') })
  .on(DeleteManagedPrefixListCommand, inRegion(remove), { resources, trail: modern('DeleteManagedPrefixList') });
