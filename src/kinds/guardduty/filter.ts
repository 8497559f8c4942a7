// A filter of GuardDuty. One that archives hides every finding that it matches.
import { DeleteFilterCommand, GetFilterCommand, paginateListFilters, UpdateFilterCommand, type GuardDutyClient, type UpdateFilterCommandInput } from '@aws-sdk/client-guardduty';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, KEPT_ALL, type Action, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, lastOwn, objectIn, sdkNames } from '../recalling.ts';
import { saving } from '../saving.ts';
import { detectorIds } from './parts/detector-view.ts';

export interface Filter extends Resource { readonly detectorId: string; readonly action: string; readonly rank: number; readonly description: string; readonly criteria: JsonObject }

async function names(client: GuardDutyClient, DetectorId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateListFilters({ client }, { DetectorId })) found.push(...page.FilterNames ?? []);
  return found;
}
async function read(client: GuardDutyClient, detectorId: string, name: string, aws: ReadAws): Promise<Filter> {
  const found = await client.send(new GetFilterCommand({ DetectorId: detectorId, FilterName: name }));
  const arn = `arn:${aws.partition}:guardduty:${aws.region}:${aws.accountId}:detector/${detectorId}/filter/${name}`;
  const createdAt = found.CreatedAt?.toISOString();
  return {
    arn, uid: createdAt === undefined ? arn : `${arn}@${createdAt}`, name, region: aws.region, detectorId, action: found.Action ?? 'NOOP', rank: found.Rank ?? 1, description: found.Description ?? '',
    criteria: JSON.parse(JSON.stringify(found.FindingCriteria ?? {})) as JsonObject, ...(createdAt === undefined ? {} : { createdAt }),
  };
}

const where = (r: Filter) => ({ filter: r.name, region: r.region });
const id = (r: Filter) => ({ DetectorId: r.detectorId, FilterName: r.name });
const content = (r: Filter) => ({ Action: r.action, Rank: r.rank, Description: r.description, FindingCriteria: r.criteria });
const call = (r: Filter, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { ...id(r), ...more } });

const contain: Action<Filter> = {
  operations: ['guardduty:UpdateFilter'],
  title: (r) => say('Let the GuardDuty filter {{filter}} in {{region}} hide nothing', where(r)),
  breaks: () => say('Findings that the filter hid are shown from now on.'),
  calls: (r) => [call(r, 'guardduty:UpdateFilter', { Action: 'NOOP' })],
  undoCalls: (before) => [call(before, 'guardduty:UpdateFilter', { Action: before.action })],
  done: (now) => now?.action === 'NOOP',
  apply: async (aws, r) => { if (r.action !== 'NOOP') await (await aws.client('guardduty')).send(new UpdateFilterCommand({ ...id(r), Action: 'NOOP' })); },
  undo: async (aws, before) => { await (await aws.client('guardduty')).send(new UpdateFilterCommand({ ...id(before), Action: before.action } as UpdateFilterCommandInput)); },
};

const aimed = (r: Filter): JsonObject => r.aim ?? {};
const recover: Action<Filter> = {
  operations: ['guardduty:UpdateFilter'],
  title: (r) => say('Give the GuardDuty filter {{filter}} in {{region}} back what it was', where(r)),
  calls: (r) => [call(r, 'guardduty:UpdateFilter', aimed(r))],
  undoCalls: (before) => [call(before, 'guardduty:UpdateFilter', content(before))],
  done: (now) => now?.aim !== undefined && canonical({ ...content(now), ...aimed(now) }) === canonical(content(now)),
  apply: async (aws, r) => { await (await aws.client('guardduty')).send(new UpdateFilterCommand({ ...id(r), ...aimed(r) })); },
  undo: async (aws, before) => { await (await aws.client('guardduty')).send(new UpdateFilterCommand({ ...id(before), ...content(before) } as UpdateFilterCommandInput)); },
};

/** CloudTrail keeps the names of the fields that are compared, and writes the rest in lower camel case. */
function recall(_: Filter, history: readonly HistoryEvent[]): JsonObject | undefined {
  const own = lastOwn(history, (e) => isEvent(e, 'guardduty:CreateFilter', 'guardduty:UpdateFilter') && objectIn(e.request?.['findingCriteria']) !== undefined)?.request;
  const criterion = objectIn(objectIn(own?.['findingCriteria'])?.['criterion']);
  if (!own || !criterion) return undefined;
  return { Action: own['action'] ?? 'NOOP', FindingCriteria: { Criterion: Object.fromEntries(Object.entries(criterion).map(([field, condition]) => [field, sdkNames(condition)])) } };
}

export default defineKind<Filter>({
  id: 'guardduty/filter', version: 1, title: say('GuardDuty filter'), scope: 'regional', role: 'guard',
  reads: ['guardduty:ListDetectors', 'guardduty:ListFilters', 'guardduty:GetFilter'],

  async *list(scan) {
    const { aws } = scan;
    const client = await aws.client('guardduty');
    for (const detectorId of await scan.once(`guardduty/detectors ${scan.region}`, () => detectorIds(client))) {
      for (const name of await names(client, detectorId)) {
        try { yield await read(client, detectorId, name, aws); } catch (error) { scan.gap('guardduty:GetFilter', error, name); }
      }
    }
  },

  // GuardDuty calls what is gone a bad request, so it is listed first.
  async look(aws, rs) {
    const client = await aws.client('guardduty');
    const there = new Set<string>();
    for (const detectorId of await detectorIds(client)) for (const name of await names(client, detectorId)) there.add(`${detectorId}/${name}`);
    return inParallel(rs, 4, async (r) => {
      const now = there.has(`${r.detectorId}/${r.name}`) ? await read(client, r.detectorId, r.name, aws) : undefined;
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['guardduty:CreateFilter'],
    changed: ['guardduty:UpdateFilter'],
    concerns: (r, { request }) => request?.['detectorId'] === r.detectorId && (request['name'] === r.name || request['filterName'] === r.name),
  },
  recall,

  actions: {
    preserve: saving((r) => say('Save the GuardDuty filter {{filter}} in {{region}}', where(r)), 'guardduty-filter', 'guardduty:GetFilter'),
    contain,
    recover,
    eradicate: {
      operations: ['guardduty:DeleteFilter'],
      title: (r) => say('Delete the GuardDuty filter {{filter}} in {{region}}', where(r)),
      calls: (r) => [call(r, 'guardduty:DeleteFilter')],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await (await aws.client('guardduty')).send(new DeleteFilterCommand(id(r))); },
      undo: KEPT_ALL,
    },
  },
});
