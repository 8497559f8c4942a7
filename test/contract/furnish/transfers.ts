// What the contract suite finds in the services that carry data out, or let in.
import type { JsonObject, KindId, Resource } from '../../../src/core/types.ts';
import type { Play } from '../account.ts';

const NAMES = ['blue', 'green', 'red'] as const;
const ROLE = 'arn:aws:iam::111122223333:role/Worker';

export async function furnishTransfer(play: Play): Promise<void> {
  for (const name of NAMES) {
    const { ServerId } = await play('transfer', 'CreateServer', { Protocols: ['SFTP'] }) as { ServerId: string };
    await play('transfer', 'CreateUser', { ServerId, UserName: name, Role: ROLE, SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE1' });
    await play('transfer', 'ImportSshPublicKey', { ServerId, UserName: name, SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE2' });
    if (name === 'blue') for (const UserName of NAMES.slice(1)) await play('transfer', 'CreateUser', { ServerId, UserName, Role: ROLE, SshPublicKeyBody: 'ssh-ed25519 AAAAEXAMPLE3' });
  }
}
/** One that runs, one that a stack uses, one that stands still. */
export async function furnishFleets(play: Play): Promise<void> {
  for (const Name of NAMES) {
    await play('appstream', 'CreateFleet', { Name, ImageName: 'example', InstanceType: 'stream.standard.medium', ComputeCapacity: { DesiredInstances: 1 } });
    await play('appstream', 'CreateImageBuilder', { Name, ImageName: 'example', InstanceType: 'stream.standard.medium' });
    if (Name !== 'red') await play('appstream', 'StartFleet', { Name });
  }
  for (const StackName of NAMES) await play('appstream', 'AssociateFleet', { FleetName: 'blue', StackName });
}
/** One that always runs, and two that stop by themselves. */
export async function furnishDesktops(play: Play): Promise<void> {
  const Workspaces = NAMES.map((UserName) => ({ DirectoryId: 'd-9067example', UserName, BundleId: 'wsb-0123example', WorkspaceProperties: { RunningMode: UserName === 'blue' ? 'ALWAYS_ON' : 'AUTO_STOP' } }));
  await play('workspaces', 'CreateWorkspaces', { Workspaces });
}
export async function furnishPools(play: Play): Promise<void> {
  for (const IdentityPoolName of NAMES) {
    const { IdentityPoolId } = await play('cognito-identity', 'CreateIdentityPool', { IdentityPoolName, AllowUnauthenticatedIdentities: true, AllowClassicFlow: IdentityPoolName === 'red', SupportedLoginProviders: { 'accounts.google.com': 'example' } }) as { IdentityPoolId: string };
    await play('cognito-identity', 'SetIdentityPoolRoles', { IdentityPoolId, Roles: { authenticated: ROLE, unauthenticated: ROLE }, RoleMappings: { 'accounts.google.com': { Type: 'Token', AmbiguousRoleResolution: 'Deny' } } });
  }
}
/** Each by a schedule, and running. */
export async function furnishTasks(play: Play): Promise<void> {
  const [SourceLocationArn, DestinationLocationArn] = ['1', '2'].map((n) => `arn:aws:datasync:us-east-1:111122223333:location/loc-0123456789abcdef${n}`);
  for (const Name of NAMES) {
    const { TaskArn } = await play('datasync', 'CreateTask', { Name, SourceLocationArn, DestinationLocationArn, Schedule: { ScheduleExpression: 'rate(1 hour)' } }) as { TaskArn: string };
    await play('datasync', 'StartTaskExecution', { TaskArn });
  }
}
export async function furnishWaysIn(play: Play): Promise<void> {
  for (const name of NAMES) {
    await play('rolesanywhere', 'CreateTrustAnchor', { name, enabled: true, source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: `EXAMPLE ${name}` } } });
    await play('rolesanywhere', 'CreateProfile', { name, enabled: true, roleArns: [ROLE], sessionPolicy: '{}' });
  }
}
export const TRANSFER_AIMS: Readonly<Partial<Record<KindId, (r: Resource) => JsonObject>>> = {
  'transfer/server': () => ({ online: false }),
  'rolesanywhere/trust-anchor': () => ({ enabled: false, source: { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555' } } }),
  'rolesanywhere/profile': () => ({ roleArns: [], durationSeconds: 900 }),
  'appstream/fleet': () => ({ on: false }), 'appstream/image-builder': () => ({ on: false }), 'workspaces/workspace': () => ({ on: false }),
  'cognito-identity/identity-pool': () => ({ settings: { AllowUnauthenticatedIdentities: false, IdentityPoolName: 'own' }, roles: { authenticated: 'arn:aws:iam::111122223333:role/Visitor' }, mappings: {} }),
};
