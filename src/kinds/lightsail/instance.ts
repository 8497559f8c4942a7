// A Lightsail instance: stopped, copied, deleted.
import {
  CreateInstanceSnapshotCommand, DeleteInstanceCommand, GetInstanceCommand, GetInstancesCommand, GetInstanceSnapshotCommand, StartInstanceCommand, StopInstanceCommand, type Instance, type LightsailClient,
} from '@aws-sdk/client-lightsail';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { defineKind, irreversible, nothingToUndo, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, switchBefore, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { until } from '../waiting.ts';

interface LightsailInstance extends Resource { readonly running: boolean; readonly bundle: string; readonly blueprint: string }

function instanceOf(from: Instance, region: string): LightsailInstance | undefined {
  const { arn = '', name = '', bundleId: bundle = '', blueprintId: blueprint = '', publicIpAddress: publicIp = '' } = from;
  const state = from.state?.name ?? '';
  if (state === 'terminated' || state === 'shutting-down') return undefined;
  return { arn, uid: arn, name, region, ...(from.createdAt && { createdAt: from.createdAt.toISOString() }), running: state === 'running' || state === 'pending', bundle, blueprint, seen: { state, publicIp } };
}
type Named = Pick<LightsailInstance, 'name'>;
const input = (r: Named) => ({ instanceName: r.name });
const call = (r: LightsailInstance, operation: Call['operation'], more: Call['input'] = {}): Call => ({ operation, region: r.region, input: { ...input(r), ...more } });
const describe = async (client: LightsailClient, r: Named): Promise<Instance | undefined> => (await ifThere(client.send(new GetInstanceCommand(input(r)))))?.instance;
const stateOf = async (client: LightsailClient, r: Named): Promise<string> => (await describe(client, r))?.state?.name ?? '';
const atRest = (client: LightsailClient, r: Named, deed: Deed): Promise<void> => until(deed, r.name, async () => ['running', 'stopped', ''].includes(await stateOf(client, r)));

async function snapshot(aws: ChangeAws, r: LightsailInstance, deed: Deed): Promise<void> {
  const client = await aws.client('lightsail');
  const name = deed.made['snapshot'] ?? deed.token;
  if (deed.made['snapshot'] === undefined) await deed.making('snapshot', name);
  const stateOfCopy = async (): Promise<string | undefined> => (await ifThere(client.send(new GetInstanceSnapshotCommand({ instanceSnapshotName: name }))))?.instanceSnapshot?.state;
  if (await stateOfCopy() === undefined) await client.send(new CreateInstanceSnapshotCommand({ ...input(r), instanceSnapshotName: name }));
  await until(deed, r.name, async () => await stateOfCopy() === 'available');
}

const TITLE = say('Lightsail instance');
export default defineKind<LightsailInstance>({
  id: 'lightsail/instance', version: 1, title: TITLE, scope: 'regional', role: 'machine',
  reads: ['lightsail:GetInstances', 'lightsail:GetInstance'],

  async *list({ aws, region }) {
    const client = await aws.client('lightsail');
    let pageToken: string | undefined;
    do {
      const answer = await client.send(new GetInstancesCommand(pageToken === undefined ? {} : { pageToken }));
      yield* (answer.instances ?? []).flatMap((i) => instanceOf(i, region) ?? []);
      pageToken = answer.nextPageToken;
    } while (pageToken !== undefined);
  },

  async look(aws, rs) {
    const client = await aws.client('lightsail');
    return inParallel(rs, 2, async (r) => {
      const found = await describe(client, r);
      const now = found && instanceOf(found, aws.region);
      return now?.uid === r.uid ? now : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['lightsail:CreateInstances', 'lightsail:CreateInstancesFromSnapshot'],
    changed: ['lightsail:OpenInstancePublicPorts', 'lightsail:PutInstancePublicPorts', 'lightsail:StartInstance', 'lightsail:StopInstance', 'lightsail:UpdateInstanceMetadataOptions'],
    used: ['lightsail:GetInstanceAccessDetails'],
    concerns: (r, { request }) => request?.['instanceName'] === r.name || JSON.stringify(request?.['instanceNames'] ?? null).includes(JSON.stringify(r.name)),
  },

  recall: (_, history) => (switchBefore(history, (e) => isEvent(e, 'lightsail:StartInstance'), (e) => isEvent(e, 'lightsail:StopInstance')) ? { running: true } : undefined),

  actions: {
    // What a stranger stopped runs again.
    recover: givingBack({
      sort: TITLE, operations: ['lightsail:StartInstance', 'lightsail:StopInstance'],
      back: (r) => ({ ...r, running: r.aim?.['running'] === true }),
      calls: (from, to) => (from.running === to.running ? [] : [call(to, to.running ? 'lightsail:StartInstance' : 'lightsail:StopInstance')]),
      send: async (aws, { operation, input: { instanceName } }, deed) => {
        const client = await aws.client('lightsail');
        const one = { name: textIn(instanceName) ?? '' };
        await atRest(client, one, deed);
        const running = await stateOf(client, one) === 'running';
        if (operation === 'lightsail:StopInstance' && running) await client.send(new StopInstanceCommand(input(one)));
        if (operation === 'lightsail:StartInstance' && !running) await client.send(new StartInstanceCommand(input(one)));
      },
    }),
    contain: {
      operations: ['lightsail:StopInstance', 'lightsail:StartInstance'],
      title: (r) => say('Stop the Lightsail instance {{instance}} ({{bundle}}) in {{region}}', { instance: r.name, bundle: r.bundle, region: r.region }),
      breaks: (r) => say('Whatever runs on {{instance}} stops. A public address that is not a static one is lost.', { instance: r.name }),
      calls: (r) => [call(r, 'lightsail:StopInstance')],
      undoCalls: (before) => [call(before, 'lightsail:StartInstance')],
      done: (now) => now?.running === false,
      apply: async (aws, r, deed) => {
        if (!r.running) return;
        const client = await aws.client('lightsail');
        await atRest(client, r, deed);
        if (await stateOf(client, r) === 'running') await client.send(new StopInstanceCommand(input(r)));
      },
      undo: async (aws, before, _, deed) => {
        const client = await aws.client('lightsail');
        if (!before.running) return;
        await atRest(client, before, deed);
        if (await stateOf(client, before) === 'stopped') await client.send(new StartInstanceCommand(input(before)));
      },
      undoReopens: true,
    },
    preserve: {
      operations: ['lightsail:CreateInstanceSnapshot'], reads: ['lightsail:GetInstanceSnapshot'],
      title: (r) => say('Copy the disk of the Lightsail instance {{instance}} in {{region}}', { instance: r.name, region: r.region }),
      breaks: () => say('Nothing. The snapshot costs storage until you delete it; memory is not in it.'),
      calls: (r) => [call(r, 'lightsail:CreateInstanceSnapshot', { instanceSnapshotName: '‹made:snapshot›' })],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const file = `lightsail-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(await describe(await aws.client('lightsail'), r) ?? r, null, 2)}\n`, { operation: 'lightsail:GetInstance' });
        await snapshot(aws, r, deed);
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['lightsail:DeleteInstance'],
      title: (r) => say('Delete the Lightsail instance {{instance}} in {{region}}', { instance: r.name, region: r.region }),
      destroys: () => say('The machine and its disk. Its snapshots stay, automatic ones for as long as AWS keeps them.'),
      calls: (r) => [call(r, 'lightsail:DeleteInstance', { forceDeleteAddOns: true })],
      done: (now) => now === undefined,
      apply: async (aws, r) => {
        await ifThere((await aws.client('lightsail')).send(new DeleteInstanceCommand({ ...input(r), forceDeleteAddOns: true })));
      },
      undo: irreversible(say('AWS does not give a deleted instance back. From its snapshot one like it can be made anew.')),
    },
  },
});
