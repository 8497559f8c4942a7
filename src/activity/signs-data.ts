// Signs of attack on data, machines and network: sharing, destruction, openings, ways into instances, hijacked computing.
import { say } from '../core/text.ts';
import type { TrailEvent } from './event.ts';
import { isObject, listAt, stringsIn, valueAt } from './fields.ts';
import { asked, attempted, done, isOpen, policiesIn, type Sign } from './sign.ts';

const oneOf = (...operations: readonly string[]): ((event: TrailEvent) => boolean) => { const set = new Set(operations); return (e) => set.has(e.operation); };
const in_ = (event: TrailEvent, ...path: readonly string[]): boolean => listAt(event.request ?? undefined, ...path).length > 0;

const policies = oneOf('s3:PutBucketPolicy', 'es:CreateElasticsearchDomain', 'es:UpdateElasticsearchDomainConfig', 'glacier:SetVaultAccessPolicy', 'sqs:SetQueueAttributes', 'sqs:CreateQueue', 'sns:SetTopicAttributes', 'sns:CreateTopic', 'ecr:SetRepositoryPolicy', 'kms:PutKeyPolicy', 'kms:CreateKey', 'secretsmanager:PutResourcePolicy', 'lambda:AddPermission');
const rdsGone = oneOf('rds:DeleteDBInstance', 'rds:DeleteDBCluster', 'rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot', 'rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBClusterAutomatedBackup', 'rds:DeleteGlobalCluster');
const domains = oneOf('route53domains:TransferDomainToAnotherAwsAccount', 'route53domains:DisableDomainTransferLock', 'route53domains:RetrieveDomainAuthCode');

function shared(event: TrailEvent): boolean {
  if (event.operation === 'ec2:ModifySnapshotAttribute') return in_(event, 'createVolumePermission', 'add');
  if (event.operation === 'ec2:ModifyImageAttribute') return in_(event, 'launchPermission', 'add');
  return (event.operation === 'rds:ModifyDBSnapshotAttribute' || event.operation === 'rds:ModifyDBClusterSnapshotAttribute') && in_(event, 'valuesToAdd');
}
const openToAll = (event: TrailEvent): boolean => [...stringsIn(event.request ?? undefined)].some(([name, value]) => /^cidr/i.test(name) && value.endsWith('/0'));
/** Ports of web servers are meant for everybody. */
function wideRule(event: TrailEvent): boolean {
  const listed = listAt(event.request ?? undefined, 'ipPermissions').filter(isObject);
  const rules = listed.length === 0 && event.request !== null ? [event.request] : listed;
  const web = rules.length > 0 && rules.every((r) => (r['fromPort'] === 80 || r['fromPort'] === 443) && r['fromPort'] === r['toPort']);
  return openToAll(event) && !web;
}
function bucketWeakened(event: TrailEvent): boolean {
  if (event.operation === 's3:PutBucketLogging') return Object.hasOwn(event.request ?? {}, 'logging') && asked(event, 'logging') === '' && listAt(event.request ?? undefined, 'logging').every((one) => one === '');
  const status = asked(event, 'VersioningConfiguration', 'Status');
  return event.operation === 's3:PutBucketVersioning' && (status === 'Suspended' || status === 'Disabled' || asked(event, 'VersioningConfiguration', 'MfaDelete') === 'Disabled');
}
const publicGrant = (event: TrailEvent): boolean => (event.name === 'PutObjectAcl' || event.name === 'PutBucketAcl') && [...stringsIn(event.request ?? undefined)].some(([, value]) => /acs\.amazonaws\.com\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(value));
const GPU = /^(p\d|g\d|gr\d|trn\d|inf\d|dl\d|vt\d|f\d|x\d|u-|hpc)/;
function manyOrLarge(event: TrailEvent): boolean {
  const counts = [asked(event, 'maxCount'), ...listAt(event.request ?? undefined, 'instancesSet').map((one) => (isObject(one) ? Number(one['maxCount']) : 0))];
  return GPU.test(asked(event, 'instanceType')) || counts.some((n) => Number(n) >= 10);
}

