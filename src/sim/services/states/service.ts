// The simulated Step Functions. Behaviour: BEHAVIOUR.md beside it.
import {
  CreateStateMachineCommand, DeleteStateMachineCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand, ListExecutionsCommand, ListStateMachinesCommand, ListStateMachineVersionsCommand, PublishStateMachineVersionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand, UpdateStateMachineCommand,
  type CreateStateMachineInput, type DescribeStateMachineOutput, type ExecutionListItem, type UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { arnIn, later, pageOf, rooms } from '../rooms.ts';

interface StatesRoom {
  readonly machines: Map<string, DescribeStateMachineOutput>;
  /** Published, by their ARN. */
  readonly versions: Map<string, DescribeStateMachineOutput>;
  readonly executions: Map<string, ExecutionListItem>;
  /** What the machine held when an execution began. */
  readonly begunWith: Map<string, DescribeStateMachineOutput>;
}
export const room = rooms('states', (): StatesRoom => ({ machines: new Map(), versions: new Map(), executions: new Map(), begunWith: new Map() }));
/** How long a state machine is `DELETING`, in milliseconds. */
export const DELETING_MS = 60_000;

const onMachine = ({ stateMachineArn = '*' }: { readonly stateMachineArn?: string | undefined }): string[] => [stateMachineArn];
function need(call: SimCall, arn = ''): DescribeStateMachineOutput {
  const { machines, versions } = room(call);
  const found = machines.get(arn) ?? versions.get(arn);
  if (!found) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`, 400);
  return found;
}
function checked(definition: string | undefined): void {
  const wrong = (why: string): AwsError => new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`, 400);
  let value: unknown;
  try { value = JSON.parse(definition ?? ''); } catch (error) {
    if (error instanceof SyntaxError) throw wrong('INVALID_JSON_DESCRIPTION');
    throw error;
  }
  if (typeof value !== 'object' || value === null || !('StartAt' in value) || !('States' in value)) throw wrong('SCHEMA_VALIDATION_FAILED: StartAt and States are required');
}
const pass = (call: SimCall, role: string | undefined): void => { if (role !== undefined) call.authorize('iam:PassRole', role, { 'iam:PassedToService': 'states.amazonaws.com' }); };

function create({ name = '', definition = '', roleArn = '', type = 'STANDARD' }: CreateStateMachineInput, call: SimCall): { stateMachineArn: string; creationDate: Date } {
  checked(definition);
  pass(call, roleArn);
  const { machines } = room(call);
  const stateMachineArn = arnIn(call, 'states', `stateMachine:${name}`);
  const known = machines.get(stateMachineArn);
  if (known && (known.definition !== definition || known.roleArn !== roleArn)) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn}'`, 400);
  const made = known ?? { stateMachineArn, name, status: 'ACTIVE', definition, roleArn, type, creationDate: call.now, revisionId: call.account.ids.uuid() };
  machines.set(stateMachineArn, made);
  return { stateMachineArn, creationDate: made.creationDate ?? call.now };
}
function update({ stateMachineArn, definition, roleArn }: UpdateStateMachineInput, call: SimCall): { updateDate: Date; revisionId: string } {
  const machine = need(call, stateMachineArn);
  if (machine.status === 'DELETING') throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn ?? ''}'`, 400);
  if (definition === undefined && roleArn === undefined) throw new AwsError('MissingRequiredParameter', 'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified', 400);
  if (definition !== undefined) checked(definition);
  pass(call, roleArn);
  const revisionId = call.account.ids.uuid();
  room(call).machines.set(stateMachineArn ?? '', { ...machine, ...(definition === undefined ? {} : { definition }), ...(roleArn === undefined ? {} : { roleArn }), revisionId });
  return { updateDate: call.now, revisionId };
}
function remove(arn: string, call: SimCall): object {
  const { machines, executions } = room(call);
  const machine = machines.get(arn);
  if (!machine || machine.status === 'DELETING') return {};
  machines.set(arn, { ...machine, status: 'DELETING' });
  later(call, DELETING_MS, () => {
    machines.delete(arn);
    for (const [id, one] of executions) if (one.stateMachineArn === arn) executions.delete(id);
  });
  return {};
}
function start(arn: string | undefined, given: string | undefined, call: SimCall): { executionArn: string; startDate: Date } {
  const machine = need(call, arn);
  const name = given ?? call.account.ids.uuid();
  const executionArn = arnIn(call, 'states', `execution:${machine.name ?? ''}:${name}`);
  room(call).begunWith.set(executionArn, machine);
  room(call).executions.set(executionArn, { executionArn, stateMachineArn: machine.stateMachineArn, name, status: 'RUNNING', startDate: call.now });
  return { executionArn, startDate: call.now };
}
const versionsOf = (arn: string, call: SimCall): [string, DescribeStateMachineOutput][] => [...room(call).versions].filter(([version]) => version.startsWith(`${arn}:`)).reverse();
function publish(arn: string, call: SimCall): { stateMachineVersionArn: string; creationDate: Date } {
  const machine = need(call, arn);
  const stateMachineVersionArn = `${arn}:${String(versionsOf(arn, call).length + 1)}`;
  room(call).versions.set(stateMachineVersionArn, { ...machine, stateMachineArn: stateMachineVersionArn, creationDate: call.now });
  return { stateMachineVersionArn, creationDate: call.now };
}
function forExecution(arn = '', call: SimCall) {
  const found = room(call).begunWith.get(arn);
  if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`, 400);
  return { stateMachineArn: found.stateMachineArn, name: found.name, definition: found.definition, roleArn: found.roleArn, updateDate: found.creationDate };
}
function stop(arn: string, call: SimCall): { stopDate: Date } {
  const { executions } = room(call);
  const found = executions.get(arn);
  if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`, 400);
  executions.set(arn, { ...found, status: 'ABORTED', stopDate: call.now });
  return { stopDate: call.now };
}

