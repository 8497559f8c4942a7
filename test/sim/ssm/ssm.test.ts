// Systems Manager, as BEHAVIOUR.md says.
import {
  CreateActivationCommand, CreateAssociationCommand, CreateDocumentCommand, DeleteDocumentCommand, DescribeAssociationCommand, DescribeDocumentCommand, DescribeInstanceInformationCommand, ModifyDocumentPermissionCommand, SendCommandCommand, SSMClient, StartSessionCommand,
  UpdateAssociationCommand, UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const ssmOf = ({ world }: Opened): SSMClient => new SSMClient({ region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() });

describe('Systems Manager', () => {
  it('leaves a document\'s default version when another is added, and deletes none that is shared', async () => {
    const ssm = ssmOf(await opened());
    await ssm.send(new CreateDocumentCommand({ Name: 'patch', Content: '{}' }));
    await ssm.send(new UpdateDocumentCommand({ Name: 'patch', DocumentVersion: '$LATEST', Content: '{"description":"other"}' }));
    expect((await ssm.send(new DescribeDocumentCommand({ Name: 'patch' }))).Document).toMatchObject({ DefaultVersion: '1', LatestVersion: '2' });
    await ssm.send(new ModifyDocumentPermissionCommand({ Name: 'patch', PermissionType: 'Share', AccountIdsToAdd: ['all'] }));
    expect((await refusal(ssm.send(new DeleteDocumentCommand({ Name: 'patch' })))).slice(0, 1)).toEqual(['InvalidDocumentOperation']);
  });

  it('takes from an association what an update leaves out', async () => {
    const ssm = ssmOf(await opened());
    const { AssociationDescription: made } = await ssm.send(new CreateAssociationCommand({ Name: 'AWS-RunShellScript', Targets: [{ Key: 'tag:team', Values: ['example'] }], ScheduleExpression: 'rate(1 day)' }));
    await ssm.send(new UpdateAssociationCommand({ AssociationId: made?.AssociationId, Targets: made?.Targets }));
    const { AssociationDescription: now } = await ssm.send(new DescribeAssociationCommand({ AssociationId: made?.AssociationId }));
    expect([now?.Name, now?.ScheduleExpression, now?.AssociationVersion]).toEqual(['AWS-RunShellScript', undefined, '2']);
  });

  it('registers a machine with an activation a minute later, and keeps the code out of the history', async () => {
    const at = await opened();
    const ssm = ssmOf(at);
    const { ActivationCode, ActivationId } = await ssm.send(new CreateActivationCommand({ IamRole: 'worker', DefaultInstanceName: 'office' }));
    expect(JSON.stringify(at.event('CreateActivation'))).not.toContain(ActivationCode);
    at.pass(61);
    const { InstanceInformationList: [node] = [] } = await ssm.send(new DescribeInstanceInformationCommand({ Filters: [{ Key: 'ResourceType', Values: ['ManagedInstance'] }] }));
    expect([node?.InstanceId?.slice(0, 3), node?.ActivationId]).toEqual(['mi-', ActivationId]);
  });

  it('writes commands and sessions into the history, without parameters and tokens', async () => {
    const at = await opened();
    const ssm = ssmOf(at);
    await ssm.send(new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-0123456789abcdef0'], Parameters: { commands: ['curl https://example.com'] } }));
    const { TokenValue } = await ssm.send(new StartSessionCommand({ Target: 'i-0123456789abcdef0' }));
    expect(JSON.stringify([at.event('SendCommand'), at.event('StartSession')])).not.toMatch(/curl/);
    expect(JSON.stringify(at.event('StartSession'))).not.toContain(TokenValue);
  });
});
