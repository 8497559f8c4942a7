// Who besides the account may use an image or a snapshot: what the stranger added is taken away, and can be given back.
import type { ModifyImageAttributeCommandInput, LaunchPermission } from '@aws-sdk/client-ec2';
import type { Json, JsonObject, Resource } from '../../../core/types.ts';
import type { HistoryEvent } from '../../kind.ts';

export interface Shared {
  /** Account ids. */
  readonly users: readonly string[];
  /** `all`: everybody. */
  readonly groups: readonly string[];
  /** ARNs of organizations and organizational units. */
  readonly organizations: readonly string[];
}
/** What is to remain; without it nothing remains. */
export interface Sharing extends Resource, Shared {}

type Permission = LaunchPermission & { readonly UserId?: string | undefined };
const sorted = (list: readonly (string | undefined)[]): string[] => list.filter((one) => one !== undefined && one !== '').sort() as string[];
export const sharedOf = (permissions: readonly Permission[]): Shared => ({
  users: sorted(permissions.map((p) => p.UserId)), groups: sorted(permissions.map((p) => p.Group)), organizations: sorted(permissions.flatMap((p) => [p.OrganizationArn, p.OrganizationalUnitArn])),
});

const without = (list: readonly string[], kept: Json | undefined): string[] => list.filter((one) => !(Array.isArray(kept) && kept.includes(one)));
/** What is taken away: everything but what the aim keeps. */
export const tooMuch = (r: Sharing): Shared => ({ users: without(r.users, r.aim?.['users']), groups: without(r.groups, r.aim?.['groups']), organizations: without(r.organizations, r.aim?.['organizations']) });
export const isNobody = ({ users, groups, organizations }: Shared): boolean => users.length + groups.length + organizations.length === 0;

/** As EC2 takes it, for adding and removing. */
export function permissionsOf({ users, groups, organizations }: Shared): NonNullable<NonNullable<ModifyImageAttributeCommandInput['LaunchPermission']>['Add']> {
  return [
    ...groups.map(() => ({ Group: 'all' as const })), ...users.map((UserId) => ({ UserId })),
    ...organizations.map((arn) => (arn.includes(':ou/') ? { OrganizationalUnitArn: arn } : { OrganizationArn: arn })),
  ];
}

const object = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {});
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value as readonly Json[] : []);
/** `{ add: { items: [{ userId }, { group }] } }`, under the attribute's name. */
function added({ request }: HistoryEvent, attribute: string): Set<string> {
  const items = list(object(object(request?.[attribute])['add'])['items']);
  return new Set(items.flatMap((one) => Object.values(object(one)).filter((value) => typeof value === 'string')));
}

/** What is left when everything that only the stranger added is gone. */
export function sharingBefore(attribute: string) {
  return (r: Sharing, history: readonly HistoryEvent[]): JsonObject | undefined => {
    const theirs = new Set(history.filter((e) => e.by === 'attacker').flatMap((e) => [...added(e, attribute)]));
    if (theirs.size === 0) return undefined;
    const owners = new Set(history.filter((e) => e.by !== 'attacker').flatMap((e) => [...added(e, attribute)]));
    const kept = (all: readonly string[]): string[] => all.filter((one) => !theirs.has(one) || owners.has(one));
    return { users: kept(r.users), groups: kept(r.groups), organizations: kept(r.organizations) };
  };
}
