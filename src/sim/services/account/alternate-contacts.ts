// The alternate contacts: where AWS writes about billing, operations and security.
import type { AlternateContact, DeleteAlternateContactCommandInput, GetAlternateContactCommandInput, PutAlternateContactCommandInput } from '@aws-sdk/client-account';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { accountState } from './contacts.ts';

const TYPES = ['BILLING', 'OPERATIONS', 'SECURITY'] as const;
const invalid = (field: string, message: string): AwsError => new AwsError('ValidationException', message, 400, { reason: 'fieldValidationFailed', fieldList: [{ name: field, message }] });
/** An unset contact is an error in AWS's words, and an ordinary thing. */
const unset = (): AwsError => new AwsError('ResourceNotFoundException', 'No contact of the inputted alternate contact type found.');

function typed(type: string | undefined): (typeof TYPES)[number] {
  const known = TYPES.find((t) => t === type);
  if (!known) throw invalid('AlternateContactType', `Value '${type ?? ''}' at 'alternateContactType' failed to satisfy constraint: Member must satisfy enum value set: [${TYPES.join(', ')}]`);
  return known;
}

export function getAlternate(input: GetAlternateContactCommandInput, call: SimCall): { AlternateContact: AlternateContact } {
  const contact = accountState(call.account).alternates.get(typed(input.AlternateContactType));
  if (!contact) throw unset();
  return { AlternateContact: contact };
}

export function putAlternate(input: PutAlternateContactCommandInput, call: SimCall): Record<string, never> {
  const AlternateContactType = typed(input.AlternateContactType);
  const { Name, Title, EmailAddress, PhoneNumber } = input;
  if (Name === undefined || Name === '' || Name.length > 64) throw invalid('Name', 'Name must be 1 to 64 characters long.');
  if (Title === undefined || Title === '' || Title.length > 50) throw invalid('Title', 'Title must be 1 to 50 characters long.');
  if (EmailAddress === undefined || !/^[^\s@]{1,64}@[^\s@]{1,190}$/u.test(EmailAddress)) throw invalid('EmailAddress', 'EmailAddress is not an e-mail address.');
  if (PhoneNumber === undefined || !/^[\s0-9()+-]{1,25}$/u.test(PhoneNumber)) throw invalid('PhoneNumber', 'PhoneNumber must be 1 to 25 digits, spaces, brackets, + or -.');
  accountState(call.account).alternates.set(AlternateContactType, { AlternateContactType, Name, Title, EmailAddress, PhoneNumber });
  return {};
}

export function deleteAlternate(input: DeleteAlternateContactCommandInput, call: SimCall): Record<string, never> {
  if (!accountState(call.account).alternates.delete(typed(input.AlternateContactType))) throw unset();
  return {};
}
