// The simulated Transfer Family: file servers, their users and the users' keys. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateServerCommand, CreateUserCommand, DeleteServerCommand, DeleteSshPublicKeyCommand, DeleteUserCommand, DescribeServerCommand, DescribeUserCommand, ImportSshPublicKeyCommand, ListServersCommand, ListUsersCommand, StartServerCommand,
  StopServerCommand, TransferClient, type CreateServerCommandInput, type CreateUserCommandInput, type DescribedServer, type SshPublicKey, type State,
} from '@aws-sdk/client-transfer';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface User { readonly name: string; readonly arn: string; readonly made: CreateUserCommandInput; readonly keys: Map<string, SshPublicKey> }
interface Server { readonly id: string; readonly arn: string; readonly made: CreateServerCommandInput; state: State; readonly users: Map<string, User> }
export const room = rooms('transfer', () => new Map<string, Server>());
const PASS_MS = 60_000;
const PAGE = { most: 1_000, refusal: 'InvalidNextTokenException' };
interface Named { readonly ServerId?: string | undefined; readonly UserName?: string | undefined }

const unknown = (Resource: string, ResourceType: string): AwsError => new AwsError('ResourceNotFoundException', `Unknown ${ResourceType.toLowerCase()}`, undefined, { Resource, ResourceType });
function serverOf(call: SimCall, { ServerId: id = '' }: Named): Server {
  const found = room(call).get(id);
  if (!found) throw unknown(id, 'Server');
  return found;
}
function userOf(call: SimCall, input: Named): User {
  const found = serverOf(call, input).users.get(input.UserName ?? '');
  if (!found) throw unknown(input.UserName ?? '', 'User');
  return found;
}
const listed = (s: Server) => ({
  Arn: s.arn, ServerId: s.id, State: s.state, Domain: s.made.Domain ?? 'S3' as const, EndpointType: s.made.EndpointType ?? 'PUBLIC' as const, IdentityProviderType: s.made.IdentityProviderType ?? 'SERVICE_MANAGED' as const, UserCount: s.users.size,
} satisfies DescribedServer);
function pass(call: SimCall, server: Server, through: State, to: State): void {
  server.state = through;
  later(call, PASS_MS, () => { if (server.state === through) server.state = to; });
}

function createServer(made: CreateServerCommandInput, call: SimCall): { ServerId: string } {
  const id = `s-${call.account.ids.hex(17)}`;
  const server: Server = { id, arn: arnIn(call, 'transfer', `server/${id}`), made, state: 'STARTING', users: new Map() };
  room(call).set(id, server);
  pass(call, server, 'STARTING', 'ONLINE');
  return { ServerId: id };
}
function start(input: Named, call: SimCall): object {
  const server = serverOf(call, input);
  if (server.state === 'OFFLINE') pass(call, server, 'STARTING', 'ONLINE');
  else if (server.state !== 'ONLINE') throw new AwsError('InvalidRequestException', 'Server cannot be started in its current state');
  return {};
}
function stop(input: Named, call: SimCall): object {
  const server = serverOf(call, input);
  if (server.state !== 'ONLINE') throw new AwsError('InvalidRequestException', 'Server must be ONLINE to be stopped');
  pass(call, server, 'STOPPING', 'OFFLINE');
  return {};
}

function addKey(user: User, SshPublicKeyBody: string, call: SimCall): string {
  if ([...user.keys.values()].some((k) => k.SshPublicKeyBody === SshPublicKeyBody)) throw new AwsError('ResourceExistsException', 'SSH public key already exists', undefined, { Resource: user.name, ResourceType: 'SshPublicKey' });
  const id = `key-${call.account.ids.hex(17)}`;
  user.keys.set(id, { SshPublicKeyId: id, SshPublicKeyBody, DateImported: call.now });
  return id;
}
function createUser(made: CreateUserCommandInput, call: SimCall): { ServerId: string; UserName: string } {
  const server = serverOf(call, made);
  const { UserName: name = '' } = made;
  if (server.users.has(name)) throw new AwsError('ResourceExistsException', 'User already exists', undefined, { Resource: name, ResourceType: 'User' });
  const user: User = { name, arn: arnIn(call, 'transfer', `user/${server.id}/${name}`), made, keys: new Map() };
  server.users.set(name, user);
  if (made.SshPublicKeyBody !== undefined) addKey(user, made.SshPublicKeyBody, call);
  return { ServerId: server.id, UserName: name };
}
const about = ({ name, arn, made }: User) => ({ Arn: arn, UserName: name, Role: made.Role, HomeDirectory: made.HomeDirectory, HomeDirectoryType: made.HomeDirectoryType ?? 'PATH' as const });

const serverArn = (i: Named, call: SimCall): string[] => [arnIn(call, 'transfer', `server/${i.ServerId ?? '*'}`)];
const userArn = (i: Named, call: SimCall): string[] => [arnIn(call, 'transfer', `user/${i.ServerId ?? '*'}/${i.UserName ?? '*'}`)];

export default function transfer(): Service<SimCall> {
  return new Service<SimCall>(TransferClient, { id: 'transfer' })
    .on(CreateServerCommand, createServer)
    .on(ListServersCommand, (i, call) => {
      const { page, next } = pageOf([...room(call).values()], call, { max: i.MaxResults, token: i.NextToken, ...PAGE });
      return { Servers: page.map(listed), NextToken: next };
    })
    .on(DescribeServerCommand, (i, call) => ({ Server: { ...listed(serverOf(call, i)), Protocols: serverOf(call, i).made.Protocols ?? ['SFTP' as const] } }), { resources: serverArn })
    .on(StartServerCommand, start, { resources: serverArn })
    .on(StopServerCommand, stop, { resources: serverArn })
    .on(DeleteServerCommand, (i, call) => { room(call).delete(serverOf(call, i).id); return {}; }, { resources: serverArn })
    .on(CreateUserCommand, createUser, { resources: serverArn })
    .on(ListUsersCommand, (i, call) => {
      const server = serverOf(call, i);
      const { page, next } = pageOf([...server.users.values()], call, { max: i.MaxResults, token: i.NextToken, ...PAGE });
      return { ServerId: server.id, Users: page.map((u) => ({ ...about(u), SshPublicKeyCount: u.keys.size })), NextToken: next };
    }, { resources: serverArn })
    .on(DescribeUserCommand, (i, call) => ({ ServerId: i.ServerId, User: { ...about(userOf(call, i)), SshPublicKeys: [...userOf(call, i).keys.values()] } }), { resources: userArn })
    .on(DeleteUserCommand, (i, call) => { serverOf(call, i).users.delete(userOf(call, i).name); return {}; }, { resources: userArn })
    .on(ImportSshPublicKeyCommand, (i, call) => ({ ServerId: i.ServerId, UserName: i.UserName, SshPublicKeyId: addKey(userOf(call, i), i.SshPublicKeyBody ?? '', call) }), { resources: userArn })
    .on(DeleteSshPublicKeyCommand, (i, call) => { if (!userOf(call, i).keys.delete(i.SshPublicKeyId ?? '')) throw unknown(i.SshPublicKeyId ?? '', 'SshPublicKey'); return {}; }, { resources: userArn });
}
