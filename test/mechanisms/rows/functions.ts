// Functions, events, and what Systems Manager runs by itself.
import type { ServiceId } from '../../../src/aws/session.ts';
import type { Answers, Mechanism, Played } from '../row.ts';

const OTHER = '444455556666', ACCOUNT = '111122223333', REGION = 'us-east-1';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
const ORDINARY = 'Such things are ordinary; only their events tell whose they are.';
const by = (service: ServiceId) => (operation: string, input: Played['input'], as?: string): Played => ({ service, operation, input, ...(as === undefined ? {} : { as }) });
const [lambda, events, ssm, states, apigateway, scheduler] = [by('lambda'), by('events'), by('ssm'), by('states'), by('apigateway'), by('scheduler')];

const arnOf = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
const fn = (FunctionName: string, more: object = {}): Played => lambda('CreateFunction', { FunctionName, Role: ROLE, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: `zip of ${FunctionName}` }, ...more });
const document = (Name: string): Played => ssm('CreateDocument', { Name, Content: `{"schemaVersion":"2.2","description":"${Name}"}` });
const windowId = (a: Answers, as: string): string => (a[as] as { WindowId: string }).WindowId;
const maintenance = (Name: string, as: string): Played => ssm('CreateMaintenanceWindow', { Name, Schedule: 'rate(7 days)', Duration: 2, Cutoff: 1, AllowUnassociatedTargets: true }, as);
const DEFINITION = JSON.stringify({ StartAt: 'Work', States: { Work: { Type: 'Task', Resource: arnOf('r72'), End: true } } });

