// The simulated control plane of Bedrock. Behaviour: BEHAVIOUR.md beside it.
import {
  BedrockClient, CreateFoundationModelAgreementCommand, CreateProvisionedModelThroughputCommand, DeleteFoundationModelAgreementCommand, DeleteModelInvocationLoggingConfigurationCommand, DeleteProvisionedModelThroughputCommand, GetFoundationModelAvailabilityCommand, GetModelInvocationLoggingConfigurationCommand,
  GetProvisionedModelThroughputCommand, GetUseCaseForModelAccessCommand, ListFoundationModelsCommand, ListProvisionedModelThroughputsCommand, PutModelInvocationLoggingConfigurationCommand, PutUseCaseForModelAccessCommand, type GetFoundationModelAvailabilityCommandInput, type GetFoundationModelAvailabilityResponse, type LoggingConfig,
} from '@aws-sdk/client-bedrock';
import type { SimAccount, SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { rooms, roomsIn } from '../rooms.ts';
import { createThroughput, deleteThroughput, getThroughput, listThroughputs } from './throughput.ts';

interface Logging { config?: LoggingConfig }
const logging = rooms<Logging>('bedrock/logging', () => ({}));
export const loggingRooms = roomsIn<Logging>('bedrock/logging');
const agreements = rooms('bedrock/agreements', () => new Set<string>());
export const agreementRooms = roomsIn<Set<string>>('bedrock/agreements');
interface Access { form: Uint8Array | undefined }
const newAccess = (): Access => ({ form: undefined });
const access = (account: SimAccount): Access => account.state('bedrock/access', newAccess);
/** No list of AWS's: enough of them that one is looked for among others. */
const MODELS = ['anthropic.claude-example-v1', 'anthropic.claude-example-v2', 'example.image-v1', 'example.text-v1'];
function availabilityOf({ modelId }: GetFoundationModelAvailabilityCommandInput, call: SimCall): GetFoundationModelAvailabilityResponse {
  const status = agreements(call).has(modelId ?? '') ? 'AVAILABLE' : 'NOT_AVAILABLE';
  return { modelId, agreementAvailability: { status }, authorizationStatus: 'AUTHORIZED', entitlementAvailability: 'AVAILABLE', regionAvailability: 'AVAILABLE' };
}
const NONE: Record<string, never> = {};

export default function bedrock(): Service<SimCall> {
  return new Service<SimCall>(BedrockClient, { id: 'bedrock' })
    .on(GetModelInvocationLoggingConfigurationCommand, (_, call) => { const { config } = logging(call); return config ? { loggingConfig: config } : {}; })
    .on(PutModelInvocationLoggingConfigurationCommand, ({ loggingConfig }, call) => {
      if (!loggingConfig?.cloudWatchConfig && !loggingConfig?.s3Config) throw new AwsError('ValidationException', 'At least one of cloudWatchConfig and s3Config is required.', 400);
      logging(call).config = loggingConfig;
      return NONE;
    })
    .on(DeleteModelInvocationLoggingConfigurationCommand, (_, call) => { delete logging(call).config; return NONE; })
    .on(CreateProvisionedModelThroughputCommand, createThroughput)
    .on(GetProvisionedModelThroughputCommand, getThroughput)
    .on(ListProvisionedModelThroughputsCommand, listThroughputs)
    .on(DeleteProvisionedModelThroughputCommand, deleteThroughput)
    .on(GetUseCaseForModelAccessCommand, (_, call) => {
      const { form } = access(call.account);
      if (!form) throw new AwsError('ResourceNotFoundException', 'You have not filled out the request form.', 404);
      return { formData: form };
    })
    .on(PutUseCaseForModelAccessCommand, ({ formData }, call) => { access(call.account).form = formData; return NONE; })
    .on(ListFoundationModelsCommand, (_, call) => ({ modelSummaries: [...new Set([...MODELS, ...agreements(call)])].map((modelId) => ({ modelArn: `arn:${call.account.partition}:bedrock:${call.region}::foundation-model/${modelId}`, modelId })) }))
    .on(GetFoundationModelAvailabilityCommand, availabilityOf)
    .on(CreateFoundationModelAgreementCommand, ({ modelId = '' }, call) => { agreements(call).add(modelId); return { modelId }; })
    .on(DeleteFoundationModelAgreementCommand, ({ modelId = '' }, call) => {
      if (!agreements(call).delete(modelId)) throw new AwsError('ResourceNotFoundException', 'The agreement does not exist.', 404);
      return NONE;
    });
}
