// Which organization the account belongs to, who invites it, and whom it made an administrator. A scenario says so; by default it stands alone.
import type { Handshake, Organization } from '@aws-sdk/client-organizations';
import type { SimAccount, SimCall } from '../../account.ts';
import type { PolicyDocument } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';

interface OrganizationsState {
  organization: Organization | undefined;
  /** Service control policies that hold for this account, a member. */
  readonly controls: PolicyDocument[];
  readonly handshakes: Map<string, Handshake>;
  /** Account → service → since when. */
  readonly delegated: Map<string, Map<string, Date>>;
}
const newState = (): OrganizationsState => ({ organization: undefined, controls: [], handshakes: new Map(), delegated: new Map() });
export const organizationsState = (account: SimAccount): OrganizationsState => account.state('organizations', newState);

/** Makes the account a member of an organization, or its management account where it is the master itself. */
export function joinOrganization(account: SimAccount, given: { readonly id: string; readonly managementAccountId: string; readonly managementAccountEmail: string; readonly featureSet?: 'ALL' | 'CONSOLIDATED_BILLING' }): void {
  const { id, managementAccountId, managementAccountEmail, featureSet = 'ALL' } = given;
  const arn = (path: string): string => `arn:${account.partition}:organizations::${managementAccountId}:${path}`;
  organizationsState(account).organization = {
    Id: id, Arn: arn(`organization/${id}`), FeatureSet: featureSet, MasterAccountId: managementAccountId, MasterAccountEmail: managementAccountEmail, MasterAccountArn: arn(`account/${id}/${managementAccountId}`),
    AvailablePolicyTypes: featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
  };
}
/** Only what such policies deny is simulated: `FullAWSAccess` stays attached beside them. They bind root, too, and never the management account. */
export const putUnderControl = (account: SimAccount, policy: PolicyDocument): void => { organizationsState(account).controls.push(policy); };
export function controlsOf(account: SimAccount): readonly PolicyDocument[] {
  const { organization, controls } = organizationsState(account);
  return organization && organization.MasterAccountId !== account.id ? controls : [];
}
/** An invitation that waits for an answer, as a stranger's organization would send it. */
export const addHandshake = (account: SimAccount, handshake: Handshake): void => { organizationsState(account).handshakes.set(handshake.Id ?? '', handshake); };

/** Only the management account may. */
export function managed(call: SimCall): Organization {
  const { organization } = organizationsState(call.account);
  if (!organization) throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  if (organization.MasterAccountId !== call.account.id) throw new AwsError('AccessDeniedException', 'You don\'t have permissions to access this resource.', 400);
  return organization;
}
export const badToken = (): AwsError => new AwsError('InvalidInputException', 'You provided an invalid value for the following parameter: NextToken', 400, { Reason: 'INVALID_NEXT_TOKEN' });
