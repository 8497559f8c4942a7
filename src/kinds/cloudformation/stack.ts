// A CloudFormation stack: its template saved; given back its template and protection, or deleted with everything that it made, where the stranger made it.
import { DeleteStackCommand, DescribeStacksCommand, GetTemplateCommand, paginateDescribeStacks, paginateListStackResources, UpdateStackCommand, UpdateTerminationProtectionCommand, type CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBackTitle } from '../giving-back.ts';
import { defineKind, irreversible, nothingToUndo, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { namedIn } from '../named-in.ts';
import { isEvent, isForeign, listIn, objectIn, sdkNames, switchBefore, textIn } from '../recalling.ts';
import { until } from '../waiting.ts';

interface StackResource extends Resource {
  readonly protection: boolean;
  /** The role as which CloudFormation changes its resources; empty: as whoever asks. */
  readonly roleArn: string;
  readonly parameters: readonly string[];
  /** Its text, where it is to be given back another. */
  readonly template?: string;
}

function stackOf(from: Stack | undefined, region: string): StackResource | undefined {
  if (!from || from.StackStatus === 'DELETE_COMPLETE') return undefined;
  const { StackId: id = '', StackName: name = '' } = from;
  return {
    arn: id, uid: id, name, region, ...(from.CreationTime && { createdAt: from.CreationTime.toISOString() }), ...(from.ParentId !== undefined && { owner: from.ParentId }), protection: from.EnableTerminationProtection ?? false, roleArn: from.RoleARN ?? '', parameters: (from.Parameters ?? []).map((p) => p.ParameterKey ?? ''),
    seen: { status: from.StackStatus ?? '' },
  };
}
/** CloudFormation has no error of its own for what is not there. */
async function describe(client: CloudFormationClient, id: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: id }))).Stacks?.[0];
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}
interface Part { readonly type: string; readonly id: string; readonly status: string }
async function partsOf(client: CloudFormationClient, id: string): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: id })) {
    parts.push(...StackResourceSummaries.map((r) => ({ type: r.ResourceType ?? '', id: r.PhysicalResourceId ?? r.LogicalResourceId ?? '', status: r.ResourceStatus ?? '' })));
  }
  return parts;
}
const TITLE = say('CloudFormation stack');
const PROTECT = 'cloudformation:UpdateTerminationProtection';
const UPDATE = 'cloudformation:UpdateStack';
const target = (r: StackResource) => ({ StackName: r.arn });
const protection = (r: StackResource, on: boolean) => ({ ...target(r), EnableTerminationProtection: on });
const isBusy = (status: unknown): boolean => typeof status === 'string' && status.endsWith('_IN_PROGRESS');

/** AWS tells where a template lay and not what it says, and of parameters their names only: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-api-logging-cloudtrail.html */
function sourceBefore(history: readonly HistoryEvent[]): JsonObject {
  const sets = history.filter((e) => isEvent(e, 'cloudformation:CreateStack', UPDATE, 'cloudformation:ExecuteChangeSet') && e.request?.['usePreviousTemplate'] !== true);
  const [theirs, own] = [sets.filter(isForeign), sets.filter((e) => !isForeign(e)).at(-1)];
  const { templateURL, capabilities = [], roleARN, parameters = [] } = own?.request ?? {};
  if (templateURL === undefined || theirs.length === 0 || (roleARN === undefined && theirs.some((e) => e.request?.['roleARN'] !== undefined))) return {};
  return objectIn(sdkNames({ templateURL, capabilities, parameters, ...(roleARN === undefined ? {} : { roleARN }) })) ?? {};
}
const sourceOf = (r: StackResource): JsonObject | undefined => objectIn(r.aim?.['source']);
const protectionOf = (r: StackResource): boolean => (r.aim?.['protection'] === undefined ? r.protection : r.aim['protection'] === true);

