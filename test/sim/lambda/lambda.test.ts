// Lambda, as BEHAVIOUR.md says.
import { AddPermissionCommand, CreateAliasCommand, CreateFunctionCommand, GetFunctionCommand, GetPolicyCommand, LambdaClient, ListFunctionsCommand, PublishVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { downloader } from '../../../src/aws/download.ts';
import { opened, refusal, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const FUNCTION = { FunctionName: 'orders', Role: 'arn:aws:iam::111122223333:role/worker', Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: Buffer.from('zip') }, Environment: { Variables: { TABLE: 'example' } } } as const;
const lambdaOf = ({ world }: Opened): LambdaClient => new LambdaClient({ region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() });

describe('Lambda', () => {
  it('writes its calls under versioned names, without code or environment', async () => {
    const at = await opened();
    await lambdaOf(at).send(new CreateFunctionCommand(FUNCTION));
    const { request, response } = at.event('CreateFunction20150331') as { request: Record<string, unknown>; response: Record<string, unknown> };
    expect([request['functionName'], request['code'], request['environment'], response['environment']]).toEqual(['orders', {}, {}, {}]);
  });

  it('refuses an update while another goes on', async () => {
    const at = await opened();
    const lambda = lambdaOf(at);
    await lambda.send(new CreateFunctionCommand(FUNCTION));
    const update = new UpdateFunctionCodeCommand({ FunctionName: 'orders', ZipFile: Buffer.from('other') });
    await lambda.send(update);
    expect((await refusal(lambda.send(new PublishVersionCommand({ FunctionName: 'orders' })))).slice(0, 1)).toEqual(['ResourceConflictException']);
    at.pass(5);
    expect((await lambda.send(new PublishVersionCommand({ FunctionName: 'orders' }))).Version).toBe('1');
    expect((await lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }))).Functions?.map((f) => f.FunctionArn?.split(':').at(-1))).toEqual(['$LATEST', '1']);
  });

  it('has a policy for each qualifier, and shows only the one that is asked for', async () => {
    const lambda = lambdaOf(await opened());
    await lambda.send(new CreateFunctionCommand({ ...FUNCTION, Publish: true }));
    await lambda.send(new CreateAliasCommand({ FunctionName: 'orders', Name: 'live', FunctionVersion: '1' }));
    await lambda.send(new AddPermissionCommand({ FunctionName: 'orders', Qualifier: 'live', StatementId: 'partner', Action: 'lambda:InvokeFunction', Principal: '444455556666' }));
    expect((await refusal(lambda.send(new GetPolicyCommand({ FunctionName: 'orders' })))).slice(0, 1)).toEqual(['ResourceNotFoundException']);
    expect((await lambda.send(new GetPolicyCommand({ FunctionName: 'orders', Qualifier: 'live' }))).Policy).toContain('arn:aws:iam::444455556666:root');
  });

  it('gives the code where it says, to a plain GET', async () => {
    const at = await opened();
    await lambdaOf(at).send(new CreateFunctionCommand(FUNCTION));
    const { Code } = await lambdaOf(at).send(new GetFunctionCommand({ FunctionName: 'orders' }));
    const get = downloader(at.world.endpoint.requestHandler());
    expect(Buffer.from(await get(Code?.Location ?? '')).toString()).toBe('zip');
    for (const elsewhere of ['http://awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com/x', 'https://example.com/x', 'https://amazonaws.com.example.com/x', 'https://user@s3.amazonaws.com/x', 'nonsense']) {
      await expect(get(elsewhere)).rejects.toThrow(/none of its own/);
    }
  });
});
