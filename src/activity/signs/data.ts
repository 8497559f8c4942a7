// Signs of attack on data, machines and network: sharing, destruction, openings, ways into instances, hijacked computing.
import { say } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import { isObject, listAt, stringsIn, textAt, valueAt } from '../fields.ts';
import { byAws } from '../identity.ts';
import { asked, attempted, done, isOpen, isPublic, policiesIn, trusted, type Sign } from './sign.ts';

const oneOf = (...operations: readonly string[]): ((event: TrailEvent) => boolean) => { const set = new Set(operations); return (e) => set.has(e.operation); };
const in_ = (event: TrailEvent, ...path: readonly string[]): boolean => listAt(event.request ?? undefined, ...path).length > 0;

const policies = oneOf('s3:PutBucketPolicy', 'es:CreateElasticsearchDomain', 'es:UpdateElasticsearchDomainConfig', 'glacier:SetVaultAccessPolicy', 'sqs:SetQueueAttributes', 'sqs:CreateQueue', 'sns:SetTopicAttributes', 'sns:CreateTopic', 'ecr:SetRepositoryPolicy', 'kms:PutKeyPolicy', 'kms:CreateKey', 'secretsmanager:PutResourcePolicy', 'lambda:AddPermission');
const rdsGone = oneOf('rds:DeleteDBInstance', 'rds:DeleteDBCluster', 'rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot', 'rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBClusterAutomatedBackup', 'rds:DeleteGlobalCluster');
const exports = oneOf('rds:StartExportTask', 'dynamodb:ExportTableToPointInTime', 'ec2:CreateStoreImageTask', 'ec2:ExportImage', 'ec2:CreateInstanceExportTask');
const reachable = oneOf('rds:ModifyDBInstance', 'rds:RestoreDBInstanceFromDBSnapshot', 'rds:RestoreDBInstanceToPointInTime', 'rds:RestoreDBInstanceFromS3');
/** As notes are named that are left behind in public reports. */
const NOTE = /(how|instructions?)[-_ .]?(to|for)?[-_ .]?(decrypt|restore|recover|unlock)|ransom|(decrypt|recover|restore|unlock)[-_ .]?(my|your|all|the)?[-_ .]?(files?|data|note)\b|your[-_ .]?(files?|data)[-_ .]?(are|is|have|has|were)/i;
const domains = oneOf('route53domains:TransferDomainToAnotherAwsAccount', 'route53domains:DisableDomainTransferLock', 'route53domains:RetrieveDomainAuthCode');

function shared(event: TrailEvent): boolean {
  if (event.operation === 'ec2:ModifySnapshotAttribute') return in_(event, 'createVolumePermission', 'add');
  if (event.operation === 'ec2:ModifyImageAttribute') return in_(event, 'launchPermission', 'add');
  return (event.operation === 'rds:ModifyDBSnapshotAttribute' || event.operation === 'rds:ModifyDBClusterSnapshotAttribute') && in_(event, 'valuesToAdd');
}
/** Everybody, or so much of the internet that nobody owns it (two halves do the same). */
function isVast(cidr: string): boolean {
  const [base = '', bits = ''] = cidr.split('/');
  return /^\d+$/.test(bits) && isPublic(base) && (Number(bits) <= 8 || base === '0.0.0.0');
}
const rangesIn = (event: TrailEvent): readonly string[] => [...stringsIn(event.request ?? undefined)].flatMap(([name, value]) => (/^cidr/i.test(name) ? [value] : []));
/** Ports of web servers are meant for everybody. */
function wideRule(event: TrailEvent): boolean {
  const listed = listAt(event.request ?? undefined, 'ipPermissions').filter(isObject);
  const rules = listed.length === 0 && event.request !== null ? [event.request] : listed;
  const web = rules.length > 0 && rules.every((r) => (r['fromPort'] === 80 || r['fromPort'] === 443) && r['fromPort'] === r['toPort']);
  const vast = rangesIn(event).filter(isVast);
  return vast.some((cidr) => !cidr.endsWith('/0') || !web);
}
function networkOpened(event: TrailEvent): boolean {
  switch (event.operation) {
    case 'ec2:AuthorizeSecurityGroupIngress': return wideRule(event);
    case 'ec2:CreateNetworkAclEntry': case 'ec2:ReplaceNetworkAclEntry': return valueAt(event.request ?? undefined, 'egress') === false && asked(event, 'ruleAction') === 'allow' && rangesIn(event).some(isVast);
    default: return event.operation === 'ec2:ModifyManagedPrefixList' && rangesIn(event).some(isVast);
  }
}
function bucketWeakened(event: TrailEvent): boolean {
  if (event.operation === 's3:PutBucketLogging') return Object.hasOwn(event.request ?? {}, 'logging') && asked(event, 'logging') === '' && listAt(event.request ?? undefined, 'logging').every((one) => one === '');
  if (event.operation !== 's3:PutBucketVersioning') return false;
  const status = asked(event, 'VersioningConfiguration', 'Status');
  return status === 'Suspended' || status === 'Disabled' || asked(event, 'VersioningConfiguration', 'MfaDelete') === 'Disabled';
}
const publicGrant = (event: TrailEvent): boolean => (event.name === 'PutObjectAcl' || event.name === 'PutBucketAcl') && [...stringsIn(event.request ?? undefined)].some(([, value]) => /acs\.amazonaws\.com\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(value));
const GPU = /^(p\d|g\d|gr\d|trn\d|inf\d|dl\d|vt\d|f\d|x\d|u-|hpc)/;
const STARTS = oneOf('ec2:RunInstances', 'ec2:RequestSpotInstances', 'ec2:RequestSpotFleet', 'ec2:CreateFleet', 'autoscaling:CreateAutoScalingGroup', 'autoscaling:UpdateAutoScalingGroup', 'ecs:CreateService', 'ecs:RunTask');
/** How many machines or containers a call asks for, however the service names it. */
const COUNTS: readonly (readonly string[])[] = [['maxCount'], ['instanceCount'], ['desiredCount'], ['count'], ['desiredCapacity'], ['maxSize'], ['spotFleetRequestConfig', 'targetCapacity'], ['CreateFleetRequest', 'TargetCapacitySpecification', 'TotalTargetCapacity']];
function manyOrLarge(event: TrailEvent): boolean {
  const listed = listAt(event.request ?? undefined, 'instancesSet').map((one) => (isObject(one) ? Number(one['maxCount']) : 0));
  const counts = [...COUNTS.map((path) => Number(asked(event, ...path))), ...listed];
  return GPU.test(asked(event, 'instanceType')) || counts.some((n) => n >= 10);
}

