// An instance profile: the role that it gives to machines is taken out of it, and a stranger's profile is deleted.
import { AddRoleToInstanceProfileCommand, DeleteInstanceProfileCommand, GetInstanceProfileCommand, paginateListInstanceProfiles, RemoveRoleFromInstanceProfileCommand, type InstanceProfile as SdkProfile } from '@aws-sdk/client-iam';
import { say } from '../../core/text.ts';
import type { Arn, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, globalCall, irreversible, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, textIn } from '../recalling.ts';
import { ifThere, patiently } from '../refusal.ts';
import { instant } from './parts/authorization-details.ts';
import { unmodifiable } from './parts/role-limits.ts';

export interface InstanceProfile extends Resource {
  /** AWS allows one role. */
  readonly roles: readonly { readonly name: string; readonly arn: Arn; readonly path: string }[];
}

const profileOf = (profile: SdkProfile): InstanceProfile => ({
  arn: profile.Arn ?? '', uid: profile.InstanceProfileId ?? '', name: profile.InstanceProfileName ?? '', region: 'aws-global', createdAt: instant(profile.CreateDate),
  roles: (profile.Roles ?? []).map((r) => ({ name: r.RoleName ?? '', arn: r.Arn ?? '', path: r.Path ?? '/' })),
});
const TITLE = say('Instance profile');
const ADD = 'iam:AddRoleToInstanceProfile', REMOVE = 'iam:RemoveRoleFromInstanceProfile';
const target = (profile: InstanceProfile) => ({ InstanceProfileName: profile.name });
const memberships = (profile: InstanceProfile) => profile.roles.map((role) => ({ ...target(profile), RoleName: role.name }));
const others = (one: InstanceProfile, than: InstanceProfile) => memberships(one).filter((m) => !than.roles.some((r) => r.name === m.RoleName));
const roleNames = (profile: InstanceProfile): readonly string[] | string => (profile.roles.length === 0 ? '–' : profile.roles.map((r) => r.name));
const cuts = (profile: InstanceProfile): readonly Arn[] => profile.roles.map((r) => r.arn);
const impossible = (profile: InstanceProfile) => profile.roles.map((r) => unmodifiable(r.name, r.path)).find((why) => why !== undefined);

