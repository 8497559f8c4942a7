// EventBridge, its Scheduler, Step Functions and API Gateway, as their BEHAVIOUR.md say.
import { ApiGatewayV2Client, CreateApiCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2';
import { DeleteRuleCommand, DescribeRuleCommand, DisableRuleCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { opened, refusal, ROOT_KEY, type Opened } from '../ec2/opened.ts';

const config = ({ world }: Opened) => ({ region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: ROOT_KEY, secretAccessKey: 'example' }, requestHandler: world.endpoint.requestHandler() });
const Role = 'arn:aws:iam::111122223333:role/worker', FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:orders';

describe('EventBridge', () => {
  it('makes a rule or replaces it by one operation, which resets what it leaves out', async () => {
    const events = new EventBridgeClient(config(await opened()));
    await events.send(new PutRuleCommand({ Name: 'watch', EventPattern: '{}', Description: 'example' }));
    await events.send(new DisableRuleCommand({ Name: 'watch' }));
    await events.send(new PutRuleCommand({ Name: 'watch', EventPattern: '{"source":["aws.iam"]}' }));
    const now = await events.send(new DescribeRuleCommand({ Name: 'watch' }));
    expect([now.State, now.Description, now.EventPattern]).toEqual(['ENABLED', undefined, '{"source":["aws.iam"]}']);
  });

  it('deletes no rule that has targets, and no error is made of one that is not there', async () => {
    const events = new EventBridgeClient(config(await opened()));
    await events.send(new PutRuleCommand({ Name: 'watch', EventPattern: '{}' }));
    await events.send(new PutTargetsCommand({ Rule: 'watch', Targets: [{ Id: 'one', Arn: FUNCTION }] }));
    expect((await refusal(events.send(new DeleteRuleCommand({ Name: 'watch' })))).slice(0, 2)).toEqual(['ValidationException', 'Rule can\'t be deleted since it has targets.']);
    expect((await events.send(new RemoveTargetsCommand({ Rule: 'watch', Ids: ['one', 'two'] }))).FailedEntries).toMatchObject([{ TargetId: 'two' }]);
    for (let n = 0; n < 2; n++) await events.send(new DeleteRuleCommand({ Name: 'watch' }));
  });
});

it('EventBridge Scheduler replaces a schedule whole', async () => {
  const scheduler = new SchedulerClient(config(await opened()));
  const given = { Name: 'hourly', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: FUNCTION, RoleArn: Role } } as const;
  await scheduler.send(new CreateScheduleCommand({ ...given, State: 'DISABLED', Description: 'example' }));
  await scheduler.send(new UpdateScheduleCommand(given));
  const now = await scheduler.send(new GetScheduleCommand({ Name: 'hourly' }));
  expect([now.State, now.Description]).toEqual(['ENABLED', undefined]);
});

it('Step Functions refuses another definition under a taken name, and tells no definition in the history', async () => {
  const at = await opened();
  const states = new SFNClient(config(at));
  const definition = JSON.stringify({ StartAt: 'End', States: { End: { Type: 'Succeed' } } });
  await states.send(new CreateStateMachineCommand({ name: 'orders', roleArn: Role, definition }));
  await states.send(new CreateStateMachineCommand({ name: 'orders', roleArn: Role, definition }));
  expect((await refusal(states.send(new CreateStateMachineCommand({ name: 'orders', roleArn: Role, definition: definition.replaceAll('End', 'Other') })))).slice(0, 1)).toEqual(['StateMachineAlreadyExists']);
  expect(JSON.stringify(at.event('CreateStateMachine'))).not.toContain('StartAt');
});

it('API Gateway asks for verbs on paths, and makes a route for a target that is given at once', async () => {
  const at = await opened({ allowed: [{ Statement: [{ Effect: 'Allow', Action: 'apigateway:GET', Resource: 'arn:aws:apigateway:us-east-1::/apis/*' }] }] });
  const { ApiId } = await new ApiGatewayV2Client(config(at)).send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP', Target: FUNCTION }));
  const alice = new ApiGatewayV2Client({ ...config(at), credentials: { accessKeyId: 'AKIAALICEEXAMPLE0000', secretAccessKey: 'example' } });
  expect((await alice.send(new GetRoutesCommand({ ApiId }))).Items?.map((r) => r.RouteKey)).toEqual(['$default']);
  expect(await refusal(alice.send(new CreateApiCommand({ Name: 'other', ProtocolType: 'HTTP' })))).toEqual(['AccessDeniedException', expect.stringContaining('apigateway:POST on resource: arn:aws:apigateway:us-east-1::/apis'), expect.any(Number)]);
});
