// What the contract suite finds in EventBridge, Step Functions and API Gateway: rules on two buses, schedules, some of them off; state machines; APIs.
import type { JsonObject, Resource } from '../../../src/core/types.ts';
import type { Api } from '../../../src/kinds/apigateway/api.ts';
import { ACCOUNT, REGION, type Play } from '../account.ts';

const target = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
const role = `arn:aws:iam::${ACCOUNT}:role/worker`;

export async function furnishEvents(play: Play): Promise<void> {
  await play('events', 'CreateEventBus', { Name: 'orders' });
  for (const Name of ['nightly', 'watch', 'mirror', 'paused', 'sleeping']) {
    const EventBusName = Name === 'mirror' ? 'orders' : 'default';
    const State = Name === 'watch' ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED';
    await play('events', 'PutRule', { Name, EventBusName, State, EventPattern: '{"source":["aws.iam"]}', Description: 'example' });
    await play('events', 'PutTargets', { Rule: Name, EventBusName, Targets: ['a', 'b', 'c'].map((Id) => ({ Id, Arn: target(Id), RoleArn: role })) });
  }
  for (const Name of ['paused', 'sleeping']) await play('events', 'DisableRule', { Name });
}
export async function furnishSchedules(play: Play): Promise<void> {
  for (const Name of ['hourly', 'daily', 'weekly', 'paused', 'sleeping']) {
    const State = Name === 'paused' || Name === 'sleeping' ? 'DISABLED' : 'ENABLED';
    await play('scheduler', 'CreateSchedule', { Name, State, ScheduleExpression: 'rate(1 hour)', StartDate: new Date('2026-12-01T00:00:00Z'), FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: target(Name), RoleArn: role, Input: '{"example":true}' } });
  }
}
export async function furnishStates(play: Play): Promise<void> {
  for (const name of ['orders', 'reports', 'cleanup']) {
    const { stateMachineArn } = await play('states', 'CreateStateMachine', { name, roleArn: role, definition: JSON.stringify({ StartAt: 'Work', States: { Work: { Type: 'Task', Resource: target(name), End: true } } }) }) as { stateMachineArn: string };
    await play('states', 'StartExecution', { stateMachineArn });
    await play('states', 'UpdateStateMachine', { stateMachineArn, definition: JSON.stringify({ StartAt: 'Work', States: { Work: { Type: 'Pass', End: true } } }) });
  }
}
export async function furnishApis(play: Play): Promise<void> {
  for (const Name of ['orders', 'reports', 'cleanup']) await play('apigateway', 'CreateApi', { Name, ProtocolType: 'HTTP', Target: target(Name) });
}

/** As it was before a stranger: another text of the rule, a target that was another, one that was none. */
export const EVENTS_AIMS: Readonly<Record<string, (r: Resource) => JsonObject>> = {
  'events/rule': () => ({ state: 'ENABLED', pattern: '{"source":["aws.ec2"]}', schedule: '', description: '', roleArn: '', off: ['a', 'b'], targets: [{ Id: 'a', Arn: target('other') }] }),
  'scheduler/schedule': (r) => ({ state: 'ENABLED', whole: { Name: r.name, GroupName: 'default', ScheduleExpression: 'rate(2 hours)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: target('other'), RoleArn: role } } }),
  'states/state-machine': () => ({ since: '', before: '9999' }),
  'apigateway/api': (r) => ({ routes: ((r as Api).routes ?? []).map(({ id }) => id), integrations: ((r as Api).integrations ?? []).map(({ id }) => id) }),
};
