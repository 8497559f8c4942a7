// Who the account belongs to, as AWS has it on record. A scenario writes it; nothing of it is anybody's.
import type { AlternateContact, AlternateContactType, ContactInformation } from '@aws-sdk/client-account';
import type { SimAccount } from '../../account.ts';

export interface AccountState { name: string; created: Date; contact: ContactInformation; readonly alternates: Map<AlternateContactType, AlternateContact> }

const newAccountState = (account: SimAccount): AccountState => ({
  name: account.alias ?? 'example', created: new Date('2021-03-04T10:00:00Z'), alternates: new Map(),
  contact: { FullName: 'Account owner', CompanyName: 'Example Corp', AddressLine1: '100 Main Street', City: 'Any Town', StateOrRegion: 'WA', PostalCode: '98101', CountryCode: 'US', PhoneNumber: '+12065550100' },
});
export const accountState = (account: SimAccount): AccountState => account.state('account', newAccountState);
