// What no member of an organization has to do: leave it, switch off what watches, and go to Regions that nobody uses.
import type { JsonObject } from '../../../core/types.ts';

/** What answers from one Region for all of them, and must go on answering. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html */
const EVERYWHERE = [
  ...['account', 'aws-marketplace', 'aws-portal', 'billing', 'budgets', 'ce', 'chatbot', 'cloudfront', 'cur', 'ecr-public', 'globalaccelerator', 'health', 'iam', 'networkmanager', 'notifications', 'organizations', 'payments', 'pricing', 'route53', 'route53domains', 'shield', 'sso', 'sts', 'support', 'tax', 'trustedadvisor', 'waf', 'wafv2'].map((service) => `${service}:*`),
  's3:GetAccountPublicAccessBlock', 's3:GetBucketLocation', 's3:ListAllMyBuckets', 's3:PutAccountPublicAccessBlock',
];
export const LEAVING = ['account:CloseAccount', 'account:DisableRegion', 'account:EnableRegion', 'organizations:LeaveOrganization'];
export const TAMPERING = [
  'access-analyzer:DeleteAnalyzer', 'cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:StopConfigurationRecorder',
  'guardduty:CreateFilter', 'guardduty:DeleteDetector', 'guardduty:DisassociateFromAdministratorAccount', 'guardduty:UpdateDetector', 'securityhub:DisableSecurityHub',
];
export const REGION = 'aws:RequestedRegion';
/** `used`: the Regions in which something stands, and the one of the services without Regions. Without it no Region is denied. */
export function denyPolicy(used?: readonly string[]): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Leaving', Effect: 'Deny', Action: LEAVING, Resource: '*' }, { Sid: 'Tampering', Effect: 'Deny', Action: TAMPERING, Resource: '*' },
      ...(used ? [{ Sid: 'OtherRegions', Effect: 'Deny', NotAction: EVERYWHERE, Resource: '*', Condition: { StringNotEquals: { [REGION]: used } } }] : []),
    ],
  };
}
