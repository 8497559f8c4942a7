// A user's sessions (GetSessionToken, GetFederationToken, the console): they outlive key and password, and end by a deny on the user.
import {
  AttachUserPolicyCommand, DeleteUserPermissionsBoundaryCommand, DeleteUserPolicyCommand, DetachUserPolicyCommand, GetUserCommand, paginateListAttachedUserPolicies, PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, Resource } from '../../core/types.ts';
import { defineKind, globalCall, ownArn, type Action, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere, isQuotaFull } from '../refusal.ts';
import { authorizationDetails, instant, READS_DETAILS, type InlinePolicy } from './parts/authorization-details.ts';
import { awsDenyAll, deniesOlderThan, denyOlderAndLogin, DENY_ALL, DENY_ALL_NAME, DENY_OLDER_NAME, partitionOf, revokeTime, TIME_OF_CALL } from './parts/deny-policies.ts';
import { asGoverning, governing } from './parts/governing.ts';
import { all, userPolicy } from './parts/principal-reads.ts';

export interface UserSession extends Resource {
  readonly userName: string;
  /** What of ours denies: inline policies under our names. */
  readonly denies: readonly InlinePolicy[];
  readonly denyAllAttached: boolean;
  readonly boundary?: Arn;
}
const OURS: readonly string[] = [DENY_ALL_NAME, DENY_OLDER_NAME];

interface Known { readonly arn: Arn; readonly userName: string; readonly userId: string; readonly createdAt: string; readonly boundary?: Arn }
const sessionOf = (user: Known, denies: readonly InlinePolicy[], attached: readonly Arn[]): UserSession => ({
  arn: ownArn('iam/user-session', 'aws-global', user.userName, 'sessions'), uid: user.userId, name: user.userName, region: 'aws-global', owner: user.arn, createdAt: user.createdAt, userName: user.userName,
  denies, denyAllAttached: attached.includes(awsDenyAll(partitionOf(user.arn))), ...(user.boundary === undefined ? {} : { boundary: user.boundary }),
});

async function readSession(client: IAMClient, r: UserSession): Promise<UserSession | undefined> {
  const user = (await ifThere(client.send(new GetUserCommand({ UserName: r.userName }))))?.User;
  if (!user || user.UserId !== r.uid) return undefined;
  const [texts, attached] = await Promise.all([
    inParallel(OURS, 2, async (name) => ({ name, document: await userPolicy(client, r.userName, name) })),
    ifThere(all(paginateListAttachedUserPolicies({ client }, { UserName: r.userName }), (page) => page.AttachedPolicies)),
  ]);
  const boundary = user.PermissionsBoundary?.PermissionsBoundaryArn;
  const denies = texts.flatMap(({ name, document }) => (document === undefined ? [] : [{ name, document }]));
  return sessionOf({ arn: user.Arn ?? '', userName: r.userName, userId: r.uid, createdAt: instant(user.CreateDate), ...(boundary === undefined ? {} : { boundary }) }, denies, (attached ?? []).map((p) => p.PolicyArn ?? ''));
}

const inline = (r: UserSession, PolicyName: string) => ({ UserName: r.userName, PolicyName });
const put = (r: UserSession, name: string, PolicyDocument: string) => ({ ...inline(r, name), PolicyDocument });
const managed = (r: UserSession) => ({ UserName: r.userName, PolicyArn: awsDenyAll(partitionOf(r.owner ?? '')) });
const bound = (r: UserSession, PermissionsBoundary = awsDenyAll(partitionOf(r.owner ?? ''))) => ({ UserName: r.userName, PermissionsBoundary });

const denial = (r: UserSession, name: string): string | undefined => r.denies.find((p) => p.name === name)?.document;
const isBoundToNothing = (r: UserSession): boolean => r.boundary === awsDenyAll(partitionOf(r.owner ?? ''));
const isDeniedAll = (r: UserSession): boolean => denial(r, DENY_ALL_NAME) === DENY_ALL || r.denyAllAttached || isBoundToNothing(r);

/** The first deny that there is room for. Each attempt is written down before it is made, so that undo takes away exactly what this deed put. */
async function denyAll(client: IAMClient, r: UserSession, deed: Deed): Promise<void> {
  const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['inline', () => client.send(new PutUserPolicyCommand(put(r, DENY_ALL_NAME, DENY_ALL)))],
    ['attached', () => client.send(new AttachUserPolicyCommand(managed(r)))],
    ['boundary', () => client.send(new PutUserPermissionsBoundaryCommand(bound(r)))],
  ];
  for (const [part, send] of attempts) {
    await deed.making(part, r.userName);
    try {
      await send();
      return;
    } catch (error) {
      if (!isQuotaFull(error)) throw error;
    }
  }
  throw failed(say('User {{user}} has no room for another policy and no permissions boundary could be set. Remove one of its policies, then try again.', { user: r.userName }));
}

async function denyOlderSessions(client: IAMClient, r: UserSession, deed: Deed): Promise<void> {
  const time = revokeTime(deed.awsNow());
  await deed.making('older-than', time);
  try {
    await client.send(new PutUserPolicyCommand(put(r, DENY_OLDER_NAME, denyOlderAndLogin(time))));
  } catch (error) {
    if (!isQuotaFull(error)) throw error;
    throw failed(say('The inline policies of user {{user}} fill their 2,048 characters, so the older sessions cannot be denied alone. Deny the user everything for now, or take one of its inline policies away first.', { user: r.userName }), error);
  }
}

