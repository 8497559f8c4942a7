// Model capacity that is paid by the hour or for a term of months, used or not. A term cannot be ended by anybody but AWS.
import { DeleteProvisionedModelThroughputCommand, GetProvisionedModelThroughputCommand, paginateListProvisionedModelThroughputs, type ProvisionedModelSummary } from '@aws-sdk/client-bedrock';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible } from '../kind.ts';
import { ifThere } from '../refusal.ts';

export interface ProvisionedModelThroughput extends Resource {
  readonly model: string;
  readonly units: number;
  /** `OneMonth`, `SixMonths`; absent: by the hour. */
  readonly commitment?: string;
  readonly commitmentEnds?: string;
}

function throughputOf({ region }: ReadAws, one: ProvisionedModelSummary): ProvisionedModelThroughput {
  const arn = one.provisionedModelArn ?? '';
  const createdAt = one.creationTime?.toISOString() ?? '';
  return {
    arn, uid: `${arn}@${createdAt}`, name: one.provisionedModelName ?? '', region, createdAt, model: one.modelArn ?? '', units: one.modelUnits ?? 0, seen: { status: one.status ?? '' },
    ...(one.commitmentDuration === undefined ? {} : { commitment: one.commitmentDuration }), ...(one.commitmentExpirationTime === undefined ? {} : { commitmentEnds: one.commitmentExpirationTime.toISOString() }),
  };
}

export default defineKind<ProvisionedModelThroughput>({
  id: 'bedrock/provisioned-model-throughput', version: 1, title: say('Bedrock provisioned throughput'), scope: 'regional', role: 'setting',
  reads: ['bedrock:ListProvisionedModelThroughputs', 'bedrock:GetProvisionedModelThroughput'],
  async *list({ aws }) {
    const client = await aws.client('bedrock');
    for await (const { provisionedModelSummaries = [] } of paginateListProvisionedModelThroughputs({ client }, { maxResults: 1000 })) {
      for (const one of provisionedModelSummaries) yield throughputOf(aws, one);
    }
  },
  look: async (aws, rs) => {
    const client = await aws.client('bedrock');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new GetProvisionedModelThroughputCommand({ provisionedModelId: r.arn })));
      const now = found && throughputOf(aws, found);
      return now?.uid === r.uid ? now : undefined;
    });
  },
  traces: {
    ids: ({ arn, name }) => [arn, name],
    created: ['bedrock:CreateProvisionedModelThroughput'], changed: ['bedrock:UpdateProvisionedModelThroughput'],
  },
  actions: {
    eradicate: {
      operations: ['bedrock:DeleteProvisionedModelThroughput'],
      title: ({ name, region }) => say('Delete Bedrock throughput {{name}} in {{region}}', { name, region }),
      impossible: ({ commitment, commitmentEnds }) => (commitment === undefined ? undefined : say('It was bought for a term ({{term}}, until {{end}}), and AWS keeps it until then. Write to AWS in the case: name it, say that a stranger bought it, and ask for its cancellation.', { term: commitment, end: commitmentEnds ?? '?' })),
      destroys: ({ units, model }) => say('{{units}} model units of {{model}}.', { units, model: model.split('/').at(-1) ?? model }),
      breaks: ({ name }) => say('Applications that call {{name}} are refused.', { name }),
      calls: (r) => [{ operation: 'bedrock:DeleteProvisionedModelThroughput', region: r.region, input: { provisionedModelId: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('bedrock')).send(new DeleteProvisionedModelThroughputCommand({ provisionedModelId: r.arn }))); },
      undo: irreversible(say('Deleted throughput is not given back; what is bought anew has another ARN.')),
    },
  },
});
