// Who the account belongs to, as AWS has it on record. A scenario writes it; nothing of it is anybody's.
import type { AlternateContact, AlternateContactType, ContactInformation, PutContactInformationCommandInput } from '@aws-sdk/client-account';
import type { SimAccount, SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';

export interface AccountState { state: 'ACTIVE' | 'SUSPENDED'; name: string; created: Date; contact: ContactInformation; readonly alternates: Map<AlternateContactType, AlternateContact> }

const newAccountState = (account: SimAccount): AccountState => ({
  state: 'ACTIVE', name: account.alias ?? 'example', created: new Date('2021-03-04T10:00:00Z'), alternates: new Map(),
  contact: { FullName: 'Account owner', CompanyName: 'Example Corp', AddressLine1: '100 Main Street', City: 'Any Town', StateOrRegion: 'WA', PostalCode: '98101', CountryCode: 'US', PhoneNumber: '+12065550100' },
});
export const accountState = (account: SimAccount): AccountState => account.state('account', newAccountState);

/** Replaces the whole: what is not given is gone. */
export function putContact({ ContactInformation: contact }: PutContactInformationCommandInput, call: SimCall): Record<string, never> {
  const missing = (['FullName', 'AddressLine1', 'City', 'CountryCode', 'PhoneNumber', 'PostalCode'] as const).find((name) => (contact?.[name] ?? '') === '');
  if (!contact || missing !== undefined) throw new AwsError('ValidationException', `${missing ?? 'ContactInformation'} must not be empty.`, 400, { reason: 'fieldValidationFailed' });
  accountState(call.account).contact = contact;
  return {};
}
