// A customer managed policy: saved with all its versions, then deleted completely. It cannot be switched off: its attachments are what is contained.
import { CreatePolicyVersionCommand, DeletePolicyVersionCommand, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iam';
import type { ChangeAws, ReadAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say, type Text } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, globalCall, irreversible, type Action, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, isForeign, objectIn, textIn } from '../recalling.ts';
import { ifThere, patiently } from '../refusal.ts';
import { differenceOf, saysTheSame } from '../statement-diff.ts';
import { authorizationDetails, READS_DETAILS, type OwnPolicy } from './parts/authorization-details.ts';
import { policyDeletion, POLICY_DELETION_OPERATIONS } from './parts/policy-deletion.ts';
import { readPolicy, READS_POLICY, usesOf, type PolicyUses } from './parts/policy-reads.ts';
import { preserving } from './parts/preservation.ts';
import { rolesNow } from './parts/role-ids.ts';
import { unmodifiable } from './parts/role-limits.ts';

export interface Policy extends Resource, Omit<OwnPolicy, 'arn' | 'createdAt'> {
  /** Who has it and whom it bounds. Two reads a policy: not listed, asked when it is looked at. */
  readonly uses?: PolicyUses;
  /** Roles among them that nobody can change (Identity Center's): while they have it, it cannot be deleted. */
  readonly fixed?: readonly { readonly roleName: string; readonly path: string }[];
}
const UNUSED: PolicyUses = { users: [], groups: [], roles: [], boundedUsers: [], boundedRoles: [] };

const policyOf = (detail: OwnPolicy): Policy => ({ ...detail, uid: detail.policyId, name: detail.policyName, region: 'aws-global' });
const deletionOf = (policy: Policy) => policyDeletion(policy, policy.uses ?? UNUSED);

async function look(aws: ReadAws, r: Policy): Promise<Policy | undefined> {
  const client = await aws.client('iam');
  const detail = await readPolicy(client, r.arn);
  const uses = detail?.policyId === r.uid ? await ifThere(usesOf(client, r.arn)) : undefined;
  if (!detail || !uses) return undefined;
  const roles = [...(await rolesNow(aws, [...uses.roles, ...uses.boundedRoles])).values()];
  const fixed = roles.flatMap((role) => (role && unmodifiable(role.roleName, role.path) ? [{ roleName: role.roleName, path: role.path }] : []));
  return { ...policyOf(detail), uses, fixed };
}

async function deletePolicy(aws: ChangeAws, policy: Policy, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const { strip, end } = deletionOf(policy);
  for (const step of strip) await patiently(deed, () => ifThere(step.send(client)));
  const now = await readPolicy(client, policy.arn);
  const uses = now?.policyId === policy.uid ? await ifThere(usesOf(client, policy.arn)) : undefined;
  const left = now && uses ? policyDeletion(now, uses).strip.map((p) => p.call.operation.replace('iam:', '')) : [];
  if (left.length > 0) throw failed(say('Somebody used or changed the policy {{policy}} while it was being deleted (still to do: {{left}}). That was not touched; look at the policy again and approve its deletion anew.', { policy: policy.name, left }));
  await patiently(deed, () => ifThere(end.send(client)));
}

function breaks({ uses = UNUSED }: Policy): Text {
  const have = [...uses.users, ...uses.groups, ...uses.roles];
  const bounded = [...uses.boundedUsers, ...uses.boundedRoles];
  if (bounded.length > 0) return say('{{have}} may no longer do what only this policy allows. It is the permissions boundary of {{bounded}}: without it nothing bounds them.', { have: have.length > 0 ? have : '0', bounded });
  return have.length > 0 ? say('{{have}} may no longer do what only this policy allows.', { have }) : say('Nobody has this policy.');
}

