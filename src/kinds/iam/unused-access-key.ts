// An access key that nobody used for months: deactivated, which can be taken back. Nobody would notice if it leaked.
import { UpdateAccessKeyCommand, type StatusType } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { say } from '../../core/text.ts';
import type { Resource } from '../../core/types.ts';
import { isUnused, UNUSED_DAYS } from '../advice.ts';
import { inParallel } from '../in-parallel.ts';
import { defineKind, globalCall, ownArn } from '../kind.ts';
import { ifThere } from '../refusal.ts';
import { READS_KEY_USE, useOf, usedKeys, type KeyUse } from './parts/key-use.ts';
import { keysOf, type KeyDetail } from './parts/user-credentials.ts';

export interface UnusedAccessKey extends Resource {
  readonly userName: string;
  readonly status: string;
  /** The last request that it signed, if it ever did. */
  readonly seen?: { readonly at: string };
}

const keyOf = (owner: string, userName: string, key: KeyDetail, used: KeyUse | null): UnusedAccessKey => ({
  arn: ownArn('iam/unused-access-key', 'aws-global', userName, key.id), uid: key.id, name: key.id, region: 'aws-global', owner, createdAt: key.createdAt, userName, status: key.status, ...(used ? { seen: { at: used.at } } : {}),
});
const input = (key: UnusedAccessKey, Status: StatusType) => ({ UserName: key.userName, AccessKeyId: key.name, Status });
const set = async (aws: ChangeAws, key: UnusedAccessKey, status: StatusType): Promise<void> => { await (await aws.client('iam')).send(new UpdateAccessKeyCommand(input(key, status))); };

export default defineKind<UnusedAccessKey>({
  id: 'iam/unused-access-key', version: 1, title: say('Access key that nobody uses'), scope: 'global', role: 'setting',
  reads: READS_KEY_USE,
  async *list(scan) {
    for (const key of await usedKeys(scan)) if (isUnused(key.createdAt, key.used?.at, scan.now)) yield keyOf(key.owner, key.userName, key, key.used);
  },
  async look(aws, rs) {
    const client = await aws.client('iam');
    return inParallel(rs, 8, async (r) => {
      const key = (await ifThere(keysOf(client, r.userName)))?.find(({ id }) => id === r.uid);
      return key && keyOf(r.owner ?? '', r.userName, key, await useOf(client, key.id));
    });
  },
  // What a stranger does to the key is told of the key itself.
  traces: { ids: () => [], created: [], changed: [] },
  judge: ({ name, userName, status }) => (status === 'Active' ? { verdict: 'weak', techniques: [], because: say('Nobody used access key {{key}} of user {{user}} for {{days}} days: nobody would notice if it leaked.', { key: name, user: userName, days: UNUSED_DAYS }) } : undefined),
  actions: {
    harden: {
      operations: ['iam:UpdateAccessKey'],
      title: (key) => say('Deactivate access key {{key}} of user {{user}}', { key: key.name, user: key.userName }),
      breaks: ({ seen }) => (seen ? say('Whatever uses it once in a while stops working. Its last request was at {{at}}.', { at: seen.at }) : say('Nothing that AWS saw: it never signed a request.')),
      cuts: (key) => [key.name],
      calls: (key) => [globalCall('iam:UpdateAccessKey', input(key, 'Inactive'))],
      undoCalls: (before) => [globalCall('iam:UpdateAccessKey', input(before, 'Active'))],
      done: (now) => now !== undefined && now.status !== 'Active',
      apply: (aws, key) => set(aws, key, 'Inactive'),
      undo: (aws, before) => set(aws, before, 'Active'),
    },
  },
});
