// The organization that this account belongs to: whose service control policies hold here, who pays, who can take over the root user. No API gives an account back.
import { DescribeOrganizationCommand, paginateListHandshakesForAccount, type Handshake, type Organization } from '@aws-sdk/client-organizations';
import { failureOf } from '../../aws/errors.ts';
import type { ReadAws } from '../../aws/session.ts';
import { say, type Text } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, ownArn, type JudgeContext } from '../kind.ts';
import { judged } from '../standing.ts';

export interface Membership extends Resource {
  readonly accountId: string;
  /** `''` where the account stands alone. */
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly managementEmail: string;
  readonly featureSet: string;
  /** Organizations (management account ids) that invite this account, and wait for an answer. */
  readonly invitedBy: readonly string[];
}

const managementOf = (h: Handshake): string => h.Arn?.split(':')[4] ?? '';
async function organizationOf(aws: ReadAws): Promise<Organization | undefined> {
  try {
    return (await (await aws.client('organizations')).send(new DescribeOrganizationCommand({}))).Organization;
  } catch (error) {
    if (failureOf(error).code === 'AWSOrganizationsNotInUseException') return undefined;
    throw error;
  }
}
async function see(aws: ReadAws): Promise<Membership> {
  const { accountId } = aws;
  const client = await aws.client('organizations');
  const invitedBy: string[] = [];
  for await (const page of paginateListHandshakesForAccount({ client }, { Filter: { ActionType: 'INVITE' } })) invitedBy.push(...(page.Handshakes ?? []).filter((h) => h.State === 'OPEN').map(managementOf));
  const { Id: organizationId = '', MasterAccountId: managementAccountId = '', MasterAccountEmail: managementEmail = '', FeatureSet: featureSet = '', Arn: arn } = await organizationOf(aws) ?? {};
  return {
    arn: arn ?? ownArn('organizations/membership', 'aws-global', accountId, 'none'), uid: accountId, name: organizationId === '' ? accountId : organizationId, region: 'aws-global',
    accountId, organizationId, managementAccountId, managementEmail, featureSet, invitedBy: [...new Set(invitedBy)].filter((id) => id !== accountId && id !== managementAccountId).sort(),
  };
}

const JOINED = ['organizations:AcceptHandshake', 'organizations:CreateOrganization'] as const;
const CHANGED = [
  'organizations:LeaveOrganization', 'organizations:EnableAllFeatures', 'organizations:InviteAccountToOrganization', 'organizations:CreateAccount', 'organizations:RemoveAccountFromOrganization', 'organizations:MoveAccount', 'organizations:CloseAccount',
  'organizations:DetachPolicy', 'organizations:DeletePolicy', 'organizations:UpdatePolicy', 'organizations:DisablePolicyType', 'organizations:DeleteOrganization', 'organizations:EnableAWSServiceAccess', 'organizations:DisableAWSServiceAccess', 'organizations:PutResourcePolicy',
] as const;

/** What a person must do: AWS wants a payment method before an account leaves, and the old organization must invite it again. */
function guidance(r: Membership): Text {
  if (r.organizationId === '') return say('The account stands alone now. If it belonged to an organization of yours, invite it again from the management account (AWS Organizations, Add an AWS account) and accept the invitation here.');
  if (r.managementAccountId === r.accountId) return say('This account manages organization {{id}}. In AWS Organizations look at accounts, invitations, policies, delegated administrators and trusted services, and set back what you do not know.', { id: r.organizationId });
  return say('Organization {{id}} is managed by account {{account}} ({{mail}}). If that is not yours, its owner can read, limit and take over this account: sign in as root, add a payment method, leave it (AWS Organizations, Leave this organization), and tell AWS in the case.', { id: r.organizationId, account: r.managementAccountId, mail: r.managementEmail });
}
function judge(r: Membership, context: JudgeContext): ReturnType<typeof judged> {
  const { attributed } = context;
  if (attributed) return { ...attributed, techniques: ['T1666'], because: say('{{why}} {{next}}', { why: attributed.because, next: guidance(r) }) };
  return judged(context, ['T1666'], r.invitedBy.length === 0 ? undefined : say('The organization of account {{accounts}} invites this account to join. Accept it only if you know it: whoever manages an organization rules its accounts.', { accounts: r.invitedBy }));
}

export default defineKind<Membership>({
  id: 'organizations/membership', version: 1, title: say('Membership of an organization'), scope: 'global', role: 'setting',
  reads: ['organizations:DescribeOrganization', 'organizations:ListHandshakesForAccount'],
  async *list({ aws }) { yield await see(aws); },
  look: async (aws, rs) => {
    const now = await see(aws);
    return rs.map((r) => (r.uid === now.uid ? now : undefined));
  },
  traces: { ids: () => [...JOINED, ...CHANGED], created: [], changed: [...JOINED, ...CHANGED] },
  judge,
  actions: {},
});
