// Everything that the IAM of one account holds, and how an operation finds it.
import { PropagatedMap } from '../../dispatch/propagation.ts';
import type { Use } from '../../policy/authority.ts';
import type { SimAccount } from '../../account.ts';
import { Entities } from './entities.ts';
import type {
  CertificateRecord, DelegationRecord, GroupRecord, InstanceProfileRecord, KeyRecord, LoginProfileRecord, MfaDeviceRecord, OidcProviderRecord, PasswordPolicyRecord,
  PolicyRecord, RoleRecord, SamlProviderRecord, ServerCertificateRecord, ServiceCredentialRecord, SshKeyRecord, UserRecord,
} from './records.ts';

/** When a principal last used a service, and from where; denied requests count. */
export interface ServiceUse extends Use { readonly principalArn: string }
export interface CredentialReport { readonly startedAt: Date; readonly content: string }
export interface LastAccessedJob {
  readonly id: string;
  readonly arn: string;
  readonly granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL';
  readonly startedAt: Date;
  /** Only the user, or the session, that asked may read it. */
  readonly askedBy: string;
}

export interface IamState {
  /** When the account was opened, as far as it matters: its first request. */
  readonly since: Date;
  readonly users: Entities<UserRecord>;
  readonly groups: Entities<GroupRecord>;
  readonly roles: Entities<RoleRecord>;
  readonly policies: Entities<PolicyRecord>;
  readonly keys: PropagatedMap<string, KeyRecord>;
  /** By owner. */
  readonly loginProfiles: Map<string, LoginProfileRecord>;
  /** By serial number. */
  readonly mfaDevices: Map<string, MfaDeviceRecord>;
  readonly certificates: Map<string, CertificateRecord>;
  readonly sshKeys: Map<string, SshKeyRecord>;
  readonly serviceCredentials: Map<string, ServiceCredentialRecord>;
  /** By name. */
  readonly instanceProfiles: Map<string, InstanceProfileRecord>;
  /** By ARN. */
  readonly oidcProviders: Map<string, OidcProviderRecord>;
  readonly samlProviders: Map<string, SamlProviderRecord>;
  /** By name. */
  readonly serverCertificates: Map<string, ServerCertificateRecord>;
  readonly delegations: Map<string, DelegationRecord>;
  /** By access key id. */
  readonly keyUses: Map<string, Use>;
  /** By role id. */
  readonly roleUses: Map<string, Use>;
  /** By principal id, then by service. */
  readonly serviceUses: Map<string, Map<string, ServiceUse>>;
  /** By principal id. */
  readonly passwordUses: Map<string, Date>;
  readonly jobs: Map<string, LastAccessedJob>;
  /** Ids of `DeleteServiceLinkedRole` tasks. */
  readonly roleDeletions: Set<string>;
  alias: string | undefined;
  passwordPolicy: PasswordPolicyRecord | undefined;
  report: CredentialReport | undefined;
}

function newIamState(account: SimAccount): IamState {
  const lagMs = account.behaviour.consistencyMs;
  return {
    since: account.now(),
    users: new Entities(lagMs), groups: new Entities(lagMs), roles: new Entities(lagMs), policies: new Entities(lagMs), keys: new PropagatedMap(lagMs),
    loginProfiles: new Map(), mfaDevices: new Map(), certificates: new Map(), sshKeys: new Map(), serviceCredentials: new Map(),
    instanceProfiles: new Map(), oidcProviders: new Map(), samlProviders: new Map(), serverCertificates: new Map(), delegations: new Map(),
    keyUses: new Map(), roleUses: new Map(), serviceUses: new Map(), passwordUses: new Map(), jobs: new Map(), roleDeletions: new Set(),
    alias: account.alias, passwordPolicy: undefined, report: undefined,
  };
}

/** The IAM of this account, made on first use. */
export const iamState = (account: SimAccount): IamState => account.state('iam', newIamState);
