// Whether the root user of the account has a password: its management account may have ended it.
import type { SimAccount } from '../../account.ts';

interface RootPassword { there: boolean }
export const rootPassword = (account: SimAccount): RootPassword => account.state('iam-root', () => ({ there: true }));
