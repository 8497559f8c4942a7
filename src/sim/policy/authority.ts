// What the account's gate asks IAM: whose key, which policies, whose trust. The IAM service's state implements it.
import type { SimAccount, SimCaller } from '../account.ts';
import type { PolicyDocument } from './document.ts';

/** A user or role as sessions need it. */
export interface Principal {
  readonly arn: string;
  /** AIDA… or AROA…. */
  readonly id: string;
  readonly name: string;
}
export interface RolePrincipal extends Principal { readonly maxSessionSeconds: number }

/** How one request used a key or a role: for GetAccessKeyLastUsed, RoleLastUsed and the credential report. */
export interface Use { readonly service: string; readonly region: string; readonly at: Date }

/**
 * Everything with `now` answers as *enforced* at that time (`Propagated.enforced`), the rest as reads show it.
 * Sessions are not IAM's: STS keeps them. Denied uses count as uses, as in AWS.
 */
export interface IamAuthority {
  /** The caller (IAMUser or Root) behind a long-term key; undefined for an unknown, inactive or deleted one. */
  callerOfKey(accessKeyId: string, now: Date): SimCaller | undefined;
  /** Inline, attached and group policies of a user or role; undefined when the principal no longer exists (its sessions are dead). */
  identityPolicies(principalArn: string, now: Date): readonly PolicyDocument[] | undefined;
  boundary(principalArn: string, now: Date): PolicyDocument | undefined;
  trustPolicy(roleArn: string, now: Date): PolicyDocument | undefined;
  user(arn: string): Principal | undefined;
  role(arn: string): RolePrincipal | undefined;
  /** The ARN of the user (or root) that an MFA device's serial number belongs to. */
  mfaOwner(serialNumber: string): string | undefined;
  keyUsed(accessKeyId: string, use: Use): void;
  roleUsed(roleArn: string, use: Use): void;
  /** A successful sign-in to the console by a user or root. */
  passwordUsed(principalArn: string, at: Date): void;
}

/** How the world finds it: `src/sim/services/iam/authority.ts` exports `iamAuthority: MakeAuthority` over `account.state('iam', …)`. */
export type MakeAuthority = (account: SimAccount) => IamAuthority;

/** The account's authority; the world puts it there before the first request. */
export const authorityOf = (account: SimAccount): IamAuthority =>
  account.state<IamAuthority>('iam-authority', () => { throw new Error('This account was made without an IAM authority.'); });
