// Signs that only several calls together show: trying things out, guessing passwords, emptying secrets.
import { say } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import { byAws } from '../identity.ts';
import { failed } from '../lineage/issues.ts';
import { addressOf } from '../origin.ts';
import { asked, attempted, denied, isPublic, type Burst, type Window } from './sign.ts';

const MINUTE = 60_000;

/**
 * Ids of the events that fall, for one `of`, into a window of so many minutes with at least so many different `counts`.
 * Where `of` or `counts` is `''` the event does not belong. Events must be oldest first.
 */
export function windows(events: readonly TrailEvent[], { minutes, least, of, counts }: Window): readonly string[] {
  const groups = new Map<string, Seen<string>[]>();
  for (const event of events) {
    const group = of(event), what = group === '' ? '' : counts(event), at = Date.parse(event.time);
    if (what === '' || Number.isNaN(at)) continue;
    const list = groups.get(group) ?? [];
    list.push({ at, what, id: event.id });
    groups.set(group, list);
  }
  const found = new Set<string>();
  for (const list of groups.values()) within(list, { minutes, least }, found);
  return [...found];
}
/** One event of a group: when (milliseconds), what is counted, and by what it is found again. */
export interface Seen<Id> { readonly at: number; readonly what: string | number; readonly id: Id }
/** Adds to `found` those of one group that fall into a full window. Oldest first. */
export function within<Id>(list: readonly Seen<Id>[], { minutes, least }: Pick<Window, 'minutes' | 'least'>, found: Set<Id>): void {
  const inside = new Map<string | number, number>();
  let start = 0, marked = 0;
  for (const [end, entry] of list.entries()) {
    inside.set(entry.what, (inside.get(entry.what) ?? 0) + 1);
    for (let first = list[start]; first !== undefined && first.at < entry.at - minutes * MINUTE; first = list[++start]) {
      const left = (inside.get(first.what) ?? 1) - 1;
      if (left === 0) inside.delete(first.what); else inside.set(first.what, left);
    }
    if (inside.size < least) continue;
    for (let i = Math.max(start, marked); i <= end; i++) { const one = list[i]; if (one !== undefined) found.add(one.id); }
    marked = end + 1;
  }
}

const credential = (event: TrailEvent): string => event.credential;
export const RECON: ReadonlySet<string> = new Set(['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:ListRoles', 'iam:ListGroups', 'iam:ListPolicies', 'iam:ListAccessKeys', 'iam:GetUser', 'iam:GetAccountAuthorizationDetails', 'iam:GetAccountSummary', 'iam:ListAttachedUserPolicies', 'iam:ListUserPolicies', 'iam:ListGroupsForUser', 'iam:GetPolicyVersion', 'iam:SimulatePrincipalPolicy',
  's3:ListBuckets', 'ec2:DescribeInstances', 'ec2:DescribeRegions', 'lambda:ListFunctions', 'logs:DescribeLogGroups', 'ses:GetSendQuota', 'ses:GetAccount', 'ses:ListIdentities', 'servicequotas:ListServiceQuotas', 'servicequotas:GetServiceQuota', 'cloudtrail:DescribeTrails', 'guardduty:ListDetectors', 'organizations:DescribeOrganization', 'bedrock:ListFoundationModels', 'secretsmanager:ListSecrets']);
const SECRETS = new Set(['ec2:GetPasswordData', 'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath']);
export const decrypts = (event: TrailEvent): boolean => event.source !== 'ssm.amazonaws.com' || asked(event, 'withDecryption') === 'true';
const DESTROYS = new Set(['ec2:DeleteSnapshot', 'ec2:DeregisterImage', 'ec2:DeleteVolume', 'backup:DeleteRecoveryPoint', 'backup:DeleteBackupVault', 'rds:DeleteDBInstance', 'rds:DeleteDBCluster', 'rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot', 'rds:DeleteDBInstanceAutomatedBackup', 's3:DeleteBucket', 'dynamodb:DeleteTable', 'dynamodb:DeleteBackup', 'elasticfilesystem:DeleteFileSystem', 'kms:ScheduleKeyDeletion', 'kms:DisableKey', 'secretsmanager:DeleteSecret', 'logs:DeleteLogGroup', 'lambda:DeleteFunction']);
const failedSignIn = (event: TrailEvent): boolean => event.name === 'ConsoleLogin' && failed(event);
export const instanceSession = (event: TrailEvent): boolean => event.identity.type === 'AssumedRole' && event.identity.invokedBy === '' && /:i-[0-9a-f]{8,17}$/.test(event.identity.principalId);