const VERSION = 'iam:CreatePolicyVersion';
const SWITCH = 'iam:SetDefaultPolicyVersion';
/** Which version a call made, and which it put in force. */
function versionsIn(e: HistoryEvent): { readonly made?: string | undefined; readonly to?: string | undefined } {
  if (isEvent(e, SWITCH)) return { to: textIn(e.request?.['versionId']) };
  if (isEvent(e, 'iam:CreatePolicy')) return { made: 'v1', to: 'v1' };
  const made = textIn(objectIn(e.response?.['policyVersion'])?.['versionId']);
  return e.request?.['setAsDefault'] === true ? { made, to: made } : { made };
}
/** The version that was in force when a stranger first changed that, and its text where the history holds it. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const texts = new Map<string, string>();
  let now: string | undefined, before: string | undefined, theirs = false;
  for (const e of history) {
    const { made, to } = versionsIn(e);
    if (made !== undefined) texts.set(made, textIn(e.request?.['policyDocument']) ?? '');
    if (to === undefined) continue;
    if (!isForeign(e)) theirs = false; else if (!theirs) [theirs, before] = [true, now];
    now = to;
  }
  return theirs && before !== undefined ? { version: before, document: texts.get(before) ?? null } : undefined;
}
const aimed = (r: Policy): string | undefined => textIn(r.aim?.['document']);
const textOf = (r: Policy, id: string): string | undefined => r.versions.find((v) => v.id === id)?.document;
const isBack = (r: Policy): boolean => r.defaultVersion === r.aim?.['version'] || (aimed(r) !== undefined && saysTheSame(textOf(r, r.defaultVersion), aimed(r)));
const versionToGive = (r: Policy): string | undefined => r.versions.find((v) => v.id === r.aim?.['version'])?.id ?? r.versions.find((v) => aimed(r) !== undefined && saysTheSame(v.document, aimed(r)))?.id;
const toDefault = ({ arn: PolicyArn }: Policy, VersionId: string) => ({ PolicyArn, VersionId });
const anew = (r: Policy) => ({ PolicyArn: r.arn, PolicyDocument: aimed(r) ?? '', SetAsDefault: true });

const recover: Action<Policy> = {
  operations: [SWITCH, VERSION, 'iam:DeletePolicyVersion'],
  title: (r) => givingBackTitle(say('Customer managed policy'), r.name, r.region),
  breaks: (r) => differenceOf(textOf(r, r.defaultVersion), textOf(r, versionToGive(r) ?? '') ?? aimed(r)),
  impossible: (r) => (versionToGive(r) ?? aimed(r) ?? undefined) === undefined ? say('The policy {{policy}} has no other version to go back to. Take it away from those who have it, or put in a text that you know to be good.', { policy: r.name }) : undefined,
  calls: (r): Call[] => { const id = versionToGive(r); return [id === undefined ? globalCall(VERSION, anew(r)) : globalCall(SWITCH, toDefault(r, id))]; },
  undoCalls: (before, made) => [globalCall(SWITCH, toDefault(before, before.defaultVersion)), ...(made['version'] === undefined ? [] : [globalCall('iam:DeletePolicyVersion', toDefault(before, made['version']))])],
  done: (now) => now !== undefined && isBack(now),
  apply: async (aws, r, deed) => {
    const client = await aws.client('iam'), id = versionToGive(r);
    if (isBack(r)) {
      // Made before a crash, and not written down.
      if (!(deed.before as Policy | undefined)?.versions.some((v) => v.id === r.defaultVersion)) await deed.making('version', r.defaultVersion);
      return;
    }
    if (id !== undefined) { await client.send(new SetDefaultPolicyVersionCommand(toDefault(r, id))); return; }
    await deed.making('version', (await client.send(new CreatePolicyVersionCommand(anew(r)))).PolicyVersion?.VersionId ?? '');
  },
  undo: async (aws, before, made) => {
    const client = await aws.client('iam');
    await client.send(new SetDefaultPolicyVersionCommand(toDefault(before, before.defaultVersion)));
    if (made['version'] !== undefined) await ifThere(client.send(new DeletePolicyVersionCommand(toDefault(before, made['version']))));
  },
  undoReopens: true,
};

export default defineKind<Policy>({
  id: 'iam/policy', version: 1, title: say('Customer managed policy'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, ...READS_POLICY, 'iam:ListEntitiesForPolicy', 'iam:GetRole'],

  async *list(scan) {
    for (const detail of (await authorizationDetails(scan)).policies) yield policyOf(detail);
  },

  look: (aws, rs) => inParallel(rs, 4, (r) => look(aws, r)),

  traces: { ids: (policy) => [policy.arn], created: ['iam:CreatePolicy'], changed: ['iam:DeletePolicyVersion', VERSION, SWITCH] },
  recall: (_, history) => recall(history),
  // New and switched versions are `iam/policy-version`'s. What shows here alone: a version that is gone, and a text in force that is not the owner's last.
  judge: (r, { attributed, history = [] }) => {
    const aim = recall(history);
    const shows = history.some((e) => isForeign(e) && isEvent(e, 'iam:DeletePolicyVersion')) || (aim && !isBack({ ...r, aim }));
    return attributed?.origin === 'changed' && !shows ? { ...attributed, verdict: 'benign' } : attributed;
  },

  actions: {
    recover,
    preserve: preserving({
      title: (policy) => say('Save the policy {{policy}} with the text of all its versions ({{n}}), and who uses it', { policy: policy.name, n: policy.versions.length }),
      file: (policy) => `policy-${policy.name}`, operation: 'iam:GetPolicyVersion',
    }),
    eradicate: {
      operations: POLICY_DELETION_OPERATIONS,
      title: (policy) => say('Delete the policy {{policy}} with all its versions', { policy: policy.name }),
      destroys: (policy) => say('Versions: {{versions}}.', { versions: policy.versions.length }),
      breaks,
      impossible: ({ fixed: [role] = [] }) => role && unmodifiable(role.roleName, role.path),
      calls: (policy) => {
        const { strip, end } = deletionOf(policy);
        return [...strip, end].map((p) => p.call);
      },
      done: (now) => now === undefined,
      apply: deletePolicy,
      undo: irreversible(say('AWS does not give a deleted policy back. Its text is kept with the evidence; made anew it must be attached again to each who needs it.')),
    },
  },
});
