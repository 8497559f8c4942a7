// Service control policies of the organization: made, attached to the root or to an account, and enforced on members.
import type { AttachPolicyCommandInput, CreatePolicyCommandInput, Policy, PolicySummary, Root } from '@aws-sdk/client-organizations';
import type { SimAccount, SimCall } from '../../account.ts';
import { parsePolicy, type PolicyDocument } from '../../policy/document.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { badToken, managed, organizationsState, type ControlPolicy } from './membership.ts';

const TYPE = 'SERVICE_CONTROL_POLICY';
const FULL_ACCESS = 'p-FullAWSAccess';
const MOST_ATTACHED = 5;
const MOST_CHARACTERS = 5_120;
interface Paged { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }

const rootId = (account: SimAccount): string => `r-${organizationsState(account).organization?.Id?.slice(2, 6) ?? ''}`;
const controls = (call: SimCall): Map<string, ControlPolicy> => organizationsState(call.account).policies;
/** AWS's own, which everything has from the start. */
const fullAccess: ControlPolicy = { id: FULL_ACCESS, name: 'FullAWSAccess', content: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', attached: new Map() };
const all = (call: SimCall): readonly ControlPolicy[] => [fullAccess, ...controls(call).values()];
const summary = ({ id, name }: ControlPolicy): PolicySummary => ({ Id: id, Name: name, Type: TYPE, AwsManaged: id === FULL_ACCESS });
function find(call: SimCall, id: string | undefined): ControlPolicy {
  managed(call, 'policies');
  const found = all(call).find((p) => p.id === id);
  if (!found) throw new AwsError('PolicyNotFoundException', 'You specified a policy that doesn\'t exist.');
  return found;
}
function target(call: SimCall, id: string | undefined): string {
  if (id !== rootId(call.account) && !/^\d{12}$/u.test(id ?? '')) throw new AwsError('TargetNotFoundException', 'We can\'t find a root, OU, account, or policy with the TargetId that you specified.');
  return id ?? '';
}
const isEnabled = (call: SimCall): boolean => organizationsState(call.account).organization?.AvailablePolicyTypes?.some((t) => t.Type === TYPE && t.Status === 'ENABLED') ?? false;
const attachedTo = (call: SimCall, id: string): readonly ControlPolicy[] => all(call).filter((p) => p === fullAccess || p.attached.has(id));

export function roots(_: object, call: SimCall): { Roots: Root[] } {
  const { Arn = '' } = managed(call, 'policies');
  const Id = rootId(call.account);
  return { Roots: [{ Id, Arn: `${Arn.replace(':organization/', ':root/')}/${Id}`, Name: 'Root', PolicyTypes: isEnabled(call) ? [{ Type: TYPE, Status: 'ENABLED' }] : [] }] };
}
function page(some: readonly ControlPolicy[], { MaxResults, NextToken }: Paged, call: SimCall): { Policies: PolicySummary[]; NextToken?: string } {
  const { page: shown, next } = listing(some, { max: MaxResults, token: NextToken, most: 20 }, call, badToken);
  return { Policies: shown.map(summary), ...(next === undefined ? {} : { NextToken: next }) };
}
export function policies(input: Paged, call: SimCall): ReturnType<typeof page> {
  managed(call, 'policies');
  return page(all(call), input, call);
}
export function policiesOf(input: Paged & { readonly TargetId: string | undefined }, call: SimCall): ReturnType<typeof page> {
  managed(call, 'policies');
  return page(attachedTo(call, target(call, input.TargetId)), input, call);
}
export function describePolicy({ PolicyId }: { readonly PolicyId: string | undefined }, call: SimCall): { Policy: Policy } {
  const found = find(call, PolicyId);
  return { Policy: { PolicySummary: summary(found), Content: found.content } };
}

export function createPolicy({ Content = '', Name = '' }: CreatePolicyCommandInput, call: SimCall): { Policy: Policy } {
  managed(call, 'policies');
  if (Content.length > MOST_CHARACTERS) throw new AwsError('ConstraintViolationException', 'You have exceeded the maximum policy size.', 400, { Reason: 'POLICY_CONTENT_LIMIT_EXCEEDED' });
  if (!parsePolicy(Content)) throw new AwsError('MalformedPolicyDocumentException', 'The provided policy document does not meet the requirements of the specified policy type.');
  if (all(call).some((p) => p.name === Name)) throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
  const id = `p-${call.account.ids.hex(10)}`;
  controls(call).set(id, { id, name: Name, content: Content, attached: new Map() });
  return describePolicy({ PolicyId: id }, call);
}
export function deletePolicy({ PolicyId }: { readonly PolicyId: string | undefined }, call: SimCall): Record<string, never> {
  if (find(call, PolicyId).attached.size > 0) throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.');
  controls(call).delete(PolicyId ?? '');
  return {};
}
export function attach({ PolicyId, TargetId }: AttachPolicyCommandInput, call: SimCall): Record<string, never> {
  const policy = find(call, PolicyId), to = target(call, TargetId);
  if (!isEnabled(call)) throw new AwsError('PolicyTypeNotEnabledException', 'The specified policy type isn\'t currently enabled in this root.');
  const standing = attachedTo(call, to);
  if (standing.includes(policy)) throw new AwsError('DuplicatePolicyAttachmentException', 'The selected policy is already attached to the specified target.');
  if (standing.length >= MOST_ATTACHED) throw new AwsError('ConstraintViolationException', 'You have attached the maximum number of policies to this target.', 400, { Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' });
  policy.attached.set(to, call.now);
  return {};
}
export function detach({ PolicyId, TargetId }: AttachPolicyCommandInput, call: SimCall): Record<string, never> {
  if (!find(call, PolicyId).attached.delete(target(call, TargetId))) throw new AwsError('PolicyNotAttachedException', 'The policy isn\'t attached to the specified target in this root.');
  return {};
}

/** Those that hold for this account, a member: enforced some seconds after they were attached. They bind root, too, and never the management account. */
export function controlsOf(account: SimAccount, now: Date): readonly PolicyDocument[] {
  const { organization, controls: planted, policies: known } = organizationsState(account);
  if (!organization || organization.MasterAccountId === account.id) return [];
  const enforced = [...known.values()].filter(({ attached }) => [rootId(account), account.id].some((id) => { const at = attached.get(id); return at !== undefined && at.getTime() + account.behaviour.consistencyMs <= now.getTime(); }));
  return [...planted, ...enforced.flatMap((p) => parsePolicy(p.content) ?? [])];
}
