// Whether the root user of the account has a password, and what is left when the management account takes its credentials away.
import type { SimAccount } from '../../account.ts';
import { keysOf } from './access-keys.ts';
import { devicesOf } from './mfa-devices.ts';
import { iamState } from './state.ts';

interface RootPassword { there: boolean }
export const rootPassword = (account: SimAccount): RootPassword => account.state('iam-root', () => ({ there: true }));

/** As a session of AssumeRoot with IAMDeleteRootUserCredentials does it: password, keys and devices. */
export function endRootCredentials(account: SimAccount): void {
  const state = iamState(account);
  rootPassword(account).there = false;
  for (const { id } of keysOf(account.id, state)) state.keys.delete(id, account.now());
  for (const { serial } of devicesOf(account.id, state)) state.mfaDevices.delete(serial);
}