/** Gives each deny of this deed back to what was before it, and touches no other. */
async function undo(aws: ChangeAws, before: UserSession, made: Readonly<Record<string, string>>): Promise<void> {
  const client = await aws.client('iam');
  const restore = async (name: string): Promise<void> => {
    const old = denial(before, name);
    if (old === undefined) await ifThere(client.send(new DeleteUserPolicyCommand(inline(before, name))));
    else await client.send(new PutUserPolicyCommand(put(before, name, old)));
  };
  if (made['inline'] !== undefined) await restore(DENY_ALL_NAME);
  if (made['older-than'] !== undefined) await restore(DENY_OLDER_NAME);
  if (made['attached'] !== undefined && !before.denyAllAttached) await ifThere(client.send(new DetachUserPolicyCommand(managed(before))));
  if (made['boundary'] === undefined) return;
  if (before.boundary === undefined) await ifThere(client.send(new DeleteUserPermissionsBoundaryCommand({ UserName: before.userName })));
  else await client.send(new PutUserPermissionsBoundaryCommand(bound(before, before.boundary)));
}

function undoCalls(before: UserSession, made: Readonly<Record<string, string>>): Call[] {
  const restore = (name: string): Call => {
    const old = denial(before, name);
    return old === undefined ? globalCall('iam:DeleteUserPolicy', inline(before, name)) : globalCall('iam:PutUserPolicy', put(before, name, old));
  };
  return [
    ...(made['inline'] === undefined ? [] : [restore(DENY_ALL_NAME)]),
    ...(made['older-than'] === undefined ? [] : [restore(DENY_OLDER_NAME)]),
    ...(made['attached'] === undefined || before.denyAllAttached ? [] : [globalCall('iam:DetachUserPolicy', managed(before))]),
    ...(made['boundary'] === undefined ? [] : [before.boundary === undefined ? globalCall('iam:DeleteUserPermissionsBoundary', { UserName: before.userName }) : globalCall('iam:PutUserPermissionsBoundary', bound(before, before.boundary))]),
  ];
}

const contain: Action<UserSession> = {
  operations: ['iam:PutUserPolicy', 'iam:AttachUserPolicy', 'iam:PutUserPermissionsBoundary', 'iam:DeleteUserPolicy', 'iam:DetachUserPolicy', 'iam:DeleteUserPermissionsBoundary'],
  title: (r, way) => (way === 'all' ? say('Deny user {{user}} everything, in every session', { user: r.userName })
    : say('End all sessions that user {{user}} has open now', { user: r.userName })),
  breaks: (r, way) => (way === 'all' ? say('User {{user}} can do nothing any more. Where its policies are full, AWS\'s AWSDenyAll is attached instead, or set as its permissions boundary.', { user: r.userName })
    : say('User {{user}} must sign in again, and temporary credentials made until now stop working. Its access keys go on working; aws login does not until this is given back.', { user: r.userName })),
  cuts: (r) => [r.owner ?? ''],
  ways: (_, origin) => {
    const everything = { id: 'all', title: say('Deny everything'), consequence: say('For a user that the stranger made.') };
    const older = { id: 'older', title: say('Deny only the sessions opened until now'), consequence: say('For a user who stays: the owner signs in again.') };
    return origin === 'created' ? [everything, older] : [older, everything];
  },
  calls: (r, way) => (way === 'all' ? [
    globalCall('iam:PutUserPolicy', put(r, DENY_ALL_NAME, DENY_ALL)),
    globalCall('iam:AttachUserPolicy', managed(r)),
    globalCall('iam:PutUserPermissionsBoundary', bound(r)),
  ] : [globalCall('iam:PutUserPolicy', put(r, DENY_OLDER_NAME, denyOlderAndLogin(TIME_OF_CALL)))]),
  undoCalls,
  // A boundary that was given back meanwhile is no deny of ours.
  undone: (now, before) => now !== undefined && OURS.every((name) => denial(now, name) === denial(before, name)) && now.denyAllAttached === before.denyAllAttached && isBoundToNothing(now) === isBoundToNothing(before),
  done: (now, { made, way }) => now !== undefined && (way === 'all' ? isDeniedAll(now) : deniesOlderThan(denial(now, DENY_OLDER_NAME), made['older-than'], denyOlderAndLogin)),
  apply: async (aws, r, deed) => {
    const client = await aws.client('iam');
    await (deed.way === 'all' ? denyAll(client, r, deed) : denyOlderSessions(client, r, deed));
  },
  undo,
  undoReopens: true,
};

export default defineKind<UserSession>({
  id: 'iam/user-session', version: 1, title: say('Sessions of an IAM user'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:GetUser', 'iam:GetUserPolicy', 'iam:ListAttachedUserPolicies'],

  async *list(scan) {
    const details = await authorizationDetails(scan), may = governing(details);
    for (const user of details.users) yield { ...sessionOf(user, user.inline.filter((p) => OURS.includes(p.name)), user.attached.map((p) => p.arn)), ...asGoverning(may(user)) };
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, (r) => readSession(client, r));
  },

  // What opens a session names the user only as the caller, and anybody can name a federation token after a user: the judge looks at callers.
  traces: {
    ids: (r) => [r.userName],
    created: ['iam:CreateUser'],
    changed: [],
    concerns: (r, { request }) => request?.['userName'] === r.userName,
  },

  // A user that the stranger has acted as may have sessions that no event ties to it: they are ended with the rest.
  judge: (r, { indicators, attributed }) => attributed ?? (r.owner !== undefined && indicators.principals.includes(r.owner)
    ? { verdict: 'malicious', because: say('The stranger acted as user {{user}} or held a credential of it, and may have sessions that outlive its keys.', { user: r.userName }), techniques: ['T1550.001'], origin: 'used' } : undefined),

  actions: { contain },
});
