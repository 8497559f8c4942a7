// The simulated AWS Config: recorder and delivery channel of each Region. Behaviour: BEHAVIOUR.md beside it.
import {
  ConfigServiceClient, DeleteConfigurationRecorderCommand, DeleteDeliveryChannelCommand, DescribeConfigurationRecordersCommand, DescribeConfigurationRecorderStatusCommand, DescribeDeliveryChannelsCommand,
  PutConfigurationRecorderCommand, PutDeliveryChannelCommand, StartConfigurationRecorderCommand, StopConfigurationRecorderCommand,
  type ConfigurationRecorder, type ConfigurationRecorderStatus, type DeliveryChannel, type PutConfigurationRecorderCommandInput, type PutDeliveryChannelCommandInput,
} from '@aws-sdk/client-config-service';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { inRegion } from '../in-region.ts';

interface Recorder { readonly arn: string; readonly name: string; given: ConfigurationRecorder; recording: boolean; startedAt: Date | undefined; stoppedAt: Date | undefined }
interface Room { recorder: Recorder | undefined; channel: (DeliveryChannel & { readonly name: string }) | undefined }
export const room = ({ account, region }: SimCall): Room => inRegion(account, 'config', region, (): Room => ({ recorder: undefined, channel: undefined }));
const refused = (code: string, message: string): AwsError => new AwsError(code, message, 400);

function recorderOf(name: string | undefined, call: SimCall): Recorder {
  const { recorder } = room(call);
  if (!recorder || recorder.name !== name) throw refused('NoSuchConfigurationRecorderException', `Cannot find configuration recorder with the specified name '${name ?? ''}'.`);
  return recorder;
}

function putRecorder({ ConfigurationRecorder: given = {} }: PutConfigurationRecorderCommandInput, call: SimCall): object {
  const here = room(call);
  const name = given.name ?? 'default';
  if (here.recorder && here.recorder.name !== name) throw refused('MaxNumberOfConfigurationRecordersExceededException', `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`);
  if (given.roleARN === undefined) throw refused('InvalidRoleException', 'The role ARN provided is not valid.');
  call.authorize('iam:PassRole', given.roleARN);
  const arn = `arn:${call.account.partition}:config:${call.region}:${call.account.id}:configuration-recorder/${name}/${here.recorder?.arn.split('/')[2] ?? call.account.ids.hex(16)}`;
  here.recorder = { arn, name, given: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: false }, ...given, name }, recording: here.recorder?.recording ?? false, startedAt: here.recorder?.startedAt, stoppedAt: here.recorder?.stoppedAt };
  return {};
}
const recorderOut = ({ arn, given }: Recorder): ConfigurationRecorder => ({ ...given, arn, recordingScope: 'PAID' });
const statusOut = ({ arn, name, recording, startedAt, stoppedAt }: Recorder): ConfigurationRecorderStatus => ({
  arn, name, recording, ...(startedAt && { lastStartTime: startedAt }), ...(stoppedAt && { lastStopTime: stoppedAt }), ...(startedAt && { lastStatus: 'Success' as const, lastStatusChangeTime: stoppedAt ?? startedAt }),
});
function named(names: readonly string[] | undefined, call: SimCall): Recorder[] {
  return names?.length ? names.map((name) => recorderOf(name, call)) : [room(call).recorder].filter((r) => r !== undefined);
}

function start(name: string | undefined, call: SimCall): object {
  const recorder = recorderOf(name, call);
  if (!room(call).channel) throw refused('NoAvailableDeliveryChannelException', 'Delivery channel is not available to start configuration recorder.');
  if (!recorder.recording) { recorder.recording = true; recorder.startedAt = call.now; }
  return {};
}
function stop(name: string | undefined, call: SimCall): object {
  const recorder = recorderOf(name, call);
  if (recorder.recording) { recorder.recording = false; recorder.stoppedAt = call.now; }
  return {};
}

function putChannel({ DeliveryChannel: given = {} }: PutDeliveryChannelCommandInput, call: SimCall): object {
  const here = room(call);
  const name = given.name ?? 'default';
  if (here.channel && here.channel.name !== name) throw refused('MaxNumberOfDeliveryChannelsExceededException', `Failed to put delivery channel '${name}' because the maximum number of delivery channels: 1 is reached.`);
  if (!here.recorder) throw refused('NoAvailableConfigurationRecorderException', 'Configuration recorder is not available to put delivery channel.');
  here.channel = { ...given, name };
  return {};
}
function deleteChannel(name: string | undefined, call: SimCall): object {
  const here = room(call);
  if (here.channel?.name !== name) throw refused('NoSuchDeliveryChannelException', `Cannot find delivery channel with specified name '${name ?? ''}'.`);
  if (here.recorder?.recording === true) throw refused('LastDeliveryChannelDeleteFailedException', `Failed to delete last specified delivery channel with name '${name ?? ''}', because there is a running configuration recorder.`);
  here.channel = undefined;
  return {};
}

export default (): Service<SimCall> => new Service<SimCall>(ConfigServiceClient, { id: 'config' })
  .on(DescribeConfigurationRecordersCommand, ({ ConfigurationRecorderNames }, call) => ({ ConfigurationRecorders: named(ConfigurationRecorderNames, call).map(recorderOut) }))
  .on(DescribeConfigurationRecorderStatusCommand, ({ ConfigurationRecorderNames }, call) => ({ ConfigurationRecordersStatus: named(ConfigurationRecorderNames, call).map(statusOut) }))
  .on(DescribeDeliveryChannelsCommand, (_, call) => ({ DeliveryChannels: [room(call).channel].filter((c) => c !== undefined) }))
  .on(PutConfigurationRecorderCommand, putRecorder)
  .on(StartConfigurationRecorderCommand, ({ ConfigurationRecorderName }, call) => start(ConfigurationRecorderName, call))
  .on(StopConfigurationRecorderCommand, ({ ConfigurationRecorderName }, call) => stop(ConfigurationRecorderName, call))
  .on(DeleteConfigurationRecorderCommand, ({ ConfigurationRecorderName }, call) => { recorderOf(ConfigurationRecorderName, call); room(call).recorder = undefined; return {}; })
  .on(PutDeliveryChannelCommand, putChannel)
  .on(DeleteDeliveryChannelCommand, ({ DeliveryChannelName }, call) => deleteChannel(DeliveryChannelName, call));
