// A user of a file server: signs in with SSH keys, and reads and writes with a role. A stranger's keys are taken away, a stranger's user is deleted.
import { DeleteSshPublicKeyCommand, DeleteUserCommand, DescribeUserCommand, ImportSshPublicKeyCommand, paginateListUsers, type DescribedUser, type TransferClient } from '@aws-sdk/client-transfer';
import { say } from '../../core/text.ts';
import type { Arn, Call, Resource } from '../../core/types.ts';
import { inParallel } from '../in-parallel.ts';
import { keptDeletion } from '../kept-deletion.ts';
import { defineKind } from '../kind.ts';
import { isEvent, isForeign, listIn, textIn } from '../recalling.ts';
import { ifThere } from '../refusal.ts';
import { serversIn } from './parts/servers.ts';

interface TransferUser extends Resource {
  readonly serverId: string;
  readonly role: Arn;
  /** The keys' texts. Not listed: asked when it is looked at. */
  readonly keys?: readonly string[];
  /** The keys' ids in the same order: a key that is imported again gets another. */
  readonly seen: { readonly ids?: readonly string[] };
}

function userOf({ Arn: arn = '', UserName: name = '', Role: role = '', SshPublicKeys: keys }: DescribedUser, serverId: string, region: string): TransferUser {
  const sorted = [...keys ?? []].sort((a, b) => ((a.SshPublicKeyBody ?? '') < (b.SshPublicKeyBody ?? '') ? -1 : 1));
  return {
    arn, uid: arn, name, region, owner: arn.replace(/:user\/.*$/, `:server/${serverId}`), serverId, role,
    ...(keys && { keys: sorted.map((k) => k.SshPublicKeyBody ?? '') }), seen: keys ? { ids: sorted.map((k) => k.SshPublicKeyId ?? '') } : {},
  };
}
const input = (r: TransferUser) => ({ ServerId: r.serverId, UserName: r.name });
const describe = async (client: TransferClient, r: TransferUser) => (await ifThere(client.send(new DescribeUserCommand(input(r)))))?.User;
const thing = (r: TransferUser) => say('the user {{name}} of the Transfer Family server {{server}}', { name: r.name, server: r.serverId });

interface Key { readonly id: string; readonly body: string }
const keysOf = ({ keys = [], seen: { ids = [] } }: TransferUser): readonly Key[] => keys.map((body, i) => ({ id: ids[i] ?? '', body }));
/** Of the owner's user only those that the stranger gave it; of the stranger's all. */
const over = (r: TransferUser): readonly Key[] => keysOf(r).filter(({ id }) => !r.aim || listIn(r.aim['keys']).includes(id));
const taking = (r: TransferUser, SshPublicKeyId: string) => ({ ...input(r), SshPublicKeyId });
const giving = (r: TransferUser, SshPublicKeyBody: string) => ({ ...input(r), SshPublicKeyBody });
const call = (r: TransferUser, operation: Call['operation'], of: Call['input']): Call => ({ operation, region: r.region, input: of });

export default defineKind<TransferUser>({
  id: 'transfer/user', version: 1, title: say('Transfer Family user'), scope: 'regional', role: 'credential',
  reads: ['transfer:ListServers', 'transfer:ListUsers', 'transfer:DescribeUser'],

  async *list(scan) {
    for (const { ServerId = '', UserCount = 0 } of await serversIn(scan)) {
      if (UserCount === 0) continue;
      try {
        for await (const { Users = [] } of paginateListUsers({ client: await scan.aws.client('transfer') }, { ServerId })) yield* Users.map((u) => userOf(u, ServerId, scan.region));
      } catch (error) { scan.gap('transfer:ListUsers', error, ServerId); }
    }
  },
  async look(aws, rs) {
    const client = await aws.client('transfer');
    return inParallel(rs, 4, async (r) => {
      const found = await describe(client, r);
      return found?.Arn === r.uid ? userOf(found, r.serverId, aws.region) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.name, r.arn],
    created: ['transfer:CreateUser'],
    changed: ['transfer:ImportSshPublicKey', 'transfer:DeleteSshPublicKey', 'transfer:UpdateUser'],
    concerns: (r, { request }) => request?.['serverId'] === r.serverId && request['userName'] === r.name,
  },
  recall: (_, history) => ({ keys: history.flatMap((e) => (isForeign(e) && isEvent(e, 'transfer:ImportSshPublicKey') ? textIn(e.response?.['sshPublicKeyId']) ?? [] : [])) }),

  actions: {
    contain: {
      operations: ['transfer:DeleteSshPublicKey', 'transfer:ImportSshPublicKey'],
      title: (r) => say('Delete {{n}} SSH keys of {{thing}} in {{region}}', { n: over(r).length, thing: thing(r), region: r.region }),
      breaks: () => say('Whoever signs in with them no longer does.'),
      needed: (r) => !r.aim || listIn(r.aim['keys']).length > 0,
      calls: (r) => over(r).map(({ id }) => call(r, 'transfer:DeleteSshPublicKey', taking(r, id))),
      undoCalls: (before) => over(before).map(({ body }) => call(before, 'transfer:ImportSshPublicKey', giving(before, body))),
      done: (now) => now?.keys !== undefined && over(now).length === 0,
      apply: async (aws, r) => {
        const client = await aws.client('transfer');
        for (const { id } of over(r)) await ifThere(client.send(new DeleteSshPublicKeyCommand(taking(r, id))));
      },
      undo: async (aws, before) => {
        const client = await aws.client('transfer');
        const there = (await describe(client, before))?.SshPublicKeys?.map((k) => k.SshPublicKeyBody);
        for (const { body } of over(before)) if (there?.includes(body) === false) await client.send(new ImportSshPublicKeyCommand(giving(before, body)));
      },
      undoReopens: true,
    },
    eradicate: keptDeletion<TransferUser>({
      thing, destroys: () => say('The user and its keys. The files stay in S3 or EFS.'),
      operation: 'transfer:DeleteUser', input,
      from: 'transfer:DescribeUser', whole: async (aws, r) => describe(await aws.client('transfer'), r),
      send: async (aws, r) => (await aws.client('transfer')).send(new DeleteUserCommand(input(r))),
    }),
  },
});
