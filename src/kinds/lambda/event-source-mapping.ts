// What feeds a Lambda function from a queue or a stream: switched off, on again, deleted where a stranger made it.
import { DeleteEventSourceMappingCommand, GetEventSourceMappingCommand, paginateListEventSourceMappings, UpdateEventSourceMappingCommand, type EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { until } from '../waiting.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, ownMembers, switchBefore } from '../recalling.ts';

export interface EventSourceMapping extends Resource {
  readonly functionArn: Arn;
  readonly source: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly filters: readonly string[];
  /** Where records that failed go. */
  readonly onFailure: string;
  readonly seen?: { readonly state: string };
}

const isOn = (state: string): boolean => !/^(Disabl|Delet)/.test(state);
const sourceOf = (m: EventSourceMappingConfiguration): string => m.EventSourceArn ?? Object.values(m.SelfManagedEventSource?.Endpoints ?? {}).flat().join(',');
const flowOf = (m: EventSourceMappingConfiguration): Pick<EventSourceMapping, 'filters' | 'onFailure'> => ({ filters: (m.FilterCriteria?.Filters ?? []).map((f) => f.Pattern ?? ''), onFailure: m.DestinationConfig?.OnFailure?.Destination ?? '' });
function mappingOf(m: EventSourceMappingConfiguration, region: string, accountId: string, partition: string): EventSourceMapping | undefined {
  const id = m.UUID ?? '';
  if (m.State === 'Deleting') return undefined;
  const arn = m.EventSourceMappingArn ?? `arn:${partition}:lambda:${region}:${accountId}:event-source-mapping:${id}`;
  return {
    arn, uid: id, name: id, region, functionArn: m.FunctionArn ?? '', source: sourceOf(m), enabled: isOn(m.State ?? ''), batchSize: m.BatchSize ?? 0,
    ...flowOf(m), seen: { state: m.State ?? '' },
  };
}
const call = (r: EventSourceMapping, Enabled: boolean): Call => ({ operation: 'lambda:UpdateEventSourceMapping', region: r.region, input: { UUID: r.name, Enabled } });
const told = (r: EventSourceMapping) => ({ source: r.source, function: r.functionArn.split(':').slice(6).join(':'), region: r.region });

/** A mapping that is on its way from one state to another takes no change. */
async function turn(aws: ChangeAws, r: EventSourceMapping, Enabled: boolean, deed: Deed): Promise<void> {
  const client = await aws.client('lambda');
  await patiently(deed, () => client.send(new UpdateEventSourceMappingCommand({ UUID: r.name, Enabled })));
}
const TITLE = say('Event source mapping of a Lambda function');
const UPDATE = 'lambda:UpdateEventSourceMapping';
const SEEN = ['functionName', 'enabled', 'batchSize'];
function recall(r: EventSourceMapping, history: readonly HistoryEvent[]): JsonObject | undefined {
  const turned = (to: boolean) => (e: HistoryEvent): boolean => isEvent(e, UPDATE) && e.request?.['enabled'] === to;
  const own = ownMembers(history, 'lambda:CreateEventSourceMapping', UPDATE, ['uUID'], { enabled: true });
  if (own) return Object.keys(own).length > 0 && Object.keys(own).every((name) => SEEN.includes(name)) ? own : undefined;
  return !r.enabled && switchBefore(history, turned(true), turned(false)) === true && history.every((e) => !isForeign(e) || e.request?.['functionName'] === undefined) ? { enabled: true } : undefined;
}
/** A function may be named by its name, or by all of its ARN. */
function asBefore(r: EventSourceMapping): EventSourceMapping {
  const { functionName, ...rest } = (r.aim ?? {}) as Partial<EventSourceMapping> & { readonly functionName?: string };
  return { ...r, ...rest, functionArn: functionName === undefined ? r.functionArn : functionName.startsWith('arn:') ? functionName : `${r.functionArn.split(':').slice(0, 6).join(':')}:${functionName}` };
}

export default defineKind<EventSourceMapping>({
  id: 'lambda/event-source-mapping', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['lambda:ListEventSourceMappings', 'lambda:GetEventSourceMapping'],

  async *list({ aws, region }) {
    for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client: await aws.client('lambda') }, {})) {
      yield* EventSourceMappings.flatMap((m) => mappingOf(m, region, aws.accountId, aws.partition) ?? []);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('lambda');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new GetEventSourceMappingCommand({ UUID: r.uid })));
      return found && mappingOf(found, aws.region, aws.accountId, aws.partition);
    });
  },

  traces: { ids: (r) => [r.uid, r.arn], created: ['lambda:CreateEventSourceMapping'], changed: ['lambda:UpdateEventSourceMapping'] },
  recall,

  actions: {
    contain: {
      operations: [UPDATE],
      title: (r) => say('Stop feeding the function {{function}} in {{region}} from {{source}}', told(r)),
      breaks: (r) => say('What arrives at {{source}} waits there, and is lost when its retention time ends.', told(r)),
      calls: (r) => [call(r, false)],
      undoCalls: (before) => [call(before, true)],
      done: (now) => now?.enabled === false,
      undone: (now, before) => now?.enabled === before.enabled,
      // One that stands so already would pass through `Updating`, which tells neither of the two.
      apply: async (aws, r, deed) => { if (r.enabled || (deed.before as EventSourceMapping | undefined)?.enabled === false) await turn(aws, r, false, deed); },
      undo: async (aws, before, _, deed) => {
        const { State = '' } = await (await aws.client('lambda')).send(new GetEventSourceMappingCommand({ UUID: before.name }));
        if (!isOn(State)) await turn(aws, before, true, deed);
      },
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the event source mapping {{id}} as it is', { id: r.name }), file: (r) => `lambda-event-source-mapping-${r.name}`, operation: 'lambda:GetEventSourceMapping' }),
    eradicate: {
      operations: ['lambda:DeleteEventSourceMapping'],
      title: (r) => say('Delete the event source mapping from {{source}} to the function {{function}} in {{region}}', told(r)),
      calls: (r) => [{ operation: 'lambda:DeleteEventSourceMapping', region: r.region, input: { UUID: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r, deed) => {
        const client = await aws.client('lambda');
        await patiently(deed, () => ifThere(client.send(new DeleteEventSourceMappingCommand({ UUID: r.name }))));
      },
      undo: irreversible(say('AWS does not give a deleted event source mapping back. How it was set up is kept with the evidence; made anew, it does not go on where the old one was.')),
    },
    recover: givingBack<EventSourceMapping>({
      sort: TITLE, operations: [UPDATE],
      breaks: (r) => say('{{function}} is called with what has gathered at {{source}} meanwhile.', told(asBefore(r))),
      lifts: (r) => r.aim?.['enabled'] === undefined,
      back: asBefore,
      calls: (from, to) => (from.enabled === to.enabled && from.functionArn === to.functionArn && from.batchSize === to.batchSize ? [] : [{ operation: UPDATE, region: to.region, input: { UUID: to.name, FunctionName: to.functionArn, Enabled: to.enabled, BatchSize: to.batchSize } }]),
      send: async (aws, { input }, deed) => {
        const client = await aws.client('lambda');
        const UUID = input['UUID'] as string;
        await patiently(deed, () => client.send(new UpdateEventSourceMappingCommand(input as never)));
        // While it is `Updating`, AWS does not tell whether it is on.
        await until(deed, UUID, async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State !== 'Updating');
      },
    }),
  },
});
