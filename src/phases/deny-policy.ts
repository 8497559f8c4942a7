// A service control policy for whoever manages the organization: written out and explained. Attaching it is theirs, and nothing here does it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { managementAccount, READS_ORGANIZATION } from '../aws/root-facts.ts';
import { say } from '../core/text.ts';
import type { JsonObject, Region } from '../core/types.ts';
import type { Listed } from '../engine/scan.ts';
import { tell, type Wizard } from './wizard.ts';

/** What answers from one Region for all of them, and must go on answering. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html */
const EVERYWHERE = [
  ...['account', 'aws-marketplace', 'aws-portal', 'billing', 'budgets', 'ce', 'chatbot', 'cloudfront', 'cur', 'ecr-public', 'globalaccelerator', 'health', 'iam', 'networkmanager', 'notifications', 'organizations', 'payments', 'pricing', 'route53', 'route53domains', 'shield', 'sso', 'sts', 'support', 'tax', 'trustedadvisor', 'waf', 'wafv2'].map((service) => `${service}:*`),
  's3:GetAccountPublicAccessBlock', 's3:GetBucketLocation', 's3:ListAllMyBuckets', 's3:PutAccountPublicAccessBlock',
];
const LEAVING = ['account:CloseAccount', 'account:DisableRegion', 'account:EnableRegion', 'organizations:LeaveOrganization'];
const TAMPERING = [
  'access-analyzer:DeleteAnalyzer', 'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:StopConfigurationRecorder',
  'guardduty:CreateFilter', 'guardduty:DeleteDetector', 'guardduty:DisassociateFromAdministratorAccount', 'guardduty:UpdateDetector', 'securityhub:DisableSecurityHub',
];
/** `used`: the Regions in which something stands, and the one of the services without Regions. */
export function denyPolicy(used: readonly Region[]): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Leaving', Effect: 'Deny', Action: LEAVING, Resource: '*' }, { Sid: 'Tampering', Effect: 'Deny', Action: TAMPERING, Resource: '*' },
      { Sid: 'OtherRegions', Effect: 'Deny', NotAction: EVERYWHERE, Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': used } } },
    ],
  };
}

/** Machines, data, and what starts machines: settings stand in every Region. */
export const usedRegions = (listed: readonly Listed[], globalRegion: Region): readonly Region[] =>
  [...new Set([globalRegion, ...listed.filter(({ kind, resource }) => ['machine', 'data', 'respawner'].includes(kind.role) && resource.region !== 'aws-global').map(({ resource }) => resource.region)])].sort();

export async function writeDenyPolicy(wizard: Wizard, listed: readonly Listed[]): Promise<void> {
  const { session, folder, ui } = wizard;
  const account = await managementAccount(session.reads(READS_ORGANIZATION));
  if (account === undefined) return;
  const used = usedRegions(listed, session.partition.globalRegion);
  const path = join(folder.dir, 'deny-policy.json');
  writeFileSync(path, `${JSON.stringify(denyPolicy(used), null, 2)}\n`, { mode: 0o600 });
  tell(wizard, 'info', say('For management account {{account}}: a policy that keeps everybody in a member account, root too, from leaving the organization, from switching off what watches it, and from Regions other than {{used}}. Try it on one account first (AWS Organizations, Policies): what needs another Region is denied at once. It never binds the management account.', { account, used }));
  ui.show({ type: 'file', title: say('The policy:'), path });
}
