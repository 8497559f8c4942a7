// A file server of Transfer Family: a way out for whatever its users' roles can read. Stopped, deleted; the owner's started again.
import { DeleteServerCommand, DescribeServerCommand, StartServerCommand, StopServerCommand, type ListedServer, type TransferClient } from '@aws-sdk/client-transfer';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Call, Resource } from '../../core/types.ts';
import { givingBack } from '../giving-back.ts';
import { inParallel } from '../in-parallel.ts';
import { keptDeletion } from '../kept-deletion.ts';
import { defineKind, type Deed } from '../kind.ts';
import { isEvent, isForeign, switchBefore, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { until } from '../waiting.ts';
import { serversIn } from './parts/servers.ts';

interface TransferServer extends Resource { readonly online: boolean }

const SORT = say('Transfer Family server');
/** While it works towards something, or failed to stop, it counts as online. */
function serverOf(from: ListedServer, region: string): TransferServer {
  const { Arn: arn = '', ServerId: name = '', State: state = '', EndpointType: endpoint = '' } = from;
  return { arn, uid: arn, name, region, online: state !== 'OFFLINE' && state !== 'START_FAILED', seen: { state, endpoint } };
}
const input = (r: Resource) => ({ ServerId: r.name });
const describe = async (client: TransferClient, ServerId: string) => (await ifThere(client.send(new DescribeServerCommand({ ServerId }))))?.Server;
const thing = (r: Resource) => say('the Transfer Family server {{name}}', { name: r.name });

const call = (r: TransferServer, on: boolean): Call => ({ operation: on ? 'transfer:StartServer' : 'transfer:StopServer', region: r.region, input: input(r) });
/** AWS refuses both while it is on its way. */
async function turn(aws: ChangeAws, ServerId: string, on: boolean, deed: Deed): Promise<void> {
  const client = await aws.client('transfer');
  const state = async (): Promise<string> => (await describe(client, ServerId))?.State ?? '';
  const atRest = (): Promise<void> => until(deed, ServerId, async () => !['STARTING', 'STOPPING'].includes(await state()));
  await atRest();
  const now = await state();
  if (on && (now === 'OFFLINE' || now === 'START_FAILED')) await client.send(new StartServerCommand({ ServerId }));
  if (!on && (now === 'ONLINE' || now === 'STOP_FAILED')) await client.send(new StopServerCommand({ ServerId }));
  await atRest();
}

export default defineKind<TransferServer>({
  id: 'transfer/server', version: 1, title: SORT, scope: 'regional', role: 'respawner',
  reads: ['transfer:ListServers', 'transfer:DescribeServer'],

  async *list(scan) { yield* (await serversIn(scan)).map((s) => serverOf(s, scan.region)); },
  async look(aws, rs) {
    const client = await aws.client('transfer');
    return inParallel(rs, 4, async (r) => {
      const found = await describe(client, r.name);
      return found?.Arn === r.uid ? serverOf(found, aws.region) : undefined;
    });
  },

  traces: { ids: (r) => [r.name, r.arn], created: ['transfer:CreateServer'], changed: ['transfer:UpdateServer', 'transfer:StartServer', 'transfer:StopServer'] },
  // What was changed in it besides is the owner's to look at before it goes online again.
  recall: (_, history) => {
    const online = history.some((e) => isForeign(e) && isEvent(e, 'transfer:UpdateServer')) ? undefined : switchBefore(history, (e) => isEvent(e, 'transfer:StartServer'), (e) => isEvent(e, 'transfer:StopServer'));
    return online === undefined ? undefined : { online };
  },

  actions: {
    contain: {
      operations: ['transfer:StopServer', 'transfer:StartServer'],
      title: (r) => say('Stop {{thing}} in {{region}}', { thing: thing(r), region: r.region }),
      breaks: () => say('Nobody sends or fetches files through it. It costs the same until it is deleted.'),
      needed: (r) => r.aim?.['online'] !== true,
      calls: (r) => [call(r, false)],
      undoCalls: (before) => [call(before, before.online)],
      done: (now) => now?.online === false,
      apply: (aws, r, deed) => turn(aws, r.name, false, deed),
      undo: (aws, before, _, deed) => turn(aws, before.name, before.online, deed),
      undoReopens: true,
    },
    recover: givingBack<TransferServer>({
      sort: SORT, operations: ['transfer:StartServer', 'transfer:StopServer'],
      back: (r) => ({ ...r, online: r.aim?.['online'] === true }),
      calls: (from, to) => (from.online === to.online ? [] : [call(from, to.online)]),
      send: (aws, { operation, input: { ServerId } }, deed) => turn(aws, textIn(ServerId) ?? '', operation === 'transfer:StartServer', deed),
    }),
    eradicate: keptDeletion<TransferServer>({
      thing, destroys: () => say('The server and its users. The files stay in S3 or EFS.'),
      operation: 'transfer:DeleteServer', input,
      from: 'transfer:DescribeServer', whole: async (aws, r) => describe(await aws.client('transfer'), r.name),
      send: async (aws, r) => (await aws.client('transfer')).send(new DeleteServerCommand(input(r))),
    }),
  },
});
