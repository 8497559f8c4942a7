// Signs of attack on what watches and limits the account: logs, detectors, regions, quotas, the organization.
import { say } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import type { Json } from '../../core/types.ts';
import { isObject, listAt, valueAt } from '../fields.ts';
import { byAws } from '../identity.ts';
import { asked, attempted, done, type Sign } from './sign.ts';

const oneOf = (...operations: readonly string[]): ((event: TrailEvent) => boolean) => { const set = new Set(operations); return (e) => set.has(e.operation); };
const off = (event: TrailEvent, name: string): boolean => valueAt(event.request ?? undefined, name) === false || asked(event, name).toLowerCase() === 'false';

const stops = oneOf('cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:DeleteEventDataStore', 'cloudtrail:StopEventDataStoreIngestion');
const config = oneOf('config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:DeleteConfigRule');
const guards = oneOf('guardduty:DeleteDetector', 'guardduty:DisassociateMembers', 'guardduty:StopMonitoringMembers', 'guardduty:DeleteMembers', 'guardduty:DisassociateFromMasterAccount', 'guardduty:DisassociateFromAdministratorAccount', 'guardduty:DeletePublishingDestination', 'guardduty:CreateIPSet', 'guardduty:UpdateIPSet', 'guardduty:DeleteThreatIntelSet', 'guardduty:DisableOrganizationAdminAccount',
  'securityhub:DisableSecurityHub', 'macie2:DisableMacie', 'macie2:UpdateMacieSession', 'macie:UpdateMacieSession', 'access-analyzer:DeleteAnalyzer', 'inspector2:Disable', 'detective:DeleteGraph',
  'securityhub:BatchDisableStandards', 'securityhub:DisassociateMembers', 'securityhub:DisassociateFromAdministratorAccount', 'securityhub:DeleteInsight', 'securityhub:UpdateInsight', 'macie2:DisassociateMember', 'macie2:DeleteMember', 'macie2:DisassociateFromAdministratorAccount', 'macie2:DisableOrganizationAdminAccount', 'macie2:UpdateMemberSession', 'access-analyzer:CreateArchiveRule', 'bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:DeleteGuardrail');
/** Filters and updates that put findings out of sight. */
const hides = (event: TrailEvent): boolean => (['guardduty:CreateFilter', 'guardduty:UpdateFilter', 'macie2:CreateFindingsFilter', 'macie2:UpdateFindingsFilter'].includes(event.operation) && asked(event, 'action') === 'ARCHIVE')
  || (event.operation === 'securityhub:BatchUpdateFindings' && /^SUPPRESSED$/.test(asked(event, 'workflow', 'status') || asked(event, 'Workflow', 'Status')));
