// Data Lifecycle Manager, as its BEHAVIOUR.md says.
import { CreateLifecyclePolicyCommand, DeleteLifecyclePolicyCommand, DLMClient, GetLifecyclePoliciesCommand, GetLifecyclePolicyCommand, UpdateLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import { expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY } from '../ec2/opened.ts';

it('changes what an update names and nothing else, and fills in what details leave out', async () => {
  const { world } = await opened({ behaviour: { pageSize: 2 } });
  const clientIn = (region: string) => new DLMClient({ region, maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() });
  const client = clientIn('eu-west-1');
  const { PolicyId } = await client.send(new CreateLifecyclePolicyCommand({ Description: 'daily', State: 'ENABLED', ExecutionRoleArn: 'arn:aws:iam::111122223333:role/lifecycle', PolicyDetails: { ResourceTypes: ['VOLUME'] } }));
  const read = async () => (await client.send(new GetLifecyclePolicyCommand({ PolicyId }))).Policy;
  await client.send(new UpdateLifecyclePolicyCommand({ PolicyId, State: 'DISABLED' }));
  expect(await read()).toMatchObject({ State: 'DISABLED', Description: 'daily', PolicyDetails: { PolicyType: 'EBS_SNAPSHOT_MANAGEMENT', ResourceTypes: ['VOLUME'], PolicyLanguage: 'STANDARD' } });
  expect((await clientIn('us-east-1').send(new GetLifecyclePoliciesCommand({}))).Policies).toEqual([]);
  await client.send(new DeleteLifecyclePolicyCommand({ PolicyId }));
  expect(await refusal(read())).toEqual(['ResourceNotFoundException', expect.any(String), 404]);
});
