// The terms of a model, accepted for the account: whoever accepts them can have it invoked at the account's cost. Only AWS's answer for each model tells, so that it is asked where a stranger accepted some.
import { DeleteFoundationModelAgreementCommand, GetFoundationModelAvailabilityCommand, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { JsonObject, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, irreversible, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';

const TITLE = say('Accepted terms of a Bedrock model');
const DELETE = 'bedrock:DeleteFoundationModelAgreement';
const input = ({ name }: Resource) => ({ modelId: name }) satisfies JsonObject;

/** Of these models those whose terms are accepted. A model that needs none counts as accepted, too; no event says that somebody did. */
async function accepted(aws: ReadAws, models: readonly string[]): Promise<(Resource | undefined)[]> {
  const client = await aws.client('bedrock');
  return inParallel(models, 4, async (name) => {
    const found = await ifThere(client.send(new GetFoundationModelAvailabilityCommand({ modelId: name })));
    const arn = ownArn('bedrock/model-agreement', aws.region, aws.accountId, name);
    return found?.agreementAvailability?.status === 'AVAILABLE' ? { arn, uid: arn, name, region: aws.region } : undefined;
  });
}

export default defineKind<Resource>({
  id: 'bedrock/model-agreement', version: 1, title: TITLE, scope: 'regional', role: 'setting', apart: true,
  reads: ['bedrock:ListFoundationModels', 'bedrock:GetFoundationModelAvailability'],

  async *list({ aws }) {
    const { modelSummaries = [] } = await (await aws.client('bedrock')).send(new ListFoundationModelsCommand({}));
    yield* (await accepted(aws, modelSummaries.map(({ modelId = '' }) => modelId))).filter((one) => one !== undefined);
  },
  look: (aws, rs) => accepted(aws, rs.map(({ name }) => name)),

  traces: { ids: ({ name }) => [name], created: ['bedrock:CreateFoundationModelAgreement'], changed: [DELETE] },

  actions: {
    eradicate: {
      operations: [DELETE],
      title: ({ name, region }) => say('Delete it: {{sort}} {{name}}', { sort: TITLE, name: `${name} (${region})` }),
      breaks: ({ name }) => say('Applications that call {{name}} are refused.', { name }),
      calls: (r) => [{ operation: DELETE, region: r.region, input: input(r) }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('bedrock')).send(new DeleteFoundationModelAgreementCommand(input(r)))); },
      undo: irreversible(say('Only you can accept the terms again, in the console (Amazon Bedrock, Model catalog).')),
    },
  },
});