/** As its owner last set it; a value is told by nothing but the stack itself. */
function given(r: StackResource): JsonObject {
  const { Parameters, ...source } = sourceOf(r) ?? {};
  const names = listIn(Parameters).flatMap((p) => textIn(objectIn(p)?.['ParameterKey']) ?? []);
  return { ...target(r), ...source, Parameters: previous(r.parameters.filter((name) => names.includes(name))) };
}
/** As the stranger had set it. */
const taken = (r: StackResource): JsonObject => ({ ...target(r), TemplateBody: r.template ?? '', Capabilities: sourceOf(r)?.['Capabilities'] ?? [], Parameters: previous(r.parameters) });
const previous = (names: readonly string[]): JsonObject[] => names.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
const changing = (r: StackResource, input: JsonObject, on: boolean): Call[] => [
  ...(sourceOf(r) ? [{ operation: UPDATE, region: r.region, input } as const] : []), ...(protectionOf(r) === r.protection ? [] : [{ operation: PROTECT, region: r.region, input: protection(r, on) } as const]),
];

async function update(client: CloudFormationClient, r: StackResource, input: JsonObject, deed: Deed): Promise<void> {
  let now: Stack | undefined;
  const atRest = (): Promise<void> => until(deed, r.name, async () => { now = await describe(client, r.arn); return !isBusy(now?.StackStatus); });
  await atRest();
  try {
    await client.send(new UpdateStackCommand(input as never));
  } catch (error) {
    if (failureOf(error).message.includes('No updates are to be performed')) return;
    throw error;
  }
  await atRest();
  if (now?.StackStatus !== 'UPDATE_COMPLETE') throw failed(say('CloudFormation could not update the stack {{stack}}: {{reason}}', { stack: r.name, reason: now?.StackStatusReason ?? '' }));
}

async function remove(aws: ChangeAws, r: StackResource, deed: Deed): Promise<void> {
  const client = await aws.client('cloudformation');
  let now = await describe(client, r.arn);
  if (now?.EnableTerminationProtection === true) await client.send(new UpdateTerminationProtectionCommand(protection(r, false)));
  await client.send(new DeleteStackCommand(target(r)));
  await until(deed, r.name, async () => {
    now = await describe(client, r.arn);
    return now?.StackStatus !== 'DELETE_IN_PROGRESS';
  });
  if (now?.StackStatus === 'DELETE_FAILED') throw failed(say('CloudFormation could not delete the stack {{stack}}: {{reason}} What it named is left; empty or delete it first, then go on.', { stack: r.name, reason: now.StackStatusReason ?? '' }));
}

async function keep(aws: ChangeAws, r: StackResource, deed: Deed): Promise<void> {
  const client = await aws.client('cloudformation');
  const { TemplateBody = '', $metadata } = await client.send(new GetTemplateCommand({ ...target(r), TemplateStage: 'Original' }));
  await deed.keep(`stack-${r.name}-template.txt`, TemplateBody, { operation: 'cloudformation:GetTemplate', requestId: $metadata.requestId });
  const file = `stack-${r.name}.json`;
  await deed.keep(file, `${JSON.stringify({ stack: await describe(client, r.arn) ?? r, resources: await partsOf(client, r.arn) }, null, 2)}\n`, { operation: 'cloudformation:ListStackResources' });
  await deed.making('kept', file);
}

const partNames = (r: StackResource): readonly string[] => {
  const parts = r.seen?.['parts'];
  return Array.isArray(parts) ? parts.map(String) : [];
};

