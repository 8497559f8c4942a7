// Signs of attack on what watches and limits the account: logs, detectors, regions, quotas, the organization.
import { say } from '../core/text.ts';
import type { TrailEvent } from './event.ts';
import { isObject, listAt, valueAt } from './fields.ts';
import { asked, attempted, done, type Sign } from './sign.ts';

const oneOf = (...operations: readonly string[]): ((event: TrailEvent) => boolean) => { const set = new Set(operations); return (e) => set.has(e.operation); };
const off = (event: TrailEvent, name: string): boolean => valueAt(event.request ?? undefined, name) === false || asked(event, name).toLowerCase() === 'false';

const stops = oneOf('cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:DeleteEventDataStore', 'cloudtrail:StopEventDataStoreIngestion');
const config = oneOf('config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:DeleteConfigRule');
const guards = oneOf('guardduty:DeleteDetector', 'guardduty:DisassociateMembers', 'guardduty:StopMonitoringMembers', 'guardduty:DeleteMembers', 'guardduty:DisassociateFromMasterAccount', 'guardduty:DisassociateFromAdministratorAccount', 'guardduty:DeletePublishingDestination', 'guardduty:CreateIPSet',
  'securityhub:DisableSecurityHub', 'macie2:DisableMacie', 'macie2:UpdateMacieSession', 'macie:UpdateMacieSession', 'access-analyzer:DeleteAnalyzer', 'inspector2:Disable', 'detective:DeleteGraph');
const walls = oneOf('wafv2:DisassociateWebACL', 'wafv2:DeleteWebACL', 'wafv2:DeleteRuleGroup', 'waf:DeleteWebACL', 'shield:DeleteProtection');
const networkLogs = oneOf('ec2:DeleteFlowLogs', 'route53resolver:DeleteResolverQueryLogConfig', 'route53resolver:DisassociateResolverQueryLogConfig');

/** Selectors that leave management events, or writes, out of the trail. */
export function selectsLess(event: TrailEvent): boolean {
  const basic = listAt(event.request ?? undefined, 'eventSelectors').filter(isObject);
  const advanced = listAt(event.request ?? undefined, 'advancedEventSelectors');
  const lost = basic.length > 0 && basic.every((s) => s['includeManagementEvents'] === false || s['readWriteType'] === 'ReadOnly');
  const partial = basic.some((s) => listAt(s, 'excludeManagementEventSources').length > 0);
  return lost || partial || (basic.length === 0 && advanced.length > 0 && !JSON.stringify(advanced).includes('"Management"'));
}

export const GUARD_SIGNS: readonly Sign[] = [
  { id: 'trail-stopped', strong: true, techniques: ['T1562.008'], because: say('Somebody tried to stop or delete a CloudTrail trail.'), match: (e) => stops(e) && attempted(e) },
  { id: 'trail-narrowed', strong: true, techniques: ['T1562.008'], because: say('A CloudTrail trail was made to record less.'),
    match: (e) => e.operation === 'cloudtrail:UpdateTrail' && attempted(e) && ['isMultiRegionTrail', 'includeGlobalServiceEvents', 'enableLogFileValidation'].some((name) => off(e, name)) },
  { id: 'trail-selectors', strong: true, techniques: ['T1562.008'], because: say('A CloudTrail trail was told to leave out changes.'),
    match: (e) => e.operation === 'cloudtrail:PutEventSelectors' && done(e) && selectsLess(e) },
  { id: 'config-stopped', strong: true, techniques: ['T1562.001'], because: say('Somebody tried to stop AWS Config.'), match: (e) => config(e) && attempted(e) },
  { id: 'detector-weakened', strong: true, techniques: ['T1562.001'], because: say('Somebody tried to weaken a security service.'),
    match: (e) => (guards(e) && attempted(e)) || (e.operation === 'guardduty:UpdateDetector' && attempted(e) && off(e, 'enable')) || (e.operation === 'guardduty:CreateFilter' && attempted(e) && asked(e, 'action') === 'ARCHIVE') },
  { id: 'firewall-removed', strong: false, techniques: ['T1562.007'], because: say('A web application firewall was removed.'), match: (e) => walls(e) && attempted(e) },
  { id: 'network-logs-deleted', strong: true, techniques: ['T1562.008'], because: say('Logs of network traffic or DNS queries were switched off.'), match: (e) => networkLogs(e) && attempted(e) },
  { id: 'leave-organization', strong: true, techniques: ['T1666'], because: say('Somebody tried to take the account out of its organization.'),
    match: (e) => ['organizations:LeaveOrganization', 'account:CloseAccount', 'organizations:CloseAccount'].includes(e.operation) && attempted(e) },
  { id: 'region-enabled', strong: true, techniques: ['T1535'], because: say('A region was enabled.'), match: (e) => e.name === 'EnableRegion' && done(e) },
  { id: 'quota-request', strong: false, techniques: ['T1578.005', 'T1496'], because: say('A higher quota was asked for.'), match: (e) => e.operation === 'servicequotas:RequestServiceQuotaIncrease' && attempted(e) },
  { id: 'mail-quota', strong: true, techniques: ['T1496.004', 'T1578.005'], because: say('Amazon SES was prepared for sending mail.'),
    match: (e) => ['ses:PutAccountDetails', 'ses:UpdateAccountSendingEnabled'].includes(e.operation) && attempted(e) },
  { id: 'alternate-contact', strong: false, techniques: ['T1098'], because: say('A contact of the account was changed, where AWS’s warnings go.'),
    match: (e) => ['account:PutAlternateContact', 'account:DeleteAlternateContact'].includes(e.operation) && done(e) },
];
