// Bedrock's control plane, as BEHAVIOUR.md says.
import { describe, expect, it } from 'vitest';
import { stage } from '../../contract/account.ts';

const LOGGING = { s3Config: { bucketName: 'example-logs' }, textDataDeliveryEnabled: true };

describe('Bedrock', () => {
  it('has no logging at first, and takes it away where there is none', async () => {
    const { play } = await stage(() => Promise.resolve());
    expect(await play('bedrock', 'GetModelInvocationLoggingConfiguration', {})).toEqual({});
    await play('bedrock', 'DeleteModelInvocationLoggingConfiguration', {});
    await play('bedrock', 'PutModelInvocationLoggingConfiguration', { loggingConfig: LOGGING });
    expect(await play('bedrock', 'GetModelInvocationLoggingConfiguration', {})).toEqual({ loggingConfig: LOGGING });
    await expect(play('bedrock', 'PutModelInvocationLoggingConfiguration', { loggingConfig: { textDataDeliveryEnabled: true } })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('keeps throughput that was bought for a term until its end', async () => {
    const { play, clock } = await stage(() => Promise.resolve());
    const buy = (more: object): Promise<unknown> => play('bedrock', 'CreateProvisionedModelThroughput', { modelId: 'anthropic.claude-example-v1', modelUnits: 1, ...more });
    const { provisionedModelArn: term } = await buy({ provisionedModelName: 'term', commitmentDuration: 'OneMonth', clientRequestToken: 'once' }) as { provisionedModelArn: string };
    expect(await buy({ provisionedModelName: 'term', clientRequestToken: 'once' })).toEqual({ provisionedModelArn: term });
    await expect(buy({ provisionedModelName: 'term' })).rejects.toMatchObject({ code: 'ConflictException' });
    await expect(play('bedrock', 'DeleteProvisionedModelThroughput', { provisionedModelId: term })).rejects.toMatchObject({ code: 'ConflictException' });
    await buy({ provisionedModelName: 'hourly' });
    await play('bedrock', 'DeleteProvisionedModelThroughput', { provisionedModelId: 'hourly' });
    clock.set(new Date(clock.now().getTime() + 31 * 86_400_000));
    await play('bedrock', 'DeleteProvisionedModelThroughput', { provisionedModelId: term });
    expect(await play('bedrock', 'ListProvisionedModelThroughputs', {})).toEqual({ provisionedModelSummaries: [] });
  });
});