export const rows: readonly Mechanism[] = [
  {
    row: 65, title: 'the code of the owner\'s function overwritten', setUp: [fn('r65', { Publish: true })],
    plant: [lambda('UpdateFunctionCode', { FunctionName: 'r65', ZipFile: 'zip of a stranger' })], shows: ['lambda/function'],
  },
  {
    row: 66, title: 'a layer of another account and a wrapper around the owner\'s function', setUp: [fn('r66', { Publish: true })],
    plant: [lambda('UpdateFunctionConfiguration', { FunctionName: 'r66', Layers: [`arn:aws:lambda:${REGION}:${OTHER}:layer:agent:1`], Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/run' } } })], shows: ['lambda/function'],
  },
  {
    row: 66, title: 'a layer of the stranger\'s own, shared',
    plant: [lambda('PublishLayerVersion', { LayerName: 'r66l', Content: { ZipFile: 'zip' } }), lambda('AddLayerVersionPermission', { LayerName: 'r66l', VersionNumber: 1, StatementId: 'all', Action: 'lambda:GetLayerVersion', Principal: '*' })], shows: ['lambda/layer-version'],
  },
  {
    row: 67, title: 'a public URL of the owner\'s function', setUp: [fn('r67')],
    plant: [
      lambda('CreateFunctionUrlConfig', { FunctionName: 'r67', AuthType: 'NONE' }),
      lambda('AddPermission', { FunctionName: 'r67', StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' }),
    ],
    shows: ['lambda/function-url'],
  },
  { row: 68, title: 'another account lets itself into a function', setUp: [fn('r68')], plant: [lambda('AddPermission', { FunctionName: 'r68', StatementId: 'partner', Action: 'lambda:InvokeFunction', Principal: OTHER })], shows: ['lambda/permission'] },
  {
    row: 68, title: 'everybody lets himself into an alias and a version', setUp: [fn('r68a', { Publish: true }), lambda('CreateAlias', { FunctionName: 'r68a', Name: 'live', FunctionVersion: '1' })],
    plant: ['live', '1'].map((Qualifier) => lambda('AddPermission', { FunctionName: 'r68a', Qualifier, StatementId: 'all', Action: 'lambda:*', Principal: '*' })), shows: ['lambda/permission'],
  },
  {
    row: 69, title: 'a function that makes users again, behind an API',
    plant: [
      fn('r69'), apigateway('CreateApi', { Name: 'r69', ProtocolType: 'HTTP' }, 'r69'),
      apigateway('CreateIntegration', (a) => ({ ApiId: (a['r69'] as { ApiId: string }).ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: arnOf('r69'), PayloadFormatVersion: '2.0' }), 'i69'),
      apigateway('CreateRoute', (a) => ({ ApiId: (a['r69'] as { ApiId: string }).ApiId, RouteKey: 'POST /', Target: `integrations/${(a['i69'] as { IntegrationId: string }).IntegrationId}` })),
    ],
    shows: ['apigateway/api'],
  },
  {
    row: 69, title: 'a function that is called when a user is deleted',
    plant: [fn('r69e'), events('PutRule', { Name: 'r69e', EventPattern: '{"source":["aws.iam"],"detail":{"eventName":["DeleteUser"]}}' }), events('PutTargets', { Rule: 'r69e', Targets: [{ Id: '1', Arn: arnOf('r69e') }] })],
    shows: ['events/rule'], notFromConfiguration: ORDINARY,
  },
  { row: 69, title: 'the function that does it', plant: [fn('r69f')], shows: ['lambda/function'] },
  {
    row: 70, title: 'a queue feeds the stranger\'s function', setUp: [fn('r70')],
    plant: [lambda('CreateEventSourceMapping', { FunctionName: 'r70', EventSourceArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:r70` })], shows: ['lambda/event-source-mapping'], notFromConfiguration: ORDINARY,
  },
  {
    row: 71, title: 'events sent to another account', setUp: [events('PutRule', { Name: 'r71', EventPattern: '{"source":["aws.iam"]}' })],
    plant: [events('PutTargets', { Rule: 'r71', Targets: [{ Id: 'out', Arn: `arn:aws:events:${REGION}:${OTHER}:event-bus/in`, RoleArn: ROLE }] })], shows: ['events/rule'],
  },
  {
    row: 71, title: 'the owner\'s alarm rule switched off', setUp: [events('PutRule', { Name: 'r71d', EventPattern: '{"source":["aws.guardduty"]}' }), events('PutTargets', { Rule: 'r71d', Targets: [{ Id: 'mail', Arn: `arn:aws:sns:${REGION}:${ACCOUNT}:alarms` }] })],
    plant: [events('DisableRule', { Name: 'r71d' })], shows: ['events/rule'], notFromConfiguration: ORDINARY,
  },
  {
    row: 71, title: 'a target of the owner\'s rule pointed elsewhere', setUp: [events('PutRule', { Name: 'r71t', ScheduleExpression: 'rate(1 day)' }), events('PutTargets', { Rule: 'r71t', Targets: [{ Id: '1', Arn: arnOf('orders') }] })],
    plant: [events('PutTargets', { Rule: 'r71t', Targets: [{ Id: '1', Arn: arnOf('r71t') }] })], shows: ['events/rule'], notFromConfiguration: ORDINARY,
  },
  {
    row: 71, title: 'the owner\'s schedule rewritten', setUp: [scheduler('CreateSchedule', { Name: 'r71w', ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: arnOf('orders'), RoleArn: ROLE } })],
    plant: [scheduler('UpdateSchedule', { Name: 'r71w', ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: arnOf('r71w'), RoleArn: ROLE } })], shows: ['scheduler/schedule'], notFromConfiguration: ORDINARY,
  },
  {
    row: 71, title: 'a schedule of the stranger\'s own',
    plant: [scheduler('CreateSchedule', { Name: 'r71s', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: arnOf('r71s'), RoleArn: ROLE } })], shows: ['scheduler/schedule'],
  },
  { row: 72, title: 'a state machine of the stranger\'s own', plant: [states('CreateStateMachine', { name: 'r72', roleArn: ROLE, definition: DEFINITION })], shows: ['states/state-machine'] },
  {
    row: 72, title: 'another definition for the owner\'s state machine', setUp: [states('CreateStateMachine', { name: 'r72u', roleArn: ROLE, definition: DEFINITION }, 'r72u')],
    plant: [states('UpdateStateMachine', (a) => ({ stateMachineArn: (a['r72u'] as { stateMachineArn: string }).stateMachineArn, definition: DEFINITION.replaceAll('Work', 'Other') }))], shows: ['states/state-machine'], notFromConfiguration: ORDINARY,
  },
  { row: 74, title: 'a command run on a machine', plant: [ssm('SendCommand', { DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-0123456789abcdef0'], Parameters: { commands: ['id'] } })], shows: [], events: ['ssm:SendCommand'], notFromConfiguration: 'A command that was run leaves nothing in the configuration.' },
  { row: 74, title: 'a session on a machine', plant: [ssm('StartSession', { Target: 'i-0123456789abcdef0' })], shows: [], events: ['ssm:StartSession'], notFromConfiguration: 'A session leaves nothing in the configuration.' },
  { row: 74, title: 'a script that runs on every machine each day', plant: [ssm('CreateAssociation', { Name: 'AWS-RunShellScript', Targets: [{ Key: 'InstanceIds', Values: ['*'] }], ScheduleExpression: 'rate(1 day)', Parameters: { commands: ['id'] } })], shows: ['ssm/association'], notFromConfiguration: ORDINARY },
  {
    row: 74, title: 'the owner\'s association made to run another script', setUp: [ssm('CreateAssociation', { Name: 'AWS-RunShellScript', Targets: [{ Key: 'tag:team', Values: ['example'] }], Parameters: { commands: ['date'] } }, 'r74u')],
    plant: [ssm('UpdateAssociation', (a) => ({ AssociationId: (a['r74u'] as { AssociationDescription: { AssociationId: string } }).AssociationDescription.AssociationId, Targets: [{ Key: 'InstanceIds', Values: ['*'] }], Parameters: { commands: ['id'] } }))], shows: ['ssm/association'], notFromConfiguration: ORDINARY,
  },
  { row: 74, title: 'a document of the stranger\'s own', plant: [document('r74')], shows: ['ssm/document'] },
  {
    row: 74, title: 'another version made the default of the owner\'s document', setUp: [document('r74v')],
    plant: [ssm('UpdateDocument', { Name: 'r74v', DocumentVersion: '$LATEST', Content: '{"schemaVersion":"2.2","description":"other"}' }), ssm('UpdateDocumentDefaultVersion', { Name: 'r74v', DocumentVersion: '2' })], shows: ['ssm/document'], notFromConfiguration: ORDINARY,
  },
  { row: 74, title: 'the owner\'s document shared with everybody', setUp: [document('r74s')], plant: [ssm('ModifyDocumentPermission', { Name: 'r74s', PermissionType: 'Share', AccountIdsToAdd: ['all'] })], shows: ['ssm/document'] },
  {
    row: 74, title: 'a task put into the owner\'s maintenance window', setUp: [maintenance('r74w', 'w74')],
    plant: [ssm('RegisterTaskWithMaintenanceWindow', (a) => ({ WindowId: windowId(a, 'w74'), TaskArn: 'AWS-RunShellScript', TaskType: 'RUN_COMMAND', ServiceRoleArn: ROLE }))], shows: ['ssm/maintenance-window'], notFromConfiguration: ORDINARY,
  },
  { row: 75, title: 'a hybrid activation', plant: [ssm('CreateActivation', { IamRole: 'worker', RegistrationLimit: 10 })], shows: ['ssm/activation'] },
  { row: 75, title: 'a machine of the stranger\'s own, registered as a managed node', plant: [ssm('CreateActivation', { IamRole: 'worker', DefaultInstanceName: 'r75' })], shows: ['ssm/managed-node'], notFromConfiguration: ORDINARY },
];
