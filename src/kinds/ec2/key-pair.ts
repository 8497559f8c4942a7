// A key pair of EC2. Deleting it keeps new instances from trusting it; those that trust it already go on.
import { DeleteKeyPairCommand, DescribeKeyPairsCommand, type EC2Client, type Filter, type KeyPairInfo } from '@aws-sdk/client-ec2';
import type { ReadAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { defineKind, irreversible, nothingToUndo } from '../kind.ts';
import { callOn, chunksOf, ec2Arn } from './parts/calls.ts';

export interface KeyPair extends Resource { readonly type: string; readonly fingerprint: string }

const pairOf = (from: KeyPairInfo, aws: Omit<ReadAws, 'client'>): KeyPair => {
  const [id = '', name = ''] = [from.KeyPairId, from.KeyName];
  return { arn: ec2Arn(aws, 'key-pair', name), uid: id, name, region: aws.region, ...(from.CreateTime ? { createdAt: from.CreateTime.toISOString() } : {}), type: from.KeyType ?? '', fingerprint: from.KeyFingerprint ?? '' };
};
const read = async (client: EC2Client, filters: Filter[] = [], IncludePublicKey = false): Promise<KeyPairInfo[]> =>
  (await client.send(new DescribeKeyPairsCommand({ ...(filters.length > 0 ? { Filters: filters } : {}), ...(IncludePublicKey ? { IncludePublicKey } : {}) }))).KeyPairs ?? [];

export default defineKind<KeyPair>({
  id: 'ec2/key-pair', version: 1, title: say('EC2 key pair'), scope: 'regional', role: 'credential',
  reads: ['ec2:DescribeKeyPairs'],

  // DescribeKeyPairs has no pages.
  async *list({ aws }) {
    for (const one of await read(await aws.client('ec2'))) yield pairOf(one, aws);
  },

  // By filter and not by id: one id that is gone would fail the whole call.
  async look(aws, rs) {
    const client = await aws.client('ec2');
    const now = new Map<string, KeyPair>();
    for (const Values of chunksOf(rs.map((r) => r.uid), 200)) for (const one of await read(client, [{ Name: 'key-pair-id', Values }])) now.set(one.KeyPairId ?? '', pairOf(one, aws));
    return rs.map((r) => now.get(r.uid));
  },

  traces: {
    ids: (r) => [r.uid, r.name],
    created: ['ec2:CreateKeyPair', 'ec2:ImportKeyPair'],
    changed: [],
    concerns: (r, { request, response }) => response?.['keyPairId'] === r.uid || request?.['keyName'] === r.name,
  },

  actions: {
    preserve: {
      operations: [],
      title: (r) => say('Save the public half of key pair {{pair}}', { pair: r.name }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: async (aws, r, deed) => {
        const [found] = await read(await aws.client('ec2'), [{ Name: 'key-pair-id', Values: [r.uid] }], true);
        const file = `key-pair-${r.name}.json`;
        await deed.keep(file, `${JSON.stringify(found ?? r, null, 2)}\n`, { operation: 'ec2:DescribeKeyPairs' });
        await deed.making('kept', file);
      },
      undo: nothingToUndo,
    },
    eradicate: {
      operations: ['ec2:DeleteKeyPair'],
      title: (r) => say('Delete key pair {{pair}} in {{region}}', { pair: r.name, region: r.region }),
      breaks: () => say('No new instance can be started with it. Instances that were started with it go on trusting it: look for its public half in their authorized_keys.'),
      calls: (r) => [callOn(r, 'ec2:DeleteKeyPair', { KeyPairId: r.uid })],
      done: (now) => now === undefined,
      apply: async (aws, r) => { await (await aws.client('ec2')).send(new DeleteKeyPairCommand({ KeyPairId: r.uid })); },
      undo: irreversible(say('AWS does not give a deleted key pair back. Its public half is kept with the evidence and can be imported under a new id.')),
    },
  },
});
