// Ways out by services that carry data, and in by identity pools.
import type { Answers, Mechanism, Played } from '../row.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';
const KEY = 'ssh-ed25519 AAAAEXAMPLE105';
const transfer = (operation: string, input: Played['input'], as?: string): Played => ({ service: 'transfer', operation, input, ...(as === undefined ? {} : { as }) });
const server = (a: Answers, as: string): { ServerId: string } => ({ ServerId: (a[as] as { ServerId: string }).ServerId });
const cognito = (operation: string, input: Played['input'], as?: string): Played => ({ service: 'cognito-identity', operation, input, ...(as === undefined ? {} : { as }) });
const pool = (IdentityPoolName: string, AllowUnauthenticatedIdentities = false): Played => cognito('CreateIdentityPool', { IdentityPoolName, AllowUnauthenticatedIdentities }, IdentityPoolName);
const poolId = (a: Answers, as: string): { IdentityPoolId: string } => ({ IdentityPoolId: (a[as] as { IdentityPoolId: string }).IdentityPoolId });
const roles = (as: string, name: string): Played => cognito('SetIdentityPoolRoles', (a) => ({ ...poolId(a, as), Roles: { [name]: ROLE } }));
const datasync = (operation: string, input: Played['input'], as?: string): Played => ({ service: 'datasync', operation, input, ...(as === undefined ? {} : { as }) });
const location = (id: string): string => `arn:aws:datasync:us-east-1:111122223333:location/loc-0123456789abcdef${id}`;
const task = (Name: string): Played => datasync('CreateTask', { Name, SourceLocationArn: location('1'), DestinationLocationArn: location('2'), Schedule: { ScheduleExpression: 'cron(0 1 ? * * *)', Status: 'DISABLED' } }, Name);
const taskArn = (a: Answers, as: string): { TaskArn: string } => ({ TaskArn: (a[as] as { TaskArn: string }).TaskArn });

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
  { row: 105, title: 'another role for the guests of the owner\'s identity pool', setUp: [pool('p105r', true), roles('p105r', 'authenticated')], plant: [roles('p105r', 'unauthenticated')], shows: ['cognito-identity/identity-pool'], notFromConfiguration: ORDINARY },
  {
    row: 105, title: 'guests let into the owner\'s identity pool', setUp: [pool('p105g'), roles('p105g', 'unauthenticated')],
    plant: [cognito('UpdateIdentityPool', (a) => ({ ...poolId(a, 'p105g'), IdentityPoolName: 'p105g', AllowUnauthenticatedIdentities: true }))], shows: ['cognito-identity/identity-pool'], notFromConfiguration: ORDINARY,
  },
  { row: 105, title: 'an identity pool of the stranger\'s own', plant: [pool('p105s', true), roles('p105s', 'unauthenticated')], shows: ['cognito-identity/identity-pool'], notFromConfiguration: ORDINARY },
  { row: 105, title: 'a task of the stranger\'s own that copies data out', plant: [task('t105'), datasync('StartTaskExecution', (a) => taskArn(a, 't105'))], shows: ['datasync/task'], notFromConfiguration: ORDINARY },
  { row: 105, title: 'the owner\'s task run by the stranger', setUp: [task('t105u')], plant: [datasync('StartTaskExecution', (a) => taskArn(a, 't105u'))], shows: ['datasync/task'], notFromConfiguration: ORDINARY },
  {
    row: 105, title: 'the owner\'s task given a schedule', setUp: [task('t105c')],
    plant: [datasync('UpdateTask', (a) => ({ ...taskArn(a, 't105c'), Schedule: { ScheduleExpression: 'rate(1 hour)', Status: 'ENABLED' } }))], shows: ['datasync/task'], notFromConfiguration: ORDINARY,
  },
];
