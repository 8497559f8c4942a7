// An IAM user's access key: its evidence kept, replaced by a new one, deactivated, deleted. Root's keys are not listed by any API.
import { CreateAccessKeyCommand, DeleteAccessKeyCommand, GetAccessKeyLastUsedCommand, UpdateAccessKeyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { ChangeAws } from '../../aws/session.ts';
import { failureOf } from '../../aws/errors.ts';
import { failed } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import { say } from '../../core/text.ts';
import type { Instant, Resource } from '../../core/types.ts';
import { defineKind, globalCall, irreversible, nothingToUndo, ownArn, type Action, type Deed } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { ifThere } from '../refusal.ts';
import { READS_DETAILS } from './parts/authorization-details.ts';
import { recallStatus, statusActions } from './parts/status.ts';
import { keepUser, READS_EVIDENCE } from './parts/user-evidence.ts';
import { keysOf, ofEachUser, type KeyDetail } from './parts/user-credentials.ts';

export interface AccessKey extends Resource {
  readonly userName: string;
  /** `Active`, `Inactive` or `Expired`. */
  readonly status: string;
  /** The user's other key. AWS allows two. */
  readonly others: readonly string[];
  /** The last request signed with it, in steps of 15 minutes. Not listed: asked when it is looked at. */
  readonly seen?: { readonly at: Instant; readonly service: string; readonly region: string };
}
const KEYS_PER_USER = 2;

const keyOf = (owner: string, userName: string, key: KeyDetail, all: readonly KeyDetail[]): AccessKey => ({
  arn: ownArn('iam/access-key', 'aws-global', userName, key.id), uid: key.id, name: key.id, region: 'aws-global', owner, createdAt: key.createdAt,
  userName, status: key.status, others: all.map((k) => k.id).filter((id) => id !== key.id),
});

// IAM takes the signing key's own user where UserName is missing, so it is always given.
const UPDATE = 'iam:UpdateAccessKey';
const target = (key: AccessKey, AccessKeyId = key.name) => ({ UserName: key.userName, AccessKeyId });

async function lastUsed(client: IAMClient, id: string): Promise<AccessKey['seen']> {
  try {
    const { AccessKeyLastUsed: used } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
    return used?.LastUsedDate && { at: used.LastUsedDate.toISOString(), service: used.ServiceName ?? '', region: used.Region ?? '' };
  } catch (error) {
    // Only said where it may be asked: without it the key is as well known. AWS denies it for a key that is gone, too.
    if (['denied', 'not-found'].includes(failureOf(error).class)) return undefined;
    throw error;
  }
}

const replace: Action<AccessKey> = {
  operations: ['iam:CreateAccessKey', 'iam:DeleteAccessKey'],
  // Whoever only switched it on or off has not learnt its secret.
  needed: (_, origin) => origin === 'used',
  title: (key) => say('Make a new access key for user {{user}}, to replace {{key}}', { user: key.userName, key: key.name }),
  impossible: (key) => (key.others.length + 1 < KEYS_PER_USER ? undefined
    : say('User {{user}} has two access keys already ({{key}} and {{others}}), and AWS allows no third. Delete the one that nobody uses, or give the application another user or a role.', { user: key.userName, key: key.name, others: key.others })),
  breaks: (key) => say('Nothing stops working: {{key}} stays as it is until its applications use the new key. An AWS quarantine on user {{user}} holds for the new key too.', { key: key.name, user: key.userName }),
  calls: (key) => [
    globalCall('iam:CreateAccessKey', { UserName: key.userName }),
    // A key whose secret nobody received, because the run was cut off, is removed before another is made.
    globalCall('iam:DeleteAccessKey', { UserName: key.userName, AccessKeyId: '‹made:orphan›' }),
  ],
  undoCalls: (key, made) => (made['key'] === undefined ? [] : [globalCall('iam:DeleteAccessKey', target(key, made['key']))]),
  done: (now, { made }) => now !== undefined && made['key'] !== undefined && made['handed-over'] !== undefined && now.others.includes(made['key']),
  undone: (now, before) => now === undefined || now.others.every((id) => before.others.includes(id)),
  apply: makeNewKey,
  undo: async (aws, key, made) => {
    if (made['key'] === undefined) return;
    const client = await aws.client('iam');
    await ifThere(client.send(new DeleteAccessKeyCommand(target(key, made['key']))));
  },
};

async function makeNewKey(aws: ChangeAws, now: AccessKey, deed: Deed): Promise<void> {
  const client = await aws.client('iam');
  const orphans = orphansOf(now, deed);
  for (const id of orphans) await removeOrphan(client, now, id, deed);
  const others = now.others.filter((id) => !orphans.includes(id));
  if (others.includes(deed.made['key'] ?? '')) return;
  if (others.length + 1 >= KEYS_PER_USER) throw failed(replace.impossible?.({ ...now, others }) ?? say('User {{user}} has two access keys already.', { user: now.userName }));
  const { AccessKey: key } = await client.send(new CreateAccessKeyCommand({ UserName: now.userName }));
  const id = key?.AccessKeyId ?? '';
  await deed.making('key', id);
  await deed.handOver(new Secret(say('New access key {{key}} of user {{user}}', { key: id, user: now.userName }), id, { accessKeyId: id, secretAccessKey: key?.SecretAccessKey ?? '' }));
}

/** Keys that this step made and whose secret reached nobody: known by their id, or by not having been there before the step began. */
function orphansOf(now: AccessKey, { before, made }: Deed): readonly string[] {
  if (made['key'] !== undefined && made['handed-over'] !== undefined) return [];
  const known = (before as AccessKey | undefined)?.others ?? now.others;
  return now.others.filter((id) => !known.includes(id));
}

async function removeOrphan(client: IAMClient, now: AccessKey, id: string, deed: Deed): Promise<void> {
  if (id !== deed.made['key'] && await lastUsed(client, id) !== undefined) {
    throw failed(say('User {{user}} has a new access key {{key}} that is in use already, so this run did not make it. Find out whose it is before you make another.', { user: now.userName, key: id }));
  }
  await deed.making('orphan', id);
  await ifThere(client.send(new DeleteAccessKeyCommand(target(now, id))));
}

export default defineKind<AccessKey>({
  id: 'iam/access-key', version: 1, title: say('IAM access key'), scope: 'global', role: 'credential',
  reads: [...READS_DETAILS, 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],

  async *list(scan) {
    for (const { user, has } of await ofEachUser(scan, 'iam:ListAccessKeys', keysOf)) {
      for (const key of has) yield keyOf(user.arn, user.userName, key, has);
    }
  },

  async look(aws, rs) {
    const client = await aws.client('iam');
    const users = [...new Set(rs.map((r) => r.userName))];
    const keys = new Map(await inParallel(users, 8, async (name) => [name, await ifThere(keysOf(client, name)) ?? []] as const));
    return inParallel(rs, 8, async (r) => {
      const all = keys.get(r.userName) ?? [];
      const key = all.find(({ id }) => id === r.name);
      if (!key) return undefined;
      const used = await lastUsed(client, key.id);
      return { ...keyOf(r.owner ?? '', r.userName, key, all), ...(used ? { seen: used } : {}) };
    });
  },

  traces: { ids: (key) => [key.name], created: ['iam:CreateAccessKey'], changed: [UPDATE], whole: [UPDATE] },
  recall: (_, history) => recallStatus(history),

  // One that the stranger knows is not switched on again.
  judge: (key, { indicators, attributed, history = [] }) => ((attributed?.verdict !== 'malicious' || recallStatus(history)?.['status'] === 'Active') && indicators.accessKeyIds.includes(key.name)
    ? { verdict: 'malicious', because: say('Access key {{key}} is known to be in a stranger\'s hands.', { key: key.name }), techniques: ['T1078.004'], origin: 'used' } : undefined),

  actions: {
    preserve: {
      operations: [], reads: READS_EVIDENCE,
      title: (key) => say('Save what AWS knows of access key {{key}} and of its user {{user}}', { key: key.name, user: key.userName }),
      calls: () => [],
      done: (_, { made }) => made['kept'] !== undefined,
      apply: (aws, key, deed) => keepUser(aws, key.userName, `access-key-${key.name}.json`, deed),
      undo: nothingToUndo,
    },
    replace,
    ...statusActions<AccessKey, ReturnType<typeof target>>({
      operation: UPDATE, target, send: (client, input) => client.send(new UpdateAccessKeyCommand(input)),
      title: (key) => say('Deactivate access key {{key}} of user {{user}}', { key: key.name, user: key.userName }),
      breaks: (key) => (key.seen === undefined ? say('Whatever uses this key stops working.')
        : say('Whatever uses this key stops working. It was last used at {{at}}: {{service}} in {{region}}.', key.seen)),
      cuts: (key) => [key.name],
    }),
    eradicate: {
      operations: ['iam:DeleteAccessKey'],
      title: (key) => say('Delete access key {{key}} of user {{user}}', { key: key.name, user: key.userName }),
      cuts: (key) => [key.name],
      calls: (key) => [globalCall('iam:DeleteAccessKey', target(key))],
      done: (now) => now === undefined,
      apply: async (aws, key) => { await ifThere((await aws.client('iam')).send(new DeleteAccessKeyCommand(target(key)))); },
      undo: irreversible(say('AWS never gives a deleted access key back; whoever needs one must be given a new one.')),
    },
  },
});
