// AWS Config's recorder of a Region with its delivery channel: started again, and given back what it recorded to where.
import {
  DeleteDeliveryChannelCommand, DescribeConfigurationRecordersCommand, DescribeConfigurationRecorderStatusCommand, DescribeDeliveryChannelsCommand, PutConfigurationRecorderCommand, PutDeliveryChannelCommand, StartConfigurationRecorderCommand, StopConfigurationRecorderCommand,
  type ConfigServiceClient, type ConfigurationRecorder as SdkRecorder, type ConfigurationRecorderStatus, type DeliveryChannel,
} from '@aws-sdk/client-config-service';
import type { ReadAws } from '../../aws/session.ts';
import { canonical } from '../../core/digest.ts';
import { say } from '../../core/text.ts';
import type { Call, Json, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, type Action, type HistoryEvent } from '../kind.ts';
import { isEvent, isForeign, lastOwn, objectIn, switchBefore, textIn } from '../recalling.ts';

/** As AWS takes them, in the API's own names (lower camel case). */
export interface ConfigurationRecorder extends Resource { readonly recording: boolean; readonly recorder: JsonObject; readonly channel: JsonObject | null }

const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
async function read(client: ConfigServiceClient, aws: ReadAws): Promise<ConfigurationRecorder | undefined> {
  const { ConfigurationRecorders = [] } = await client.send(new DescribeConfigurationRecordersCommand({}));
  // A recorder that an AWS service put there is that service's.
  const found = ConfigurationRecorders.find((r) => r.servicePrincipal === undefined);
  if (!found?.name) return undefined;
  const [{ ConfigurationRecordersStatus: [status] = [] }, { DeliveryChannels: [channel] = [] }] = await Promise.all([
    client.send(new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [found.name] })), client.send(new DescribeDeliveryChannelsCommand({})),
  ]);
  return recorderOf(found, found.name, status, channel, aws);
}
function recorderOf({ arn, roleARN, recordingGroup, recordingMode }: SdkRecorder, name: string, status: ConfigurationRecorderStatus | undefined, channel: DeliveryChannel | undefined, { accountId, region }: ReadAws): ConfigurationRecorder {
  const uid = arn ?? `${accountId}/${region}/${name}`;
  return {
    arn: uid, uid, name, region, recording: status?.recording ?? false, recorder: plain({ name, roleARN, recordingGroup, recordingMode }), channel: channel ? plain(channel) : null,
    seen: { startedAt: status?.lastStartTime?.toISOString() ?? null, stoppedAt: status?.lastStopTime?.toISOString() ?? null },
  };
}

const where = (r: ConfigurationRecorder) => ({ recorder: r.name, region: r.region });
const call = (r: ConfigurationRecorder, operation: Operation, input: JsonObject): Call => ({ operation, region: r.region, input: input });
const named = (r: ConfigurationRecorder) => ({ ConfigurationRecorderName: r.name });
const wantsRecording = (r: ConfigurationRecorder): boolean => r.aim?.['recording'] === true;

const contain: Action<ConfigurationRecorder> = {
  operations: ['config:StartConfigurationRecorder', 'config:StopConfigurationRecorder'],
  title: (r) => say('Start the configuration recorder {{recorder}} in {{region}} again', where(r)),
  breaks: () => say('Nothing. AWS Config costs again what it cost before.'),
  // Given back with its channel, it is started, too.
  needed: (r) => r.channel !== null || r.aim?.['channel'] === undefined,
  impossible: (r) => (r.channel === null ? say('The delivery channel in {{region}} is gone, and without one AWS Config cannot record. Make one in the console first.', where(r)) : undefined),
  calls: (r) => [call(r, 'config:StartConfigurationRecorder', named(r))],
  undoCalls: (before) => [call(before, 'config:StopConfigurationRecorder', named(before))],
  done: (now) => now !== undefined && (now.recording || !wantsRecording(now)),
  apply: async (aws, r) => { if (!r.recording) await (await aws.client('config')).send(new StartConfigurationRecorderCommand(named(r))); },
  undo: async (aws, before) => { if (!before.recording) await (await aws.client('config')).send(new StopConfigurationRecorderCommand(named(before))); },
};

const aimed = (r: ConfigurationRecorder): { readonly recorder: JsonObject | undefined; readonly channel: JsonObject | undefined } => ({ recorder: objectIn(r.aim?.['recorder']), channel: objectIn(r.aim?.['channel']) });
const same = (a: Json, b: Json): boolean => canonical(a) === canonical(b);
const starts = (r: ConfigurationRecorder): boolean => wantsRecording(r) && !r.recording;

