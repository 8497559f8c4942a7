// What the stranger made or changed and, as far as the log shows, still stands.
import { say } from '../../core/text.ts';
import type { Arn, KindId } from '../../core/types.ts';
import type { TrailEvent } from '../event.ts';
import { isObject, listAt, textAt } from '../fields.ts';
import { arnOf, failed } from './issues.ts';

export interface Foothold { readonly kind: KindId; readonly arn: Arn; readonly createdBy: string }
/** What one call did to one thing. `owner`: what takes the thing with it when it goes. */
interface Mark { readonly kind: KindId; readonly arn: Arn; readonly owner?: Arn }
type Reader = (event: TrailEvent) => readonly Mark[];

const asked = (event: TrailEvent, ...path: string[]): string => textAt(event.request ?? undefined, ...path);
const answered = (event: TrailEvent, ...path: string[]): string => textAt(event.response ?? undefined, ...path);
/** `aws-incident:<kind>:<region>:<owner>/<name>`, where AWS has no ARN. */
const made = (kind: KindId, region: string, owner: string, name: string): Arn => `aws-incident:${kind}:${region}:${owner}/${name}`;

const userOf = (event: TrailEvent): string => asked(event, 'userName') || (event.identity.type === 'Root' ? 'root' : event.identity.userName);
const userArn = (event: TrailEvent): Arn => (asked(event, 'userName') === '' ? event.principal : arnOf(event, 'user', asked(event, 'userName')));

function principal(sort: 'user' | 'role'): Reader {
  return (e) => {
    const name = asked(e, `${sort}Name`);
    const arn = answered(e, sort, 'arn') || (name === '' ? '' : arnOf(e, sort, name));
    return arn === '' ? [] : [{ kind: `iam/${sort}`, arn }];
  };
}
/** A child of a user or role, named by a member of the request. */
function child(kind: KindId, sort: 'user' | 'role', member: string | undefined, fromAnswer: readonly string[] = []): Reader {
  return (e) => {
    const owner = sort === 'user' ? userOf(e) : asked(e, 'roleName');
    const name = (fromAnswer.length > 0 ? answered(e, ...fromAnswer) : '') || (member === undefined ? owner : asked(e, member));
    if (owner === '' || name === '') return [];
    return [{ kind, arn: made(kind, 'aws-global', owner, name), owner: sort === 'user' ? userArn(e) : arnOf(e, 'role', owner) }];
  };
}
function named(kind: KindId, ...paths: readonly (readonly string[])[]): Reader {
  return (e) => {
    const name = paths.map((path) => answered(e, ...path) || asked(e, ...path)).find((one) => one !== '') ?? '';
    return name === '' ? [] : [{ kind, arn: name.startsWith('arn:') ? name : made(kind, e.region, e.accountId, name) }];
  };
}
const trustOf: Reader = (e) => (asked(e, 'roleName') === '' ? [] : [{ kind: 'iam/role', arn: arnOf(e, 'role', asked(e, 'roleName')) }]);
function instances(list: 'request' | 'response'): Reader {
  return (e) => listAt((list === 'request' ? e.request : e.response) ?? undefined, 'instancesSet').filter(isObject).map((one) => textAt(one, 'instanceId')).filter((id) => id !== '')
    .map((id) => ({ kind: 'ec2/instance', arn: `arn:${e.identity.arn.split(':')[1] || 'aws'}:ec2:${e.region}:${e.accountId}:instance/${id}` }));
}

const USER_POLICY = child('iam/user-policy', 'user', 'policyName'), ATTACHED = child('iam/user-policy-attachment', 'user', 'policyArn');
const ROLE_POLICY = child('iam/role-policy', 'role', 'policyName'), ROLE_ATTACHED = child('iam/role-policy-attachment', 'role', 'policyArn');
const LOGIN = child('iam/login-profile', 'user', undefined), KEY = child('iam/access-key', 'user', 'accessKeyId', ['accessKey', 'accessKeyId']);
const SERVICE = child('iam/service-specific-credential', 'user', 'serviceSpecificCredentialId', ['serviceSpecificCredential', 'serviceSpecificCredentialId']);
const MFA = child('iam/mfa-device', 'user', 'serialNumber'), GROUP = child('iam/group-membership', 'user', 'groupName');

