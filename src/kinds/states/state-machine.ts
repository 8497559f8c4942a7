// A state machine of Step Functions: made to end at once, deleted where a stranger made it.
import { DeleteStateMachineCommand, DescribeStateMachineCommand, paginateListStateMachines, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Arn, Call, Resource } from '../../core/types.ts';
import { defineKind, irreversible } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { preserving } from '../iam/parts/preservation.ts';
import { ifThere } from '../refusal.ts';

export interface StateMachine extends Resource {
  readonly machineType: string;
  /** Its text. A list does not tell it, nor its role. */
  readonly definition?: string;
  readonly roleArn?: Arn;
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
const told = (r: StateMachine) => ({ machine: r.name, region: r.region });

export default defineKind<StateMachine>({
  id: 'states/state-machine', version: 1, title: say('Step Functions state machine'), scope: 'regional', role: 'respawner',
  reads: ['states:ListStateMachines', 'states:DescribeStateMachine'],

  async *list({ aws, region }) {
    for await (const { stateMachines = [] } of paginateListStateMachines({ client: await aws.client('states') }, {})) yield* stateMachines.map((m) => machineOf(m, region));
  },

  async look(aws, rs) {
    const client = await aws.client('states');
    return inParallel(rs, 4, async (r) => {
      const found = await ifThere(client.send(new DescribeStateMachineCommand({ stateMachineArn: r.arn })));
      const now = found && found.status !== 'DELETING' ? machineOf(found, aws.region) : undefined;
      return found && now?.uid === r.uid ? { ...now, definition: found.definition ?? '', roleArn: found.roleArn ?? '' } : undefined;
    });
  },

  traces: { ids: (r) => [r.arn], created: ['states:CreateStateMachine'], changed: ['states:UpdateStateMachine'] },

  actions: {
    contain: {
      operations: ['states:UpdateStateMachine'],
      title: (r) => say('Make every new execution of the state machine {{machine}} in {{region}} fail at once', told(r)),
      breaks: (r) => say('{{machine}} does nothing any more. Executions that run already go on as they began; stop them in the Step Functions console.', told(r)),
      calls: (r) => [call(r, STOPPED)],
      undoCalls: (before) => [call(before, before.definition ?? '')],
      done: (now) => now?.definition === STOPPED,
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
      undo: irreversible(say('AWS does not give a deleted state machine back. Its definition is kept with the evidence.')),
    },
  },
});
