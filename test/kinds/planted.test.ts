// A whole response to a stranger who planted one of each: everything is gone in the end, and the owner's things are as they were.
import { afterAll, expect, test } from 'vitest';
import type { ResourceFinding } from '../../src/core/types.ts';
import { shippedScenario } from '../../src/sim/scenario/find.ts';
import type { ScenarioSource } from '../../src/sim/scenario/scenario.ts';
import { openAccount } from '../harness/account.ts';
import { play, removeFolders } from '../harness/play.ts';
import { allow } from '../contract/account.ts';
import { sshKey } from '../sim/iam/fixtures.ts';

interface Called { readonly at: string; readonly as: string; readonly call: string; readonly with?: Readonly<Record<string, unknown>>; readonly save?: string }
interface Data { readonly calls: readonly Called[] }
afterAll(removeFolders);

const OWN = 'arn:aws:iam::111122223333:policy/reports';
const BOUNDS = 'arn:aws:iam::111122223333:policy/bounds';
const OWNERS: readonly Called[] = [
  { at: '+5s', as: 'alice', call: 'iam:CreatePolicy', with: { PolicyName: 'reports', PolicyDocument: allow('s3:List*') } },
  { at: '+5s', as: 'alice', call: 'iam:AttachGroupPolicy', with: { GroupName: 'developers', PolicyArn: OWN } },
  { at: '+5s', as: 'alice', call: 'iam:CreateServiceSpecificCredential', with: { UserName: 'bob', ServiceName: 'codecommit.amazonaws.com' } },
  { at: '+5s', as: 'alice', call: 'iam:CreateOpenIDConnectProvider', with: { Url: 'https://ci.example.com', ClientIDList: ['sts.amazonaws.com'] } },
];
/** Within the ninety days that the history reaches back. */
const LATELY: readonly Called[] = [
  { at: '+5s', as: 'alice', call: 'iam:CreatePolicy', with: { PolicyName: 'bounds', PolicyDocument: allow('*') } },
  { at: '+5s', as: 'alice', call: 'iam:PutUserPolicy', with: { UserName: 'bob', PolicyName: 'own', PolicyDocument: allow('s3:List*') } },
  { at: '+5s', as: 'alice', call: 'iam:PutRolePolicy', with: { RoleName: 'web-server', PolicyName: 'own', PolicyDocument: allow('s3:List*') } },
  { at: '+5s', as: 'alice', call: 'iam:PutGroupPolicy', with: { GroupName: 'developers', PolicyName: 'own', PolicyDocument: allow('s3:List*') } },
  { at: '+5s', as: 'alice', call: 'iam:PutUserPermissionsBoundary', with: { UserName: 'bob', PermissionsBoundary: BOUNDS } },
  { at: '+5s', as: 'alice', call: 'iam:PutRolePermissionsBoundary', with: { RoleName: 'web-server', PermissionsBoundary: BOUNDS } },
];
const STRANGERS: readonly Called[] = ([
  ['CreateServiceSpecificCredential', { UserName: 'backup', ServiceName: 'bedrock.amazonaws.com' }],
  ['UploadSSHPublicKey', { UserName: 'backup', SSHPublicKeyBody: sshKey(7) }],
  ['PutUserPolicy', { UserName: 'bob', PolicyName: 'own', PolicyDocument: allow('*') }],
  ['PutRolePolicy', { RoleName: 'web-server', PolicyName: 'own', PolicyDocument: allow('*') }],
  ['PutGroupPolicy', { GroupName: 'developers', PolicyName: 'own', PolicyDocument: allow('*') }],
  ['DeleteUserPermissionsBoundary', { UserName: 'bob' }],
  ['PutRolePermissionsBoundary', { RoleName: 'web-server', PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  ['PutRolePolicy', { RoleName: 'web-server', PolicyName: 'monitoring', PolicyDocument: allow('*') }],
  ['AttachRolePolicy', { RoleName: 'web-server', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  ['AddUserToGroup', { GroupName: 'administrators', UserName: 'backup' }],
  ['PutGroupPolicy', { GroupName: 'developers', PolicyName: 'monitoring', PolicyDocument: allow('*') }],
  ['CreateGroup', { GroupName: 'agents' }],
  ['AttachGroupPolicy', { GroupName: 'agents', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  ['CreatePolicyVersion', { PolicyArn: OWN, PolicyDocument: allow('*'), SetAsDefault: true }],
  ['CreatePolicy', { PolicyName: 'agent', PolicyDocument: allow('*') }],
  ['AttachRolePolicy', { RoleName: 'deploy', PolicyArn: 'arn:aws:iam::111122223333:policy/agent' }],
  ['CreateInstanceProfile', { InstanceProfileName: 'agent' }],
  ['AddRoleToInstanceProfile', { InstanceProfileName: 'agent', RoleName: 'deploy' }],
  ['CreateOpenIDConnectProvider', { Url: 'https://agent.example.net', ClientIDList: ['sts.amazonaws.com'] }],
  ['CreateSAMLProvider', { Name: 'agent', SAMLMetadataDocument: `<EntityDescriptor>${' '.repeat(1_000)}</EntityDescriptor>` }],
] as const).map(([name, input]) => ({ at: '+2s', as: 'mallory', call: `iam:${name}`, with: input }));

async function planted(): Promise<ScenarioSource> {
  const source = await shippedScenario('leaked-key');
  const data = source.data as Data;
  const after = (one: Called): readonly Called[] => (one.call === 'iam:CreateUser' && one.as === 'mallory' ? STRANGERS : one.with?.['RoleName'] === 'pentest-2026' && one.call === 'iam:CreateRole' ? LATELY : one.call === 'iam:CreateUser' && one.with?.['UserName'] === 'backup' ? OWNERS : []);
  return { ...source, data: { ...data, calls: data.calls.flatMap((one) => [one, ...after(one)]) } };
}

test('one of each is found, contained and removed, and nothing of the owner\'s', async () => {
  const account = await openAccount(await planted());
  const run = await play(account);
  const found = run.ui.shown('findings').flatMap((f) => f.findings).filter((f): f is ResourceFinding => f.about === 'resource');
  const kinds = new Set(found.filter((f) => f.verdict === 'malicious').map((f) => f.kind.replace('iam/', '')));
  for (const kind of ['service-specific-credential', 'ssh-public-key', 'role-policy', 'role-policy-attachment', 'group-membership', 'group-policy', 'group', 'group-policy-attachment', 'policy', 'policy-version', 'instance-profile', 'open-id-connect-provider', 'saml-provider']) {
    expect(kinds).toContain(kind);
  }
  const score = account.score(found.map((f) => f.resource.arn));
  expect(score.footholds.filter((f) => !f.contained || !f.removed)).toEqual([]);
  expect(score.bystanders.harmed).toEqual([]);
  const after = async (operation: string, input: object): Promise<unknown> => account.world.play({ service: 'iam', operation, input, as: { caller: { type: 'Root', arn: 'arn:aws:iam::111122223333:root', principalId: '111122223333', accessKeyId: '' } }, sourceIp: '192.0.2.1', userAgent: 'test' });
  expect(await after('ListPolicyVersions', { PolicyArn: OWN })).toMatchObject({ Versions: [{ VersionId: 'v1', IsDefaultVersion: true }] });
  for (const [of, named] of [['User', { UserName: 'bob' }], ['Role', { RoleName: 'web-server' }], ['Group', { GroupName: 'developers' }]] as const) {
    expect(decodeURIComponent((await after(`Get${of}Policy`, { ...named, PolicyName: 'own' }) as { PolicyDocument: string }).PolicyDocument), of).toBe(allow('s3:List*'));
  }
  expect(await after('GetUser', { UserName: 'bob' })).toMatchObject({ User: { PermissionsBoundary: { PermissionsBoundaryArn: BOUNDS } } });
  expect(await after('GetRole', { RoleName: 'web-server' })).toMatchObject({ Role: { PermissionsBoundary: { PermissionsBoundaryArn: BOUNDS } } });
  expect(await after('ListOpenIDConnectProviders', {})).toEqual({ OpenIDConnectProviderList: [{ Arn: 'arn:aws:iam::111122223333:oidc-provider/ci.example.com' }] });
}, 120_000);
