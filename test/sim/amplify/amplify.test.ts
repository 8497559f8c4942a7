// Amplify Hosting, as BEHAVIOUR.md says.
import { AmplifyClient, CreateAppCommand, CreateBranchCommand, DeleteAppCommand, ListBranchesCommand, ListJobsCommand, StartJobCommand, StopJobCommand, UpdateAppCommand } from '@aws-sdk/client-amplify';
import { describe, expect, it } from 'vitest';
import { opened, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const amplify = ({ world }: Opened): AmplifyClient => new AmplifyClient({ region: 'us-east-1', credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler(), maxAttempts: 1 });
async function site(at: Opened): Promise<{ readonly client: AmplifyClient; readonly main: { readonly appId: string; readonly branchName: string } }> {
  const client = amplify(at);
  const { app } = await client.send(new CreateAppCommand({ name: 'site' }));
  const main = { appId: app?.appId ?? '', branchName: 'main' };
  await client.send(new CreateBranchCommand(main));
  return { client, main };
}

describe('a branch', () => {
  it('is built by a push unless it is told otherwise, and there is one of a name', async () => {
    const { client, main } = await site(await opened());
    expect((await client.send(new ListBranchesCommand(main))).branches?.map((b) => [b.branchName, b.enableAutoBuild])).toEqual([['main', true]]);
    await expect(client.send(new CreateBranchCommand(main))).rejects.toMatchObject({ name: 'BadRequestException' });
  });
  it('has one build at a time, which runs until it is stopped', async () => {
    const { client, main } = await site(await opened());
    const start = new StartJobCommand({ ...main, jobType: 'RELEASE' });
    const { jobSummary } = await client.send(start);
    await expect(client.send(start)).rejects.toMatchObject({ name: 'BadRequestException' });
    const stop = new StopJobCommand({ ...main, jobId: jobSummary?.jobId ?? '' });
    await client.send(stop);
    await expect(client.send(stop)).rejects.toMatchObject({ name: 'BadRequestException' });
    await client.send(start);
    expect((await client.send(new ListJobsCommand(main))).jobSummaries?.map((j) => [j.jobId, j.status])).toEqual([['2', 'RUNNING'], ['1', 'CANCELLED']]);
  });
  it('goes with its app', async () => {
    const { client, main } = await site(await opened());
    await client.send(new DeleteAppCommand({ appId: main.appId }));
    await expect(client.send(new ListBranchesCommand(main))).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

it('a build specification stands in no event', async () => {
  const at = await opened();
  const { client, main } = await site(at);
  await client.send(new UpdateAppCommand({ appId: main.appId, buildSpec: 'version: 1' }));
  const [event] = at.world.history.records().filter((e) => e.name === 'UpdateApp');
  expect(event).toMatchObject({ source: 'amplify.amazonaws.com', request: { appId: main.appId, buildSpec: 'HIDDEN_DUE_TO_SECURITY_REASONS' } });
  expect(JSON.stringify(event?.response)).not.toContain('version: 1');
});