async function giveBack(client: ConfigServiceClient, r: ConfigurationRecorder): Promise<void> {
  const { recorder, channel } = aimed(r);
  if (recorder && !same(recorder, r.recorder)) await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: recorder }));
  if (channel && !same(channel, r.channel)) await client.send(new PutDeliveryChannelCommand({ DeliveryChannel: channel }));
  if (starts(r)) await client.send(new StartConfigurationRecorderCommand(named(r)));
}
function takeBackCalls(before: ConfigurationRecorder): readonly Call[] {
  const { recorder, channel } = aimed(before);
  return [
    ...(starts(before) ? [call(before, 'config:StopConfigurationRecorder', named(before))] : []),
    ...(recorder ? [call(before, 'config:PutConfigurationRecorder', { ConfigurationRecorder: before.recorder })] : []),
    ...(channel ? [before.channel === null ? call(before, 'config:DeleteDeliveryChannel', { DeliveryChannelName: channel['name'] ?? 'default' }) : call(before, 'config:PutDeliveryChannel', { DeliveryChannel: before.channel })] : []),
  ];
}
async function takeBack(client: ConfigServiceClient, aws: ReadAws, before: ConfigurationRecorder): Promise<void> {
  const now = await read(client, aws);
  if (now?.uid !== before.uid) return;
  const { recorder, channel } = aimed(before);
  if (starts(before) && now.recording) await client.send(new StopConfigurationRecorderCommand(named(before)));
  if (recorder) await client.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: before.recorder }));
  if (!channel || same(now.channel, before.channel)) return;
  if (before.channel === null) await client.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: textIn(channel['name']) ?? 'default' }));
  else await client.send(new PutDeliveryChannelCommand({ DeliveryChannel: before.channel }));
}

const recover: Action<ConfigurationRecorder> = {
  operations: ['config:PutConfigurationRecorder', 'config:PutDeliveryChannel', 'config:StartConfigurationRecorder', 'config:StopConfigurationRecorder', 'config:DeleteDeliveryChannel'],
  permissions: ['iam:PassRole'],
  title: (r) => say('Let AWS Config in {{region}} record what it recorded before, to where it went before', where(r)),
  breaks: () => say('Nothing. AWS Config costs again what it cost before.'),
  calls: (r) => {
    const { recorder, channel } = aimed(r);
    return [
      ...(recorder ? [call(r, 'config:PutConfigurationRecorder', { ConfigurationRecorder: recorder })] : []), ...(channel ? [call(r, 'config:PutDeliveryChannel', { DeliveryChannel: channel })] : []),
      ...(starts(r) ? [call(r, 'config:StartConfigurationRecorder', named(r))] : []),
    ];
  },
  undoCalls: takeBackCalls,
  done: (now) => now?.aim !== undefined && !starts(now) && same(aimed(now).recorder ?? now.recorder, now.recorder) && same(aimed(now).channel ?? now.channel, now.channel),
  apply: async (aws, r) => giveBack(await aws.client('config'), r),
  undo: async (aws, before) => takeBack(await aws.client('config'), aws, before),
};

const EVENTS = ['config:StopConfigurationRecorder', 'config:StartConfigurationRecorder', 'config:PutConfigurationRecorder', 'config:PutDeliveryChannel', 'config:DeleteDeliveryChannel'] as const;
/** What was put by the owner, where a stranger has put something else or taken it away. Config's API writes lower camel case, as CloudTrail does. */
function before(history: readonly HistoryEvent[], put: string, member: string, ...others: readonly string[]): JsonObject | undefined {
  if (!history.some((e) => isForeign(e) && isEvent(e, put, ...others))) return undefined;
  return objectIn(lastOwn(history, (e) => isEvent(e, put))?.request?.[member]);
}
function recall(_: ConfigurationRecorder, history: readonly HistoryEvent[]): JsonObject | undefined {
  const recording = switchBefore(history, (e) => isEvent(e, 'config:StartConfigurationRecorder'), (e) => isEvent(e, 'config:StopConfigurationRecorder'));
  const recorder = before(history, 'config:PutConfigurationRecorder', 'configurationRecorder');
  const channel = before(history, 'config:PutDeliveryChannel', 'deliveryChannel', 'config:DeleteDeliveryChannel');
  const aim = { ...(recording === true ? { recording } : {}), ...(recorder ? { recorder } : {}), ...(channel ? { channel } : {}) };
  return Object.keys(aim).length === 0 ? undefined : aim;
}

export default defineKind<ConfigurationRecorder>({
  id: 'config/configuration-recorder', version: 1, title: say('Configuration recorder of AWS Config'), scope: 'regional', role: 'guard',
  reads: ['config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus', 'config:DescribeDeliveryChannels'],

  async *list({ aws }) {
    const found = await read(await aws.client('config'), aws);
    if (found) yield found;
  },
  async look(aws, rs) {
    const now = await read(await aws.client('config'), aws);
    return rs.map((r) => (now?.uid === r.uid ? now : undefined));
  },

  traces: { ids: () => EVENTS, created: [], changed: EVENTS },
  recall,
  actions: { contain, recover },
});
