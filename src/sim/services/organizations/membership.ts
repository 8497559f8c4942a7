// Which organization the account belongs to, and who invites it. A scenario says so; by default it stands alone.
import type { Handshake, Organization } from '@aws-sdk/client-organizations';
import type { SimAccount } from '../../account.ts';

interface OrganizationsState { organization: Organization | undefined; readonly handshakes: Handshake[] }
export const organizationsState = (account: SimAccount): OrganizationsState => account.state('organizations', () => ({ organization: undefined, handshakes: [] }));

/** Makes the account a member of an organization, or its management account where it is the master itself. */
export function joinOrganization(account: SimAccount, given: { readonly id: string; readonly managementAccountId: string; readonly managementAccountEmail: string; readonly featureSet?: 'ALL' | 'CONSOLIDATED_BILLING' }): void {
  const { id, managementAccountId, managementAccountEmail, featureSet = 'ALL' } = given;
  const arn = (path: string): string => `arn:${account.partition}:organizations::${managementAccountId}:${path}`;
  organizationsState(account).organization = {
    Id: id, Arn: arn(`organization/${id}`), FeatureSet: featureSet, MasterAccountId: managementAccountId, MasterAccountEmail: managementAccountEmail, MasterAccountArn: arn(`account/${id}/${managementAccountId}`),
    AvailablePolicyTypes: featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
  };
}
/** An invitation that waits for an answer, as a stranger's organization would send it. */
export const addHandshake = (account: SimAccount, handshake: Handshake): void => { organizationsState(account).handshakes.push(handshake); };
