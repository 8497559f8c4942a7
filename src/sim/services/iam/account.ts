// What IAM says of the account as a whole: its alias and its summary, with the only facts about root that everybody can read.
import { CreateAccountAliasCommand, DeleteAccountAliasCommand, GetAccountSummaryCommand, ListAccountAliasesCommand, type SummaryKeyType } from '@aws-sdk/client-iam';
import type { SimAccount, SimCall } from '../../account.ts';
import { keysOf } from './access-keys.ts';
import { alreadyExists, noSuchEntity, validation } from './errors.ts';
import { devicesOf } from './mfa-devices.ts';
import { register, type IamService, type Nothing } from './register.ts';
import { rootPassword } from './root-credentials.ts';
import { certificatesOf } from './signing-certificates.ts';
import { iamState } from './state.ts';

const ALIAS = /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/;

function createAlias(alias: string, call: SimCall): Nothing {
  if (!ALIAS.test(alias)) throw validation('The account alias must be between 3 and 63 characters long and contain only lower-case letters, digits and single dashes.');
  const state = iamState(call.account);
  if (state.alias === alias) throw alreadyExists(`The account alias ${alias} already exists.`);
  state.alias = alias;
  return {};
}
function deleteAlias(alias: string, call: SimCall): Nothing {
  const state = iamState(call.account);
  if (state.alias !== alias) throw noSuchEntity(`The account alias ${alias} cannot be found.`);
  state.alias = undefined;
  return {};
}

const QUOTAS = {
  AccessKeysPerUserQuota: 2, AssumeRolePolicySizeQuota: 2_048, AttachedPoliciesPerGroupQuota: 10, AttachedPoliciesPerRoleQuota: 10, AttachedPoliciesPerUserQuota: 10,
  GlobalEndpointTokenVersion: 1, GroupPolicySizeQuota: 5_120, GroupsPerUserQuota: 10, GroupsQuota: 300, InstanceProfilesQuota: 1_000, PoliciesQuota: 1_500, PolicySizeQuota: 6_144,
  PolicyVersionsInUseQuota: 10_000, RolePolicySizeQuota: 10_240, RolesQuota: 1_000, ServerCertificatesQuota: 20, SigningCertificatesPerUserQuota: 2, UserPolicySizeQuota: 2_048,
  UsersQuota: 5_000, VersionsPerPolicyQuota: 5,
} as const satisfies Partial<Record<SummaryKeyType, number>>;

function summary(account: SimAccount): Record<string, number> {
  const state = iamState(account);
  const present = (there: boolean): number => (there ? 1 : 0);
  const policies = state.policies.list();
  const devices = [...state.mfaDevices.values()];
  return {
    ...QUOTAS,
    AccountAccessKeysPresent: present(keysOf(account.id, state).length > 0),
    AccountMFAEnabled: present(devicesOf(account.id, state).length > 0),
    AccountPasswordPresent: present(rootPassword(account).there),
    AccountSigningCertificatesPresent: present(certificatesOf(account.id, state).length > 0),
    Groups: state.groups.list().length,
    InstanceProfiles: state.instanceProfiles.size,
    MFADevices: devices.length,
    MFADevicesInUse: devices.filter(({ ownerId }) => ownerId !== undefined).length,
    Policies: policies.length,
    PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
    Providers: state.oidcProviders.size + state.samlProviders.size,
    Roles: state.roles.list().length,
    ServerCertificates: state.serverCertificates.size,
    Users: state.users.list().length,
  };
}

export function addAccount(iam: IamService): void {
  register(iam, CreateAccountAliasCommand, ({ AccountAlias }, call) => createAlias(AccountAlias, call));
  register(iam, DeleteAccountAliasCommand, ({ AccountAlias }, call) => deleteAlias(AccountAlias, call));
  register(iam, ListAccountAliasesCommand, (_, call) => {
    const { alias } = iamState(call.account);
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  });
  register(iam, GetAccountSummaryCommand, (_, call) => ({ SummaryMap: summary(call.account) }));
}
