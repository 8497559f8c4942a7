// Signs of attack on identities: new credentials for others, policies and trust inflated, sign-ins, recovery of passwords.
import { say } from '../../core/text.ts';
import type { TrailEvent } from '../event.ts';
import { textAt } from '../fields.ts';
import { byAws } from '../identity.ts';
import { allows, asked, answered, attempted, done, forAnother, isAdmin, policiesIn, trusted, type Sign } from './sign.ts';

const of = (event: TrailEvent, ...operations: readonly string[]): boolean => operations.includes(event.operation);
const signIn = (event: TrailEvent, result: string): boolean => event.name === 'ConsoleLogin' && answered(event, 'ConsoleLogin') === result;
const more = (event: TrailEvent, name: string): string => textAt(event.additional ?? undefined, name);
const ADMIN = /:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess|job-function\/SystemAdministrator)$/;
/** Attached by AWS to the user of a leaked key. */
const QUARANTINE = /:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/;
/** What changes an account; not the data in it, nor the log lines and service-linked roles that services make for whoever uses them. */
const CHANGES = /^(?!logs:|dynamodb:|sts:|ssm:)[a-z\d-]+:(Add|Attach|Authorize|Create|Delete|Disable|Enable|Import|Modify|Put|Register|Run|Set|Update)(?!ServiceLinkedRole|Object|Grant|Metric|Record|Events$)/;
const outsiders = (event: TrailEvent): boolean => policiesIn(event).flatMap(trusted).some((account) => account === '*' || account !== event.accountId);

