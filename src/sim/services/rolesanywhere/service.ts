// The simulated IAM Roles Anywhere: trust anchors and profiles. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateProfileCommand, CreateTrustAnchorCommand, DeleteProfileCommand, DeleteTrustAnchorCommand, DisableProfileCommand, DisableTrustAnchorCommand, EnableProfileCommand, EnableTrustAnchorCommand, GetProfileCommand, GetTrustAnchorCommand,
  ListProfilesCommand, ListTrustAnchorsCommand, RolesAnywhereClient, UpdateProfileCommand, UpdateTrustAnchorCommand, type ProfileDetail, type TrustAnchorDetail,
} from '../../../aws/rolesanywhere.ts';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, pageOf, rooms } from '../rooms.ts';

export const room = rooms('rolesanywhere', () => ({ anchors: new Map<string, TrustAnchorDetail>(), profiles: new Map<string, ProfileDetail>() }));
type Things<D> = (call: SimCall) => Map<string, D>;
const anchors: Things<TrustAnchorDetail> = (call) => room(call).anchors;
const profiles: Things<ProfileDetail> = (call) => room(call).profiles;
interface Asked { readonly nextToken?: string | undefined; readonly pageSize?: number | undefined }
interface AnchorId { readonly trustAnchorId?: string | undefined }
interface ProfileId { readonly profileId?: string | undefined }

function need<D>(things: Things<D>, call: SimCall, id = ''): D {
  const found = things(call).get(id);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `Resource ${id} not found.`, 404);
  return found;
}
function changed<D extends object>(things: Things<D>, call: SimCall, id: string | undefined, by: object): D {
  const now = { ...need(things, call, id), ...Object.fromEntries(Object.entries(by).filter(([, value]) => value !== undefined)), updatedAt: call.now };
  things(call).set(id ?? '', now);
  return now;
}
function removed<D>(things: Things<D>, call: SimCall, id = ''): D {
  const found = need(things, call, id);
  things(call).delete(id);
  return found;
}
function made<D>(things: Things<D>, call: SimCall, resource: string, of: (id: string, arn: string) => D): D {
  const id = call.account.ids.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), one = of(id, arnIn(call, 'rolesanywhere', `${resource}/${id}`));
  things(call).set(id, one);
  return one;
}
const paged = <D>(things: Things<D>, { nextToken: token, pageSize: max }: Asked, call: SimCall) => pageOf([...things(call).values()], call, { token, max, refusal: 'ValidationException' });
const required = (...members: readonly unknown[]): void => { if (members.includes(undefined)) throw new AwsError('ValidationException', 'A required member is missing.', 400); };

const onAnchor = { resources: ({ trustAnchorId: id = '*' }: AnchorId, call: SimCall): string[] => [arnIn(call, 'rolesanywhere', `trust-anchor/${id}`)] };
const onProfile = { resources: ({ profileId: id = '*' }: ProfileId, call: SimCall): string[] => [arnIn(call, 'rolesanywhere', `profile/${id}`)] };
const anchorWith = (by: object) => ({ trustAnchorId: id, ...more }: AnchorId, call: SimCall) => ({ trustAnchor: changed(anchors, call, id, { ...more, ...by }) });
const profileWith = (by: object) => ({ profileId: id, ...more }: ProfileId, call: SimCall) => ({ profile: changed(profiles, call, id, { ...more, ...by }) });

export default function rolesanywhere(): Service<SimCall> {
  return new Service<SimCall>(RolesAnywhereClient, { id: 'rolesanywhere' })
    .on(CreateTrustAnchorCommand, ({ enabled = false, ...more }, call) => {
      required(more.name, more.source);
      return { trustAnchor: made(anchors, call, 'trust-anchor', (trustAnchorId, trustAnchorArn) => ({ ...more, trustAnchorId, trustAnchorArn, enabled, createdAt: call.now, updatedAt: call.now })) };
    })
    .on(ListTrustAnchorsCommand, (i, call) => { const { page, next } = paged(anchors, i, call); return { trustAnchors: page, ...(next !== undefined && { nextToken: next }) }; })
    .on(GetTrustAnchorCommand, ({ trustAnchorId: id }, call) => ({ trustAnchor: need(anchors, call, id) }), onAnchor)
    .on(UpdateTrustAnchorCommand, anchorWith({}), onAnchor)
    .on(EnableTrustAnchorCommand, anchorWith({ enabled: true }), onAnchor)
    .on(DisableTrustAnchorCommand, anchorWith({ enabled: false }), onAnchor)
    .on(DeleteTrustAnchorCommand, ({ trustAnchorId: id }, call) => ({ trustAnchor: removed(anchors, call, id) }), onAnchor)
    .on(CreateProfileCommand, (more, call) => {
      required(more.name, more.roleArns);
      const filled = { managedPolicyArns: [], durationSeconds: 3600, enabled: false, requireInstanceProperties: false, acceptRoleSessionName: false, createdBy: call.caller.arn, createdAt: call.now, updatedAt: call.now };
      return { profile: made(profiles, call, 'profile', (profileId, profileArn) => ({ ...filled, ...more, profileId, profileArn })) };
    })
    .on(ListProfilesCommand, (i, call) => { const { page, next } = paged(profiles, i, call); return { profiles: page, ...(next !== undefined && { nextToken: next }) }; })
    .on(GetProfileCommand, ({ profileId: id }, call) => ({ profile: need(profiles, call, id) }), onProfile)
    .on(UpdateProfileCommand, profileWith({}), onProfile)
    .on(EnableProfileCommand, profileWith({ enabled: true }), onProfile)
    .on(DisableProfileCommand, profileWith({ enabled: false }), onProfile)
    .on(DeleteProfileCommand, ({ profileId: id }, call) => ({ profile: removed(profiles, call, id) }), onProfile);
}
