// A service control policy of our own on one target of the organization: attached beside those that stand there, which are never changed, and taken away again.
import {
  AttachPolicyCommand, CreatePolicyCommand, DeletePolicyCommand, DescribeOrganizationCommand, DescribePolicyCommand, DetachPolicyCommand, ListRootsCommand, paginateListPolicies, paginateListPoliciesForTarget, type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { failureOf, isNotFound } from '../../../aws/errors.ts';
import type { ReadAws } from '../../../aws/session.ts';
import { say } from '../../../core/text.ts';
import type { JsonObject, Operation, Resource } from '../../../core/types.ts';
import { samePolicy } from '../../foreign-principals.ts';
import { globalCall, type Action, type Deed, type Kind } from '../../kind.ts';
import { ifThere, patiently } from '../../refusal.ts';

export const CONTROL_READS: readonly Operation[] = ['organizations:ListRoots', 'organizations:ListPoliciesForTarget', 'organizations:DescribePolicy', 'organizations:DescribeOrganization'];
const TYPE = 'SERVICE_CONTROL_POLICY';
/** To one target, AWS's own among them. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const MOST = 5;

export interface Attached { readonly id: string; readonly name: string; /** `''` of AWS's own, which only allow. */ readonly content: string }
/** A root or an account, and what is attached to it directly. */
export interface Controlled extends Resource {
  readonly target: string;
  readonly managementAccountId: string;
  /** Whether policies of this type are in force at all. */
  readonly enabled: boolean;
  readonly attached: readonly Attached[];
}
type Root = Omit<Controlled, 'attached' | 'uid'>;

const clientOf = (aws: ReadAws): Promise<OrganizationsClient> => aws.management?.() ?? aws.client('organizations');
async function rootOf(aws: ReadAws): Promise<Root> {
  const { Roots: [root] = [] } = await (await clientOf(aws)).send(new ListRootsCommand({}));
  const { Id: target = '', Arn: arn = '', PolicyTypes = [] } = root ?? {};
  return { arn, name: arn.split('/')[1] ?? '', region: 'aws-global', target, managementAccountId: arn.split(':')[4] ?? '', enabled: PolicyTypes.some((t) => t.Type === TYPE && t.Status === 'ENABLED') };
}
const ALONE = 'AWSOrganizationsNotInUseException';
/** A member of somebody's organization: AWS shows it no policies, whatever its own allow. */
async function isMember(aws: ReadAws): Promise<boolean> {
  try {
    return (await (await aws.client('organizations')).send(new DescribeOrganizationCommand({}))).Organization?.MasterAccountId !== aws.accountId;
  } catch (error) {
    const { code, class: sort } = failureOf(error);
    if (code === ALONE || sort === 'denied') return false;
    throw error;
  }
}
/** `undefined`: no organization, or a member to whom nobody gave its policies. */
async function visibleRoot(aws: ReadAws): Promise<Root | undefined> {
  try { return await rootOf(aws); } catch (error) {
    const { code, class: sort } = failureOf(error);
    if (code === ALONE || (sort === 'denied' && !aws.management && await isMember(aws))) return undefined;
    throw error;
  }
}
async function controlled(aws: ReadAws, at: Root): Promise<Controlled> {
  const client = await clientOf(aws);
  const attached: Attached[] = [];
  for await (const page of paginateListPoliciesForTarget({ client }, { TargetId: at.target, Filter: TYPE })) {
    for (const { Id: id = '', Name: name = '', AwsManaged } of page.Policies ?? []) attached.push({ id, name, content: AwsManaged ? '' : (await client.send(new DescribePolicyCommand({ PolicyId: id }))).Policy?.Content ?? '' });
  }
  return { ...at, uid: at.target, attached: attached.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** `of`: the target, where there is one for this account. */
export function controlReads(of: (root: Root, accountId: string) => Root | undefined): Pick<Kind<Controlled>, 'reads' | 'list' | 'look'> {
  return {
    reads: CONTROL_READS,
    async *list(scan) {
      const { aws } = scan;
      const root = await scan.once('organizations/root', () => visibleRoot(aws));
      const at = root && of(root, aws.accountId);
      if (at) yield await controlled(aws, at);
    },
    async look(aws, rs) {
      const at = of(await rootOf(aws), aws.accountId);
      const now = at && await controlled(aws, at);
      return rs.map((r) => (now?.uid === r.uid ? now : undefined));
    },
  };
}

export const holds = (r: Controlled, content: string): boolean => r.attached.some((one) => samePolicy(one.content, content));
const impossible = (r: Controlled) => (!r.enabled ? say('Service control policies are not enabled in this organization. Enable them first (AWS Organizations, Policies).')
  : r.attached.length >= MOST ? say('{{n}} policies are attached there already; AWS allows no more, and none of them is replaced.', { n: r.attached.length }) : undefined);

const created = (Name: string, Content: string) => ({ Name, Content, Description: 'Made by aws-incident', Type: TYPE } as const);
/** Refused because it is so already, or no longer. */
async function unless(code: string, sent: Promise<unknown>): Promise<void> {
  try { await sent; } catch (error) { if (failureOf(error).code !== code && !isNotFound(error)) throw error; }
}
/** One of ours from before a crash, by its name; what has that name and says something else is somebody's. */
async function known(client: OrganizationsClient, { token }: Deed, content: string): Promise<string | undefined> {
  for await (const page of paginateListPolicies({ client }, { Filter: TYPE })) {
    const id = page.Policies?.find((p) => p.Name === token)?.Id;
    if (id !== undefined) return samePolicy((await client.send(new DescribePolicyCommand({ PolicyId: id }))).Policy?.Content ?? '', content) ? id : undefined;
  }
  return undefined;
}

/** Makes the policy and attaches it; undo detaches it and deletes it. */
export function attaching(contentOf: (r: Controlled, way?: string) => string): Omit<Action<Controlled>, 'title' | 'done'> {
  const target = ({ target: TargetId }: Controlled, PolicyId: string): JsonObject & { readonly TargetId: string; readonly PolicyId: string } => ({ PolicyId, TargetId });
  return {
    operations: ['organizations:CreatePolicy', 'organizations:AttachPolicy', 'organizations:DetachPolicy', 'organizations:DeletePolicy'],
    reads: ['organizations:ListPolicies'],
    impossible,
    calls: (r, way) => [globalCall('organizations:CreatePolicy', created('‹aws-incident-…›', contentOf(r, way))), globalCall('organizations:AttachPolicy', target(r, '‹made:policy›'))],
    undoCalls: (before, { policy }) => (policy === undefined ? [] : [globalCall('organizations:DetachPolicy', target(before, policy)), globalCall('organizations:DeletePolicy', { PolicyId: policy })]),
    apply: async (aws, r, deed) => {
      const client = await clientOf(aws);
      const content = contentOf(r, deed.way);
      const id = await known(client, deed, content) ?? (await client.send(new CreatePolicyCommand(created(deed.token, content)))).Policy?.PolicySummary?.Id ?? '';
      await deed.making('policy', id);
      await patiently(deed, () => unless('DuplicatePolicyAttachmentException', client.send(new AttachPolicyCommand(target(r, id)))));
    },
    undo: async (aws, before, { policy }, deed) => {
      if (policy === undefined) return;
      const client = await clientOf(aws);
      await patiently(deed, () => unless('PolicyNotAttachedException', client.send(new DetachPolicyCommand(target(before, policy)))));
      await patiently(deed, () => ifThere(client.send(new DeletePolicyCommand({ PolicyId: policy }))));
    },
  };
}