/** operation → what it makes or changes. */
const MAKES: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['iam:CreateUser', principal('user')], ['iam:CreateRole', principal('role')], ['iam:UpdateAssumeRolePolicy', trustOf],
  ['iam:CreateAccessKey', KEY], ['iam:UpdateAccessKey', (e) => (asked(e, 'status') === 'Active' ? KEY(e) : [])],
  ['iam:CreateLoginProfile', LOGIN], ['iam:UpdateLoginProfile', LOGIN], ['iam:CreateServiceSpecificCredential', SERVICE],
  ['iam:PutUserPolicy', USER_POLICY], ['iam:AttachUserPolicy', ATTACHED], ['iam:PutRolePolicy', ROLE_POLICY], ['iam:AttachRolePolicy', ROLE_ATTACHED],
  ['iam:EnableMFADevice', MFA], ['iam:CreateVirtualMFADevice', named('iam/virtual-mfa-device', ['virtualMFADevice', 'serialNumber'])], ['iam:AddUserToGroup', GROUP],
  ['iam:CreateGroup', named('iam/group', ['group', 'arn'], ['groupName'])], ['iam:CreatePolicy', named('iam/policy', ['policy', 'arn'])], ['iam:CreatePolicyVersion', named('iam/policy', ['policyArn'])],
  ['iam:CreateOpenIDConnectProvider', named('iam/open-id-connect-provider', ['openIDConnectProviderArn'])], ['iam:CreateSAMLProvider', named('iam/saml-provider', ['sAMLProviderArn'])],
  ['iam:CreateInstanceProfile', named('iam/instance-profile', ['instanceProfile', 'arn'])],
  ['rolesanywhere:CreateTrustAnchor', named('rolesanywhere/trust-anchor', ['trustAnchor', 'trustAnchorArn'], ['name'])], ['rolesanywhere:CreateProfile', named('rolesanywhere/profile', ['profile', 'profileArn'], ['name'])],
  ['ec2:RunInstances', instances('response')], ['ec2:ModifyInstanceAttribute', named('ec2/instance', ['instanceId'])],
  ['ec2:CreateKeyPair', named('ec2/key-pair', ['keyName'])], ['ec2:ImportKeyPair', named('ec2/key-pair', ['keyName'])],
  ['ec2:CreateSecurityGroup', named('ec2/security-group', ['groupId'])], ['ec2:AuthorizeSecurityGroupIngress', named('ec2/security-group', ['groupId'])],
  ['ec2:ModifySnapshotAttribute', named('ec2/snapshot', ['snapshotId'])], ['ec2:ModifyImageAttribute', named('ec2/image', ['imageId'])],
  ['ec2:CreateLaunchTemplate', named('ec2/launch-template', ['CreateLaunchTemplateResponse', 'launchTemplate', 'launchTemplateId'], ['CreateLaunchTemplateRequest', 'LaunchTemplateName'])],
  ['ec2:EnableSerialConsoleAccess', (e) => [{ kind: 'ec2/serial-console-access', arn: made('ec2/serial-console-access', e.region, e.accountId, 'enabled') }]],
  ['rds:ModifyDBSnapshotAttribute', named('rds/db-snapshot', ['dBSnapshotIdentifier'])], ['autoscaling:CreateAutoScalingGroup', named('autoscaling/auto-scaling-group', ['autoScalingGroupName'])],
  ['lambda:CreateFunction', named('lambda/function', ['functionArn'])], ['lambda:UpdateFunctionCode', named('lambda/function', ['functionArn'])], ['lambda:AddPermission', named('lambda/function', ['functionArn'], ['functionName'])],
  ['s3:PutBucketPolicy', named('s3/bucket', ['bucketName'])], ['s3:PutBucketLifecycle', named('s3/bucket', ['bucketName'])], ['s3:CreateBucket', named('s3/bucket', ['bucketName'])],
  ['cloudtrail:StopLogging', named('cloudtrail/trail', ['name'])], ['cloudtrail:UpdateTrail', named('cloudtrail/trail', ['trailARN'], ['name'])], ['cloudtrail:PutEventSelectors', named('cloudtrail/trail', ['trailName'])],
  ['cloudformation:CreateStack', named('cloudformation/stack', ['stackId'])], ['ecs:CreateCluster', named('ecs/cluster', ['cluster', 'clusterArn'])], ['ecs:CreateService', named('ecs/service', ['service', 'serviceArn'])],
  ['ses:CreateEmailIdentity', named('ses/email-identity', ['emailIdentity'])], ['account:EnableRegion', named('account/region', ['RegionName'])],
]);
/** operation → what it takes away. */
const ENDS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['iam:DeleteUser', principal('user')], ['iam:DeleteRole', principal('role')], ['iam:DeleteAccessKey', KEY], ['iam:DeleteLoginProfile', LOGIN], ['iam:DeleteServiceSpecificCredential', SERVICE],
  ['iam:DeleteUserPolicy', USER_POLICY], ['iam:DetachUserPolicy', ATTACHED], ['iam:DeleteRolePolicy', ROLE_POLICY], ['iam:DetachRolePolicy', ROLE_ATTACHED], ['iam:RemoveUserFromGroup', GROUP],
  ['iam:DeactivateMFADevice', MFA], ['iam:DeleteVirtualMFADevice', named('iam/virtual-mfa-device', ['serialNumber'])], ['iam:DeleteGroup', named('iam/group', ['groupName'])], ['iam:DeletePolicy', named('iam/policy', ['policyArn'])],
  ['iam:DeleteOpenIDConnectProvider', named('iam/open-id-connect-provider', ['openIDConnectProviderArn'])], ['iam:DeleteSAMLProvider', named('iam/saml-provider', ['sAMLProviderArn'])],
  ['rolesanywhere:DeleteTrustAnchor', named('rolesanywhere/trust-anchor', ['trustAnchor', 'trustAnchorArn'])], ['rolesanywhere:DeleteProfile', named('rolesanywhere/profile', ['profile', 'profileArn'])],
  ['ec2:TerminateInstances', instances('request')], ['ec2:DeleteKeyPair', named('ec2/key-pair', ['keyName'])], ['ec2:DeleteSecurityGroup', named('ec2/security-group', ['groupId'])],
  ['ec2:DisableSerialConsoleAccess', (e) => [{ kind: 'ec2/serial-console-access', arn: made('ec2/serial-console-access', e.region, e.accountId, 'enabled') }]],
  ['cloudtrail:StartLogging', named('cloudtrail/trail', ['name'])], ['cloudformation:DeleteStack', named('cloudformation/stack', ['stackName'])], ['s3:DeleteBucket', named('s3/bucket', ['bucketName'])],
  ['autoscaling:DeleteAutoScalingGroup', named('autoscaling/auto-scaling-group', ['autoScalingGroupName'])], ['account:DisableRegion', named('account/region', ['RegionName'])],
]);

