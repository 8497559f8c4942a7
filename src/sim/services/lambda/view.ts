// Functions and their versions as Lambda's answers show them.
import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { SimCall } from '../../account.ts';
import { functionArn, type Alias, type FunctionRecord, type Version } from './state.ts';

/** `2026-11-20T09:00:00.000+0000` */
export const lambdaTime = (at: Date): string => at.toISOString().replace('Z', '+0000');

export function configuration(call: SimCall, one: FunctionRecord, { version, settings, code, modified, revision }: Version, qualifier?: string): FunctionConfiguration {
  const { Layers, ImageConfig, VpcConfig, TracingConfig, ...same } = settings;
  const isLatest = version === '$LATEST';
  return {
    ...same, FunctionName: one.name, FunctionArn: functionArn(call, one.name, qualifier), Version: version, CodeSha256: code.sha256, CodeSize: code.size, LastModified: lambdaTime(modified), RevisionId: revision,
    State: 'Active', LastUpdateStatus: isLatest && call.now < one.busyUntil ? 'InProgress' : 'Successful', TracingConfig: { Mode: TracingConfig?.Mode ?? 'PassThrough' },
    ...(Layers?.length ? { Layers: Layers.map((Arn) => ({ Arn, CodeSize: 1_024 })) } : {}),
    ...(VpcConfig ? { VpcConfig: { SubnetIds: VpcConfig.SubnetIds ?? [], SecurityGroupIds: VpcConfig.SecurityGroupIds ?? [], VpcId: VpcConfig.SubnetIds?.length ? 'vpc-0123456789abcdef0' : '' } } : {}),
    ...(ImageConfig ? { ImageConfigResponse: { ImageConfig } } : {}),
  };
}
/** `$LATEST` first, then the published ones in their order, each under its own ARN. */
export const everyVersion = (call: SimCall, one: FunctionRecord): FunctionConfiguration[] => [one.latest, ...one.published].map((v) => configuration(call, one, v, v.version));

export const aliasView = (call: SimCall, one: FunctionRecord, { name, version, description, revision }: Alias): AliasConfiguration =>
  ({ AliasArn: functionArn(call, one.name, name), Name: name, FunctionVersion: version, Description: description, RevisionId: revision });
