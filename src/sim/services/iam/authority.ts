// What IAM answers when requests are authenticated and authorized: as enforced, a little later than reads show it.
import type { SimAccount, SimCaller } from '../../account.ts';
import type { IamAuthority, MakeAuthority, Principal, RolePrincipal, Use } from '../../policy/authority.ts';
import { parsePolicy, type PolicyDocument } from '../../policy/document.ts';
import { managedPolicy } from '../../policy/managed-policies.ts';
import { defaultVersionOf, isAwsPolicy } from './managed.ts';
import { rootArn } from './names.ts';
import { ownerById } from './owner.ts';
import type { Bounded, Holder, UserRecord } from './records.ts';
import { iamState, type IamState, type ServiceUse } from './state.ts';

/** Only the first use within so long is recorded. IAM user guide, "Credential report format". */
const KEY_USE_STEP_MS = 15 * 60_000;
const PASSWORD_USE_STEP_MS = 5 * 60_000;

class Authority implements IamAuthority {
  readonly #account: SimAccount;
  readonly #documents = new Map<string, PolicyDocument | undefined>();
  constructor(account: SimAccount) { this.#account = account; }
  get #state(): IamState { return iamState(this.#account); }

  callerOfKey(accessKeyId: string, now: Date): SimCaller | undefined {
    const key = this.#state.keys.enforced(accessKeyId, now);
    if (key?.status !== 'Active') return undefined;
    if (key.ownerId === this.#account.id) return { type: 'Root', arn: rootArn(this.#account), principalId: this.#account.id, accessKeyId };
    const user = this.#state.users.byIdEnforced(key.ownerId, now);
    return user && { type: 'IAMUser', arn: user.arn, principalId: user.id, userName: user.name, accessKeyId };
  }

  identityPolicies(principalArn: string, now: Date): readonly PolicyDocument[] | undefined {
    if (principalArn === rootArn(this.#account)) return [];
    const principal = this.#principal(principalArn, now);
    if (principal === undefined) return undefined;
    const groups = isUser(principal) ? principal.groups.map((id) => this.#state.groups.byIdEnforced(id, now)).filter((group) => group !== undefined) : [];
    return [principal, ...groups].flatMap((holder) => this.#policiesOf(holder, now));
  }
  boundary(principalArn: string, now: Date): PolicyDocument | undefined {
    const arn = this.#principal(principalArn, now)?.boundary;
    return arn === undefined ? undefined : this.#managed(arn, now);
  }
  trustPolicy(roleArn: string, now: Date): PolicyDocument | undefined {
    const role = this.#state.roles.byArnEnforced(roleArn, now);
    return role && this.#parse(role.trust);
  }

  user(arn: string): Principal | undefined {
    const user = this.#state.users.byArn(arn);
    return user && { arn: user.arn, id: user.id, name: user.name };
  }
  role(arn: string): RolePrincipal | undefined {
    const role = this.#state.roles.byArn(arn);
    return role && { arn: role.arn, id: role.id, name: role.name, maxSessionSeconds: role.maxSessionSeconds };
  }
  mfaOwner(serialNumber: string): string | undefined {
    const ownerId = this.#state.mfaDevices.get(serialNumber)?.ownerId;
    return ownerId === undefined ? undefined : ownerById(ownerId, this.#account)?.arn;
  }

  keyUsed(accessKeyId: string, use: Use): void {
    const state = this.#state;
    const before = state.keyUses.get(accessKeyId);
    if (before === undefined || use.at.getTime() - before.at.getTime() >= KEY_USE_STEP_MS) state.keyUses.set(accessKeyId, use);
    const owner = ownerById(state.keys.get(accessKeyId)?.ownerId ?? '', this.#account);
    if (owner !== undefined) this.#serviceUsed(owner, use);
  }
  roleUsed(roleArn: string, use: Use): void {
    const role = this.#state.roles.byArn(roleArn);
    if (role === undefined) return;
    this.#state.roleUses.set(role.id, use);
    this.#serviceUsed(role, use);
  }
  passwordUsed(principalArn: string, at: Date): void {
    const id = principalArn === rootArn(this.#account) ? this.#account.id : this.#state.users.byArn(principalArn)?.id;
    if (id === undefined) return;
    const before = this.#state.passwordUses.get(id);
    if (before === undefined || at.getTime() - before.getTime() >= PASSWORD_USE_STEP_MS) this.#state.passwordUses.set(id, at);
  }

  #serviceUsed({ id, arn }: { readonly id: string; readonly arn: string }, use: Use): void {
    const uses = this.#state.serviceUses.get(id) ?? new Map<string, ServiceUse>();
    this.#state.serviceUses.set(id, uses.set(use.service, { ...use, principalArn: arn }));
  }
  #principal(arn: string, now: Date): Bounded | undefined {
    return this.#state.users.byArnEnforced(arn, now) ?? this.#state.roles.byArnEnforced(arn, now);
  }
  #policiesOf({ inline, attached }: Holder, now: Date): PolicyDocument[] {
    return [...[...inline.values()].map((document) => this.#parse(document)), ...attached.map((arn) => this.#managed(arn, now))].filter((policy) => policy !== undefined);
  }
  #managed(arn: string, now: Date): PolicyDocument | undefined {
    if (isAwsPolicy(arn)) return managedPolicy(arn)?.document;
    const policy = this.#state.policies.byArnEnforced(arn, now);
    return policy && this.#parse(defaultVersionOf(policy).document);
  }
  #parse(document: string): PolicyDocument | undefined {
    if (!this.#documents.has(document)) this.#documents.set(document, parsePolicy(document));
    return this.#documents.get(document);
  }
}
const isUser = (principal: Bounded): principal is UserRecord => 'groups' in principal;

export const iamAuthority: MakeAuthority = (account) => new Authority(account);