export const IDENTITY_SIGNS: readonly Sign[] = [
  { id: 'root-key', strong: true, techniques: ['T1098.001'], because: say('An access key was made for the root user.'),
    match: (e) => of(e, 'iam:CreateAccessKey') && done(e) && e.identity.type === 'Root' && asked(e, 'userName') === '' },
  { id: 'key-for-another', strong: true, techniques: ['T1098.001'], because: say('An access key was made for another user.'),
    match: (e) => of(e, 'iam:CreateAccessKey') && done(e) && forAnother(e) },
  { id: 'key-reactivated', strong: true, techniques: ['T1098.001'], because: say('Another user’s access key was switched on again.'),
    match: (e) => of(e, 'iam:UpdateAccessKey') && done(e) && forAnother(e) && asked(e, 'status') === 'Active' },
  { id: 'service-credential-for-another', strong: true, techniques: ['T1098.001'], because: say('A service credential or SSH key was made for another user.'),
    match: (e) => of(e, 'iam:CreateServiceSpecificCredential', 'iam:UploadSSHPublicKey', 'iam:UploadSigningCertificate') && done(e) && forAnother(e) },
  { id: 'password-for-another', strong: true, techniques: ['T1098.001', 'T1078.004'], because: say('A console password was set for another user.'),
    match: (e) => of(e, 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile') && done(e) && forAnother(e) },
  { id: 'root-password-in-member', strong: true, techniques: ['T1078.004'], because: say('A console password was set for a root user.'),
    match: (e) => of(e, 'iam:CreateLoginProfile') && done(e) && e.identity.type === 'Root' && asked(e, 'userName') === '' },
  { id: 'admin-policy', strong: true, techniques: ['T1098.003'], because: say('An administrator’s policy was attached.'),
    match: (e) => of(e, 'iam:AttachUserPolicy', 'iam:AttachRolePolicy', 'iam:AttachGroupPolicy') && done(e) && ADMIN.test(asked(e, 'policyArn')) },
  { id: 'admin-inline-policy', strong: true, techniques: ['T1098.003'], because: say('A policy that allows everything was written.'),
    match: (e) => of(e, 'iam:PutUserPolicy', 'iam:PutRolePolicy', 'iam:PutGroupPolicy', 'iam:CreatePolicyVersion', 'iam:CreatePolicy') && done(e) && policiesIn(e).some(isAdmin) },
  { id: 'own-rights-raised', strong: true, techniques: ['T1098.003'], because: say('A user gave itself more rights.'),
    match: (e) => of(e, 'iam:AddUserToGroup', 'iam:AttachUserPolicy', 'iam:PutUserPolicy') && done(e) && e.identity.type === 'IAMUser' && asked(e, 'userName') === e.identity.userName && policiesIn(e).every((p) => allows(p).length > 0) && !QUARANTINE.test(asked(e, 'policyArn')) },
  { id: 'policy-switched', strong: false, techniques: ['T1098.003'], because: say('Another version of a policy was made the valid one.'),
    match: (e) => of(e, 'iam:SetDefaultPolicyVersion') && done(e) },
  { id: 'user-made', strong: false, techniques: ['T1136.003'], because: say('A user was made.'),
    match: (e) => of(e, 'iam:CreateUser') && done(e) && e.identity.type !== 'Root' && !byAws(e.identity, e.sourceIp) },
  { id: 'quarantined', strong: false, techniques: ['T1552.001'], because: say('AWS quarantined a user: a key of theirs has leaked.'),
    match: (e) => of(e, 'iam:AttachUserPolicy', 'iam:PutUserPolicy') && (QUARANTINE.test(asked(e, 'policyArn')) || asked(e, 'policyName') === 'AWSExposedCredentialPolicy_DO_NOT_REMOVE') },
  { id: 'root-signed-in', strong: false, techniques: ['T1078.004'], because: say('The root user signed in.'),
    match: (e) => e.name === 'ConsoleLogin' && e.identity.type === 'Root' && done(e) && answered(e, 'ConsoleLogin') !== 'Failure' },
  { id: 'root-acted', strong: false, techniques: ['T1078.004'], because: say('The root user changed something, in a session without MFA.'),
    match: (e) => CHANGES.test(e.operation) && done(e) && e.identity.type === 'Root' && e.identity.mfa === false && !byAws(e.identity, e.sourceIp) },
  { id: 'boundary-removed', strong: true, techniques: ['T1098'], because: say('A permissions boundary was removed.'),
    match: (e) => of(e, 'iam:DeleteUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary') && done(e) },
  { id: 'trust-from-outside', strong: true, techniques: ['T1098.003', 'T1199'], because: say('A role was opened to another account.'),
    match: (e) => of(e, 'iam:CreateRole', 'iam:UpdateAssumeRolePolicy') && done(e) && outsiders(e) },
  { id: 'identity-provider', strong: false, techniques: ['T1484.002'], because: say('An identity provider was added or changed.'),
    match: (e) => of(e, 'iam:CreateOpenIDConnectProvider', 'iam:CreateSAMLProvider', 'iam:UpdateSAMLProvider', 'iam:DeleteSAMLProvider', 'iam:AddClientIDToOpenIDConnectProvider', 'iam:UpdateOpenIDConnectProviderThumbprint') && done(e) },
  { id: 'trust-anchor', strong: true, techniques: ['T1556', 'T1098.001'], because: say('A certificate authority was made a way into the account (IAM Roles Anywhere).'),
    match: (e) => of(e, 'rolesanywhere:CreateTrustAnchor') && done(e) },
  { id: 'mfa-removed', strong: true, techniques: ['T1556.006'], because: say('An MFA device was removed in a session without MFA.'),
    match: (e) => of(e, 'iam:DeactivateMFADevice') && done(e) && e.identity.mfa === false },
  { id: 'mfa-taken', strong: false, techniques: ['T1556.006'], because: say('A session without MFA tried to make an MFA device that already exists.'),
    match: (e) => of(e, 'iam:CreateVirtualMFADevice') && e.errorCode === 'EntityAlreadyExists' && e.identity.mfa === false },
  { id: 'sign-in-without-mfa', strong: false, techniques: ['T1078.004'], because: say('A console sign-in with a password and without MFA.'),
    match: (e) => signIn(e, 'Success') && (e.identity.type === 'IAMUser' || e.identity.type === 'Root') && more(e, 'MFAUsed') === 'No' && more(e, 'SamlProviderArn') === '' },
  { id: 'root-sign-in-failed', strong: false, techniques: ['T1110', 'T1078.004'], because: say('A sign-in as the root user failed.'),
    match: (e) => signIn(e, 'Failure') && e.identity.type === 'Root' },
  { id: 'mfa-failed', strong: false, techniques: ['T1621', 'T1110'], because: say('A sign-in failed at the MFA code: the password was right.'),
    match: (e) => signIn(e, 'Failure') && more(e, 'MFAUsed') === 'Yes' && e.errorMessage === 'Failed authentication' },
  { id: 'console-from-keys', strong: true, techniques: ['T1538', 'T1550.001'], because: say('A console session was made from access keys.'),
    match: (e) => of(e, 'signin:GetSigninToken') && done(e) && !/^Jersey\//.test(e.userAgent) && !e.identity.arn.includes('/AWSReservedSSO_') },
  { id: 'federated-admin', strong: true, techniques: ['T1550.001'], because: say('A federated session with an administrator’s policy was opened, which outlives its key.'),
    match: (e) => of(e, 'sts:GetFederationToken') && done(e) && (/AdministratorAccess/.test(JSON.stringify(e.request ?? {})) || policiesIn(e).some(isAdmin)) },
  { id: 'assume-root', strong: false, techniques: ['T1078.004'], because: say('A root session in a member account was opened.'),
    match: (e) => of(e, 'sts:AssumeRoot') && done(e) },
  { id: 'password-recovery', strong: true, techniques: ['T1078.004'], because: say('The root user’s password or e-mail address was recovered or changed.'),
    match: (e) => of(e, 'signin:PasswordRecoveryRequested', 'signin:PasswordRecoveryCompleted', 'signin:EmailUpdated', 'signin:PasswordUpdated', 'account:StartPrimaryEmailUpdate') && done(e) && !['PasswordUpdated', 'EmailUpdated'].some((n) => answered(e, n) === 'Failure') },
  { id: 'secret-scanner', strong: true, techniques: ['T1552.001'], because: say('A scanner for leaked secrets tried the key.'),
    match: (e) => of(e, 'sts:GetCallerIdentity') && /^truffle-?hog/i.test(e.userAgent) },
  { id: 'identity-center', strong: false, techniques: ['T1136.003', 'T1556'], because: say('IAM Identity Center was switched on or its directory changed.'),
    match: (e) => of(e, 'sso:StartSSO', 'sso:CreateInstance', 'sso:AssociateDirectory', 'sso:PutMfaDeviceManagementForDirectory') && attempted(e) },
];
