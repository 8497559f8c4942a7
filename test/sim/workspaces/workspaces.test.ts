// WorkSpaces and AppStream, as their BEHAVIOUR.md say.
import { AppStreamClient, AssociateFleetCommand, CreateFleetCommand, DeleteFleetCommand, DescribeFleetsCommand, DisassociateFleetCommand, StartFleetCommand } from '@aws-sdk/client-appstream';
import { CreateWorkspacesCommand, DescribeWorkspacesCommand, ModifyWorkspacePropertiesCommand, StopWorkspacesCommand, TerminateWorkspacesCommand, WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY } from '../ec2/opened.ts';

async function start() {
  const { world, pass } = await opened();
  const config = { region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() };
  const minutes = async (n: number): Promise<void> => { pass(60 * n); await world.settle(); };
  return { minutes, desktops: new WorkSpacesClient(config), streams: new AppStreamClient(config) };
}

it('a desktop that always runs is not stopped, and AWS says so in its answer; one that may stop is', async () => {
  const { minutes, desktops } = await start();
  const { PendingRequests: [made] = [] } = await desktops.send(new CreateWorkspacesCommand({ Workspaces: [{ DirectoryId: 'd-9067example', UserName: 'alice', BundleId: 'wsb-0123example' }] }));
  const WorkspaceId = made?.WorkspaceId ?? '', StopWorkspaceRequests = [{ WorkspaceId }];
  const state = async () => (await desktops.send(new DescribeWorkspacesCommand({ WorkspaceIds: [WorkspaceId] }))).Workspaces?.map((w) => w.State);
  await minutes(21);
  expect((await desktops.send(new StopWorkspacesCommand({ StopWorkspaceRequests }))).FailedRequests).toMatchObject([{ WorkspaceId, ErrorCode: 'OperationNotSupportedException' }]);
  await desktops.send(new ModifyWorkspacePropertiesCommand({ WorkspaceId, WorkspaceProperties: { RunningMode: 'AUTO_STOP' } }));
  await minutes(6);
  expect((await desktops.send(new StopWorkspacesCommand({ StopWorkspaceRequests }))).FailedRequests).toEqual([]);
  expect(await state()).toEqual(['STOPPING']);
  await minutes(6);
  expect(await state()).toEqual(['STOPPED']);
  await desktops.send(new TerminateWorkspacesCommand({ TerminateWorkspaceRequests: [{ WorkspaceId }, { WorkspaceId: 'ws-nobody' }] }));
  await minutes(6);
  expect(await state()).toEqual([]);
});

it('a fleet is made stopped, and goes only when it stands still and no stack uses it', async () => {
  const { minutes, streams } = await start();
  await streams.send(new CreateFleetCommand({ Name: 'red', ImageName: 'example', InstanceType: 'stream.standard.medium' }));
  await streams.send(new AssociateFleetCommand({ FleetName: 'red', StackName: 'red' }));
  const state = async () => (await streams.send(new DescribeFleetsCommand({ Names: ['red'] }))).Fleets?.map((f) => f.State);
  const remove = () => streams.send(new DeleteFleetCommand({ Name: 'red' }));
  expect(await state()).toEqual(['STOPPED']);
  expect(await refusal(remove())).toEqual(['ResourceInUseException', expect.any(String), 400]);
  await streams.send(new StartFleetCommand({ Name: 'red' }));
  await minutes(11);
  expect(await state()).toEqual(['RUNNING']);
  await streams.send(new DisassociateFleetCommand({ FleetName: 'red', StackName: 'red' }));
  expect(await refusal(remove())).toEqual(['ResourceInUseException', expect.any(String), 400]);
});
