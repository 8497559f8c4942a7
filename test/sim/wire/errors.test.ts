// Errors arrive in the client as the exceptions that AWS models, whatever the protocol.
import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { IAMClient, GetUserCommand, ListUsersCommand, NoSuchEntityException } from '@aws-sdk/client-iam';
import { AccountClient, GetContactInformationCommand } from '@aws-sdk/client-account';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import type { ServiceId } from '../../../src/aws/session.ts';
import { Endpoint } from '../../../src/sim/wire/endpoint.ts';
import { operationSchema, Shape } from '../../../src/sim/wire/schema.ts';
import { Service, type ClientClass } from '../../../src/sim/wire/service.ts';
import { AwsError } from '../../../src/sim/wire/types.ts';
import { CLIENTS } from './clients.ts';

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };

/** A client whose every call of one operation ends in the error that `thrown` holds. */
function failing(id: ServiceId, Client: ClientClass, Command: any, input: object = {}): { send: () => Promise<any>; thrown: { error: Error } } {
  const thrown = { error: new Error('none') };
  const service = new Service<undefined>(Client, { id, signingName: CLIENTS[id]?.signingName ?? id }).on(Command, () => { throw thrown.error; });
  const endpoint = new Endpoint<undefined>([service], (_i, _o, _in, handler) => handler(undefined), { clock: { now: () => new Date(0) } });
  const client: any = new Client({ region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1, requestHandler: endpoint.requestHandler() });
  return { thrown, send: () => client.send(new Command(input)).then(() => undefined, (error: unknown) => error) };
}

function modelledErrors(Client: ClientClass): Shape[] {
  const { config } = new Client({ region: 'us-east-1', credentials: CREDENTIALS });
  const tuples = config.protocolSettings.errorTypeRegistries.flatMap((registry: any) => [...registry.schemas.values()]);
  return tuples.filter((t: any) => t[0] === -3 && !String(t[1]).startsWith('smithy.ts.sdk.synthetic')).map((t: any) => new Shape(t));
}

/** The operation that needs the least, and what it needs: a name or two, which an account's number does for. */
function anyCommand(module: object): readonly [Command: any, input: object] {
  const commands = Object.entries<any>(module).filter(([name, value]) => name.endsWith('Command') && name !== '$Command' && typeof value === 'function').map(([, Command]) => {
    const { input, output } = operationSchema(new Command({}).schema);
    const plain = ![...input.members.values(), ...output.members.values()].some((member) => member.streaming) && input.required.every((name) => input.members.get(name)?.kind === 'string');
    // S3 Control puts the account's number into the host, required or not.
    return { Command, needs: input.members.has('AccountId') ? [...new Set([...input.required, 'AccountId'])] : input.required, plain };
  });
  const [easiest] = commands.filter(({ plain }) => plain).sort((a, b) => a.needs.length - b.needs.length);
  if (!easiest) throw new Error('Every operation streams, or needs more than names.');
  return [easiest.Command, Object.fromEntries(easiest.needs.map((name) => [name, '111122223333']))];
}

describe.each(Object.entries(CLIENTS))('%s', (id, { module, client }) => {
  test('every modelled error arrives under its own class, with message and status', async () => {
    const { send, thrown } = failing(id as ServiceId, client, ...anyCommand(module));
    for (const shape of modelledErrors(client)) {
      thrown.error = new AwsError(shape.name, 'why & <how>', 418);
      const error = await send();
      expect(error).toBeInstanceOf((module as any)[shape.name]);
      expect({ message: error.message, status: error.$metadata.httpStatusCode }).toEqual({ message: 'why & <how>', status: 418 });
    }
  });
});

test('an awsQuery error is known by its code on the wire and by its modelled name', async () => {
  for (const code of ['NoSuchEntity', 'NoSuchEntityException']) {
    const { send, thrown } = failing('iam', IAMClient, GetUserCommand);
    thrown.error = new AwsError(code, 'The user with name mallory cannot be found.');
    const error = await send();
    expect(error).toBeInstanceOf(NoSuchEntityException);
    expect([error.Code ?? error.Error?.Code, error.$metadata.httpStatusCode]).toEqual(['NoSuchEntity', 404]);
  }
});

test('EC2 models no errors: code and status are what was thrown', async () => {
  const { send, thrown } = failing('ec2', EC2Client, RunInstancesCommand, { MinCount: 1, MaxCount: 1 });
  thrown.error = new AwsError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const error = await send();
  expect([error.name, error.$metadata.httpStatusCode]).toEqual(['UnauthorizedOperation', 403]);
});

test('a required member that is missing is named', async () => {
  const { send } = failing('ec2', EC2Client, RunInstancesCommand, { MinCount: 1 });
  expect(await send()).toMatchObject({ name: 'MissingParameter', message: 'The request must contain the parameter MaxCount' });
});

test.each([
  ['iam', IAMClient, ListUsersCommand], ['account', AccountClient, GetContactInformationCommand], ['cloudtrail', CloudTrailClient, LookupEventsCommand],
] as const)('%s: an error outside the model keeps its name', async (id, Client, Command) => {
  const { send, thrown } = failing(id, Client, Command);
  thrown.error = new AwsError('AccessDenied', 'User: arn:aws:iam::111122223333:user/ci is not authorized', 403);
  const error = await send();
  expect([error.name, error.message, error.$metadata.httpStatusCode]).toEqual(['AccessDenied', 'User: arn:aws:iam::111122223333:user/ci is not authorized', 403]);
});

test('a member that AWS does not know is a mistake of ours and is thrown, in outputs and in errors', async () => {
  const { send, thrown } = failing('iam', IAMClient, GetUserCommand);
  thrown.error = new AwsError('NoSuchEntity', 'x', undefined, { Surprise: 1 });
  expect((await send()).message).toBe('The error NoSuchEntity has no member Surprise.');
  const iam = new Service<undefined>(IAMClient, { id: 'iam' }).on(ListUsersCommand, () => ({ Users: [], Usres: [] }) as never);
  const endpoint = new Endpoint<undefined>([iam], (_i, _o, _in, handler) => handler(undefined), { clock: { now: () => new Date(0) } });
  const client = new IAMClient({ region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1, requestHandler: endpoint.requestHandler() });
  await expect(client.send(new ListUsersCommand({}))).rejects.toThrow('ListUsersResponse has no member Usres.');
});