export default defineKind<StackResource>({
  id: 'cloudformation/stack', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources', 'cloudformation:GetTemplate'],

  async *list({ aws, region }) {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: await aws.client('cloudformation') }, {})) yield* Stacks.flatMap((s) => stackOf(s, region) ?? []);
  },

  // What a stack holds is asked for here alone: it is shown before a deletion, and an account may have hundreds of stacks.
  async look(aws, rs) {
    const client = await aws.client('cloudformation');
    return inParallel(rs, 4, async (r) => {
      const now = stackOf(await describe(client, r.arn), aws.region);
      if (now?.uid !== r.uid) return undefined;
      const parts = await partsOf(client, r.arn);
      const template = sourceOf(r) && (await client.send(new GetTemplateCommand({ ...target(r), TemplateStage: 'Original' }))).TemplateBody;
      return { ...now, ...(template === undefined ? {} : { template }), seen: { ...now.seen, parts: parts.filter((p) => p.status !== 'DELETE_COMPLETE').map((p) => `${p.type} ${p.id}`) } };
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['cloudformation:CreateStack'],
    changed: ['cloudformation:UpdateStack', 'cloudformation:ExecuteChangeSet', 'cloudformation:SetStackPolicy', 'cloudformation:UpdateTerminationProtection', 'cloudformation:ContinueUpdateRollback'],
    concerns: (r, { request, response }) => [r.name, r.arn].includes(namedIn(request, 'stackName')) && (response?.['stackId'] === undefined || response['stackId'] === r.arn),
  },

  recall: (_, history) => {
    const turned = (to: boolean) => (e: HistoryEvent): boolean => isEvent(e, PROTECT) && e.request?.['enableTerminationProtection'] === to;
    const before = switchBefore(history, turned(true), turned(false));
    const spoiled = history.some((e) => isForeign(e) && !isEvent(e, PROTECT));
    return before === undefined && !spoiled ? undefined : { ...(before === undefined ? {} : { protection: before }), ...(spoiled ? { source: sourceBefore(history) } : {}) };
  },

  actions: {
    recover: {
      operations: [PROTECT, UPDATE], permissions: ['iam:PassRole'],
      title: (r) => givingBackTitle(TITLE, r.name, r.region),
      breaks: (r) => (sourceOf(r) === undefined ? undefined : say('CloudFormation makes, changes and deletes resources until the stack is as its template says: {{url}}, as it is there now. Values of parameters stay ({{names}}): AWS does not tell what they were, so look at each.', { url: textIn(sourceOf(r)?.['TemplateURL']) ?? '', names: r.parameters.length === 0 ? '0' : r.parameters })),
      impossible: (r) => (sourceOf(r) === undefined || sourceOf(r)?.['TemplateURL'] !== undefined ? undefined
        : say('AWS leaves templates and values of parameters out of the event history. What stack {{stack}} held is in your repository, or in a bucket cf-templates-…-{{region}} (uploaded in the console) or cdk-…-{{region}} (CDK): update the stack with it.', { stack: r.name, region: r.region })),
      calls: (r) => changing(r, given(r), protectionOf(r)),
      undoCalls: (before) => changing(before, taken(before), before.protection),
      done: (now, { made }) => now !== undefined && now.protection === protectionOf(now) && (sourceOf(now) === undefined || made['given'] !== undefined),
      apply: async (aws, r, deed) => {
        const client = await aws.client('cloudformation');
        if (sourceOf(r) && deed.made['given'] === undefined) {
          await update(client, r, given(r), deed);
          await deed.making('given', r.name);
        }
        if (protectionOf(r) !== r.protection) await client.send(new UpdateTerminationProtectionCommand(protection(r, protectionOf(r))));
      },
      undo: async (aws, before, _, deed) => {
        const client = await aws.client('cloudformation');
        if (sourceOf(before)) await update(client, before, taken(before), deed);
        if (protectionOf(before) !== before.protection) await client.send(new UpdateTerminationProtectionCommand(protection(before, before.protection)));
      },
      undoReopens: true,
    },
    preserve: {
      operations: [],
      title: (r) => say('Save the template of stack {{stack}} in {{region}} and what it made', { stack: r.name, region: r.region }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: keep,
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['cloudformation:UpdateTerminationProtection', 'cloudformation:DeleteStack'],
      title: (r) => say('Delete the CloudFormation stack {{stack}} in {{region}} with everything that it made', { stack: r.name, region: r.region }),
      destroys: (r) => (partNames(r).length === 0 ? say('Nothing but the stack itself: it holds no resources.') : say('What the stack made, unless its template keeps it ({{n}}): {{parts}}.', { n: partNames(r).length, parts: partNames(r) })),
      impossible: (r) => (r.owner === undefined ? undefined : say('Stack {{stack}} is part of another stack, {{parent}}. Delete that one, and this one goes with it.', { stack: r.name, parent: r.owner })),
      calls: (r) => [
        ...(r.protection ? [{ operation: 'cloudformation:UpdateTerminationProtection' as const, region: r.region, input: protection(r, false) }] : []),
        { operation: 'cloudformation:DeleteStack', region: r.region, input: target(r) },
      ],
      done: (now) => now === undefined,
      apply: remove,
      undo: irreversible(say('AWS does not give a deleted stack back. From the saved template one like it can be made anew, without what was stored in it.')),
    },
  },
});
