// Users, roles, groups, policies and their credentials.
import { CERTIFICATES, sshKey } from '../../sim/iam/fixtures.ts';
import type { Answers, Mechanism, Played } from '../row.ts';

const iam = (operation: string, input: Played['input'], as?: string): Played => ({ service: 'iam', operation, input, ...(as === undefined ? {} : { as }) });
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const ALL = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const LIST = policy({ Effect: 'Allow', Action: 's3:List*', Resource: '*' });
const trust = (principal: object): string => policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });
const SERVICE = trust({ Service: 'ec2.amazonaws.com' });
const FOREIGN = trust({ AWS: 'arn:aws:iam::444455556666:root' });
const user = (UserName: string): Played => iam('CreateUser', { UserName });
const SESSION = 'A session stands in no configuration.';
const OIDC = 'arn:aws:iam::111122223333:oidc-provider/r22.example.com';
const web = (condition: object): string => policy({ Effect: 'Allow', Principal: { Federated: OIDC }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: condition } });
const sts = (operation: string, input: object, as: string, using?: string): Played => ({ service: 'sts', operation, input, as, ...(using === undefined ? {} : { using }) });
const arnOfRole = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
/** Each lets in the account and the other. */
const mutual = (other: string): string => trust({ AWS: ['arn:aws:iam::111122223333:root', arnOfRole(other)] });
const session = (role: string, as: string, using?: string): Played => sts('AssumeRole', { RoleArn: arnOfRole(role), RoleSessionName: 'r17' }, as, using);
const serial = (answers: Answers, name: string): string => (answers[`device${name}`] as { VirtualMFADevice: { SerialNumber: string } }).VirtualMFADevice.SerialNumber;
const enrolled = (name: string): readonly Played[] => [user(name), iam('CreateVirtualMFADevice', { VirtualMFADeviceName: name }, `device${name}`), iam('EnableMFADevice', (a) => ({ UserName: name, SerialNumber: serial(a, name) }))];
const R21B = 'arn:aws:iam::111122223333:oidc-provider/r21b.example.com';
const METADATA = `<EntityDescriptor entityID="https://idp.example.com">${' '.repeat(1_000)}</EntityDescriptor>`;
const anywhere = (operation: string, input: Played['input'], as?: string): Played => ({ service: 'rolesanywhere', operation, input, ...(as === undefined ? {} : { as }) });
const bundle = (name: string) => ({ sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: `EXAMPLE ${name}` } });
const anchor = (name: string, as: string): Played => anywhere('CreateTrustAnchor', { name, enabled: true, source: bundle(name) }, as);
const profile = (name: string, role: string, as: string): Played => anywhere('CreateProfile', { name, enabled: true, roleArns: [arnOfRole(role)] }, as);
const profileId = (answers: Answers, as: string) => ({ profileId: (answers[as] as { profile: { profileId: string } }).profile.profileId });
const ANYWHERE = policy({ Effect: 'Allow', Principal: { Service: 'rolesanywhere.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] });
const UNCHANGED_ROLE = 'AWS does not say when a role\'s trust was changed.';
const UNTOLD = 'Only its events tell whose hand it was.';

export const rows: readonly Mechanism[] = [
  { row: 1, title: 'a new user', plant: [user('r1')], shows: ['iam/user'] },
  { row: 2, title: 'another key of an existing user', setUp: [user('r2')], plant: [iam('CreateAccessKey', { UserName: 'r2' })], shows: ['iam/access-key'] },
  {
    row: 3, title: 'an old key active again', setUp: [user('r3'), iam('CreateAccessKey', { UserName: 'r3' }, 'key3'), iam('UpdateAccessKey', (a) => ({ UserName: 'r3', AccessKeyId: (a['key3'] as { AccessKey: { AccessKeyId: string } }).AccessKey.AccessKeyId, Status: 'Inactive' }))],
    plant: [iam('UpdateAccessKey', (a) => ({ UserName: 'r3', AccessKeyId: (a['key3'] as { AccessKey: { AccessKeyId: string } }).AccessKey.AccessKeyId, Status: 'Active' }))], shows: ['iam/access-key'],
    notFromConfiguration: 'AWS says when a key was made, not when it was made active.',
  },
  { row: 4, title: 'an access key of the root user', plant: [{ ...iam('CreateAccessKey', {}), asRoot: true }], shows: ['iam/root-access-key'], notFromConfiguration: 'By itself it is only weak; the credential report that says since when may be four hours old.' },
  { row: 5, title: 'a console password for an existing user', setUp: [user('r5')], plant: [iam('CreateLoginProfile', { UserName: 'r5', Password: 'An-example-password-1' })], shows: ['iam/login-profile'] },
  {
    row: 6, title: 'the password of an existing user changed', setUp: [user('r6'), iam('CreateLoginProfile', { UserName: 'r6', Password: 'An-example-password-1' })],
    plant: [iam('UpdateLoginProfile', { UserName: 'r6', Password: 'An-example-password-2' })], shows: ['iam/login-profile'], notFromConfiguration: 'GetLoginProfile says when the password was first made.',
  },
  { row: 8, title: 'a virtual MFA device', plant: [iam('CreateVirtualMFADevice', { VirtualMFADeviceName: 'r8' })], shows: ['iam/mfa-device'], notFromConfiguration: 'AWS does not say when a device was made that is assigned to nobody.' },
  {
    row: 9, title: 'the MFA device of a user taken away', setUp: enrolled('r9'), plant: [iam('DeactivateMFADevice', (a) => ({ UserName: 'r9', SerialNumber: serial(a, 'r9') }))], shows: ['iam/mfa-device'],
    notFromConfiguration: 'A device that is assigned to nobody is ordinary, and so is a user without MFA.',
  },
  {
    row: 9, title: 'the MFA device of a user taken away and deleted', setUp: enrolled('r9b'),
    plant: [iam('DeactivateMFADevice', (a) => ({ UserName: 'r9b', SerialNumber: serial(a, 'r9b') })), iam('DeleteVirtualMFADevice', (a) => ({ SerialNumber: serial(a, 'r9b') }))],
    shows: [], events: ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'], notFromConfiguration: 'It is gone.',
  },
  { row: 10, title: 'an administrator policy attached to a user', setUp: [user('r10')], plant: [iam('AttachUserPolicy', { UserName: 'r10', PolicyArn: ADMIN })], shows: ['iam/user-policy-attachment'], notFromConfiguration: 'AWS does not say when a policy was attached.' },
  {
    row: 10, title: 'an administrator policy attached to a role', setUp: [iam('CreateRole', { RoleName: 'r10', AssumeRolePolicyDocument: SERVICE })], plant: [iam('AttachRolePolicy', { RoleName: 'r10', PolicyArn: ADMIN })],
    shows: ['iam/role-policy-attachment'], notFromConfiguration: 'AWS does not say when a policy was attached.',
  },
  { row: 11, title: 'an inline policy of a user', setUp: [user('r11')], plant: [iam('PutUserPolicy', { UserName: 'r11', PolicyName: 'more', PolicyDocument: ALL })], shows: ['iam/user-policy'], notFromConfiguration: 'AWS does not say when an inline policy was written.' },
  {
    row: 11, title: 'an inline policy of a role', setUp: [iam('CreateRole', { RoleName: 'r11', AssumeRolePolicyDocument: SERVICE })], plant: [iam('PutRolePolicy', { RoleName: 'r11', PolicyName: 'more', PolicyDocument: ALL })],
    shows: ['iam/role-policy'], notFromConfiguration: 'AWS does not say when an inline policy was written.',
  },
  {
    row: 11, title: 'an inline policy of a group', setUp: [iam('CreateGroup', { GroupName: 'r11' })], plant: [iam('PutGroupPolicy', { GroupName: 'r11', PolicyName: 'more', PolicyDocument: ALL })],
    shows: ['iam/group-policy'], notFromConfiguration: 'AWS does not say when an inline policy was written.',
  },
  {
    row: 12, title: 'a policy version with everything, in force', setUp: [iam('CreatePolicy', { PolicyName: 'r12', PolicyDocument: LIST }, 'policy12')],
    plant: [iam('CreatePolicyVersion', (a) => ({ PolicyArn: (a['policy12'] as { Policy: { Arn: string } }).Policy.Arn, PolicyDocument: ALL, SetAsDefault: true }))], shows: ['iam/policy-version'],
  },
  { row: 13, title: 'a user put into a group', setUp: [user('r13'), iam('CreateGroup', { GroupName: 'r13' })], plant: [iam('AddUserToGroup', { UserName: 'r13', GroupName: 'r13' })], shows: ['iam/group-membership'], notFromConfiguration: 'AWS does not say since when a user is in a group.' },
  { row: 13, title: 'a new group', plant: [iam('CreateGroup', { GroupName: 'r13b' })], shows: ['iam/group'] },
  { row: 13, title: 'a policy attached to a group', setUp: [iam('CreateGroup', { GroupName: 'r13c' })], plant: [iam('AttachGroupPolicy', { GroupName: 'r13c', PolicyArn: ADMIN })], shows: ['iam/group-policy-attachment'], notFromConfiguration: 'AWS does not say when a policy was attached.' },
  { row: 14, title: 'the permissions boundary of a user taken away', setUp: [user('r14'), iam('PutUserPermissionsBoundary', { UserName: 'r14', PermissionsBoundary: ADMIN })], plant: [iam('DeleteUserPermissionsBoundary', { UserName: 'r14' })], shows: ['iam/permissions-boundary'], notFromConfiguration: 'What is not there leaves nothing to see.' },
  { row: 15, title: 'a role that trusts another account', plant: [iam('CreateRole', { RoleName: 'r15', AssumeRolePolicyDocument: FOREIGN })], shows: ['iam/role'] },
  {
    row: 16, title: 'an existing role that trusts another account now', setUp: [iam('CreateRole', { RoleName: 'r16', AssumeRolePolicyDocument: SERVICE })], plant: [iam('UpdateAssumeRolePolicy', { RoleName: 'r16', PolicyDocument: FOREIGN })],
    shows: ['iam/role'], notFromConfiguration: 'AWS does not say when a trust policy was written.',
  },
  {
    row: 17, title: 'roles that take each other, again and again', setUp: [iam('CreateRole', { RoleName: 'r17a', AssumeRolePolicyDocument: SERVICE }), iam('CreateRole', { RoleName: 'r17b', AssumeRolePolicyDocument: mutual('r17a') }), iam('UpdateAssumeRolePolicy', { RoleName: 'r17a', PolicyDocument: mutual('r17b') }),
      iam('AttachRolePolicy', { RoleName: 'r17a', PolicyArn: ADMIN }), iam('AttachRolePolicy', { RoleName: 'r17b', PolicyArn: ADMIN })],
    plant: [session('r17a', 'first17'), session('r17b', 'second17', 'first17'), session('r17a', 'third17', 'second17')], shows: ['iam/role-session'], opensSession: true, notFromConfiguration: SESSION,
  },
  { row: 18, title: 'a federated session', plant: [sts('GetFederationToken', { Name: 'r18', DurationSeconds: 129_600, PolicyArns: [{ arn: ADMIN }] }, 'federated18')], shows: ['iam/user-session'], opensSession: true, notFromConfiguration: SESSION },
  { row: 19, title: 'a session of a user, for as long as AWS gives it', plant: [sts('GetSessionToken', { DurationSeconds: 129_600 }, 'session19')], shows: ['iam/user-session'], opensSession: true, notFromConfiguration: SESSION },
  {
    row: 20, title: 'the console, opened with an access key', plant: [sts('GetFederationToken', { Name: 'r20', PolicyArns: [{ arn: ADMIN }] }, 'federated20'), { service: 'signin', operation: 'ConsoleLogin', input: {}, using: 'federated20' }],
    shows: ['iam/user-session'], opensSession: true, notFromConfiguration: SESSION,
  },
  { row: 21, title: 'an OpenID Connect provider', plant: [iam('CreateOpenIDConnectProvider', { Url: 'https://r21.example.com', ClientIDList: ['sts.amazonaws.com'] })], shows: ['iam/open-id-connect-provider'] },
  {
    row: 22, title: 'a role opened to whoever an OpenID Connect provider vouches for',
    setUp: [iam('CreateOpenIDConnectProvider', { Url: 'https://r22.example.com', ClientIDList: ['sts.amazonaws.com'] }), iam('CreateRole', { RoleName: 'r22', AssumeRolePolicyDocument: web({ 'r22.example.com:aud': 'sts.amazonaws.com', 'r22.example.com:sub': 'repo:example/site:ref:refs/heads/main' }) })],
    plant: [iam('UpdateAssumeRolePolicy', { RoleName: 'r22', PolicyDocument: web({ 'r22.example.com:aud': 'sts.amazonaws.com' }) })], shows: ['iam/role'],
  },
  {
    row: 21, title: 'an audience and a thumbprint of the stranger\'s in the owner\'s OpenID Connect provider',
    setUp: [iam('CreateOpenIDConnectProvider', { Url: 'https://r21b.example.com', ClientIDList: ['sts.amazonaws.com'], ThumbprintList: ['0123456789abcdef0123456789abcdef01234567'] })],
    plant: [iam('AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn: R21B, ClientID: 'r21b' }), iam('UpdateOpenIDConnectProviderThumbprint', { OpenIDConnectProviderArn: R21B, ThumbprintList: ['89abcdef0123456789abcdef0123456789abcdef'] })],
    shows: ['iam/open-id-connect-provider'], notFromConfiguration: 'AWS does not say when a provider was changed.',
  },
  {
    row: 23, title: 'the metadata of the owner\'s SAML provider replaced', setUp: [iam('CreateSAMLProvider', { Name: 'r23b', SAMLMetadataDocument: METADATA })],
    plant: [iam('UpdateSAMLProvider', { SAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/r23b', SAMLMetadataDocument: METADATA.replace('entityID="', 'entityID="r23b.') })], shows: ['iam/saml-provider'], notFromConfiguration: 'AWS does not say when a provider was changed.',
  },
  { row: 23, title: 'a SAML provider', plant: [iam('CreateSAMLProvider', { Name: 'r23', SAMLMetadataDocument: METADATA })], shows: ['iam/saml-provider'] },
  { row: 27, title: 'a certificate authority of the stranger\'s as a way in (IAM Roles Anywhere)', plant: [anchor('r27', 'a27'), profile('r27', 'r27', 'p27')], shows: ['rolesanywhere/trust-anchor', 'rolesanywhere/profile'] },
  { row: 27, title: 'a role opened to IAM Roles Anywhere', setUp: [iam('CreateRole', { RoleName: 'r27t', AssumeRolePolicyDocument: SERVICE })], plant: [iam('UpdateAssumeRolePolicy', { RoleName: 'r27t', PolicyDocument: ANYWHERE })], shows: ['iam/role'], notFromConfiguration: UNCHANGED_ROLE },
  {
    row: 27, title: 'the authority of the owner\'s trust anchor exchanged', setUp: [anchor('r27c', 'a27c')],
    plant: [anywhere('UpdateTrustAnchor', (a) => ({ trustAnchorId: (a['a27c'] as { trustAnchor: { trustAnchorId: string } }).trustAnchor.trustAnchorId, source: bundle('r27c-other') }))], shows: ['rolesanywhere/trust-anchor'], notFromConfiguration: UNTOLD,
  },
  {
    row: 27, title: 'another role in the owner\'s profile, which had been disabled', setUp: [anywhere('CreateProfile', { name: 'r27d', roleArns: [arnOfRole('r27d')] }, 'p27d')],
    plant: [anywhere('UpdateProfile', (a) => ({ ...profileId(a, 'p27d'), roleArns: [arnOfRole('r27d'), arnOfRole('r27')] })), anywhere('EnableProfile', (a) => profileId(a, 'p27d'))], shows: ['rolesanywhere/profile'], notFromConfiguration: UNTOLD,
  },
  { row: 28, title: 'a service-specific credential', setUp: [user('r28')], plant: [iam('CreateServiceSpecificCredential', { UserName: 'r28', ServiceName: 'codecommit.amazonaws.com' })], shows: ['iam/service-specific-credential'] },
  { row: 28, title: 'an SSH public key', setUp: [user('r28b')], plant: [iam('UploadSSHPublicKey', { UserName: 'r28b', SSHPublicKeyBody: sshKey(1) })], shows: ['iam/ssh-public-key'] },
  { row: 28, title: 'a signing certificate', alone: true, setUp: [user('r28c')], plant: [iam('UploadSigningCertificate', { UserName: 'r28c', CertificateBody: CERTIFICATES[0] })], shows: ['iam/signing-certificate'] },
  { row: 28, title: 'a server certificate', plant: [iam('UploadServerCertificate', { ServerCertificateName: 'r28d', CertificateBody: CERTIFICATES[1], PrivateKey: 'EXAMPLE' })], shows: ['iam/server-certificate'] },
  { row: 29, title: 'a user with a Bedrock API key', plant: [user('BedrockAPIKey-r29'), iam('CreateServiceSpecificCredential', { UserName: 'BedrockAPIKey-r29', ServiceName: 'bedrock.amazonaws.com' })], shows: ['iam/user', 'iam/service-specific-credential'] },
  {
    row: 31, title: 'temporary access for a product provider', plant: [iam('AssociateDelegationRequest', { DelegationRequestId: 'r31-delegation-EXAMPLE' }), iam('AcceptDelegationRequest', { DelegationRequestId: 'r31-delegation-EXAMPLE' })],
    shows: ['iam/delegation-request'],
  },
  {
    row: 31, title: 'temporary access for a product provider, its token sent',
    plant: ['AssociateDelegationRequest', 'AcceptDelegationRequest', 'SendDelegationToken'].map((operation) => iam(operation, { DelegationRequestId: 'r31-released-EXAMPLE' })), shows: ['iam/delegation-request'],
  },
  {
    row: 32, title: 'a role put into an instance profile', setUp: [iam('CreateRole', { RoleName: 'r32', AssumeRolePolicyDocument: SERVICE }), iam('CreateInstanceProfile', { InstanceProfileName: 'r32' })],
    plant: [iam('AddRoleToInstanceProfile', { InstanceProfileName: 'r32', RoleName: 'r32' })], shows: ['iam/instance-profile'], notFromConfiguration: 'AWS does not say since when a profile holds a role.',
  },
  { row: 33, title: 'a service-linked role', alone: true, plant: [iam('CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' })], shows: ['iam/role'] },
  { row: 106, title: 'a user made and deleted again', plant: [user('r106'), iam('DeleteUser', { UserName: 'r106' })], shows: [], events: ['iam:CreateUser', 'iam:DeleteUser'], notFromConfiguration: 'It is gone.' },
];
