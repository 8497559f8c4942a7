// Which organization the account belongs to, who invites it, and whom it made an administrator. A scenario says so; by default it stands alone.
import type { FeatureType } from '@aws-sdk/client-iam';
import type { Handshake, Organization } from '@aws-sdk/client-organizations';
import type { SimAccount, SimCall, SimCaller } from '../../account.ts';
import type { PolicyDocument } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';

export interface ControlPolicy { readonly id: string; readonly name: string; readonly content: string; /** Root or account → since when. */ readonly attached: Map<string, Date> }
interface OrganizationsState {
  organization: Organization | undefined;
  /** Service control policies that a scenario put over this account, a member. */
  readonly controls: PolicyDocument[];
  /** Those that somebody made. */
  readonly policies: Map<string, ControlPolicy>;
  /** Whether this account, a member, administers the organization's policies (a resource policy of the organization says so). */
  administersPolicies: boolean;
  /** Whether root access is centralised: root sessions, and the management of root credentials. */
  rootAccess: boolean;
  /** Where this account manages the organization: what of it is on. */
  readonly features: Set<FeatureType>;
  /** People of the management account, by their access keys. */
  readonly managers: Map<string, SimCaller>;
  readonly handshakes: Map<string, Handshake>;
  /** Account → service → since when. */
  readonly delegated: Map<string, Map<string, Date>>;
}
const newState = (): OrganizationsState => ({ organization: undefined, controls: [], policies: new Map(), administersPolicies: false, rootAccess: false, features: new Set(), managers: new Map(), handshakes: new Map(), delegated: new Map() });
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
/** Lets this account, a member, make and attach policies of the organization. */
export const delegatePolicies = (account: SimAccount): void => { organizationsState(account).administersPolicies = true; };
/** Somebody of the management account, who reaches its organization from there: none of this account's users, and no policy of it holds him. */
export function admitManager(account: SimAccount, accessKeyId: string, id = organizationsState(account).organization?.MasterAccountId ?? ''): void {
  organizationsState(account).managers.set(accessKeyId, { type: 'IAMUser', arn: `arn:${account.partition}:iam::${id}:user/manager`, principalId: 'AIDAMANAGEREXAMPLE000', userName: 'manager', accessKeyId });
}
export const isManager = (account: SimAccount, { accessKeyId }: SimCaller): boolean => organizationsState(account).managers.has(accessKeyId);
export const accountOf = ({ arn }: SimCaller, account: SimAccount): string => arn.split(':')[4] || account.id;
/** An invitation that waits for an answer, as a stranger's organization would send it. */
export const addHandshake = (account: SimAccount, handshake: Handshake): void => { organizationsState(account).handshakes.set(handshake.Id ?? '', handshake); };

/** Only the management account may; `policies`: and the account that these are delegated to. */
export function managed(call: SimCall, what?: 'policies'): Organization {
  const { organization, administersPolicies } = organizationsState(call.account);
  if (!organization) throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  if (organization.MasterAccountId !== accountOf(call.caller, call.account) && !(what === 'policies' && administersPolicies)) throw new AwsError('AccessDeniedException', 'You don\'t have permissions to access this resource.', 400);
  return organization;
}
export const badToken = (): AwsError => new AwsError('InvalidInputException', 'You provided an invalid value for the following parameter: NextToken', 400, { Reason: 'INVALID_NEXT_TOKEN' });
