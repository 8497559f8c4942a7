// What the simulated CloudFormation keeps: stacks, their templates, and what happens to them by themselves.
import type { Parameter, Stack as StackOutput, StackResourceSummary, StackStatus } from '@aws-sdk/client-cloudformation';
import type { SimCall } from '../../account.ts';
import { s3State } from '../s3/state.ts';
import { AwsError } from '../../wire/types.ts';
import { later, rooms } from '../rooms.ts';

interface TemplateResource { readonly Type?: string; readonly DeletionPolicy?: string }
export interface Stack {
  readonly name: string; readonly id: string; readonly createdAt: Date; readonly roleArn: string | undefined; template: string; parameters: readonly Parameter[]; resources: Readonly<Record<string, TemplateResource>>;
  status: StackStatus; reason: string | undefined; protection: boolean; updatedAt: Date | undefined; deletedAt: Date | undefined;
}
export const stacksIn = rooms<Stack[]>('cloudformation', () => []);
const WORK_MS = 30_000;

export const invalid = (message: string): AwsError => new AwsError('ValidationError', message, 400);

/** A name means the stack that stands; an ARN also one that is gone. */
export const findStack = (call: SimCall, nameOrId: string | undefined): Stack | undefined => stacksIn(call).findLast((s) => s.id === nameOrId || (s.name === nameOrId && s.status !== 'DELETE_COMPLETE'));
export function needStack(call: SimCall, nameOrId: string | undefined): Stack {
  const found = findStack(call, nameOrId);
  if (!found) throw invalid(`Stack with id ${nameOrId ?? ''} does not exist`);
  return found;
}

/** Of a template in JSON; one in YAML is kept, and its resources are not known. */
export function resourcesOf(template: string): Readonly<Record<string, TemplateResource>> {
  try {
    return (JSON.parse(template) as { Resources?: Record<string, TemplateResource> }).Resources ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The text itself, or what lies at that place in a bucket of this account. */
export function textOf({ TemplateBody, TemplateURL }: { readonly TemplateBody?: string | undefined; readonly TemplateURL?: string | undefined }, call: SimCall): string {
  if (TemplateURL === undefined) return TemplateBody ?? '';
  const [, bucket = '', key = ''] = /^https:\/\/([^.]+)\.s3\.[^/]+\/(.+)$/.exec(TemplateURL) ?? [];
  const found = s3State(call.account).buckets.get(bucket)?.objects.get(key)?.[0];
  if (!found || found.marker) throw invalid(`S3 error: Access Denied`);
  return Buffer.from(found.body).toString('utf8');
}
/** What is not named anew and is to stay as it was. */
export const parametersOf = (given: readonly Parameter[] | undefined, before: readonly Parameter[]): Parameter[] =>
  (given ?? []).map(({ ParameterKey, ParameterValue, UsePreviousValue }) => ({ ParameterKey, ParameterValue: UsePreviousValue === true ? before.find((p) => p.ParameterKey === ParameterKey)?.ParameterValue : ParameterValue }));

export function pass(call: SimCall, stack: Stack, deed: 'CREATE' | 'UPDATE' | 'DELETE'): void {
  const through: StackStatus = `${deed}_IN_PROGRESS`;
  stack.status = through;
  later(call, WORK_MS, () => { if (stack.status === through) arrive(call, stack, deed); });
}
function arrive(call: SimCall, stack: Stack, deed: 'CREATE' | 'UPDATE' | 'DELETE'): void {
  const stuck = deed === 'DELETE' ? Object.entries(stack.resources).filter(([, r]) => r.Type === 'Custom::Stuck').map(([name]) => name) : [];
  stack.status = stuck.length > 0 ? 'DELETE_FAILED' : `${deed}_COMPLETE`;
  stack.reason = stuck.length > 0 ? `The following resource(s) failed to delete: [${stuck.join(', ')}]. ` : undefined;
  if (stack.status === 'DELETE_COMPLETE') stack.deletedAt = call.account.now();
}

export const viewOf = (s: Stack): StackOutput => ({
  StackId: s.id, StackName: s.name, CreationTime: s.createdAt, StackStatus: s.status, EnableTerminationProtection: s.protection, Tags: [], Parameters: [...s.parameters], Outputs: [], Capabilities: [], NotificationARNs: [], DisableRollback: false,
  ...Object.fromEntries(Object.entries({ StackStatusReason: s.reason, RoleARN: s.roleArn, LastUpdatedTime: s.updatedAt, DeletionTime: s.deletedAt }).filter(([, value]) => value !== undefined)),
});

export const resourceViews = (s: Stack): StackResourceSummary[] => Object.entries(s.resources).map(([LogicalResourceId, { Type = '' }]) => ({
  LogicalResourceId, ResourceType: Type, PhysicalResourceId: `${s.name}-${LogicalResourceId}`, LastUpdatedTimestamp: s.updatedAt ?? s.createdAt,
  ResourceStatus: s.status === 'DELETE_COMPLETE' ? 'DELETE_COMPLETE' : s.status === 'CREATE_IN_PROGRESS' ? 'CREATE_IN_PROGRESS' : 'CREATE_COMPLETE',
}));
