// The simulated Route 53: hosted zones and their records. Behaviour: BEHAVIOUR.md beside it.
import {
  ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, DeleteHostedZoneCommand, GetChangeCommand, GetHostedZoneCommand, ListHostedZonesCommand, ListResourceRecordSetsCommand, Route53Client,
  type Change, type ChangeInfo, type ChangeResourceRecordSetsCommandInput, type CreateHostedZoneCommandInput, type CreateHostedZoneCommandOutput, type HostedZone, type ListHostedZonesCommandInput,
  type ListHostedZonesCommandOutput, type ListResourceRecordSetsCommandInput, type ListResourceRecordSetsCommandOutput, type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { canonical } from '../../../core/digest.ts';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { fullName, order, recordKey, route53State, sorted, type Zone } from './state.ts';

const idOf = (given: string | undefined): string => (given ?? '').replace(/^\/?hostedzone\//, '');
function zoneOf(given: string | undefined, call: SimCall): Zone {
  const zone = route53State(call.account).zones.get(idOf(given));
  if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${idOf(given)}`, 404);
  return zone;
}
const shown = (zone: Zone): HostedZone => ({
  Id: `/hostedzone/${zone.id}`, Name: zone.name, CallerReference: zone.reference, Config: { PrivateZone: zone.vpcs.length > 0, ...(zone.comment === undefined ? {} : { Comment: zone.comment }) }, ResourceRecordSetCount: zone.records.size,
});
function changed(call: SimCall): ChangeInfo {
  const id = call.account.ids.id('C', 20);
  route53State(call.account).changes.set(id, call.now);
  return { Id: `/change/${id}`, Status: 'PENDING', SubmittedAt: call.now };
}

function create(input: CreateHostedZoneCommandInput, call: SimCall): Omit<CreateHostedZoneCommandOutput, '$metadata'> {
  const { zones } = route53State(call.account);
  if ([...zones.values()].some((z) => z.reference === input.CallerReference)) throw new AwsError('HostedZoneAlreadyExists', 'A hosted zone has already been created with the specified caller reference.', 409);
  const id = call.account.ids.id('Z', 20);
  const name = fullName(input.Name ?? '');
  // Zones of one name never share their servers.
  const nth = [...zones.values()].filter((z) => z.name === name).length;
  const nameServers = [`ns-${String(1 + nth)}.awsdns-01.com`, `ns-${String(513 + nth)}.awsdns-02.net`];
  const zone: Zone = { id, name, reference: input.CallerReference ?? '', vpcs: input.VPC ? [{ VPCId: input.VPC.VPCId ?? '', VPCRegion: input.VPC.VPCRegion ?? '' }] : [], nameServers, records: new Map(), ...(input.HostedZoneConfig?.Comment === undefined ? {} : { comment: input.HostedZoneConfig.Comment }) };
  for (const record of [{ Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: nameServers.map((n) => ({ Value: `${n}.` })) }, { Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: `${nameServers[0] ?? ''}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` }] }] as const) zone.records.set(recordKey(record), { ...record, ResourceRecords: [...record.ResourceRecords] });
  zones.set(id, zone);
  return { HostedZone: shown(zone), ChangeInfo: changed(call), DelegationSet: { NameServers: [...nameServers] }, Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${id}` };
}

function listZones({ Marker, MaxItems }: ListHostedZonesCommandInput, call: SimCall): Omit<ListHostedZonesCommandOutput, '$metadata'> {
  const all = [...route53State(call.account).zones.values()];
  const from = Marker === undefined ? 0 : all.findIndex((z) => z.id === Marker);
  if (from < 0) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${Marker ?? ''}`, 404);
  const page = all.slice(from, from + Math.min(MaxItems ?? 100, 100, call.account.behaviour.pageSize));
  const next = all[from + page.length];
  return { HostedZones: page.map(shown), IsTruncated: next !== undefined, MaxItems: MaxItems ?? 100, Marker, ...(next ? { NextMarker: next.id } : {}) };
}

function listRecords(input: ListResourceRecordSetsCommandInput, call: SimCall): Omit<ListResourceRecordSetsCommandOutput, '$metadata'> {
  const all = sorted(zoneOf(input.HostedZoneId, call));
  const start = [order(input.StartRecordName ?? ''), input.StartRecordType ?? '', input.StartRecordIdentifier ?? ''].join('\n');
  const from = input.StartRecordName === undefined ? 0 : all.findIndex((r) => [order(r.Name ?? ''), r.Type ?? '', r.SetIdentifier ?? ''].join('\n') >= start);
  const page = from < 0 ? [] : all.slice(from, from + Math.min(input.MaxItems ?? 300, 300, call.account.behaviour.pageSize));
  const next = from < 0 ? undefined : all[from + page.length];
  return { ResourceRecordSets: page, IsTruncated: next !== undefined, MaxItems: input.MaxItems ?? 300, ...(next ? { NextRecordName: next.Name, NextRecordType: next.Type, ...(next.SetIdentifier === undefined ? {} : { NextRecordIdentifier: next.SetIdentifier }) } : {}) };
}

const tried = (record: ResourceRecordSet): string => `[name='${fullName(record.Name ?? '')}', type='${record.Type ?? ''}'${record.SetIdentifier === undefined ? '' : `, set-identifier='${record.SetIdentifier}'`}]`;
/** What AWS says against one change, on the records as the changes before it leave them. */
function against({ Action, ResourceRecordSet: asked }: Change, records: ReadonlyMap<string, ResourceRecordSet>, zone: Zone): string | undefined {
  if (!asked) return 'Invalid request';
  const name = fullName(asked.Name ?? '');
  const held = records.get(recordKey(asked));
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
  if (Action === 'CREATE' && held) return `Tried to create resource record set ${tried(asked)} but it already exists`;
  if (Action !== 'DELETE') return undefined;
  if (!held) return `Tried to delete resource record set ${tried(asked)} but it was not found`;
  if (name === zone.name && (asked.Type === 'NS' || asked.Type === 'SOA')) return `A HostedZone must contain exactly one ${asked.Type} record.`;
  return canonical({ ...held }) === canonical({ ...asked, Name: held.Name }) ? undefined : `Tried to delete resource record set ${tried(asked)} but the values provided do not match the current values`;
}
function change(input: ChangeResourceRecordSetsCommandInput, call: SimCall): { ChangeInfo: ChangeInfo } {
  const zone = zoneOf(input.HostedZoneId, call);
  const after = new Map(zone.records);
  for (const one of input.ChangeBatch?.Changes ?? []) {
    const problem = against(one, after, zone);
    if (problem !== undefined) throw new AwsError('InvalidChangeBatch', `[${problem}]`, 400);
    const record = one.ResourceRecordSet;
    if (!record) continue;
    if (one.Action === 'DELETE') after.delete(recordKey(record));
    else after.set(recordKey(record), { ...record, Name: fullName(record.Name ?? '') });
  }
  zone.records.clear();
  for (const [key, record] of after) zone.records.set(key, record);
  return { ChangeInfo: changed(call) };
}

function remove(given: string | undefined, call: SimCall): { ChangeInfo: ChangeInfo } {
  const zone = zoneOf(given, call);
  if (zone.records.size > 2) throw new AwsError('HostedZoneNotEmpty', 'The specified hosted zone contains non-required resource record sets and so cannot be deleted.', 400);
  route53State(call.account).zones.delete(zone.id);
  return { ChangeInfo: changed(call) };
}
function changeOf(given: string | undefined, call: SimCall): { ChangeInfo: ChangeInfo } {
  const id = (given ?? '').replace(/^\/?change\//, '');
  const at = route53State(call.account).changes.get(id);
  if (!at) throw new AwsError('NoSuchChange', `A change with the specified change ID does not exist: ${id}`, 404);
  return { ChangeInfo: { Id: `/change/${id}`, Status: call.now.getTime() - at.getTime() < 60_000 ? 'PENDING' : 'INSYNC', SubmittedAt: at } };
}

const zoneArn = (given: string | undefined, call: SimCall): string[] => [`arn:${call.account.partition}:route53:::hostedzone/${idOf(given)}`];
const ofZone = { resources: (input: { readonly HostedZoneId?: string | undefined; readonly Id?: string | undefined }, call: SimCall) => zoneArn(input.HostedZoneId ?? input.Id, call) };

export default function route53(): Service<SimCall> {
  return new Service<SimCall>(Route53Client, { id: 'route53' })
    .on(CreateHostedZoneCommand, create)
    .on(ListHostedZonesCommand, listZones)
    .on(GetHostedZoneCommand, (input, call) => { const zone = zoneOf(input.Id, call); return { HostedZone: shown(zone), DelegationSet: { NameServers: [...zone.nameServers] } }; }, ofZone)
    .on(DeleteHostedZoneCommand, (input, call) => remove(input.Id, call), ofZone)
    .on(ListResourceRecordSetsCommand, listRecords, ofZone)
    .on(ChangeResourceRecordSetsCommand, change, ofZone)
    .on(GetChangeCommand, (input, call) => changeOf(input.Id, call));
}
