// A policy of Data Lifecycle Manager, which makes, copies, shares and deletes snapshots at its times: disabled, saved, deleted where a stranger made it, else given back.
import { DeleteLifecyclePolicyCommand, GetLifecyclePoliciesCommand, GetLifecyclePolicyCommand, UpdateLifecyclePolicyCommand } from '@aws-sdk/client-dlm';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, KEPT_ALL, type HistoryEvent } from '../kind.ts';
import { alike, isEvent, isForeign, objectIn, ownMembers, sdkNames, switchBefore, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { plain } from '../s3/parts/json.ts';

export interface LifecyclePolicy extends Resource {
  readonly state: string;
  /** As UpdateLifecyclePolicy takes it. A list does not tell all of it. */
  readonly whole?: JsonObject;
}
const TITLE = say('Lifecycle policy of EBS snapshots');
const [CREATE, UPDATE] = ['dlm:CreateLifecyclePolicy', 'dlm:UpdateLifecyclePolicy'] as const;
const OFF = 'DISABLED';
/** AWS shows one that fails as ERROR; it goes on trying. */
const setOf = (state: string): string => (state === OFF ? OFF : 'ENABLED');
const told = (r: LifecyclePolicy) => ({ sort: TITLE, name: `${r.name} (${r.region})` });
const call = (r: LifecyclePolicy, input: JsonObject): Call => ({ operation: UPDATE, region: r.region, input: { PolicyId: r.name, ...input } });
const update = async (aws: ChangeAws, input: JsonObject): Promise<void> => { await (await aws.client('dlm')).send(new UpdateLifecyclePolicyCommand(input as never)); };
const policyOf = ({ accountId, partition, region }: { readonly accountId: string; readonly partition: string; readonly region: string }, name: string, state: string | undefined): LifecyclePolicy => {
  const arn = `arn:${partition}:dlm:${region}:${accountId}:policy/${name}`;
  return { arn, uid: arn, name, region, state: state ?? '' };
};

/** What AWS fills in where a call leaves it out. */
const DEFAULTS: JsonObject = { PolicyType: 'EBS_SNAPSHOT_MANAGEMENT', ResourceLocations: ['CLOUD'], PolicyLanguage: 'STANDARD' };
const bare = (member: Json | undefined): Json => { const object = objectIn(member); return object ? Object.fromEntries(Object.entries(object).filter(([name, one]) => !alike(one, DEFAULTS[name]))) : member ?? null; };

const stateIn = ({ request }: HistoryEvent): string | undefined => textIn(request?.['state'] ?? request?.['State']);
const isSwitch = ({ request }: HistoryEvent): boolean => Object.keys(request ?? {}).every((name) => /^(policyId|state)$/i.test(name));
/** Those of other sorts of policies AWS does not show under their own names. */
const MEMBERS = ['State', 'Description', 'ExecutionRoleArn', 'PolicyDetails'];
/** An update changes what it names. */
function recall(history: readonly HistoryEvent[]): JsonObject | undefined {
  const members = ownMembers(history, CREATE, UPDATE, ['policyId', 'PolicyId']);
  const aim = members && objectIn(sdkNames(members));
  if (aim) return Object.keys(aim).length > 0 && Object.keys(aim).every((name) => MEMBERS.includes(name)) ? aim : undefined;
  const on = (to: boolean) => (e: HistoryEvent): boolean => isEvent(e, UPDATE) && stateIn(e) !== undefined && (stateIn(e) !== OFF) === to;
  return history.filter(isForeign).every(isSwitch) && switchBefore(history, on(true), on(false)) === true ? { State: 'ENABLED' } : undefined;
}

export default defineKind<LifecyclePolicy>({
  id: 'dlm/lifecycle-policy', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['dlm:GetLifecyclePolicies', 'dlm:GetLifecyclePolicy'],

  async *list({ aws }) {
    const { Policies = [] } = await (await aws.client('dlm')).send(new GetLifecyclePoliciesCommand({}));
    yield* Policies.map((p) => policyOf(aws, p.PolicyId ?? '', p.State));
  },

  async look(aws, rs) {
    const client = await aws.client('dlm');
    return inParallel(rs, 4, async (r) => {
      const found = (await ifThere(client.send(new GetLifecyclePolicyCommand({ PolicyId: r.name }))))?.Policy;
      const now = found && policyOf(aws, r.name, found.State);
      return now?.uid === r.uid ? { ...now, whole: plain({ State: setOf(now.state), Description: found?.Description, ExecutionRoleArn: found?.ExecutionRoleArn, PolicyDetails: found?.PolicyDetails }) } : undefined;
    });
  },

  traces: { ids: (r) => [r.name, r.arn], created: [CREATE], changed: [UPDATE] },
  recall: (_, history) => recall(history),

  actions: {
    contain: {
      operations: [UPDATE],
      title: (r) => say('Disable it: {{sort}} {{name}}', told(r)),
      breaks: () => say('It makes, copies, shares and deletes no snapshots and images meanwhile.'),
      calls: (r) => [call(r, { State: OFF })],
      undoCalls: (before) => [call(before, { State: setOf(before.state) })],
      done: (now) => now?.state === OFF,
      undone: (now, before) => now !== undefined && setOf(now.state) === setOf(before.state),
      apply: (aws, r) => update(aws, { PolicyId: r.name, State: OFF }),
      undo: (aws, before) => update(aws, { PolicyId: before.name, State: setOf(before.state) }),
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save it as it is: {{sort}} {{name}}', told(r)), file: (r) => `dlm-${r.region}-${r.name}`, operation: 'dlm:GetLifecyclePolicy' }),
    eradicate: {
      operations: ['dlm:DeleteLifecyclePolicy'],
      title: (r) => say('Delete it: {{sort}} {{name}}', told(r)),
      calls: (r) => [{ operation: 'dlm:DeleteLifecyclePolicy', region: r.region, input: { PolicyId: r.name } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('dlm')).send(new DeleteLifecyclePolicyCommand({ PolicyId: r.name }))); },
      undo: KEPT_ALL,
    },
    recover: givingBack<LifecyclePolicy>({
      sort: TITLE, operations: [UPDATE], permissions: ['iam:PassRole'], lifts: (r) => r.aim?.['State'] === undefined,
      back: (r) => ({ ...r, whole: { ...r.whole, ...r.aim } }),
      calls: ({ whole: from = {} }, to) => {
        const changed = Object.entries(to.whole ?? {}).filter(([name, one]) => !alike(bare(one), bare(from[name])));
        return changed.length === 0 ? [] : [call(to, Object.fromEntries(changed))];
      },
      send: (aws, { input }) => update(aws, input),
    }),
  },
});
