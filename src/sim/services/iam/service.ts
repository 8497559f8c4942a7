// The simulated IAM: every operation that the account answers. How it behaves is in BEHAVIOUR.md.
import { IAMClient } from '@aws-sdk/client-iam';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { addAccessKeys } from './access-keys.ts';
import { addAccount } from './account.ts';
import { addAttachments } from './attachments.ts';
import { addAuthorizationDetails } from './authorization-details.ts';
import { addBoundaries } from './boundary.ts';
import { addCredentialReport } from './credential-report.ts';
import { addDelegationRequests } from './delegation-requests.ts';
import { addGroups } from './groups.ts';
import { addIdentityProviders } from './identity-providers.ts';
import { addInlinePolicies } from './inline-policies.ts';
import { addInstanceProfiles } from './instance-profiles.ts';
import { addLastAccessed } from './last-accessed.ts';
import { addLoginProfiles } from './login-profiles.ts';
import { addMfaDevices } from './mfa-devices.ts';
import { addOrganizationsFeatures } from './organizations-features.ts';
import { addPasswordPolicy } from './password-policy.ts';
import { addPolicies } from './policies.ts';
import { addPolicyVersions } from './policy-versions.ts';
import { addRoles } from './roles.ts';
import { addServerCertificates } from './server-certificates.ts';
import { addServiceCredentials } from './service-credentials.ts';
import { addServiceLinkedRoles } from './service-linked-roles.ts';
import { addSigningCertificates } from './signing-certificates.ts';
import { addSimulation } from './simulation.ts';
import { addSshKeys } from './ssh-keys.ts';
import { addUsers } from './users.ts';

const iam = new Service<SimCall>(IAMClient, { id: 'iam' });
for (const add of [
  addUsers, addGroups, addRoles, addServiceLinkedRoles, addInlinePolicies, addPolicies, addPolicyVersions, addAttachments, addBoundaries,
  addAccessKeys, addLoginProfiles, addPasswordPolicy, addMfaDevices, addSigningCertificates, addSshKeys, addServiceCredentials,
  addInstanceProfiles, addIdentityProviders, addServerCertificates, addDelegationRequests, addOrganizationsFeatures, addAccount, addAuthorizationDetails, addCredentialReport, addLastAccessed, addSimulation,
]) add(iam);

export default iam;
