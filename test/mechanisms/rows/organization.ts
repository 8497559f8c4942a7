// Identities beyond IAM: root's keys, Identity Center, the organization.
import type { Answers, Mechanism, Played } from '../row.ts';

const call = (service: 'iam' | 'organizations' | 'sso' | 'identitystore', operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ALL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

interface Directory { readonly InstanceArn: string; readonly IdentityStoreId: string }
const directory = (a: Answers): Directory => a['directory'] as Directory;
const store = (a: Answers): { readonly IdentityStoreId: string } => ({ IdentityStoreId: directory(a).IdentityStoreId });
const userId = (a: Answers, name: string): string => (a[name] as { readonly UserId: string }).UserId;
const groupId = (a: Answers, name: string): string => (a[name] as { readonly GroupId: string }).GroupId;
const setOf = (a: Answers, name: string) => ({ InstanceArn: directory(a).InstanceArn, PermissionSetArn: (a[name] as { readonly PermissionSet: { readonly PermissionSetArn: string } }).PermissionSet.PermissionSetArn });
/** One Identity Center serves all rows: the first sets it up. */
const OPENED: readonly Played[] = [
  call('organizations', 'CreateOrganization', {}),
  call('organizations', 'ListRoots', {}, 'roots'),
  call('organizations', 'CreatePolicy', { Name: 'stay', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }] }) }, 'control'),
  call('organizations', 'AttachPolicy', (a) => ({ PolicyId: (a['control'] as { readonly Policy: { readonly PolicySummary: { readonly Id: string } } }).Policy.PolicySummary.Id, TargetId: (a['roots'] as { readonly Roots: readonly { readonly Id: string }[] }).Roots[0]?.Id ?? '' })),
  call('sso', 'CreateInstance', { Name: 'example' }, 'instance'),
  call('sso', 'DescribeInstance', (a) => ({ InstanceArn: (a['instance'] as { readonly InstanceArn: string }).InstanceArn }), 'directory'),
];

/** An account is in one organization, and has one directory. */
const ALONE: readonly Mechanism[] = [
  { row: 24, title: 'a new user of Identity Center', setUp: OPENED, plant: [call('identitystore', 'CreateUser', (a) => ({ ...store(a), UserName: 'r24' }))], shows: ['identitystore/user'] },
  { row: 24, title: 'a new group of Identity Center', plant: [call('identitystore', 'CreateGroup', (a) => ({ ...store(a), DisplayName: 'r24' }))], shows: ['identitystore/group'] },
  {
    row: 24, title: 'a user of Identity Center put into a group', setUp: [call('identitystore', 'CreateUser', (a) => ({ ...store(a), UserName: 'r24b' }), 'user24'), call('identitystore', 'CreateGroup', (a) => ({ ...store(a), DisplayName: 'r24b' }), 'group24')],
    plant: [call('identitystore', 'CreateGroupMembership', (a) => ({ ...store(a), GroupId: groupId(a, 'group24'), MemberId: { UserId: userId(a, 'user24') } }))], shows: ['identitystore/group-membership'],
    notFromConfiguration: 'What the tool compares of a membership has no time of its own: one that is made again is the same.',
  },
  {
    row: 24, title: 'an assignment to the account',
    setUp: [call('identitystore', 'CreateUser', (a) => ({ ...store(a), UserName: 'r24c' }), 'user24c'), call('sso', 'CreatePermissionSet', (a) => ({ InstanceArn: directory(a).InstanceArn, Name: 'r24' }), 'set24')],
    plant: [call('sso', 'CreateAccountAssignment', (a) => ({ ...setOf(a, 'set24'), TargetId: '111122223333', TargetType: 'AWS_ACCOUNT', PrincipalType: 'USER', PrincipalId: userId(a, 'user24c') }))], shows: ['sso/account-assignment'],
    notFromConfiguration: 'AWS does not say since when somebody is assigned.',
  },
  { row: 25, title: 'an Identity Center instance renamed', plant: [call('sso', 'UpdateInstance', (a) => ({ InstanceArn: directory(a).InstanceArn, Name: 'other' }))], shows: ['sso/instance'], notFromConfiguration: 'AWS does not say when an instance was changed.' },
  {
    row: 26, title: 'an administrator policy attached to a permission set', setUp: [call('sso', 'CreatePermissionSet', (a) => ({ InstanceArn: directory(a).InstanceArn, Name: 'r26' }), 'set26')],
    plant: [call('sso', 'AttachManagedPolicyToPermissionSet', (a) => ({ ...setOf(a, 'set26'), ManagedPolicyArn: ADMIN }))], shows: ['sso/permission-set'], notFromConfiguration: 'AWS does not say when a permission set was changed.',
  },
  {
    row: 26, title: 'an inline policy written into a permission set', setUp: [call('sso', 'CreatePermissionSet', (a) => ({ InstanceArn: directory(a).InstanceArn, Name: 'r26b' }), 'set26b')],
    plant: [call('sso', 'PutInlinePolicyToPermissionSet', (a) => ({ ...setOf(a, 'set26b'), InlinePolicy: ALL }))], shows: ['sso/permission-set'], notFromConfiguration: 'AWS does not say when a permission set was changed.',
  },
  { row: 26, title: 'a new permission set', plant: [call('sso', 'CreatePermissionSet', (a) => ({ InstanceArn: directory(a).InstanceArn, Name: 'r26c' }))], shows: ['sso/permission-set'] },
  { row: 101, title: 'an account invited into the organization', plant: [call('organizations', 'InviteAccountToOrganization', { Target: { Id: '123456789012', Type: 'ACCOUNT' } })], shows: ['organizations/membership'], notFromConfiguration: 'An account may be invited at any time; who did it only history tells.' },
  {
    row: 101, title: 'a delegated administrator', plant: [call('organizations', 'RegisterDelegatedAdministrator', { AccountId: '444455556666', ServicePrincipal: 'guardduty.amazonaws.com' })], shows: ['organizations/delegated-administrator'],
    notFromConfiguration: 'The tool compares a delegation without its time: one that is made again is the same.',
  },
  {
    row: 7, title: 'a console password of the root user, set from the management account', plant: [], shows: [], known: true, notFromConfiguration: 'Of the root user AWS says that it has a password, not since when.',
    told: [{ event: 'iam:CreateLoginProfile', by: 'root', request: { passwordResetRequired: false }, response: { loginProfile: { createDate: 'Nov 19, 2026 9:00:00 PM', passwordResetRequired: false } } }],
  },
  { row: 30, title: 'root sessions of the member accounts switched on', plant: [call('iam', 'EnableOrganizationsRootSessions', {})], shows: ['iam/organizations-feature'], notFromConfiguration: 'ListOrganizationsFeatures says that it is on, not since when.' },
  {
    row: 30, title: 'a root session in a member account', plant: [], shows: [], opensSession: true, notFromConfiguration: 'A session stands in no configuration.',
    told: [{
      event: 'sts:AssumeRoot', request: { targetPrincipal: '444455556666', taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy' } },
      response: { credentials: { accessKeyId: 'ASIAMEMBERROOTEXAMPLE', sessionToken: 'EXAMPLE', expiration: 'Nov 19, 2026, 9:15:00 PM' } },
    }],
  },
];
export const rows: readonly Mechanism[] = ALONE.map((row) => ({ ...row, alone: true }));
