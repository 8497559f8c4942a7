// KMS, as BEHAVIOUR.md says.
import { expect, it } from 'vitest';
import { quiet } from '../quiet.ts';

const DAY = 86_400;
async function withKey(more: object = {}) {
  const kms = await quiet('kms');
  const { KeyMetadata: { KeyId, Arn } } = await kms.ask('CreateKey', more) as { KeyMetadata: { KeyId: string; Arn: string } };
  const state = async (): Promise<unknown> => (await kms.ask('DescribeKey', { KeyId })).KeyMetadata;
  return { ...kms, KeyId, Arn, state };
}

it('leaves a key disabled when its deletion is cancelled', async () => {
  const { ask, refusal, state, KeyId } = await withKey();
  await ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  expect(await state()).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false });
  expect(await refusal('EnableKey', { KeyId })).toBe('KMSInvalidStateException');
  await ask('CancelKeyDeletion', { KeyId });
  expect(await state()).toMatchObject({ KeyState: 'Disabled' });
  expect(await refusal('CancelKeyDeletion', { KeyId })).toBe('KMSInvalidStateException');
  await ask('EnableKey', { KeyId });
  expect(await state()).toMatchObject({ KeyState: 'Enabled' });
});

it('deletes it when the days are over, but not one whose deletion was cancelled', async () => {
  const { ask, refusal, pass, KeyId } = await withKey();
  await ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  await ask('CancelKeyDeletion', { KeyId });
  await pass(8 * DAY);
  expect(await refusal('DescribeKey', { KeyId })).toBe('done');
  await ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  await pass(8 * DAY);
  expect(await refusal('DescribeKey', { KeyId })).toBe('NotFoundException');
});

it('loses imported material at once', async () => {
  const { refusal, state, KeyId } = await withKey();
  expect(await refusal('DeleteImportedKeyMaterial', { KeyId })).toBe('UnsupportedOperationException');
  expect(await (await withKey({ Origin: 'EXTERNAL' })).state()).toMatchObject({ KeyState: 'PendingImport' });
  expect(await state()).toMatchObject({ KeyState: 'Enabled' });
});

it('names the key in each event, by whatever name it was called', async () => {
  const { ask, event, KeyId, Arn } = await withKey();
  await ask('CreateAlias', { AliasName: 'alias/example', TargetKeyId: KeyId });
  await ask('DisableKey', { KeyId: 'alias/example' });
  expect(event('DisableKey')).toMatchObject({ request: { keyId: 'alias/example' }, resources: [Arn] });
});
