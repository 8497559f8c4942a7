// Organizations, as BEHAVIOUR.md says.
import { DescribeOrganizationCommand, ListHandshakesForAccountCommand } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { addHandshake, joinOrganization } from '../../../src/sim/services/organizations/membership.ts';
import { opened, refusal } from '../ec2/opened.ts';

describe('Organizations', () => {
  it('is not in use by a standalone account', async () => {
    const { organizations } = await opened();
    expect(await refusal(organizations.send(new DescribeOrganizationCommand({})))).toEqual(['AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.', 404]);
    expect((await organizations.send(new ListHandshakesForAccountCommand({}))).Handshakes ?? []).toEqual([]);
  });

  it('shows the organization that the scenario gave, and invitations', async () => {
    const { organizations, world } = await opened();
    joinOrganization(world, { id: 'o-exampleorgid', managementAccountId: '444455556666', managementAccountEmail: 'management@example.com' });
    addHandshake(world, { Id: 'h-examplehandshakeid111', State: 'OPEN', Action: 'INVITE' });
    expect((await organizations.send(new DescribeOrganizationCommand({}))).Organization).toMatchObject({ Id: 'o-exampleorgid', MasterAccountId: '444455556666', FeatureSet: 'ALL' });
    expect((await organizations.send(new ListHandshakesForAccountCommand({ Filter: { ActionType: 'INVITE' } }))).Handshakes).toHaveLength(1);
    expect((await organizations.send(new ListHandshakesForAccountCommand({ Filter: { ActionType: 'ENABLE_ALL_FEATURES' } }))).Handshakes ?? []).toEqual([]);
  });
});
