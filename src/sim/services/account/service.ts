// The simulated Account Management: contacts, regions, who the account is. Behaviour: BEHAVIOUR.md beside it.
import {
  AccountClient, DeleteAlternateContactCommand, DisableRegionCommand, EnableRegionCommand, GetAccountInformationCommand, GetAlternateContactCommand, GetContactInformationCommand, GetPrimaryEmailCommand, GetRegionOptStatusCommand, ListRegionsCommand, PutAlternateContactCommand, PutContactInformationCommand,
} from '@aws-sdk/client-account';
import type { SimCall } from '../../account.ts';
import { Service } from '../../wire/service.ts';
import { AwsError } from '../../wire/types.ts';
import { deleteAlternate, getAlternate, putAlternate } from './alternate-contacts.ts';
import { accountState, putContact } from './contacts.ts';
import { setRegion, listRegions, regionOptStatus } from './region-operations.ts';

/** Naming one's own account is only for an organization's management account. */
const own = (input: { readonly AccountId?: string | undefined }): void => {
  if (input.AccountId !== undefined) throw new AwsError('AccessDeniedException', 'The request was denied: AccountId may only be given by the management account or a delegated administrator of an organization.');
};
const alone = <I extends { readonly AccountId?: string | undefined }, O>(run: (input: I, call: SimCall) => O) => (input: I, call: SimCall): O => {
  own(input);
  return run(input, call);
};
const resources = (_: unknown, call: SimCall): string[] => [`arn:${call.account.partition}:account::${call.account.id}:account`];
const change = { resources, trail: { global: true, response: () => null } };
const read = { resources, trail: { global: true } };

export default function account(): Service<SimCall> {
  return new Service<SimCall>(AccountClient, { id: 'account' })
    .on(GetContactInformationCommand, alone((_, call) => ({ ContactInformation: accountState(call.account).contact })), read)
    .on(PutContactInformationCommand, alone(putContact), change)
    .on(GetAlternateContactCommand, alone(getAlternate), read)
    .on(PutAlternateContactCommand, alone(putAlternate), change)
    .on(DeleteAlternateContactCommand, alone(deleteAlternate), change)
    .on(ListRegionsCommand, alone(listRegions), read)
    .on(GetRegionOptStatusCommand, alone(regionOptStatus), read)
    .on(EnableRegionCommand, alone(setRegion('ENABLING')), change)
    .on(DisableRegionCommand, alone(setRegion('DISABLING')), change)
    .on(GetAccountInformationCommand, alone((_, call) => {
      const { name, created, state } = accountState(call.account);
      return { AccountId: call.account.id, AccountName: name, AccountCreatedDate: created, AccountState: state };
    }), read)
    // Never for oneself: a standalone account cannot read its root user's address, nor can a management account read its own.
    .on(GetPrimaryEmailCommand, () => { throw new AwsError('AccessDeniedException', 'The primary email address can only be read by the management account or a delegated administrator, for a member account.'); }, read);
}
