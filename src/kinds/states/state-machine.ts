// A state machine of Step Functions: made to end at once, deleted where a stranger made it.
import { DeleteStateMachineCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand, ListStateMachineVersionsCommand, paginateListExecutions, paginateListStateMachines, UpdateStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, JsonObject, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, KEPT_ALL, type HistoryEvent } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { isEvent, isForeign, lastOwn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';

export interface StateMachine extends Resource {
  readonly machineType: string;
  /** Its text. A list does not tell it, nor its role. */
  readonly definition?: string;
  readonly roleArn?: Arn;
  /** What it held before a stranger changed it, where a published version or an execution of then shows it. */
  readonly back?: { readonly definition: string; readonly roleArn: Arn };
}
/** Every execution fails in its first step, before it does anything. */
const STOPPED = JSON.stringify({ Comment: 'Stopped by aws-incident', StartAt: 'Stopped', States: { Stopped: { Type: 'Fail', Error: 'Stopped', Cause: 'Stopped by aws-incident' } } });

const machineOf = (m: { readonly stateMachineArn: string | undefined; readonly name: string | undefined; readonly type: string | undefined; readonly creationDate: Date | undefined }, region: string): StateMachine => {
  const arn = m.stateMachineArn ?? '';
  const createdAt = m.creationDate?.toISOString() ?? '';
  return { arn, uid: `${arn}@${createdAt}`, name: m.name ?? '', region, createdAt, machineType: m.type ?? '' };
};
const call = (r: StateMachine, definition: string): Call => ({ operation: 'states:UpdateStateMachine', region: r.region, input: { stateMachineArn: r.arn, definition } });
const put = async (aws: ChangeAws, r: StateMachine, definition: string): Promise<void> => { await (await aws.client('states')).send(new UpdateStateMachineCommand({ stateMachineArn: r.arn, definition })); };
const TITLE = say('Step Functions state machine');
/** The history hides definitions. AWS keeps those of published versions, and of executions for 90 days. */
async function contentBefore(client: SFNClient, r: StateMachine, { since, before, role }: JsonObject): Promise<StateMachine['back']> {
  if (textIn(role) !== undefined) return { definition: r.definition ?? '', roleArn: textIn(role) ?? '' };
  const between = (at: Date | undefined): boolean => at !== undefined && at.getTime() < Date.parse(textIn(before) ?? '') && !(at.getTime() <= Date.parse(textIn(since) ?? ''));
  const { stateMachineVersions = [] } = await client.send(new ListStateMachineVersionsCommand({ stateMachineArn: r.arn, maxResults: 1000 }));
  const version = stateMachineVersions.find((v) => between(v.creationDate))?.stateMachineVersionArn;
  if (version !== undefined) return backOf(await client.send(new DescribeStateMachineCommand({ stateMachineArn: version })));
  if (r.machineType === 'EXPRESS') return undefined;
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn: r.arn })) {
    const executionArn = executions.find((e) => between(e.startDate))?.executionArn;
    if (executionArn !== undefined) return backOf(await client.send(new DescribeStateMachineForExecutionCommand({ executionArn })));
  }
  return undefined;
}
const backOf = ({ definition = '', roleArn = '' }: { readonly definition?: string | undefined; readonly roleArn?: string | undefined }) => ({ definition, roleArn });
const CHANGE = 'states:UpdateStateMachine';
function recall(_: StateMachine, history: readonly HistoryEvent[]): JsonObject | undefined {
  const since = lastOwn(history, (e) => isEvent(e, CHANGE, 'states:CreateStateMachine'))?.time ?? '';
  const theirs = history.filter((e) => isForeign(e) && isEvent(e, CHANGE) && e.time > since);
  const before = theirs[0]?.time;
  // Where the stranger gave it another role and nothing else, the history tells all of it.
  const role = theirs.some((e) => e.request?.['definition'] !== undefined) ? undefined : textIn(lastOwn(history, (e) => e.request?.['roleArn'] !== undefined)?.request?.['roleArn']);
  return before === undefined ? undefined : { since, before, ...(role === undefined ? {} : { role }) };
}
const told = (r: StateMachine) => ({ machine: r.name, region: r.region });

