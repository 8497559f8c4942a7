// A KMS key: brought back when a stranger switched it off or sent it to its deletion; a stranger's own is switched off, then deleted after 30 days.
import { CancelKeyDeletionCommand, DisableKeyCommand, EnableKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import type { ChangeAws } from '../../aws/session.ts';
import { say, type Text } from '../../core/text.ts';
import type { Call, JsonObject, Operation, Resource } from '../../core/types.ts';
import { defineKind, type Action } from '../kind.ts';
import { inParallel } from '../in-parallel.ts';
import { isEvent, lastOwn } from '../recalling.ts';
import { judged } from '../standing.ts';
import { describeKey, keysInScan, READS_KEYS, type KeyDetail } from './parts/keys.ts';

export interface Key extends Resource {
  readonly keyId: string;
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport` …: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
  readonly state: string;
  readonly origin: string;
  readonly description: string;
  readonly multiRegion: boolean;
  /** When it goes, where it is to be deleted. */
  readonly seen?: { readonly deletionDate: string };
}

const keyOf = (k: KeyDetail, region: string): Key => ({
  arn: k.Arn, uid: k.Arn, name: k.KeyId, region, keyId: k.KeyId, state: k.KeyState ?? '', origin: k.Origin ?? '', description: k.Description ?? '', multiRegion: k.MultiRegion ?? false,
  ...(k.CreationDate ? { createdAt: k.CreationDate.toISOString() } : {}), ...(k.DeletionDate ? { seen: { deletionDate: k.DeletionDate.toISOString() } } : {}),
});
const call = (r: Key, operation: Operation, more: JsonObject = {}): Call => ({ operation, region: r.region, input: { KeyId: r.arn, ...more } });
const LONGEST = { PendingWindowInDays: 30 } as const;
const values = (r: Key) => ({ key: r.keyId, region: r.region });
const isGoing = (state: string | undefined): boolean => state === 'PendingDeletion' || state === 'PendingReplicaDeletion';

/** From wherever it stands; AWS refuses each call in any other state. */
async function bring(aws: ChangeAws, r: Key, to: 'Enabled' | 'Disabled' | 'PendingDeletion'): Promise<void> {
  const client = await aws.client('kms');
  const KeyId = r.arn;
  const state = (await describeKey(client, r.arn))?.KeyState;
  if (to === 'PendingDeletion') {
    if (!isGoing(state)) await client.send(new ScheduleKeyDeletionCommand({ KeyId, ...LONGEST }));
    return;
  }
  if (isGoing(state)) await client.send(new CancelKeyDeletionCommand({ KeyId }));
  if (to === 'Enabled') await client.send(new EnableKeyCommand({ KeyId }));
  else if (state === 'Enabled') await client.send(new DisableKeyCommand({ KeyId }));
}

const contain: Action<Key> = {
  operations: ['kms:CancelKeyDeletion', 'kms:EnableKey', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'],
  title: (r, way) => (way === 'disable' ? say('Disable KMS key {{key}} in {{region}}', values(r)) : isGoing(r.state) ? say('Cancel the deletion of KMS key {{key}} in {{region}}, and enable it again', values(r)) : say('Enable KMS key {{key}} in {{region}} again', values(r))),
  breaks: (r, way) => (way === 'disable' ? say('Nothing can be encrypted or read with KMS key {{key}} until it is enabled again.', values(r)) : undefined),
  impossible: (r, way) => (way !== 'disable' && r.state === 'PendingImport'
    ? say('The imported material of KMS key {{key}} was deleted. Only the same material brings it back: whoever keeps it must import it again.', values(r)) : undefined),
  ways: (_, origin) => {
    const rescue = { id: 'rescue', title: say('Bring it back'), consequence: say('What is encrypted with it can be read again. For a key of yours.') };
    const disable = { id: 'disable', title: say('Disable it'), consequence: say('What is encrypted with it cannot be read meanwhile. For a key that the stranger made.') };
    return origin === 'created' ? [disable, rescue] : [rescue, disable];
  },
  calls: (r, way) => (way === 'disable' ? [call(r, 'kms:DisableKey')] : [...(isGoing(r.state) ? [call(r, 'kms:CancelKeyDeletion')] : []), call(r, 'kms:EnableKey')]),
  undoCalls: (before) => [before.state === 'Enabled' ? call(before, 'kms:EnableKey') : isGoing(before.state) ? call(before, 'kms:ScheduleKeyDeletion', LONGEST) : call(before, 'kms:DisableKey')],
  done: (now, { way }) => now !== undefined && (way === 'disable' ? now.state !== 'Enabled' : now.state === 'Enabled'),
  apply: (aws, r, deed) => bring(aws, r, deed.way === 'disable' ? 'Disabled' : 'Enabled'),
  undo: (aws, before) => bring(aws, before, before.state === 'Enabled' ? 'Enabled' : isGoing(before.state) ? 'PendingDeletion' : 'Disabled'),
};

/** What its state alone says. */
function standing(r: Key): Text | undefined {
  if (isGoing(r.state)) return say('It is to be deleted at {{at}}; then nothing that it encrypts can be read again.', { at: r.seen?.deletionDate ?? '' });
  return r.state === 'PendingImport' ? say('Its imported material is gone: what it encrypts cannot be read.') : undefined;
}

export default defineKind<Key>({
  id: 'kms/key', version: 1, title: say('KMS key'), scope: 'regional', role: 'data',
  reads: READS_KEYS,

  async *list(scan) {
    for (const key of await keysInScan(scan)) yield keyOf(key, scan.region);
  },
  async look(aws, rs) {
    const client = await aws.client('kms');
    return inParallel(rs, 8, async (r) => {
      const found = await describeKey(client, r.arn);
      return found && found.Arn === r.uid ? keyOf(found, aws.region) : undefined;
    });
  },

  traces: {
    ids: (r) => [r.arn, r.keyId],
    created: ['kms:CreateKey', 'kms:ReplicateKey'],
    changed: ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:DeleteImportedKeyMaterial', 'kms:ImportKeyMaterial', 'kms:CancelKeyDeletion', 'kms:EnableKey', 'kms:DisableKeyRotation', 'kms:UpdatePrimaryRegion'],
    // A key stands in the requests of other services too, and in those of its grants.
    concerns: (r, { name, request, response }) => (name.endsWith('CreateKey') || name.endsWith('ReplicateKey') ? JSON.stringify(response).includes(r.keyId) : request !== null),
  },
  // At the first gate nobody knew that it stood still before.
  recall: (_, history) => (lastOwn(history, (e) => isEvent(e, 'kms:DisableKey', 'kms:EnableKey'))?.event === 'kms:DisableKey' ? { disabled: true } : undefined),
  judge: (r, context) => judged(context, ['T1485', 'T1486'], standing(r)),

  actions: {
    contain,
    recover: {
      operations: ['kms:DisableKey', 'kms:EnableKey'],
      title: (r) => contain.title(r, 'disable'),
      breaks: (r) => contain.breaks?.(r, 'disable'),
      calls: (r) => [call(r, 'kms:DisableKey')],
      undoCalls: (before) => [call(before, 'kms:EnableKey')],
      done: (now) => now?.state === 'Disabled',
      apply: (aws, r) => bring(aws, r, 'Disabled'),
      undo: (aws, before) => bring(aws, before, before.state === 'Disabled' ? 'Disabled' : 'Enabled'),
    },
    eradicate: {
      operations: ['kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:EnableKey', 'kms:DisableKey'],
      title: (r) => say('Have KMS key {{key}} in {{region}} deleted in 30 days', values(r)),
      destroys: (r) => say('After 30 days, whatever is encrypted with KMS key {{key}} can never be read again, by nobody. Until then the deletion can be cancelled.', values(r)),
      calls: (r) => [call(r, 'kms:ScheduleKeyDeletion', LONGEST)],
      undoCalls: (before) => [call(before, 'kms:CancelKeyDeletion'), call(before, before.state === 'Enabled' ? 'kms:EnableKey' : 'kms:DisableKey')],
      done: (now) => now === undefined || isGoing(now.state),
      apply: (aws, r) => bring(aws, r, 'PendingDeletion'),
      undo: (aws, before) => bring(aws, before, before.state === 'Enabled' ? 'Enabled' : 'Disabled'),
    },
  },
});
