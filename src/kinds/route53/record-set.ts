// A DNS record that a stranger changed or made: at once given back what it held, as the event history tells, or taken away. A hosted zone cannot be switched off; what it says to the world is its records.
import { ChangeResourceRecordSetsCommand, type ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn, type Action, type HistoryEvent, type Scan } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { asInput, holds, isObject, listOf, plain } from '../s3/parts/json.ts';
import { recordsOf, zoneIdOf, zonesOf } from './parts/zones.ts';

export interface RecordSet extends Resource {
  readonly zoneId: string;
  readonly type: string;
  /** Tells weighted or geographic records of one name apart. */
  readonly setId?: string;
  /** Values, TTL, alias: all but name, type and set identifier. */
  readonly is: JsonObject;
}

function recordOf(zoneId: string, { Name = '', Type, SetIdentifier, ...rest }: ResourceRecordSet, partition: string): RecordSet {
  const type = Type ?? '';
  const arn = ownArn('route53/record-set', 'aws-global', zoneId, [Name, type, SetIdentifier ?? ''].join('|'));
  return { arn, uid: arn, name: Name, region: 'aws-global', owner: `arn:${partition}:route53:::hostedzone/${zoneId}`, zoneId, type, ...(SetIdentifier === undefined ? {} : { setId: SetIdentifier }), is: plain(rest) };
}
const recordsNow = async (aws: ReadAws, zoneId: string): Promise<readonly RecordSet[]> => (await recordsOf(await aws.client('route53'), zoneId)).map((r) => recordOf(zoneId, r, aws.partition));
async function ofZone(scan: Scan, zoneId: string): Promise<readonly RecordSet[]> {
  try {
    return await recordsNow(scan.aws, zoneId);
  } catch (error) {
    scan.gap('route53:ListResourceRecordSets', error, zoneId);
    return [];
  }
}

/** As people and CloudTrail may write a name: with or without its dot, with `*` or `\052`. */
const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '').replace(/\\052/g, '*');
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
interface Changed { readonly action: string; readonly record: JsonObject }
/** The changes of one batch that mean this record. */
function changesIn(event: { readonly request: JsonObject | null }, r: RecordSet): readonly Changed[] {
  const batch = event.request?.['changeBatch'];
  return listOf(isObject(batch) ? batch['changes'] : undefined).flatMap((one) => {
    const record = isObject(one) ? one['resourceRecordSet'] : undefined;
    if (!isObject(one) || !isObject(record) || typeof record['name'] !== 'string') return [];
    const same = bare(record['name']) === bare(r.name) && record['type'] === r.type && (record['setIdentifier'] ?? undefined) === r.setId;
    return same ? [{ action: text(one['action']), record }] : [];
  });
}
/** `tTL` → `TTL`, `resourceRecords` → `ResourceRecords`. */
const upper = (value: Json): Json => (Array.isArray(value) ? value.map((one: Json) => upper(one))
  : isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key === 'dNSName' ? 'DNSName' : key.charAt(0).toUpperCase() + key.slice(1), upper(one)])) : value);

const MADE = 'route53:CreateHostedZone';
/** A zone that was made within the history held nothing that the history does not tell, but for what AWS puts in itself under the zone's own name. */
const heldNothing = (r: RecordSet, first: HistoryEvent | undefined): boolean =>
  first?.event === MADE && !(['NS', 'SOA'].includes(r.type) && bare(text(first.request?.['name'])) === bare(r.name));
/** What it held before: an earlier batch of the owner tells; a stranger's CREATE tells that there was nothing. */
function recall(r: RecordSet, history: readonly HistoryEvent[]): JsonObject | undefined {
  const spoiled = history.findIndex((e) => e.by !== undefined && e.by !== 'owner' && e.event !== MADE);
  const good = history.slice(0, Math.max(0, spoiled)).flatMap((e) => changesIn(e, r)).at(-1);
  const first = spoiled < 0 ? undefined : changesIn(history[spoiled] ?? { request: null }, r)[0];
  const sinceMade = heldNothing(r, history[0]);
  if (good?.action === 'DELETE' || (!good && first && (first.action === 'CREATE' || sinceMade))) return { is: null };
  const content = good ? upper(good.record) : undefined;
  if (!isObject(content)) return undefined;
  return { is: Object.fromEntries(Object.entries(content).filter(([key]) => !['Name', 'Type', 'SetIdentifier'].includes(key))) };
}

