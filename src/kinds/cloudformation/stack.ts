// A CloudFormation stack: its template saved; deleted with everything that it made, where the stranger made it.
import { DeleteStackCommand, DescribeStacksCommand, GetTemplateCommand, paginateDescribeStacks, paginateListStackResources, UpdateTerminationProtectionCommand, type CloudFormationClient, type Stack } from '@aws-sdk/client-cloudformation';
import { failureOf } from '../../aws/errors.ts';
import type { ChangeAws } from '../../aws/session.ts';
import { failed } from '../../core/errors.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, nothingToUndo, type Deed, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { namedIn } from '../named-in.ts';
import { isEvent, isForeign, switchBefore } from '../recalling.ts';
import { until } from '../waiting.ts';

interface StackResource extends Resource {
  readonly protection: boolean;
  /** The role as which CloudFormation changes its resources; empty: as whoever asks. */
  readonly roleArn: string;
}

function stackOf(from: Stack | undefined, region: string): StackResource | undefined {
  if (!from || from.StackStatus === 'DELETE_COMPLETE') return undefined;
  const { StackId: id = '', StackName: name = '' } = from;
  return {
    arn: id, uid: id, name, region, ...(from.CreationTime && { createdAt: from.CreationTime.toISOString() }), ...(from.ParentId !== undefined && { owner: from.ParentId }), protection: from.EnableTerminationProtection ?? false, roleArn: from.RoleARN ?? '',
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
const target = (r: StackResource) => ({ StackName: r.arn });
const unprotect = (r: StackResource) => ({ ...target(r), EnableTerminationProtection: false });

async function remove(aws: ChangeAws, r: StackResource, deed: Deed): Promise<void> {
  const client = await aws.client('cloudformation');
  let now = await describe(client, r.arn);
  if (now?.EnableTerminationProtection === true) await client.send(new UpdateTerminationProtectionCommand(unprotect(r)));
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
  reads: ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],

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
      return { ...now, seen: { ...now.seen, parts: parts.filter((p) => p.status !== 'DELETE_COMPLETE').map((p) => `${p.type} ${p.id}`) } };
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['cloudformation:CreateStack'],
    changed: ['cloudformation:UpdateStack', 'cloudformation:ExecuteChangeSet', 'cloudformation:SetStackPolicy', 'cloudformation:UpdateTerminationProtection', 'cloudformation:ContinueUpdateRollback'],
    concerns: (r, { request, response }) => [r.name, r.arn].includes(namedIn(request, 'stackName')) && (response?.['stackId'] === undefined || response['stackId'] === r.arn),
  },

  // What its template was AWS no longer shows; its protection is a switch.
  recall: (_, history) => {
    const turned = (to: boolean) => (e: HistoryEvent): boolean => isEvent(e, PROTECT) && e.request?.['enableTerminationProtection'] === to;
    const protection = switchBefore(history, turned(true), turned(false));
    return protection === undefined || history.some((e) => isForeign(e) && !isEvent(e, PROTECT)) ? undefined : { protection };
  },

  actions: {
    recover: givingBack<StackResource>({
      sort: TITLE, operations: [PROTECT],
      back: (r) => ({ ...r, ...(r.aim as Partial<StackResource> | undefined) }),
      calls: (from, to) => (from.protection === to.protection ? [] : [{ operation: PROTECT, region: to.region, input: { ...target(to), EnableTerminationProtection: to.protection } }]),
      send: async (aws, { input }) => (await aws.client('cloudformation')).send(new UpdateTerminationProtectionCommand(input as never)),
    }),
    preserve: {
      operations: [], reads: ['cloudformation:GetTemplate'],
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
        ...(r.protection ? [{ operation: 'cloudformation:UpdateTerminationProtection' as const, region: r.region, input: unprotect(r) }] : []),
        { operation: 'cloudformation:DeleteStack', region: r.region, input: target(r) },
      ],
      done: (now) => now === undefined,
      apply: remove,
      undo: irreversible(say('AWS does not give a deleted stack back. From the saved template one like it can be made anew, without what was stored in it.')),
    },
  },
});
