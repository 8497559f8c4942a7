// The things of IAM: principals, their policies and every credential.
import type { World } from '../world.ts';
import type { Bounded, Holder } from '../services/iam/records.ts';
import { iamState, type IamState } from '../services/iam/state.ts';
import { ownArn, valueOf, type StockItem } from './stock.ts';

const GLOBAL = 'aws-global';
type Kept = Omit<StockItem, 'region'>;

export function stockOfIam(world: World): StockItem[] {
  const state = iamState(world);
  const kept = [...principals(state), ...credentials(state), ...providers(world, state), ...accountWide(world, state)];
  return kept.map((item) => ({ ...item, region: GLOBAL }));
}

function principals(state: IamState): Kept[] {
  const bounded = (one: Bounded): Record<string, string> => ({ id: one.id, path: one.path, boundary: one.boundary ?? '' });
  return [
    ...state.users.list().flatMap((user): Kept[] => [
      { arn: user.arn, kind: 'iam/user', value: valueOf(bounded(user)) },
      ...policiesOf('user', user),
      ...user.groups.map((id): Kept => ({ arn: ownArn('iam/group-membership', GLOBAL, user.name, id), kind: 'iam/group-membership', parent: user.arn, value: valueOf({ id: user.id }) })),
    ]),
    ...state.groups.list().flatMap((group): Kept[] => [{ arn: group.arn, kind: 'iam/group', value: valueOf({ id: group.id, path: group.path }) }, ...policiesOf('group', group)]),
    ...state.roles.list().flatMap((role): Kept[] => [
      { arn: role.arn, kind: 'iam/role', value: valueOf({ ...bounded(role), trust: role.trust, maxSessionSeconds: role.maxSessionSeconds }) },
      ...policiesOf('role', role),
    ]),
    ...state.policies.list().map((policy): Kept => ({
      arn: policy.arn, kind: 'iam/policy', value: valueOf({ id: policy.id, document: policy.versions.find(({ id }) => id === policy.defaultVersion)?.document }),
    })),
  ];
}
function policiesOf(what: string, holder: Holder): Kept[] {
  const inline = `iam/${what}-policy`;
  const attachment = `iam/${what}-policy-attachment`;
  return [
    ...[...holder.inline].map(([name, document]): Kept => ({ arn: ownArn(inline, GLOBAL, holder.name, name), kind: inline, parent: holder.arn, value: valueOf({ id: holder.id, document }) })),
    ...holder.attached.map((arn): Kept => ({ arn: ownArn(attachment, GLOBAL, holder.name, arn), kind: attachment, parent: holder.arn, value: valueOf({ id: holder.id }) })),
  ];
}

function credentials(state: IamState): Kept[] {
  const nameOf = (ownerId: string): string => state.users.byId(ownerId)?.name ?? 'root';
  const parentOf = (ownerId: string): { parent?: string } => { const arn = state.users.byId(ownerId)?.arn; return arn === undefined ? {} : { parent: arn }; };
  const own = (kind: string, ownerId: string, name: string, value: Readonly<Record<string, string>>): Kept => ({ arn: ownArn(kind, GLOBAL, nameOf(ownerId), name), kind, ...parentOf(ownerId), value: valueOf(value) });
  return [
    ...[...state.keys.current()].map(([id, { ownerId, status }]) => own('iam/access-key', ownerId, id, { status })),
    ...[...state.loginProfiles.values()].map(({ ownerId, changedAt, passwords }) => own('iam/login-profile', ownerId, 'password', { id: ownerId, changedAt: changedAt.toISOString(), password: passwords[0] ?? '' })),
    // One that nobody carries opens nothing.
    ...[...state.mfaDevices.values()].filter(({ ownerId }) => ownerId !== undefined).map(({ serial, ownerId = '' }): Kept => ({ arn: serial, kind: 'iam/mfa-device', ...parentOf(ownerId), value: valueOf({ ownerId }) })),
    ...[...state.certificates.values()].map(({ id, ownerId, status }) => own('iam/signing-certificate', ownerId, id, { status })),
    ...[...state.sshKeys.values()].map(({ id, ownerId, status }) => own('iam/ssh-public-key', ownerId, id, { status })),
    ...[...state.serviceCredentials.values()].map(({ id, ownerId, status, resets }) => own('iam/service-specific-credential', ownerId, id, { status, resets: String(resets) })),
  ];
}

function providers({ id, partition }: World, state: IamState): Kept[] {
  return [
    ...[...state.instanceProfiles.values()].map((one): Kept => ({ arn: one.arn, kind: 'iam/instance-profile', value: valueOf({ roleId: one.roleId }) })),
    ...[...state.oidcProviders.values()].map((one): Kept => ({ arn: one.arn, kind: 'iam/oidc-provider', value: valueOf({ clientIds: one.clientIds, thumbprints: one.thumbprints }) })),
    // One that was rejected lets nobody in.
    ...[...state.delegations.values()].filter(({ state: now }) => now !== 'REJECTED').map((one): Kept => ({ arn: `arn:${partition}:iam::${id}:delegation-request/${one.id}`, kind: 'iam/delegation-request', value: valueOf({ state: one.state }) })),
    ...[...state.serverCertificates.values()].map((one): Kept => ({ arn: one.arn, kind: 'iam/server-certificate', value: valueOf({ id: one.id }) })),
    ...[...state.samlProviders.values()].map((one): Kept => ({ arn: one.arn, kind: 'iam/saml-provider', value: valueOf({ metadata: one.metadata }) })),
  ];
}
function accountWide(world: World, { passwordPolicy, alias }: IamState): Kept[] {
  const own = (kind: string, value: string, more: Partial<Kept> = {}): Kept => ({ arn: ownArn(kind, GLOBAL, world.id, 'account'), kind, value, ...more });
  return [
    ...(passwordPolicy ? [own('iam/password-policy', JSON.stringify(passwordPolicy), { setting: true })] : []),
    ...(alias === undefined ? [] : [own('iam/account-alias', alias)]),
  ];
}