/** Ways into a machine. */
const ENTERS = new Set(['ssm:SendCommand', 'ssm:StartSession', 'ec2-instance-connect:SendSSHPublicKey', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey']);
/** Who gets into machines, and who calls with a machine's credentials. */
const party = (event: TrailEvent): string => (instanceSession(event) ? 'machine' : ENTERS.has(event.operation) && event.errorCode === undefined ? 'person' : '');

export const BURSTS: readonly Burst[] = [
  { id: 'looking-round', strong: true, techniques: ['T1087.004', 'T1580', 'T1526'], because: say('Within ten minutes the credential asked who it is, what it may do and what there is.'),
    window: { minutes: 10, least: 6, of: (e) => (e.identity.type === 'IAMUser' && e.identity.accessKeyId.startsWith('AKIA') ? e.credential : ''), counts: (e) => (RECON.has(e.operation) ? e.operation : '') } },
  { id: 'trying-doors', strong: true, techniques: ['T1580', 'T1526'], because: say('Within ten minutes the credential was denied many different calls.'),
    window: { minutes: 10, least: 5, of: credential, counts: (e) => (denied(e) ? e.operation : '') } },
  { id: 'guessing-passwords', strong: false, techniques: ['T1110'], because: say('Many sign-ins from one address failed within an hour.'),
    window: { minutes: 60, least: 5, of: (e) => (failedSignIn(e) ? addressOf(e.sourceIp) : ''), counts: (e) => e.id } },
  { id: 'emptying-secrets', strong: true, techniques: ['T1555.006'], because: say('Many secrets were read within ten minutes.'),
    window: { minutes: 10, least: 5, of: (e) => (SECRETS.has(e.operation) && attempted(e) && decrypts(e) && e.identity.invokedBy === '' ? e.credential : ''), counts: (e) => e.id } },
  { id: 'reading-start-scripts', strong: true, techniques: ['T1580', 'T1552.005'], because: say('The start scripts of many instances were read within ten minutes.'),
    window: { minutes: 10, least: 5, of: (e) => (e.operation === 'ec2:DescribeInstanceAttribute' && asked(e, 'attribute') === 'userData' ? e.principal : ''), counts: (e) => asked(e, 'instanceId') } },
  { id: 'keys-to-many-machines', strong: true, techniques: ['T1021.004', 'T1098.004'], because: say('SSH keys were sent to several instances within ten minutes.'),
    window: { minutes: 10, least: 3, of: (e) => (e.operation === 'ec2-instance-connect:SendSSHPublicKey' && e.errorCode === undefined ? e.credential : ''), counts: (e) => asked(e, 'instanceId') } },
  { id: 'machine-credentials-outside', strong: true, techniques: ['T1552.005'], because: say('The credentials of one instance were used from two different addresses.'),
    window: { minutes: 360, least: 2, of: (e) => (instanceSession(e) ? e.identity.accessKeyId : ''), counts: (e) => (isPublic(addressOf(e.sourceIp)) ? addressOf(e.sourceIp) : '') } },
  { id: 'machine-beside-its-visitor', strong: false, techniques: ['T1552.005'], because: say('The credentials of a machine were used from where somebody got into machines.'),
    window: { minutes: 360, least: 2, of: (e) => (party(e) === '' || byAws(e.identity, e.sourceIp) || !isPublic(addressOf(e.sourceIp)) ? '' : e.sourceIp), counts: party } },
  { id: 'destruction', strong: false, techniques: ['T1485', 'T1490'], because: say('Data, backups or keys were deleted one after another.'),
    window: { minutes: 10, least: 5, of: (e) => (DESTROYS.has(e.operation) && e.errorCode === undefined && !byAws(e.identity, e.sourceIp) ? e.credential : ''), counts: (e) => e.id } },
  { id: 'models-tried', strong: false, techniques: ['T1496.004'], because: say('Many AI models were tried within ten minutes.'),
    window: { minutes: 10, least: 5, of: (e) => (/^bedrock:(InvokeModel|Converse)/.test(e.operation) ? e.credential : ''), counts: (e) => asked(e, 'modelId') } },
  { id: 'quotas-in-many-regions', strong: true, techniques: ['T1578.005', 'T1496'], because: say('Quotas were asked about or raised in many regions within an hour.'),
    window: { minutes: 60, least: 4, of: (e) => (e.source === 'servicequotas.amazonaws.com' ? e.credential : ''), counts: (e) => e.region } },
];