export default defineKind<StateMachine>({
  id: 'states/state-machine', version: 1, title: TITLE, scope: 'regional', role: 'respawner',
  reads: ['states:ListStateMachines', 'states:DescribeStateMachine', 'states:ListStateMachineVersions', 'states:ListExecutions', 'states:DescribeStateMachineForExecution'],

  async *list({ aws, region }) {
    for await (const { stateMachines = [] } of paginateListStateMachines({ client: await aws.client('states') }, {})) yield* stateMachines.map((m) => machineOf(m, region));
  },

  async look(aws, rs) {
    const client = await aws.client('states');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new DescribeStateMachineCommand({ stateMachineArn: r.arn })));
      const now = found && found.status !== 'DELETING' ? machineOf(found, aws.region) : undefined;
      if (!found || now?.uid !== r.uid) return undefined;
      const held = { ...now, definition: found.definition ?? '', roleArn: found.roleArn ?? '' };
      const back = r.aim && await contentBefore(client, held, r.aim);
      return { ...held, ...(back ? { back } : {}) };
    });
  },

  traces: { ids: (r) => [r.arn], created: ['states:CreateStateMachine'], changed: [CHANGE] },
  recall,

  actions: {
    contain: {
      operations: ['states:UpdateStateMachine'],
      title: (r) => say('Make every new execution of the state machine {{machine}} in {{region}} fail at once', told(r)),
      breaks: (r) => say('{{machine}} does nothing any more. Executions that run already go on as they began; stop them in the Step Functions console.', told(r)),
      calls: (r) => [call(r, STOPPED)],
      undoCalls: (before) => [call(before, before.definition ?? '')],
      done: (now) => now?.definition === STOPPED,
      undone: (now, before) => now !== undefined && now.definition === before.definition,
      apply: (aws, r) => put(aws, r, STOPPED),
      undo: (aws, before) => put(aws, before, before.definition ?? ''),
      undoReopens: true,
    },
    preserve: preserving({ title: (r) => say('Save the state machine {{machine}} in {{region}} with its definition', told(r)), file: (r) => `state-machine-${r.region}-${r.name}`, operation: 'states:DescribeStateMachine' }),
    eradicate: {
      operations: ['states:DeleteStateMachine'],
      title: (r) => say('Delete the state machine {{machine}} in {{region}}', told(r)),
      breaks: () => say('Executions that run end with their next step. Their history is gone when the state machine is.'),
      calls: (r) => [{ operation: 'states:DeleteStateMachine', region: r.region, input: { stateMachineArn: r.arn } }],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await ifThere((await aws.client('states')).send(new DeleteStateMachineCommand({ stateMachineArn: r.arn }))); },
      undo: KEPT_ALL,
    },
    recover: givingBack<StateMachine>({
      sort: TITLE, operations: [CHANGE], permissions: ['iam:PassRole'], lifts: (r) => r.aim?.['role'] !== undefined,
      impossible: (r) => (r.back || r.definition === undefined ? undefined : say('AWS hides definitions in the event history, and neither a published version nor an execution from before shows what {{machine}} held. Take it from the template of its CloudFormation stack or from your repository, and deploy it again.', { machine: r.name })),
      back: (r) => ({ ...r, ...(r.back ?? { definition: '' }) }),
      calls: (from, to) => (from.definition === to.definition && from.roleArn === to.roleArn ? [] : [{ operation: CHANGE, region: to.region, input: { stateMachineArn: to.arn, definition: to.definition ?? '', roleArn: to.roleArn ?? '' } }]),
      send: async (aws, { input }) => (await aws.client('states')).send(new UpdateStateMachineCommand(input as never)),
    }),
  },
});