export const DATA_SIGNS: readonly Sign[] = [
  { id: 'copy-shared', strong: true, techniques: ['T1537'], because: say('A snapshot or image was shared with another account.'), match: (e) => shared(e) && done(e) },
  { id: 'database-export', strong: false, techniques: ['T1537'], because: say('A database snapshot was exported to a bucket.'), match: (e) => e.operation === 'rds:StartExportTask' && done(e) },
  { id: 'database-deleted', strong: false, techniques: ['T1485', 'T1490'], because: say('A database or its backup was deleted.'), match: (e) => rdsGone(e) && done(e) },
  { id: 'database-opened', strong: false, techniques: ['T1562.007'], because: say('A database’s security group was opened.'), match: (e) => e.operation === 'rds:AuthorizeDBSecurityGroupIngress' && done(e) },
  { id: 'made-public', strong: false, techniques: ['T1530', 'T1537'], because: say('A resource was opened to everybody.'), match: (e) => done(e) && ((policies(e) && policiesIn(e).some(isOpen)) || publicGrant(e)) },
  { id: 'function-public', strong: false, techniques: ['T1648', 'T1133'], because: say('A function was given a URL that asks for no credentials.'), match: (e) => /:(Create|Update)FunctionUrlConfig$/.test(e.operation) && done(e) && asked(e, 'authType') === 'NONE' },
  { id: 'bucket-weakened', strong: false, techniques: ['T1490', 'T1562.008'], because: say('Versioning, MFA delete or logging of a bucket was switched off.'), match: (e) => done(e) && bucketWeakened(e) },
  { id: 'foreign-encryption', strong: true, techniques: ['T1486'], because: say('Objects were rewritten with a key that only the caller holds.'),
    match: (e) => e.operation === 's3:CopyObject' && done(e) && asked(e, 'x-amz-server-side-encryption-customer-algorithm') !== '' },
  { id: 'foreign-kms-key', strong: true, techniques: ['T1486'], because: say('Objects were rewritten in place with another account’s key.'), match: (e) => e.operation === 's3:CopyObject' && done(e) && foreignKey(e) },
  { id: 'user-data-changed', strong: true, techniques: ['T1037', 'T1059.009'], because: say('The start script of an instance was changed.'), match: (e) => e.operation === 'ec2:ModifyInstanceAttribute' && done(e) && valueAt(e.request ?? undefined, 'userData') !== undefined },
  { id: 'serial-console', strong: true, techniques: ['T1021.008'], because: say('The serial console of an instance was opened.'), match: (e) => ['ec2:EnableSerialConsoleAccess', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey'].includes(e.operation) && done(e) },
  { id: 'open-to-all', strong: false, techniques: ['T1562.007'], because: say('A security group was opened to the whole internet.'), match: (e) => e.operation === 'ec2:AuthorizeSecurityGroupIngress' && done(e) && wideRule(e) },
  { id: 'traffic-mirror', strong: true, techniques: ['T1040'], because: say('Network traffic was copied to another machine.'), match: (e) => e.operation === 'ec2:CreateTrafficMirrorSession' && attempted(e) },
  { id: 'large-machines', strong: false, techniques: ['T1496.001', 'T1578.002'], because: say('Many machines, or machines for heavy computing, were launched.'), match: (e) => e.operation === 'ec2:RunInstances' && attempted(e) && manyOrLarge(e) },
  { id: 'cluster-admin', strong: true, techniques: ['T1098.006'], because: say('Somebody was made administrator of a Kubernetes cluster.'), match: (e) => e.operation === 'eks:AssociateAccessPolicy' && attempted(e) && /ClusterAdminPolicy/.test(asked(e, 'policyArn')) },
  { id: 'domain-taken', strong: true, techniques: ['T1584.001'], because: say('A domain was unlocked or given away.'), match: (e) => domains(e) && attempted(e) },
  { id: 'model-access', strong: false, techniques: ['T1496.004'], because: say('Access to an AI model was asked for.'), match: (e) => ['bedrock:PutUseCaseForModelAccess', 'bedrock:CreateFoundationModelAgreement', 'bedrock:PutFoundationModelEntitlement'].includes(e.operation) && attempted(e) },
];

function foreignKey(event: TrailEvent): boolean {
  const key = asked(event, 'x-amz-server-side-encryption-aws-kms-key-id').split(':')[4] ?? '';
  return key !== '' && event.accountId !== '' && key !== event.accountId;
}
