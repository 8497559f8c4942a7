// Instance profiles; OIDC and SAML providers.
import { describe, expect, test } from 'vitest';
import {
  AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateOpenIDConnectProviderCommand, CreateSAMLProviderCommand, DeleteInstanceProfileCommand,
  DeleteOpenIDConnectProviderCommand, DeleteSAMLProviderCommand, GetInstanceProfileCommand, GetOpenIDConnectProviderCommand, GetRoleCommand, GetSAMLProviderCommand,
  ListInstanceProfilesCommand, ListInstanceProfilesForRoleCommand, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand, RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { ARN, Opened, refusal } from './opened.ts';

describe('an instance profile', () => {
  const web = { InstanceProfileName: 'web' };
  const deploy = { RoleName: 'deploy' };
  test('holds one role, and is deleted without it', async () => {
    const account = await Opened.account();
    const { iam } = account;
    await account.role('deploy');
    await account.role('other');
    await iam.send(new CreateInstanceProfileCommand(web));
    await iam.send(new AddRoleToInstanceProfileCommand({ ...web, ...deploy }));
    expect(await refusal(iam.send(new AddRoleToInstanceProfileCommand({ ...web, RoleName: 'other' })))).toEqual(['LimitExceededException', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1']);
    expect((await iam.send(new GetInstanceProfileCommand(web))).InstanceProfile).toMatchObject({ Arn: `${ARN}:instance-profile/web`, Roles: [deploy] });
    expect((await iam.send(new ListInstanceProfilesForRoleCommand(deploy))).InstanceProfiles).toMatchObject([web]);
    expect((await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'other' }))).InstanceProfiles).toEqual([]);
    expect(await refusal(iam.send(new DeleteInstanceProfileCommand(web)))).toEqual(['DeleteConflictException', 'Cannot delete entity, must remove roles from instance profile first.']);
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ ...web, ...deploy }));
    await expect(iam.send(new RemoveRoleFromInstanceProfileCommand({ ...web, ...deploy }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await iam.send(new DeleteInstanceProfileCommand(web));
    expect((await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles).toEqual([]);
    expect(await refusal(iam.send(new GetInstanceProfileCommand(web)))).toEqual(['NoSuchEntityException', 'Instance Profile web cannot be found.']);
  });
});

describe('identity providers', () => {
  test('OIDC: deleting one leaves the trust that names it, and is no error twice', async () => {
    const account = await Opened.account();
    const { iam } = account;
    const { OpenIDConnectProviderArn } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://token.example.com', ClientIDList: ['sts.amazonaws.com'] }));
    expect(OpenIDConnectProviderArn).toBe(`${ARN}:oidc-provider/token.example.com`);
    await expect(iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://token.example.com' }))).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    await expect(iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'http://token.example.com' }))).rejects.toMatchObject({ name: 'InvalidInputException' });
    expect(await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))).toMatchObject({ Url: 'token.example.com', ClientIDList: ['sts.amazonaws.com'] });
    await account.role('ci', JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Federated: OpenIDConnectProviderArn }, Action: 'sts:AssumeRoleWithWebIdentity' }] }));
    for (let time = 1; time <= 2; time += 1) await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList).toEqual([]);
    expect(decodeURIComponent((await iam.send(new GetRoleCommand({ RoleName: 'ci' }))).Role?.AssumeRolePolicyDocument ?? '')).toContain(OpenIDConnectProviderArn);
  });
  test('SAML: created, read, listed, deleted once', async () => {
    const { iam } = await Opened.account();
    const SAMLMetadataDocument = `<EntityDescriptor>${' '.repeat(1_000)}</EntityDescriptor>`;
    const { SAMLProviderArn } = await iam.send(new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument }));
    await expect(iam.send(new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument }))).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    expect((await iam.send(new ListSAMLProvidersCommand({}))).SAMLProviderList).toMatchObject([{ Arn: `${ARN}:saml-provider/idp` }]);
    expect((await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }))).SAMLMetadataDocument).toBe(SAMLMetadataDocument);
    await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
    await expect(iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
