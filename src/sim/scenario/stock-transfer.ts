// What carries data out, or lets in: file servers with their users, tasks that copy, identity pools, Roles Anywhere.
import type { room as poolRoom } from '../services/cognito-identity/service.ts';
import type { room as taskRoom } from '../services/datasync/service.ts';
import type { room as anywhereRoom } from '../services/rolesanywhere/service.ts';
import { roomsIn } from '../services/rooms.ts';
import type { room as transferRoom } from '../services/transfer/service.ts';
import type { World } from '../world.ts';
import { itemOf as item, plain, type StockItem } from './stock.ts';

export const stockOfTransfer = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof transferRoom>>('transfer')(world)].flatMap(([region, servers]) => [...servers.values()].flatMap((s) => [
  item('transfer/server', region, s.arn, { online: s.state !== 'OFFLINE' && s.state !== 'STOPPING' }),
  ...[...s.users.values()].map((u) => item('transfer/user', region, u.arn, { role: u.made.Role ?? '', keys: [...u.keys.values()].map((k) => k.SshPublicKeyBody ?? '').sort() }, { parent: s.arn })),
]));
export const stockOfIdentityPools = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof poolRoom>>('cognito-identity')(world)].flatMap(([region, pools]) => [...pools.values()].map(({ settings, roles = {}, mappings = {} }) =>
  item('cognito-identity/identity-pool', region, `arn:${world.partition}:cognito-identity:${region}:${world.id}:identitypool/${settings.IdentityPoolId ?? ''}`, { guests: settings.AllowUnauthenticatedIdentities ?? false, classic: settings.AllowClassicFlow ?? false, roles: plain(roles), mappings: plain(mappings), signIn: plain([settings.SupportedLoginProviders ?? {}, settings.CognitoIdentityProviders ?? [], settings.OpenIdConnectProviderARNs ?? [], settings.SamlProviderARNs ?? []]) })));
export const stockOfDataSync = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof taskRoom>>('datasync')(world)].flatMap(([region, tasks]) => [...tasks.values()].map((t) =>
  item('datasync/task', region, t.arn, { schedule: t.schedule?.ScheduleExpression ?? '', off: t.schedule?.Status === 'DISABLED', runs: t.run !== undefined && !t.run.cancelled })));
export const stockOfRolesAnywhere = (world: World): StockItem[] => [...roomsIn<ReturnType<typeof anywhereRoom>>('rolesanywhere')(world)].flatMap(([region, { anchors, profiles }]) => [
  ...[...anchors.values()].map(({ trustAnchorArn = '', name = '', enabled = false, source }) => item('rolesanywhere/trust-anchor', region, trustAnchorArn, { name, enabled, source: plain(source) })),
  ...[...profiles.values()].map(({ profileArn = '', createdAt: _, updatedAt: __, ...p }) => item('rolesanywhere/profile', region, profileArn, { whole: plain(p) })),
]);
