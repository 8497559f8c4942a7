// What the simulated IAM holds: immutable records, replaced on every change, so that an older version can stay enforced.
import type { StateType } from '@aws-sdk/client-iam';

export interface Tag { readonly Key: string; readonly Value: string }

/** What users, groups and roles have in common: identity, inline policies and attached managed ones. */
export interface Holder {
  /** AIDA…, AGPA…, AROA…: tells a re-created entity from the old one. */
  readonly id: string;
  readonly name: string;
  /** `/`, or `/team/`. */
  readonly path: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** Policy name → document, as it was given. */
  readonly inline: ReadonlyMap<string, string>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}
export interface Bounded extends Holder {
  readonly tags: readonly Tag[];
  /** ARN of the managed policy that bounds the permissions. */
  readonly boundary: string | undefined;
}
export interface UserRecord extends Bounded {
  /** Ids of groups. */
  readonly groups: readonly string[];
}
export type GroupRecord = Holder;
export interface RoleRecord extends Bounded {
  readonly description: string | undefined;
  /** The trust policy, as it was given. */
  readonly trust: string;
  readonly maxSessionSeconds: number;
}

export interface PolicyVersionRecord { readonly id: string; readonly document: string; readonly createdAt: Date }
/** A customer managed policy, or AWS's own as far as an account sees it. */
export interface PolicyRecord {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly description: string | undefined;
  readonly tags: readonly Tag[];
  readonly versions: readonly PolicyVersionRecord[];
  readonly defaultVersion: string;
  /** Numbers of versions are never used again. */
  readonly versionsMade: number;
}

export type Status = 'Active' | 'Inactive';
/** Every credential belongs to a principal by its unique id: a user's AIDA…, or the account's number for root. */
interface Owned { readonly ownerId: string; readonly createdAt: Date }

export interface KeyRecord extends Owned {
  readonly id: string;
  readonly secret: string;
  readonly status: Status;
  /** Created, or its status changed: what the credential report calls rotated. */
  readonly changedAt: Date;
}
export interface LoginProfileRecord extends Owned {
  /** SHA-256 of the passwords, the newest first. */
  readonly passwords: readonly string[];
  readonly changedAt: Date;
  readonly resetRequired: boolean;
}
export interface MfaDeviceRecord {
  /** `arn:aws:iam::111122223333:mfa/name` */
  readonly serial: string;
  readonly name: string;
  readonly path: string;
  /** Base32. */
  readonly seed: string;
  readonly tags: readonly Tag[];
  readonly ownerId: string | undefined;
  readonly enabledAt: Date | undefined;
}
export interface CertificateRecord extends Owned { readonly id: string; readonly body: string; readonly status: Status; readonly changedAt: Date }
export interface ServerCertificateRecord { readonly id: string; readonly name: string; readonly path: string; readonly arn: string; readonly body: string; readonly chain: string | undefined; readonly createdAt: Date }
/** A provider's request for temporary access. `changedAt`: when it came into this state. */
export interface DelegationRecord { readonly id: string; readonly ownerArn: string; readonly approverArn: string | undefined; readonly state: StateType; readonly createdAt: Date; readonly changedAt: Date; readonly reason: string | undefined }
export interface SshKeyRecord extends Owned { readonly id: string; readonly body: string; readonly fingerprint: string; readonly status: Status }
export interface ServiceCredentialRecord extends Owned {
  readonly id: string;
  readonly service: string;
  /** The user name of CodeCommit and Keyspaces, or the alias of an API key. */
  readonly label: string;
  /** API keys (Bedrock, CloudWatch…) carry an alias and a secret instead of a user name and a password. */
  readonly apiKey: boolean;
  readonly status: Status;
  /** How often its secret was made anew. */
  readonly resets: number;
  readonly expiresAt: Date | undefined;
}
export interface InstanceProfileRecord {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly tags: readonly Tag[];
  /** A role's id. */
  readonly roleId: string | undefined;
}
export interface OidcProviderRecord { readonly arn: string; readonly url: string; readonly clientIds: readonly string[]; readonly thumbprints: readonly string[]; readonly tags: readonly Tag[]; readonly createdAt: Date }
export interface SamlProviderRecord { readonly arn: string; readonly name: string; readonly metadata: string; readonly validUntil: Date; readonly tags: readonly Tag[]; readonly createdAt: Date }
export interface PasswordPolicyRecord {
  readonly minimumLength: number;
  readonly symbols: boolean;
  readonly numbers: boolean;
  readonly upper: boolean;
  readonly lower: boolean;
  readonly usersMayChange: boolean;
  readonly maxAgeDays: number | undefined;
  readonly reusePrevention: number | undefined;
  readonly hardExpiry: boolean | undefined;
}