const walls = oneOf('wafv2:DisassociateWebACL', 'wafv2:DeleteWebACL', 'wafv2:DeleteRuleGroup', 'waf:DeleteWebACL', 'shield:DeleteProtection');
const protections = oneOf('s3:DeleteAccountPublicAccessBlock', 's3:DeleteBucketPublicAccessBlock', 'ec2:DisableEbsEncryptionByDefault', 'ec2:DisableSnapshotBlockPublicAccess', 'ec2:DisableImageBlockPublicAccess', 'backup:DeleteBackupVaultLockConfiguration', 'iam:DeleteAccountPasswordPolicy');
/** Calls that switch one of several protections off. */
function lessProtected(event: TrailEvent): boolean {
  if (/^s3:Put(Account|Bucket)PublicAccessBlock$/.test(event.operation)) return [...walk(event.request ?? undefined)].includes(false);
  return /^rds:Modify(DBInstance|DBCluster)$/.test(event.operation) && (off(event, 'deletionProtection') || asked(event, 'backupRetentionPeriod') === '0');
}
function* walk(value: Json | undefined): Generator<Json> {
  if (!isObject(value)) return;
  for (const one of Object.values(value)) { yield one; yield* walk(one); }
}
const organization = oneOf('organizations:AcceptHandshake', 'organizations:RegisterDelegatedAdministrator', 'organizations:DetachPolicy', 'organizations:DisablePolicyType', 'organizations:MoveAccount', 'organizations:RemoveAccountFromOrganization');
const purchases = oneOf('ec2:PurchaseReservedInstancesOffering', 'ec2:PurchaseCapacityBlock', 'ec2:PurchaseHostReservation', 'savingsplans:CreateSavingsPlan', 'rds:PurchaseReservedDBInstancesOffering', 'agreement-marketplace:AcceptAgreementRequest', 'route53domains:RegisterDomain', 'bedrock:CreateProvisionedModelThroughput');
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
    match: (e) => (guards(e) && attempted(e)) || (e.operation === 'guardduty:UpdateDetector' && attempted(e) && off(e, 'enable')) || (hides(e) && attempted(e)) },
  { id: 'protection-off', strong: false, techniques: ['T1562.001', 'T1490'], because: say('A protection of data was switched off.'), match: (e) => done(e) && (protections(e) || lessProtected(e)) },
  { id: 'alarm-off', strong: false, techniques: ['T1562.001'], because: say('An alarm, or a rule that watches, was switched off.'), match: (e) => ['cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions', 'events:DisableRule'].includes(e.operation) && done(e) && !byAws(e.identity, e.sourceIp) },
  { id: 'trail-moved', strong: false, techniques: ['T1562.008'], because: say('A CloudTrail trail was told to write elsewhere.'), match: (e) => e.operation === 'cloudtrail:UpdateTrail' && done(e) && asked(e, 's3BucketName') !== '' },
  { id: 'organization', strong: false, techniques: ['T1666'], because: say('The organization, or what it forbids, was changed.'), match: (e) => organization(e) && done(e) },
  { id: 'firewall-removed', strong: false, techniques: ['T1562.007'], because: say('A web application firewall was removed.'), match: (e) => walls(e) && attempted(e) },
  { id: 'network-logs-deleted', strong: true, techniques: ['T1562.008'], because: say('Logs of network traffic or DNS queries were switched off.'), match: (e) => networkLogs(e) && attempted(e) },
  { id: 'leave-organization', strong: true, techniques: ['T1666'], because: say('Somebody tried to take the account out of its organization.'),
    match: (e) => ['organizations:LeaveOrganization', 'account:CloseAccount', 'organizations:CloseAccount'].includes(e.operation) && attempted(e) },
  { id: 'region-enabled', strong: true, techniques: ['T1535'], because: say('A region was enabled.'), match: (e) => e.name === 'EnableRegion' && done(e) },
  { id: 'quota-request', strong: false, techniques: ['T1578.005', 'T1496'], because: say('A higher quota was asked for.'), match: (e) => e.operation === 'servicequotas:RequestServiceQuotaIncrease' && attempted(e) },
  { id: 'mail-quota', strong: true, techniques: ['T1496.004', 'T1578.005'], because: say('Amazon SES was prepared for sending mail.'),
    match: (e) => ['ses:PutAccountDetails', 'ses:UpdateAccountSendingEnabled'].includes(e.operation) && attempted(e) },
  { id: 'text-messages', strong: false, techniques: ['T1496'], because: say('The limit of what text messages may cost was raised.'), match: (e) => attempted(e) && ((e.operation === 'sns:SetSMSAttributes' && Number(asked(e, 'attributes', 'MonthlySpendLimit')) > 0) || e.operation === 'sms-voice:SetTextMessageSpendLimitOverride') },
  { id: 'purchase', strong: false, techniques: ['T1496'], because: say('Something was bought that cannot be given back.'), match: (e) => purchases(e) && attempted(e) },
  { id: 'alternate-contact', strong: false, techniques: ['T1098'], because: say('A contact of the account was changed, where AWS’s warnings go.'),
    match: (e) => ['account:PutAlternateContact', 'account:DeleteAlternateContact'].includes(e.operation) && done(e) },
];
