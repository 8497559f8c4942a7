// What cases can be about: the few services that a break-in needs, and the severities of a Business plan.
import type { DescribeServicesCommandInput, Service as SupportService, SeverityLevel } from '@aws-sdk/client-support';

export const SEVERITIES: SeverityLevel[] = [
  { code: 'low', name: 'Low' }, { code: 'normal', name: 'Normal' }, { code: 'high', name: 'High' }, { code: 'urgent', name: 'Urgent' },
];
export const SERVICES: SupportService[] = [
  { code: 'account-management', name: 'Account', categories: [{ code: 'security', name: 'Security' }, { code: 'other', name: 'Other Account Issues' }] },
  { code: 'billing', name: 'Billing', categories: [{ code: 'dispute-charge', name: 'Dispute a Charge' }, { code: 'other', name: 'Other Billing Questions' }] },
  { code: 'amazon-elastic-compute-cloud-linux', name: 'EC2 (Linux)', categories: [{ code: 'instance-issue', name: 'Instance Issue' }, { code: 'other', name: 'Other' }] },
  { code: 'aws-identity-and-access-management', name: 'Identity and Access Management (IAM)', categories: [{ code: 'security', name: 'Security' }, { code: 'other', name: 'Other' }] },
];

export const describeServices = ({ serviceCodeList }: DescribeServicesCommandInput): { services: SupportService[] } => ({ services: SERVICES.filter((s) => !serviceCodeList?.length || serviceCodeList.includes(s.code ?? '')) });
