// The simulated control plane of Bedrock. Behaviour: BEHAVIOUR.md beside it.
import {
  BedrockClient, CreateFoundationModelAgreementCommand, CreateProvisionedModelThroughputCommand, DeleteFoundationModelAgreementCommand, DeleteModelInvocationLoggingConfigurationCommand, DeleteProvisionedModelThroughputCommand, GetModelInvocationLoggingConfigurationCommand,
  GetProvisionedModelThroughputCommand, GetUseCaseForModelAccessCommand, ListProvisionedModelThroughputsCommand, PutModelInvocationLoggingConfigurationCommand, PutUseCaseForModelAccessCommand, type LoggingConfig,
} from '@aws-sdk/client-bedrock';
import type { SimAccount, SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { rooms, roomsIn } from '../rooms.ts';
import { createThroughput, deleteThroughput, getThroughput, listThroughputs } from './throughput.ts';

interface Logging { config?: LoggingConfig }
const logging = rooms<Logging>('bedrock/logging', () => ({}));
export const loggingRooms = roomsIn<Logging>('bedrock/logging');
interface Access { form: Uint8Array | undefined; readonly agreements: Set<string> }
const newAccess = (): Access => ({ form: undefined, agreements: new Set() });
const access = (account: SimAccount): Access => account.state('bedrock/access', newAccess);
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
    .on(CreateFoundationModelAgreementCommand, ({ modelId = '' }, call) => { access(call.account).agreements.add(modelId); return { modelId }; })
    .on(DeleteFoundationModelAgreementCommand, ({ modelId = '' }, call) => {
      if (!access(call.account).agreements.delete(modelId)) throw new AwsError('ResourceNotFoundException', 'The agreement does not exist.', 404);
      return NONE;
    });
}
