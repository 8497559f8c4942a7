// Signs that only several calls together show: trying things out, guessing passwords, emptying secrets.
import { say } from '../core/text.ts';
import type { TrailEvent } from './event.ts';
import { failed } from './issues.ts';
import { addressOf } from './origin.ts';
import { asked, attempted, denied, isPublic, type Burst } from './sign.ts';

const MINUTE = 60_000;

interface Window { readonly minutes: number; readonly least: number; readonly of: (event: TrailEvent) => string; readonly counts: (event: TrailEvent) => string }

/**
 * Ids of the events that fall, for one `of`, into a window of so many minutes with at least so many different `counts`.
 * Where `of` or `counts` is `''` the event does not belong. Events must be oldest first.
 */
export function windows(events: readonly TrailEvent[], { minutes, least, of, counts }: Window): readonly string[] {
  const groups = new Map<string, { at: number; what: string; id: string }[]>();
  for (const event of events) {
    const group = of(event), what = group === '' ? '' : counts(event), at = Date.parse(event.time);
    if (what === '' || Number.isNaN(at)) continue;
    const list = groups.get(group) ?? [];
    list.push({ at, what, id: event.id });
    groups.set(group, list);
  }
  const found = new Set<string>();
  for (const list of groups.values()) within(list, minutes * MINUTE, least, found);
  return [...found];
}
function within(list: readonly { at: number; what: string; id: string }[], span: number, least: number, found: Set<string>): void {
  const inside = new Map<string, number>();
  let start = 0, marked = 0;
  for (const [end, entry] of list.entries()) {
    inside.set(entry.what, (inside.get(entry.what) ?? 0) + 1);
    for (let first = list[start]; first !== undefined && first.at < entry.at - span; first = list[++start]) {
      const left = (inside.get(first.what) ?? 1) - 1;
      if (left === 0) inside.delete(first.what); else inside.set(first.what, left);
    }
    if (inside.size < least) continue;
    for (let i = Math.max(start, marked); i <= end; i++) { const one = list[i]; if (one !== undefined) found.add(one.id); }
    marked = end + 1;
  }
}

const credential = (event: TrailEvent): string => event.credential;
const RECON = new Set(['sts:GetCallerIdentity', 'iam:ListUsers', 'iam:ListRoles', 'iam:ListGroups', 'iam:ListPolicies', 'iam:ListAccessKeys', 'iam:GetUser', 'iam:GetAccountAuthorizationDetails', 'iam:GetAccountSummary', 'iam:ListAttachedUserPolicies', 'iam:ListUserPolicies', 'iam:ListGroupsForUser', 'iam:GetPolicyVersion', 'iam:SimulatePrincipalPolicy',
  's3:ListBuckets', 'ec2:DescribeInstances', 'ec2:DescribeRegions', 'lambda:ListFunctions', 'logs:DescribeLogGroups', 'ses:GetSendQuota', 'ses:GetAccount', 'ses:ListIdentities', 'servicequotas:ListServiceQuotas', 'servicequotas:GetServiceQuota', 'cloudtrail:DescribeTrails', 'guardduty:ListDetectors', 'organizations:DescribeOrganization', 'bedrock:ListFoundationModels', 'secretsmanager:ListSecrets']);
const SECRETS = new Set(['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath']);
const decrypts = (event: TrailEvent): boolean => event.source !== 'ssm.amazonaws.com' || asked(event, 'withDecryption') === 'true';
const failedSignIn = (event: TrailEvent): boolean => event.name === 'ConsoleLogin' && failed(event);
const instanceSession = (event: TrailEvent): boolean => event.identity.type === 'AssumedRole' && event.identity.invokedBy === '' && /:i-[0-9a-f]{8,17}$/.test(event.identity.principalId);

export const BURSTS: readonly Burst[] = [
  { id: 'looking-round', strong: true, techniques: ['T1087.004', 'T1580', 'T1526'], because: say('Within ten minutes the credential asked who it is, what it may do and what there is.'),
    find: (events) => windows(events, { minutes: 10, least: 6, of: (e) => (e.identity.type === 'IAMUser' && e.identity.accessKeyId.startsWith('AKIA') ? e.credential : ''), counts: (e) => (RECON.has(e.operation) ? e.operation : '') }) },
  { id: 'trying-doors', strong: true, techniques: ['T1580', 'T1526'], because: say('Within ten minutes the credential was denied many different calls.'),
    find: (events) => windows(events, { minutes: 10, least: 5, of: credential, counts: (e) => (denied(e) ? e.operation : '') }) },
  { id: 'guessing-passwords', strong: false, techniques: ['T1110'], because: say('Many sign-ins from one address failed within an hour.'),
    find: (events) => windows(events, { minutes: 60, least: 5, of: (e) => (failedSignIn(e) ? addressOf(e.sourceIp) : ''), counts: (e) => e.id }) },
  { id: 'emptying-secrets', strong: true, techniques: ['T1555.006'], because: say('Many secrets were read within ten minutes.'),
    find: (events) => windows(events, { minutes: 10, least: 5, of: (e) => (SECRETS.has(e.operation) && attempted(e) && decrypts(e) && e.identity.invokedBy === '' ? e.credential : ''), counts: (e) => e.id }) },
  { id: 'reading-start-scripts', strong: true, techniques: ['T1580', 'T1552.005'], because: say('The start scripts of many instances were read within ten minutes.'),
    find: (events) => windows(events, { minutes: 10, least: 5, of: (e) => (e.operation === 'ec2:DescribeInstanceAttribute' && asked(e, 'attribute') === 'userData' ? e.principal : ''), counts: (e) => asked(e, 'instanceId') }) },
  { id: 'keys-to-many-machines', strong: true, techniques: ['T1021.004', 'T1098.004'], because: say('SSH keys were sent to several instances within ten minutes.'),
    find: (events) => windows(events, { minutes: 10, least: 3, of: (e) => (e.operation === 'ec2-instance-connect:SendSSHPublicKey' && e.errorCode === undefined ? e.credential : ''), counts: (e) => asked(e, 'instanceId') }) },
  { id: 'machine-credentials-outside', strong: true, techniques: ['T1552.005'], because: say('The credentials of one instance were used from two different addresses.'),
    find: (events) => windows(events, { minutes: 360, least: 2, of: (e) => (instanceSession(e) ? e.identity.accessKeyId : ''), counts: (e) => (isPublic(addressOf(e.sourceIp)) ? addressOf(e.sourceIp) : '') }) },
  { id: 'quotas-in-many-regions', strong: true, techniques: ['T1578.005', 'T1496'], because: say('Quotas were asked about or raised in many regions within an hour.'),
    find: (events) => windows(events, { minutes: 60, least: 4, of: (e) => (e.source === 'servicequotas.amazonaws.com' ? e.credential : ''), counts: (e) => e.region }) },
];