const aimOf = (r: Resource): JsonObject | null | undefined => { const is = r.aim?.['is']; return isObject(is) || is === null ? is : undefined; };
function change(r: RecordSet, action: 'UPSERT' | 'DELETE' | 'CREATE', is: JsonObject): Call {
  const record = { Name: r.name, Type: r.type, ...(r.setId === undefined ? {} : { SetIdentifier: r.setId }), ...is };
  return globalCall('route53:ChangeResourceRecordSets', { HostedZoneId: r.zoneId, ChangeBatch: { Changes: [{ Action: action, ResourceRecordSet: record }] } });
}
async function send(aws: ReadAws, call: Call): Promise<void> { await (await aws.client('route53')).send(new ChangeResourceRecordSetsCommand(asInput(call.input))); }
const valuesOf = (is: JsonObject | null | undefined): readonly string[] => [
  ...listOf(is?.['ResourceRecords']).flatMap((one) => (isObject(one) && typeof one['Value'] === 'string' ? [one['Value']] : [])),
  ...(isObject(is?.['AliasTarget']) ? [text(is['AliasTarget']['DNSName'])] : []),
];

const contain: Action<RecordSet> = {
  operations: ['route53:ChangeResourceRecordSets'],
  // All records of a zone are met by its making, and none is wrong by that.
  needed: (_, origin) => origin !== 'used',
  title: (r) => (aimOf(r) === null ? say('Delete the record {{name}} ({{type}}), which was not there before', { name: r.name, type: r.type })
    : say('Give the record {{name}} ({{type}}) its last good values back: {{values}}', { name: r.name, type: r.type, values: valuesOf(aimOf(r)) })),
  breaks: (r) => say('Who asks for {{name}} is no longer sent to {{values}}. Answers that are cached live on for their TTL.', { name: r.name, values: valuesOf(r.is) }),
  impossible: (r) => (aimOf(r) === undefined ? say('The event history does not tell what the record {{name}} ({{type}}) held before.', { name: r.name, type: r.type }) : undefined),
  calls: (r) => { const is = aimOf(r); return is === undefined ? [] : [is === null ? change(r, 'DELETE', r.is) : change(r, 'UPSERT', is)]; },
  undoCalls: (before) => [change(before, 'UPSERT', before.is)],
  done: (now, { before }) => {
    const is = before && aimOf(before);
    return is === null ? now === undefined : is !== undefined && now !== undefined && holds(is, now.is);
  },
  apply: async (aws, r) => {
    const is = aimOf(r);
    if (is === null) await ifThere(send(aws, change(r, 'DELETE', r.is)));
    else if (is !== undefined) await send(aws, change(r, 'UPSERT', is));
  },
  undo: (aws, before) => send(aws, change(before, 'UPSERT', before.is)),
  undoReopens: true,
};

export default defineKind<RecordSet>({
  id: 'route53/record-set', version: 1, title: say('DNS record of Route 53'), scope: 'global', role: 'data',
  reads: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],

  async *list(scan) {
    const zones = await scan.once('route53/zones', async () => zonesOf(await scan.aws.client('route53')));
    const found = await inParallel(zones, 4, (zone) => ofZone(scan, zoneIdOf(zone)));
    for (const records of found) yield* records;
  },

  async look(aws, rs) {
    const zones = [...new Set(rs.map((r) => r.zoneId))];
    const found = await inParallel(zones, 4, async (zoneId) => await ifThere(recordsNow(aws, zoneId)) ?? []);
    const now = new Map(found.flat().map((r) => [r.uid, r]));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [bare(r.name), `${bare(r.name)}.`, r.name, `/hostedzone/${r.zoneId}`], created: [], changed: ['route53:ChangeResourceRecordSets'], whole: ['route53:ChangeResourceRecordSets'],
    used: [MADE],
    concerns: (r, event) => (event.name.endsWith('CreateHostedZone') ? JSON.stringify(event.response).includes(`hostedzone/${r.zoneId}"`) : [r.zoneId, `/hostedzone/${r.zoneId}`].includes(text(event.request?.['hostedZoneId'])) && changesIn(event, r).length > 0),
  },
  recall,
  actions: { contain },
});