export default defineKind<InstanceProfile>({
  id: 'iam/instance-profile', version: 1, title: TITLE, scope: 'global', role: 'credential',
  reads: ['iam:ListInstanceProfiles', 'iam:GetInstanceProfile'],

  async *list({ aws }) {
    for await (const page of paginateListInstanceProfiles({ client: await aws.client('iam') }, {})) yield* (page.InstanceProfiles ?? []).map(profileOf);
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, async (r) => {
      const found = (await ifThere(client.send(new GetInstanceProfileCommand({ InstanceProfileName: r.name }))))?.InstanceProfile;
      return found?.InstanceProfileId === r.uid ? profileOf(found) : undefined;
    });
  },

  // Mostly the console gave it the name of its role.
  traces: {
    ids: (profile) => [profile.name, profile.uid, profile.arn],
    created: ['iam:CreateInstanceProfile'],
    changed: [ADD, REMOVE],
    concerns: (profile, { request }) => request?.['instanceProfileName'] === profile.name,
  },

  // A profile holds one role: what a stranger took out was in it, and what one put in came into an empty one.
  recall: (_, history) => {
    const own = history.findLastIndex((e) => !isForeign(e) && isEvent(e, ADD, REMOVE));
    const first = history.slice(own + 1).find((e) => isForeign(e) && isEvent(e, ADD, REMOVE));
    const roleIn = (e: HistoryEvent | undefined, event: string): string | null => (e && isEvent(e, event) ? textIn(e.request?.['roleName']) ?? null : null);
    return history.some(isForeign) ? { role: first ? roleIn(first, REMOVE) : roleIn(history[own], ADD) } : undefined;
  },

  actions: {
    recover: givingBack<InstanceProfile>({
      sort: TITLE, operations: [REMOVE, ADD], permissions: ['iam:PassRole'], impossible, cuts,
      breaks: (profile) => say('Machines with the profile {{profile}} get no new credentials of {{roles}}. Those that they have go on for up to six hours, unless the role\'s sessions are revoked.', { roles: roleNames(profile), profile: profile.name }),
      back: (r) => { const name = textIn(r.aim?.['role']); return { ...r, roles: name === undefined ? [] : r.roles.some((role) => role.name === name) ? r.roles : [{ name, arn: '', path: '/' }] }; },
      calls: (from, to) => [...others(from, to).map((m) => globalCall(REMOVE, m)), ...others(to, from).map((m) => globalCall(ADD, m))],
      send: async (aws, { operation, input }) => {
        const client = await aws.client('iam');
        const given = input as ReturnType<typeof memberships>[number];
        if (operation === REMOVE) return ifThere(client.send(new RemoveRoleFromInstanceProfileCommand(given)));
        const now = (await client.send(new GetInstanceProfileCommand({ InstanceProfileName: given.InstanceProfileName }))).InstanceProfile?.Roles ?? [];
        return now.some((r) => r.RoleName === given.RoleName) ? undefined : client.send(new AddRoleToInstanceProfileCommand(given));
      },
    }),
    contain: {
      operations: ['iam:RemoveRoleFromInstanceProfile', 'iam:AddRoleToInstanceProfile'],
      title: (profile) => say('Take the role {{roles}} out of the instance profile {{profile}}', { roles: roleNames(profile), profile: profile.name }),
      breaks: (profile) => say('Machines with the profile {{profile}} get no new credentials of {{roles}}. Those that they have go on for up to six hours, unless the role\'s sessions are revoked.', { roles: roleNames(profile), profile: profile.name }),
      impossible,
      cuts,
      calls: (profile) => memberships(profile).map((m) => globalCall('iam:RemoveRoleFromInstanceProfile', m)),
      undoCalls: (before) => memberships(before).map((m) => globalCall('iam:AddRoleToInstanceProfile', m)),
      done: (now) => now !== undefined && now.roles.length === 0,
      apply: async (aws, profile) => {
        const client = await aws.client('iam');
        for (const membership of memberships(profile)) await ifThere(client.send(new RemoveRoleFromInstanceProfileCommand(membership)));
      },
      undo: async (aws, before) => {
        const client = await aws.client('iam');
        const now = (await client.send(new GetInstanceProfileCommand(target(before)))).InstanceProfile?.Roles ?? [];
        // Adding a second one is refused, also the same one.
        for (const membership of memberships(before)) if (!now.some((r) => r.RoleName === membership.RoleName)) await client.send(new AddRoleToInstanceProfileCommand(membership));
      },
      undoReopens: true,
    },
    eradicate: {
      operations: ['iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'],
      title: (profile) => say('Delete the instance profile {{profile}}', { profile: profile.name }),
      breaks: (profile) => say('Machines that have the profile {{profile}} go on without a role; no machine can be started with it. The role itself stays.', { profile: profile.name }),
      impossible,
      cuts,
      calls: (profile) => [...memberships(profile).map((m) => globalCall('iam:RemoveRoleFromInstanceProfile', m)), globalCall('iam:DeleteInstanceProfile', target(profile))],
      done: (now) => now === undefined,
      apply: async (aws, profile, deed) => {
        const client = await aws.client('iam');
        for (const membership of memberships(profile)) await patiently(deed, () => ifThere(client.send(new RemoveRoleFromInstanceProfileCommand(membership))));
        await patiently(deed, () => ifThere(client.send(new DeleteInstanceProfileCommand(target(profile)))));
      },
      undo: irreversible(say('AWS does not give a deleted instance profile back. One made anew under this name has another id, and machines must be given it anew.')),
    },
  },
});
