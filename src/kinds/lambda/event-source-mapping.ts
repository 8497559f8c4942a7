// What feeds a Lambda function from a queue or a stream: switched off, on again, deleted where a stranger made it.
import { DeleteEventSourceMappingCommand, GetEventSourceMappingCommand, paginateListEventSourceMappings, UpdateEventSourceMappingCommand, type EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, Resource } from '../../core/types.ts';
import { defineKind, irreversible, type Action, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, patiently } from '../refusal.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, switchBefore } from '../recalling.ts';

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
const turning = (to: boolean): Pick<Action<EventSourceMapping>, 'operations' | 'calls' | 'undoCalls' | 'done' | 'apply' | 'undo'> => ({
  operations: ['lambda:UpdateEventSourceMapping'],
  calls: (r) => [call(r, to)],
  undoCalls: (before) => [call(before, !to)],
  done: (now) => now?.enabled === to,
  // One that stands so already would pass through `Updating`, which tells neither of the two.
  apply: async (aws, r, deed) => { if (r.enabled !== to || (deed.before as EventSourceMapping | undefined)?.enabled === to) await turn(aws, r, to, deed); },
  undo: async (aws, before, _, deed) => {
    const { State = '' } = await (await aws.client('lambda')).send(new GetEventSourceMappingCommand({ UUID: before.name }));
    if (isOn(State) === to) await turn(aws, before, !to, deed);
  },
});

export default defineKind<EventSourceMapping>({
  id: 'lambda/event-source-mapping', version: 1, title: say('Event source mapping of a Lambda function'), scope: 'regional', role: 'respawner',
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
  recall: (r, history) => (!r.enabled && switchBefore(history, (e) => isEvent(e, 'lambda:UpdateEventSourceMapping') && e.request?.['enabled'] === true, (e) => isEvent(e, 'lambda:UpdateEventSourceMapping') && e.request?.['enabled'] === false) === true ? { enabled: true } : undefined),

  actions: {
    contain: {
      ...turning(false),
      title: (r) => say('Stop feeding the function {{function}} in {{region}} from {{source}}', told(r)),
      breaks: (r) => say('What arrives at {{source}} waits there, and is lost when its retention time ends.', told(r)),
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
    recover: {
      ...turning(true),
      title: (r) => say('Feed the function {{function}} in {{region}} from {{source}} again', told(r)),
      breaks: (r) => say('{{function}} is called with what has gathered at {{source}} meanwhile.', told(r)),
    },
  },
});
