// What the contract suite finds in Lambda: functions with a published version that was overwritten since, and all that hangs on them.
import type { SteppedClock } from '../../../src/core/clock.ts';
import { ACCOUNT, REGION, type Play } from '../account.ts';

const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
export const NAMES = ['orders', 'reports', 'thumbnails'] as const;

const later = (clock: SteppedClock): void => { clock.set(new Date(clock.now().getTime() + 60_000)); };
export async function furnishLambda(play: Play, clock: SteppedClock): Promise<void> {
  await play('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: TRUST });
  for (const name of NAMES) {
    await furnishLayer(play, `tools-${name}`);
    await furnishFunction(play, clock, name);
  }
}
async function furnishFunction(play: Play, clock: SteppedClock, FunctionName: string): Promise<void> {
  const Role = `arn:aws:iam::${ACCOUNT}:role/worker`;
  await play('lambda', 'CreateFunction', { FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: Buffer.from(`zip of ${FunctionName}`) }, Environment: { Variables: { TABLE: 'example' } }, Publish: true });
  later(clock);
  await play('lambda', 'UpdateFunctionCode', { FunctionName, ZipFile: Buffer.from('zip of a stranger') });
  later(clock);
  await play('lambda', 'UpdateFunctionConfiguration', { FunctionName, Layers: [`arn:aws:lambda:${REGION}:444455556666:layer:agent:1`], Environment: { Variables: { TABLE: 'example', AWS_LAMBDA_EXEC_WRAPPER: '/opt/run' } } });
  later(clock);
  await play('lambda', 'CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '1' });
  await play('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 5 });
  await play('lambda', 'CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE' });
  await play('lambda', 'CreateFunctionUrlConfig', { FunctionName, Qualifier: 'live', AuthType: 'NONE' });
  await play('lambda', 'AddPermission', { FunctionName, StatementId: 'public-url', Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' });
  await play('lambda', 'AddPermission', { FunctionName, Qualifier: 'live', StatementId: 'bucket', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::example-bucket', SourceAccount: ACCOUNT });
  await play('lambda', 'AddPermission', { FunctionName, Qualifier: '1', StatementId: 'partner', Action: 'lambda:InvokeFunction', Principal: '444455556666', PrincipalOrgID: 'o-exampleorgid' });
  await play('lambda', 'CreateEventSourceMapping', { FunctionName, EventSourceArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:queue-of-${FunctionName}` });
  await play('lambda', 'CreateEventSourceMapping', { FunctionName, EventSourceArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:old-queue-of-${FunctionName}`, Enabled: false });
}
async function furnishLayer(play: Play, LayerName: string): Promise<void> {
  for (const text of ['first', 'second']) await play('lambda', 'PublishLayerVersion', { LayerName, Content: { ZipFile: Buffer.from(`${text} zip of ${LayerName}`) }, CompatibleRuntimes: ['nodejs22.x'] });
  for (const VersionNumber of [1, 2]) {
    await play('lambda', 'AddLayerVersionPermission', { LayerName, VersionNumber, StatementId: 'everybody', Action: 'lambda:GetLayerVersion', Principal: '*' });
    await play('lambda', 'AddLayerVersionPermission', { LayerName, VersionNumber, StatementId: 'partner', Action: 'lambda:GetLayerVersion', Principal: '444455556666' });
  }
}
