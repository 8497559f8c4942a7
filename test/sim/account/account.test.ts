// Account Management, as BEHAVIOUR.md says.
import { DeleteAlternateContactCommand, DisableRegionCommand, EnableRegionCommand, GetAccountInformationCommand, GetAlternateContactCommand, GetContactInformationCommand, GetPrimaryEmailCommand, GetRegionOptStatusCommand, ListRegionsCommand, PutAlternateContactCommand } from '@aws-sdk/client-account';
import { describe, expect, it } from 'vitest';
import { openRegion, regionEnabled, zonePrefix } from '../../../src/sim/services/account/regions.ts';
import { opened, refusal } from '../ec2/opened.ts';

const CONTACT = { AlternateContactType: 'SECURITY', Name: 'alice', Title: 'CISO', EmailAddress: 'alice@example.com', PhoneNumber: '+1 206 555 0101' } as const;

describe('an alternate contact', () => {
  it('that is unset is ResourceNotFoundException', async () => {
    const { account } = await opened();
    expect(await refusal(account.send(new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' })))).toEqual(['ResourceNotFoundException', 'No contact of the inputted alternate contact type found.', 404]);
    expect((await refusal(account.send(new DeleteAlternateContactCommand({ AlternateContactType: 'SECURITY' }))))[0]).toBe('ResourceNotFoundException');
  });

  it('is set, read and deleted', async () => {
    const { account } = await opened();
    await account.send(new PutAlternateContactCommand(CONTACT));
    expect((await account.send(new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' }))).AlternateContact).toEqual(CONTACT);
    await account.send(new DeleteAlternateContactCommand({ AlternateContactType: 'SECURITY' }));
    expect((await refusal(account.send(new GetAlternateContactCommand({ AlternateContactType: 'SECURITY' }))))[0]).toBe('ResourceNotFoundException');
  });

  it('must be a person that can be reached', async () => {
    const { account } = await opened();
    expect((await refusal(account.send(new PutAlternateContactCommand({ ...CONTACT, PhoneNumber: 'none' }))))[0]).toBe('ValidationException');
    expect((await refusal(account.send(new PutAlternateContactCommand({ ...CONTACT, EmailAddress: 'alice' }))))[0]).toBe('ValidationException');
  });
});

describe('the account', () => {
  it('tells its contact and name, and not its root user\'s address', async () => {
    const { account } = await opened();
    expect((await account.send(new GetContactInformationCommand({}))).ContactInformation?.CompanyName).toBe('Example Corp');
    expect(await account.send(new GetAccountInformationCommand({}))).toMatchObject({ AccountId: '111122223333', AccountName: 'acme' });
    expect((await refusal(account.send(new GetPrimaryEmailCommand({ AccountId: '111122223333' }))))[0]).toBe('AccessDeniedException');
    expect((await refusal(account.send(new GetContactInformationCommand({ AccountId: '111122223333' }))))[0]).toBe('AccessDeniedException');
  });
});

describe('regions', () => {
  it('are listed with their status, in pages', async () => {
    const { account, world } = await opened();
    openRegion(world, 'me-south-1');
    const first = await account.send(new ListRegionsCommand({ MaxResults: 30 }));
    const second = await account.send(new ListRegionsCommand({ MaxResults: 30, NextToken: first.NextToken }));
    const all = [...(first.Regions ?? []), ...(second.Regions ?? [])];
    expect([all.length, all.filter((r) => r.RegionOptStatus === 'ENABLED_BY_DEFAULT').length, all.find((r) => r.RegionName === 'me-south-1')?.RegionOptStatus]).toEqual([34, 17, 'ENABLED']);
    expect((await account.send(new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED'] }))).Regions?.map((r) => r.RegionName)).toEqual(['me-south-1']);
  });

  it('take minutes to be enabled, and the default ones cannot be disabled', async () => {
    const { account, world, pass, event } = await opened();
    await account.send(new EnableRegionCommand({ RegionName: 'af-south-1' }));
    expect((await account.send(new GetRegionOptStatusCommand({ RegionName: 'af-south-1' }))).RegionOptStatus).toBe('ENABLING');
    expect(regionEnabled(world, 'af-south-1')).toBe(false);
    pass(600);
    expect(regionEnabled(world, 'af-south-1')).toBe(true);
    expect((await refusal(account.send(new DisableRegionCommand({ RegionName: 'us-east-1' }))))[0]).toBe('ValidationException');
    expect(event('EnableRegion')).toMatchObject({ request: { regionName: 'af-south-1' }, region: 'us-east-1' });
  });

  it('change at most six at a time', async () => {
    const { account } = await opened();
    for (const RegionName of ['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ca-west-1', 'eu-south-1']) await account.send(new EnableRegionCommand({ RegionName }));
    expect((await refusal(account.send(new EnableRegionCommand({ RegionName: 'eu-south-2' }))))[0]).toBe('ConflictException');
  });

  it.each([['us-east-1', 'use1'], ['ap-southeast-2', 'apse2'], ['eu-central-1', 'euc1'], ['cn-northwest-1', 'cnnw1'], ['me-south-1', 'mes1']])('%s has zones %s-az…', (region, prefix) => {
    expect(zonePrefix(region)).toBe(prefix);
  });
});
