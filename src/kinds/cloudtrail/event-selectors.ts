// What a trail records: narrowed by a stranger, it is widened at once and then given back as it was.
import { GetEventSelectorsCommand, GetInsightSelectorsCommand, PutEventSelectorsCommand, PutInsightSelectorsCommand, type CloudTrailClient, type PutEventSelectorsCommandInput, type Trail as SdkTrail } from '@aws-sdk/client-cloudtrail';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { failureOf } from '../../aws/errors.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Judgement, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type Action, type HistoryEvent, type JudgeContext } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, lastOwn, objectIn, sdkNames } from '../recalling.ts';
import { homeTrails, isOwn, READS_TRAILS } from './parts/trail-view.ts';

/** As `PutEventSelectors` takes them: one of the two. */
type Selectors = { readonly EventSelectors: readonly JsonObject[] } | { readonly AdvancedEventSelectors: readonly JsonObject[] };
export interface EventSelectors extends Resource { readonly trailArn: string; readonly selectors: Selectors; readonly insights: readonly JsonObject[] }

const plain = (value: unknown): readonly JsonObject[] => JSON.parse(JSON.stringify(value ?? [])) as JsonObject[];

async function readSelectors(client: CloudTrailClient, trail: SdkTrail, aws: ReadAws): Promise<EventSelectors> {
  const [name, trailArn] = [trail.Name ?? '', trail.TrailARN ?? ''];
  const { EventSelectors, AdvancedEventSelectors } = await client.send(new GetEventSelectorsCommand({ TrailName: trailArn }));
  const insights = trail.HasInsightSelectors === true ? await readInsights(client, trailArn) : [];
  return {
    arn: ownArn('cloudtrail/event-selectors', aws.region, name, 'selectors'), uid: `${trailArn}/event-selectors`, name, region: aws.region, owner: trailArn, trailArn, insights: plain(insights),
    selectors: AdvancedEventSelectors?.length ? { AdvancedEventSelectors: plain(AdvancedEventSelectors) } : { EventSelectors: plain(EventSelectors) },
  };
}
async function readInsights(client: CloudTrailClient, TrailName: string): Promise<unknown> {
  try {
    return (await client.send(new GetInsightSelectorsCommand({ TrailName }))).InsightSelectors;
  } catch (error) {
    // They were taken away between the two reads.
    if (failureOf(error).code === 'InsightNotEnabledException') return [];
    throw error;
  }
}

