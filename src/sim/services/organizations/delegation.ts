// Member accounts that administer a service for the whole organization.
import type { DelegatedAdministrator, DelegatedService, ListDelegatedAdministratorsCommandInput, ListDelegatedServicesForAccountCommandInput } from '@aws-sdk/client-organizations';
import type { SimCall } from '../../account.ts';
import { AwsError } from '../../wire/types.ts';
import { listing } from '../listing.ts';
import { badToken, managed, organizationsState } from './membership.ts';

interface Named { readonly AccountId: string | undefined; readonly ServicePrincipal: string | undefined }
export function register({ AccountId = '', ServicePrincipal = '' }: Named, call: SimCall): Record<string, never> {
  managed(call);
  const { delegated } = organizationsState(call.account);
  const services = delegated.get(AccountId) ?? new Map<string, Date>();
  if (services.has(ServicePrincipal)) throw new AwsError('AccountAlreadyRegisteredException', 'The specified account is already a delegated administrator for this AWS service.');
  services.set(ServicePrincipal, call.now);
  delegated.set(AccountId, services);
  return {};
}
export function deregister({ AccountId = '', ServicePrincipal = '' }: Named, call: SimCall): Record<string, never> {
  managed(call);
  const { delegated } = organizationsState(call.account);
  const services = delegated.get(AccountId);
  if (!services?.delete(ServicePrincipal)) throw new AwsError('AccountNotRegisteredException', 'The specified account is not a delegated administrator for this AWS service.');
  if (services.size === 0) delegated.delete(AccountId);
  return {};
}
export function delegatedAdministrators(input: ListDelegatedAdministratorsCommandInput, call: SimCall): { DelegatedAdministrators: DelegatedAdministrator[]; NextToken?: string } {
  const { Id = '' } = managed(call);
  const { account } = call;
  const wanted = [...organizationsState(account).delegated].filter(([, services]) => input.ServicePrincipal === undefined || services.has(input.ServicePrincipal));
  const { page, next } = listing(wanted, { max: input.MaxResults, token: input.NextToken, most: 20 }, call, badToken);
  const shown = page.map(([id, services]): DelegatedAdministrator => ({
    Id: id, Arn: `arn:${account.partition}:organizations::${account.id}:account/${Id}/${id}`, Email: `${id}@example.com`, Name: id, Status: 'ACTIVE', JoinedMethod: 'INVITED', DelegationEnabledDate: [...services.values()][0],
  }));
  return { DelegatedAdministrators: shown, ...(next === undefined ? {} : { NextToken: next }) };
}
export function delegatedServices(input: ListDelegatedServicesForAccountCommandInput, call: SimCall): { DelegatedServices: DelegatedService[]; NextToken?: string } {
  managed(call);
  const services = organizationsState(call.account).delegated.get(input.AccountId ?? '');
  if (!services) throw new AwsError('AccountNotRegisteredException', 'The specified account is not a delegated administrator.');
  const { page, next } = listing([...services], { max: input.MaxResults, token: input.NextToken, most: 20 }, call, badToken);
  return { DelegatedServices: page.map(([ServicePrincipal, at]) => ({ ServicePrincipal, DelegationEnabledDate: at })), ...(next === undefined ? {} : { NextToken: next }) };
}
