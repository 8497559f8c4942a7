// Whether Bedrock writes down what its models are asked in a Region. A stranger who switches it off hides how they use them.
import { DeleteModelInvocationLoggingConfigurationCommand, GetModelInvocationLoggingConfigurationCommand, PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { defineKind, ownArn, type HistoryEvent } from '../kind.ts';
import { isForeign, objectIn } from '../recalling.ts';

export interface ModelInvocationLogging extends Resource {
  /** Where it is written, as AWS says it; `null`: nothing is. */
  readonly config: JsonObject | null;
}

const PUT = 'bedrock:PutModelInvocationLoggingConfiguration';
const DELETE = 'bedrock:DeleteModelInvocationLoggingConfiguration';
const CHANGED = [PUT, DELETE] as const;

async function see(aws: ReadAws): Promise<ModelInvocationLogging> {
  const { loggingConfig } = await (await aws.client('bedrock')).send(new GetModelInvocationLoggingConfigurationCommand({}));
  return { arn: ownArn('bedrock/model-invocation-logging', aws.region, aws.accountId, 'logging'), uid: `${aws.accountId}:${aws.region}`, name: aws.region, region: aws.region, config: loggingConfig ? JSON.parse(JSON.stringify(loggingConfig)) as JsonObject : null };
}
const wanted = (r: Resource): JsonObject | undefined => objectIn(r.aim?.['config']);
const callOf = (r: Resource, config: Json | undefined): Call => (config === null || config === undefined
  ? { operation: DELETE, region: r.region, input: {} }
  : { operation: PUT, region: r.region, input: { loggingConfig: config } });
async function write(aws: ChangeAws, config: JsonObject | null | undefined): Promise<void> {
  const client = await aws.client('bedrock');
  if (!config) await client.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
  else await client.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig: config }));
}

/** The last configuration that the owner put, where the stranger came after it. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const first = history.findIndex(isForeign);
  const own = history.slice(0, Math.max(first, 0)).filter((e) => !isForeign(e)).at(-1);
  const config = own?.event === PUT ? objectIn(own.request?.['loggingConfig']) : undefined;
  return config && { config };
}

export default defineKind<ModelInvocationLogging>({
  id: 'bedrock/model-invocation-logging', version: 1, title: say('Bedrock model invocation logging'), scope: 'regional', role: 'guard',
  reads: ['bedrock:GetModelInvocationLoggingConfiguration'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => CHANGED, created: [], changed: CHANGED },
  recall: (_, history) => recall(history),

  actions: {
    recover: {
      operations: [PUT, DELETE],
      title: ({ region }) => say('Switch Bedrock model invocation logging in {{region}} on again, as it was', { region }),
      calls: (r) => [callOf(r, wanted(r))],
      undoCalls: (before) => [callOf(before, before.config)],
      done: (now, { before }) => now !== undefined && now.config !== null && canonical(now.config) === canonical(wanted(before ?? now) ?? null),
      apply: (aws, now, deed) => write(aws, wanted(deed.before ?? now)),
      undo: (aws, before) => write(aws, before.config),
    },
  },
});
