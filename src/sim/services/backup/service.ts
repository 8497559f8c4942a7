// The simulated AWS Backup. Behaviour: BEHAVIOUR.md beside it.
import { BackupClient } from '@aws-sdk/client-backup';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { registerVaults } from './vaults.ts';

export default function backup(): Service<SimCall> {
  return registerVaults(new Service<SimCall>(BackupClient, { id: 'backup' }));
}
