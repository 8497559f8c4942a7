// Keys switched off and on, and on their way out.
import {
  CancelKeyDeletionCommand, DeleteImportedKeyMaterialCommand, DisableKeyCommand, EnableKeyCommand, ScheduleKeyDeletionCommand,
  type DeleteImportedKeyMaterialCommandInput, type DisableKeyCommandInput, type EnableKeyCommandInput, type ScheduleKeyDeletionCommandInput,
} from '@aws-sdk/client-kms';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { keyArns, keyOf, roomOf, wrongState, type KmsService } from './state.ts';

const DAY = 24 * 3_600_000;
type Named = DisableKeyCommandInput | EnableKeyCommandInput;

const turned = (to: 'Enabled' | 'Disabled') => (input: Named, call: SimCall): Record<string, never> => {
  const key = keyOf(call, input.KeyId);
  if (key.state === 'PendingDeletion' || key.state === 'PendingImport') throw wrongState(key);
  key.state = to;
  return {};
};

function schedule({ KeyId, PendingWindowInDays: days = 30 }: ScheduleKeyDeletionCommandInput, call: SimCall) {
  const key = keyOf(call, KeyId);
  if (key.state === 'PendingDeletion') throw wrongState(key);
  if (days < 7 || days > 30) throw new AwsError('ValidationException', `1 validation error detected: Value '${String(days)}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value greater than or equal to 7`);
  const deletion = new Date(call.now.getTime() + days * DAY);
  const turn = ++key.turn;
  key.state = 'PendingDeletion';
  key.deletion = deletion;
  call.account.schedule(deletion, () => { if (key.turn === turn) roomOf(call).keys.delete(key.id); });
  return { KeyId: key.arn, DeletionDate: deletion, KeyState: key.state, PendingWindowInDays: days } as const;
}

function cancel(input: { readonly KeyId?: string | undefined }, call: SimCall): { KeyId: string } {
  const key = keyOf(call, input.KeyId);
  if (key.state !== 'PendingDeletion') throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
  key.turn += 1;
  key.state = 'Disabled';
  delete key.deletion;
  return { KeyId: key.arn };
}

function forget(input: DeleteImportedKeyMaterialCommandInput, call: SimCall): { KeyId: string } {
  const key = keyOf(call, input.KeyId);
  if (key.origin !== 'EXTERNAL') throw new AwsError('UnsupportedOperationException', `${key.arn} origin is AWS_KMS which is not valid for this operation.`);
  if (key.state === 'PendingDeletion') throw wrongState(key);
  key.state = 'PendingImport';
  return { KeyId: key.arn };
}

export const registerKeyState = (kms: KmsService): KmsService => kms
  .on(EnableKeyCommand, turned('Enabled'), { resources: keyArns })
  .on(DisableKeyCommand, turned('Disabled'), { resources: keyArns })
  .on(ScheduleKeyDeletionCommand, schedule, { resources: keyArns })
  .on(CancelKeyDeletionCommand, cancel, { resources: keyArns })
  .on(DeleteImportedKeyMaterialCommand, forget, { resources: keyArns });