const ALL_BASIC: JsonObject = { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] };
const ALL_ADVANCED: JsonObject = { Name: 'All management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value as readonly Json[] : []);

const isAllBasic = (s: JsonObject): boolean => s['IncludeManagementEvents'] === true && s['ReadWriteType'] === 'All' && listIn(s['ExcludeManagementEventSources']).length === 0;
/** A selector of management events and nothing that narrows it. */
const isAllAdvanced = (s: JsonObject): boolean => {
  const fields = listIn(s['FieldSelectors']).map(objectIn);
  return fields.length === 1 && fields[0]?.['Field'] === 'eventCategory' && listIn(fields[0]['Equals']).includes('Management');
};
const isManagement = (s: JsonObject): boolean => JSON.stringify(s['FieldSelectors']).includes('"Management"');

export const recordsAll = (s: Selectors): boolean => ('EventSelectors' in s ? s.EventSelectors.some(isAllBasic) : s.AdvancedEventSelectors.some(isAllAdvanced));
/** All management events, and the data events that are recorded now. */
function widened(s: Selectors): Selectors {
  if ('AdvancedEventSelectors' in s) return { AdvancedEventSelectors: [ALL_ADVANCED, ...s.AdvancedEventSelectors.filter((one) => !isManagement(one))] };
  return { EventSelectors: [{ ...ALL_BASIC, DataResources: s.EventSelectors.flatMap((one) => listIn(one['DataResources'])) }] };
}

const where = (r: EventSelectors) => ({ trail: r.name, region: r.region });
const inputOf = (r: EventSelectors, selectors: Selectors): JsonObject => ({ TrailName: r.trailArn, ...selectors });
const putCall = (r: EventSelectors, selectors: Selectors): Call => ({ operation: 'cloudtrail:PutEventSelectors', region: r.region, input: inputOf(r, selectors) });
const insightCall = (r: EventSelectors, InsightSelectors: readonly JsonObject[]): Call => ({ operation: 'cloudtrail:PutInsightSelectors', region: r.region, input: { TrailName: r.trailArn, InsightSelectors } });
async function put(aws: ChangeAws, r: EventSelectors, selectors: Selectors): Promise<void> {
  const client = await aws.client('cloudtrail');
  await client.send(new PutEventSelectorsCommand(inputOf(r, selectors) as unknown as PutEventSelectorsCommandInput));
}
async function putInsights(aws: ChangeAws, r: EventSelectors, insights: readonly JsonObject[]): Promise<void> {
  const client = await aws.client('cloudtrail');
  await client.send(new PutInsightSelectorsCommand({ TrailName: r.trailArn, InsightSelectors: [...insights] }));
}
const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const contain: Action<EventSelectors> = {
  operations: ['cloudtrail:PutEventSelectors'],
  title: (r) => say('Let trail {{trail}} in {{region}} record all management events again', where(r)),
  breaks: () => say('Nothing. The trail records more; a second trail that records the same events costs.'),
  calls: (r) => [putCall(r, widened(r.selectors))],
  undoCalls: (before) => [putCall(before, before.selectors)],
  done: (now) => now !== undefined && recordsAll(now.selectors),
  apply: async (aws, r) => { if (!recordsAll(r.selectors)) await put(aws, r, widened(r.selectors)); },
  undo: (aws, before) => put(aws, before, before.selectors),
};

/** What the aim asks for; a part that the history does not tell stays as it is. */
function wanted(r: EventSelectors): { readonly selectors: Selectors; readonly insights: readonly JsonObject[] } {
  const { selectors, insights } = r.aim ?? {};
  return { selectors: (objectIn(selectors) as unknown as Selectors | undefined) ?? r.selectors, insights: Array.isArray(insights) ? insights as JsonObject[] : r.insights };
}
const recover: Action<EventSelectors> = {
  operations: ['cloudtrail:PutEventSelectors', 'cloudtrail:PutInsightSelectors'],
  title: (r) => say('Let trail {{trail}} in {{region}} record what it recorded before', where(r)),
  calls: (r) => [...(r.aim?.['selectors'] === undefined ? [] : [putCall(r, wanted(r).selectors)]), ...(r.aim?.['insights'] === undefined ? [] : [insightCall(r, wanted(r).insights)])],
  undoCalls: (before) => [...(before.aim?.['selectors'] === undefined ? [] : [putCall(before, before.selectors)]), ...(before.aim?.['insights'] === undefined ? [] : [insightCall(before, before.insights)])],
  done: (now) => now?.aim !== undefined && same(wanted(now), { selectors: now.selectors, insights: now.insights }),
  apply: async (aws, r) => {
    const { selectors, insights } = wanted(r);
    if (!same(selectors, r.selectors)) await put(aws, r, selectors);
    if (!same(insights, r.insights)) await putInsights(aws, r, insights);
  },
  undo: async (aws, before) => {
    if (before.aim?.['selectors'] !== undefined) await put(aws, before, before.selectors);
    if (before.aim?.['insights'] !== undefined) await putInsights(aws, before, before.insights);
  },
};

const isMade = (e: HistoryEvent): boolean => isEvent(e, 'cloudtrail:CreateTrail');
const isSelection = (e: HistoryEvent): boolean => isEvent(e, 'cloudtrail:PutEventSelectors');
const isInsight = (e: HistoryEvent): boolean => isEvent(e, 'cloudtrail:PutInsightSelectors');
/** The owner's last selectors, or, where the history reaches back to the trail's making, what AWS gives a new one. */
function recall(_: EventSelectors, history: readonly HistoryEvent[]): JsonObject | undefined {
  const made = history.some((e) => isMade(e) && !isForeign(e));
  const aim: Record<string, Json> = {};
  if (history.some((e) => isSelection(e) && isForeign(e))) {
    const selectors = selectorsIn(lastOwn(history, isSelection)) ?? (made ? { EventSelectors: [ALL_BASIC] } : undefined);
    if (selectors) aim['selectors'] = selectors;
  }
  if (history.some((e) => isInsight(e) && isForeign(e))) {
    const own = lastOwn(history, isInsight)?.request?.['insightSelectors'];
    if (own !== undefined) aim['insights'] = sdkNames(own); else if (made) aim['insights'] = [];
  }
  return Object.keys(aim).length === 0 ? undefined : aim;
}
function selectorsIn(event: HistoryEvent | undefined): Selectors | undefined {
  const [basic, advanced] = [event?.request?.['eventSelectors'], event?.request?.['advancedEventSelectors']].map((list) => listIn(list).map((one) => sdkNames(one)) as readonly JsonObject[]);
  if (advanced?.length) return { AdvancedEventSelectors: advanced };
  return basic?.length ? { EventSelectors: basic.map((s) => ({ ...ALL_BASIC, ...s })) } : undefined;
}

/** On a stranger's own trail there is nothing to widen: the trail itself is dealt with. */
function judge(r: EventSelectors, { attributed }: JudgeContext): Judgement | undefined {
  if (attributed?.origin !== 'created') return attributed;
  return { verdict: 'benign', techniques: [], because: say('It goes with trail {{trail}}.', { trail: r.name }) };
}

export default defineKind<EventSelectors>({
  id: 'cloudtrail/event-selectors', version: 1, title: say('What a CloudTrail trail records'), scope: 'regional', role: 'guard',
  reads: [...READS_TRAILS, 'cloudtrail:GetEventSelectors', 'cloudtrail:GetInsightSelectors'],

  async *list(scan) {
    const client = await scan.aws.client('cloudtrail');
    for (const trail of (await scan.once(`cloudtrail/trails ${scan.region}`, () => homeTrails(client, scan.aws))).filter((t) => isOwn(t, scan.aws))) {
      try { yield await readSelectors(client, trail, scan.aws); } catch (error) { scan.gap('cloudtrail:GetEventSelectors', error, trail.Name); }
    }
  },

  async look(aws, rs) {
    const client = await aws.client('cloudtrail');
    const found = await homeTrails(client, aws, rs.map((r) => r.trailArn));
    return inParallel(rs, 4, async (r) => {
      const trail = found.find((t) => `${t.TrailARN ?? ''}/event-selectors` === r.uid);
      return trail && await readSelectors(client, trail, aws);
    });
  },

  traces: {
    ids: (r) => [r.trailArn, r.name],
    created: ['cloudtrail:CreateTrail'],
    changed: ['cloudtrail:PutEventSelectors', 'cloudtrail:PutInsightSelectors'],
    concerns: (r, { request, region = r.region }) => [request?.['name'], request?.['trailName']].some((name) => name === r.trailArn || (name === r.name && region === r.region)),
  },
  recall,
  judge,

  actions: { contain, recover },
});