export default function states(): Service<SimCall> {
  return new Service<SimCall>(SFNClient, { id: 'states' })
    .on(CreateStateMachineCommand, create, { resources: ({ name = '*' }, call) => [arnIn(call, 'states', `stateMachine:${name}`)] })
    .on(UpdateStateMachineCommand, update, { resources: onMachine })
    .on(DeleteStateMachineCommand, ({ stateMachineArn = '' }, call) => remove(stateMachineArn, call), { resources: onMachine })
    .on(DescribeStateMachineCommand, ({ stateMachineArn }, call) => ({ ...need(call, stateMachineArn) }), { resources: onMachine })
    .on(ListStateMachinesCommand, ({ maxResults, nextToken }, call) => {
      const { page, next } = pageOf([...room(call).machines.values()], call, { max: maxResults, token: nextToken, refusal: 'InvalidToken' });
      return { stateMachines: page.map(({ stateMachineArn, name, type, creationDate }) => ({ stateMachineArn, name, type, creationDate })), ...(next === undefined ? {} : { nextToken: next }) };
    })
    .on(PublishStateMachineVersionCommand, ({ stateMachineArn = '' }, call) => publish(stateMachineArn, call), { resources: onMachine })
    .on(ListStateMachineVersionsCommand, ({ stateMachineArn = '', maxResults, nextToken }, call) => {
      need(call, stateMachineArn);
      const { page, next } = pageOf(versionsOf(stateMachineArn, call), call, { max: maxResults, token: nextToken, refusal: 'InvalidToken' });
      return { stateMachineVersions: page.map(([stateMachineVersionArn, { creationDate }]) => ({ stateMachineVersionArn, creationDate })), ...(next === undefined ? {} : { nextToken: next }) };
    }, { resources: onMachine })
    .on(DescribeStateMachineForExecutionCommand, ({ executionArn }, call) => forExecution(executionArn, call), { resources: ({ executionArn = '*' }) => [executionArn] })
    .on(StartExecutionCommand, ({ stateMachineArn, name }, call) => start(stateMachineArn, name, call), { resources: onMachine })
    .on(StopExecutionCommand, ({ executionArn = '' }, call) => stop(executionArn, call), { resources: ({ executionArn = '*' }) => [executionArn] })
    .on(ListExecutionsCommand, ({ stateMachineArn, statusFilter, maxResults, nextToken }, call) => {
      need(call, stateMachineArn);
      const all = [...room(call).executions.values()].reverse().filter((e) => e.stateMachineArn === stateMachineArn && (statusFilter === undefined || e.status === statusFilter));
      const { page, next } = pageOf(all, call, { max: maxResults, token: nextToken, refusal: 'InvalidToken' });
      return { executions: page, ...(next === undefined ? {} : { nextToken: next }) };
    }, { resources: onMachine });
}