export const DATA_SIGNS: readonly Sign[] = [
  { id: 'copy-shared', strong: true, techniques: ['T1537'], because: say('A snapshot or image was shared with another account.'), match: (e) => shared(e) && done(e) },
  { id: 'database-export', strong: false, techniques: ['T1537'], because: say('A database, a table or a machine’s image was exported.'), match: (e) => exports(e) && done(e) },
  { id: 'database-deleted', strong: false, techniques: ['T1485', 'T1490'], because: say('A database or its backup was deleted.'), match: (e) => rdsGone(e) && done(e) },
  { id: 'database-opened', strong: false, techniques: ['T1562.007'], because: say('A database was opened to other networks.'), match: (e) => done(e) && (e.operation === 'rds:AuthorizeDBSecurityGroupIngress' || (reachable(e) && asked(e, 'publiclyAccessible') === 'true')) },
  { id: 'made-public', strong: false, techniques: ['T1530', 'T1537'], because: say('A resource was opened to everybody.'), match: (e) => done(e) && ((policies(e) && policiesIn(e).some(isOpen)) || publicGrant(e) || invokable(e) === '*' || (e.name === 'UpdateProjectVisibility' && asked(e, 'projectVisibility') === 'PUBLIC_READ')) },
  { id: 'opened-to-another', strong: false, techniques: ['T1537', 'T1199'], because: say('A resource was opened to another account.'), match: (e) => done(e) && opensToAnother(e) },
  { id: 'copied-out', strong: true, techniques: ['T1537'], because: say('Data is copied into another account.'), match: (e) => done(e) && copiedOut(e) },
  { id: 'lifecycle', strong: false, techniques: ['T1485'], because: say('A bucket was told to delete everything within days.'), match: (e) => done(e) && /^s3:PutBucketLifecycle(Configuration)?$/.test(e.operation) && emptiesBucket(e) },
  { id: 'ransom-note', strong: false, techniques: ['T1486'], because: say('A file was written that is named like a ransom note.'), match: (e) => e.operation === 's3:PutObject' && done(e) && NOTE.test(asked(e, 'key').split('/').at(-1) ?? '') },
  { id: 'function-public', strong: false, techniques: ['T1648', 'T1133'], because: say('A function was given a URL that asks for no credentials.'), match: (e) => /:(Create|Update)FunctionUrlConfig$/.test(e.operation) && done(e) && asked(e, 'authType') === 'NONE' },
  { id: 'bucket-weakened', strong: false, techniques: ['T1490', 'T1562.008'], because: say('Versioning, MFA delete or logging of a bucket was switched off.'), match: (e) => done(e) && bucketWeakened(e) },
  { id: 'foreign-encryption', strong: true, techniques: ['T1486'], because: say('Objects were rewritten with a key that only the caller holds.'),
    match: (e) => e.operation === 's3:CopyObject' && done(e) && asked(e, 'x-amz-server-side-encryption-customer-algorithm') !== '' },
  { id: 'foreign-kms-key', strong: true, techniques: ['T1486'], because: say('Objects are encrypted with another account’s key.'), match: (e) => ['s3:CopyObject', 's3:PutBucketEncryption'].includes(e.operation) && done(e) && foreignKey(e) },
  { id: 'user-data-changed', strong: true, techniques: ['T1037', 'T1059.009'], because: say('The start script of an instance was changed.'), match: (e) => e.operation === 'ec2:ModifyInstanceAttribute' && done(e) && valueAt(e.request ?? undefined, 'userData') !== undefined },
  { id: 'failover', strong: false, techniques: ['T1489'], because: say('A database was made to fail over.'), match: (e) => done(e) && ['rds:FailoverDBCluster', 'rds:FailoverGlobalCluster'].includes(e.operation) && !byAws(e.identity, e.sourceIp) },
  { id: 'serial-console', strong: true, techniques: ['T1021.008'], because: say('The serial console of an instance was opened.'), match: (e) => ['ec2:EnableSerialConsoleAccess', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey'].includes(e.operation) && done(e) },
  { id: 'open-to-all', strong: false, techniques: ['T1562.007'], because: say('The network was opened to the whole internet, or to much of it.'), match: (e) => done(e) && networkOpened(e) },
  { id: 'traffic-mirror', strong: true, techniques: ['T1040'], because: say('Network traffic was copied to another machine.'), match: (e) => e.operation === 'ec2:CreateTrafficMirrorSession' && attempted(e) },
  { id: 'large-machines', strong: false, techniques: ['T1496.001', 'T1578.002'], because: say('Many machines, or machines for heavy computing, were launched.'), match: (e) => STARTS(e) && attempted(e) && manyOrLarge(e) },
  { id: 'cluster-admin', strong: true, techniques: ['T1098.006'], because: say('Somebody was made administrator of a Kubernetes cluster.'), match: (e) => e.operation === 'eks:AssociateAccessPolicy' && attempted(e) && /ClusterAdminPolicy/.test(asked(e, 'policyArn')) },
  { id: 'domain-taken', strong: true, techniques: ['T1584.001'], because: say('A domain was unlocked or given away.'), match: (e) => domains(e) && attempted(e) },
  { id: 'model-access', strong: false, techniques: ['T1496.004'], because: say('Access to an AI model was asked for.'), match: (e) => ['bedrock:PutUseCaseForModelAccess', 'bedrock:CreateFoundationModelAgreement', 'bedrock:PutFoundationModelEntitlement'].includes(e.operation) && attempted(e) },
];

/** Twelve digits, and not this account. */
const isAnother = (event: TrailEvent, account: string): boolean => /^\d{12}$/.test(account) && event.accountId !== '' && account !== event.accountId;
const accountIn = (arn: string): string => (/^\d{12}$/.test(arn) ? arn : arn.split(':')[4] ?? '');
const foreignKey = (event: TrailEvent): boolean =>
  [asked(event, 'x-amz-server-side-encryption-aws-kms-key-id'), ...[...stringsIn(event.request ?? undefined)].flatMap(([name, value]) => (/^KMSMasterKeyID$/i.test(name) ? [value] : []))].some((key) => isAnother(event, accountIn(key)));
/** Whom a function's policy lets in without a condition on whose event it is. */
const invokable = (event: TrailEvent): string => (event.operation === 'lambda:AddPermission' && !['sourceArn', 'sourceAccount', 'principalOrgID'].some((name) => asked(event, name) !== '') ? asked(event, 'principal') : '');
const opensToAnother = (event: TrailEvent): boolean =>
  (policies(event) && policiesIn(event).flatMap(trusted).some((account) => isAnother(event, account))) || isAnother(event, accountIn(invokable(event))) || (event.operation === 'kms:CreateGrant' && isAnother(event, accountIn(asked(event, 'granteePrincipal'))));
function copiedOut(event: TrailEvent): boolean {
  switch (event.operation) {
    case 's3:CopyObject': return (event.elsewhere?.length ?? 0) > 0;
    case 's3:PutBucketReplication': return [...stringsIn(event.request ?? undefined)].some(([name, value]) => name === 'Account' && isAnother(event, value));
    default: return event.operation === 'ecr:PutReplicationConfiguration' && [...stringsIn(event.request ?? undefined)].some(([name, value]) => name === 'registryId' && isAnother(event, value));
  }
}
/** A rule for the whole bucket that lets nothing live longer than a week. */
function emptiesBucket(event: TrailEvent): boolean {
  return listAt(event.request ?? undefined, 'LifecycleConfiguration', 'Rule').filter(isObject).some((rule) => {
    const days = Number(textAt(rule, 'Expiration', 'Days'));
    const whole = ![...stringsIn(rule['Filter']), ...stringsIn(rule['Prefix'])].some(([, value]) => value !== '');
    return textAt(rule, 'Status') === 'Enabled' && whole && days >= 1 && days <= 7;
  });
}
