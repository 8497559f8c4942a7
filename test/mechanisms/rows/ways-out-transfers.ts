// Ways out by services that carry data: file servers and their users.
import type { Answers, Mechanism, Played } from '../row.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';
const KEY = 'ssh-ed25519 AAAAEXAMPLE105';
const transfer = (operation: string, input: Played['input'], as?: string): Played => ({ service: 'transfer', operation, input, ...(as === undefined ? {} : { as }) });
const server = (a: Answers, as: string): { ServerId: string } => ({ ServerId: (a[as] as { ServerId: string }).ServerId });

export const rows: readonly Mechanism[] = [
  {
    row: 105, title: 'a file server of the stranger\'s own, with a user',
    plant: [transfer('CreateServer', { EndpointType: 'PUBLIC', Protocols: ['SFTP'] }, 's105'), transfer('CreateUser', (a) => ({ ...server(a, 's105'), UserName: 'sync', Role: ROLE, HomeDirectory: '/amzn-s3-demo-bucket', SshPublicKeyBody: KEY }))],
    shows: ['transfer/server', 'transfer/user'], notFromConfiguration: ORDINARY,
  },
  {
    row: 105, title: 'a user on the owner\'s file server', setUp: [transfer('CreateServer', {}, 's105u')],
    plant: [transfer('CreateUser', (a) => ({ ...server(a, 's105u'), UserName: 'partner', Role: ROLE, SshPublicKeyBody: KEY }))],
    shows: ['transfer/user'], notFromConfiguration: ORDINARY,
  },
  {
    row: 105, title: 'a key given to a user of the owner\'s file server', setUp: [transfer('CreateServer', {}, 's105k'), transfer('CreateUser', (a) => ({ ...server(a, 's105k'), UserName: 'clerk', Role: ROLE, SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE' }))],
    plant: [transfer('ImportSshPublicKey', (a) => ({ ...server(a, 's105k'), UserName: 'clerk', SshPublicKeyBody: KEY }))],
    shows: ['transfer/user'], notFromConfiguration: ORDINARY,
  },
  {
    row: 105, title: 'the owner\'s file server stopped', setUp: [transfer('CreateServer', {}, 's105s')],
    plant: [transfer('StopServer', (a) => server(a, 's105s'))],
    shows: ['transfer/server'], notFromConfiguration: ORDINARY,
  },
];
