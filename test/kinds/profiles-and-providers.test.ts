// Instance profiles and identity providers: what gives a role to machines and to people of elsewhere.
import { describe, expect, test } from 'vitest';
import instanceProfile, { type InstanceProfile } from '../../src/kinds/iam/instance-profile.ts';
import oidcProvider, { type OpenIdConnectProvider } from '../../src/kinds/iam/open-id-connect-provider.ts';
import samlProvider from '../../src/kinds/iam/saml-provider.ts';
import { stage, type Stage } from '../contract/account.ts';
import { listOf } from '../contract/contract.ts';
import { did, runOf, thingOf } from './on-stage.ts';

const OIDC = 'arn:aws:iam::111122223333:oidc-provider/one.example.com';
const SAML = 'arn:aws:iam::111122223333:saml-provider/one';
const trusting = (at: Stage, RoleName: string, Federated: string, Action: string): Promise<unknown> => at.play('iam', 'CreateRole', {
  RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Federated }, Action }] }),
});

describe('an instance profile', () => {
  test('is not its role, though mostly it has its name', async () => {
    const worker = await thingOf(await stage(), instanceProfile, 'Worker') as InstanceProfile;
    const concerns = (request: Record<string, string>): boolean | undefined => instanceProfile.traces.concerns?.(worker, { name: '', request, response: null });
    expect(concerns({ roleName: 'Worker', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })).toBe(false);
    expect(concerns({ instanceProfileName: 'Worker', roleName: 'Deployer' })).toBe(true);
  });

  test('given back, has the role that it had, also where somebody put it back already', async () => {
    const at = await stage();
    const run = await runOf(at, instanceProfile, 'contain', 'Worker');
    await run.apply();
    expect(await run.look()).toMatchObject({ roles: [] });
    await at.play('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'Worker', RoleName: 'Worker' });
    await run.undo();
    expect(await run.undone()).toBe(true);
    expect(did(at)).toEqual(['RemoveRoleFromInstanceProfile']);
  });

  test('that holds a service\'s own role cannot be emptied, and that is said', async () => {
    const worker = await thingOf(await stage(), instanceProfile, 'Worker') as InstanceProfile;
    const bound: InstanceProfile = { ...worker, roles: [{ name: 'AWSServiceRoleForAutoScaling', arn: 'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling', path: '/aws-service-role/autoscaling.amazonaws.com/' }] };
    expect(instanceProfile.actions.contain?.impossible?.(bound)?.say).toMatch(/nobody can change it/);
  });
});

describe('an identity provider', () => {
  test('names the roles that go on trusting it after it is gone', async () => {
    const at = await stage();
    await trusting(at, 'Builder', OIDC, 'sts:AssumeRoleWithWebIdentity');
    await trusting(at, 'Staff', SAML, 'sts:AssumeRoleWithSAML');
    const oidc = await thingOf(at, oidcProvider, 'one.example.com') as OpenIdConnectProvider;
    expect(oidc.seen?.trustedBy).toEqual(['Builder']);
    expect(oidcProvider.actions.eradicate?.breaks?.(oidc)?.with).toEqual({ roles: ['Builder'] });
    const saml = await runOf(at, samlProvider, 'eradicate', 'one');
    expect(saml.step.action.breaks?.(saml.before)?.with).toEqual({ roles: ['Staff'] });
  });

  test('is listed also where roles may not be read: that is a gap, and said', async () => {
    const at = await stage();
    at.world.faults.add({ fault: { kind: 'access-denied' }, operation: 'GetAccountAuthorizationDetails' });
    const { found, gaps } = await listOf(at, oidcProvider);
    expect(found).toHaveLength(3);
    expect(gaps).toEqual(['iam:GetAccountAuthorizationDetails ']);
    const run = await runOf(at, oidcProvider, 'eradicate', 'one.example.com');
    expect(run.step.action.breaks?.(run.before)?.say).toMatch(/did not let this be read/);
  });

  test('made again under the same URL is another one', async () => {
    const at = await stage();
    const run = await runOf(at, oidcProvider, 'eradicate', 'one.example.com');
    await run.apply();
    at.clock.set(new Date(at.clock.now().getTime() + 1_000));
    await at.play('iam', 'CreateOpenIDConnectProvider', { Url: 'https://one.example.com' });
    expect(await run.look()).toBeUndefined();
  });

  test('leaves its metadata with the evidence', async () => {
    const run = await runOf(await stage(), samlProvider, 'preserve', 'one');
    await run.apply();
    expect(JSON.parse(String(run.kept.get('saml-provider-one.json')))).toMatchObject({ metadataDocument: expect.stringContaining('EntityDescriptor') as unknown });
  });
});