/** `events`: the whole log, oldest first; `attacker`: ids of the stranger's events. First maker wins; a deletion by anybody ends it. */
export function footholdsOf(events: readonly TrailEvent[], attacker: ReadonlySet<string>): readonly Foothold[] {
  const standing = new Map<Arn, Foothold & { readonly owner?: Arn }>();
  for (const event of events) {
    if (failed(event)) continue;
    for (const { arn } of ENDS.get(event.operation)?.(event) ?? []) end(standing, arn);
    if (!attacker.has(event.id)) continue;
    for (const mark of MAKES.get(event.operation)?.(event) ?? []) if (!standing.has(mark.arn)) standing.set(mark.arn, { ...mark, createdBy: event.id });
  }
  return [...standing.values()].map(({ kind, arn, createdBy }) => ({ kind, arn, createdBy }));
}
function end(standing: Map<Arn, Foothold & { readonly owner?: Arn }>, arn: Arn): void {
  standing.delete(arn);
  for (const [child, { owner }] of standing) if (owner === arn) standing.delete(child);
}
/** What a call ended, by ARN; nothing where it was refused. */
export const endedBy = (event: TrailEvent): readonly Arn[] => (failed(event) ? [] : (ENDS.get(event.operation)?.(event) ?? []).map((m) => m.arn));
/** What a call made or changed, and what takes it along. */
export const madeBy = (event: TrailEvent): readonly Arn[] => (failed(event) ? [] : (MAKES.get(event.operation)?.(event) ?? []).flatMap((m) => (m.owner === undefined ? [m.arn] : [m.arn, m.owner])));
export const ends = (operation: string): boolean => ENDS.has(operation);
export const makes = (operation: string): boolean => MAKES.has(operation);
/** The sentence above the list. */
export const FOOTHOLDS_TITLE = say('What the stranger made or changed, and what still stands as far as the log shows');
